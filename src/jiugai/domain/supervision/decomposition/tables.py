"""Reads tables of tasks (任务分解表): a row a task, owners and deadline in columns of their own.

A table without a column for the task, or without one for who or when, is a table of figures and
orders nothing. A table of two columns, body and duties, gives each body's duties as prose.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiugai.domain.supervision.decomposition.alignment import in_columns
from jiugai.domain.supervision.decomposition.columns import TaskColumn, columns_of
from jiugai.domain.supervision.decomposition.layout import Block
from jiugai.domain.supervision.decomposition.text import CELL


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row of a table of tasks (任务行), each part with the place where it begins in the text."""

    task: str
    task_at: int
    row: str
    row_at: int
    leads: str = ""
    assists: str = ""
    deadline: str = ""
    deadline_at: int = 0


def last_columns(blocks: Sequence[Block], before: Sequence[TaskColumn]) -> list[TaskColumn]:
    """Return the columns in which consecutive rows end, ``before`` if they have no heads."""
    heads = (columns_of([text for text, _ in _cells(block)]) for block in reversed(blocks))
    return next((head for head in heads if head), list(before))


def table_rows(blocks: Sequence[Block], before: Sequence[TaskColumn] = ()) -> Iterator[TaskRow]:
    """Yield the tasks of consecutive rows; nothing if they are no table of tasks.

    :param before: the columns of the rows above the heading that parts the table: 二、工程建设.
    """
    columns = list(before)
    above: dict[TaskColumn, tuple[str, int]] = {}
    for block in blocks:
        cells = _cells(block)
        head = columns_of([text for text, _ in cells])
        if head:
            columns, above = head, {}
            continue
        if columns:
            row = _row(block, cells, columns, above)
            if row:
                yield row


def _cells(block: Block) -> list[tuple[str, int]]:
    found, at = [], block.paragraph.start
    for cell in block.paragraph.text.split(CELL):
        found.append((cell.strip(), at + len(cell) - len(cell.lstrip())))
        at += len(cell) + 1
    return found


def _shown(cells: Sequence[tuple[str, int]], columns: Sequence[TaskColumn]) -> Sequence[TaskColumn]:
    """Return what a row's cells hold, those of a row that is short of some by what they are."""
    if len(cells) >= len(columns):
        return columns
    return in_columns([text for text, _ in cells], columns) or columns


def _row(
    block: Block,
    cells: Sequence[tuple[str, int]],
    columns: Sequence[TaskColumn],
    above: dict[TaskColumn, tuple[str, int]],
) -> TaskRow | None:
    missing = len(columns) - len(cells)
    shown = _shown(cells, columns)
    said: dict[TaskColumn, tuple[str, int]] = {}
    for (text, at), column in zip(cells, shown, strict=False):
        if text:
            before = said.get(column)
            joined = f"{before[0]}，{text}" if before and column is not TaskColumn.OTHER else text
            said[column] = (joined, before[1] if before else at)
    task, task_at = said.get(TaskColumn.TASK, ("", 0))
    if len(task) < 2 or not any(char.isalnum() for char in task):
        return None
    for column in (TaskColumn.LEADS, TaskColumn.DEADLINE):
        if column in said:
            above[column] = said[column]
    leads, deadline = said.get(TaskColumn.LEADS, ("", 0)), said.get(TaskColumn.DEADLINE, ("", 0))
    # Only a cell before the task's, that groups rows, is merged with the one above.
    groups = TaskColumn.LEADS in columns[: columns.index(TaskColumn.TASK)]
    if (missing > 0 or not cells[0][0]) and groups and TaskColumn.LEADS not in said:
        leads = above.get(TaskColumn.LEADS, leads)
    return TaskRow(
        task, task_at, block.paragraph.text, block.paragraph.start,
        leads[0], said.get(TaskColumn.ASSISTS, ("", 0))[0], deadline[0], deadline[1],
    )  # fmt: skip
