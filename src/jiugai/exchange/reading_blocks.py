"""A reading in the form in which it crosses between processes (读取结果打包): by column, in blocks.

Rows of one table share their sheet, their columns and the letters of their cells. Those are said
once; values go column by column, words that repeat as numbers into a list of words.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby, starmap
from typing import Any

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.domain.registry.ledger import Column, LedgerReading, LedgerRow, Repair, Value
from jiugai.domain.registry.values import RowCells, RowValues

_COLUMNS = {column.value: column for column in Column}
_WEIGHTS = {weight.value: weight for weight in Weight}
_NOTHING = type(None)

Plain = Callable[[object], object]
"""Turns a value into what JSON can say."""

Packed = list[Any]


def packed(reading: LedgerReading, plain: Plain) -> Packed:
    """Return a reading as lists of what JSON can say; ``plain`` serves its small parts."""
    return [
        reading.document,
        plain(reading.tables),
        [_block(shape, list(rows), plain) for shape, rows in groupby(reading.rows, _shape)],
        [_packed_repair(repair, plain) for repair in reading.repairs],
        plain(reading.totals),
        [_packed_finding(finding) for finding in reading.findings],
    ]


def unpacked(body: Packed) -> LedgerReading:
    """Return the reading that was packed."""
    document, tables, blocks, repairs, totals, findings = body
    return LedgerReading(
        document,
        tables,
        tuple(row for block in blocks for row in _rows(*block)),
        tuple(starmap(_repair, repairs)),
        totals,
        tuple(starmap(_finding, findings)),
    )


# --- Rows --------------------------------------------------------------------------

_Shape = tuple[str, tuple[Column, ...], tuple[tuple[Column, str], ...] | None]


def _shape(row: LedgerRow) -> _Shape:
    """Return what a row has in common with its neighbours; no letters if its cells are elsewhere."""
    cells = row.cells
    if isinstance(cells, RowCells) and cells.row == row.row:
        return row.sheet, tuple(row.values), tuple(cells.letters.items())
    ending = str(row.row)
    letters = tuple([(column, cell.removesuffix(ending)) for column, cell in cells.items()])
    is_regular = all(name.isalpha() for _, name in letters)
    return row.sheet, tuple(row.values), letters if is_regular else None


def _block(shape: _Shape, rows: list[LedgerRow], plain: Plain) -> Packed:
    sheet, columns, letters = shape
    said: Packed = []
    for index, row in enumerate(rows):
        if row.findings or row.hidden_id or row.hidden_version is not None or letters is None:
            cells = None if letters is not None else [[k.value, v] for k, v in row.cells.items()]
            findings = [_packed_finding(finding) for finding in row.findings]
            said.append([index, findings, row.hidden_id, row.hidden_version, cells])
    values = zip(*map(_values, rows), strict=True)
    return [
        sheet,
        [column.value for column in columns],
        [[column.value, name] for column, name in letters or ()],
        [row.row for row in rows],
        [_packed_column(column, plain) for column in values],
        said,
    ]


def _values(row: LedgerRow) -> tuple[Value | None, ...]:
    values = row.values
    return values.in_order if isinstance(values, RowValues) else tuple(values.values())


def _packed_column(values: Sequence[object], plain: Plain) -> Packed:
    kinds = set(map(type, values)) - {_NOTHING}
    if kinds == {str}:
        words = list(dict.fromkeys(values))
        if 2 * len(words) <= len(values):
            numbers = {word: number for number, word in enumerate(words)}
            return ["words", words, [numbers[word] for word in values]]
        return ["plain", values]
    if kinds == {Decimal}:
        return ["decimals", [None if value is None else str(value) for value in values]]
    if kinds == {date}:
        days = [value.toordinal() if isinstance(value, date) else None for value in values]
        return ["dates", days]
    if kinds <= {int}:
        return ["plain", values]
    return ["plain", [plain(value) for value in values]]


def _column(form: str, values: list[Any], numbers: list[int] | None = None) -> Iterable[Any]:
    if form == "words" and numbers is not None:
        return [values[number] for number in numbers]
    if form == "decimals":
        return [None if value is None else Decimal(value) for value in values]
    if form == "dates":
        return [None if value is None else date.fromordinal(value) for value in values]
    return values


def _rows(
    sheet: str,
    columns: list[str],
    letters: list[list[str]],
    numbers: list[int],
    packed_columns: list[Packed],
    said: list[Packed],
) -> Iterator[LedgerRow]:
    places = {_COLUMNS[column]: place for place, column in enumerate(columns)}
    names = {_COLUMNS[column]: name for column, name in letters}
    extras = {index: rest for index, *rest in said}
    by_column = [_column(*column) for column in packed_columns]
    by_row = zip(*by_column, strict=True) if by_column else iter([()] * len(numbers))
    for index, (number, values) in enumerate(zip(numbers, by_row, strict=True)):
        contents = RowValues(places, values)
        if index not in extras:
            yield LedgerRow(sheet, number, contents, (), RowCells(names, number))
            continue
        findings, hidden_id, version, cells = extras[index]
        yield LedgerRow(
            sheet,
            number,
            contents,
            tuple(starmap(_finding, findings)),
            RowCells(names, number) if cells is None else {_COLUMNS[k]: v for k, v in cells},
            hidden_id,
            version,
        )


# --- What is said of cells ---------------------------------------------------------


def _packed_finding(finding: Finding) -> Packed:
    place = finding.place
    weight = finding.weight.value
    return [finding.code, finding.message, weight, place.document, place.sheet, place.cell]


def _finding(code: str, message: str, weight: str, document: str, sheet: str, cell: str) -> Finding:
    return Finding(code, message, _WEIGHTS[weight], Place(document, sheet, cell))


def _packed_repair(repair: Repair, plain: Plain) -> Packed:
    place = repair.place
    words = [repair.column.value, repair.read, plain(repair.value), repair.why]
    return [place.document, place.sheet, place.cell, *words]


def _repair(
    document: str, sheet: str, cell: str, column: str, read: str, value: Any, why: str
) -> Repair:
    return Repair(Place(document, sheet, cell), _COLUMNS[column], read, value, why)
