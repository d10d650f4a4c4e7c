"""The workbook that goes back (退回工作簿): the sender's own file, with a comment in each bad cell.

An .xlsx comes back with nothing else touched; an .xls, .ods or .csv cannot hold such comments and
comes back as a copy of its values. The sender's file is opened in the reading process only.
"""

from collections.abc import Iterable, Mapping
from io import BytesIO

import xlsxwriter

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.registry.ledger import Column, LedgerReading, LedgerRow
from jiugai.exchange.archive_edit import NotEditable
from jiugai.exchange.reading_process import run_reader
from jiugai.exchange.refusals import Refused
from jiugai.exchange.sheet_extent import letters
from jiugai.exchange.spreadsheet_cells import options, stamp
from jiugai.exchange.upload_guard import safe_name
from jiugai.exchange.workbook_comments import AUTHOR, add_comments

Comments = dict[str, dict[str, str]]
"""What is said, by sheet and cell."""

_WRITER = "jiugai.exchange.returned_workbook:commented"


def write(
    content: bytes,
    reading: LedgerReading,
    refused_rows: Iterable[LedgerRow],
    *,
    more: Iterable[Finding] = (),
) -> bytes:
    """Return the sender's workbook with a comment in each bad cell of the refused rows.

    :param content: the file that was read.
    :param reading: what was read from it; its own blocking findings are put to their cells too.
    :param refused_rows: the rows that were not accepted; whatever was found in them is said.
    :param more: further findings of the plan, such as a name that could be two communities.
    :returns: an .xlsx; for a file that can no longer be opened, a list of what is wrong.
    """
    rows = tuple(refused_rows)
    comments = comments_of(reading, rows, more)
    document = safe_name(reading.document)
    arguments = {"comments": comments, "document": document}
    written = run_reader(_WRITER, content, arguments, expect=bytes, name=document)
    return written if isinstance(written, bytes) else _list(document, comments, str(written))


def returned_name(document: str) -> str:
    """Return what the workbook that goes back is called.

    >>> returned_name("汉滨区台账.xls")
    '汉滨区台账（退回）.xlsx'
    """
    stem, dot, ending = safe_name(document).rpartition(".")
    kept = "xlsm" if ending.lower() == "xlsm" else "xlsx"
    return f"{stem if dot else ending}（退回）.{kept}"


def comments_of(
    reading: LedgerReading, refused_rows: Iterable[LedgerRow], more: Iterable[Finding] = ()
) -> Comments:
    """Return what is to be said, by sheet and cell; what concerns a row is said at its name."""
    said: Comments = {}
    for finding in (*blocking(reading.findings), *more):
        if finding.place.cell:
            _say(said, finding.place.sheet, finding.place.cell, finding.message)
    for row in refused_rows:
        for finding in row.findings:
            cell = finding.place.cell or row.cells.get(Column.NAME) or _first_cell(row)
            _say(said, finding.place.sheet or row.sheet, cell, finding.message)
    return said


def _first_cell(row: LedgerRow) -> str:
    return next(iter(row.cells.values()), f"{letters(1)}{row.row}")


def _say(said: Comments, sheet: str, cell: str, message: str) -> None:
    cells = said.setdefault(sheet, {})
    if cell not in cells:
        cells[cell] = message
    elif message not in cells[cell].split("\n"):
        cells[cell] = f"{cells[cell]}\n{message}"


def commented(content: bytes, *, comments: Mapping[str, Mapping[str, str]], document: str) -> bytes:
    """Return the workbook with its comments; runs in the reading process."""
    if content.startswith(b"PK"):
        try:
            return add_comments(content, comments)
        except (NotEditable, Refused):
            pass  # not an .xlsx, or one of unusual build: a copy of its values is made
    # Here and not above: the server itself must never load the library that opens workbooks.
    from jiugai.exchange.copied_workbook import copy_with_comments

    notice = (
        f"{AUTHOR}：本文件按《{document}》的数值另存为 .xlsx，"
        "原有的格式、公式和图片没有带过来；有问题的单元格另有批注，请改正后重传本文件。"
    )
    return copy_with_comments(content, comments, notice=notice, author=AUTHOR)


def _list(document: str, comments: Comments, why: str) -> bytes:
    """Return a workbook that only lists what is wrong, for a file that cannot be opened again."""
    target = BytesIO()
    workbook = xlsxwriter.Workbook(target, options())
    stamp(workbook)
    sheet = workbook.add_worksheet("退回说明")
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 1, 14)
    sheet.set_column(2, 2, 90, wrapped)
    sheet.write_string(0, 0, f"《{document}》未能加上批注（{why}），问题列在下面。")
    sheet.write_row(1, 0, ("表", "单元格", "问题"))
    lines = [(name, cell, text) for name, cells in comments.items() for cell, text in cells.items()]
    for number, line in enumerate(lines, 2):
        for column, text in enumerate(line):
            sheet.write_string(number, column, text)
    workbook.close()
    return target.getvalue()
