"""The draw: the same for everybody, steered by nobody, and as probable as it says."""

from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import permutations
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.calendar import Month
from jiugai.domain.sealing.sm3 import sm3_in_python
from jiugai.domain.supervision.draw import (
    Candidate,
    Drawn,
    Way,
    chances,
    draw,
    frame_digest,
    seed_of,
)
from jiugai.domain.supervision.lights import Light, LightRule, LightRules

OCTOBER = Month(2020, 10)
ROOT = bytes(range(32))
SEED = seed_of(ROOT, OCTOBER)
PINNED = ["P07", "P13", "P10", "P15", "P19", "P12", "P18", "P14", "P00", "P17"]
"""Drawn once with this very code's first version: a list already published must come out the same."""


def rules(random: int = 5, by_risk: int = 5) -> LightRules:
    return {
        light: LightRule(
            clause="CC",
            source="某条",
            in_force_from=date(2015, 1, 1),
            light=light,
            factor=factor,
            random=random,
            by_risk=by_risk,
            deviation_at_most=bound,
        )
        for light, factor, bound in (
            (Light.GREEN, 1, Fraction(5, 100)),
            (Light.AMBER, 2, Fraction(10, 100)),
            (Light.RED, 4, None),
        )
    }


def candidates(*risks: int, light: Light | None = Light.GREEN) -> list[Candidate]:
    return [Candidate(f"P{n:02d}", "某县", Fraction(r), light) for n, r in enumerate(risks)]


def drawn(projects: list[Candidate], seed: bytes = SEED, **numbers: int) -> Drawn:
    return draw(projects, rules(**numbers), Light.GREEN, seed)


def names(found: Drawn) -> list[str]:
    return [pick.candidate.project for pick in found.picks]


class TestSeedOf:
    def test_is_the_digest_of_root_and_month(self):
        assert seed_of(ROOT, OCTOBER) == sm3_in_python(ROOT + b"2020-10")

    def test_refuses_a_root_of_another_length(self):
        with pytest.raises(ValueError, match="32"):
            seed_of(ROOT[:-1], OCTOBER)


class TestDraw:
    def test_is_pinned_for_good(self):
        found = drawn(candidates(*range(1, 21)))

        assert names(found) == PINNED

    def test_does_not_depend_on_the_order_of_the_list(self):
        small = candidates(3, 1, 1, 0, 2)

        lists = {
            tuple(names(drawn(list(order), random=1, by_risk=2))) for order in permutations(small)
        }
        assert len(lists) == 1

    @pytest.mark.parametrize(
        ("many", "listed"), [(0, 0), (1, 1), (9, 9), (10, 10), (11, 10), (200, 10)]
    )
    def test_takes_ten_or_all_that_there_are(self, many: int, listed: int):
        assert len(drawn(candidates(*[1] * many)).picks) == listed

    def test_takes_for_certain_what_outweighs_the_rest(self):
        found = drawn(candidates(1, 1, 1, 100, 1, 1, 1, 1), random=1, by_risk=2)

        assert [pick.way for pick in found.picks] == [Way.CERTAIN, Way.RISK, Way.RANDOM]
        assert names(found)[0] == "P03"

    def test_never_takes_by_risk_what_has_none_and_fills_up_at_random(self):
        found = drawn(candidates(0, 0, 0, 5, 0, 0), random=1, by_risk=3)

        assert [pick.way for pick in found.picks] == [Way.CERTAIN, *[Way.RANDOM] * 3]

    def test_weighs_a_county_with_a_red_light_four_times_a_green_one(self):
        projects = [
            Candidate("红", light=Light.RED),
            Candidate("绿", light=Light.GREEN),
            Candidate("未", light=None),
            *candidates(*[1] * 10),
        ]

        odds = chances(projects, rules(random=0, by_risk=1), Light.GREEN)

        assert (odds["红"].by_risk, odds["未"].by_risk, odds["绿"].by_risk) == (
            Fraction(4, 17),
            Fraction(2, 17),
            Fraction(1, 17),
        )

    def test_another_root_or_month_gives_another_list(self):
        projects = candidates(*[1] * 40)
        seeds = [SEED, seed_of(ROOT, OCTOBER.next), seed_of(bytes(32), OCTOBER)]

        assert len({tuple(names(drawn(projects, seed))) for seed in seeds}) == 3

    def test_refuses_two_projects_of_one_number(self):
        with pytest.raises(ValueError, match="same number"):
            drawn([Candidate("甲"), Candidate("甲", "某县")])

    @given(
        risks=st.lists(st.integers(0, 9), max_size=25),
        random=st.integers(0, 6),
        by_risk=st.integers(0, 6),
        root=st.binary(min_size=32, max_size=32),
    )
    def test_takes_each_once_in_the_promised_number_whatever_the_order(
        self, risks: list[int], random: int, by_risk: int, root: bytes
    ):
        projects = candidates(*risks)
        seed = seed_of(root, OCTOBER)
        found = drawn(projects, seed, random=random, by_risk=by_risk)
        again = drawn(projects[::-1], seed, random=random, by_risk=by_risk)

        assert found == again
        assert len(set(names(found))) == len(found.picks) == min(random + by_risk, len(projects))


class TestChances:
    @given(
        st.lists(st.integers(0, 9), min_size=1, max_size=25),
        st.integers(0, 6),
        st.integers(0, 6),
    )
    def test_add_up_to_the_number_of_the_list(self, risks: list[int], random: int, by_risk: int):
        odds = chances(candidates(*risks), rules(random, by_risk), Light.GREEN)

        assert sum(chance.overall for chance in odds.values()) == min(random + by_risk, len(risks))
        assert all(0 <= chance.by_risk <= chance.overall <= 1 for chance in odds.values())

    def test_are_what_happens(self):
        projects = candidates(1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 0, 0)
        odds = chances(projects, rules(random=2, by_risk=3), Light.GREEN)
        draws = 2000
        hits: Counter[str] = Counter()
        for n in range(draws):
            found = drawn(projects, seed_of(n.to_bytes(32, "big"), OCTOBER), random=2, by_risk=3)
            hits.update(names(found))

        for project, chance in odds.items():
            share = float(chance.overall)
            off = (hits[project] - draws * share) / sqrt(draws * share * (1 - share))
            assert abs(off) < 4, project


class TestFrameDigest:
    def test_changes_with_a_risk_and_not_with_the_order(self):
        projects = candidates(1, 2, 3)

        assert frame_digest(projects) == frame_digest(projects[::-1])
        assert frame_digest(projects) != frame_digest(candidates(1, 2, 4))
