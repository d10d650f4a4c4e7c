"""A reading in the form in which it crosses between processes (读取结果打包): by column, in blocks.

Rows of one table share their sheet, their columns and the letters of their cells. Those are said
once; values go column by column, words that repeat as numbers into a list of words. So do findings
and repairs, of which a ledger may have several for each row, in few words said again and again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby, islice, repeat, starmap
from operator import attrgetter
from typing import Any

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.domain.registry.ledger import Column, LedgerReading, LedgerRow, Repair, Value
from jiugai.domain.registry.values import RowCells, RowValues

_COLUMNS = {column.value: column for column in Column}
_WEIGHTS = {weight.value: weight for weight in Weight}
_NOTHING = type(None)
_MOST = 4_000_000  # findings, or repairs: twenty for each of the most rows that the guard lets in

Plain = Callable[[object], object]
"""Turns a value into what JSON can say."""

Packed = list[Any]


def packed(reading: LedgerReading, plain: Plain) -> Packed:
    """Return a reading as lists of what JSON can say; ``plain`` serves its small parts."""
    return [
        reading.document,
        plain(reading.tables),
        [_block(shape, list(rows), plain) for shape, rows in groupby(reading.rows, _shape)],
        _packed_parts(reading.repairs, _OF_A_REPAIR, plain),
        plain(reading.totals),
        _packed_parts(reading.findings, _OF_A_FINDING, plain),
    ]


def unpacked(body: Packed) -> LedgerReading:
    """Return the reading that was packed."""
    document, tables, blocks, repairs, totals, findings = body
    return LedgerReading(
        document,
        tables,
        tuple(row for block in blocks for row in _rows(*block)),
        tuple(starmap(_repair, _columns(repairs))),
        totals,
        tuple(starmap(_finding, _columns(findings))),
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
    marked: Packed = []
    for index, row in enumerate(rows):
        if row.hidden_id or row.hidden_version is not None or letters is None:
            cells = None if letters is not None else [[k.value, v] for k, v in row.cells.items()]
            marked.append([index, row.hidden_id, row.hidden_version, cells])
    findings = [finding for row in rows for finding in row.findings]
    return [
        sheet,
        [column.value for column in columns],
        [[column.value, name] for column, name in letters or ()],
        [row.row for row in rows],
        [_packed_column(column, plain) for column in zip(*map(_values, rows), strict=True)],
        marked,
        [[index, len(row.findings)] for index, row in enumerate(rows) if row.findings],
        _packed_parts(findings, _OF_A_FINDING, plain),
    ]


def _values(row: LedgerRow) -> tuple[Value | None, ...]:
    values = row.values
    return values.in_order if isinstance(values, RowValues) else tuple(values.values())


def _packed_parts(things: Sequence[object], parts: Sequence[str], plain: Plain) -> Packed:
    """Return one packed column for each part; one at a time, since there may be a million things."""
    return [_packed_column(list(map(attrgetter(part), things)), plain) for part in parts]


def _columns(packed_columns: list[Packed]) -> Iterator[tuple[Any, ...]]:
    """Yield the lines whose columns were packed."""
    return zip(*(_column(*column) for column in packed_columns), strict=True)


def _packed_column(values: Sequence[object], plain: Plain) -> Packed:
    kinds = set(map(type, values)) - {_NOTHING}
    if kinds == {str}:
        words = list(dict.fromkeys(values))
        if len(words) == 1:
            return ["same", words[0], len(values)]
        if 2 * len(words) <= len(values):
            numbers = {word: number for number, word in enumerate(words)}
            return ["words", words, [numbers[word] for word in values]]
        return ["plain", values]
    if kinds <= {int}:
        return ["plain", values]
    if kinds <= _PACKERS.keys():
        letters = "".join([_LETTERS[type(value)] for value in values])
        return ["mixed", letters, [_PACKERS[type(value)](value) for value in values]]
    return ["plain", [plain(value) for value in values]]


def _column(form: str, values: Any, rest: Any = None) -> Iterable[Any]:
    if form == "same":
        return _repeated(values, rest)
    if form == "words":
        return [values[number] for number in rest]
    if form == "mixed":
        return [_BUILDERS[letter](value) for letter, value in zip(values, rest, strict=True)]
    return list(values)


def _repeated(value: Any, times: int) -> Iterable[Any]:
    """Return one value many times; how often is told by a process that read a hostile file."""
    if times > _MOST:
        raise ValueError("more than any ledger gives rise to")
    return repeat(value, times)


def _same(value: Any) -> Any:
    return value


_PACKERS: dict[type, Callable[[Any], object]] = {
    _NOTHING: _same,
    str: _same,
    int: _same,
    Decimal: str,
    date: date.toordinal,
}
_LETTERS: dict[type, str] = {_NOTHING: "n", str: "s", int: "i", Decimal: "d", date: "t"}
_BUILDERS: dict[str, Callable[[Any], object]] = {
    "n": _same,
    "s": _same,
    "i": _same,
    "d": Decimal,
    "t": date.fromordinal,
}


def _rows(
    sheet: str,
    columns: list[str],
    letters: list[list[str]],
    numbers: list[int],
    packed_values: list[Packed],
    marked: list[Packed],
    noted: list[tuple[int, int]],
    packed_findings: list[Packed],
) -> Iterator[LedgerRow]:
    places = {_COLUMNS[column]: place for place, column in enumerate(columns)}
    names = {_COLUMNS[column]: name for column, name in letters}
    marks = {index: rest for index, *rest in marked}
    findings = starmap(_finding, _columns(packed_findings))
    said = {index: tuple(islice(findings, count)) for index, count in noted}
    by_row = _columns(packed_values) if columns else iter([()] * len(numbers))
    for index, (number, values) in enumerate(zip(numbers, by_row, strict=True)):
        contents = RowValues(places, values)
        if index not in marks:
            cells = RowCells(names, number)
            yield LedgerRow(sheet, number, contents, said.get(index, ()), cells)
            continue
        hidden_id, version, irregular = marks[index]
        yield LedgerRow(
            sheet,
            number,
            contents,
            said.get(index, ()),
            RowCells(names, number)
            if irregular is None
            else {_COLUMNS[k]: v for k, v in irregular},
            hidden_id,
            version,
        )


# --- What is said of cells ---------------------------------------------------------


_OF_A_FINDING = (
    "code",
    "message",
    "weight.value",
    "place.document",
    "place.sheet",
    "place.cell",
)
_OF_A_REPAIR = (
    "place.document",
    "place.sheet",
    "place.cell",
    "column.value",
    "read",
    "value",
    "why",
)


def _finding(code: str, message: str, weight: str, document: str, sheet: str, cell: str) -> Finding:
    return Finding(code, message, _WEIGHTS[weight], Place(document, sheet, cell))


def _repair(
    document: str, sheet: str, cell: str, column: str, read: str, value: Any, why: str
) -> Repair:
    return Repair(Place(document, sheet, cell), _COLUMNS[column], read, value, why)
