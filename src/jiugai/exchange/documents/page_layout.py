"""Puts the runs of text of a page together (版面还原): lines stay lines, cells become rows.

Programs write a table cell by cell. When a run stands beside the last one, or higher and to the
right, a further cell of the row has begun; when it is below and under that cell, it goes on with it;
when it is back at the row's left edge, a further row has begun.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

CELL = "\t"
_SAME_LINE = 0.5  # of the height of a character
_LONGEST_CELL = 14  # lines; more is a column of a newspaper and no cell


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text on one baseline; left, right, bottom and height in points (一段连续文字)."""

    text: str
    left: float
    right: float
    bottom: float
    height: float


@dataclass(slots=True)
class _Row:
    """A line or a row: the runs of each of its cells."""

    cells: list[list[Run]] = field(default_factory=list)

    @property
    def first(self) -> Run:
        return self.cells[0][0]

    @property
    def last(self) -> list[Run]:
        return self.cells[-1]

    def text(self) -> str:
        return CELL.join("".join(run.text for run in cell) for cell in self.cells)


def lines_of(runs: Iterable[Run]) -> list[str]:
    """Return the lines of a page; the cells of a row are parted by tabs."""
    rows: list[_Row] = []
    for run in runs:
        if not rows:
            rows.append(_Row([[run]]))
            continue
        before = rows[-1].last[-1]
        slack = _SAME_LINE * max(run.height, before.height)
        rise = run.bottom - before.bottom
        follows = abs(rise) <= slack and run.left >= before.right - slack
        is_higher = rise > slack and run.left > before.left + slack
        if follows or (is_higher and _beside(rows, run)):
            rows[-1].cells.append([run])
        elif _goes_on(rows[-1], run):
            rows[-1].last.append(run)
        else:
            rows.append(_Row([[run]]))
    return [row.text() for row in rows]


def _beside(rows: list[_Row], run: Run) -> bool:
    """Join the lines beside which a run stands into the cell before it; say whether there are any."""
    slack = _SAME_LINE * run.height
    if len(rows[-1].cells) > 1 and rows[-1].first.bottom >= run.bottom - slack:
        return True
    start = len(rows)
    while start and rows[start - 1].first.bottom <= run.bottom + slack:
        start -= 1
    beside = rows[start:]
    if not beside or len(beside) > _LONGEST_CELL or _reach(beside) > run.left + slack:
        return False
    for row in beside[1:]:
        beside[0].last.extend(part for cell in row.cells for part in cell)
    del rows[start + 1 :]
    return True


def _reach(rows: Sequence[_Row]) -> float:
    return max(run.right for row in rows for cell in row.cells for run in cell)


def _goes_on(row: _Row, run: Run) -> bool:
    """Say whether a run below a row goes on with its last cell."""
    if len(row.cells) < 2:
        return False
    start = row.last[0]
    return run.left >= start.left - run.height and run.left > row.first.left + run.height
