"""A table of which money depends (涉款表): every cell is read for certain, or the table is refused.

Whatever is doubtful is told with its place, what was read and what was expected, all at once; with a
single doubt nothing is computed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.domain.registry.characters import quoted
from jiugai.exchange import strict_cells as cells
from jiugai.exchange.plain_csv import PlainRow, PlainTable, heading

MOST_FINDINGS = 200
NOTHING_DONE = "本次没有计算。"
_TOTALS = frozenset(
    {"合计", "总计", "小计", "共计", "全市", "全省", "全国", "全市合计", "全省合计"}
)
_UNIT = re.compile(r"\(([^()]*)\)$")


@dataclass(frozen=True, slots=True)
class Sought:
    """A column that is looked for (要读的列).

    Attributes:
      code: of what it says; two columns that say the same may not stand together.
      headings: by any of which it may be headed, the first being the one that is asked for.
      needed: whether a table without it, or a blank cell, is refused.
    """

    code: str
    word: str
    headings: tuple[str, ...]
    read: cells.Reader
    needed: bool = True


@dataclass(frozen=True, slots=True)
class StrictRow:
    """A row that was read: its name, and what it says by the code of the column; None if blank.

    Attributes:
      is_whole: False if a cell could not be read; it is told, and not among the values.
    """

    name: str
    place: Place
    values: Mapping[str, Any]
    is_whole: bool


class StrictTable:
    """Reads one table; gathers what is wrong with it."""

    def __init__(
        self, table: PlainTable, key: Sought, sought: Sequence[Sought], *, once: bool = True
    ) -> None:
        """Find the columns.

        :param once: whether two rows of one name are refused.
        """
        self.table = table
        self.findings: list[Finding] = [*table.twice()]
        self._key = key
        self._once = once
        self._columns = self._found([key, *sought])
        self._tell_missing([key, *sought])

    def rows(self) -> list[StrictRow]:
        """Return the rows in their order, each name once; a refused table may lack some."""
        key = next((n for n, one in self._columns.items() if one.code == self._key.code), None)
        found = [] if key is None else list(self._rows(key))
        used = [*self._columns]
        self.findings += self.table.unused(used)
        return found

    def refuse(self, code: str, message: str, place: Place | None = None) -> None:
        """Remember why nothing is computed."""
        where = place or Place(self.table.document)
        self.findings.append(Finding(code, f"{message}{NOTHING_DONE}", place=where))

    def told(self) -> tuple[Finding, ...]:
        """Return what was found, what blocks first, not more of it than a person reads."""
        told = sorted(self.findings, key=lambda one: one.weight is not Weight.BLOCKS)
        left = len(told) - MOST_FINDINGS
        if left <= 0:
            return tuple(told)
        message = f"还有 {left} 处没有列出，改好以上各处后重试即可看到。"
        more = Finding("funding.and_more", message, Weight.NOTES, Place(self.table.document))
        return (*told[:MOST_FINDINGS], more)

    def _found(self, sought: Sequence[Sought]) -> dict[int, Sought]:
        known = {heading(text): one for one in sought for text in one.headings}
        found: dict[int, Sought] = {}
        for n, head in enumerate(self.table.heads):
            one = known.get(head)
            if one is None:
                self._check_unit(head, n, sought)
                continue
            earlier = next((other for other in found.values() if other.code == one.code), None)
            if earlier is not None and head not in self.table.heads[:n]:
                message = (
                    f"“{quoted(head)}”列与前面一列说的都是{one.word}，分不清用哪一列，请只留一列。"
                )
                self.refuse("funding.column_twice", message, self._head(n))
            found[n] = one
        return found

    def _check_unit(self, head: str, n: int, sought: Sequence[Sought]) -> None:
        """Refuse a heading that would be known but for the unit in brackets behind it."""
        unit = _UNIT.search(head)
        if not unit:
            return
        bare = head[: unit.start()]
        for one in sought:
            if bare in {_UNIT.sub("", heading(text)) for text in one.headings}:
                message = (
                    f"“{quoted(head)}”列的单位写的是“{quoted(unit[1])}”，应写“{one.headings[0]}”"
                    f"或“{one.headings[-1]}”；没有替您换算，请换算后重试。"
                )
                self.refuse("funding.head_unit", message, self._head(n))

    def _tell_missing(self, sought: Sequence[Sought]) -> None:
        there = {one.code for one in self._columns.values()}
        for one in sought:
            if one.needed and one.code not in there:
                there.add(one.code)
                others = "”或“".join(dict.fromkeys((one.headings[0], one.headings[-1])))
                shown = "、".join(quoted(head, 12) for head in self.table.heads[:12] if head)
                message = (
                    f"没有找到{one.word}列，读到的表头是：{shown or '空'}；请加一列“{others}”。"
                )
                self.refuse("funding.no_column", message)

    def _rows(self, key: int) -> Iterator[StrictRow]:
        seen: dict[str, int] = {}
        width = len(self.table.heads)
        for row in self.table.rows:
            place = self.table.place(row, key)
            if any(text.strip() for text in row.cells[width:]):
                message = (
                    f"这一行比表头多出一格“{quoted(row.at(width))}”，多半是数里的逗号没有加引号；"
                    "请去掉千分位逗号后重试。"
                )
                self.refuse("funding.row_too_long", message, self.table.place(row, width))
                continue
            name = self._name(row, key, place)
            before = len(self.findings)
            values = self._values(row, key)
            is_whole = len(self.findings) == before
            if name is None:
                continue
            if self._once and name in seen:
                message = f"“{quoted(name)}”在第 {seen[name]} 行已经有了，重复会多得一份，请删去一行或合并。"
                self.refuse("funding.same_twice", message, place)
            seen.setdefault(name, row.line)
            yield StrictRow(name, place, values, is_whole)

    def _name(self, row: PlainRow, key: int, place: Place) -> str | None:
        try:
            name = str(self._key.read(row.at(key)))
        except cells.Unread as unread:
            self._bad(self._key, row.at(key), unread, place)
            return None
        if "".join(name.split()) in _TOTALS:
            message = f"“{quoted(name)}”像是合计行，不是一个{self._key.word}，请删去这一行。"
            self.refuse("funding.total_row", message, place)
            return None
        return name

    def _values(self, row: PlainRow, key: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for n, one in self._columns.items():
            if n == key:
                continue
            text = row.at(n)
            if not one.needed and cells.is_blank(text):
                values.setdefault(one.code, None)
                continue
            try:
                values[one.code] = one.read(text)
            except cells.Unread as unread:
                self._bad(one, text, unread, self.table.place(row, n))
        return values

    def _bad(self, one: Sought, text: str, unread: cells.Unread, place: Place) -> None:
        said = f"读到“{quoted(text)}”" if text else "是空的"
        self.refuse("funding.bad_value", f"{one.word}{said}，{unread}。请改正后重试。", place)

    def _head(self, n: int) -> Place:
        return self.table.place(PlainRow(1, ()), n)
