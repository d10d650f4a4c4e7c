"""Sets up again the tables that copying has flattened (拉平的表格): a cell a line, or blanks between.

A table is known by its heads: three or more that stand together, of which one is of the task and one
of who or when. What follows is cut into rows by the numbers that count them, or by the heads' number.
"""

import re
from collections.abc import Sequence

from jiugai.domain.supervision.decomposition.columns import (
    SERIAL,
    TaskColumn,
    columns_of,
    is_head,
)

_FEWEST, _MOST, _LONGEST_CELL = 3, 9, 160
_BLANKS = re.compile("[ \u3000\xa0]+")
_SECTION = re.compile(
    "[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|附[件：]|注：|备注：|填表说明"
)
_DAY = re.compile(
    "[0-9一二三四五六七八九十*]+[年月日.]|[年月]底|年内|季度|半年|前$|长期|持续|立即|每|全年|立行|内$"
)


def with_rows(lines: Sequence[str]) -> list[str]:
    """Return the lines of a text, the flattened rows of a table each as one with tabs."""
    found: list[str] = []
    at = 0
    while at < len(lines):
        heads = _BLANKS.split(lines[at].strip(" \u3000\xa0"))
        if _are_heads(heads):
            found.append("\t".join(heads))
            at = _take_spaced(lines, at + 1, len(heads), found)
            continue
        heads = _heads_below(lines, at)
        if heads:
            found.append("\t".join(heads))
            at = _take_cells(lines, at + len(heads), heads, found)
            continue
        found.append(lines[at])
        at += 1
    return found


def _are_heads(heads: Sequence[str]) -> bool:
    return len(heads) >= _FEWEST and all(map(is_head, heads)) and bool(columns_of(heads))


def _heads_below(lines: Sequence[str], at: int) -> list[str]:
    """Return the heads of a table whose cells stand one below the other, or nothing."""
    heads: list[str] = []
    for line in lines[at : at + _MOST]:
        if not is_head(line.strip()) or line.strip() in heads:
            break
        heads.append(line.strip())
    return heads if _are_heads(heads) else []


def _take_spaced(lines: Sequence[str], at: int, width: int, found: list[str]) -> int:
    """Take the rows whose cells blanks part; return where they end."""
    while at < len(lines):
        cells = _BLANKS.split(lines[at].strip(" \u3000\xa0"))
        if not width - 1 <= len(cells) <= width or any(len(c) > _LONGEST_CELL for c in cells):
            break
        found.append("\t".join(cells))
        at += 1
    return at


def _take_cells(lines: Sequence[str], at: int, heads: Sequence[str], found: list[str]) -> int:
    """Take the rows whose cells stand one below the other; return where they end."""
    columns = columns_of(heads)
    if SERIAL.fullmatch(heads[0]):
        return _take_numbered(lines, at, columns, found)
    due = columns.index(TaskColumn.DEADLINE) if TaskColumn.DEADLINE in columns else None
    while at + len(heads) <= len(lines):
        cells = [line.strip() for line in lines[at : at + len(heads)]]
        is_row = all(cells) and not any(map(_SECTION.match, cells))
        if not is_row or (due is not None and not _DAY.search(cells[due])):
            break
        found.append("\t".join(cells))
        at += len(heads)
    return at


def _take_numbered(
    lines: Sequence[str], at: int, columns: Sequence[TaskColumn], found: list[str]
) -> int:
    number = 1
    while at < len(lines) and lines[at].strip() == str(number):
        number += 1
        end = at + 1
        while end < len(lines) and lines[end].strip() != str(number):
            line = lines[end].strip()
            is_last = end - at >= len(columns) and str(number) not in map(str.strip, lines[end:])
            if not line or is_last or _SECTION.match(line):
                break
            end += 1
        cells = [line.strip() for line in lines[at:end]]
        found.append("\t".join(_fitted(cells, columns)))
        at = end
    return at


def _fitted(cells: list[str], columns: Sequence[TaskColumn]) -> list[str]:
    """Join the lines into which the cell of the task was broken, where there are too many."""
    over = len(cells) - len(columns)
    if over <= 0:
        return cells
    task = columns.index(TaskColumn.TASK)
    return [*cells[:task], "".join(cells[task : task + over + 1]), *cells[task + over + 1 :]]
