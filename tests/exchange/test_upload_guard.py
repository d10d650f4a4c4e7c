"""The guard at the door: each hostile file gets its answer, each honest one is let in."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

from jiugai.domain.findings import Weight
from jiugai.exchange import unpacking, upload_guard
from jiugai.exchange.file_kind import DOCUMENTS, Kind
from jiugai.exchange.upload_guard import examine, inspect, safe_name
from jiugai.exchange.upload_limits import upload_limits
from tests.exchange.hostile_files import Hostile, hostile_files
from tests.exchange.workbook_parts import (
    Archive,
    Part,
    plain_rows,
    row,
    sheet,
    with_sheet,
    workbook,
)

HOSTILE = hostile_files()
ROWS = [("小区名称", "户数"), ("河滨小区", 214), ("江南小区", 120)]


def by_openpyxl() -> bytes:
    book, target = Workbook(), io.BytesIO()
    for line in ROWS:
        book.active.append(line)
    book.save(target)
    return target.getvalue()


def by_xlsxwriter() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet()
    for number, line in enumerate(ROWS):
        page.write_row(number, 0, line)
    page.set_column(0, 16_383, 12)
    book.close()
    return target.getvalue()


def by_xlwt() -> bytes:
    book, target = xlwt.Workbook(), io.BytesIO()
    page = book.add_sheet("台账")
    for number, line in enumerate(ROWS):
        for column, value in enumerate(line):
            page.write(number, column, value)
    book.save(target)
    return target.getvalue()


def by_odfpy() -> bytes:
    book, target = OpenDocumentSpreadsheet(), io.BytesIO()
    table = Table(name="台账")
    for line in ROWS:
        written = TableRow()
        for value in line:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=str(value)))
            written.addElement(cell)
        table.addElement(written)
    book.spreadsheet.addElement(table)
    book.write(target)
    return target.getvalue()


HONEST = {
    "openpyxl": (by_openpyxl, Kind.XLSX),
    "xlsxwriter": (by_xlsxwriter, Kind.XLSX),
    "xlwt": (by_xlwt, Kind.XLS),
    "odfpy": (by_odfpy, Kind.ODS),
    "utf-8": (lambda: "小区名称,户数\n河滨小区,214\n".encode(), Kind.CSV),
    "utf-8-sig": (lambda: "小区名称,户数\n河滨小区,214\n".encode("utf-8-sig"), Kind.CSV),
    "gb18030": (lambda: "小区名称,户数\n䶮河小区,214\n".encode("gb18030"), Kind.CSV),
    "power query": (
        lambda: workbook({"customXml/item1.xml": "<DataMashup/>".encode("utf-16")}),
        Kind.XLSX,
    ),
    "old export": (lambda: "小区名称,户数\r\n河滨小区,214\r\n\x1a".encode("gbk"), Kind.CSV),
    "letters first": (lambda: b"BM,PK,MZ\n1,2,3\n", Kind.CSV),
}


class TestExamine:
    @pytest.mark.parametrize("hostile", HOSTILE, ids=str)
    def test_gives_each_hostile_file_its_answer(self, hostile: Hostile) -> None:
        refusal = inspect(hostile.make(), hostile.name)

        assert (refusal.code if refusal else "") == hostile.code

    @pytest.mark.parametrize("hostile", [file for file in HOSTILE if file.code], ids=str)
    def test_refuses_in_one_plain_sentence(self, hostile: Hostile) -> None:
        refusal = inspect(hostile.make(), hostile.name)

        assert refusal is not None
        assert refusal.weight is Weight.BLOCKS
        assert refusal.place.document == safe_name(hostile.name)
        assert re.fullmatch(r"[^。]+；请[^。]+，本次没有写入任何数据。", refusal.message)
        assert not re.search(r"[(),;:!?]|Error|None", refusal.message)

    @pytest.mark.parametrize("writer", HONEST, ids=str)
    def test_lets_in_what_people_send(self, writer: str) -> None:
        make, kind = HONEST[writer]

        assert examine(make(), f"台账.{kind.value}") == upload_guard.Inspection(kind)

    def test_says_that_macros_were_left_alone(self) -> None:
        macro = Part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")

        found = examine(workbook(more=[macro]), "台账.xlsm")

        assert [(remark.code, remark.weight) for remark in found.remarks] == [
            ("upload.macros", Weight.NOTES)
        ]

    def test_goes_by_what_a_file_holds_and_says_so(self) -> None:
        found = examine(by_openpyxl(), "台账.xls")

        assert found.kind is Kind.XLSX
        assert [remark.message for remark in found.remarks] == [
            "文件名以 .xls 结尾，内容实为Excel 工作簿（.xlsx），已按内容读取。"
        ]

    def test_lets_in_a_document_only_where_documents_are_read(self) -> None:
        document = Archive([Part("word/document.xml", b"<a/>")]).write()

        assert inspect(document, "通报.docx", kinds=DOCUMENTS) is None
        refusal = inspect(by_openpyxl(), "通报.docx", kinds=DOCUMENTS)
        assert refusal is not None
        assert "此处只收 .docx；请上传 .docx 文件" in refusal.message

    def test_looks_at_the_size_before_anything_else(self) -> None:
        limits = replace(upload_limits(), file_bytes=10)

        found = examine(b"%PDF-1.7 and more", "大.pdf", limits=limits)

        assert found.kind is None
        assert found.refusal is not None
        assert found.refusal.code == "upload.too_large"

    @pytest.mark.parametrize(
        ("last", "lets_in"),
        [
            ("IV200000", False),  # within columns and rows, yet fifty million cells when laid out
            ("AZ200000", True),
            ("IV40000", True),
            ("IW4", False),
            ("A200000", True),
            ("A200001", False),
        ],
    )
    def test_measures_to_the_last_cell_with_a_value(self, last: str, lets_in: bool) -> None:
        number = re.sub("[A-Z]", "", last)
        far = f'<row r="{number}"><c r="{last}"><v>1</v></c></row>'

        refusal = inspect(with_sheet(sheet(plain_rows() + far)), "远.xlsx")

        assert (refusal is None) is lets_in

    def test_takes_the_bound_of_each_limit_as_within(self) -> None:
        content = with_sheet(sheet(plain_rows()))
        parts = len(Archive([]).parts) + 5
        limits = replace(upload_limits(), file_bytes=len(content), members=parts, rows=4, columns=4)

        assert examine(content, "台账.xlsx", limits=limits).refusal is None
        for name in ("file_bytes", "members", "rows"):
            tighter = replace(limits, **{name: getattr(limits, name) - 1})
            strict = (
                content
                if name != "rows"
                else with_sheet(sheet(plain_rows()).replace(b" r=", b"  r="))
            )
            assert examine(strict, "台账.xlsx", limits=tighter).refusal is not None, name

    @settings(max_examples=150)
    @given(data=st.data(), source=st.sampled_from([by_openpyxl(), by_xlwt(), by_odfpy()]))
    def test_survives_any_damage(self, data: st.DataObject, source: bytes) -> None:
        damaged = bytearray(source)
        for _ in range(data.draw(st.integers(1, 8))):
            place = data.draw(st.integers(0, len(damaged) - 1))
            damaged[place] = data.draw(st.integers(0, 255))
        cut = data.draw(st.integers(0, len(damaged)))

        for content in (bytes(damaged), bytes(damaged[:cut])):
            found = examine(content, "台账.xlsx")
            assert found.refusal is not None or found.kind is not None


class TestUnpacking:
    @pytest.mark.parametrize(
        "hostile", [file for file in HOSTILE if file.name.startswith("炸")], ids=str
    )
    def test_stops_at_the_limit_however_much_would_come(
        self, hostile: Hostile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        came = 0
        original = unpacking._chunks

        def counted(content: bytes, member: object) -> Iterator[bytes]:
            nonlocal came
            for chunk in original(content, member):  # type: ignore[arg-type]
                came += len(chunk)
                assert len(chunk) <= unpacking.CHUNK
                yield chunk

        monkeypatch.setattr(unpacking, "_chunks", counted)

        assert inspect(hostile.make(), hostile.name) is not None
        assert came <= upload_limits().unpacked_bytes + unpacking.CHUNK

    def test_counts_all_parts_together(self) -> None:
        limits = replace(upload_limits(), unpacked_bytes=10_000)
        parts = [Part(f"xl/media/{n}.bin", bytes(1000)) for n in range(10)]

        found = examine(workbook(more=parts), "合.xlsx", limits=limits)

        assert found.refusal is not None
        assert found.refusal.code == "upload.unpacks_too_large"

    def test_finds_a_declaration_wherever_a_chunk_ends(self) -> None:
        for before in range(unpacking.CHUNK - 12, unpacking.CHUNK + 2):
            part = b"<a>" + b" " * (before - 7) + b"</a>" + b"<!ENTITY x>"
            refusal = inspect(workbook({"xl/a.xml": part}), "界.xlsx")
            assert refusal is not None
            assert refusal.code == "upload.document_type"


class TestSafeName:
    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            ("汉滨区 2020年台账.xlsx", "汉滨区 2020年台账.xlsx"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\张\\台账.xls", "台账.xls"),
            ("台账\0.xlsx", "台账.xlsx"),
            ("台账\u202excod.xlsx", "台账xcod.xlsx"),
            ("con.xlsx", "_con.xlsx"),
            ("COM1", "_COM1"),
            ("concrete.xlsx", "concrete.xlsx"),
            (" .hidden. ", "hidden"),
            ("", "未命名文件"),
            ("///", "未命名文件"),
        ],
    )
    def test_keeps_what_is_plain(self, sent: str, kept: str) -> None:
        assert safe_name(sent) == kept

    def test_shortens_a_long_name_and_keeps_its_ending(self) -> None:
        name = safe_name("账" * 300 + ".xlsx")

        assert len(name) == 120
        assert name.endswith("账.xlsx")

    @given(st.text(max_size=200))
    def test_is_a_file_name_whatever_is_sent(self, sent: str) -> None:
        name = safe_name(sent)

        assert 0 < len(name) <= 121
        assert not re.search(r'[/\\\x00-\x1f<>:"|?*\u202a-\u202e\u2066-\u2069]', name)
        assert name not in (".", "..")
        assert safe_name(name) == name


def test_the_guard_takes_no_more_memory_for_a_larger_file() -> None:
    """A chunk and the tag that it cuts are all that is ever held of a part."""
    held = []
    rows = plain_rows() + "".join(row(n, (n, "河滨小区" * 20)) for n in range(5, 20_000))
    content = with_sheet(sheet(rows))
    original = unpacking._without_declaration

    def watched(piece: bytes) -> bytes:
        held.append(len(piece))
        return original(piece)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unpacking, "_without_declaration", watched)
        assert inspect(content, "长.xlsx") is None
    assert sum(held) > 8 * unpacking.CHUNK
    assert max(held) <= unpacking.CHUNK + upload_limits().token_bytes


def test_every_limit_is_said_in_the_policy_file() -> None:
    file = Path(upload_guard.__file__).parents[1] / "policy/national/upload_limits.toml"
    written = file.read_text(encoding="utf-8")

    for name in upload_limits().__slots__:
        assert f"\n{name} = " in written
