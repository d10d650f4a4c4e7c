"""Writes of closed months and of rankings (封账)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.indicators import Figure
from jiugai.storage.audit.models import Act
from jiugai.storage.reporting import models


def last_stamp_with_none_in_flight() -> int:
    """Return the last stamp, once nothing earlier can still commit.

    Takes the stamp's own lock until the end of the transaction: an act under way either has its
    number by now or will get a later one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(6109, 1)")
        cursor.execute("SELECT coalesce(max(seq), 0) FROM audit_stamp")
        return int(cursor.fetchone()[0])


def close(
    act: Act, *, month: Month, on_day: date, last_seq: int, previous_id: int | None, digest: bytes
) -> int:
    """Enter that a month is closed; return the close's id."""
    made = models.Close.objects.create(
        act=act,
        month=month.first_day,
        on_day=on_day,
        last_seq_id=last_seq,
        previous_id=previous_id,
        digest=digest,
    )
    return made.pk


def figures(close_id: int, figures: Iterable[Figure]) -> None:
    """Enter what was counted at a close."""
    models.Figure.objects.bulk_create(
        [
            models.Figure(
                close_id=close_id,
                list_id=figure.list_id,
                county_id=figure.county_id,
                measure=figure.measure,
                basis=figure.basis.value,
                numerator=figure.numerator,
                denominator=figure.denominator,
            )
            for figure in figures
        ]
    )


def lock_rankings(close_id: int) -> None:
    """Let one at a time run the rankings of a close, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(6115, %s)", [close_id % 2**31])


def ranking(
    act: Act, *, close_id: int, method: str, inputs_digest: bytes, result: dict[str, Any]
) -> None:
    """Enter a ranking as it was run."""
    models.RankingRun.objects.create(
        act=act, close_id=close_id, method=method, inputs_digest=inputs_digest, result=result
    )
