"""The figures of the speech that the demo city was made from: 2 of 45 projects started is 4.4 %.

安政通报第五十六期, 2020-11-11. The city's own story is counted here by the rules of the ground alone;
that the loaded city says the same is asked in ``tests/demo`` and in the journeys.
"""

import tomllib
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from jiugai.domain.facts import Horizon
from jiugai.domain.programme.pipeline import Step as Node
from jiugai.domain.programme.plans import Sizes
from jiugai.domain.quantities import percent, wan_yuan
from jiugai.domain.reporting import indicators
from jiugai.domain.reporting.history import Entry, Filing, FilingLine, History, Site, Step
from jiugai.domain.reporting.indicators import Basis, Figure
from jiugai.exchange.measure_files import all_measures

CITY = Path(__file__).parents[2] / "demo" / "city" / "expected.toml"
EXPECTED: dict[str, Any] = tomllib.loads(CITY.read_text("utf-8"))
DAY: date = EXPECTED["as_of"]["day"]
FILED, KNOWN = 1, 2


def story(year: str) -> History:
    """Return a cohort's history: what each county filed, and as many starts as it had."""
    ids = count(1)
    sites, steps = [], []
    for county_id, county in enumerate(EXPECTED["cohort"][year]["county"], start=1):
        for order in range(county["planned"]):
            site = Site(next(ids), next(ids), county_id)
            sites.append(site)
            if order < county["started"]:
                steps.append(
                    Step(
                        id=next(ids),
                        seq=KNOWN,
                        effective_on=DAY,
                        site_id=site.id,
                        step=int(Node.START),
                    )
                )
    size = Sizes(households=1, buildings=1, area_dm2=1, investment_fen=1)
    first = date(DAY.year, 1, 1)
    return History(
        sites=tuple(sites),
        entries=tuple(
            Entry(
                id=next(ids),
                seq=FILED,
                effective_on=first,
                list_id=1,
                site_id=site.id,
                is_in=True,
                sizes=size,
            )
            for site in sites
        ),
        filings=(Filing(id=1, seq=FILED, effective_on=first, list_id=1),),
        lines=tuple(FilingLine(filing_id=1, site_id=site.id, sizes=size) for site in sites),
        steps=tuple(steps),
        readings=(),
        flows=(),
    )


def starts(year: str, *, seq: int = KNOWN) -> list[Figure]:
    """Return the start rate by communities of each county of a cohort."""
    measure = indicators.in_force(all_measures(), DAY)["start_rate"]
    counted = indicators.count(story(year), Horizon(DAY, seq))
    return [f for f in indicators.figures(counted, [measure]) if f.basis is Basis.COMMUNITIES]


def per_county(key: str, cohort: str) -> Iterator[int]:
    yield from (county[key] for county in EXPECTED["cohort"][cohort]["county"])


class TestTheSpeech:
    def test_says_that_2_of_45_projects_of_2020_have_started_which_is_4_4_percent(self):
        assert indicators.summed(starts("2020")) == (2, 45)
        assert percent(Fraction(2, 45), 1) == "4.4%"

    def test_says_that_all_21_projects_of_2019_have_started(self):
        assert indicators.summed(starts("2019")) == (21, 21)
        assert percent(Fraction(21, 21), 1) == "100.0%"

    def test_says_that_69_were_applied_for_and_45_approved(self):
        assert sum(per_county("applied", "2020")) == EXPECTED["cohort"]["2020"]["applied"] == 69
        assert sum(per_county("planned", "2020")) == EXPECTED["cohort"]["2020"]["approved"] == 45

    def test_says_that_72_projects_are_applied_for_in_2021(self):
        assert EXPECTED["cohort"]["2021"]["projects"] == 72
        assert sum(per_county("applied", "2021")) == EXPECTED["cohort"]["2021"]["sites"]

    def test_says_that_1085_communities_over_20_years_old_house_over_100_000_households(self):
        counties = EXPECTED["register"]["county"]

        assert sum(county["communities"] for county in counties) == 1085
        assert sum(county["households"] for county in counties) > 100_000
        assert EXPECTED["register"]["newest"] <= DAY.year - 20

    def test_says_that_510_million_yuan_were_won(self):
        fen = EXPECTED["money"]["received_yuan_by_end_of_2020"] * 100

        assert wan_yuan(fen, 0) == 51_000

    def test_names_ten_counties_and_two_units_of_their_own(self):
        codes = [county["code"] for county in EXPECTED["register"]["county"]]

        assert len([code for code in codes if "-L" not in code]) == 10
        assert len([code for code in codes if "-L" in code]) == 2


class TestTheRate:
    def test_has_the_filed_plan_below_the_line_and_never_what_was_applied_for(self):
        applied = sum(per_county("applied", "2020"))

        assert indicators.summed(starts("2020"))[1] != applied

    def test_is_none_before_the_starts_were_recorded(self):
        assert indicators.summed(starts("2020", seq=FILED)) == (0, 45)

    @pytest.mark.parametrize(("decimals", "shown"), [(0, "4%"), (1, "4.4%"), (2, "4.44%")])
    def test_is_rounded_once_from_the_unrounded_share(self, decimals: int, shown: str):
        assert percent(Fraction(*indicators.summed(starts("2020"))), decimals) == shown
