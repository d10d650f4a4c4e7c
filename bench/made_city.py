"""A made city for the benchmarks: 1,085 communities, 36 months, 197,000 facts, from one seed."""

import random
from calendar import monthrange
from datetime import date, timedelta
from itertools import count

from jiugai.domain.facts import Horizon
from jiugai.domain.reporting.history import (
    Entry,
    Filing,
    FilingLine,
    Flow,
    History,
    Reading,
    Site,
    Sizes,
    Step,
)

MONTHS = 36
COUNTIES = 12


def month_end(number: int) -> date:
    """Return the last day of a month, counted from 2019-01 as 0."""
    year, month = 2019 + number // 12, number % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def made_city(sites: int = 1085, seed: int = 0) -> tuple[History, list[Horizon]]:
    """Return a city's facts and the 36 month ends, each with the last stamp of its month.

    Each site is one project in one of three cohorts; every month it sends one return of four
    readings, and in five months of six a flow of money; two per cent of the readings are
    corrected a month later, one in eight of these withdrawn.
    """
    return _City(sites, random.Random(seed)).build()


class _City:
    def __init__(self, sites: int, dice: random.Random) -> None:
        self.dice = dice
        self.ids = {kind: count(1) for kind in ("entry", "step", "reading", "flow")}
        self.sites = [Site(n, n, dice.randint(1, COUNTIES)) for n in range(1, sites + 1)]
        self.year = {site.id: dice.choice((2019, 2020, 2021)) for site in self.sites}
        self.sizes = {site.id: self._sizes() for site in self.sites}
        self.begin = {n: (year - 2019) * 12 + dice.randint(1, 13) for n, year in self.year.items()}
        self.end = {n: begin + dice.randint(3, 13) for n, begin in self.begin.items()}
        self.seq = 0
        self.entries: list[Entry] = []
        self.steps: list[Step] = []
        self.readings: list[Reading] = []
        self.flows: list[Flow] = []

    def build(self) -> tuple[History, list[Horizon]]:
        filings, lines = self._plan()
        closes = []
        last: list[Reading] = []
        for month in range(MONTHS):
            returned = [reading for site in self.sites for reading in self._return(site.id, month)]
            self._correct(last)
            last = returned
            closes.append(Horizon(month_end(month), self.seq))
        history = History(
            tuple(self.sites),
            tuple(self.entries),
            filings,
            lines,
            tuple(self.steps),
            tuple(self.readings),
            tuple(self.flows),
        )
        return history, closes

    def _sizes(self) -> Sizes:
        households = self.dice.randint(20, 400)
        return Sizes(
            households,
            max(1, households // 40),
            households * self.dice.randint(6000, 11000),
            households * self.dice.randint(1_500_000, 4_000_000),
        )

    def _plan(self) -> tuple[tuple[Filing, ...], tuple[FilingLine, ...]]:
        for site in self.sites:
            self.seq += 1
            filed = date(self.year[site.id], 1, 15)
            common = {"seq": self.seq, "effective_on": filed}
            list_id = self.year[site.id] - 2018
            entry = Entry(
                id=next(self.ids["entry"]),
                list_id=list_id,
                site_id=site.id,
                is_in=True,
                sizes=self.sizes[site.id],
                **common,
            )
            self.entries.append(entry)
            self.steps.append(Step(id=next(self.ids["step"]), site_id=site.id, step=30, **common))
        filings = tuple(
            Filing(id=n, seq=self.seq, effective_on=date(2018 + n, 1, 15), list_id=n)
            for n in (1, 2, 3)
        )
        lines = tuple(
            FilingLine(self.year[site.id] - 2018, site.id, self.sizes[site.id])
            for site in self.sites
        )
        return filings, lines

    def _return(self, site: int, month: int) -> list[Reading]:
        self.seq += 1
        begin, end, sizes = self.begin[site], self.end[site], self.sizes[site]
        done = min(max(0, month - begin + 1), end - begin + 1)
        values = [
            whole * done // (end - begin + 1)
            for whole in (
                sizes.investment_fen,
                sizes.households,
                sizes.buildings,
                3 * sizes.households,
            )
        ]
        readings = [
            Reading(
                id=next(self.ids["reading"]),
                seq=self.seq,
                effective_on=month_end(month),
                site_id=site,
                indicator=indicator,
                value=value,
            )
            for indicator, value in enumerate(values, 1)
        ]
        self.readings += readings
        on = month_end(month) - timedelta(self.dice.randint(0, 26))
        for code, at in ((60, begin), (70, end), (80, end + 2)):
            if month == at:
                number = next(self.ids["step"])
                self.steps.append(
                    Step(id=number, seq=self.seq, effective_on=on, site_id=site, step=code)
                )
        if self.dice.random() < 5 / 6:
            self._flow(site, on)
        return readings

    def _flow(self, project: int, on: date) -> None:
        self.flows.append(
            Flow(
                id=next(self.ids["flow"]),
                seq=self.seq,
                effective_on=on,
                project_id=project,
                source=self.dice.randint(1, 8),
                kind=self.dice.randint(1, 3),
                amount_fen=self.dice.randint(100, 50_000_000),
            )
        )

    def _correct(self, readings: list[Reading]) -> None:
        for old in self.dice.sample(readings, len(readings) // 43):
            self.seq += 1
            withdrawn = self.dice.random() < 0.125
            self.readings.append(
                Reading(
                    id=next(self.ids["reading"]),
                    seq=self.seq,
                    effective_on=old.effective_on,
                    replaces=old.id,
                    withdrawn=withdrawn,
                    site_id=old.site_id,
                    indicator=old.indicator,
                    value=None if withdrawn else (old.value or 0) * 9 // 10,
                )
            )
