"""What the other counties report (同类县区的常态), by statistics that a few false figures cannot move.

A county is never held to its own habits: its norms are made of all other counties' returns of the
last twelve months up to the month looked at, later ones excluded. Middles are medians, spreads are
distances of quartiles; means and standard deviations would be led by the very figures sought.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar, cast

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.checks.series import ProjectReturn, ProjectSeries, ordinal

MONTHS = 12
"""How far back peers are looked at."""
FEWEST_COUNTIES = 2
"""How many other counties there must be: one alone is no norm."""
FEWEST_OBSERVATIONS = 24
_QUARTILE = 0.6745  # distance from the middle to a quartile of a normal spread of 1

Place = tuple[ProjectSeries, int]
"""One return within its series."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Observation:
    """One return's value of a statistic (观测值); only those of one band are comparable."""

    value: float
    band: int = 0


@dataclass(frozen=True, slots=True)
class Statistic:
    """What is compared between counties (比较项)."""

    code: str
    observe: Callable[[ProjectSeries, int], Observation | None]


@dataclass(frozen=True, slots=True)
class Norm:
    """Where the other counties' values lie (常态).

    Attributes:
      middle: the median.
      below, above: spread on either side, as a standard deviation of a normal one.
    """

    middle: float
    below: float
    above: float
    count: int

    def distance(self, value: float, *, floor: float) -> float:
        """Return how many spreads a value lies above the middle, negative below it.

        :param floor: above 0; added to the spread, since counties that agree by chance are no yardstick.
        """
        spread = self.above if value >= self.middle else self.below
        return (value - self.middle) / (spread + floor)


def norm_of(values: Sequence[float]) -> Norm:
    """Return the norm of some values; there must be some."""
    ordered = sorted(values)
    low, middle, high = (_quantile(ordered, share) for share in (0.25, 0.5, 0.75))
    return Norm(middle, (middle - low) / _QUARTILE, (high - middle) / _QUARTILE, len(ordered))


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


class Peers:
    """All returns of a city, as each of its counties sees the others (同类县区)."""

    def __init__(self, series: Iterable[ProjectSeries]) -> None:
        self._by_county: dict[str, dict[int, list[Place]]] = defaultdict(lambda: defaultdict(list))
        for one in series:
            for at, found in enumerate(one.returns):
                self._by_county[one.county][ordinal(found.month)].append((one, at))
        self._observed: dict[str, dict[tuple[int, int], dict[str, list[float]]]] = {}
        self._norms: dict[tuple[str, int, str, int], Norm | None] = {}
        self._filled: dict[Callable[[ProjectReturn], int | None], bool] = {}
        self._remembered: dict[tuple[Hashable, str, int], object] = {}

    @property
    def counties(self) -> tuple[str, ...]:
        return tuple(self._by_county)

    def has_others(self, county: str) -> bool:
        """Say whether there are enough other counties to compare with at all."""
        return len(self._by_county.keys() - {county}) >= FEWEST_COUNTIES

    def months_of(self, county: str) -> list[Month]:
        """Return the months for which a county has returns, in their order."""
        return [
            places[0][0].returns[places[0][1]].month
            for _, places in sorted(self._by_county[county].items())
        ]

    def fills(self, told: Callable[[ProjectReturn], int | None]) -> bool:
        """Say whether anybody ever filled a column with more than nought."""
        if told not in self._filled:
            self._filled[told] = any(told(series.returns[at]) for series, at in self._every())
        return self._filled[told]

    def _every(self) -> Iterator[Place]:
        for months in self._by_county.values():
            for places in months.values():
                yield from places

    def of_county(self, county: str, month: Month, months: int = MONTHS) -> list[Place]:
        """Return a county's returns of the last months up to one."""
        found, last = self._by_county.get(county, {}), ordinal(month)
        return [
            place for each in range(last - months + 1, last + 1) for place in found.get(each, ())
        ]

    def norm(self, statistic: Statistic, county: str, month: Month, band: int = 0) -> Norm | None:
        """Return where the other counties' values lie, or None if there are too few of them."""
        key = (statistic.code, band, county, ordinal(month))
        if key not in self._norms:
            self._norms[key] = self._norm(statistic, county, ordinal(month), band)
        return self._norms[key]

    def _norm(self, statistic: Statistic, county: str, last: int, band: int) -> Norm | None:
        observed = self._observations(statistic)
        values: list[float] = []
        others = set()
        for each in range(last - MONTHS + 1, last + 1):
            for other, found in observed.get((band, each), {}).items():
                if other != county:
                    others.add(other)
                    values += found
        if len(others) < FEWEST_COUNTIES or len(values) < FEWEST_OBSERVATIONS:
            return None
        return norm_of(values)

    def _observations(self, statistic: Statistic) -> dict[tuple[int, int], dict[str, list[float]]]:
        if statistic.code not in self._observed:
            found: dict[tuple[int, int], dict[str, list[float]]] = defaultdict(
                lambda: defaultdict(list)
            )
            for county, months in self._by_county.items():
                for month, places in months.items():
                    for series, at in places:
                        seen = statistic.observe(series, at)
                        if seen is not None:
                            found[seen.band, month][county].append(seen.value)
            self._observed[statistic.code] = found
        return self._observed[statistic.code]

    def others(
        self,
        key: Hashable,
        summarise: Callable[[list[Place]], T | None],
        county: str,
        month: Month,
        months: int = MONTHS,
    ) -> list[T]:
        """Return what each other county's own returns come to, of those that come to something.

        :param key: names the summary; it is made once for each county and month.
        """
        return self.remembered(
            ("others", key),
            county,
            month,
            lambda: self._others(key, summarise, county, month, months),
        )

    def _others(
        self,
        key: Hashable,
        summarise: Callable[[list[Place]], T | None],
        county: str,
        month: Month,
        months: int,
    ) -> list[T]:
        made = [
            self.remembered(key, other, month, partial(self._made, summarise, other, month, months))
            for other in self._by_county
            if other != county
        ]
        told = [one for one in made if one is not None]
        return told if len(told) >= FEWEST_COUNTIES else []

    def _made(
        self,
        summarise: Callable[[list[Place]], T | None],
        county: str,
        month: Month,
        months: int,
    ) -> T | None:
        return summarise(self.of_county(county, month, months))

    def remembered(self, key: Hashable, county: str, month: Month, made: Callable[[], T]) -> T:
        """Return what was made for a county's month, and make it only once."""
        place = (key, county, ordinal(month))
        if place not in self._remembered:
            self._remembered[place] = made()
        return cast(T, self._remembered[place])
