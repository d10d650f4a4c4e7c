"""Lays cells into the columns that they fit (对列): the rows of a table whose columns were lost.

The best whole reading is sought: each cell in a column, columns in the order of the heads, empty
cells passed over, a cell of several lines held together. What fits two ways keeps no day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from jiugai.domain.supervision.decomposition.cell_kinds import (
    fit,
    is_bodies,
    is_day,
    is_number,
)
from jiugai.domain.supervision.decomposition.columns import TaskColumn as Column

_EMPTY = {
    Column.SERIAL: -5.0, Column.TASK: -6.0, Column.LEADS: -1.5, Column.ASSISTS: -0.8,
    Column.DEADLINE: -1.5, Column.OTHER: -0.6,
}  # fmt: skip
_MORE = {Column.SERIAL: -9.0, Column.DEADLINE: -2.5}
_NEXT, _NOT_NEXT, _ONE_MORE, _A_LINE_MORE = 3.0, -5.0, -1.5, -0.6
_LONG, _LIKE_A_TASK = 12, 8
_OPEN_ENDS = "，、；：（-—至年月"


@dataclass(slots=True)
class Row:
    """A row set up again (行): the lines of each of its cells, by column; ``end``: where it ends."""

    cells: list[list[str]]
    end: int = 0
    certain: bool = True


@dataclass(frozen=True, slots=True)
class _Way:
    """The best way to a column of the row begun (途径)."""

    score: float
    before: "_Way | None" = field(repr=False)
    column: int
    begins: bool
    number: int


def in_columns(cells: Sequence[str], columns: Sequence[Column]) -> list[Column] | None:
    """Return the column of each cell of one row that is short of some; None if they do not fit."""
    best: list[tuple[float, list[int]]] = [(0.0, [])]
    for text in cells:
        longer = []
        for score, taken in best:
            since = taken[-1] + 1 if taken else 0
            for at in range(since, len(columns)):
                passed = sum(_EMPTY[column] for column in columns[since:at])
                longer.append((score + passed + fit(text, columns[at]), [*taken, at]))
        last: dict[int, tuple[float, list[int]]] = {}
        for score, taken in longer:
            if taken[-1] not in last or last[taken[-1]][0] < score:
                last[taken[-1]] = (score, taken)
        best = list(last.values())
    ended = [(s + sum(_EMPTY[c] for c in columns[t[-1] + 1 :]), t) for s, t in best if t]
    return [columns[at] for at in max(ended)[1]] if ended else None


def rows_of(lines: Sequence[str], columns: Sequence[Column]) -> tuple[list[Row], float]:
    """Return the rows that lines, a cell or a part of one each, make up, and how well they fit.

    The lines after the last row's ``end`` belong to no row.
    """
    ways: dict[int, _Way] = {}
    best: tuple[float, int, _Way | None] = (0.0, 0, None)
    for number, text in enumerate(lines):
        ways = _ways_on(text, lines[number - 1] if number else "", ways, columns)
        for way in ways.values():
            ended = way.score + _passed(columns, way.column + 1, len(columns))
            if ended > best[0]:
                best = (ended, number + 1, way)
    score, end, last = best
    return _rows(lines[:end], last, columns), score


def _ways_on(
    text: str, above: str, ways: dict[int, _Way], columns: Sequence[Column]
) -> dict[int, _Way]:
    found: dict[int, _Way] = {}
    for at, column in enumerate(columns):
        fits = fit(text, column)
        options = [_begun(text, way, at, fits, columns) for way in (ways.values() or [None])]
        for way in ways.values():
            if way.column < at:
                score = way.score + fits + _passed(columns, way.column + 1, at)
                options.append(_Way(score, way, at, False, way.number))
            elif way.column == at:
                score = way.score + fits + _more(above, column)
                options.append(_Way(score, way, at, False, way.number))
        found[at] = max(options, key=lambda way: way.score)
    return found


def _begun(text: str, way: _Way | None, at: int, fits: float, columns: Sequence[Column]) -> _Way:
    """Return the way on which a cell begins a row."""
    score = fits + _passed(columns, 0, at)
    number = way.number if way else 0
    if columns[at] is Column.SERIAL and is_number(text):
        shown = int("".join(char for char in text if char.isdigit()))
        score += _NEXT if shown == number + 1 or way is None else _NOT_NEXT
        number = shown
    if way:
        score += way.score + _passed(columns, way.column + 1, len(columns))
    return _Way(score, way, at, True, number)


def _passed(columns: Sequence[Column], since: int, end: int) -> float:
    return sum(_EMPTY[column] for column in columns[since:end])


def _more(above: str, column: Column) -> float:
    if above.endswith(tuple(_OPEN_ENDS)):
        return -0.2
    return _MORE.get(column, _A_LINE_MORE if len(above) >= _LONG else _ONE_MORE)


def _rows(lines: Sequence[str], last: _Way | None, columns: Sequence[Column]) -> list[Row]:
    path: list[_Way] = []
    while last:
        path.append(last)
        last = last.before
    rows: list[Row] = []
    for number, (way, text) in enumerate(zip(reversed(path), lines, strict=True), 1):
        if way.begins:
            rows.append(Row([[] for _ in columns]))
        rows[-1].cells[way.column].append(text)
        rows[-1].end = number
    return rows


def settle(rows: Sequence[Row], columns: Sequence[Column]) -> None:
    """Mark the rows whose cells may hold what is a neighbour's."""
    counted = Column.SERIAL in columns
    for row in rows:
        row.certain = all(
            _is_certain(cell, column, counted)
            for column, cell in zip(columns, row.cells, strict=True)
        )


def _is_certain(cell: Sequence[str], column: Column, counted: bool) -> bool:
    """Say whether the lines of a cell are surely of one row: no two days or tasks."""
    if column is Column.DEADLINE:
        return len(cell) <= 1 or (is_day("".join(cell)) and not all(map(is_day, cell)))
    if column is Column.OTHER and not counted:
        return all(len(text) < _LIKE_A_TASK for text in cell)
    if column is not Column.TASK or counted:
        return True
    return not any(is_bodies(text) for text in cell) and all(
        text.endswith(tuple(_OPEN_ENDS)) for text in cell[:-1]
    )
