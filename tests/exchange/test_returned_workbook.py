"""The workbook that goes back: the sender's own, with comments in the bad cells and nothing else touched."""

import io
import re
import shutil
import subprocess
import warnings
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
import xlsxwriter
import xlwt
from openpyxl.comments import Comment
from openpyxl.workbook.protection import WorkbookProtection

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.domain.registry.ledger import Column, LedgerReading, LedgerRow
from jiugai.exchange import returned_workbook
from jiugai.exchange.ledger.reader import read
from jiugai.exchange.returned_workbook import commented, comments_of, returned_name, write
from jiugai.exchange.upload_guard import inspect
from jiugai.exchange.workbook_comments import AUTHOR, LONGEST_COMMENT, add_comments
from tests.exchange.workbook_parts import ods, plain_parts, plain_rows, sheet, with_sheet, workbook

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360f8cf50c000000301010018dd8db00000000049454e44ae426082"
)
SAID = {"台账": {"B3": "楼栋数读到“3-5”。"}}


def rich_workbook(**options: object) -> bytes:
    """Return a ledger with nearly all that a clerk's workbook may hold."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet("台账")
    head = book.add_format({"bold": True, "bg_color": "#ffcc00"})
    page.write_row(0, 0, ("小区名称", "楼栋数", "户数"), head)
    for number, name in enumerate(("河滨小区", "江南小区", "金川花园", "兴安公寓", "鼓楼大院"), 1):
        page.write_row(number, 0, (name, number, 100 * number))
    page.write("B3", "3-5")
    page.write("A7", "合计", head)
    page.write_formula("C7", "=SUM(C2:C6)", head, 1500)
    page.data_validation("B2:B9", {"validate": "integer", "criteria": ">", "value": 0})
    page.conditional_format("C2:C6", {"type": "data_bar", "data_bar_2010": True})
    page.insert_image("F2", "a.png", {"image_data": io.BytesIO(PICTURE)})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=台账!$C$2:$C$6"})
    page.insert_chart("F10", chart)
    page.add_sparkline("D2", {"range": "台账!B2:C2"})
    page.freeze_panes(1, 0)
    page.set_header("&C台账")
    page.set_header("&C&G", {"image_center": "b.png", "image_data_center": io.BytesIO(PICTURE)})
    if options.get("comment"):
        page.write_comment("B3", "原有批注", {"author": "张"})
        page.write_comment("A2", "另一处批注", {"author": "张"})
    if options.get("button"):
        page.insert_button("F20", {"caption": "按钮"})
    if options.get("table"):
        page.add_table("H1:I3", {"columns": [{"header": "甲"}, {"header": "乙"}]})
    book.add_worksheet("说明").write("A1", "请勿改动")
    book.add_worksheet("隐藏").hide()
    book.close()
    return target.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def comments_in(content: bytes) -> dict[str, dict[str, tuple[str, str]]]:
    """Return what a spreadsheet program would show: by sheet and cell, author and text."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it would lose on saving
        book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        page.title: {
            cell.coordinate: (cell.comment.author, cell.comment.text)
            for line in page.iter_rows()
            for cell in line
            if cell.comment
        }
        for page in book
    }


class TestAddComments:
    @pytest.mark.parametrize("options", [{}, {"table": True}], ids=str)
    def test_changes_one_element_and_adds_the_comments(self, options: dict[str, bool]) -> None:
        before = rich_workbook(**options)

        after = add_comments(before, SAID)

        old, new = parts_of(before), parts_of(after)
        changed = {name for name in old if old[name] != new[name]}
        assert changed == {
            "xl/worksheets/sheet1.xml",
            "xl/worksheets/_rels/sheet1.xml.rels",
            "[Content_Types].xml",
        }
        assert new.keys() - old.keys() == {"xl/comments1.xml", "xl/drawings/vmlDrawing2.vml"}
        sheet_before, sheet_after = old["xl/worksheets/sheet1.xml"], new["xl/worksheets/sheet1.xml"]
        added = re.sub(rb"<legacyDrawing [^>]*/>", b"", sheet_after)
        assert added == sheet_before
        assert comments_in(after)["台账"] == {"B3": (AUTHOR, "楼栋数读到“3-5”。")}

    def test_keeps_the_packed_bytes_of_all_other_parts(self) -> None:
        before = rich_workbook()
        after = add_comments(before, SAID)

        for name in (
            "xl/media/image1.png",
            "xl/styles.xml",
            "xl/charts/chart1.xml",
            "xl/workbook.xml",
        ):
            assert _segment(before, name) == _segment(after, name)

    def test_puts_the_element_where_the_schema_wants_it(self) -> None:
        content = add_comments(rich_workbook(table=True), SAID)

        root = ElementTree.fromstring(parts_of(content)["xl/worksheets/sheet1.xml"])
        order = [element.tag.rpartition("}")[2] for element in root]
        assert order.index("drawing") < order.index("legacyDrawing")
        for later in ("legacyDrawingHF", "tableParts", "extLst"):
            assert order.index("legacyDrawing") < order.index(later)

    def test_joins_the_comments_that_stand_there(self) -> None:
        before = rich_workbook(comment=True)
        after = add_comments(before, {"台账": {"B3": "楼栋数读到“3-5”。", "C4": "户数空着。"}})

        assert (
            parts_of(before)["xl/worksheets/sheet1.xml"]
            == parts_of(after)["xl/worksheets/sheet1.xml"]
        )
        assert comments_in(after)["台账"] == {
            "A2": ("张", "另一处批注"),
            "B3": ("张", f"原有批注\n{AUTHOR}：楼栋数读到“3-5”。"),
            "C4": (AUTHOR, "户数空着。"),
        }
        drawing = parts_of(after)["xl/drawings/vmlDrawing1.vml"]
        numbers = re.findall(rb'id="_x0000_s(\d+)"', drawing)
        assert len(numbers) == len(set(numbers)) == 3

    def test_shares_the_drawing_with_buttons(self) -> None:
        after = add_comments(rich_workbook(button=True), SAID)

        drawing = parts_of(after)["xl/drawings/vmlDrawing1.vml"]
        assert drawing.count(b'ObjectType="Button"') == 1
        assert drawing.count(b'ObjectType="Note"') == 1
        assert comments_in(after)["台账"]["B3"][0] == AUTHOR

    def test_joins_the_comments_of_other_writers(self) -> None:
        book, target = openpyxl.Workbook(), io.BytesIO()
        book.active.title = "台账"
        book.active["B3"] = "3-5"
        book.active["A1"].comment = Comment("原有批注", "李")
        book.security = WorkbookProtection(lockStructure=True)
        book.active.protection.sheet = True
        book.save(target)

        after = add_comments(target.getvalue(), SAID)

        assert set(comments_in(after)["台账"]) == {"A1", "B3"}

    def test_shows_the_comment_of_a_covered_cell_at_the_merged_one(self) -> None:
        merge = '<mergeCells count="1"><mergeCell ref="A2:B4"/></mergeCells>'
        content = with_sheet(sheet(plain_rows(), after=merge))

        after = add_comments(content, {"表1": {"B3": "甲。", "A2": "乙。", "C3": "丙。"}})

        assert {cell: text for cell, (_, text) in comments_in(after)["表1"].items()} == {
            "A2": "B3：甲。\n乙。",
            "C3": "丙。",
        }

    @pytest.mark.parametrize("rows", ["", plain_rows()], ids=["empty", "filled"])
    def test_writes_into_a_sheet_of_prefixed_markup(self, rows: str) -> None:
        plain = sheet(rows).decode()
        prefixed = re.sub(r"<(/?)(\w)", r"<\1x:\2", plain).replace("xmlns=", "xmlns:x=")

        after = add_comments(with_sheet(prefixed.encode()), {"表1": {"B3": "甲。"}})

        assert b"<x:legacyDrawing" in parts_of(after)["xl/worksheets/sheet1.xml"]
        assert comments_in(after)["表1"]["B3"] == (AUTHOR, "甲。")

    def test_writes_what_xml_and_excel_can_hold(self) -> None:
        text = 'a<b>&"c"\x00\x1b\ud83c 龘𠮷' + "长" * 40_000

        after = add_comments(workbook(), {"表1": {"A1": text}})

        shown = comments_in(after)["表1"]["A1"][1]
        assert shown.startswith('a<b>&"c" 龘𠮷长')
        assert len(shown) <= LONGEST_COMMENT

    def test_gives_the_same_bytes_for_the_same_comments(self) -> None:
        assert add_comments(rich_workbook(), SAID) == add_comments(rich_workbook(), SAID)

    def test_does_so_for_hundreds_of_cells_on_many_sheets(self) -> None:
        parts = plain_parts(sheets=3)
        said = {f"表{n}": {f"D{row}": f"第 {row} 行。" for row in range(1, 1500)} for n in (1, 3)}
        content = workbook(parts)

        after = add_comments(content, said)

        assert {name: len(cells) for name, cells in comments_in(after).items()} == {
            "表1": 1499,
            "表2": 0,
            "表3": 1499,
        }


def _segment(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        info = archive.getinfo(name)
    size = 30 + len(name.encode()) + len(info.extra) + info.compress_size
    return content[info.header_offset : info.header_offset + size]


class TestCommented:
    def test_copies_an_xls_with_what_matters(self) -> None:
        book, target = xlwt.Workbook(), io.BytesIO()
        page = book.add_sheet("台账")
        for number, line in enumerate(
            [("街道", "小区名称", "户数"), ("新城", "河滨", 214), ("", "江南", "约120")]
        ):
            for column, value in enumerate(line):
                if column or not number:
                    page.write(number, column, value)
        page.write_merge(1, 2, 0, 0, "新城")
        page.row(1).hidden = True
        book.save(target)

        after = commented(target.getvalue(), comments={"台账": {"C3": "约数。"}}, document="旧.xls")

        copied = openpyxl.load_workbook(io.BytesIO(after))["台账"]
        assert [[cell.value for cell in line] for line in copied.iter_rows()] == [
            ["街道", "小区名称", "户数"],
            ["新城", "河滨", 214],
            [None, "江南", "约120"],
        ]
        assert [str(merged) for merged in copied.merged_cells.ranges] == ["A2:A3"]
        assert copied.row_dimensions[2].hidden
        assert copied["C3"].comment.text == "约数。"
        assert (
            "《旧.xls》的数值另存为 .xlsx，原有的格式、公式和图片没有带过来"
            in copied["A1"].comment.text
        )

    def test_copies_a_text_and_runs_nothing_in_it(self) -> None:
        content = "小区名称,户数\n=1+1,007\n".encode("gbk")

        after = commented(content, comments={"": {"B2": "甲。"}}, document="a.csv")

        page = openpyxl.load_workbook(io.BytesIO(after)).active
        assert (page["A2"].value, page["A2"].data_type, page["B2"].value) == ("=1+1", "s", "007")
        assert page["B2"].comment.text == "甲。"

    def test_copies_an_ods(self) -> None:
        cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
        line = f"<table:table-row>{cell.format('小区名称')}{cell.format('户数')}</table:table-row>"

        after = commented(ods(line), comments={"表": {"B1": "甲。"}}, document="a.ods")

        page = openpyxl.load_workbook(io.BytesIO(after))["表"]
        assert (page["A1"].value, page["B1"].comment.text) == ("小区名称", "甲。")

    def test_copies_an_xlsx_of_unusual_build(self) -> None:
        strict = sheet(plain_rows()).replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )

        after = commented(with_sheet(strict), comments={"表1": {"B2": "甲。"}}, document="a.xlsx")

        assert comments_in(after)["表1"]["B2"] == (AUTHOR, "甲。")
        assert "另存为 .xlsx" in comments_in(after)["表1"]["A1"][1]


class TestWrite:
    def test_says_in_the_cells_what_was_found_there(self) -> None:
        content = rich_workbook()
        reading = read(content, document="汉滨区.xlsx", year=2020)
        refused = [row for row in reading.rows if not row.accepted]

        after = write(content, reading, refused)

        assert inspect(after, "汉滨区（退回）.xlsx") is None
        (finding,) = [finding for row in refused for finding in row.findings]
        assert comments_in(after) == {
            "台账": {"B3": (AUTHOR, finding.message)},
            "说明": {},
            "隐藏": {},
        }

    def test_leaves_what_a_reader_reads_as_it_was(self) -> None:
        content = rich_workbook()
        reading = read(content, document="汉滨区.xlsx", year=2020)

        again = read(write(content, reading, reading.rows), document="汉滨区.xlsx", year=2020)

        assert again == reading

    def test_lists_what_is_wrong_when_the_file_can_no_longer_be_opened(self) -> None:
        row = LedgerRow(
            "台账", 3, {Column.NAME: "河滨"}, (Finding("a", "甲。"),), {Column.NAME: "B3"}
        )

        after = write(b"%PDF-1.7", LedgerReading("台账.xlsx", rows=(row,)), [row])

        page = openpyxl.load_workbook(io.BytesIO(after)).active
        assert [[cell.value for cell in line] for line in page.iter_rows(min_row=2)] == [
            ["表", "单元格", "问题"],
            ["台账", "B3", "甲。"],
        ]

    @pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
    def test_is_read_by_libreoffice(self, tmp_path: Path) -> None:
        source = tmp_path / "退回.xlsx"
        source.write_bytes(
            add_comments(rich_workbook(comment=True, table=True), SAID | {"说明": {"A1": "乙。"}})
        )

        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{tmp_path}/profile",
                "--headless",
                "--convert-to",
                "fods",
                "--outdir",
                str(tmp_path),
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )

        flat = ElementTree.parse(tmp_path / "退回.fods")
        office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation"
        notes = sorted("".join(note.itertext()).strip() for note in flat.iter(office))
        assert len(notes) == 3
        assert any("原有批注" in note and f"{AUTHOR}：楼栋数读到“3-5”。" in note for note in notes)
        assert any(note.endswith("乙。") for note in notes)


class TestCommentsOf:
    def test_sets_each_finding_to_its_cell_and_the_rest_to_the_name(self) -> None:
        here = Place("a.xlsx", "台账", "D4")
        row = LedgerRow(
            "台账",
            4,
            {Column.NAME: "河滨"},
            (
                Finding("a", "甲。", place=here),
                Finding("b", "乙。", Weight.WARNS, here),
                Finding("b", "乙。", Weight.WARNS, here),
                Finding("c", "丙。"),
            ),
            {Column.SERIAL: "A4", Column.NAME: "B4"},
        )
        head = Finding("d", "丁。", place=Place("a.xlsx", "台账", "C1"))
        doubt = Finding("e", "戊。", Weight.WARNS, Place("a.xlsx", "台账", "C2"))
        reading = LedgerReading("a.xlsx", rows=(row,), findings=(head, doubt))

        assert comments_of(reading, [row]) == {
            "台账": {"C1": "丁。", "D4": "甲。\n乙。", "B4": "丙。"}
        }

    def test_adds_what_the_plan_asks(self) -> None:
        asked = Finding("f", "己。", place=Place("a.xlsx", "台账", "B9"))

        assert comments_of(LedgerReading("a.xlsx"), [], [asked]) == {"台账": {"B9": "己。"}}


@pytest.mark.parametrize(
    ("sent", "back"),
    [
        ("汉滨区台账.xls", "汉滨区台账（退回）.xlsx"),
        ("a.b.csv", "a.b（退回）.xlsx"),
        ("宏.XLSM", "宏（退回）.xlsm"),
        ("../x", "x（退回）.xlsx"),
    ],
)
def test_names_the_workbook_that_goes_back(sent: str, back: str) -> None:
    assert returned_name(sent) == back


def test_the_writer_named_for_the_reading_process_exists() -> None:
    module, _, name = returned_workbook._WRITER.partition(":")

    assert module == returned_workbook.__name__
    assert hasattr(returned_workbook, name)
