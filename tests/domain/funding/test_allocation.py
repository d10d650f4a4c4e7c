"""Sharing out by factors: exact, whole, and the same in whatever order the regions stand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.findings import Weight, blocking
from jiugai.domain.funding.allocation import (
    SHARE_DECIMALS,
    Allocation,
    RegionFigures,
    RegionShare,
    allocate,
)
from jiugai.domain.funding.allocation_rule import WhenNobody
from jiugai.exchange.funding.allocation_rules import allocation_rules, read_allocation_rule

RULES = allocation_rules()
CODES = (
    "area_m2", "households", "buildings", "communities", "hardship", "performance",
    "last_households", "last_investment_yuan",
)  # fmt: skip
BY_HOUSEHOLDS = """
[rule]
clause = "A"
title = "按户"
region = "CN"
in_force_from = 2020-01-01
source = "试算用"
{more}
[[part]]
word = "户数"
[[factor]]
of = "户数"
column = "households"
weight = "1/1"
"""
HALF_AND_HALF = BY_HOUSEHOLDS.replace('"1/1"', '"50/100"') + (
    '[[factor]]\nof = "户数"\ncolumn = "buildings"\nweight = "50/100"\n'
)


def rule(text: str = BY_HOUSEHOLDS, more: str = ""):
    return read_allocation_rule(text.format(more=more).encode(), "办法.toml")


def region(name: str, *figures: int | str) -> RegionFigures:
    padded = [*figures, *[1] * (len(CODES) - len(figures))]
    return RegionFigures(name, dict(zip(CODES, map(Fraction, padded), strict=True)))


def by_households(**households: int) -> list[RegionFigures]:
    return [RegionFigures(n, {"households": Fraction(h)}) for n, h in households.items()]


def of(found: Allocation, name: str) -> RegionShare:
    return next(one for one in found.shares if one.region == name)


FIGURE = st.integers(1, 10**6)
REGIONS = st.lists(st.tuples(*[FIGURE] * len(CODES)), min_size=1, max_size=6).map(
    lambda rows: [region(f"区{n}", *row) for n, row in enumerate(rows)]
)
ANY_RULE = st.sampled_from(sorted(RULES)).map(lambda name: RULES[name])
MONEY = st.integers(1, 10**13)


class TestFormulas:
    def test_2019_weighs_four_volumes_each_times_the_hardship(self):
        found = allocate(
            RULES["mof_2019"], [region("甲", 3, 1, 1, 1, "0.5"), region("乙", 1, 3, 1, 1, 1)], 100
        )

        expected = Fraction(4, 10) * Fraction(3, 5) + Fraction(4, 10) * Fraction(1, 7)
        expected += Fraction(1, 10) * Fraction(1, 3) * 2
        assert of(found, "甲").share == expected

    def test_later_years_take_ten_from_households_and_leave_performance_without_hardship(self):
        found = allocate(
            RULES["mof_2019_later"],
            [region("甲", 1, 1, 1, 1, 3, 10), region("乙", 1, 1, 1, 1, 1, 30)],
            100,
        )

        assert of(found, "甲").share == Fraction(9, 10) * Fraction(3, 4) + Fraction(1, 10) / 4

    def test_2024_shares_eight_tenths_by_hardship_and_two_by_performance(self):
        found = allocate(
            RULES["mof_2024"],
            [region("甲", 1, 1, 1, 1, 3, 10), region("乙", 1, 1, 1, 1, 1, 30)],
            100,
        )

        assert of(found, "甲").share == Fraction(8, 10) * Fraction(3, 4) + Fraction(2, 10) / 4

    def test_hebei_weighs_last_years_households_investment_and_performance(self):
        found = allocate(
            RULES["hebei_2019"],
            [region("甲", 0, 0, 0, 0, 1, 1, 3, 1), region("乙", 0, 0, 0, 0, 1, 1, 1, 4)],
            100,
        )

        expected = Fraction(2, 10) * Fraction(3, 4) + Fraction(7, 10) / 5 + Fraction(1, 10) / 2
        assert of(found, "甲").share == expected

    @pytest.mark.parametrize("name", RULES)
    def test_hardship_that_is_the_same_everywhere_cancels(self, name: str):
        rows = [(120, 80, 6, 2), (40, 90, 3, 1)]
        shares = [
            [
                one.share
                for one in allocate(
                    RULES[name], [region(f"区{n}", *row, k) for n, row in enumerate(rows)], 100
                ).shares
            ]
            for k in ("1", "0.37")
        ]

        assert shares[0] == shares[1]

    def test_says_which_numbers_are_only_recalled(self):
        assert RULES["mof_2019"].doubts == RULES["mof_2019_later"].doubts == ()
        assert len(RULES["mof_2024"].doubts) == 9
        assert RULES["hebei_2019"].doubts == ("财政困难程度系数的乘法（三个因素都乘）",)


class TestLastFen:
    @pytest.mark.parametrize(
        ("total", "expected"), [(100, (34, 33, 33)), (101, (34, 34, 33)), (1, (1, 0, 0))]
    )
    def test_equal_remainders_go_by_the_name_and_are_told(self, total: int, expected):
        found = allocate(rule(), by_households(丙=1, 乙=1, 甲=1), total)

        fen = {one.region: one.fen for one in found.shares}
        assert tuple(fen[name] for name in sorted(fen)) == expected
        assert [one.code for one in found.findings] == ["funding.tied_remainder"]
        assert "乙" in found.findings[0].message

    def test_the_largest_remainder_comes_first(self):
        found = allocate(rule(), by_households(甲=10, 乙=45, 丙=45), 9)

        assert {one.region: one.fen for one in found.shares} == {"甲": 1, "乙": 4, "丙": 4}
        assert [one.region for one in found.shares if one.got_remainder] == ["甲"]
        assert found.findings == ()


class TestNobodyHas:
    def test_is_refused_because_the_paper_does_not_say(self):
        found = allocate(rule(HALF_AND_HALF), [region("甲", 1, 3, 0), region("乙", 1, 1, 0)], 100)

        assert found.shares == ()
        assert [term.column.code for term in found.undefined] == ["buildings"]
        (finding,) = blocking(found.findings)
        assert finding.code == "funding.nobody_has"
        assert "50.0%" in finding.message

    def test_is_shared_by_the_others_where_an_office_wrote_so(self):
        found = allocate(
            rule(HALF_AND_HALF, 'when_nobody = "others"'),
            [region("甲", 1, 3, 0), region("乙", 1, 1, 0)],
            100,
        )

        assert [one.fen for one in found.shares] == [75, 25]
        assert found.findings[0].weight is Weight.WARNS
        more = {one.column.code: one.fen for one in found.shares[0].one_more}
        assert more["buildings"] is None
        assert more["households"] == Fraction(4, 5) * 100 - 75

    def test_of_all_factors_is_refused_whatever_was_written(self):
        own = rule(more='when_nobody = "others"')
        assert own.when_nobody is WhenNobody.OTHERS

        assert allocate(own, by_households(甲=0, 乙=0), 100).shares == ()

    def test_is_not_the_same_as_one_region_without(self):
        found = allocate(rule(), by_households(甲=0, 乙=5), 100)

        assert [one.fen for one in found.shares] == [0, 100]
        assert found.shares[0].contributions[0].fen == 0


class TestWhy:
    def test_one_more_is_what_the_whole_sum_worked_out_again_would_bring(self):
        rows = [region("甲", 300, 40, 5, 2, "0.8", 90), region("乙", 500, 60, 7, 3, 1, 80)]
        own = RULES["mof_2019_later"]
        before = of(allocate(own, rows, 10**8), "甲")

        for one in before.one_more:
            figures = {**rows[0].figures}
            figures[one.column.code] += one.column.step
            after = of(allocate(own, [RegionFigures("甲", figures), rows[1]], 10**8), "甲")
            assert one.fen == (after.share - before.share) * 10**8
            assert one.fen > 0


@given(ANY_RULE, REGIONS, MONEY)
def test_money_shares_and_factors_sum_exactly(own, regions, total):
    found = allocate(own, regions, total)

    assert sum(one.fen for one in found.shares) == total
    assert sum(one.share for one in found.shares) == 1
    assert sum(one.shown for one in found.shares) == 10**SHARE_DECIMALS
    for one in found.shares:
        assert abs(one.fen - one.share * total) < 1
        assert sum(each.share for each in one.contributions) == one.share
        assert sum(each.fen for each in one.contributions) == one.fen


@given(ANY_RULE, REGIONS, MONEY, st.randoms(use_true_random=False))
def test_the_order_of_the_table_decides_nothing(own, regions, total, dice):
    shuffled = list(regions)
    dice.shuffle(shuffled)

    def by_name(found: Allocation) -> dict[str, tuple[Fraction, int]]:
        return {one.region: (one.share, one.fen) for one in found.shares}

    assert by_name(allocate(own, regions, total)) == by_name(allocate(own, shuffled, total))


@given(ANY_RULE, REGIONS, MONEY, st.sampled_from(CODES), st.integers(1, 1000))
def test_the_unit_in_which_a_figure_is_counted_decides_nothing(own, regions, total, code, scale):
    scaled = [
        RegionFigures(r.region, {**r.figures, code: r.figures[code] * scale}) for r in regions
    ]

    before, after = allocate(own, regions, total), allocate(own, scaled, total)
    assert [(o.share, o.fen) for o in before.shares] == [(o.share, o.fen) for o in after.shares]


@given(ANY_RULE, REGIONS, st.sampled_from(CODES), st.integers(1, 10**6))
def test_more_of_a_figure_never_lessens_its_regions_share(own, regions, code, more):
    first = regions[0]
    grown = RegionFigures(first.region, {**first.figures, code: first.figures[code] + more})

    before = allocate(own, regions, 100).shares[0].share
    after = allocate(own, [grown, *regions[1:]], 100).shares[0].share
    assert after >= before
