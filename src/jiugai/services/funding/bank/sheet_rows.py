"""A reconciliation row by row (余额调节表的行): the four kinds of what is under way, and both results."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from jiugai.domain.funding.book.reconciling import Reconciliation
from jiugai.domain.quantities import yuan
from jiugai.storage.funding.bank_queries import ItemRow, LineRow

HEADINGS = ("项目", "日期", "依据、流水号", "对方", "金额（元）")
BANK_HAS = {True: "银行已收，账面未收", False: "银行已付，账面未付"}
BOOK_HAS = {True: "账面已收，银行未收", False: "账面已付，银行未付"}
Row = tuple[str, date | None, str, str, Decimal]


def sheet_rows(
    found: Reconciliation, lines: Mapping[int, LineRow], items: Mapping[int, ItemRow]
) -> Iterator[Row]:
    """Yield the rows of a reconciliation: what, when, by which paper, with whom, how much."""
    yield ("账面余额（专户和待查款）", None, "", "", yuan(found.book_fen))
    for line in found.lines:
        row = lines[line.id]
        told = BANK_HAS[line.amount_fen > 0]
        yield (told, row.on, row.serial, row.counterparty, yuan(row.amount_fen))
    yield ("调节后的账面余额", None, "", "", yuan(found.adjusted_book_fen))
    yield ("银行对账单余额", None, "", "", yuan(found.bank_fen))
    for one in found.items:
        item = items[one.id]
        told = BOOK_HAS[one.amount_fen > 0]
        yield (told, item.on, item.paper, item.payee, yuan(item.amount_fen))
    yield ("调节后的银行余额", None, "", "", yuan(found.adjusted_bank_fen))
    yield ("差额", None, "", "", yuan(found.difference_fen))
