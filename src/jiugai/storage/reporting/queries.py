"""Reads of counts at (day, stamp), and of closed months (统计月报)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.indicators import COLUMNS, Basis, Counts, Figure
from jiugai.storage.audit.as_of import rows
from jiugai.storage.reporting.measure_sql import measures_sql
from jiugai.storage.reporting.models import Close


def counts(
    *, last_seq: int, on_day: date, list_id: int | None = None, county_id: int | None = None
) -> tuple[Counts, ...]:
    """Return what PostgreSQL counts for each list and county at a horizon."""
    found = rows(
        measures_sql(),
        {"last_seq": last_seq, "on_day": on_day, "list_id": list_id, "county_id": county_id},
    )
    return tuple(
        Counts(row["list_id"], row["county_id"], {name: int(row[name]) for name in COLUMNS})
        for row in found
    )


@dataclass(frozen=True, slots=True)
class CloseRow:
    """A closed month (封账).

    Attributes:
      trace_size: how many events were sealed by then; ``trace_root``: the root over them,
        hexadecimal, empty for a month that was closed before there were seals.
    """

    id: int
    month: Month
    on_day: date
    last_seq: int
    recorded_at: datetime
    digest: str
    previous_digest: str
    trace_size: int = 0
    trace_root: str = ""


def closes() -> tuple[CloseRow, ...]:
    """Return the closed months, oldest first."""
    found = rows(
        """
        SELECT c.id, c.month, c.on_day, c.last_seq, c.digest, p.digest AS previous_digest,
               s.recorded_at, n.size AS trace_size, n.root AS trace_root
        FROM reporting_close c JOIN audit_stamp s ON s.act_id = c.act_id
        LEFT JOIN audit_anchor n ON n.act_id = c.act_id
        LEFT JOIN reporting_close p ON p.id = c.previous_id ORDER BY c.month
        """,
        {},
    )
    return tuple(_close(row) for row in found)


def _close(row: Mapping[str, Any]) -> CloseRow:
    previous = row["previous_digest"]
    return CloseRow(
        id=row["id"],
        month=Month.of(row["month"]),
        on_day=row["on_day"],
        last_seq=row["last_seq"],
        recorded_at=row["recorded_at"],
        digest=bytes(row["digest"]).hex(),
        previous_digest=bytes(previous).hex() if previous else "",
        trace_size=row["trace_size"] or 0,
        trace_root=bytes(row["trace_root"]).hex() if row["trace_root"] else "",
    )


def close_of(month: Month) -> CloseRow | None:
    """Return the close of a month, or None while it is open."""
    return next((row for row in closes() if row.month == month), None)


def is_closed(month: Month) -> bool:
    """Say whether a month is closed."""
    return Close.objects.filter(month=month.first_day).exists()


def figures(close_id: int) -> tuple[Figure, ...]:
    """Return what was counted at a close."""
    found = rows(
        """
        SELECT list_id, county_id, measure, basis, numerator, denominator FROM reporting_figure
        WHERE close_id = %(close)s ORDER BY list_id, county_id, measure, basis
        """,
        {"close": close_id},
    )
    return tuple(Figure(**row | {"basis": Basis(row["basis"])}) for row in found)


def rankings(close_id: int) -> tuple[dict[str, Any], ...]:
    """Return the rankings that were run on a close."""
    found = rows(
        """
        SELECT method, inputs_digest, result FROM reporting_ranking_run
        WHERE close_id = %(close)s ORDER BY id
        """,
        {"close": close_id},
    )
    # A plain cursor leaves jsonb as text.
    return tuple(
        row | {"inputs_digest": bytes(row["inputs_digest"]), "result": json.loads(row["result"])}
        for row in found
    )
