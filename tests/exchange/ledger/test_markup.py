"""What a workbook says beside its values, in the ways in which different programs write it."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

from jiugai.domain.registry.ledger import LedgerReading
from jiugai.exchange.ledger.xls_markup import xls_markup
from jiugai.exchange.ledger.xlsx_markup import format_literal
from tests.exchange.ledger.workbench import grid, put, xls, xlsx

Reader = Callable[..., LedgerReading]


def _without_names(part: bytes) -> bytes:
    return re.sub(rb'(<(?:c|row)) r="[^"]*"', rb"\1", part)


def _prefixed(part: bytes) -> bytes:
    return re.sub(rb"<(/?)(\w)", rb"<\1x:\2", part).replace(b'xmlns="', b'xmlns:x="')


def _strict(part: bytes) -> bytes:
    usual = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return part.replace(usual, b"http://purl.oclc.org/ooxml/spreadsheetml/main")


def _rewritten(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(out, "w") as archive:
        for name in whole.namelist():
            part = whole.read(name)
            archive.writestr(name, change(part) if name.startswith("xl/worksheets/") else part)
    return out.getvalue()


class TestXlsx:
    @pytest.mark.parametrize("change", [bytes, _without_names, _prefixed, _strict])
    def test_is_understood_from_any_program(
        self, change: Callable[[bytes], bytes], read_it: Reader
    ) -> None:
        def spoil(sheet: Worksheet) -> None:
            sheet.row_dimensions[4].hidden = True
            sheet["F3"] = "#REF!"

        content = _rewritten(xlsx(put("F2", "=100+5"), spoil), change)

        assert [(f.code, f.place.cell) for f in read_it(content).all_findings] == [
            ("ledger.formula_uncalculated", "F2"),
            ("ledger.error_value", "F3"),
            ("ledger.hidden_row", "B4"),
        ]


class TestXls:
    def test_tells_what_a_number_format_adds(self, read_it: Reader) -> None:
        style = xlwt.easyxf(num_format_str='0"户"')

        def shown(sheet: xlwt.Worksheet) -> None:
            sheet.write(1, 5, 105, style)

        reading = read_it(xls(put("F2", None), shown))

        assert [(r.place.cell, r.read, r.value) for r in reading.repairs] == [("F2", "105户", 105)]

    def test_is_not_shaken_by_a_cut_file(self) -> None:
        whole = xls(grid())
        for end in range(0, len(whole), 997):
            assert xls_markup(whole[:end]).base_1904 is False


@pytest.mark.parametrize(
    ("code", "literal"),
    [
        ("0", ""), ("#,##0.00", ""), ('0"户"', "户"), ("0\\户", "户"), ('0.0"万㎡"', "万㎡"), ("yyyy年m月", ""), ("0.00_);[红色]\\(0.00\\)", ""),
        ('"¥"#,##0', ""), ("0!.0,", None), ("#,##0,", None), ("0%", None), ('0"."00', None), ("0m2", "m2"),
    ],
)  # fmt: skip
def test_format_literal_gives_the_words_that_a_format_adds(code: str, literal: str | None) -> None:
    assert format_literal(code) == literal
