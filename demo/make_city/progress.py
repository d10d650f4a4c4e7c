"""How far each site had come on a day (进度): works done, money arrived and paid, all cumulative."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from demo.make_city import story
from demo.make_city.cohorts import Programme, Site
from demo.make_city.communities import HUNDRED_YUAN

YEAR_END = date(2020, 12, 15)
_TRANCHES_2019 = (
    (date(2019, 7, 15), 30),
    (date(2019, 12, 20), 55),
    (date(2020, 6, 15), 75),
    (date(2020, 9, 20), 88),
    (YEAR_END, 97),
)
_WORTH_TELLING = 0.01  # before that, no county reports any investment
_SPRING_2021 = date(2021, 3, 12)


@dataclass(frozen=True, slots=True)
class Figures:
    """Cumulative figures of a site on a day; money in 元."""

    invested: int
    received: int
    paid: int
    households: int
    buildings: int


class Progress:
    """The figures of every site on any day; drawn once for each site, so that they only grow."""

    def __init__(self, seed: int, programme: Programme) -> None:
        rng = Random(f"{seed}/progress")
        sites = list(programme.everyone())
        self._pace = {site.key: rng.uniform(0.96, 1.02) for site in sites}
        self._duration = {site.key: rng.randint(240, 330) for site in sites}
        self._tranches = {site.key: self._until_november(site, rng) for site in sites}
        self._november(programme.sites[2020])
        self._year_end(programme)

    def on(self, site: Site, day: date) -> Figures:
        """Return a site's figures at the end of a day."""
        share = self._share(site, day)
        done = site.life.completion is not None and site.life.completion <= day
        share = share if share >= _WORTH_TELLING else 0.0
        invested = _hundreds(site.investment * share * (self._pace[site.key] if done else 0.95))
        received = self.received(site, day)
        paid = min(_hundreds(received * 0.92), _hundreds(invested * 0.86))
        if done:
            return Figures(
                invested, received, paid, site.community.households, site.community.buildings
            )
        buildings = int(site.buildings * max(0.0, share - 0.25) * 0.9)
        households = site.households * buildings // site.buildings
        return Figures(invested, received, paid, households, buildings)

    def received(self, site: Site, day: date) -> int:
        """Return the money that had arrived for the site's project; it stands with the first site."""
        past = [tranche for tranche in self._tranches[site.key] if tranche[0] <= day]
        return past[-1][1] if past else 0

    def _share(self, site: Site, day: date) -> float:
        """Return how much of the works is done: slow, then quick, then slow."""
        start, completion = site.life.start, site.life.completion
        if start is None or day < start:
            return 0.0
        if completion is not None and completion <= day:
            return 1.0
        rested = _rest(site, day)
        whole = self._duration[site.key]
        if completion is not None:
            whole = (completion - start).days - _rest(site, completion)
        x = min(1.0, ((day - start).days + 1 - rested) / whole)
        return min(0.97, x * x * (3 - 2 * x))

    def _until_november(self, site: Site, rng: Random) -> list[tuple[date, int]]:
        if site.cohort != 2019:
            return []
        return [
            (since, _hundreds(site.investment * (per_cent + rng.uniform(-3, 3)) / 100))
            for since, per_cent in _TRANCHES_2019
        ]

    def _november(self, sites: Sequence[Site]) -> None:
        """Give each county just the share of its plan that is told for 2020-11-03."""
        for place, per_mille in story.RECEIVED_BY_NOVEMBER.items():
            mine = [site for site in sites if site.place == place and site.which is not None]
            planned = sum(site.investment for site in mine)
            parts = split(
                round(planned * per_mille / 1000 / HUNDRED_YUAN), [s.investment for s in mine]
            )
            for site, part in zip(mine, parts, strict=True):
                sum_ = part * HUNDRED_YUAN
                self._tranches[site.key] += [
                    (date(2020, 6, 30), _hundreds(sum_ * 0.25)),
                    (date(2020, 8, 31), _hundreds(sum_ * 0.6)),
                    (date(2020, 10, 12), sum_),
                ]

    def _year_end(self, programme: Programme) -> None:
        """Let all the money that was won arrive, to the yuan, by the end of 2020."""
        for site in programme.sites[2020]:
            tranches = self._tranches[site.key]
            if site.life.exit is not None and site.life.exit[0] == "调换":
                tranches.append((site.life.exit[1], 0))  # sent back, for the one swapped in
            elif site.approved_on is not None and site.life.exit is None:
                standing, more = self.received(site, YEAR_END), _hundreds(site.investment * 0.62)
                tranches += [
                    (date(2020, 11, 24), _hundreds((standing + more) / 2)),
                    (YEAR_END, more),
                    (_SPRING_2021, _hundreds(site.investment * 0.74)),
                ]
        arrived = sum(self.received(site, YEAR_END) for site in programme.everyone())
        self._ahead_of_2021(programme, story.MONEY_WON - arrived)

    def _ahead_of_2021(self, programme: Programme, left: int) -> None:
        """Share out what is left among the projects of 2021 that will be approved."""
        mine = [site for site in programme.sites[2021] if site.approved_on and site.first]
        parts = split(left // HUNDRED_YUAN, [site.investment for site in mine])
        for site, part in zip(mine, parts, strict=True):
            sum_ = part * HUNDRED_YUAN
            self._tranches[site.key] += [
                (YEAR_END, sum_),
                (_SPRING_2021, sum_ + _hundreds(site.investment * 0.12)),
            ]


def _rest(site: Site, day: date) -> int:
    """Return for how many days up to a day the works rested."""
    if site.life.trouble is None:
        return 0
    _, since, until = site.life.trouble
    return max(0, (min(day, until) - since) // timedelta(days=1))


def _hundreds(amount: float) -> int:
    return int(amount // HUNDRED_YUAN) * HUNDRED_YUAN


def split(total: int, weights: list[int]) -> list[int]:
    """Split a whole number by weights so that the parts sum to it (largest remainder)."""
    whole = sum(weights)
    exact = [Fraction(total * weight, whole) for weight in weights]
    parts = [int(each) for each in exact]
    by_rest = sorted(range(len(weights)), key=lambda n: parts[n] - exact[n])
    for n in by_rest[: total - sum(parts)]:
        parts[n] += 1
    return parts
