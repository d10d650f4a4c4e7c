"""The measures over many months (月度序列), counted by the analytic engine in one run.

A page of one moment is answered by PostgreSQL; thirty-six month ends at once are what DuckDB is
kept for. The copy lives in this process and is brought up to date by stamp.
"""

from collections import defaultdict
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from jiugai.analytics.duckdb_engine import Engine
from jiugai.domain import facts as rule
from jiugai.domain.calendar import Month
from jiugai.domain.programme.plans import Authority
from jiugai.domain.quantities import percent
from jiugai.domain.reporting.indicators import figures, rate
from jiugai.services.facts import Horizon, horizon
from jiugai.services.reach import reading_city_wide
from jiugai.services.reporting.board import board
from jiugai.services.reporting.measures import measures_on
from jiugai.storage.unit_of_work import own_connection

CITY = 1
"""The number that this installation's only city bears in its own copy."""


@cache
def _engine() -> Engine:
    return Engine()


def month_ends(asked: Horizon, months: int) -> list[date]:
    """Return the last days of some months up to the day asked about, oldest first."""
    month = Month.of(asked.as_of)
    days = [asked.as_of]
    for _ in range(months - 1):
        month = month.previous
        days.insert(0, month.last_day)
    return days


def series(as_of: date, *, months: int) -> dict[str, Any] | None:
    """Return every measure of every filed task list at many month ends; None without a list.

    All of them are counted from what is recorded by now, so the past is shown as restated.
    """
    asked = horizon(as_of)
    city = board(asked)
    if not city.lists:
        return None
    engine = _engine()
    with (
        reading_city_wide("the analytic copy is one for the whole city"),
        own_connection() as connection,
    ):
        engine.refresh(connection, city=CITY)
    days = month_ends(asked, months)
    counted = engine.series(CITY, [rule.Horizon(day, asked.last_seq) for day in days])
    declared = measures_on(asked)
    rows = []
    for day, counts in zip(days, counted, strict=True):
        sums: dict[tuple[int, str, str], list[int]] = defaultdict(lambda: [0, 0])
        for figure in figures(counts, declared.values()):
            pair = sums[figure.list_id, figure.measure, figure.basis.value]
            pair[0] += figure.numerator
            pair[1] += figure.denominator
        rows += [
            _row(day, city.lists[list_id].year, measure, basis, numerator, denominator)
            for (list_id, measure, basis), (numerator, denominator) in sorted(sums.items())
            if city.lists[list_id].authority == Authority.PROVINCIAL.value
        ]
    return {"as_of": as_of.isoformat(), "last_seq": asked.last_seq, "rows": rows}


def _row(
    day: date, year: int, measure: str, basis: str, numerator: int, denominator: int
) -> dict[str, Any]:
    value: Fraction | None = rate(numerator, denominator)
    return {
        "day": day.isoformat(),
        "cohort": year,
        "measure": measure,
        "basis": basis,
        "numerator": numerator,
        "denominator": denominator,
        "shown": percent(value) if value is not None else "未定",
    }
