"""The returns of one project, month after month (项目逐月数): what the checks read.

All figures but photos and complaints run from the project's beginning ("up to and including this
month"); photos and complaints are of the month alone. None says that nothing was filled in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from jiugai.domain.calendar import Month

POINT = 100
"""Progress is kept in hundredths of a percentage point, so that equal steps are equal."""
WHOLE = 100 * POINT


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectReturn:
    """What a county reports of one project for one month (项目月报).

    Attributes:
      started, completed: 1 or 0 of a project, or how many of its communities.
      progress: hundredths of a percentage point; 10,000 is done.
      invested_fen, paid_fen: money in 分.
      photos: accepted photos taken in the month.
      complaints: complaints of residents received in the month.
      stopped: a stop of the works was declared for the month (申报停工).
    """

    month: Month
    planned_households: int | None = None
    started: int | None = None
    completed: int | None = None
    households_done: int | None = None
    progress: int | None = None
    invested_fen: int | None = None
    paid_fen: int | None = None
    photos: int | None = None
    complaints: int | None = None
    stopped: bool = False

    @property
    def is_complete(self) -> bool:
        """Say whether the whole project is reported complete, all of its communities."""
        return bool(self.completed) and (self.completed or 0) >= (self.started or 0)

    @property
    def is_ongoing(self) -> bool:
        """Say whether works are reported as begun and not yet at their end."""
        begun = bool(self.started) or bool(self.progress)
        return begun and not self.is_complete and (self.progress or 0) < WHOLE


@dataclass(frozen=True, slots=True)
class ProjectSeries:
    """The returns of one project, by month, one for each (项目逐月数)."""

    county: str
    project: str
    returns: tuple[ProjectReturn, ...]

    def earlier(self, at: int, months: int = 1) -> ProjectReturn | None:
        """Return the return of exactly so many months before, or None if there is none."""
        wanted = ordinal(self.returns[at].month) - months
        for place in range(at - 1, -1, -1):
            found = ordinal(self.returns[place].month)
            if found == wanted:
                return self.returns[place]
            if found < wanted:
                break
        return None

    def last(self, at: int, months: int) -> tuple[ProjectReturn, ...] | None:
        """Return the last returns up to this one, without a gap; None if one is missing."""
        begin = at - months + 1
        if begin < 0:
            return None
        window = self.returns[begin : at + 1]
        unbroken = ordinal(window[-1].month) - ordinal(window[0].month) == months - 1
        return window if unbroken else None

    def __iter__(self) -> Iterator[ProjectReturn]:
        return iter(self.returns)


def ordinal(month: Month) -> int:
    """Return a month's running number, so that months can be subtracted."""
    return month.year * 12 + month.month


def percents(progress: int) -> Decimal:
    """Return progress as it is shown: per cent, with no more decimals than it has."""
    exact = Decimal(progress) / POINT
    return exact.quantize(Decimal(1)) if progress % POINT == 0 else exact.normalize()
