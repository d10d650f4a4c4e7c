"""Finds a total that bears no label (无标签合计): a first or last row equal to the sum of all others."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from jiugai.domain.registry.ledger import Column, LedgerRow
from jiugai.domain.registry.row_labels import TotalKind
from jiugai.exchange.ledger.grid import cell_place
from jiugai.exchange.ledger.pages import Page
from jiugai.exchange.ledger.record_rows import RecordReader
from jiugai.exchange.ledger.totals import Amount, Segment, Stated, TotalRow, segment_of

_FEWEST_OTHERS = 3
_FEWEST_COLUMNS = 2


def take_out(
    records: RecordReader, totals: list[TotalRow], columns: Sequence[Column], page: Page
) -> None:
    """Make a total of a row that is one though nothing says so; it is told."""
    rows = records.rows
    if len(rows) <= _FEWEST_OTHERS or totals or len(columns) < _FEWEST_COLUMNS:
        return
    whole = segment_of(rows, columns)
    for place in (0, len(rows) - 1):
        row = rows[place]
        figures = _sums_up(row, columns, whole)
        if figures:
            totals.append(_total(row, place, figures, records, page))
            del rows[place]
            page.tell(
                "ledger.unlabelled_total",
                f"第 {row.row} 行没有写“合计”，但各数恰为其余 {len(rows)} 行之和，"
                "已当作合计行，没有作为小区读。请核对。",
                totals[0].label_place,
            )
            return


def _total(
    row: LedgerRow, place: int, figures: Mapping[Column, Amount], records: RecordReader, page: Page
) -> TotalRow:
    known = {reader.column: reader.found for reader in records.readers}
    stated = {
        column: Stated(
            value,
            page.cell(*cell_place(row.cells[column])),
            known[column].header,
            known[column].unit,
        )
        for column, value in figures.items()
    }
    where = page.cell(row.row - 1, records.readers[0].index)
    return TotalRow(0, place, TotalKind.WHOLE, row.name or f"第 {row.row} 行", where, stated)


def _sums_up(row: LedgerRow, columns: Sequence[Column], whole: Segment) -> dict[Column, Amount]:
    """Return a row's figures if each is the sum of the other rows', or nothing."""
    figures: dict[Column, Amount] = {}
    for column in columns:
        value = row.values[column]
        if not isinstance(value, (int, Decimal)) or not value:
            continue
        if whole.sums[column] != 2 * value:
            return {}
        figures[column] = value
    return figures if len(figures) >= _FEWEST_COLUMNS else {}
