"""How each column of a file counts (计数方式): to date, or of the month alone.

Offices send both. A running total never falls, a month's count falls every so often: which of the two
a column is, its own figures say, all projects together; where they are too few to say, the usual is taken.
What was taken is told; one project's fall is never taken for the habit of all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Any

from jiugai.domain.reporting.checks.series import ProjectSeries
from jiugai.domain.reporting.checks.told_figures import MONTHLY, RUNNING, ToldFigure

_FEWEST_PROJECTS = 10
_FEWEST_MONTHS = 6
_MOST_FALL = 0.6  # of the projects: a column that falls in so many is no running total
_HARDLY_FALL = 0.05  # of the projects: a column that falls in so few is no month's count

_FIELDS = {
    "started": "started",
    "completed": "completed",
    "households_done": "households_done",
    "progress_pct": "progress",
    "investment_yuan": "invested_fen",
    "paid_yuan": "paid_fen",
    "photos": "photos",
    "complaints": "complaints",
}


class Counting(StrEnum):
    """What a figure of a month stands for (计数方式)."""

    TO_DATE = "to_date"
    MONTHLY = "monthly"

    @property
    def word(self) -> str:
        return {"to_date": "累计数", "monthly": "当月数"}[self.value]


@dataclass(frozen=True, slots=True)
class CountedSeries:
    """A city's returns, each column counted as the checks read it (统一口径的逐月数).

    Attributes:
      columns: how each column counted in the file.
    """

    series: tuple[ProjectSeries, ...]
    columns: dict[str, Counting]


def counted_alike(series: Sequence[ProjectSeries]) -> CountedSeries:
    """Return the returns with running totals for works and money, and months' counts for the rest."""
    found = tuple(series)
    columns = {}
    for figure in RUNNING:
        columns[figure.code] = Counting.TO_DATE
        if _share_falling(found, figure, _MOST_FALL) is True:
            columns[figure.code] = Counting.MONTHLY
            found = tuple(_with(one, figure, _summed) for one in found)
    for figure in MONTHLY:
        columns[figure.code] = Counting.MONTHLY
        if _share_falling(found, figure, _HARDLY_FALL) is False:
            columns[figure.code] = Counting.TO_DATE
            found = tuple(_with(one, figure, _parted) for one in found)
    return CountedSeries(found, columns)


def _share_falling(
    series: Sequence[ProjectSeries], figure: ToldFigure, share: float
) -> bool | None:
    """Say whether more than a share of the projects fall; None where too few can tell."""
    told = [_values(one, figure) for one in series]
    telling = [values for values in told if _tells(values, figure)]
    if len(telling) < _FEWEST_PROJECTS:
        return None
    falling = sum(any(after < before for before, after in pairwise(values)) for values in telling)
    return falling > share * len(telling)


def _values(series: ProjectSeries, figure: ToldFigure) -> list[int]:
    return [value for found in series if (value := figure.told(found)) is not None]


def _tells(values: Sequence[int], figure: ToldFigure) -> bool:
    """Say whether a project's figures could show a fall at all: something, and months after it."""
    if figure in MONTHLY and len(set(values)) <= 2:
        return False
    return len(values) >= _FEWEST_MONTHS and any(values[:-1])


def _with(
    series: ProjectSeries, figure: ToldFigure, made: Callable[[list[int | None]], list[int | None]]
) -> ProjectSeries:
    values = made([figure.told(found) for found in series])
    changes: list[dict[str, Any]] = [{_FIELDS[figure.code]: value} for value in values]
    returns = tuple(replace(found, **each) for found, each in zip(series, changes, strict=True))
    return ProjectSeries(series.county, series.project, returns)


def _summed(values: list[int | None]) -> list[int | None]:
    total = 0
    sums: list[int | None] = []
    for value in values:
        total += value or 0
        sums.append(None if value is None else total)
    return sums


def _parted(values: list[int | None]) -> list[int | None]:
    """Return what each month added; a running total that falls adds nothing that is known."""
    before = 0
    parts: list[int | None] = []
    for value in values:
        parts.append(None if value is None or value < before else value - before)
        before = before if value is None else value
    return parts
