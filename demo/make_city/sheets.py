"""A sheet before it is a file (表): cells, merges, and what is hidden; of no format yet."""

from dataclasses import dataclass, field
from datetime import date

Cell = str | int | float | date | None
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column; counted from 0, the last ones included."""


@dataclass
class Sheet:
    """One sheet of a workbook.

    Attributes:
      title_rows, head_rows: rows set in a larger and in a bold face.
      widths: of columns, in characters, by place.
      date_format: how the program shows its dates.
    """

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    title_rows: set[int] = field(default_factory=set)
    head_rows: set[int] = field(default_factory=set)
    widths: dict[int, int] = field(default_factory=dict)
    hidden: bool = False
    date_format: str = "yyyy-mm-dd"

    def add(self, cells: list[Cell], *, title: bool = False, head: bool = False) -> int:
        """Append a row and return its place."""
        row = len(self.rows)
        self.rows.append(cells)
        if title:
            self.title_rows.add(row)
        if head:
            self.head_rows.add(row)
        return row

    def banner(self, text: str, width: int, *, title: bool = False) -> None:
        """Append one cell that lies across the whole table."""
        row = self.add([text, *[None] * (width - 1)], title=title)
        self.merges.append((row, 0, row, width - 1))


Column = tuple[str, str]
"""A head of one or two levels: the group above, empty if there is none, and the head itself."""


def add_heads(sheet: Sheet, heads: list[Column]) -> None:
    """Append the head of a table; groups make it two rows high, merged as people merge them."""
    if not any(group for group, _ in heads):
        sheet.add([head for _, head in heads], head=True)
        return
    upper: list[Cell] = []
    for n, (group, head) in enumerate(heads):
        again = bool(group) and n > 0 and heads[n - 1][0] == group
        upper.append(None if again else (group or head))
    top = sheet.add(upper, head=True)
    sheet.add([head if group else None for group, head in heads], head=True)
    start = 0
    for n, (group, _) in enumerate(heads):
        if not group:
            sheet.merges.append((top, n, top + 1, n))
        last = n + 1 == len(heads) or heads[n + 1][0] != group
        if n == 0 or heads[n - 1][0] != group:
            start = n
        if group and last and n > start:
            sheet.merges.append((top, start, top, n))
