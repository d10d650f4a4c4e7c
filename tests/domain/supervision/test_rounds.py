"""What was found on site: what may be written down, and what a whole round then says."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.law import NATION
from jiugai.domain.supervision.lights import Light, lights_in_force
from jiugai.domain.supervision.rounds import (
    Outcome,
    Tallies,
    Tally,
    Visit,
    check_visit,
    conclude,
    weigh,
)
from jiugai.exchange.supervision_policy import light_rules

DRAWN, TODAY = date(2020, 11, 10), date(2020, 11, 20)
LIGHTS = lights_in_force(light_rules(), NATION, DRAWN)
FIRST = Visit(date(2020, 11, 12), Tallies(2, 1, 120), "属实")


def codes(visit: Visit, before: Visit | None = None, sites: int = 2) -> list[str]:
    found = check_visit(visit, sites=sites, drawn_on=DRAWN, today=TODAY, before=before)
    return [finding.code for finding in found]


class TestAVisit:
    @pytest.mark.parametrize(
        ("visit", "code"),
        [
            (replace(FIRST, found=Tallies(3, 1, 0)), "recount.more_than_sites"),
            (replace(FIRST, found=Tallies(1, 2, 0)), "recount.completed_not_started"),
            (replace(FIRST, found=Tallies(2, 1, -1)), "recount.below_nought"),
            (replace(FIRST, note="  "), "recount.no_note"),
            (replace(FIRST, on=DRAWN - timedelta(days=1)), "recount.before_the_draw"),
            (replace(FIRST, on=TODAY + timedelta(days=1)), "recount.in_the_future"),
        ],
    )
    def test_is_refused_for_what_cannot_be(self, visit: Visit, code: str) -> None:
        assert codes(visit) == [code]

    @pytest.mark.parametrize("on", [DRAWN, TODAY])
    def test_may_be_on_the_day_of_the_draw_and_today(self, on: date) -> None:
        assert codes(replace(FIRST, on=on)) == []

    def test_says_everything_at_once(self) -> None:
        visit = Visit(DRAWN - timedelta(days=1), Tallies(9, 10, 0), "")
        assert codes(visit) == [
            "recount.more_than_sites",
            "recount.completed_not_started",
            "recount.no_note",
            "recount.before_the_draw",
        ]

    def test_corrects_with_a_reason_and_a_change(self) -> None:
        assert codes(replace(FIRST, found=Tallies(1, 1, 60)), FIRST) == ["recount.no_reason"]
        assert codes(replace(FIRST, reason="漏数"), FIRST) == ["recount.nothing_changed"]
        assert codes(replace(FIRST, found=Tallies(1, 1, 60), reason="漏数"), FIRST) == []


def outcomes(*pairs: tuple[int, int], by_chance: bool = True) -> list[Outcome]:
    return [
        Outcome(f"P{n}", by_chance, Fraction(1, 2), Fraction(declared), Fraction(found))
        for n, (declared, found) in enumerate(pairs)
    ]


class TestARound:
    def test_has_the_worst_light_of_its_tallies(self) -> None:
        found = conclude(
            {
                Tally.STARTED: outcomes((10, 10), (10, 10)),
                Tally.HOUSEHOLDS: outcomes((100, 93), (100, 100)),
                Tally.COMPLETED: outcomes((1, 1), (0, 0)),
            },
            projects=20,
            lights=LIGHTS,
        )
        lights = {tally: verified.light for tally, verified in found.by_tally.items()}
        assert lights == {
            Tally.STARTED: Light.GREEN,
            Tally.HOUSEHOLDS: Light.GREEN,
            Tally.COMPLETED: Light.GREEN,
        }
        worse = conclude(
            {
                Tally.STARTED: outcomes((10, 10), (10, 10)),
                Tally.HOUSEHOLDS: outcomes((100, 60), (100, 100)),
            },
            projects=20,
            lights=LIGHTS,
        )
        assert worse.light is Light.RED

    def test_without_anything_declared_has_no_light(self) -> None:
        assert conclude({Tally.STARTED: outcomes((0, 0))}, projects=9, lights=LIGHTS).light is None

    def test_of_a_county_says_nothing_of_the_rest(self) -> None:
        assert weigh(outcomes((2, 1)), projects=None, lights=LIGHTS).most_wrong is None

    def test_counts_what_was_drawn_by_risk_as_known(self) -> None:
        rows = [*outcomes((2, 1), by_chance=False), *outcomes((2, 2), (3, 3))]
        # One known to be wrong, and among the 3 that chance speaks for at most 1 of those unseen.
        assert weigh(rows, projects=4, lights=LIGHTS).most_wrong == 2

    @given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 50)), min_size=1, max_size=12))
    def test_bounds_what_is_wrong_by_what_was_found_and_all(
        self, pairs: list[tuple[int, int]]
    ) -> None:
        found = weigh(outcomes(*pairs), projects=len(pairs) + 5, lights=LIGHTS)
        assert found.most_wrong is not None
        assert found.wrong <= found.most_wrong <= found.wrong + 5
