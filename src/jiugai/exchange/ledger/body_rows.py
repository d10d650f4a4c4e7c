"""Sorts the rows below a head (行分类): records, totals, footers, sections, repeated page headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from jiugai.domain.registry.characters import fold, says_nothing
from jiugai.domain.registry.ledger import Column
from jiugai.domain.registry.names import reads_as_community
from jiugai.domain.registry.readings import Cell
from jiugai.domain.registry.row_labels import (
    is_chinese_ordinal,
    is_derived,
    is_example,
    is_footer,
    is_place,
    is_section,
    is_sentence,
    total_kind,
)
from jiugai.exchange.ledger.columns import ColumnSet
from jiugai.exchange.ledger.heads import HeadBlock, HeadFinder, numbers_columns, same_head

_LABELS = (
    Column.SERIAL,
    Column.COUNTY,
    Column.STREET,
    Column.NEIGHBORHOOD,
    Column.PROJECT,
    Column.NAME,
)
_FIRST = r"\s合总共汇全本小以其第注页章附说备审制填负联日单盖数资抄打主分统经报复平占比最同环增上目示样举例tsgTSG承过转接(（一二三四五六七八九十\-"
_ODD = re.compile(rf"[计称:：。；;！]|^[{_FIRST}]|^\d{{4}}年")
_EVEN = re.compile(rf"[^{_FIRST}计称:：。；;！\d][^计称:：。；;！]*")
"""What needs no search for oddities: most cells, in a fraction of the time."""
_WORDY = (Column.REMARK, Column.SERIAL, Column.ADDRESS, Column.CONTENT)


class Sort(Enum):
    """What a row below a head is."""

    BLANK = auto()
    RECORD = auto()
    TOTAL = auto()
    GROUP = auto()  # a part's sum, marked by a serial number such as 一
    FOOTER = auto()
    SECTION = auto()
    REPEATED_HEAD = auto()
    SERIAL_ONLY = auto()
    LOOSE_TEXT = auto()
    DERIVED = auto()
    EXAMPLE = auto()


@dataclass(slots=True)
class RowSorter:
    """Sorts the rows of one table."""

    finder: HeadFinder
    block: HeadBlock
    found: ColumnSet
    titles: frozenset[str]
    name: int | None
    serial: int | None
    labels: tuple[int, ...]
    mapped: frozenset[int]
    numbered: bool
    heads: frozenset[str]

    def sort(self, row: Sequence[Cell], number: int) -> Sort:
        """Return what a row is; ``number`` counts from 0."""
        if self.name is not None and self.name < len(row):
            name = row[self.name]
            plain = type(name) is str and len(name) > 1 and not _is_odd(name)
            if plain and name not in self.heads and self._has_plain_front(row):
                return Sort.RECORD
        return self._slowly(row, number)

    def _has_plain_front(self, row: Sequence[Cell]) -> bool:
        """Say whether serial number and places hold nothing that could be a label."""
        for column in self.labels:
            if column != self.name and column < len(row):
                cell = row[column]
                if type(cell) is str and cell and not cell.isdigit() and _is_odd(cell):
                    return False
        filled = 0
        for cell in row:
            if cell != "":
                filled += 1
                if filled > 2:
                    return True
        return False

    def _slowly(self, row: Sequence[Cell], number: int) -> Sort:
        filled = [
            (column, cell)
            for column, cell in enumerate(row)
            if cell != "" and not (isinstance(cell, str) and not fold(cell))
        ]
        if not filled:
            return Sort.BLANK
        if self._repeats_head(row, number, filled):
            return Sort.REPEATED_HEAD
        if self._total(filled):
            return Sort.TOTAL
        texts = [(column, cell) for column, cell in filled if isinstance(cell, str)]
        if texts and any(is_derived(cell) for column, cell in texts if column in self.labels):
            return Sort.DERIVED
        if any(is_example(cell) for column, cell in texts if column in self.labels):
            return Sort.EXAMPLE
        if texts and texts[0][0] == filled[0][0] and self._is_footer(texts[0][1], filled):
            return Sort.FOOTER
        return self._rest(row, filled)

    def _repeats_head(
        self, row: Sequence[Cell], number: int, filled: list[tuple[int, Cell]]
    ) -> bool:
        if len(filled) == 1 and isinstance(filled[0][1], str):
            return "".join(filled[0][1].split()) in self.titles
        cells = list(row)
        if all(isinstance(cell, str) for _, cell in filled) and same_head(
            self.block, cells, number, self.finder.grid
        ):
            return True
        return numbers_columns(cells)

    def _total(self, filled: list[tuple[int, Cell]]) -> bool:
        return any(
            total_kind(cell) is not None
            for column, cell in filled
            if isinstance(cell, str) and (column in self.labels or column == filled[0][0])
        )

    def _is_footer(self, label: str, filled: list[tuple[int, Cell]]) -> bool:
        if not is_footer(label):
            return False
        return ":" in fold(label) or len(filled) <= 2

    def _rest(self, row: Sequence[Cell], filled: list[tuple[int, Cell]]) -> Sort:
        said = [(column, cell) for column, cell in filled if not _says_nothing(cell)]
        if all(column == self.serial for column, _ in said) and self.serial is not None:
            lone = isinstance(filled[0][1], str) and not fold(filled[0][1]).rstrip(".、").isdigit()
            return Sort.SECTION if said and lone else Sort.SERIAL_ONLY
        if not said:
            return Sort.SERIAL_ONLY
        if len(said) == 1 and isinstance(said[0][1], str):
            return self._lone(*said[0])
        serial = row[self.serial] if self.serial is not None and self.serial < len(row) else ""
        if self.numbered and isinstance(serial, str) and is_chinese_ordinal(serial):
            return Sort.GROUP
        if self._says_only_words(row, said):
            return Sort.LOOSE_TEXT
        return Sort.RECORD

    def _lone(self, column: int, cell: Cell) -> Sort:
        text = str(cell)
        if column != self.name:
            return (
                Sort.LOOSE_TEXT
                if column in self.mapped and column not in self.labels
                else Sort.SECTION
            )
        if is_section(text) or (len(self.mapped) > 1 and is_place(text)):
            return Sort.SECTION
        if is_sentence(text):
            return Sort.LOOSE_TEXT
        unlike = self.numbered and len(self.mapped) > 1 and not reads_as_community(text)
        return Sort.SECTION if unlike else Sort.RECORD

    def _says_only_words(self, row: Sequence[Cell], said: list[tuple[int, Cell]]) -> bool:
        """Say whether a row has no name and nothing but words in columns of words."""
        if self.name is not None and self.name < len(row) and not _says_nothing(row[self.name]):
            return False
        wordy = {found.index for found in self.found.mapped if found.column in _WORDY}
        return all(
            isinstance(cell, str) and (column in wordy or column not in self.mapped)
            for column, cell in said
        )


def _is_odd(text: str) -> bool:
    """Say whether a text could be more than a name or a place."""
    return not _EVEN.fullmatch(text) and _ODD.search(text) is not None


def _says_nothing(cell: Cell) -> bool:
    return isinstance(cell, str) and says_nothing(cell)


def row_sorter(
    finder: HeadFinder, block: HeadBlock, found: ColumnSet, titles: frozenset[str], last_row: int
) -> RowSorter:
    """Return the sorter of a table's rows."""
    by_column = {column.column: column.index for column in found.mapped}
    labels = tuple(by_column[column] for column in _LABELS if column in by_column)
    name, serial = by_column.get(Column.NAME), by_column.get(Column.SERIAL)
    rows = finder.grid.rows
    serials = [
        row[serial]
        for row in rows[block.last + 1 : min(last_row + 1, block.last + 400)]
        if serial is not None and serial < len(row) and row[serial] != ""
    ]
    digits = sum(1 for cell in serials if not isinstance(cell, str) or fold(cell).isdigit())
    mapped = frozenset(column.index for column in found.mapped)
    return RowSorter(
        finder, block, found, titles, name, serial, labels, mapped,
        numbered=digits * 2 > len(serials), heads=frozenset(block.paths.get(name or 0, ())),
    )  # fmt: skip
