"""How far a sheet reaches (表格范围), measured before a reader lays it out in memory.

A reader may lay out the whole rectangle from A1 to the last cell: one stray value in XFD1048576 makes
seventeen thousand million cells. A sheet whose tags stand as every program writes them is passed by
quick search; any other is measured cell by cell.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.parsers import expat

from jiugai.exchange.refusals import SEND_AGAIN, TRIM, Refused
from jiugai.exchange.upload_limits import UploadLimits

_REFERENCE = re.compile(r"([A-Za-z]{1,7})([0-9]+)")
_ODD_CELL = re.compile(rb"<c[\t\n\r>/]")
_PREFIXED_CELL = re.compile(rb":c[\s>/]")
_FAR_COLUMN = re.compile(rb'<c r="(?:[A-Za-z]{3}|[B-Zb-z][A-Za-z])')
_FAR_ROW = re.compile(rb'<row r="(?:[2-9][0-9]{5}|[0-9]{7})')
_FAR_CELL = re.compile(rb'<c r="[A-Za-z]{1,3}(?:[2-9][0-9]{5}|[0-9]{7})')


@dataclass(slots=True)
class QuickCheck:
    """Says whether a part may hold cells that reach too far; sure only of what it lets pass.

    It lets pass up to 52 columns (AZ) and 199,999 rows, each cell and row with its reference first.
    """

    cells: int = 0
    in_doubt: bool = False

    def look(self, piece: bytes) -> None:
        """Look through a piece of XML that cuts no tag."""
        if self.in_doubt:
            return
        cells = piece.count(b"<c ")
        self.cells += cells
        self.in_doubt = (
            cells != piece.count(b'<c r="')
            or piece.count(b"<row ") != piece.count(b'<row r="')
            or b"<row>" in piece
            or bool(_ODD_CELL.search(piece) or _PREFIXED_CELL.search(piece))
            or bool(cells and (_FAR_COLUMN.search(piece) or _FAR_CELL.search(piece)))
            or bool(_FAR_ROW.search(piece))
        )


@dataclass(slots=True)
class Extent:
    """What a sheet holds: last row, last column, and how many cells have a value."""

    limits: UploadLimits
    last_row: int = 0
    last_column: int = 0
    values: int = 0

    def take(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        """Count a block of cells with values, by the place of its last cell.

        :raises Refused: when the sheet has grown past a limit.
        """
        limits = self.limits
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)
        self.values += rows * columns
        if self.last_row > limits.rows:
            raise Refused("too_many_rows", f"第 {row} 行还有内容，最多 {limits.rows} 行", TRIM)
        if self.last_column > limits.columns:
            where = f"{letters(column)} 列（第 {column} 列）"
            raise Refused("too_many_columns", f"{where}还有内容，最多 {limits.columns} 列", TRIM)
        if self.values > limits.cells:
            raise Refused("too_many_cells", f"有内容的单元格超过 {limits.cells} 个", TRIM)
        if self.last_row * self.last_column > limits.area_cells:
            area = f"表格铺开有 {self.last_row} 行、{self.last_column} 列"
            raise Refused("too_large_an_area", f"{area}，合计最多 {limits.area_cells} 格", TRIM)


def letters(column: int) -> str:
    """Return a column's letters: 1 is A, 16384 is XFD."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def column_number(text: str) -> int:
    """Return the number of a column from its letters: A is 1."""
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def measure_workbook_part(pieces: Iterable[bytes], limits: UploadLimits) -> Extent:
    """Measure a part of an .xlsx cell by cell; cells without a value do not count.

    :raises Refused: if it reaches too far, or is not well-formed.
    """
    return _parse(_WorkbookPart(Extent(limits)), pieces)


def measure_ods_content(pieces: Iterable[bytes], limits: UploadLimits) -> Extent:
    """Measure the content of an .ods, repeated rows and columns counted as often as they repeat.

    :raises Refused: if it reaches too far, or is not well-formed.
    """
    return _parse(_OdsContent(Extent(limits)), pieces)


def _parse(sheet: "_WorkbookPart | _OdsContent", pieces: Iterable[bytes]) -> Extent:
    parser = expat.ParserCreate()
    parser.StartElementHandler = sheet.start
    parser.EndElementHandler = sheet.end
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, OverflowError) as fault:
        raise Refused("damaged", "文件不完整或已损坏，表格内容无法读出", SEND_AGAIN) from fault
    return sheet.extent


@dataclass(slots=True)
class _WorkbookPart:
    extent: Extent
    row: int = 0
    column: int = 0
    has_value: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._place(attributes.get("r", ""))
            self.has_value = False
        elif name in ("v", "is"):
            self.has_value = True
        elif name == "row":
            stated = attributes.get("r", "")
            self.row = _row_number(stated) if stated else self.row + 1
            self.column = 0
        elif name == "sheetData":
            self.row = self.column = 0

    def _place(self, stated: str) -> None:
        reference = _REFERENCE.fullmatch(stated)
        if reference:
            self.column = column_number(reference[1])
            self.row = _row_number(reference[2])
        elif stated:
            raise ValueError(stated)  # what a reader would make of it cannot be told
        else:
            self.column += 1

    def end(self, tag: str) -> None:
        if self.has_value and tag.rpartition(":")[2] == "c":
            self.has_value = False
            self.extent.take(self.row, self.column)


@dataclass(slots=True)
class _OdsContent:
    extent: Extent
    row: int = 0
    repeats: int = 1
    column: int = 0
    width: int = 1
    has_value: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name in ("table-cell", "covered-table-cell"):
            self.width = _repeated(attributes, ":number-columns-repeated") if attributes else 1
            self.column += self.width
            self.has_value = bool(attributes) and _has_type(attributes)
        elif name == "p":
            self.has_value = True
        elif name == "table-row":
            self.repeats = _repeated(attributes, ":number-rows-repeated")
            self.row += self.repeats
            self.column = 0
        elif name == "table":
            self.row = self.column = 0
            self.extent = Extent(self.extent.limits, values=self.extent.values)

    def end(self, tag: str) -> None:
        if self.has_value and tag.rpartition(":")[2] in ("table-cell", "covered-table-cell"):
            self.has_value = False
            self.extent.take(self.row, self.column, self.repeats, self.width)


def _has_type(attributes: dict[str, str]) -> bool:
    usual = "office:value-type" in attributes
    return usual or any(key.endswith(":value-type") for key in attributes)


def _row_number(stated: str) -> int:
    """Return a row's number; one of more than twelve digits is cut, and far beyond any limit still."""
    if not stated.isascii() or not stated.isdecimal():
        raise ValueError(stated)
    return int(stated.lstrip("0")[:12] or "0")


def _repeated(attributes: dict[str, str], name: str) -> int:
    for key, value in attributes.items():
        if key.endswith(name) and value.strip().isdecimal():
            return max(int(value.strip()[:10]), 1)
    return 1
