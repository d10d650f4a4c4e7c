"""Lists of any length as workbooks and texts (清单导出): written row by row, never run as formulas."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from jiugai.exchange.spreadsheet_cells import (
    CELL_CHARACTERS,
    disarmed,
    is_exact,
    may_execute,
    options,
    sheet_name,
    stamp,
)

_BOM = "\ufeff"
_WIDTHS = (8, 48)


def write_rows(
    title: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    sheet: str = "清单",
) -> bytes:
    """Return a list as .xlsx: title, head, then the rows as they come; memory stays small.

    The same rows give the same bytes. A Decimal or int that a spreadsheet would round is written as
    text; None is a blank cell.

    :param rows: values of each row, in the order of ``headings``.
    """
    target = BytesIO()
    workbook = xlsxwriter.Workbook(target, options(row_by_row=True))
    stamp(workbook, title)
    page = workbook.add_worksheet(sheet_name(sheet, frozenset()))
    formats = _Formats(workbook)
    for index, heading in enumerate(headings):
        low, high = _WIDTHS
        page.set_column(index, index, min(max(2 * len(heading) + 4, low), high))
    page.write_string(0, 0, title, formats.title)
    for index, heading in enumerate(headings):
        page.write_string(1, index, heading, formats.head)
    last = 1
    for last, row in enumerate(rows, 2):
        for index, value in enumerate(row):
            _write(page, last, index, value, formats)
    page.freeze_panes(2, 0)
    if headings:
        page.autofilter(1, 0, last, len(headings) - 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(1)
    workbook.close()
    return target.getvalue()


def write_csv_rows(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a list as .csv in UTF-8 with a byte order mark, so that Excel reads it as Chinese.

    A text that a spreadsheet might run is put behind an apostrophe; numbers and dates are not texts.
    """
    target = StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([disarmed(heading) for heading in headings])
    for row in rows:
        writer.writerow([_as_text(value) for value in row])
    return f"{_BOM}{target.getvalue()}".encode()


class _Formats:
    def __init__(self, workbook: Any) -> None:
        self.title = workbook.add_format({"bold": True, "font_size": 14})
        self.head = workbook.add_format({"bold": True, "bg_color": "#d9d9d9", "border": 1})
        self.risky = workbook.add_format({"quote_prefix": True})
        self.day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})


def _write(page: Any, row: int, column: int, value: object, formats: _Formats) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_string(row, column, "是" if value else "否")
    elif isinstance(value, (int, Decimal)) and is_exact(value):
        page.write_number(row, column, value)
    elif isinstance(value, datetime):
        page.write_datetime(row, column, value.replace(tzinfo=None), formats.moment)
    elif isinstance(value, date):
        page.write_datetime(row, column, value, formats.day)
    else:
        text = str(value)[:CELL_CHARACTERS]
        page.write_string(row, column, text, formats.risky if may_execute(text) else None)


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return disarmed(value) if isinstance(value, str) else str(value)
