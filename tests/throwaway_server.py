"""One PostgreSQL server for one run of the tests, started when the first test asks for it.

The run's folder is named in the environment, so that every process of the run, whichever asks
first, finds the same server. A guard waits on a pipe whose other end the run holds: however the
run ends, the server and its folder go with it.
"""

import fcntl
import json
import os
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import psycopg
from psycopg import sql

from jiugai.storage.server import Address

FOLDER = "JIUGAI_TEST_FOLDER"
TEMPLATE = "jiugai_template"
_GUARD = """
cat > /dev/null
pid=$(head -n 1 "$1/data/postmaster.pid" 2> /dev/null) && kill -QUIT "$pid"
for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" 2> /dev/null || break; sleep 0.1; done
rm -rf "$1"
"""
# A throwaway server need not survive a power cut.
_CARELESS = ("fsync", "synchronous_commit", "full_page_writes")


def open_run() -> subprocess.Popen[bytes]:
    """Make the run's folder and the guard that clears it away; to be called once a run."""
    folder = Path(tempfile.mkdtemp(prefix="jiugai-test-"))
    folder.chmod(0o755)  # the server runs as another user when the tests run as root
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    os.environ[FOLDER] = str(folder)
    own_folder()
    return subprocess.Popen(
        ["/bin/sh", "-c", _GUARD, "guard", str(folder)],
        stdin=subprocess.PIPE,
        start_new_session=True,  # an interrupt at the keyboard must not end the guard first
    )


def own_folder() -> None:
    """Keep what this process writes out of the project's ``var``; for every process of the run."""
    from django.conf import settings

    var = Path(os.environ[FOLDER]) / "var"
    (var / "static").mkdir(parents=True, exist_ok=True)
    os.environ["JIUGAI_VAR"] = str(var)
    settings.VAR = var
    settings.STATIC_ROOT = var / "static"


def close_run(guard: subprocess.Popen[bytes]) -> None:
    """Let the guard stop the server and clear the folder."""
    assert guard.stdin is not None
    guard.stdin.close()
    guard.wait()


def template() -> Address:
    """Return the address of the migrated template, made by whoever of the run asks first."""
    folder = Path(os.environ[FOLDER])
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ready = folder / "ready.json"
        if not ready.exists():
            address = _start(folder)
            migrate(address)
            ready.write_text(json.dumps(asdict(address)))
        return Address(**json.loads(ready.read_text()))


def _start(folder: Path) -> Address:
    from jiugai.storage import server

    address = replace(server.start(folder / "data", keep=True), name=TEMPLATE)
    with psycopg.connect(address.conninfo(dbname="postgres"), autocommit=True) as connection:
        for setting in _CARELESS:
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")
    server.create_database(address)
    return address


def migrate(address: Address) -> None:
    """Lay a database out as an installation does."""
    from django.core.management import call_command

    from jiugai.storage.audit.keys import check_at_once
    from jiugai.storage.audit.roles import grant

    with connected_to(address, user=address.user):
        call_command("migrate", verbosity=0)
    with psycopg.connect(address.conninfo()) as connection:
        check_at_once(connection)
        grant(connection)


@contextmanager
def clone(of: Address | None = None) -> Iterator[Address]:
    """Make a database of one's own from the template, or from another, and drop it afterwards.

    :param of: a database to which nobody is connected.
    """
    model = of or template()
    own = replace(model, name=f"test_{uuid.uuid4().hex[:12]}")
    with psycopg.connect(own.conninfo(dbname="postgres"), autocommit=True) as connection:
        names = {"own": sql.Identifier(own.name), "model": sql.Identifier(model.name)}
        connection.execute(sql.SQL("CREATE DATABASE {own} TEMPLATE {model}").format(**names))
        try:
            yield own
        finally:
            connection.execute(sql.SQL("DROP DATABASE {own} WITH (FORCE)").format(**names))


@contextmanager
def connected_to(address: Address, *, user: str) -> Iterator[None]:
    """Point Django, and the programs that a test starts, to a database."""
    from django.db import connections

    from jiugai.storage.server import announce

    parts = connections.databases["default"]
    before, environment = dict(parts), dict(os.environ)
    connections.close_all()
    parts.update(HOST=address.host, PORT=address.port, NAME=address.name, USER=user, PASSWORD="")
    announce(address)
    try:
        yield
    finally:
        connections.close_all()
        parts.update(before)
        os.environ.clear()
        os.environ.update(environment)
