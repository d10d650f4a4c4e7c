"""Sheets as files (成文件): .xlsx, .xls, .ods, .csv; the same sheets make the same bytes.

Programs that write workbooks stamp them with the time of day. The stamps are taken out again:
every member of an archive bears one fixed day, and so do the workbook's properties.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime

import xlwt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from demo.make_city.archives import packed
from demo.make_city.opendocument import as_ods
from demo.make_city.sheets import Sheet

MADE_AT = datetime(2019, 1, 1)  # noqa: DTZ001 - the property of a workbook bears no zone
_CLOCK = re.compile(rb"(<dcterms:(?:modified|created)[^>]*>)[^<]*")
_THIN = Side(style="thin", color="FF999999")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


def as_file(sheets: Sequence[Sheet], ending: str) -> bytes:
    """Return sheets as the bytes of a file with this ending."""
    return _WRITERS[ending](sheets)


def _xlsx(sheets: Sequence[Sheet]) -> bytes:
    book = Workbook()
    book.remove(book[book.sheetnames[0]])
    book.properties.creator = ""
    book.properties.created = MADE_AT
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        _fill(page, sheet)
        if sheet.hidden:
            page.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return _same_clock(buffer.getvalue())


def _fill(page: Worksheet, sheet: Sheet) -> None:
    table = range(min(sheet.head_rows, default=0), len(sheet.rows))
    for r, row in enumerate(sheet.rows):
        for c, value in enumerate(row):
            cell = page.cell(r + 1, c + 1)
            cell.value = value
            if isinstance(value, date):
                cell.number_format = sheet.date_format
            if r in sheet.title_rows:
                cell.font, cell.alignment = Font(bold=True, size=16), _CENTRE
            elif r in sheet.head_rows:
                cell.font, cell.alignment = Font(bold=True), _CENTRE
            if r in table:
                cell.border = _BORDER
    for top, left, bottom, right in sheet.merges:
        page.merge_cells(
            start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
        )
    for c, width in sheet.widths.items():
        page.column_dimensions[get_column_letter(c + 1)].width = width


def _xls(sheets: Sequence[Sheet]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    title = xlwt.easyxf("font: bold on, height 320; align: horiz center")
    head = xlwt.easyxf("font: bold on; align: horiz center, wrap on")
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        day = xlwt.easyxf(num_format_str=sheet.date_format)
        covered = {
            (r, c)
            for t, le, b, ri in sheet.merges
            for r in range(t, b + 1)
            for c in range(le, ri + 1)
        }
        for top, left, bottom, right in sheet.merges:
            style = title if top in sheet.title_rows else head
            page.write_merge(top, bottom, left, right, sheet.rows[top][left] or "", style)
        for r, row in enumerate(sheet.rows):
            for c, value in enumerate(row):
                if value is None or (r, c) in covered:
                    continue
                style = head if r in sheet.head_rows else xlwt.Style.default_style
                page.write(r, c, value, day if isinstance(value, date) else style)
        page.visibility = 1 if sheet.hidden else 0
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _csv(sheets: Sequence[Sheet]) -> bytes:
    """Return one sheet as old programs save it: GB18030, a comma, no merges."""
    (sheet,) = sheets
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in sheet.rows:
        writer.writerow("" if value is None else value for value in row)
    return buffer.getvalue().encode("gb18030")


def _same_clock(archive: bytes) -> bytes:
    """Return an archive whose members, and whose workbook's properties, bear one fixed day."""
    with zipfile.ZipFile(io.BytesIO(archive)) as old:
        members = [(name, old.read(name)) for name in old.namelist()]
    return packed(
        (
            name,
            _CLOCK.sub(rb"\g<1>2019-01-01T00:00:00Z", content) if "docProps" in name else content,
        )
        for name, content in members
    )


_WRITERS: dict[str, Callable[[Sequence[Sheet]], bytes]] = {
    "xlsx": _xlsx,
    "xls": _xls,
    "ods": as_ods,
    "csv": _csv,
}
