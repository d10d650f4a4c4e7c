"""Lists go out as they are: every value exact, none run as a formula."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.exchange.register_export import write_csv_rows, write_rows
from jiugai.exchange.spreadsheet_cells import disarmed, is_exact, may_execute, sheet_name

DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠a", "\t=1", "\r=1", " =1", "\n=1", "=HYPERLINK(\"http://x\")")  # fmt: skip
HARMLESS = ("河滨小区", "1=1", "（=）", "'=1", "", "5-7", "a@b")


def cells(content: bytes) -> list[list[object]]:
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in line] for line in page.iter_rows(min_row=3)]


class TestWriteRows:
    def test_writes_title_head_and_rows(self) -> None:
        content = write_rows(
            "小区台账", ("小区名称", "户数"), [("河滨小区", 214), ("江南小区", None)]
        )

        page = openpyxl.load_workbook(io.BytesIO(content)).active
        assert [[cell.value for cell in line] for line in page.iter_rows()] == [
            ["小区台账", None],
            ["小区名称", "户数"],
            ["河滨小区", 214],
            ["江南小区", None],
        ]
        assert page.freeze_panes == "A3"
        assert page.auto_filter.ref == "A2:B4"

    @pytest.mark.parametrize("text", DANGEROUS)
    def test_writes_no_formula(self, text: str) -> None:
        content = write_rows(text, (text,), [(text,)])

        page = openpyxl.load_workbook(io.BytesIO(content)).active
        assert {page[place].data_type for place in ("A1", "A2", "A3")} == {"s"}
        assert page["A3"].quotePrefix
        assert page["A3"].hyperlink is None

    def test_keeps_each_kind_of_value(self) -> None:
        row = (
            7,
            Decimal("15230.55"),
            date(2020, 11, 3),
            datetime(2020, 11, 3, 8, 30, tzinfo=UTC),
            True,
            "007",
            "",
        )

        (written,) = cells(write_rows("表", tuple("甲乙丙丁戊己庚"), [row]))

        assert written == [
            7, 15230.55, datetime(2020, 11, 3), datetime(2020, 11, 3, 8, 30), "是", "007", None,  # noqa: DTZ001 -- a cell has no zone
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "number", [123456789012345678, Decimal("0.1234567890123456"), Decimal("NaN")]
    )
    def test_writes_as_text_what_a_spreadsheet_would_round(self, number: object) -> None:
        assert cells(write_rows("表", ("数",), [(number,)])) == [[str(number)]]

    def test_gives_the_same_bytes_for_the_same_rows(self) -> None:
        rows = [("河滨小区", n) for n in range(50)]

        assert write_rows("表", ("名", "数"), rows) == write_rows("表", ("名", "数"), iter(rows))

    def test_writes_an_empty_list(self) -> None:
        assert cells(write_rows("表", ("名",), [])) == []

    @settings(max_examples=40)
    @given(st.lists(st.tuples(st.text(max_size=20), st.integers(-(10**14), 10**14)), max_size=5))
    def test_brings_back_any_text_and_number(self, rows: list[tuple[str, int]]) -> None:
        clean = [(text.translate(_UNWRITABLE), number) for text, number in rows]

        written = cells(write_rows("表", ("文", "数"), clean))

        assert written == [[text or None, number] for text, number in clean]


_UNWRITABLE = dict.fromkeys((*range(32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF, ord("_")))
"""What XML cannot hold; and the mark with which such characters are written instead."""


class TestWriteCsvRows:
    @pytest.mark.parametrize("text", DANGEROUS)
    def test_puts_what_might_run_behind_an_apostrophe(self, text: str) -> None:
        (head, row) = read_csv(write_csv_rows((text,), [(text,)]))

        assert head == row == [f"'{text}"]

    @pytest.mark.parametrize("text", HARMLESS)
    def test_leaves_other_texts_alone(self, text: str) -> None:
        assert read_csv(write_csv_rows(("名", "数"), [(text, 1)]))[1] == [text, "1"]

    def test_keeps_numbers_and_dates_as_they_are(self) -> None:
        row = (-5, Decimal("-1E+2"), date(2020, 11, 3), None, False)

        assert read_csv(write_csv_rows(tuple("甲乙丙丁戊"), [row]))[1] == [
            "-5",
            "-100",
            "2020-11-03",
            "",
            "否",
        ]

    def test_is_read_by_excel_as_chinese(self) -> None:
        assert write_csv_rows(("小区名称",), []).startswith(b"\xef\xbb\xbf\xe5\xb0\x8f")


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


class TestSpreadsheetCells:
    @given(st.text())
    def test_a_disarmed_text_never_runs(self, text: str) -> None:
        assert not may_execute(disarmed(text))
        assert disarmed(text).removeprefix("'") == text.removeprefix("'")

    @pytest.mark.parametrize(
        ("number", "exact"),
        [
            (10**15 - 1, True),
            (10**15 + 1, False),
            (10**20, True),
            (Decimal("0.123456789012345"), True),
        ],
    )
    def test_knows_which_numbers_a_spreadsheet_keeps(
        self, number: int | Decimal, exact: bool
    ) -> None:
        assert is_exact(number) is exact

    @pytest.mark.parametrize(
        ("wanted", "taken", "name"),
        [
            ("台账", set(), "台账"),
            ("a/b:c", set(), "a_b_c"),
            ("", set(), "Sheet1"),
            ("台账", {"台账"}, "台账（2）"),
            ("字" * 40, {"字" * 31}, "字" * 28 + "（2）"),
        ],
    )
    def test_names_a_sheet_as_it_may_be_named(
        self, wanted: str, taken: set[str], name: str
    ) -> None:
        assert sheet_name(wanted, taken) == name
