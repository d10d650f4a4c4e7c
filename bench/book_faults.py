"""Fourteen faults planted into the book, one at a time: does the state machine find each?

This tests the test. Some are guards lifted in the database, some are mistakes in the code; the
machine that guards the book (``tests/services/funding/book/machine.py``) must fall over every one,
and over none where nothing is planted.
"""

import os
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any
from unittest.mock import patch

import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiugai.config.settings")

from tests import throwaway_server

from bench.table import print_table, verdict

GOAL_SECONDS = 60
EXAMPLES, STEPS = 40, 25
APPENDED = ("funding_leg", "funding_posting")
Plant = Callable[[psycopg.Connection[Any]], AbstractContextManager[object]]


def main() -> bool:
    """Print what was found and how soon; say whether one was missed."""
    import django

    django.setup()
    guard = throwaway_server.open_run()
    try:
        rows = [(name, *_tried(plant)) for name, plant in PLANTS.items()]
        sound, seconds = _tried(lambda _: nullcontext())
    finally:
        throwaway_server.close_run(guard)
    missed = [name for name, found, _ in rows if not found]
    whole = sum(took for *_, took in rows)
    print_table(
        ["planted", "found", "after, s"],
        [*((name, found or "no", f"{took:.1f}") for name, found, took in rows),
         ("nothing", sound or "nothing, as it should", f"{seconds:.1f}"),
         (f"all {len(rows)}", f"{len(rows) - len(missed)} found",
          f"{whole:.0f} (≤ {GOAL_SECONDS} {verdict(whole <= GOAL_SECONDS)})")],
    )  # fmt: skip
    return bool(missed or sound or whole > GOAL_SECONDS)


def _tried(plant: Plant) -> tuple[str, float]:
    """Run the machine on a book with a fault; return what it fell over and after how many seconds."""
    from tests.services.funding.book.test_machine import run_machine

    from jiugai.services.reach import as_operator
    from jiugai.storage.server import APPLICATION_ROLE

    with (
        throwaway_server.clone() as own,
        psycopg.connect(own.conninfo(), autocommit=True) as owner,
        throwaway_server.connected_to(own, user=APPLICATION_ROLE),
        plant(owner),
    ):
        as_operator()
        began = time.perf_counter()
        try:
            run_machine(examples=EXAMPLES, steps=STEPS, shrink=False)
        except Exception as fell:
            return _words(fell), time.perf_counter() - began
        return "", time.perf_counter() - began


def _words(fell: BaseException) -> str:
    """Say over what it fell, in a line of a table.

    Hypothesis runs a failing example again; the book's history differs by then, and it may say
    ``Flaky`` instead of the failure itself. Found is found either way.
    """
    said = str(fell).strip().splitlines()
    return f"{type(fell).__name__}: {said[0][:60] if said else ''}".replace("|", "/")


def _sql(*said: str) -> Plant:
    @contextmanager
    def plant(owner: psycopg.Connection[Any]) -> Iterator[None]:
        for one in said:
            owner.execute(one.encode())
        yield

    return plant


def _function(name: str, old: str, new: str) -> Plant:
    """Rewrite a function of the database in one place."""

    @contextmanager
    def plant(owner: psycopg.Connection[Any]) -> Iterator[None]:
        row = owner.execute(f"SELECT pg_get_functiondef('{name}'::regproc)".encode()).fetchone()
        assert row is not None
        assert old in row[0], f"{name} says it otherwise now"
        owner.execute(row[0].replace(old, new).encode())
        yield

    return plant


def _code(target: str, new: object) -> Plant:
    return lambda _: patch(target, new)


def _float_fen(text: str, _unit: object) -> int:
    return int(float(text) * 100)


class _NoTransaction:
    """Stands where Django's transactions do, and holds nothing together."""

    @staticmethod
    def atomic() -> AbstractContextManager[None]:
        return nullcontext()


@contextmanager
def _new_key_each_time(_owner: psycopg.Connection[Any]) -> Iterator[None]:
    from jiugai.storage import unit_of_work

    begin = unit_of_work._begin
    with patch.object(unit_of_work, "_begin", lambda _key, *told: begin(uuid.uuid4(), *told)):
        yield


def _same_sign(legs: Any) -> Any:
    return tuple(legs)


_LIFTED = tuple(
    said
    for table in APPENDED
    for said in (
        f"DROP TRIGGER append_only ON {table}",
        f"GRANT UPDATE, DELETE ON {table} TO jiugai_app",
    )
)
PLANTS: dict[str, Plant] = {
    "an account may fall below nought": _sql(
        "ALTER TABLE funding_balance DROP CONSTRAINT funding_balance_never_below_zero"
    ),
    "earmarks are not kept apart": _sql(
        "ALTER TABLE funding_leg DROP CONSTRAINT funding_leg_within_its_earmark"
    ),
    "a posting need not balance": _sql("DROP TRIGGER is_whole ON funding_posting"),
    "a posting may be reversed twice": _sql(
        "ALTER TABLE funding_posting DROP CONSTRAINT funding_posting_reverses_id_key"
    ),
    "a closed month takes postings": _sql("DROP TRIGGER period_is_open ON funding_posting"),
    "a posting takes legs later": _function(
        "funding_count_leg", "IS DISTINCT FROM pg_current_xact_id()", "IS NULL"
    ),
    "a counter forgets the sign": _function(
        "funding_count_leg", "greatest(-NEW.amount_fen, 0)", "abs(NEW.amount_fen)"
    ),
    "what is posted may be changed": _sql(*_LIFTED),
    "whoever wrote a voucher may post it": _sql(
        "ALTER TABLE funding_posting DROP CONSTRAINT funding_posting_another_hand",
        "DROP TRIGGER another_hand ON funding_posting",
    ),
    "the same key with another content passes": _code(
        "jiugai.services.funding.book.writing.digest_of", lambda *_: bytes(32)
    ),
    "a key is made anew each time": _new_key_each_time,
    "money is a float": _code("jiugai.domain.funding.book.amounts.fen_of", _float_fen),
    "half of it is kept": _code("jiugai.storage.unit_of_work.transaction", _NoTransaction),
    "a reversal repeats instead of undoing": _code(
        "jiugai.services.funding.book.writing.mirrored", _same_sign
    ),
}


if __name__ == "__main__":
    main()
