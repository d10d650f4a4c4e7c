"""A batch as a workbook (申报表工作簿): sent up, filled in by whoever answers, and read back.

The headings are those that ``batch_table`` reads; the columns of the answer are blank until there is one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter

from jiugai.domain.quantities import yuan
from jiugai.exchange.spreadsheet_cells import may_execute, options, stamp

HEADINGS = (
    "县区",
    "街道",
    "小区编号",
    "小区",
    "改造内容编号",
    "改造内容",
    "申请金额(元)",
    "批准金额(元)",
    "理由",
)
_WIDTHS = (12, 14, 14, 28, 14, 20, 16, 16, 32)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A row of the workbook (申报表的行), money in 分; ``won_fen`` None before the answer."""

    county: str
    street: str
    number: str
    name: str
    item: str
    item_word: str
    asked_fen: int
    won_fen: int | None
    because: str


def batch_workbook(title: str, lines: Iterable[SheetLine]) -> bytes:
    """Return a batch as .xlsx; without lines, as a form to fill in. The same lines, the same bytes."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, options())
    stamp(book, title)
    head = book.add_format({"bold": True, "bg_color": "#d9d9d9", "border": 1})
    money = book.add_format({"num_format": "#,##0.00"})
    risky = book.add_format({"quote_prefix": True})
    page = book.add_worksheet("申报表")
    for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        page.write_string(0, column, heading, head)
        page.set_column(column, column, width)
    for row, line in enumerate(lines, 1):
        texts = (line.county, line.street, line.number, line.name, line.item, line.item_word)
        for column, text in enumerate(texts):
            page.write_string(row, column, text, risky if may_execute(text) else None)
        page.write_number(row, 6, yuan(line.asked_fen), money)
        if line.won_fen is not None:
            page.write_number(row, 7, yuan(line.won_fen), money)
        page.write_string(row, 8, line.because, risky if may_execute(line.because) else None)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    book.close()
    return target.getvalue()
