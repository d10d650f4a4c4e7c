"""What a plan case assumes: money tried with a little more or less, and what makes no sense."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.programme.choice.aims import AimKind
from jiugai.domain.programme.choice.case import CaseBudget, CaseInputs, check_inputs

SOUND = CaseInputs(
    budgets=(CaseBudget(4, None, 1_000_000), CaseBudget(5, 7, 500_000, -10)),
    floor_percent=5,
    marks={AimKind.HOUSEHOLDS: Fraction(1), AimKind.WILLING: Fraction(0)},
    keeps=True,
    seconds=30,
)


class TestBudget:
    @pytest.mark.parametrize(
        ("fen", "change", "tried"), [(1000, 0, 1000), (1000, 20, 1200), (999, -50, 499), (1, -1, 0)]
    )
    def test_is_tried_in_whole_fen_rounded_down(self, fen: int, change: int, tried: int):
        assert CaseBudget(1, None, fen, change).tried_fen == tried

    @given(fen=st.integers(0, 10**15), change=st.integers(-50, 50))
    def test_is_never_tried_with_more_than_was_meant(self, fen: int, change: int):
        assert 0 <= CaseBudget(1, None, fen, change).tried_fen * 100 <= fen * (100 + change)


class TestCheck:
    def test_lets_a_sound_case_pass(self):
        assert check_inputs(SOUND) == ()

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"budgets": ()}, "plan_case.no_money"),
            ({"budgets": (CaseBudget(4, None, 0),)}, "plan_case.no_money"),
            ({"budgets": (CaseBudget(4, None, 100, 60),)}, "plan_case.budget"),
            ({"floor_percent": 101}, "plan_case.floor"),
            ({"marks": {AimKind.HAZARD: Fraction(-1)}}, "plan_case.mark"),
            ({"marks": {AimKind.HAZARD: Fraction(0)}}, "plan_case.no_aim"),
            ({"pins_in": frozenset({3}), "pins_out": frozenset({3})}, "plan_case.pinned_twice"),
        ],
    )
    def test_names_what_makes_no_sense(self, changed: dict[str, object], code: str):
        found = check_inputs(replace(SOUND, **changed))  # type: ignore[arg-type]

        assert code in [finding.code for finding in found]
        assert all("没有写入任何数据" in finding.message for finding in found)


class TestLikeness:
    def test_does_not_hang_on_the_order_or_on_marks_of_nought(self):
        other = replace(SOUND, budgets=SOUND.budgets[::-1], marks={AimKind.HOUSEHOLDS: Fraction(1)})

        assert SOUND.is_like(other)

    def test_ends_with_a_pin(self):
        assert not SOUND.is_like(replace(SOUND, pins_in=frozenset({1})))
        assert not SOUND.is_like(None)
