"""The checker: every requirement and every 分, from the plan alone."""

from dataclasses import replace
from fractions import Fraction

import pytest

from jiugai.domain.programme.choice.checking import check_plan
from jiugai.domain.programme.choice.plan import ChoicePlan, ChosenCommunity
from jiugai.domain.programme.choice.rules import CountyFloor, PaymentRule
from jiugai.domain.programme.choice.statement import ChoiceProblem
from tests.domain.programme.choice.little_pool import (
    CAP,
    CENTRAL,
    LAW,
    LOCAL,
    MATCH,
    PAYS,
    PEOPLE,
    WAN,
    community,
    paid,
    plan,
    problem,
)

A, B = community("A"), community("B", care=5, promised_fen={"people": WAN})
WHOLE = paid("A", "P", pipes_central=8, pipes_local=2)


def codes(stated: ChoiceProblem, *chosen: ChosenCommunity) -> set[str]:
    return {
        finding.code.removeprefix("choice.") for finding in check_plan(stated, ChoicePlan(chosen))
    }


def test_finds_nothing_in_a_plan_that_keeps_everything():
    stated = problem(A, B, matches=(MATCH,), floor=CountyFloor(least=Fraction(1, 2), **LAW))
    assert codes(stated, WHOLE) == set()


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ([paid("Z", "P", pipes_central=10)], "unknown"),
        ([WHOLE, WHOLE], "twice"),
        ([paid("A", "P", "X", pipes_central=10)], "unknown_item"),
        ([paid("A")], "owed_item"),
        ([paid("A", "P", pipes_central=9)], "unbalanced"),
        ([replace(WHOLE, paid={("pipes", "central"): 10 * WAN - 1})], "unbalanced"),
        ([paid("A", "P", pipes_central=12, pipes_local=-2)], "not_above_nought"),
        ([paid("A", "P", pipes_people=10)], "not_permitted"),
        ([paid("A", "P", pipes_heaven=10)], "not_permitted"),
        ([paid("B", "P", "C", pipes_central=10, care_people=5)], "over_limit"),
    ],
)
def test_finds_what_a_community_of_the_plan_does_wrong(chosen, code):
    assert code in codes(problem(A, B), *chosen)


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        (problem(A, central=7), "overdrawn"),
        (problem(A, matches=(replace(MATCH, share=Fraction(1, 3)),)), "unmatched"),
        (problem(A, pins_out=frozenset("A")), "may_not_enter"),
        (problem(replace(A, ripe_from=2022)), "may_not_enter"),
        (problem(A, B, pins_in=frozenset("B")), "must_enter"),
        (problem(A, replace(B, due_by=2021)), "must_enter"),
        (problem(A, replace(B, county="乙县"), floor=CountyFloor(least=Fraction(1), **LAW)), "below_floor"),
        (problem(replace(A, is_extension=True, households=151), extension_cap=CAP), "over_cap"),
        (problem(A, sources=(replace(CENTRAL, fen_per_household=7 * WAN // 100), LOCAL, PEOPLE)), "over_limit"),
        (problem(A, payments=(replace(PAYS[0], most=Fraction(1, 2)), PAYS[1])), "over_share"),
        (problem(A, payments=(PAYS[0], PaymentRule(money="local", kinds=("pipes",), least=Fraction(1, 3), **LAW))), "under_share"),
    ],
)  # fmt: skip
def test_finds_what_the_plan_as_a_whole_does_wrong(stated, code):
    assert codes(stated, WHOLE) == {code}


def test_lets_the_cap_be_used_to_the_last_household():
    stated = problem(replace(A, is_extension=True, households=150), extension_cap=CAP)
    assert codes(stated, WHOLE) == set()


def test_says_it_in_chinese_with_the_figures():
    (found,) = check_plan(problem(A, central=7), plan(WHOLE))
    assert found.message == "中央（全市）预算 70,000.00 元，方案多用了 10,000.00 元。方案不采用。"
