"""Which yuan may go where, what is recomputed of payments, and what whole 分 are made of shares."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.funding.pooling.checking import check_payments
from jiugai.domain.funding.pooling.outcome import outcome
from jiugai.domain.funding.pooling.settling import settle
from jiugai.domain.funding.pooling.statement import PoolProblem, state
from jiugai.domain.funding.source_rules import Waiver
from jiugai.domain.funding.sources import Source
from jiugai.domain.scheme.catalogue import ScopeClass
from tests.domain.funding.pooling.made_pools import MATCH, item, law, problems, source

PIPES, ROOF = item(1, "甲", "B02", 100, "片区"), item(2, "乙", "B14", 200, "片区")
SUBSIDY = source("财政1号", Source.CENTRAL_SUBSIDY, 90)


def ways(*sources: object, items: tuple[object, ...] = (PIPES, ROOF)) -> set[tuple[str, str]]:
    found = state(items, sources, law())  # type: ignore[arg-type]  # as made above
    return {(found.sources[way.source].code, found.items[way.item].project) for way in found.ways}


class TestWays:
    def test_are_where_the_rules_allow_and_hold_the_share(self) -> None:
        found = state([PIPES], [source("大", Source.CENTRAL_SUBSIDY, 900)], law())

        assert [way.most_fen for way in found.ways] == [6_000]  # 60 % of 100 元

    def test_are_none_where_a_rule_is_silent_and_that_is_told(self) -> None:
        found = state([ROOF], [source("发改", Source.CENTRAL_BUDGET_INVESTMENT, 9)], law())

        assert found.ways == ()
        assert "没有规定说" in found.refused[0].found.because

    def test_are_opened_by_a_waiver(self) -> None:
        open_ = replace(
            law(), waivers=(Waiver(Source.CENTRAL_BUDGET_INVESTMENT, "B14", "〔2020〕9号"),)
        )
        found = state([ROOF], [source("发改", Source.CENTRAL_BUDGET_INVESTMENT, 9)], open_)

        assert len(found.ways) == 1

    @pytest.mark.parametrize(
        ("more", "reached"),
        [
            ({}, {"甲", "乙"}),
            ({"project": "甲"}, {"甲", "乙"}),  # through the package
            ({"county": "石泉县"}, {"甲", "乙"}),
            ({"county": "汉滨区"}, set()),
            ({"until": date(2020, 11, 3)}, {"甲", "乙"}),
            ({"until": date(2020, 11, 2)}, set()),
        ],
    )
    def test_follow_where_the_money_is_free_to_go(
        self, more: dict[str, object], reached: set[str]
    ) -> None:
        assert {to for _, to in ways(source("市", Source.CITY, 9, **more))} == reached

    def test_of_a_projects_own_money_end_at_its_package(self) -> None:
        alone = replace(ROOF, package="")

        assert ways(source("市", Source.CITY, 9, project="甲"), items=(PIPES, alone)) == {
            ("市", "甲")
        }

    def test_of_what_residents_gave_end_at_their_own_project(self) -> None:
        assert ways(source("业主", Source.RESIDENTS, 9, project="甲"), items=(ROOF,)) == set()
        assert ways(source("业主", Source.RESIDENTS, 9), items=(ROOF,)) == {("业主", "乙")}


class TestCheck:
    PROBLEM = state([PIPES, ROOF], [SUBSIDY, source("市", Source.CITY, 500)], law(MATCH))

    def test_finds_nothing_in_good_payments(self) -> None:
        assert check_payments(self.PROBLEM, {0: 4_000, 2: 1_000}) == ()

    @pytest.mark.parametrize(
        ("payments", "code"),
        [
            ({9: 1}, "funding.pool_no_way"),
            ({0: 6_001}, "funding.pool_over_share"),
            ({0: -1}, "funding.pool_over_share"),
            ({0: 6_000, 1: 3_001, 2: 4_000, 3: 4_000}, "funding.pool_over_source"),
            ({0: 2_000, 2: 8_001}, "funding.pool_over_cost"),
            ({0: 4_000, 2: 999}, "funding.pool_unmatched"),
        ],
    )
    def test_names_the_rule_that_is_broken(self, payments: dict[int, int], code: str) -> None:
        assert [one.code for one in check_payments(self.PROBLEM, payments)] == [code]


class TestSettle:
    def test_pays_nothing_beyond_the_money(self) -> None:
        problem = state([PIPES], [source("市", Source.CITY, 30)], law())

        assert settle(problem, [Fraction(9_000)]) == {0: 3_000}

    def test_pays_no_more_than_is_matched(self) -> None:
        problem = state([PIPES], [SUBSIDY, source("市", Source.CITY, 10)], law(MATCH))

        assert settle(problem, [Fraction(6_000), Fraction(0)]) == {0: 4_000, 1: 1_000}

    def test_gives_the_last_fen_to_what_is_basic(self) -> None:
        trees = item(3, "甲", "W02", 1)
        problem = state([trees, PIPES], [source("市", Source.CITY, 100)], law())

        done = outcome(problem, settle(problem, [Fraction(1, 3), Fraction(29_999, 3)]))
        assert done.by_class[ScopeClass.BASIC] == 0
        assert done.by_class[ScopeClass.IMPROVEMENT] == 100


class TestBalances:
    def test_of_a_package_give_what_they_receive(self) -> None:
        problem = state(
            [PIPES, ROOF], [source("停车收入", Source.PRIVATE_CAPITAL, 250, project="甲")], law()
        )
        first, second = outcome(
            problem, settle(problem, [Fraction(10_000), Fraction(15_000)])
        ).balances

        assert (first.own_fen, first.given_fen, first.left_fen) == (10_000, 15_000, 0)
        assert (second.received_fen, second.unpaid_fen) == (15_000, 5_000)


@given(problems(), st.data())
def test_whatever_is_wanted_becomes_payments_that_keep_every_rule(
    problem: PoolProblem, data: st.DataObject
) -> None:
    some = st.fractions(-1_000, 300_000, max_denominator=7)
    wanted = data.draw(st.lists(some, min_size=len(problem.ways), max_size=len(problem.ways)))

    payments = settle(problem, wanted)

    assert check_payments(problem, payments) == ()
    done = outcome(problem, payments)
    assert done.unpaid_fen + sum(done.paid) == sum(one.cost_fen for one in problem.items)
    assert done.idle_fen + sum(done.paid) == sum(one.amount_fen for one in problem.sources)
    for one in done.balances:
        assert one.own_fen + one.received_fen + one.unpaid_fen == one.cost_fen
    assert sum(one.given_fen for one in done.balances) == sum(
        one.received_fen for one in done.balances
    )
