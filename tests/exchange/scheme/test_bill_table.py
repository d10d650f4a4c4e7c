"""A bill of quantities in and out of Excel: the same lines come back, and nothing is guessed."""

from dataclasses import replace
from fractions import Fraction
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.findings import Finding
from jiugai.domain.scheme.bill import BillLine
from jiugai.domain.scheme.catalogue import Reach
from jiugai.exchange.plain_csv import PlainTable, read_plain
from jiugai.exchange.plain_sheet import read_plain_sheet
from jiugai.exchange.scheme.bill_table import BillTable, bill_of
from jiugai.exchange.scheme.bill_workbook import HEADINGS, bill_workbook
from jiugai.exchange.scheme.local_catalogues import local_heads
from tests.domain.scheme.test_bill import CATALOGUE, ROOF, TREES

HEAD = "序号,编号,范围,名称,单位,数量,单价(元)\n"


def read(text: str) -> BillTable:
    table = read_plain(text.encode(), "清单.csv")
    assert isinstance(table, PlainTable)
    return bill_of(table)


def back(lines: list[BillLine]) -> BillTable:
    table = read_plain_sheet(bill_workbook("甲小区", lines, CATALOGUE), "清单.xlsx")
    assert not isinstance(table, Finding)
    return bill_of(table)


class TestReading:
    def test_gives_the_lines(self) -> None:
        found = read(HEAD + '1,b14,小区内部,防水,㎡,"1,200.5",86.50\n2,B02,link,雨污分流,m,30,0\n')

        assert [(line.item, line.reach) for line in found.lines] == [
            ("B14", Reach.INSIDE),
            ("B02", Reach.LINK),
        ]
        assert found.lines[0].quantity == Fraction("1200.5")
        assert found.lines[0].unit_price_fen == 8_650

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("1,屋面,小区内部,防水,㎡,1,1", "应为改造内容目录的编号，例如 B14"),
            ("1,B14,院里,防水,㎡,1,1", "应为小区内部、与小区联系、小区周边之一"),
            ("1,B14,小区内部,防水,㎡,0,1", "大于 0"),
            ("1,B14,小区内部,防水,㎡,1e3,1", "不用科学计数法"),
            ("1,B14,小区内部,防水,㎡,1_000,1", "1200.5"),
            ("1,B14,小区内部,防水,㎡,1,1.005", "86.50"),
            ("合计,B14,小区内部,防水,㎡,1,1", "应为 1 到 9999 的序号"),
            ("1,B14,小区内部,,㎡,1,1", "是空的"),
        ],
    )
    def test_refuses_a_cell_and_says_what_was_expected(self, line: str, said: str) -> None:
        found = read(f"{HEAD}{line}\n")

        assert found.lines == ()
        assert any(said in str(one) for one in found.findings)

    def test_refuses_prices_of_another_unit(self) -> None:
        found = read(HEAD.replace("单价(元)", "单价(万元)") + "1,B14,小区内部,防水,㎡,1,1\n")

        assert any("没有替您换算" in one.message for one in found.findings)

    def test_refuses_a_number_that_stands_twice(self) -> None:
        found = read(HEAD + "1,B14,小区内部,防水,㎡,1,1\n1,B15,小区内部,涂料,㎡,1,1\n")

        assert found.lines == ()


class TestWorkbook:
    def test_comes_back_as_it_went(self) -> None:
        found = back([ROOF, TREES])

        assert [replace(line, told_fen=None) for line in found.lines] == [ROOF, TREES]
        assert [line.told_fen for line in found.lines] == [10_384_325, 30_000]

    def test_is_the_same_for_the_same_lines(self) -> None:
        assert bill_workbook("甲", [ROOF], CATALOGUE) == bill_workbook("甲", [ROOF], CATALOGUE)

    def test_is_a_form_without_lines(self) -> None:
        book = openpyxl.load_workbook(BytesIO(bill_workbook("甲", [], CATALOGUE)))

        assert [cell.value for cell in book["清单"][1]] == list(HEADINGS)
        assert book["目录"].max_row == len(CATALOGUE) + 1

    def test_shows_the_units_and_the_local_heads(self) -> None:
        content = bill_workbook("甲", [], CATALOGUE, local_heads())
        book = openpyxl.load_workbook(BytesIO(content))

        assert [cell.value for cell in book["目录"]["E"]][:2] == ["可用单位", "m、户、个、项"]
        (units,) = [
            one for one in book["清单"].data_validations.dataValidation if "E2" in str(one.sqref)
        ]
        assert "㎡" in str(units.formula1)
        assert units.errorStyle == "warning"
        assert book["本地目录"].max_row == len(local_heads()) + 1

    def test_brings_the_local_head_back(self) -> None:
        (line,) = back([replace(ROOF, head="房屋公共区域修缮")]).lines

        assert line.head == "房屋公共区域修缮"

    def test_runs_no_words_as_a_formula(self) -> None:
        book = openpyxl.load_workbook(
            BytesIO(bill_workbook("甲", [replace(ROOF, name="=1+1")], CATALOGUE))
        )

        assert book["清单"]["D2"].data_type == "s"
        assert book["清单"]["H2"].value == "=ROUND(F2*G2,2)"


@settings(max_examples=25)
@given(
    st.lists(
        st.builds(
            replace,
            st.just(ROOF),
            quantity=st.decimals("0.001", 99_999, places=3).map(Fraction),
            unit_price_fen=st.integers(0, 10**9),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_no_fen_is_lost_on_the_way(drawn: list[BillLine]) -> None:
    lines = [replace(line, number=n) for n, line in enumerate(drawn, 1)]

    assert [replace(one, told_fen=None) for one in back(lines).lines] == lines
    assert all(one.told_fen == one.amount_fen for one in back(lines).lines)
