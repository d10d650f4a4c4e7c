"""The ladder of an overdue order, and the fact that one waits for."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.orders.chain import OrderStanding
from jiugai.domain.supervision.orders.deeds import OrderState
from jiugai.domain.supervision.orders.ladder import Rung, RungRule, proposed
from jiugai.domain.supervision.orders.waits import Arrival, Wait

DUE = date(2020, 11, 20)
RULES = tuple(
    RungRule(
        clause=f"YQ-{n}",
        source="测试",
        in_force_from=date(2015, 1, 1),
        rung=rung,
        days_late=days,
        who="负责人",
    )
    for n, (rung, days) in enumerate(
        {Rung.REMIND: -3, Rung.SUPERVISE: 1, Rung.NAME: 10, Rung.SUMMON: 20}.items()
    )
)


def at(state: OrderState, days: int, due: date | None = DUE) -> Rung | None:
    found = proposed(OrderStanding(state, due), RULES, code="610900", today=DUE + timedelta(days))
    return found.rule.rung if found else None


class TestProposed:
    @pytest.mark.parametrize(
        ("days", "rung"),
        [
            (-4, None),
            (-3, Rung.REMIND),
            (0, Rung.REMIND),
            (1, Rung.SUPERVISE),
            (9, Rung.SUPERVISE),
            (10, Rung.NAME),
            (20, Rung.SUMMON),
            (900, Rung.SUMMON),
        ],
    )
    def test_climbs_with_the_days(self, days: int, rung: Rung | None) -> None:
        assert at(OrderState.SIGNED, days) is rung

    @pytest.mark.parametrize(
        "state", [OrderState.OPENED, OrderState.ANSWERED, OrderState.CHECKED, OrderState.CLOSED]
    )
    def test_leaves_alone_who_need_not_act(self, state: OrderState) -> None:
        assert at(state, 30) is None

    def test_says_nothing_without_a_due_day(self) -> None:
        assert at(OrderState.SIGNED, 30, due=None) is None

    def test_explains_itself(self) -> None:
        found = proposed(
            OrderStanding(OrderState.SIGNED, DUE), RULES, code="610900", today=date(2020, 12, 1)
        )
        assert found is not None
        assert found.why == "已逾期11天，逾期满10天可以通报，由负责人决定。"

    @given(st.integers(-400, 400), st.integers(0, 400))
    def test_never_grows_milder(self, days: int, more: int) -> None:
        order = [None, *Rung]
        first, later = at(OrderState.SIGNED, days), at(OrderState.SIGNED, days + more)
        assert order.index(first) <= order.index(later)


class TestArrival:
    @pytest.mark.parametrize(
        ("least", "reached", "planned", "arrived"),
        [
            (None, 44, 45, False),
            (None, 45, 45, True),
            (None, 0, 0, False),
            (3, 2, 5, False),
            (3, 3, 5, True),
        ],
    )
    def test_comes_when_enough_have_reached_the_step(
        self, least: int | None, reached: int, planned: int, arrived: bool
    ) -> None:
        assert Arrival(Wait(Step.START, 2020, None, least), reached, planned).arrived is arrived

    def test_says_how_far_it_has_come(self) -> None:
        told = Arrival(Wait(Step.START, 2020), 2, 45).sentence
        assert told == "2020年度批次应有45个小区开工，按已登记的事实现有2个。"
