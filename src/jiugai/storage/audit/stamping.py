"""Stamping acts (登记): by the database's clock, or, for a made-up city's past, as told."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import connection, transaction

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def stamp() -> None:
    """Stamp the act under way, as the last thing before its commit."""
    moment = _told.get()
    if moment is not None:
        _stamp_as_told(moment)
        return
    with connection.cursor() as cursor:
        # Deferred again, so that a second act of the same transaction is stamped last as well.
        cursor.execute(
            "SET CONSTRAINTS act_is_stamped IMMEDIATE; SET CONSTRAINTS act_is_stamped DEFERRED"
        )


@contextmanager
def history_being_told() -> Iterator[None]:
    """Let the owner of the tables write a made-up city's past, all of it or nothing.

    Within, acts are stamped by ``told_at`` instead of by the clock. The trigger is off for this
    one transaction only; the application's role may not turn it off at all.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_act DISABLE TRIGGER act_is_stamped")
        yield
        with connection.cursor() as cursor:
            # Deferred checks must have run before a table may be altered again.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE audit_act ENABLE TRIGGER act_is_stamped")


@contextmanager
def told_at(moment: datetime) -> Iterator[None]:
    """Stamp what is done within as if it had been recorded at a moment."""
    token = _told.set(moment)
    try:
        yield
        _stamp_as_told(moment)
    finally:
        _told.reset(token)


def _stamp_as_told(moment: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH last AS (
              SELECT coalesce(max(seq), 0) AS seq, max(recorded_at) AS at FROM audit_stamp)
            INSERT INTO audit_stamp (seq, act_id, recorded_at)
            SELECT last.seq + n, id,
                   greatest(%(at)s, last.at + interval '1 microsecond') + n * interval '1 microsecond'
            FROM (SELECT a.id, row_number() OVER (ORDER BY a.id) AS n FROM audit_act a
                  WHERE NOT EXISTS (SELECT FROM audit_stamp s WHERE s.act_id = a.id)) fresh, last
            """,
            {"at": moment},
        )
