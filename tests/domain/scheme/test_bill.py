"""A bill of quantities: amounts are computed, and whatever is doubtful is told with its line."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.findings import Weight, blocking
from jiugai.domain.scheme.bill import BillLine, by_class, by_item, check_bill, total_fen
from jiugai.domain.scheme.catalogue import Reach, ScopeClass, items_in_force
from jiugai.exchange.policy_files import scope_items

CATALOGUE = items_in_force(scope_items(), "610900", date(2020, 11, 3))
ROOF = BillLine(
    number=1, item="B14", reach=Reach.INSIDE, name="防水卷材", unit="㎡",
    quantity=Fraction("1200.5"), unit_price_fen=8_650, answers="3号楼漏水",
)  # fmt: skip
TREES = replace(ROOF, number=2, item="W02", name="补种", unit="株", quantity=Fraction(3), unit_price_fen=10_000)  # fmt: skip


def codes(*lines: BillLine) -> list[str]:
    return [one.code for one in check_bill(lines, CATALOGUE, "清单.xlsx")]


class TestAmounts:
    @pytest.mark.parametrize(
        ("quantity", "price", "fen"),
        [("1200.5", 8_650, 10_384_325), ("0.001", 500, 1), ("0.001", 499, 0), ("3", 33, 99)],
    )
    def test_are_rounded_once_and_up_at_half_a_fen(self, quantity: str, price: int, fen: int):
        line = replace(ROOF, quantity=Fraction(quantity), unit_price_fen=price)

        assert line.amount_fen == fen

    def test_are_summed_by_class_and_by_item(self) -> None:
        lines = [ROOF, TREES, replace(ROOF, number=3)]

        assert by_item(lines) == {"B14": 20_768_650, "W02": 30_000}
        assert by_class(lines, CATALOGUE) == {
            ScopeClass.BASIC: 20_768_650, ScopeClass.IMPROVEMENT: 30_000, ScopeClass.UPGRADE: 0,
        }  # fmt: skip


class TestCheck:
    def test_finds_nothing_in_a_good_bill(self) -> None:
        assert codes(ROOF, TREES) == []

    def test_refuses_an_empty_bill(self) -> None:
        assert codes() == ["scheme.bill_empty"]

    def test_refuses_an_item_that_no_catalogue_has(self) -> None:
        assert codes(replace(ROOF, item="B99")) == ["scheme.bill_unknown_item"]

    def test_refuses_a_place_that_is_not_the_items(self) -> None:
        (found,) = check_bill([replace(ROOF, reach=Reach.SURROUNDINGS)], CATALOGUE, "清单.xlsx")

        assert str(found).startswith("《清单.xlsx》")
        assert "第1行" in str(found)
        assert "目录里它只能在：小区内部" in found.message

    def test_refuses_a_product_that_is_none_and_says_both(self) -> None:
        (found,) = check_bill([replace(ROOF, told_fen=10_384_300)], CATALOGUE)

        assert "合价写的是 103,843.00 元，数量乘单价是 103,843.25 元，差 0.25 元" in found.message
        assert codes(replace(ROOF, told_fen=10_384_325)) == []

    def test_doubts_a_line_that_stands_twice(self) -> None:
        (found,) = check_bill([ROOF, replace(ROOF, number=7)], CATALOGUE)

        assert (found.code, found.weight) == ("scheme.bill_twice", Weight.WARNS)
        assert "与第1行" in found.message

    def test_tells_everything_at_once(self) -> None:
        wrong = replace(TREES, reach=Reach.LINK, told_fen=1)

        assert len(blocking(check_bill([wrong, replace(ROOF, item="X")], CATALOGUE))) == 3


@given(
    st.lists(
        st.builds(
            replace,
            st.sampled_from([ROOF, TREES]),
            quantity=st.fractions(0, 10_000, max_denominator=1_000),
            unit_price_fen=st.integers(0, 10_000_000),
        ),
        max_size=20,
    )
)
def test_classes_items_and_lines_come_to_the_same(lines: list[BillLine]) -> None:
    assert (
        total_fen(lines) == sum(by_item(lines).values()) == sum(by_class(lines, CATALOGUE).values())
    )
