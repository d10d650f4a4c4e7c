"""Reads a row that states totals (合计行): its label, and the figure of each column."""

from collections.abc import Sequence

from jiugai.domain.findings import Finding
from jiugai.domain.registry.characters import quoted
from jiugai.domain.registry.measures import DIMENSIONS
from jiugai.domain.registry.readings import Cell
from jiugai.domain.registry.row_labels import TotalKind, total_kind
from jiugai.exchange.ledger.body_rows import Sort
from jiugai.exchange.ledger.record_rows import NOT_WRITTEN, RecordReader
from jiugai.exchange.ledger.totals import Amount, Stated, TotalRow


def total_row(
    row: Sequence[Cell], number: int, sort: Sort, records: RecordReader, after: int
) -> TotalRow:
    """Read a row of totals; it never is a record. ``number`` counts from 0.

    A figure that cannot be read for certain is told and not compared.
    """
    page = records.page
    label, column = _label(row)
    place = page.cell(number, column)
    kind = total_kind(label) or TotalKind.BLOCK
    total = TotalRow(after, len(records.rows), kind, quoted(label), place, {})
    findings: list[Finding] = []
    repaired, rounded = len(records.repairs), records.rounded.copy()
    for reader in records.readers:
        if reader.column not in DIMENSIONS or reader.found.refused or reader.index >= len(row):
            continue
        said = len(findings)
        special = records.specials.get(number, {}).get(reader.index)
        value = records.value(reader, row[reader.index], number, special, findings)
        if isinstance(value, Amount) and len(findings) == said:
            where = page.cell(number, reader.index)
            total.stated[reader.column] = Stated(
                value, where, reader.found.header, reader.found.unit
            )
    del records.repairs[repaired:]
    records.rounded = rounded
    for finding in findings:
        message = finding.message.replace(NOT_WRITTEN, "")
        page.tell("ledger.total_unread", f"合计行的{message}本格合计没有核对。", finding.place)
    if sort is Sort.GROUP:
        said_of_it = f"第 {number + 1} 行“{quoted(label)}”是分段的小计，不是小区，只用来核对。"
        page.tell("ledger.section", said_of_it, place)
    return total


def _label(row: Sequence[Cell]) -> tuple[str, int]:
    """Return the text that says what a row sums up, and its column."""
    texts = [
        (cell.strip(), column)
        for column, cell in enumerate(row)
        if isinstance(cell, str) and cell.strip()
    ]
    named = [text for text in texts if total_kind(text[0])]
    return (named or texts or [("", 0)])[0]
