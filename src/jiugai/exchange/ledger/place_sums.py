"""Finds the sums that bear no word for a sum but a street's name (街道小计): told, never records."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal

from jiugai.domain.registry.characters import quoted
from jiugai.domain.registry.ledger import Column, LedgerRow
from jiugai.domain.registry.row_labels import TotalKind, is_place
from jiugai.domain.registry.text_cells import NAME_DOUBT
from jiugai.exchange.ledger.grid import cell_place
from jiugai.exchange.ledger.pages import Page
from jiugai.exchange.ledger.record_rows import RecordReader
from jiugai.exchange.ledger.totals import Stated, TotalRow, segment_of

_FEWEST_FIGURES = 2
_COUNT = re.compile(r"[(（][^()（）]*[)）]$")


def take_out(
    records: RecordReader, totals: list[TotalRow], columns: Sequence[Column], page: Page
) -> None:
    """Make a total of each row that bears a place's name and sums up the rows below or above it.

    Where most such rows of a table do, the others are sums too, and what they state is compared.
    """
    rows = records.rows
    places = [n for n, row in enumerate(rows) if row.findings and _names_a_place(row)]
    if not places:
        return
    borders = sorted({0, len(rows), *places, *(total.border for total in totals)})
    below = [n for n in places if _sums_up(rows[n], rows[n + 1 : _after(borders, n)], columns)]
    above = [n for n in places if _sums_up(rows[n], rows[_before(borders, places, n) : n], columns)]
    found = max(below, above, key=len)
    if not found:
        return
    taken = places if len(found) * 2 > len(places) else found
    for n in taken:
        totals.append(_total(rows[n], records, columns, page))
        page.tell(
            "ledger.unlabelled_total",
            f"第 {rows[n].row} 行“{quoted(rows[n].name)}”是地区的名称，各数是它{'下' if found is below else '上'}面"
            "各行之和，已当作小计，没有作为小区读。请核对。",
            totals[-1].label_place,
        )
    _renumber(totals, taken, len(totals) - len(taken))
    records.rows[:] = [row for n, row in enumerate(rows) if n not in set(taken)]


def _names_a_place(row: LedgerRow) -> bool:
    doubted = any(finding.code == NAME_DOUBT for finding in row.findings)
    return doubted and is_place(_COUNT.sub("", row.name))


def _after(borders: Sequence[int], place: int) -> int:
    return borders[bisect_right(borders, place)]


def _before(borders: Sequence[int], places: Sequence[int], place: int) -> int:
    """Return where the block above a row begins; the sum above it is not of the block."""
    at = bisect_left(borders, place)
    border = borders[at - 1] if at else 0
    return border + 1 if border in places else border


def _sums_up(row: LedgerRow, block: Sequence[LedgerRow], columns: Sequence[Column]) -> bool:
    """Say whether each figure of a row is the sum of a block's; a lone figure proves nothing."""
    if not block:
        return False
    stated = {column: value for column in columns if (value := _amount(row, column))}
    sums = segment_of(block, list(stated)).sums
    fewest = min(_FEWEST_FIGURES, len(columns))
    return len(stated) >= fewest and all(sums[column] == stated[column] for column in stated)


def _amount(row: LedgerRow, column: Column) -> Decimal | int | None:
    value = row.values.get(column)
    return value if isinstance(value, (int, Decimal)) else None


def _total(
    row: LedgerRow, records: RecordReader, columns: Sequence[Column], page: Page
) -> TotalRow:
    known = {reader.column: reader.found for reader in records.readers}
    stated = {
        column: Stated(
            amount,
            page.cell(*cell_place(row.cells[column])),
            known[column].header,
            known[column].unit,
        )
        for column in columns
        if (amount := _amount(row, column)) is not None
    }
    where = page.cell(row.row - 1, records.readers[0].index)
    return TotalRow(0, 0, TotalKind.BLOCK, row.name, where, stated)


def _renumber(totals: list[TotalRow], taken: Sequence[int], known: int) -> None:
    """Put all totals in the order of the sheet, and count the records before each anew."""
    for place, total in enumerate(totals):
        before = total.border if place < known else taken[place - known]
        total.border = before - bisect_left(taken, before)
    totals.sort(key=lambda total: cell_place(total.label_place.cell))
    for place, total in enumerate(totals):
        total.after = place
