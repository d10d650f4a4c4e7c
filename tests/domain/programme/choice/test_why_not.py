"""Why a community is not in the plan: what keeps it out, to the 分, in one sentence each."""

from dataclasses import replace
from fractions import Fraction

from jiugai.domain.programme.choice.outcome import PotPrice
from jiugai.domain.programme.choice.statement import ChoiceProblem
from jiugai.domain.programme.choice.why_not import LeftOut, LeftOutBy, why_not
from jiugai.domain.programme.choice.worth import ranks
from tests.domain.programme.choice.little_pool import (
    AIMS,
    CAP,
    MATCH,
    WAN,
    community,
    paid,
    plan,
    problem,
)

A, B = community("A"), community("B", pipes=30)
IN = plan(paid("A", "P", pipes_central=10))


def one(stated: ChoiceProblem, chosen=IN, prices=()) -> LeftOut:
    (found,) = why_not(stated, chosen, ranks(AIMS)[1], prices)
    return found


def test_says_that_it_was_pinned_out():
    found = one(problem(A, B, pins_out=frozenset("B")))
    assert (found.by, found.because) == (LeftOutBy.PINNED_OUT, "指定不入选。")


def test_says_from_when_it_could_begin():
    found = one(problem(A, replace(B, ripe_from=2023)))
    assert found.by is LeftOutBy.NOT_RIPE
    assert found.needs == "到 2023 年再参加比选。"


def test_says_that_not_even_the_whole_year_would_pay_it():
    found = one(problem(A, B, central=15, local=5))
    assert (found.by, found.missing_fen) == (LeftOutBy.UNPAYABLE, 10 * WAN)
    assert "管网差 10.00 万元" in found.because


def test_counts_what_is_missing_from_what_the_plan_leaves_over():
    found = one(problem(A, B, central=35, local=2))
    assert (found.by, found.missing_fen) == (LeftOutBy.MONEY, 3 * WAN)
    assert found.because.startswith(
        "管网差 3.00 万元：中央（全市）只余 25.00 万元，县区（甲县）只余 2.00 万元"
    )
    assert found.needs.startswith("中央（全市）或县区（甲县）增加预算 3.00 万元")


def test_says_what_a_wan_more_would_bring_where_the_price_is_known():
    stated = problem(A, B, central=35, local=0)
    prices = tuple(PotPrice(pot, Fraction(7, 2)) for pot in stated.pots)
    assert "中央每多 1 万元约值 3.50 分" in one(stated, prices=prices).needs


def test_sets_it_beside_the_weakest_of_its_county_only_where_it_is_weaker():
    assert "低于同县入选中最低的“A”10.00 分" in one(problem(A, B, central=35, local=0)).because
    dense = replace(B, households=900)
    assert "同县" not in one(problem(A, dense, central=35, local=0)).because


def test_says_what_a_match_lacks():
    chosen = plan(paid("A", "P", pipes_central=8, pipes_local=2))
    found = one(problem(A, B, central=100, local=4, matches=(MATCH,)), chosen)
    assert found.because.startswith("即使全年资金都给它也付不齐：配套不足 20%，差 1.00 万元")


def test_says_that_the_cap_of_the_extension_is_used_up():
    stated = problem(
        replace(A, is_extension=True), replace(B, is_extension=True), extension_cap=CAP
    )
    found = one(stated)
    assert found.by is LeftOutBy.EXTENSION_CAP
    assert found.needs == "已入选的延伸小区让出 50 户，或列入以后年度。"


def test_says_so_where_one_alone_is_more_than_the_cap():
    stated = problem(A, replace(B, is_extension=True, households=151), extension_cap=CAP)
    assert one(stated).needs.startswith("本小区一个就超过上限")


def test_owns_up_where_it_could_be_paid():
    assert one(problem(A, B)).by is LeftOutBy.ITS_WORTH


def test_says_nothing_of_those_that_are_in():
    assert why_not(problem(A), IN, ranks(AIMS)[1]) == ()
