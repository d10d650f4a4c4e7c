"""A copy of a workbook's values as .xlsx, with comments (按数值另存的副本).

For what cannot be commented in place: .xls, .ods, .csv, and an .xlsx of unusual build. Values,
merged ranges, hidden rows and hidden sheets come along; formats, formulas and pictures do not, and the
first cell says so.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from jiugai.exchange.ledger.grid import Book, Grid
from jiugai.exchange.ledger.workbooks import open_book
from jiugai.exchange.spreadsheet_cells import CELL_CHARACTERS, options, sheet_name, stamp

_WIDEST = 40


def copy_with_comments(
    content: bytes, comments: Mapping[str, Mapping[str, str]], *, notice: str, author: str
) -> bytes:
    """Return the workbook's values as .xlsx with comments added, by sheet and cell.

    :param notice: said at the first cell of the first sheet, in a box that stands open.
    :raises Unreadable: if the file cannot be read; one that was read before can be.
    """
    book = open_book(content)
    copier = _Copier(BytesIO())
    for index, grid in enumerate(book.grids):
        sheet = copier.write(grid)
        said = dict(comments.get(grid.sheet, {}))
        if index == 0:
            first = f"{notice}\n{said.pop('A1', '')}".strip()
            box = {"author": author, "visible": True, "x_scale": 2, "y_scale": 1.5}
            sheet.write_comment("A1", first, box)
        for cell, text in said.items():
            height = 1 + min(len(text) // 60, 4)
            sheet.write_comment(cell, text, {"author": author, "x_scale": 1.6, "y_scale": height})
    for grid in _hidden(book, content):
        copier.write(grid).hide()
    return copier.done()


def _hidden(book: Book, content: bytes) -> list[Grid]:
    if not book.hidden:
        return []
    source = CalamineWorkbook.from_filelike(BytesIO(content))
    return [
        Grid(hidden.sheet, source.get_sheet_by_name(hidden.sheet).to_python(skip_empty_area=False))
        for hidden in book.hidden
    ]


class _Copier:
    """A workbook that grids are copied into."""

    def __init__(self, target: BytesIO) -> None:
        self._target = target
        self._workbook = xlsxwriter.Workbook(target, options())
        stamp(self._workbook)
        self._dates = self._workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._moments = self._workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._times = self._workbook.add_format({"num_format": "[hh]:mm"})
        self._names: set[str] = set()

    def write(self, grid: Grid) -> Any:
        """Copy one sheet; return it for what is added to it."""
        name = sheet_name(grid.sheet, self._names)
        self._names.add(name.lower())
        sheet = self._workbook.add_worksheet(name)
        _merge(sheet, grid)
        widths: dict[int, int] = {}
        for number, row in enumerate(grid.rows):
            for column, cell in enumerate(row):
                value = grid.markup.errors.get((number, column), cell)
                self._write_cell(sheet, number, column, value)
                if isinstance(value, str) and value:
                    width = min(2 * len(value) + 2, _WIDEST)
                    widths[column] = max(widths.get(column, 9), width)
        hidden = grid.markup.hidden_columns
        for column in widths.keys() | hidden:
            sheet.set_column(column, column, widths.get(column), None, {"hidden": column in hidden})
        for number in grid.markup.hidden_rows:
            sheet.set_row(number, None, None, {"hidden": True})
        return sheet

    def _write_cell(self, sheet: Any, row: int, column: int, value: object) -> None:
        if value is None or value == "":
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, (int, float)):
            sheet.write_number(row, column, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, column, value, self._moments)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self._dates)
        elif isinstance(value, (time, timedelta)):
            sheet.write_datetime(row, column, value, self._times)
        else:
            sheet.write_string(row, column, str(value)[:CELL_CHARACTERS])

    def done(self) -> bytes:
        """Close the workbook and return it."""
        self._workbook.close()
        return self._target.getvalue()


def _merge(sheet: Any, grid: Grid) -> None:
    """Merge what was merged: a value that stands for several rows must go on doing so."""
    last_row = len(grid.rows) - 1
    last_column = max(map(len, grid.rows), default=1) - 1
    taken: set[tuple[int, int]] = set()
    for merge in grid.markup.merges:
        bottom, right = min(merge.bottom, last_row), min(merge.right, last_column)
        cells = {
            (row, column)
            for row in range(merge.top, bottom + 1)
            for column in range(merge.left, right + 1)
        }
        if len(cells) > 1 and not cells & taken:
            taken |= cells
            sheet.merge_range(merge.top, merge.left, bottom, right, "")
