"""Flows of money: what they sum to, and what they may not say."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.funding.flows import (
    FlowKind,
    MoneyFlow,
    balance,
    check_balances,
    check_flow,
    increment,
)
from jiugai.domain.funding.sources import Source

DAY = date(2020, 10, 31)
RECEIVED, PAID, ALLOTTED = FlowKind.RECEIVED, FlowKind.PAID, FlowKind.ALLOTTED
CITY = Source.CITY


def flow(amount: int, kind: FlowKind = RECEIVED, days: int = 0, source: Source = CITY) -> MoneyFlow:
    return MoneyFlow(source, kind, DAY + timedelta(days=days), amount)


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


class TestBalance:
    def test_sums_one_kind_over_all_sources_up_to_the_day(self):
        flows = [
            flow(100, days=-1),
            flow(50, source=Source.RESIDENTS),
            flow(7, days=1),
            flow(3, PAID),
        ]

        assert balance(flows, RECEIVED, DAY) == 150


class TestCheckFlow:
    def test_has_nothing_to_say_of_money_that_came(self):
        assert check_flow(flow(100), [], DAY) == ()

    def test_refuses_nothing(self):
        assert codes(check_flow(flow(0), [], DAY)) == ["flow.nothing"]

    def test_refuses_tomorrow_but_not_today(self):
        assert codes(check_flow(flow(100, days=1), [], DAY)) == ["flow.in_future"]
        assert check_flow(flow(100), [], DAY) == ()

    def test_lets_money_go_back_to_where_it_came_from(self):
        assert check_flow(flow(-100), [flow(100, days=-1)], DAY) == ()

    @pytest.mark.parametrize(
        "known",
        [
            [flow(99, days=-1)],
            [flow(100, days=-1, source=Source.RESIDENTS)],
            [flow(100, ALLOTTED, days=-1)],
        ],
    )
    def test_refuses_to_give_back_more_than_came_from_there(self, known: list[MoneyFlow]):
        (finding,) = check_flow(flow(-100), known, DAY)

        assert (finding.code, finding.weight) == ("flow.more_returned_than_came", Weight.BLOCKS)
        assert "市级配套退回到位资金 1.00 元，到 2020-10-31 累计就成了" in finding.message

    def test_refuses_a_return_before_the_money_came(self):
        assert codes(check_flow(flow(-100, days=-5), [flow(100)], DAY)) == [
            "flow.more_returned_than_came"
        ]

    def test_refuses_a_return_that_leaves_a_later_one_uncovered(self):
        known = [flow(100, days=-9), flow(-80)]

        assert codes(check_flow(flow(-30, days=-5), known, DAY)) == ["flow.more_returned_than_came"]

    def test_remarks_on_money_paid_that_never_came(self):
        known = [flow(100), flow(100, PAID)]

        (finding,) = check_flow(flow(1, PAID), known, DAY)

        assert (finding.code, finding.weight) == ("flow.paid_beyond_received", Weight.WARNS)
        assert "累计支付 1.01 元，多于累计到位 1.00 元，差 0.01 元" in finding.message

    def test_lets_all_that_came_be_paid(self):
        assert check_flow(flow(100, PAID), [flow(100)], DAY) == ()


class TestCheckBalances:
    @pytest.mark.parametrize(("allotted", "told"), [(0, False), (99, True), (100, False)])
    def test_holds_received_against_allotted_where_anything_was_allotted(
        self, allotted: int, told: bool
    ):
        flows = [flow(100), flow(allotted, ALLOTTED)]

        assert codes(check_balances(flows, RECEIVED)) == ["flow.received_beyond_allotted"] * told

    def test_speaks_only_of_what_was_touched(self):
        flows = [flow(100), flow(50, ALLOTTED), flow(200, PAID)]

        assert codes(check_balances(flows, PAID)) == ["flow.paid_beyond_received"]
        assert codes(check_balances(flows, ALLOTTED)) == ["flow.received_beyond_allotted"]


class TestIncrement:
    def test_writes_what_the_new_sum_adds(self):
        result = increment(250, [flow(100, days=-30)], RECEIVED, DAY)

        assert result.flow == flow(150, source=Source.UNSPLIT)
        assert result.findings == ()

    def test_writes_nothing_where_the_sum_is_the_same(self):
        assert increment(100, [flow(100, days=-30)], RECEIVED, DAY).flow is None
        assert increment(0, [], RECEIVED, DAY).flow is None

    def test_takes_a_falling_sum_for_a_return_and_says_so(self):
        result = increment(80, [flow(100, days=-30)], RECEIVED, DAY)

        assert result.flow == flow(-20, source=Source.UNSPLIT)
        assert codes(result.findings) == ["flow.total_falls"]
        assert result.findings[0].weight is Weight.WARNS
        assert increment(0, [flow(100, days=-30)], RECEIVED, DAY).flow == flow(
            -100, source=Source.UNSPLIT
        )

    def test_says_how_much_went_back(self):
        (finding,) = increment(80, [flow(100, days=-30)], RECEIVED, DAY).findings

        assert "从 1.00 元减为 0.80 元，按退回 0.20 元记" in finding.message

    def test_takes_the_second_sum_of_one_day_for_the_better_one(self):
        assert increment(150, [flow(100)], RECEIVED, DAY).flow == flow(50, source=Source.UNSPLIT)

    def test_refuses_less_than_nothing(self):
        result = increment(-1, [], RECEIVED, DAY)

        assert (result.flow, codes(result.findings)) == (None, ["flow.negative_total"])

    def test_refuses_a_sum_that_comes_after_a_later_one(self):
        result = increment(60, [flow(9, days=31), flow(100, days=1)], RECEIVED, DAY)

        assert "之后（2020-11-01）已有记录" in result.findings[0].message
        assert (result.flow, codes(result.findings)) == (None, ["flow.total_out_of_turn"])
        assert increment(60, [flow(100, PAID, days=1)], RECEIVED, DAY).flow is not None

    @given(st.lists(st.integers(0, 10**12), max_size=6))
    def test_month_after_month_sums_to_what_was_stated(self, stated: list[int]):
        flows: list[MoneyFlow] = []
        for month, total in enumerate(stated):
            day = DAY + timedelta(days=30 * month)
            written = increment(total, flows, RECEIVED, day).flow
            flows += [written] if written else []

            assert balance(flows, RECEIVED, day) == total


def test_sources_and_kinds_bear_words_and_stored_numbers():
    assert [kind.word for kind in FlowKind] == ["下达", "到位", "支付"]
    assert [kind.value for kind in FlowKind] == [1, 2, 3]
    assert len({source.word for source in Source}) == len(Source)
