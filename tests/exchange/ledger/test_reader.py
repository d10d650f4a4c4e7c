"""What the reader makes of whole files beyond one spoilt thing: profiles, counties, marks, noise."""

from collections.abc import Callable
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.findings import Weight
from jiugai.domain.registry.ledger import Column, LedgerReading
from jiugai.domain.registry.profile import ColumnProfile
from jiugai.exchange.ledger.columns import ROW_ID, ROW_VERSION
from jiugai.exchange.ledger.reader import read
from tests.exchange.ledger.workbench import HEAD, ROWS, YEAR, delimited, grid, put, xlsx, xlsx_book

Reader = Callable[..., LedgerReading]


class TestProfile:
    def test_goes_before_the_vocabulary(self, read_it: Reader) -> None:
        rows = [[*HEAD[:5], "老户", *HEAD[6:]], *grid()[1:]]
        profile = ColumnProfile({"老户": Column.HOUSEHOLDS, "街道": None})

        (table,) = read_it(xlsx(rows), profile=profile).tables

        assert [(c.letter, c.how) for c in table.columns if c.column is Column.HOUSEHOLDS] == [
            ("F", "profile")
        ]
        assert [(c.column, c.how) for c in table.columns if c.letter == "C"] == [(None, "profile")]

    def test_settles_which_of_two_columns_counts(self, read_it: Reader) -> None:
        rows = [[*HEAD, "改造户数"], *([*row, row[5] - 1] for row in ROWS)]
        profile = ColumnProfile({"改造户数": Column.HOUSEHOLDS})

        reading = read_it(xlsx(rows), profile=profile)

        assert [row.values[Column.HOUSEHOLDS] for row in reading.rows] == [
            row[5] - 1 for row in ROWS
        ]

    def test_gives_the_unit_that_the_sheet_leaves_out(self, read_it: Reader) -> None:
        rows = [["小区名称", "投资"], ["天阳楼小区", 20000]]

        unsaid = read_it(xlsx(rows))
        said = read_it(xlsx(rows), profile=ColumnProfile({}, {"投资": "元"}))

        assert unsaid.rows[0].values[Column.INVESTMENT] is None
        assert [finding.code for finding in unsaid.findings] == ["ledger.unit_unclear"]
        assert said.rows[0].values[Column.INVESTMENT] == Decimal(20000)
        assert said.findings == ()

    def test_names_a_head_of_two_rows_by_its_path(self, read_it: Reader) -> None:
        rows = [
            ["小区名称", "2020年计划", None],
            [None, "户数", "投资(万元)"],
            ["天阳楼小区", 105, 418],
        ]
        profile = ColumnProfile(
            {"2020年计划/户数": Column.HOUSEHOLDS, "2020年计划/投资(万元)": Column.INVESTMENT}
        )

        reading = read_it(xlsx(rows), profile=profile)

        assert reading.findings == ()
        assert dict(reading.rows[0].values) == {
            Column.NAME: "天阳楼小区",
            Column.HOUSEHOLDS: 105,
            Column.INVESTMENT: Decimal(4180000),
        }


class TestCounty:
    ROWS = [
        ["小区名称", "县区", "户数"],
        ["天阳楼小区", "汉滨", 105],
        ["五建小区", "旬阳市", 91],
        ["中天1号楼", "安康市汉滨区", 40],
    ]

    def test_is_told_once_for_each_other_county(self, read_it: Reader) -> None:
        reading = read_it(xlsx(self.ROWS), county="汉滨区")

        assert [(f.code, f.place.cell) for f in reading.findings] == [("ledger.other_county", "B3")]

    def test_is_no_matter_where_none_was_named(self, read_it: Reader) -> None:
        assert read_it(xlsx(self.ROWS)).findings == ()


class TestRows:
    def test_carry_the_marks_of_a_template(self, read_it: Reader) -> None:
        rows = [[*HEAD, ROW_ID, ROW_VERSION], *([*row, f"c{row[0]}", 3] for row in ROWS)]

        def hide(sheet: object) -> None:
            for letter in "IJ":
                sheet.column_dimensions[letter].hidden = True  # type: ignore[attr-defined]

        reading = read_it(xlsx(rows, hide))

        assert reading.findings == ()
        assert [(r.hidden_id, r.hidden_version) for r in reading.rows] == [
            (f"c{r[0]}", 3) for r in ROWS
        ]

    def test_of_one_name_are_asked_about_and_never_merged(self, read_it: Reader) -> None:
        reading = read_it(xlsx([*grid(), [11, "天阳楼小区", "新城街道", 1993, 5, 150, 12000, 380]]))

        assert len(reading.rows) == 11
        (finding,) = reading.all_findings
        assert (finding.code, finding.place.cell, finding.weight) == (
            "ledger.same_name",
            "B12",
            Weight.WARNS,
        )
        assert "B2" in finding.message

    def test_of_one_name_over_several_rows_are_refused(self, read_it: Reader) -> None:
        parts = [*grid()[:2], [None, None, None, 1995, 2, 60, 6000, 100], *grid()[2:]]

        reading = read_it(xlsx(parts, lambda sheet: sheet.merge_cells("B2:B3")))

        assert [row.row for row in reading.rows if not row.accepted] == [2, 3]

    def test_know_their_cells(self, read_it: Reader) -> None:
        rows = [["标题"], *grid()]
        row = read_it(xlsx(rows)).rows[4]
        assert (row.row, row.cells[Column.HOUSEHOLDS]) == (7, "F7")

    def test_of_a_summary_and_its_parts_are_asked_about(self, read_it: Reader) -> None:
        book = xlsx_book({"汇总": grid(), "老城": grid()[:4]})

        codes = [finding.code for finding in read_it(book).all_findings]

        assert codes == ["ledger.same_name"] * 3


class TestMessages:
    def test_say_where_what_was_read_and_what_to_do(self, read_it: Reader) -> None:
        (finding,) = read_it(xlsx(put("F2", "440/447"))).all_findings
        assert str(finding) == (
            "《台账.xlsx》“台账”表 F2：“户数”列读到“440/447”，格内不止一个数，不能断定是哪一个。"
            "应为以“户”计的一个数，例如 105。本行未写入，请改正后重新上传。"
        )

    def test_of_a_wrong_total_name_both_numbers_and_the_difference(self, read_it: Reader) -> None:
        total = ["合计", None, None, None, 26, 800, 74750.5, 2404.62]
        (finding,) = read_it(xlsx([*grid(), total])).all_findings
        assert (
            finding.message
            == "“合计”行“户数”列写的是 800，逐行相加为 770，差 30。合计不写入，请核对。"
        )


class TestRead:
    @given(content=st.binary(max_size=300))
    @settings(max_examples=150)
    def test_never_raises_on_noise(self, content: bytes) -> None:
        reading = read(content, document="x", year=YEAR)
        assert reading.refused or reading.tables

    @given(
        cells=st.lists(
            st.lists(st.text(max_size=8), min_size=4, max_size=4), min_size=1, max_size=5
        )
    )
    @settings(max_examples=150)
    def test_accounts_for_every_row_that_says_something(self, cells: list[list[str]]) -> None:
        rows = [["小区名称", "建成年份", "户数", "备注"], *cells]

        reading = read(delimited(rows), document="x", year=YEAR)

        told = len(reading.rows) + len(reading.findings)
        said = [row for row in cells if any(cell.strip() for cell in row)]
        assert not said or told
