"""Sets up again the tables that copying has flattened (拉平的表格): a cell a line, or blanks between.

A table is known by its heads: three or more that stand together, of which one is of the task and one
of who or when. What follows is cut into rows by what the cells are, not by how many.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from jiugai.domain.supervision.decomposition.alignment import Row, rows_of, settle
from jiugai.domain.supervision.decomposition.cell_kinds import (
    is_bodies,
    is_calendar_day,
    is_day,
    is_number,
)
from jiugai.domain.supervision.decomposition.columns import TaskColumn, columns_of, is_head

_FEWEST, _MOST, _LONGEST_CELL, _LONGEST_LINE = 3, 10, 160, 400
_SPACES = " \u3000\xa0"
_BLANKS = re.compile(f"[{_SPACES}]+")
_SECTION = re.compile(
    "(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[类项部])[^。；，]{2,28}"
)
_STOP = re.compile(
    r"附[件：:]|注[：:]|备注[：:]|说明[：:]|填表|[（(]?联系|抄送|主送|\*注|20\d\d年\d{1,2}月\d{1,2}日印发"
)
_PAGE = re.compile(r"[-—–·\s]+\d{1,4}[-—–·\s]+|第\d{1,4}页.{0,10}|\d{1,4}/\d{1,4}")
_TOPIC = re.compile("[一二三四五六七八九十]{1,3}、[^。；，、]{2,12}")
_SIGNATURE, _UNKNOWN_HEADS, _SHORT_HEAD, _A_HEAD_MORE = 2, 4, 10, 1.5
_HEAD_BEGINS = re.compile(
    "序|备|(?:完成|办结|整改|责任|牵头|承办|配合|协办|参与|落实|负责|工作|重点|主要|截止)"
)
_HEAD_ENDS = re.compile(
    "号|注|时限|时间|期限|节点|日期|单位|部门|主体|科室|人|领导|任务|内容|措施|事项"
)
_MAY_BE_CELL = re.compile(
    "任务|事项|内容|工作|措施|职责|要求|项目|问题|整改|举措|要点|目标|^[各有相]"
)
_WHO = (TaskColumn.LEADS, TaskColumn.ASSISTS)
_NO_HEAD = re.compile(r"[。；，：:、“”\d]")


def with_rows(lines: Sequence[str]) -> list[str]:
    """Return the lines of a text, the flattened rows of a table each as one with tabs."""
    found: list[str] = []
    at = 0
    while at < len(lines):
        heads = _BLANKS.split(lines[at].strip(_SPACES))
        if _are_heads(heads):
            found.append("\t".join(heads))
            at = _take_spaced(lines, at + 1, len(heads), found)
            continue
        taken = _take_cells(lines, at, found)
        if taken > at:
            at = taken
            continue
        found.append(lines[at])
        at += 1
    return found


def _are_heads(heads: Sequence[str]) -> bool:
    return len(heads) >= _FEWEST and all(map(is_head, heads)) and bool(columns_of(heads))


def _take_spaced(lines: Sequence[str], at: int, width: int, found: list[str]) -> int:
    """Take the rows whose cells blanks part; return where they end."""
    while at < len(lines):
        cells = _BLANKS.split(lines[at].strip(_SPACES))
        if not width - 1 <= len(cells) <= width or any(len(c) > _LONGEST_CELL for c in cells):
            break
        found.append("\t".join(cells))
        at += 1
    return at


def _take_cells(lines: Sequence[str], at: int, found: list[str]) -> int:
    """Take a table whose cells stand one below the other; return where it ends, ``at`` if none."""
    if not is_head(_joined_head(lines, at)[0]):
        return at
    tables = []
    for heads, since in _likely_heads(lines, at):
        parts, ends = _parts(lines, since, heads)
        read, score, taken = _read(parts, columns_of(heads))
        tables.append((score - _A_HEAD_MORE * len(heads), taken, heads, read, ends))
    usable = [table for table in tables if table[1]]
    if not usable:
        return at
    _, taken, heads, read, ends = max(usable, key=lambda table: table[0])
    found.append("\t".join(heads))
    found += read
    return ends[taken - 1]


def _joined_head(lines: Sequence[str], at: int) -> tuple[str, int]:
    """Return the head that begins at a line, and how many lines it takes: 完成 / 时限."""
    text = lines[at].strip() if at < len(lines) else ""
    after = lines[at + 1].strip() if at + 1 < len(lines) else ""
    if _HEAD_BEGINS.fullmatch(text) and _HEAD_ENDS.fullmatch(after):
        return text + after, 2
    return text, 1


def _likely_heads(lines: Sequence[str], at: int) -> list[tuple[list[str], int]]:
    """Return the heads from which those of the table are to be chosen.

    What comes again further down is them, and only what may be a cell, a task, is left out.
    """
    found = list(_heads_below(lines, at))
    again = [
        (heads, since)
        for heads, since in found
        if any(_again(lines, number, heads) for number in range(since, len(lines)))
    ]
    found = again or found
    needed = max(
        (len(heads) for heads, _ in found if not _MAY_BE_CELL.search(heads[-1])), default=0
    )
    return [(heads, since) for heads, since in found if len(heads) >= needed]


def _heads_below(lines: Sequence[str], at: int) -> Iterator[tuple[list[str], int]]:
    """Yield the heads that may stand one below the other from a line on, and where they end."""
    heads: list[str] = []
    unknown = 0
    while at < len(lines) and len(heads) < _MOST:
        head, taken = _joined_head(lines, at)
        known = is_head(head)
        may_be = 1 < len(head) <= _SHORT_HEAD and not _NO_HEAD.search(head)
        may_be = may_be and not is_bodies(head) and not is_day(head)
        unknown += not known
        if head in heads or not (known or may_be) or unknown > _UNKNOWN_HEADS:
            return
        heads.append(head)
        at += taken
        if known and len(heads) >= _FEWEST and columns_of(heads):
            yield list(heads), at


def _parts(lines: Sequence[str], at: int, heads: Sequence[str]) -> tuple[list[str], list[int]]:
    """Return the lines that may be of a table's cells, and where each ends.

    Heads that come again on a new page, pages' numbers and blank lines are passed over.
    """
    parts: list[str] = []
    ends: list[int] = []
    while at < len(lines):
        text = lines[at].strip()
        again = _again(lines, at, heads)
        if again or not text or _PAGE.fullmatch(text):
            at = again or at + 1
            continue
        is_page = is_number(text) and _again(lines, at + 1, heads)
        at += 1
        if is_page:
            continue
        if _STOP.match(text) or len(text) > _LONGEST_LINE or "\t" in text:
            if text.endswith("印发") and parts and is_bodies(parts[-1]):
                del parts[-1], ends[-1]
            break
        parts.append(text)
        ends.append(at)
    end = _closing(parts)
    return parts[:end], ends[:end]


def _closing(parts: Sequence[str]) -> int:
    """Return where prose ends a table: the one line with a full stop, before a signature or nothing."""
    closed = [at for at, text in enumerate(parts) if text.endswith("。")]
    after = parts[closed[0] + 1 :] if len(closed) == 1 else ()
    is_signed = len(after) <= _SIGNATURE and all(is_bodies(t) or is_calendar_day(t) for t in after)
    return closed[0] if len(closed) == 1 and is_signed else len(parts)


def _again(lines: Sequence[str], at: int, heads: Sequence[str]) -> int:
    """Return where a table's heads end that stand again at a line; 0 if they do not."""
    for head in heads:
        text, taken = _joined_head(lines, at)
        if text != head:
            return 0
        at += taken
    return at


def _read(parts: Sequence[str], columns: Sequence[TaskColumn]) -> tuple[list[str], float, int]:
    """Return the rows and the headings between them, how well they fit, and how many parts they take."""
    found: list[str] = []
    total, at, taken, counted = 0.0, 0, 0, 0
    while at < len(parts):
        if _SECTION.fullmatch(parts[at]) and not is_day(parts[at]):
            found.append(parts[at])
            at += 1
            continue
        end = next((n for n in range(at, len(parts)) if _is_section(parts, n)), len(parts))
        rows, score = rows_of(parts[at:end], columns)
        rows = _whole(rows, columns)
        if not rows and end < len(parts):
            found += parts[at:end]
            at = end
            continue
        if not rows:
            break
        found += [_line(row, columns) for row in rows]
        counted, total = len(found), total + score
        taken = at + rows[-1].end
        if taken < end:
            break
        at = taken
    return found[:counted], total, taken


def _is_section(parts: Sequence[str], at: int) -> bool:
    """Say whether a line is a heading between rows, no line of a task: what ends stands before it."""
    if _SECTION.fullmatch(parts[at]) is None or is_day(parts[at]):
        return False
    ends = at == 0 or is_day(parts[at - 1]) or is_bodies(parts[at - 1])
    return ends or _TOPIC.fullmatch(parts[at]) is not None


def _whole(rows: list[Row], columns: Sequence[TaskColumn]) -> list[Row]:
    """Leave out what follows the last row: prose that fits the task's column, and a signature."""
    while rows and not _is_row(rows[-1], rows[:-1], columns):
        rows = rows[:-1]
    last = rows[-1].cells[-1] if rows else []
    while len(last) > 1 and last[-1].endswith("。") and not last[0].endswith("。"):
        last.pop()
        rows[-1].end -= 1
    settle(rows, columns)
    return rows


def _cell(row: Row, column: TaskColumn, columns: Sequence[TaskColumn]) -> str:
    cells = zip(columns, row.cells, strict=True)
    return "".join(text for each, cell in cells if each is column for text in cell)


def _is_row(row: Row, others: Sequence[Row], columns: Sequence[TaskColumn]) -> bool:
    task, due, who = (
        _cell(row, column, columns)
        for column in (TaskColumn.TASK, TaskColumn.DEADLINE, TaskColumn.LEADS)
    )
    counted = [_cell(each, TaskColumn.SERIAL, columns) for each in (*others, row)]
    if task and counted[-1]:
        return True
    if not task or not (due or who) or (others and all(counted[:-1])):
        return False
    closed = [_cell(each, TaskColumn.TASK, columns).endswith("。") for each in others]
    return not (others and task.endswith("。") and not any(closed))


def _line(row: Row, columns: Sequence[TaskColumn]) -> str:
    """Return a row with tabs; what may belong to a neighbour leaves who and by when empty."""
    task = columns.index(TaskColumn.TASK)
    unsure = [
        at
        for at, column in enumerate(columns)
        if column is TaskColumn.DEADLINE or (column in _WHO and at > task)
    ]
    cells = [
        "" if at in unsure and not row.certain else _one(cell, column)
        for at, (column, cell) in enumerate(zip(columns, row.cells, strict=True))
    ]
    return "\t".join(cells)


def _one(cell: Sequence[str], column: TaskColumn) -> str:
    if column not in (TaskColumn.LEADS, TaskColumn.ASSISTS):
        return "".join(cell)
    said = "".join(cell[:1])
    for above, text in pairwise(cell):
        parted = above.endswith(("、", "，", "；")) or not (is_bodies(above) and is_bodies(text))
        said += text if parted else f"、{text}"
    return said
