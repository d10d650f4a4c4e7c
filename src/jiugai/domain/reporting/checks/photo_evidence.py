"""What photos say of progress (照片与进度): how many the other counties take for as much of it.

Photos come from the site, progress from the office: the one is a trace of the other. How many
there should be is taken from the other counties, each of which weighs the same: so many in any month of
works, and so many more for each percentage point. What is compared is the square root, whose
spread does not grow with the number; where counties take photos unevenly, the spread says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import median

from jiugai.domain.reporting.checks.check import Case
from jiugai.domain.reporting.checks.peers import FEWEST_OBSERVATIONS, Norm, Place, norm_of
from jiugai.domain.reporting.checks.series import POINT, WHOLE, ProjectSeries

WINDOWS = (1, 2, 3)
_FEWEST_MONTHS = 8  # growing months of a county, below which its habit is not known
_FEWEST_POINTS = 8.0  # a window that grows by less says nothing of photos
_LITTLE = 10.0  # points a month: parts the slow months from the fast
_ANSCOMBE = 0.375  # keeps the root's spread even for small numbers


@dataclass(frozen=True, slots=True)
class Growth:
    """How far a project came in some months, and what was photographed (进度与照片).

    Attributes:
      points: percentage points of progress.
      months: of the window, those in which anything grew.
    """

    points: float
    months: int
    photos: int


@dataclass(frozen=True, slots=True)
class CountyPhotos:
    """How one county takes photos (县区拍照习惯).

    Attributes:
      base: photos in any month of works.
      per_point: photos more for each percentage point.
      differences: of its own projects from that, in roots, for windows of one, two, three months.
    """

    base: float
    per_point: float
    differences: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class PhotoHabit:
    """How the other counties take photos (拍照常态).

    Attributes:
      norms: of the roots' differences, for windows of one, two and three months.
    """

    base: float
    per_point: float
    norms: tuple[Norm | None, ...]

    def expected(self, growth: Growth) -> float:
        return self.base * growth.months + self.per_point * growth.points

    def distance(self, growth: Growth, window: int) -> float | None:
        """Return how many spreads fewer (negative) or more photos there are than expected."""
        norm = self.norms[window - 1]
        if norm is None:
            return None
        difference = _root_difference(growth, self.base, self.per_point)
        return (difference - norm.middle) / max(1.0, norm.below)


@dataclass(frozen=True, slots=True)
class Shortage:
    """Photos beside what the other counties would have taken (照片对照)."""

    growth: Growth
    window: int
    expected: float
    distance: float


def growth(series: ProjectSeries, at: int, window: int) -> Growth | None:
    """Return what a window of months brought; None if a figure is missing or nothing grew at its end."""
    months = series.last(at, window + 1)
    if months is None:
        return None
    progress = [month.progress for month in months]
    photos = [month.photos for month in months[1:]]
    if None in progress or None in photos or (progress[0] or 0) >= WHOLE:
        return None
    steps = [(b or 0) - (a or 0) for a, b in pairwise(progress)]
    if steps[-1] <= 0:
        return None
    return Growth(
        sum(steps) / POINT, sum(step > 0 for step in steps), sum(each or 0 for each in photos)
    )


def still_months(series: ProjectSeries, at: int) -> int:
    """Return for how many months before this one progress stood still, as far as windows reach.

    A late entry brings several months' work at once, and the photos lie in those months.
    """
    for months in range(len(WINDOWS)):
        now, before = series.earlier(at, months + 1), series.earlier(at, months + 2)
        if now is None or before is None or now.progress != before.progress:
            return months
        if not now.progress and not now.photos:
            return months
    return len(WINDOWS) - 1


def shortage(case: Case, window: int) -> Shortage | None:
    """Return a window's photos beside those to be expected, or None if nothing can be expected."""
    found = growth(case.series, case.at, window)
    if found is None or found.points < _FEWEST_POINTS:
        return None
    habit = habit_seen_by(case)
    distance = habit.distance(found, window) if habit else None
    if habit is None or distance is None:
        return None
    return Shortage(found, window, habit.expected(found), distance)


def habit_seen_by(case: Case) -> PhotoHabit | None:
    """Return how the other counties take photos; None where too few of them are known to."""
    return case.peers.remembered(
        "photo habit", case.series.county, case.month, lambda: _seen_by(case)
    )


def _seen_by(case: Case) -> PhotoHabit | None:
    told = case.peers.others("county photos", _county_photos, case.series.county, case.month)
    if not told:
        return None
    pooled = [
        [value for county in told for value in county.differences[window - 1]] for window in WINDOWS
    ]
    return PhotoHabit(
        median(county.base for county in told),
        median(county.per_point for county in told),
        tuple(norm_of(each) if len(each) >= FEWEST_OBSERVATIONS else None for each in pooled),
    )


def _county_photos(places: Sequence[Place]) -> CountyPhotos | None:
    """Return one county's habit by its own returns, and how its projects differ from it."""
    grown = [found for series, at in places if (found := growth(series, at, 1))]
    if len(grown) < _FEWEST_MONTHS or not any(found.photos for found in grown):
        return None
    base, per_point = _fitted(grown)
    differences = tuple(
        tuple(
            _root_difference(found, base, per_point)
            for series, at in places
            if (found := growth(series, at, window)) and found.points >= _FEWEST_POINTS
        )
        for window in WINDOWS
    )
    return CountyPhotos(base, per_point, differences)


def _fitted(grown: Sequence[Growth]) -> tuple[float, float]:
    """Return photos a month and photos a point, from the slow months and the fast ones."""
    slow = [found for found in grown if found.points <= _LITTLE]
    fast = [found for found in grown if found.points > _LITTLE]
    if not slow or not fast:
        points = sum(found.points for found in grown)
        return 0.0, sum(found.photos for found in grown) / points
    low, high = _mean(slow), _mean(fast)
    rate = (high[1] - low[1]) / (high[0] - low[0])
    rate = min(max(0.0, rate), high[1] / high[0])
    return max(0.0, low[1] - rate * low[0]), rate


def _mean(grown: Sequence[Growth]) -> tuple[float, float]:
    count = len(grown)
    return sum(f.points for f in grown) / count, sum(f.photos for f in grown) / count


def _root_difference(found: Growth, base: float, per_point: float) -> float:
    expected = base * found.months + per_point * found.points
    return 2 * (sqrt(found.photos + _ANSCOMBE) - sqrt(expected + _ANSCOMBE))
