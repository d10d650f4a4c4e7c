"""The arithmetic of special bonds: what agrees to the last digit, what does not, what is unknown."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.funding.bond_form import BondCheck, BondField, BondForm, Printed
from jiugai.domain.funding.bonds import (
    area_unit,
    check_money,
    cost_income,
    coverage,
    investment_identity,
)

F = BondField
WAN = 10_000


def money(text: str) -> Printed:
    """Return a cell of 万元 as the reader gives it."""
    if text in ("", "/"):
        return Printed(text)
    return Printed(text, Fraction(text) * WAN, len(text.partition(".")[2]), WAN)


def number(text: str) -> Printed:
    digits = text.rstrip("%")
    return Printed(text, Fraction(digits), len(digits.partition(".")[2])) if text else Printed()


def identity(total: str, capital: str, bond: str, other: str) -> BondCheck:
    cells = dict(zip((F.TOTAL, F.CAPITAL, F.BOND, F.OTHER_DEBT), (total, capital, bond, other), strict=True))  # fmt: skip
    return investment_identity(BondForm("S", {f: money(text) for f, text in cells.items()}))


def ratio(cost: str, income: str, stated: str) -> BondCheck:
    cells = {F.COST: money(cost), F.INCOME: money(income), F.COST_INCOME: number(stated)}
    return cost_income(BondForm("S", cells))


def covering(stated: str, **more: str) -> BondCheck:
    said = {"income": "160", "cost": "", "bond": "100", "other": "/", "years": "10", "rate": ""}
    said |= more
    return coverage(
        BondForm(
            "S",
            {
                F.COVERAGE: number(stated), F.INCOME: money(said["income"]), F.COST: money(said["cost"]),
                F.BOND: money(said["bond"]), F.OTHER_DEBT: money(said["other"]),
                F.TERM_YEARS: number(said["years"]), F.RATE: number(said["rate"]),
            },
        )
    )  # fmt: skip


class TestInvestmentIdentity:
    @pytest.mark.parametrize(
        ("cells", "computed", "agrees"),
        [
            (("35528.0", "7528.0", "20000.0", "8000.0"), "35528", True),
            (("4946.16", "2546.16", "2400.0", "/"), "4946.16", True),
            (("4946.2", "2546.16", "2400.0", "/"), "4946.16", True),  # to the digit printed
            (("100", "60", "39", "/"), "99", False),
            (("4946.17", "2546.16", "2400", "/"), "4946.16", False),
            (("100", "60", "40", ""), "100", True),  # what was left blank can be nothing else
            (("100", "60", "30", ""), None, None),
            (("100", "60", "50", ""), "110", False),
            (("", "60", "40", "/"), "100", None),
            (("100", "", "", ""), None, None),
            (("0", "", "", ""), None, None),
        ],
    )
    def test_adds_up_to_the_last_digit_printed(self, cells, computed, agrees):
        check = identity(*cells)

        assert (check.computed, check.agrees) == (computed, agrees)
        assert check.stated == (cells[0] or None)
        assert check.because.endswith("。")

    def test_converts_units_that_are_written_and_answers_in_the_totals_own(self):
        yuan = Printed("600000", Fraction(600_000), 0, 1)
        cells = {F.TOTAL: money("100"), F.CAPITAL: yuan, F.BOND: money("40"), F.OTHER_DEBT: money("/")}  # fmt: skip

        assert investment_identity(BondForm("S", cells)).computed == "100"

    @given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(1, 10**6))
    def test_any_difference_of_what_is_printed_is_seen(self, capital, bond, off):
        total = capital + bond

        assert identity(str(total), str(capital), str(bond), "/").agrees is True
        assert identity(str(total + off), str(capital), str(bond), "/").agrees is False


class TestCostIncome:
    @pytest.mark.parametrize(
        ("cells", "computed", "agrees"),
        [
            (("19359", "74968.0", "25.82%"), "25.82%", True),
            (("1491", "5965.16", "25.00%"), "25.00%", True),
            (("1491", "5965.16", "25%"), "25%", True),
            (("1491", "5965.16", "24.99%"), "25.00%", False),
            (("942", "4761", ""), "19.79%", None),
            (("942", "4761", "0.1979"), "19.7858%", None),
            (("", "4761", "19.79%"), None, None),
            (("942", "0", "19.79%"), None, None),
        ],
    )
    def test_divides_to_the_last_digit_printed(self, cells, computed, agrees):
        check = ratio(*cells)

        assert (check.computed, check.agrees) == (computed, agrees)

    def test_more_than_the_whole_is_told_and_not_alarmed_at(self):
        check = ratio("162628", "79659", "204.16%")

        assert check.agrees is True
        assert "不能当普通成本率看" in check.because


class TestCoverage:
    @pytest.mark.parametrize(
        ("stated", "more", "computed", "agrees"),
        [
            ("1.25", {}, None, None),
            ("1.60", {}, None, None),
            ("1.61", {}, None, False),  # more than all of the income over the principal alone
            ("1.25", {"rate": "2.8%"}, "1.25", True),
            ("1.17", {"rate": "2.8%", "cost": "10"}, "1.17", True),
            ("1.40", {"rate": "2.8%", "cost": "10"}, "1.25", False),
            ("", {"rate": "2.8%"}, "1.25", None),
            ("1.25", {"rate": "2.8%", "other": "20"}, None, None),
            ("1.25", {"bond": ""}, None, None),
            ("", {}, None, None),
        ],
    )
    def test_is_computed_only_where_the_rate_is_given(self, stated, more, computed, agrees):
        check = covering(stated, **more)

        assert (check.computed, check.agrees) == (computed, agrees)

    def test_without_a_rate_says_which_rate_it_would_come_to(self):
        assert "年利率约 2.80%" in covering("1.25").because


class TestAreaUnit:
    @pytest.mark.parametrize(
        ("text", "computed", "agrees"),
        [
            ("约612万平方米", "6120000", True),
            ("公建房53栋372户约90400平方米", "90400", True),
            ("147,067.40ml(页面识别错误 应为㎡)", None, False),
            ("7.19万平方米、3平方米", None, None),
            ("", None, None),
            ("612", None, None),
        ],
    )
    def test_tells_what_is_no_unit_of_area(self, text, computed, agrees):
        check = area_unit(BondForm("S", {F.AREA: Printed(text)}))

        assert (check.computed, check.agrees) == (computed, agrees)


def test_an_empty_form_leaves_every_check_unknown_with_a_reason():
    checks = check_money(BondForm("S", {}))

    assert [(one.stated, one.agrees) for one in checks] == [(None, None)] * 4
    assert all(one.because for one in checks)
