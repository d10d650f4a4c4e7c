"""What firms offer as a workbook (意向登记表工作簿): every row of a list with its offers, and the totals.

The first sheet is what ``interest_table`` reads; contacts are not in it, for only commitments are kept.
"""

from collections.abc import Iterable, Sequence
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
    "类别",
    "企业",
    "统一社会信用代码",
    "行业",
    "联系方式",
    "出资来源",
    "意向金额(元)",
    "情况",
)
_WIDTHS = (12, 14, 14, 28, 20, 32, 22, 16, 16, 12, 16, 28)
_TOTALS = ("类别", "小区×类别", "没有企业报", "企业", "意向", "意向金额(元)")


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A row of the workbook (意向行): its eleven texts without the sum, and the sum in 分 or None."""

    texts: tuple[str, ...]
    state: str
    amount_fen: int | None


@dataclass(frozen=True, slots=True)
class TotalLine:
    """A row of the second sheet (合计行), the sum in 分."""

    word: str
    counts: tuple[int, int, int, int]
    amount_fen: int


def interest_workbook(
    title: str, lines: Iterable[OfferLine], totals: Sequence[TotalLine] = ()
) -> bytes:
    """Return offers as .xlsx; without lines, as a form to fill in. The same lines, the same bytes."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, options())
    stamp(book, title)
    head = book.add_format({"bold": True, "bg_color": "#d9d9d9", "border": 1})
    money = book.add_format({"num_format": "#,##0.00"})
    risky = book.add_format({"quote_prefix": True})
    page = book.add_worksheet("意向登记表")
    for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        page.write_string(0, column, heading, head)
        page.set_column(column, column, width)
    for row, line in enumerate(lines, 1):
        for column, text in enumerate(line.texts):
            page.write_string(row, column, text, risky if may_execute(text) else None)
        if line.amount_fen is not None:
            page.write_number(row, 10, yuan(line.amount_fen), money)
        page.write_string(row, 11, line.state, risky if may_execute(line.state) else None)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    if totals:
        sums = book.add_worksheet("合计")
        for column, heading in enumerate(_TOTALS):
            sums.write_string(0, column, heading, head)
            sums.set_column(column, column, 20)
        for row, total in enumerate(totals, 1):
            sums.write_string(row, 0, total.word)
            for column, count in enumerate(total.counts, 1):
                sums.write_number(row, column, count)
            sums.write_number(row, 5, yuan(total.amount_fen), money)
    book.close()
    return target.getvalue()
