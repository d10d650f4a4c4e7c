"""Where a bulletin's figures open (通报用数的去处): each at the close's own horizon."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlencode

from jiugai.domain.bulletins.figures import BoundFigure, Kind
from jiugai.services.reporting.closing import CloseRow

_RATE_OF = {
    "planned": "start_rate",
    "started": "start_rate",
    "unstarted": "start_rate",
    "all_counties": "start_rate",
    "zero_counties": "start_rate",
    "zero_planned": "start_rate",
    "completed": "completion_rate",
    "uncompleted": "completion_rate",
    "full_counties": "completion_rate",
    "accepted": "acceptance_rate",
    "unaccepted": "acceptance_rate",
    "planned_investment": "investment_rate",
    "invested": "investment_rate",
    "funded": "funding_rate",
    "idle": "payment_rate",
    "days_idle": "payment_rate",
    "since": "payment_rate",
    "paid": "payment_rate",
}
"""The rate in whose trace a count is found."""
_TRACED = {*_RATE_OF.values()}
_AFTER_WORDS = {"deadline", "days_left", "days_late", "due", "days_over", "rank"}
"""What is told of a rate that only its label names."""
_NAMED = (
    ("开工", "start_rate"),
    ("完工", "completion_rate"),
    ("竣工", "acceptance_rate"),
)
_MONEY = {"investment_rate", "funding_rate", "payment_rate"}
_COHORT = re.compile(r"(\d{4})年批次")
IDLE_TABLE = "#idle-money"
"""The appendix that lists what lies idle, on the same page."""


def link_of(figure: BoundFigure, row: CloseRow, counties: Mapping[str, int]) -> str:
    """Return where a figure opens; empty for a name, a mark of the paper, or the day of the page."""
    if figure.kind in {Kind.NAME, Kind.TEXT}:
        return ""
    when = _moment(row.on_day, row.recorded_at)
    year = figure.cohort or _year_in(figure.label)
    if figure.measure == "register":
        return f"/communities/?{when}"
    if figure.measure == "applied":
        return f"/communities/?cohort={year}&{when}"
    if figure.measure in {"idle", "idle_count", "since", "days_idle"} and not figure.county:
        return IDLE_TABLE
    measure = _measure_of(figure)
    if year is None or measure not in _TRACED:
        return ""
    basis = "fen" if measure in _MONEY else figure.basis.value if figure.basis else "communities"
    asked = f"measure={measure}&basis={basis}&year={year}"
    if figure.kind is Kind.RANK:
        return f"/ranking/?{asked}&{when}"
    if figure.county in counties:
        asked += f"&county={counties[figure.county]}"
    return f"/trace/?{asked}&{when}"


@lru_cache(maxsize=64)
def _moment(on_day: date, recorded_at: datetime) -> str:
    """Return a close's moment as part of a query; one for the hundreds of figures on a page."""
    return urlencode({"as_of": on_day.isoformat(), "recorded_by": recorded_at.isoformat()})


def _measure_of(figure: BoundFigure) -> str:
    if figure.measure in _AFTER_WORDS:
        return next((code for word, code in _NAMED if word in figure.label), "")
    return _RATE_OF.get(figure.measure, figure.measure)


def _year_in(label: str) -> int | None:
    found = _COHORT.search(label)
    return int(found[1]) if found else None
