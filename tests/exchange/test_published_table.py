"""Reading tables as offices publish them: heads, units, halves, totals, notes, and what is refused."""

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.findings import Weight
from jiugai.domain.reporting.indicators import Quantity
from jiugai.domain.supervision.published import PublishedTable, RowKind, TableBasis
from jiugai.exchange.published_cells import Absent, Figure, read_figure
from jiugai.exchange.published_columns import is_region
from jiugai.exchange.published_sheets import RawCell
from jiugai.exchange.published_table import read_published


def read(text: str) -> PublishedTable:
    return read_published(text.encode(), "进度.csv")


def workbook(fill: Callable[[Any], None]) -> PublishedTable:
    """Read a workbook whose first sheet was filled by a function."""
    book = openpyxl.Workbook()
    fill(book.active)
    content = io.BytesIO()
    book.save(content)
    return read_published(content.getvalue(), "进度.xlsx")


def columns(table: PublishedTable) -> list[str]:
    """Return each column as one says it: ``planned communities``, ``started households rate``."""
    return [
        " ".join(filter(None, (c.quantity, c.basis, "rate" if c.is_rate else "", c.unit)))
        for c in table.columns
    ]


def lines(table: PublishedTable) -> list[str]:
    """Return each row as one reads it aloud."""
    told = []
    for row in table.rows:
        figures = [row.figures.get(column.index) for column in table.columns]
        values = [
            "?" if cell is None else cell.printed if cell.value is None else str(cell.value)
            for cell in figures
        ]
        told.append(" ".join([row.region, *values]))
    return told


def codes(table: PublishedTable) -> list[str]:
    return [finding.code.removeprefix("rank_table.") for finding in table.findings]


class TestReadFigure:
    @pytest.mark.parametrize(
        ("text", "value", "percent"),
        [
            ("982", "982", False),
            ("２，６６０", "2660", False),
            ("1,234,567.89", "1234567.89", False),
            ("87.1%", "87.1", True),
            ("８７．１％", "87.1", True),
            (" 110.0 % ", "110.0", True),
            ("105户", "105", False),
            ("0", "0", False),
        ],
    )
    def test_reads_one_number(self, text: str, value: str, percent: bool) -> None:
        figure = read_figure(RawCell(text))

        assert isinstance(figure, Figure)
        assert (str(figure.value), figure.percent) == (value, percent)

    @pytest.mark.parametrize("text", ["", "-", "—", "/", "无", "　", "…", "暂无"])
    def test_takes_what_says_nothing_as_missing(self, text: str) -> None:
        assert read_figure(RawCell(text)) is Absent.MISSING

    @pytest.mark.parametrize(
        "text",
        [
            "约500",
            "13,00",
            "440/447",
            "300-320",
            "1.234.5",
            "#DIV/0!",
            "-5",
            "5‰",
            "3亩",
            "1e9",
            "十二",
        ],
    )
    def test_refuses_what_is_not_one_number(self, text: str) -> None:
        assert read_figure(RawCell(text)) is Absent.REFUSED

    @pytest.mark.parametrize("text", ["全部开工", "已全部开工", "全部完工", "全部 到位"])
    def test_knows_the_words_for_all(self, text: str) -> None:
        figure = read_figure(RawCell(text))

        assert isinstance(figure, Figure)
        assert figure.full

    @given(st.text(max_size=30))
    def test_never_fails_on_any_text(self, text: str) -> None:
        assert isinstance(read_figure(RawCell(text)), Figure | Absent)


class TestIsRegion:
    @pytest.mark.parametrize(
        "text",
        ["地区", "省份", "省市", "省（区、市）", "市州", "市 州", "县（市、区）", "县区", "区县", "城市",
         "单位", "地区名称", "责任单位", "所在县区", "街道（镇）", "设区市", "地市", "辖区"],
    )  # fmt: skip
    def test_knows_the_headings_of_regions(self, text: str) -> None:
        assert is_region(text)

    @pytest.mark.parametrize(
        "text", ["小区", "项目单位名称", "兵团", "江苏", "开工率", "", "单位：万元", "建设单位"]
    )
    def test_takes_nothing_else_for_one(self, text: str) -> None:
        assert not is_region(text)


class TestColumns:
    @pytest.mark.parametrize(
        ("head", "expected"),
        [
            ("地区,新开工小区数（个）,开工率", ["started communities 个", "started communities rate"]),
            (
                "省份,计划小区数(个),开工小区数(个),小区开工率,计划户数(万户),开工户数(万户),户数开工率",
                [
                    "planned communities 个",
                    "started communities 个",
                    "started communities rate",
                    "planned households 万户",
                    "started households 万户",
                    "started households rate",
                ],
            ),
            (
                "市州,计划改造小区,已开工小区,开工率（%）,计划投资（万元）,完成投资（万元）,完成率（%）",
                [
                    "planned communities",
                    "started communities",
                    "started communities rate",
                    "planned fen 万元",
                    "invested fen 万元",
                    "invested fen rate",
                ],
            ),
            (
                "县(市、区),年度任务数,开工数,开工率,完工数,完工率,竣工验收数,竣工率",
                [
                    "planned unnamed",
                    "started unnamed",
                    "started unnamed rate",
                    "completed unnamed",
                    "completed unnamed rate",
                    "accepted unnamed",
                    "accepted unnamed rate",
                ],
            ),
            (
                "单位,计划总投资（亿元）,到位资金（亿元）,资金到位率,已拨付资金（亿元）,拨付率",
                [
                    "planned fen 亿元",
                    "received fen 亿元",
                    "received fen rate",
                    "paid fen 亿元",
                    "paid fen rate",
                ],
            ),
            ("城市,开工率", ["started unnamed rate"]),
            ("地区,改造任务（户）,开工（户）,占任务比例", ["planned households 户", "started households 户", "started households rate"]),
            ("地区,计划（栋）,完成（栋）,完成率", ["planned buildings 栋", "completed buildings 栋", "completed buildings rate"]),
            ("地區,計劃面積（万㎡）,開工面積（万㎡）", ["planned area 万平方米", "started area 万平方米"]),
            ("地区,计划数,本月开工,累计开工,开工率,排名,较上月增长（个百分点）", ["planned unnamed", "started unnamed", "started unnamed rate"]),
            ("地区,计划数,开工数,未开工数,备注", ["planned unnamed", "started unnamed"]),
        ],
    )  # fmt: skip
    def test_are_found_by_what_their_headings_say(self, head: str, expected: list[str]) -> None:
        figures = ",".join("1" for _ in head.split(",")[1:])

        assert columns(read(f"{head}\n甲县,{figures}\n")) == expected

    @pytest.mark.parametrize(
        ("head", "expected", "told"),
        [
            ("地区,应开工,已开工", ["planned unnamed", "started unnamed"], []),
            ("地区,计划数,上月开工,本月开工", ["planned unnamed", "started unnamed"], []),
            ("地区,总投资（亿元）,计划投资（亿元）", ["planned fen 亿元"], []),
            ("地区,9月底开工,10月底开工", [], ["two_columns", "no_table"]),
            ("地区,计划数,9月底开工,10月底开工", ["planned unnamed"], ["two_columns"]),
        ],
    )
    def test_that_say_the_same_are_told_and_not_guessed_between(
        self, head: str, expected: list[str], told: list[str]
    ) -> None:
        figures = ",".join("1" for _ in head.split(",")[1:])
        table = read(f"{head}\n甲县,{figures}\n")

        assert columns(table) == expected
        assert codes(table) == told

    def test_of_two_head_rows_take_their_basis_from_above(self) -> None:
        table = read(
            "2022年全国城镇老旧小区改造开工进展情况,,,,,,\n"
            "单位：个、万户,,,,,,\n"
            "省份,小区,,,户数,,\n"
            ",计划,开工,开工率,计划,开工,开工率\n"
            "河北,3698,3698,全部开工,53.00,53.25,全部开工\n"
        )

        assert columns(table) == [
            "planned communities 个",
            "started communities 个",
            "started communities rate",
            "planned households 万户",
            "started households 万户",
            "started households rate",
        ]
        assert lines(table) == ["河北 3698 3698 全部开工 53.00 53.25 全部开工"]

    def test_of_a_head_whose_regions_stand_in_its_lower_row_are_found_too(self) -> None:
        table = read(
            "序号,,计划情况,,开工情况,\n,地区,小区(个),户数(户),小区(个),户数(户)\n1,甲县,5,500,4,400\n"
        )

        assert columns(table) == [
            "planned communities 个",
            "planned households 户",
            "started communities 个",
            "started households 户",
        ]
        assert lines(table) == ["甲县 5 500 4 400"]

    def test_numbered_below_the_head_are_no_data(self) -> None:
        table = read("地区,计划数,开工数\n甲,1,2\n汉滨区,5,4\n")

        assert lines(table) == ["汉滨区 5 4"]

    def test_know_by_their_decimals_and_unit_whether_they_are_rounded(self) -> None:
        table = read(
            "地区,计划小区(个),计划户数(万户),计划投资(万元),到位资金(元)\n甲县,5,16.37,752393.73,12.50\n"
        )

        assert [column.half_step for column in table.columns] == [
            Decimal(0),
            Decimal("0.005"),
            Decimal("0.005"),
            Decimal(0),
        ]


class TestRows:
    def test_leave_out_titles_notes_repeated_heads_and_signatures(self) -> None:
        table = read(
            "附件1,,\n各县区开工情况,,\n（截至10月底）,,\n"
            "地 区,计划数,开工数\n汉 滨 区,5,4\n石泉县,3,3\n"
            "地 区,计划数,开工数\n宁陕县,2,1\n合　计：,10,8\n"
            "备注：数据来源于各县区上报。,,\n填报人：某某,审核人：某某,\n"
        )

        assert lines(table) == ["汉滨区 5 4", "石泉县 3 3", "宁陕县 2 1", "合计 10 8"]
        assert [row.kind for row in table.rows] == [RowKind.REGION] * 3 + [RowKind.TOTAL]
        assert codes(table) == []

    @pytest.mark.parametrize(
        ("label", "kind"),
        [
            ("合计", RowKind.TOTAL), ("总 计", RowKind.TOTAL), ("全省", RowKind.TOTAL),
            ("全国", RowKind.TOTAL), ("全市小计：", RowKind.TOTAL), ("全省平均", RowKind.TOTAL),
            ("小计", RowKind.SUBTOTAL), ("陕南小计", RowKind.SUBTOTAL), ("陕南合计", RowKind.SUBTOTAL),
            ("全椒县", RowKind.REGION), ("合江县", RowKind.REGION), ("合阳县", RowKind.REGION),
            ("兵团", RowKind.REGION),
        ],
    )  # fmt: skip
    def test_are_told_apart_from_totals(self, label: str, kind: RowKind) -> None:
        assert read(f"地区,计划数,开工数\n甲县,5,4\n{label},5,4\n").rows[-1].kind is kind

    def test_of_two_halves_side_by_side_follow_each_other(self) -> None:
        table = read(
            "序号,地区,开工数,开工率,序号,地区,开工数,开工率\n"
            "1,江苏,982,94.8%,3,河北,869,78.5%\n2,山东,3269,81.0%,4,辽宁,610,66.6%\n"
        )

        assert lines(table) == ["江苏 982 94.8", "山东 3269 81.0", "河北 869 78.5", "辽宁 610 66.6"]

    def test_take_the_finer_of_two_region_columns(self) -> None:
        table = read("市州,县区,计划数,开工数\n安康市,汉滨区,5,4\n,石泉县,3,3\n商洛市,商州区,2,1\n")

        assert lines(table) == ["汉滨区 5 4", "石泉县 3 3", "商州区 2 1"]

    def test_keep_a_region_that_says_nothing(self) -> None:
        assert lines(read("地区,计划数,开工数\n甲县,5,4\n乙县,,-\n")) == ["甲县 5 4", "乙县 ? ?"]

    def test_tell_the_cell_that_is_not_one_number(self) -> None:
        table = read("地区,计划数,开工数\n甲县,约500,4\n乙县,3,3\n")

        assert lines(table) == ["甲县 ? 4", "乙县 3 3"]
        (finding,) = table.findings
        assert (finding.place.cell, finding.weight) == ("B2", Weight.WARNS)
        assert finding.message == (
            "“计划数”列读到“约500”，应为一个数，例如 105。没有采用，按空白处理；请改正后重试。"
        )

    def test_convert_a_unit_that_stands_in_the_cell(self) -> None:
        table = read("地区,计划户数（万户）,开工户数（万户）\n甲县,2万户,9000户\n")

        assert lines(table) == ["甲县 2 0.9000"]

    def test_tell_a_second_table_and_do_not_read_it(self) -> None:
        table = read("地区,计划数,开工数\n甲县,5,4\n,,\n地区,完成投资（万元）\n甲县,100\n")

        assert lines(table) == ["甲县 5 4"]
        assert codes(table) == ["second_table"]

    @pytest.mark.parametrize(
        ("cells", "read_as", "told"),
        [
            (["0.948", "0.81"], ["94.800", "81.00"], ["fractions"]),
            (["94.8", "0.9"], ["94.8", "0.9"], []),
            (["0.9%", "1.2%"], ["0.9", "1.2"], []),
        ],
    )
    def test_read_bare_rates_by_their_column(
        self, cells: list[str], read_as: list[str], told: list[str]
    ) -> None:
        table = read(f"地区,开工率\n甲县,{cells[0]}\n乙县,{cells[1]}\n")

        assert lines(table) == [f"甲县 {read_as[0]}", f"乙县 {read_as[1]}"]
        assert codes(table) == told

    def test_refuse_a_bare_fraction_among_per_cents(self) -> None:
        table = read("地区,开工率\n甲县,94.8%\n乙县,0.81\n丙县,40.5\n")

        assert lines(table) == ["甲县 94.8", "乙县 ?", "丙县 40.5"]
        assert [(f.code, f.place.cell) for f in table.findings] == [
            ("rank_table.two_readings", "B3")
        ]

    @pytest.mark.parametrize(
        ("cells", "expected", "code"),
        [
            (["94.8", "0.5", "0.0"], ["94.8", "0.5", "0.0"], None),
            (["94.8", "0.52", "0.0"], ["94.8", "?", "0.0"], "two_readings"),
            (["2.5", "0.9", "0.4"], ["2.5", "0.9", "0.4"], "percents"),
            (["2.5", "0.948", "0.405"], ["2.5", "?", "?"], "percents"),
            (["94%", "1", "0"], ["94", "?", "0"], "two_readings"),
        ],
    )
    def test_of_bare_rates_doubt_only_what_is_finer_than_the_others(
        self, cells: list[str], expected: list[str], code: str | None
    ) -> None:
        table = read(f"地区,开工率\n甲县,{cells[0]}\n乙县,{cells[1]}\n丙县,{cells[2]}\n")

        assert [line.split()[1] for line in lines(table)] == expected
        assert codes(table)[:1] == ([code] if code else [])

    def test_tell_figures_without_a_region(self) -> None:
        table = read("序号,地区,计划,开工\n1,甲县,10,5\n2,,8,6\n3,,,\n合计,,18,11\n")

        assert lines(table) == ["甲县 10 5", "合计 18 11"]
        assert [(f.code, f.place.cell) for f in table.findings] == [("rank_table.nameless", "B3")]

    def test_tell_a_count_that_is_not_whole(self) -> None:
        table = read("地区,计划小区数,开工小区数,计划户数（万户）\n甲县,10.5,5,1.23456\n")

        assert [(f.code, f.place.cell) for f in table.findings] == [
            ("rank_table.not_whole", "B2"),
            ("rank_table.not_whole", "D2"),
        ]


class TestEncodings:
    TEXT = "地区,计划数,开工数\n汉滨区,5,4\n"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_are_all_read(self, encoding: str) -> None:
        assert lines(read_published(self.TEXT.encode(encoding), "表.csv")) == ["汉滨区 5 4"]

    @pytest.mark.parametrize("mark", ["\t", ";", "|", "，"])
    def test_and_so_are_other_separators(self, mark: str) -> None:
        assert lines(read(self.TEXT.replace(",", mark))) == ["汉滨区 5 4"]


class TestWorkbooks:
    def test_give_percents_by_their_format_and_numbers_without_noise(self) -> None:
        def fill(sheet: Any) -> None:
            sheet.append(["地区", "计划小区数（个）", "开工小区数（个）", "开工率"])
            sheet.append(["甲县", 3, 2.0000000000000004, 0.667])
            sheet["D2"].number_format = "0.0%"

        table = workbook(fill)

        assert lines(table) == ["甲县 3 2 66.7"]
        assert codes(table) == []

    def test_tell_hidden_rows_columns_and_sheets_and_do_not_read_them(self) -> None:
        def fill(sheet: Any) -> None:
            for row in (
                ["地区", "计划数", "开工数", "完工数"],
                ["甲县", 5, 4, 1],
                ["乙县", 3, 3, 1],
            ):
                sheet.append(row)
            sheet.row_dimensions[3].hidden = True
            sheet.column_dimensions["D"].hidden = True
            other = sheet.parent.create_sheet("底稿")
            other.sheet_state = "hidden"

        table = workbook(fill)

        assert lines(table) == ["甲县 5 4"]
        assert [finding.message.split("被隐藏")[0] for finding in table.findings] == [
            "第 3 行",
            "D 列",
            "整张工作表",
        ]

    def test_tell_a_hidden_sheet_wherever_it_stands(self) -> None:
        def fill(sheet: Any) -> None:
            sheet.append(["地区", "计划", "开工"])
            sheet.append(["甲县", 10, 5])
            old = sheet.parent.create_sheet("旧", 0)
            old.append(["地区", "计划", "开工"])
            old.sheet_state = "hidden"
            sheet.parent.active = 1

        table = workbook(fill)

        assert lines(table) == ["甲县 10 5"]
        assert [(f.code, f.place.sheet) for f in table.findings] == [("rank_table.hidden", "旧")]

    def test_tell_formulas_whose_result_is_not_in_the_file(self) -> None:
        def fill(sheet: Any) -> None:
            sheet.append(["地区", "计划数", "开工数", "开工率"])
            sheet.append(["甲县", 5, 4, "=C2/B2"])

        table = workbook(fill)

        assert lines(table) == ["甲县 5 4 ?"]
        assert [(f.code, f.place.cell) for f in table.findings] == [
            ("rank_table.uncalculated", "D2")
        ]

    def test_with_merged_heads_are_read_as_they_are_seen(self) -> None:
        def fill(sheet: Any) -> None:
            sheet["A1"] = "进展情况"
            sheet.merge_cells("A1:E1")
            sheet["A2"], sheet["B2"], sheet["D2"] = "地区", "小区", "户数"
            sheet.merge_cells("A2:A3")
            sheet.merge_cells("B2:C2")
            sheet.merge_cells("D2:E2")
            sheet["B3"], sheet["C3"], sheet["D3"], sheet["E3"] = "计划", "开工", "计划", "开工"
            sheet.append(["甲县", 5, 4, 500, 400])

        assert columns(workbook(fill)) == [
            "planned communities",
            "started communities",
            "planned households",
            "started households",
        ]

    def test_of_several_sheets_give_the_first_usable_and_tell_the_others(self) -> None:
        def fill(sheet: Any) -> None:
            sheet.append(["说明"])
            for name in ("一季度", "二季度"):
                other = sheet.parent.create_sheet(name)
                other.append(["地区", "计划数", "开工数"])
                other.append(["甲县", 5, 4])

        table = workbook(fill)

        assert table.sheet == "一季度"
        assert [(f.code, f.place.sheet) for f in table.findings] == [
            ("rank_table.second_table", "二季度")
        ]


class TestRefusals:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "rank_table.no_table"),
            ("通报\n各县区要加快进度。\n".encode(), "rank_table.no_table"),
            ("地区,备注\n甲县,好\n".encode(), "rank_table.no_table"),
            ("计划数,开工数\n5,4\n".encode(), "rank_table.no_table"),
            ("地区,计划数,开工数\n".encode(), "rank_table.no_table"),
            (b"PK\x03\x04 broken", "upload.broken"),
            (b"\xff\xfe\x00", "upload.encoding"),
            (b"\x00\x01", "upload.not_text"),
            (("地区,计划数\n" + "甲,1\n" * 6000).encode(), "upload.not_a_published_table"),
        ],
    )
    def test_are_one_finding_and_no_rows(self, content: bytes, code: str) -> None:
        table = read_published(content, "表.csv")

        assert [(f.code, f.weight) for f in table.findings] == [(code, Weight.BLOCKS)]
        assert table.rows == ()

    @given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=8))
    def test_never_fail_on_any_sheet(self, cells: list[list[str]]) -> None:
        text = "\n".join(",".join(row) for row in [["地区", "计划数", "开工率"], *cells])

        table = read_published(text.encode("utf-8", "replace"), "表.csv")

        assert table.document == "表.csv"


def test_a_published_column_is_named_by_what_it_counts() -> None:
    table = read("地区,计划小区数,开工小区数\n甲县,5,4\n")

    assert table.column(Quantity.STARTED, TableBasis.COMMUNITIES) == table.columns[1]
    assert table.column(Quantity.STARTED, TableBasis.HOUSEHOLDS) is None
