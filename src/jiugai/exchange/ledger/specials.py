"""Cells that need a second look before they are read (特殊单元格): merged, failed, not calculated.

They are few, so they are laid out by row once and only those rows are looked at.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from jiugai.domain.registry.characters import says_nothing
from jiugai.domain.registry.ledger import Column
from jiugai.domain.registry.measures import DIMENSIONS
from jiugai.domain.registry.readings import Cell, Reading, refused
from jiugai.exchange.ledger.columns import ColumnSet
from jiugai.exchange.ledger.grid import Grid, Merge, cell_name

_MOST_MERGED_ROWS = 2000
_TOGETHER = frozenset(DIMENSIONS)


@dataclass(frozen=True, slots=True)
class Special:
    """What is special about a cell.

    Attributes:
      refusal: why it is not read, or None.
      fill: the value of the merged range that covers it, or None.
      shown: what its number format adds on the screen.
      note: which range it is filled from.
    """

    refusal: Reading | None = None
    fill: Cell | None = None
    shown: str = ""
    note: str = ""


Specials = Mapping[int, Mapping[int, Special]]


def specials(
    grid: Grid, found: ColumnSet, name: int | None, first_row: int, last_row: int
) -> Specials:
    """Return the special cells of a table, by row and column counted from 0."""
    by_row: dict[int, dict[int, Special]] = defaultdict(dict)
    by_index = {column.index: column.column for column in found.mapped if column.column}
    markup = grid.markup
    for merge in markup.merges:
        if merge.bottom >= first_row and merge.top <= last_row:
            _merged(merge, grid, by_index, name, by_row, first_row)
    for (row, column), literal in markup.shown_with.items():
        if first_row <= row <= last_row and column in by_index:
            by_row[row][column] = Special(shown=literal)
    for row, column in markup.scaled:
        if first_row <= row <= last_row and column in by_index:
            by_row[row][column] = Special(refused(
                "ledger.shown_otherwise",
                "单元格格式使显示的数与存的数不同，不能断定以哪个为准。请改为常规格式并核对后重新填写",
            ))  # fmt: skip
    for (row, column), error in markup.errors.items():
        if first_row <= row <= last_row and column in by_index:
            said = f"是公式出错的结果（{error}）。请改正公式，或直接填写数值"
            by_row[row][column] = Special(refused("ledger.error_value", said))
    for row, column in markup.uncalculated:
        if first_row <= row <= last_row and column in by_index and _is_empty(grid, row, column):
            said = "是公式，但文件里没有它的计算结果。请用 Excel 或 WPS 打开后保存，或直接填写数值"
            by_row[row][column] = Special(refused("ledger.formula_uncalculated", said))
    return by_row


def _is_empty(grid: Grid, row: int, column: int) -> bool:
    if row >= len(grid.rows) or column >= len(grid.rows[row]):
        return True
    return grid.rows[row][column] in ("", 0, 0.0)


def _merged(
    merge: Merge,
    grid: Grid,
    by_index: Mapping[int, Column],
    name: int | None,
    by_row: dict[int, dict[int, Special]],
    first_row: int,
) -> None:
    covered = [index for index in range(merge.left, merge.right + 1) if index in by_index]
    if not covered or merge.top < first_row or merge.bottom - merge.top > _MOST_MERGED_ROWS:
        return
    source = grid.rows[merge.top][merge.left] if merge.left < len(grid.rows[merge.top]) else ""
    if source == "" or (isinstance(source, str) and says_nothing(source)):
        return
    area = f"{cell_name(merge.top, merge.left)}:{cell_name(merge.bottom, merge.right)}"
    if len(covered) > 1 and not isinstance(source, str):
        _refuse_across(merge, covered, area, by_row)
        return
    rows = range(merge.top, min(merge.bottom + 1, len(grid.rows)))
    named = [row for row in rows if _has_name(grid, row, name, merge)]
    for index in covered[:1]:
        _down(merge, source, by_index[index], index, named, grid, area, by_row)


def _refuse_across(
    merge: Merge, covered: list[int], area: str, by_row: dict[int, dict[int, Special]]
) -> None:
    said = f"{area} 合并成一格，一个数占了几列，不能断定是哪一列的。请取消合并，逐格填写"
    for row in range(merge.top, merge.bottom + 1):
        by_row[row][covered[0]] = Special(refused("ledger.merged_figures", said))


def _has_name(grid: Grid, row: int, name: int | None, merge: Merge) -> bool:
    if name is None or merge.left <= name <= merge.right:
        return False
    cells = grid.rows[row]
    return name < len(cells) and cells[name] != ""


def _down(
    merge: Merge,
    source: Cell,
    column: Column,
    index: int,
    named: list[int],
    grid: Grid,
    area: str,
    by_row: dict[int, dict[int, Special]],
) -> None:
    if merge.bottom == merge.top:
        return
    if column is Column.NAME:
        _one_name(merge, index, grid, area, by_row)
        return
    if column in _TOGETHER and (len(named) > 1 or (named and named[0] != merge.top)):
        said = f"{area} 合并成一格，几个小区只有一个数，无法拆分。应每个小区各填一个数"
        for row in named:
            by_row[row][index] = Special(refused("ledger.merged_figures", said))
        return
    if column not in _TOGETHER and column is not Column.SERIAL:
        for row in named:
            if row != merge.top:
                by_row[row][index] = Special(fill=source, note=area)


def _one_name(
    merge: Merge, index: int, grid: Grid, area: str, by_row: dict[int, dict[int, Special]]
) -> None:
    """A name merged over several rows that hold figures: one community in parts, not one row."""
    others = [
        row
        for row in range(merge.top + 1, min(merge.bottom + 1, len(grid.rows)))
        if any(isinstance(cell, (int, float)) for cell in grid.rows[row])
    ]
    if not others:
        return
    said = f"{area} 合并成一格，一个小区占了几行，每行各有数，不能断定如何合计。应每个小区一行"
    for row in (merge.top, *others):
        by_row[row][index] = Special(refused("ledger.merged_figures", said))
