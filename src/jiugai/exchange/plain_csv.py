"""A plain text table (.csv): one row of headings, then one row for each thing (单表头文本表)."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.domain.registry.characters import fold, quoted
from jiugai.exchange.file_kind import Kind
from jiugai.exchange.refusals import Refused
from jiugai.exchange.text_table import decoded
from jiugai.exchange.upload_guard import examine, safe_name

_KINDS = frozenset({Kind.CSV})


@dataclass(frozen=True, slots=True)
class PlainRow:
    """One row: the line of the table on which it stands, counted from 1, and its cells as typed."""

    line: int
    cells: tuple[str, ...]

    def at(self, column: int) -> str:
        """Return a cell without spaces at its ends; a row that is too short is blank there."""
        return self.cells[column].strip() if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table as it was found: headings folded to half width, rows that are not blank."""

    document: str
    heads: tuple[str, ...]
    rows: tuple[PlainRow, ...]

    def place(self, row: PlainRow, column: int) -> Place:
        """Return where a cell stands."""
        return Place(self.document, cell=f"{_letters(column)}{row.line}")

    def column(self, names: Iterable[str]) -> int | None:
        """Return the first column that bears one of these headings, or None."""
        wanted = {heading(name) for name in names}
        return next((n for n, head in enumerate(self.heads) if head in wanted), None)

    def twice(self) -> tuple[Finding, ...]:
        """Return a finding for each heading that stands over two columns."""
        return tuple(
            Finding(
                "table.two_columns",
                f"表头“{quoted(head)}”出现了两次，分不清用哪一列。请删去或改名后重试，本次没有计算。",
                place=Place(self.document, cell=f"{_letters(n)}1"),
            )
            for n, head in enumerate(self.heads)
            if head and head in self.heads[:n]
        )

    def unused(self, used: Iterable[int]) -> tuple[Finding, ...]:
        """Return a note on the columns that nothing was read from."""
        known = set(used)
        left = [head for n, head in enumerate(self.heads) if head and n not in known]
        if not left:
            return ()
        said = "、".join(f"“{quoted(head)}”" for head in left[:10])
        return (
            Finding(
                "table.unused_columns",
                f"{said}{'等' if len(left) > 10 else ''} {len(left)} 列没有用到，不影响结果。",
                Weight.NOTES,
                Place(self.document),
            ),
        )


def heading(text: str) -> str:
    """Return a heading as headings are compared: half width, lower case, without spaces.

    >>> heading(" 开工率（％） "), heading("Start Rate")
    ('开工率(%)', 'startrate')
    """
    return "".join(fold(text).lower().split())


def read_plain(content: bytes, name: str) -> PlainTable | Finding:
    """Read a text table behind the guard; return a finding if it is none.

    The first row that is not blank holds the headings.
    """
    document = safe_name(name)
    refusal = examine(content, name, kinds=_KINDS).refusal
    if refusal:
        return refusal
    try:
        rows = _rows(decoded(content))
    except Refused as refused:
        return refused.finding(document)
    if len(rows) < 2:
        return Finding(
            "table.empty",
            "表里没有数据：第一行应是表头，下面每行一条。请补上后重试，本次没有计算。",
            place=Place(document),
        )
    return PlainTable(document, tuple(map(heading, rows[0].cells)), tuple(rows[1:]))


def _rows(text: str) -> list[PlainRow]:
    head = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(",\t;|", key=head.count)
    if not head.count(mark) and "，" in head:
        mark = "，"
    try:
        read = csv.reader(io.StringIO(text.rstrip("\x1a"), newline=""), delimiter=mark)
        return [
            PlainRow(number, tuple(cells))
            for number, cells in enumerate(read, 1)
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise Refused("broken_text", "文本里有超长的单元格，多半是引号没有成对") from error


def _letters(column: int) -> str:
    """Return a column's letters as a spreadsheet has them, counted from 0.

    >>> _letters(0), _letters(27)
    ('A', 'AB')
    """
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
