"""kill -9 of the embedded server in the middle of postings: what was answered is kept, all of it.

A server of its own, careful as in service: not one of the careless ones that tests share.
"""

import os
import signal
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connections
from pytest_django.plugin import DjangoDbBlocker

from jiugai.domain.divisions import CITY_WIDE
from jiugai.domain.funding.book.accounts import AccountKind
from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.services.actor import Actor
from jiugai.services.funding.book.reading import verify
from jiugai.services.funding.book.writing import post_voucher, write_voucher
from jiugai.storage import postmaster, reach, server
from jiugai.storage.audit.queries import last_mark
from jiugai.storage.funding import book_queries
from jiugai.storage.funding.book_models import PostingRow
from jiugai.storage.server import APPLICATION_ROLE, Address
from jiugai.storage.unit_of_work import AlreadyDone
from tests import throwaway_server
from tests.officers import found_city
from tests.services.funding.book.little_book import TODAY, open_book

WRITERS, KILLS, EACH, KILLED_AFTER = 3, 2, 60, 45
FEN = 700
PATIENCE = 120  # seconds until a test that hangs is given up

pytestmark = pytest.mark.timeout(300)


@dataclass
class Postings:
    """What three writers were told of their vouchers; ``enough`` is set after so many answers."""

    checker: Actor
    left: list[int]
    answered: set[int] = field(default_factory=set)
    met: set[str] = field(default_factory=set)
    enough: Event = field(default_factory=Event)
    until: int = KILLED_AFTER
    lock: Lock = field(default_factory=Lock)

    def post(self, vouchers: list[int]) -> None:
        """Post vouchers one by one; stop when the server is gone."""
        with reach.within(CITY_WIDE):
            try:
                for voucher in vouchers:
                    self._post(voucher)
            except (OperationalError, InterfaceError) as gone:
                self.met.add(type(gone).__name__)
            finally:
                connections.close_all()
                self.enough.set()

    def _post(self, voucher: int) -> None:
        key = uuid.uuid5(uuid.NAMESPACE_OID, f"{voucher}")
        try:
            done = post_voucher(voucher, actor=self.checker, today=TODAY, key=key)
            assert done.entered, done.findings
        except AlreadyDone:
            with self.lock:
                self.met.add("AlreadyDone")
        with self.lock:
            self.answered.add(voucher)
            if len(self.answered) >= self.until:
                self.enough.set()


@pytest.fixture
def careful(django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Path, Address]]:
    """Lay out a server as an installation has it, and end with it whatever still runs there."""
    with tempfile.TemporaryDirectory(prefix="jiugai-killed-") as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        address = server.start(data, keep=True)
        server.create_database(address)
        try:
            with django_db_blocker.unblock():
                throwaway_server.migrate(address)
                with throwaway_server.connected_to(address, user=APPLICATION_ROLE):
                    yield data, address
        finally:
            _kill(data)
            postmaster.forget(data)


def _kill(data: Path) -> None:
    """Kill a server's every process at once, as a fault of the machine does; none if it is down."""
    told = data / "postmaster.pid"
    if not told.exists():
        return
    first = int(told.read_text().splitlines()[0])
    family = [first, *(pid for pid, parent in _processes() if parent == first)]
    for pid in family:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _processes() -> Iterator[tuple[int, int]]:
    """Yield each process with its parent."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        yield int(status.parent.name), int(words[1])


def _until_killed(told: Postings, data: Path) -> None:
    """Let the writers post until so many answers have come, then kill the server under them."""
    threads = [
        Thread(target=told.post, args=([*told.left[n::WRITERS]],), daemon=True)
        for n in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    assert told.enough.wait(PATIENCE), "no answer came"
    _kill(data)
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_keeps_every_posting_that_was_answered(careful: tuple[Path, Address]) -> None:
    data, address = careful
    little = open_book(found_city())
    vouchers = []
    for _ in range(WRITERS * EACH):
        done = write_voucher(little.voucher(MoneyStep.GRANT, FEN), actor=little.maker, today=TODAY)
        assert done.id is not None
        vouchers.append(done.id)
    connections.close_all()
    told = Postings(little.checker, vouchers)

    for _ in range(KILLS):
        told.enough.clear()
        told.until = len(told.answered) + KILLED_AFTER
        _until_killed(told, data)
        connections.close_all()
        assert server.start(data, keep=True) == address

        kept = set(PostingRow.objects.values_list("voucher_id", flat=True))
        assert told.answered <= kept
        assert len(kept - told.answered) <= WRITERS  # committed, and the answer was lost
        assert verify().faults == ()
        told.left = [one for one in vouchers if one not in told.answered]

    assert told.met & {"OperationalError", "InterfaceError"}
    told.post(told.left)  # sent again under their own numbers: what was there is not posted twice
    assert told.answered == set(vouchers)
    held = sum(
        one.balance_fen
        for one in book_queries.balances(last_seq=last_mark().seq, on_day=TODAY)
        if one.key.kind is AccountKind.UNALLOTTED
    )
    assert held == FEN * len(vouchers)
    assert verify().faults == ()
    with psycopg.connect(address.conninfo()) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
