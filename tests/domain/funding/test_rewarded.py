"""Rewards and cuts in the sharing out: the total is kept to the 分, no reward changes nothing."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.funding.allocation import RegionFigures, RegionShare, allocate
from jiugai.domain.funding.allocation_columns import STANDARD_COLUMNS
from jiugai.domain.funding.allocation_rule import (
    AllocationPart,
    AllocationRule,
    WeightedFactor,
    WhenNobody,
)
from jiugai.domain.funding.rewarded import Settled, because, rewarded

AREA = next(one for one in STANDARD_COLUMNS if one.code == "area_m2")
PERFORMANCE = next(one for one in STANDARD_COLUMNS if one.code == "performance")
RULE = AllocationRule(
    clause="T",
    source="测试",
    in_force_from=date(2019, 1, 1),
    title="测试办法",
    when_nobody=WhenNobody.REFUSE,
    parts=(AllocationPart(word="任务量"),),
    factors=(WeightedFactor(of="任务量", column="area_m2", weight=Fraction(1)),),
    columns=(AREA,),
)
NAMES = ("甲县", "乙县", "丙县")


def base(total: int, areas: tuple[int, ...] = (100, 200, 300)) -> tuple[RegionShare, ...]:
    regions = [
        RegionFigures(name, {"area_m2": Fraction(area)})
        for name, area in zip(NAMES, areas, strict=True)
    ]
    return allocate(RULE, regions, total).shares


def a_reward(region: str, money: Fraction) -> Settled:
    return Settled(region, money, "2020年10月排第 1 名", "纪要15号", "2020-10")


class TestRewarded:
    def test_takes_from_all_others_in_proportion(self) -> None:
        found = rewarded(
            base(600), 600, [a_reward("甲县", Fraction(1, 5))], year=2021, rule=RULE
        ).shares
        assert [one.fen for one in found] == [116, 194, 290]
        assert [one.moved_fen for one in found] == [16, -6, -10]

    def test_adds_rewards_up_and_cuts_no_more_than_all(self) -> None:
        cuts = [a_reward("甲县", Fraction(-3, 4))] * 2
        (first, *others) = rewarded(base(600), 600, cuts, year=2021, rule=RULE).shares
        assert (first.change, first.fen) == (-1, 0)
        assert sum(one.fen for one in others) == 600

    def test_shares_nothing_out_where_all_are_cut_to_nothing(self) -> None:
        cuts = [a_reward(name, Fraction(-1)) for name in NAMES]
        found = rewarded(base(600), 600, cuts, year=2021, rule=RULE)
        assert found.shares == ()
        assert [one.code for one in found.findings] == ["funding.nothing_left"]

    def test_names_who_is_settled_and_not_in_the_table(self) -> None:
        found = rewarded(base(600), 600, [a_reward("丁县", Fraction(1))], year=2021, rule=RULE)
        assert [one.code for one in found.findings] == ["funding.settled_absent"]
        assert "丁县" in found.findings[0].message
        assert [one.moved_fen for one in found.shares] == [0, 0, 0]

    def test_warns_where_performance_counts_twice(self) -> None:
        rule = AllocationRule(
            clause="T", source="测试", in_force_from=date(2019, 1, 1), title="测试办法",
            when_nobody=WhenNobody.REFUSE, parts=RULE.parts, factors=RULE.factors,
            columns=(AREA, PERFORMANCE),
        )  # fmt: skip
        found = rewarded(base(9), 9, [a_reward("甲县", Fraction(1, 10))], year=2021, rule=rule)
        assert [one.code for one in found.findings] == ["funding.rewarded_twice"]
        assert rewarded(base(9), 9, [], year=2021, rule=rule).findings == ()

    @given(
        total=st.integers(0, 10**13),
        areas=st.tuples(*[st.integers(1, 10**6)] * 3),
        moneys=st.lists(
            st.tuples(st.sampled_from(NAMES), st.fractions(-1, 1, max_denominator=100)),
            max_size=6,
        ),
    )
    def test_keeps_the_total_to_the_fen(
        self, total: int, areas: tuple[int, ...], moneys: list[tuple[str, Fraction]]
    ) -> None:
        given_base = base(total, areas)
        settled = [a_reward(name, money) for name, money in moneys]
        found = rewarded(given_base, total, settled, year=2021, rule=RULE).shares
        if found:
            assert sum(one.fen for one in found) == total
            assert sum(one.moved_fen for one in found) == 0
        if not any(money for _, money in moneys):
            assert [one.fen for one in found] == [one.fen for one in given_base]

    @given(
        money=st.fractions(Fraction(1, 100), 1, max_denominator=100), total=st.integers(0, 10**12)
    )
    def test_never_gives_the_rewarded_less(self, money: Fraction, total: int) -> None:
        up = rewarded(base(total), total, [a_reward("乙县", money)], year=2021, rule=RULE).shares
        down = rewarded(base(total), total, [a_reward("乙县", -money)], year=2021, rule=RULE).shares
        assert up[1].moved_fen >= 0 >= down[1].moved_fen


class TestBecause:
    @pytest.mark.parametrize(
        ("region", "said"),
        [
            (0, "增 20%：2020年10月排第 1 名，见纪要15号"),
            (1, "自己没有奖惩；别的地区有奖惩、总数不变，按比例少分"),
        ],
    )
    def test_says_why(self, region: int, said: str) -> None:
        reward = a_reward("甲县", Fraction(1, 5))
        found = rewarded(base(600), 600, [reward], year=2021, rule=RULE).shares
        assert because(found[region], 600) == said

    def test_says_that_nothing_changed(self) -> None:
        (one, *_) = rewarded(base(600), 600, [], year=2021, rule=RULE).shares
        assert because(one, 600) == "没有奖惩，金额不变"
