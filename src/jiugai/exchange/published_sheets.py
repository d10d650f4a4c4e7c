"""The sheets of a small published table (.csv, .xlsx) as texts and numbers, cell by cell.

To be run behind ``exchange.reading_process``: the guard there has seen size, archive and markup.
"""

import csv
import io
import warnings
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.exchange.refusals import Refused
from jiugai.exchange.sheet_extent import letters
from jiugai.exchange.text_table import decoded

MOST_ROWS = 5_000
MOST_COLUMNS = 200
SIGNIFICANT = ".15g"  # as many digits as a spreadsheet shows: without binary noise


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as found: its text, or the number that it holds; ``percent`` by its number format."""

    text: str = ""
    number: Decimal | None = None
    percent: bool = False

    @property
    def is_blank(self) -> bool:
        return self.number is None and not self.text.strip()


BLANK = RawCell()


@dataclass(slots=True)
class Sheet:
    """One visible sheet: ``rows[0][0]`` is A1; hidden rows and columns are blank here."""

    name: str
    rows: list[list[RawCell]]
    findings: list[Finding] = field(default_factory=list)

    def at(self, row: int, column: int) -> RawCell:
        cells = self.rows[row] if 0 <= row < len(self.rows) else []
        return cells[column] if 0 <= column < len(cells) else BLANK


def cell_name(row: int, column: int) -> str:
    """Return a cell's name in spreadsheet notation, from places counted from 0."""
    return f"{letters(column + 1)}{row + 1}"


def sheets_of(content: bytes, document: str) -> list[Sheet]:
    """Return the visible sheets of a file.

    :raises Refused: if it cannot be read, or is larger than any published table.
    """
    if content.startswith(b"PK"):
        return _workbook(content, document)
    return [Sheet("", _delimited(decoded(content)))]


def _delimited(text: str) -> list[list[RawCell]]:
    if "\n" not in text:
        text = text.replace("\r", "\n")  # lines end as they did on old machines
    head = text[:20_000]
    mark = max(",\t;|", key=head.count)
    if head.count(mark) == 0 and head.count("，"):
        mark = "，"
    try:
        rows = [
            [RawCell(cell) for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        ]
    except csv.Error as error:
        raise Refused("broken_text", "文本里有超长的单元格，多半是引号没有成对") from error
    _check_extent(len(rows), max(map(len, rows), default=0))
    return rows


def _check_extent(rows: int, columns: int) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise Refused(
            "not_a_published_table",
            f"表有 {rows} 行 {columns} 列，公布的进度表最多按 {MOST_ROWS} 行 {MOST_COLUMNS} 列读取",
            "请只留要排名的那张表，另存后重试",
        )


def _workbook(content: bytes, document: str) -> list[Sheet]:
    import openpyxl  # half a second, which no command should wait for that reads no workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of drawings and extensions that are not read here
            values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(content))
    except Exception as error:  # a broken workbook: zipfile, XML and openpyxl each have their own
        raise Refused("broken", "工作簿已损坏或内部结构不完整，读不出单元格") from error
    found: list[Sheet] = []
    unseen: list[Finding] = []
    for worksheet in values.worksheets:
        if worksheet.sheet_state != "visible":
            unseen.append(_hidden(document, worksheet.title, "整张工作表"))
            continue
        _check_extent(worksheet.max_row, worksheet.max_column)
        found.append(_sheet(worksheet, formulas[worksheet.title], document))
    for sheet in found[:1]:
        sheet.findings += unseen
    return found


def _sheet(worksheet: Any, formulas: Any, document: str) -> Sheet:
    unseen = {n for n, row in worksheet.row_dimensions.items() if row.hidden}
    unseen_columns = _hidden_columns(worksheet)
    sheet = Sheet(worksheet.title, [])
    uncalculated: list[str] = []
    for number, cells in enumerate(worksheet.iter_rows(), 1):
        row = []
        for index, cell in enumerate(cells):
            visible = number not in unseen and index not in unseen_columns
            row.append(_raw(cell) if visible else BLANK)
            if cell.value is None and formulas.cell(number, index + 1).data_type == "f":
                uncalculated.append(cell_name(number - 1, index))
        sheet.rows.append(row)
    filled = {n for n in unseen if n <= worksheet.max_row and any(c.value for c in worksheet[n])}
    if filled:
        shown = "、".join(str(n) for n in sorted(filled)[:10])
        sheet.findings.append(_hidden(document, sheet.name, f"第 {shown} 行"))
    if unseen_columns:
        shown = "、".join(letters(n + 1) for n in sorted(unseen_columns)[:10])
        sheet.findings.append(_hidden(document, sheet.name, f"{shown} 列"))
    if uncalculated:
        sheet.findings.append(_uncalculated(document, sheet.name, uncalculated))
    return sheet


def _hidden_columns(worksheet: Any) -> set[int]:
    hidden: set[int] = set()
    for dimension in worksheet.column_dimensions.values():
        if dimension.hidden and dimension.min:
            last = min(dimension.max or dimension.min, worksheet.max_column)
            hidden.update(range(dimension.min - 1, last))
    return hidden


def _hidden(document: str, sheet: str, what: str) -> Finding:
    return Finding(
        "rank_table.hidden",
        f"{what}被隐藏，没有读取，也没有参加排名。如应参加，请取消隐藏后重试。",
        Weight.WARNS,
        Place(document, sheet),
    )


def _uncalculated(document: str, sheet: str, cells: list[str]) -> Finding:
    return Finding(
        "rank_table.uncalculated",
        f"{'、'.join(cells[:5])} 等 {len(cells)} 格是公式，文件里没有存它的结果，按空白处理。"
        "请用 Excel 或 WPS 打开并保存一次后重试。",
        Weight.WARNS,
        Place(document, sheet, cells[0]),
    )


def _raw(cell: Any) -> RawCell:
    value = cell.value
    if value is None:
        return BLANK
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        text = format(value, SIGNIFICANT)
        number = Decimal(text)
        if not number.is_finite():
            return RawCell(text)
        return RawCell(text, number, "%" in (cell.number_format or ""))
    return RawCell(str(value))
