"""A plain ledger, and the tools that write it in the forms in which people send ledgers."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from jiugai.domain.registry.ledger import Column

YEAR = 2020
HEAD = [
    "序号",
    "小区名称",
    "街道",
    "建成年份",
    "楼栋数",
    "户数",
    "建筑面积（平方米）",
    "计划投资（万元）",
]
ROWS: list[list[Any]] = [
    [1, "天阳楼小区", "老城街道", 1994, 3, 105, 13000, 418],
    [2, "城东商贸城小区", "新城街道", 1996, 2, 80, 7800, 251.6],
    [3, "缫丝厂家属区", "江北街道", 1985, 3, 100, 10000, 321],
    [4, "人民银行家属区", "老城街道", 1990, 2, 42, 3200, 103.4],
    [5, "五建小区", "新城街道", 1992, 4, 91, 9000, 290],
    [6, "中天1号楼", "江北街道", 1998, 1, 40, 3200, 103.4],
    [7, "广厦花园小区", "建民街道", 2000, 2, 72, 8000, 257],
    [8, "石梁路42号楼", "建民街道", 1988, 1, 24, 2400, 77.8],
    [9, "操兵巷1、18号", "老城街道", 1987, 2, 36, 2950.5, 94.42],
    [10, "丁字路8号院", "江北街道", 1999, 6, 180, 15200, 488],
]
KEYS = (
    Column.BUILT_YEAR,
    Column.BUILDINGS,
    Column.HOUSEHOLDS,
    Column.FLOOR_AREA,
    Column.INVESTMENT,
)
Record = dict[Column, Any]
Records = dict[str, Record]
Rows = list[list[Any]]


def plain_records() -> Records:
    """Return what the plain ledger says, by name: area in ㎡, money in 元."""
    return {
        row[1]: dict(
            zip(
                KEYS,
                (row[3], row[4], row[5], Decimal(str(row[6])), Decimal(str(row[7])) * 10_000),
                strict=True,
            )
        )
        for row in ROWS
    }


def grid() -> Rows:
    """Return a copy of the plain ledger's cells, with its head."""
    return [list(HEAD), *(list(row) for row in ROWS)]


@dataclass
class Expected:
    """What a workbook must give.

    Attributes:
      records: by name, in full; a record that is refused is here too.
      refused: the names of the rows that are not to be written.
      findings: code and cell of everything that is said; nothing else may be said.
      repairs: the cells of all repairs; there may be no others.
      totals: column, whether it agrees.
    """

    records: Records = field(default_factory=plain_records)
    refused: set[str] = field(default_factory=set)
    findings: set[tuple[str, str]] = field(default_factory=set)
    repairs: set[str] = field(default_factory=set)
    totals: list[tuple[str, bool]] = field(default_factory=list)

    def without(self, *names: str) -> "Expected":
        for name in names:
            del self.records[name]
        return self

    def change(self, name: str, column: Column, value: object) -> "Expected":
        self.records[name][column] = value
        return self


@dataclass(frozen=True)
class Mutilation:
    """One named way of spoiling a ledger, with what the reader must make of it."""

    name: str
    build: Callable[[], bytes]
    expected: Expected


def xlsx(
    rows: Rows, finish: Callable[[Worksheet], None] | None = None, sheet: str = "台账"
) -> bytes:
    """Write one sheet as .xlsx; ``finish`` may merge, hide and format."""
    return xlsx_book({sheet: rows}, {sheet: finish} if finish else {})


def xlsx_book(
    sheets: Mapping[str, Rows],
    finish: Mapping[str, Callable[[Worksheet], None]] | None = None,
    whole: Callable[[openpyxl.Workbook], None] | None = None,
) -> bytes:
    """Write several sheets as .xlsx."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if finish and name in finish:
            finish[name](sheet)
    if whole:
        whole(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(rows: Rows, finish: Callable[[Any], None] | None = None, base_1904: bool = False) -> bytes:
    """Write one sheet as .xls."""
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = base_1904
    sheet = book.add_sheet("台账")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write(r, c, cell, day)
            elif cell is not None:
                sheet.write(r, c, cell)
    if finish:
        finish(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(
    rows: Rows, hidden: Sequence[int] = (), spans: Mapping[tuple[int, int], int] | None = None
) -> bytes:
    """Write one sheet as .ods; ``spans`` gives how many rows a cell is merged down."""
    spans = spans or {}
    covered = {(r + k, c) for (r, c), n in spans.items() for k in range(1, n)}
    book = OpenDocumentSpreadsheet()
    table = Table(name="台账")
    for r, row in enumerate(rows):
        line = TableRow(visibility="collapse") if r in hidden else TableRow()
        for c, value in enumerate(row):
            line.addElement(_ods_cell(value, spans.get((r, c), 1), (r, c) in covered))
        table.addElement(line)
    book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _ods_cell(value: Any, down: int, covered: bool) -> Any:
    if covered:
        return CoveredTableCell()
    extra = {"numberrowsspanned": down, "numbercolumnsspanned": 1} if down > 1 else {}
    if value is None or value == "":
        return TableCell(**extra)
    if isinstance(value, date):
        return TableCell(valuetype="date", datevalue=value.isoformat(), **extra)
    if isinstance(value, (int, float)):
        return TableCell(valuetype="float", value=value, **extra)
    cell = TableCell(valuetype="string", **extra)
    cell.addElement(P(text=str(value)))
    return cell


def delimited(
    rows: Rows, encoding: str = "utf-8", delimiter: str = ",", end: str = "\r\n"
) -> bytes:
    """Write delimited text."""
    import csv

    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    for row in rows:
        writer.writerow(["" if cell is None else cell for cell in row])
    return out.getvalue().encode(encoding)


def put(cell: str, value: object) -> Rows:
    """Return the plain ledger with one cell changed."""
    rows = grid()
    row, column = place(cell)
    rows[row][column] = value
    return rows


def place(cell: str) -> tuple[int, int]:
    """Return a cell's row and column from 0."""
    letters = cell.rstrip("0123456789")
    columns = {get_column_letter(n + 1): n for n in range(30)}
    return int(cell[len(letters) :]) - 1, columns[letters]
