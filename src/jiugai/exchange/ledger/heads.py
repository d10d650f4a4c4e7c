"""Finds where a table's head is (表头): below titles and notes, on one row or several, merged or not."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from jiugai.domain.registry.characters import fold
from jiugai.domain.registry.ledger import Column
from jiugai.domain.registry.profile import ColumnProfile, header_key
from jiugai.domain.registry.readings import Cell
from jiugai.domain.registry.vocabulary import UNKNOWN, Head, Vocabulary
from jiugai.exchange.ledger.grid import Grid, Merge

_DEEPEST = 4  # rows of one head
_FARTHEST = 200  # rows of titles and notes before the first head
_OTHER_DIGITS = re.compile(r"(?<=[^\s\d(（])(?<![mM米])\d")
_ORDER = "甲乙丙丁戊己庚辛"
_LINE_OF_NUMBERS = ("栏次", "列次", "栏号", "列号")
_DASHES = frozenset("-—–－/一")


@dataclass(slots=True)
class HeadBlock:
    """A head: its rows, and for each column the texts from the upper row to the lower one."""

    rows: list[int]
    paths: dict[int, tuple[str, ...]]

    @property
    def first(self) -> int:
        return self.rows[0]

    @property
    def last(self) -> int:
        return self.rows[-1]


@dataclass(slots=True)
class HeadFinder:
    """Looks for heads on one sheet."""

    grid: Grid
    words: Vocabulary
    profile: ColumnProfile | None = None
    _profiled: frozenset[str] = field(init=False)
    _heads: dict[str, Head] = field(init=False)
    _merges: dict[int, list[Merge]] = field(init=False)

    def __post_init__(self) -> None:
        self._merges = defaultdict(list)
        for merge in self.grid.markup.merges:
            self._merges[merge.top].append(merge)
        self._profiled = frozenset(self.profile.by_key()) if self.profile else frozenset()
        self._heads = {}

    def head(self, text: str) -> Head:
        """Return what a head's text means, remembering the answer."""
        if text not in self._heads:
            if _OTHER_DIGITS.search(text) and header_key(text) not in self._profiled:
                return UNKNOWN  # no head has a number in it, but for its own or m2
            self._heads[text] = self.words.head(text)
        return self._heads[text]

    def is_known(self, text: str) -> bool:
        """Say whether a text is a head that the vocabulary or the profile knows."""
        if header_key(text) in self._profiled:
            return True
        return len(text) <= 60 and (self.head(text).known or self.words.is_amount(text))

    def is_head(self, row: list[Cell]) -> bool:
        """Say whether a row is the main row of a head."""
        texts = _texts(row)
        if texts is None or not texts:
            return False
        if len(texts) == 1:
            return self._is_name(texts[0])
        waiting, known = set(texts), 0
        for text in sorted(waiting, key=lambda text: text not in self._heads):
            known += self.is_known(text)
            waiting.discard(text)
            if known + len(waiting) < 2:
                return False  # the rows of a list of names come here; most are settled at once
        if known >= 3 or (known >= 2 and 2 * known >= len(set(texts))):
            return True
        return known >= 2 and any(map(self._is_name, texts))

    def _is_name(self, text: str) -> bool:
        found = self.head(text)
        return found.column is Column.NAME and len(header_key(text)) >= 4

    def find(self, start: int, stop: int | None = None) -> HeadBlock | None:
        """Return the first head from a row on, or None."""
        rows = self.grid.rows
        last = min(len(rows), start + _FARTHEST if stop is None else stop)
        for number in range(start, last):
            if self.is_head(rows[number]):
                return self._block(number, start)
        return None

    def _block(self, main: int, start: int) -> HeadBlock:
        rows = [main]
        while rows[0] > start and len(rows) < _DEEPEST and self._gathers(rows[0] - 1, rows[0]):
            rows.insert(0, rows[0] - 1)
        while len(rows) < _DEEPEST and rows[-1] + 1 < len(self.grid.rows) and self._continues(rows):
            rows.append(rows[-1] + 1)
        block = HeadBlock(rows, self._paths(rows))
        after = rows[-1] + 1
        if after < len(self.grid.rows) and numbers_columns(self.grid.rows[after]):
            block.rows = [*rows, after]
        return block

    def _gathers(self, upper: int, lower: int) -> bool:
        """Say whether a row holds the upper level of the head below it, and is no title or note."""
        texts = _texts(self.grid.rows[upper])
        if not texts or any(
            ("：" in text or ":" in text) and not self.is_known(text) for text in texts
        ):
            return False
        if any(self.is_known(text) and not self._is_title(text) for text in texts):
            return len(texts) >= 2 or self.words.is_group(texts[0])
        spans = [merge for merge in self._merges.get(upper, ()) if merge.right > merge.left]
        width = sum(1 for cell in self.grid.rows[lower] if cell != "")
        return len(texts) >= 2 and any(m.right - m.left + 1 < width for m in spans)

    def _is_title(self, text: str) -> bool:
        return len(text) > 20

    def _continues(self, rows: list[int]) -> bool:
        """Say whether the next row is a lower level of the head: leaves under groups, or units."""
        below = self.grid.rows[rows[-1] + 1]
        texts = _texts(below)
        if not texts:
            return False
        if self._states_units(texts):
            return True
        paths = self._paths([*rows, rows[-1] + 1])
        above = self._paths(rows)
        known = 0
        for column, cell in enumerate(below):
            if cell == "":
                continue
            upper, joined = "".join(above.get(column, ())), self.head("".join(paths[column]))
            splits = self._splits(rows, column)
            is_leaf = bool(upper) and self.head(upper).column is not None
            is_leaf = is_leaf and not self.words.is_group(upper)
            if is_leaf and joined.column is None and not splits:
                if not self.words.is_amount(str(cell)):
                    return False
            elif self.is_known(str(cell)) or joined.known or splits:
                known += 1
        return known * 2 >= len(texts)

    def _states_units(self, texts: list[str]) -> bool:
        """Say whether a row holds nothing but units, with dashes where there is none."""
        said = [text for text in texts if text not in _DASHES]
        return bool(said) and all(
            self.words.unit_word(fold(text).strip("()（） ")) or header_key(text) == "年"
            for text in said
        )

    def _splits(self, rows: list[int], column: int) -> bool:
        """Say whether the head above a column spans several columns, by a merge."""
        return any(
            merge.left <= column <= merge.right and merge.right > merge.left
            for top in rows
            for merge in self._merges.get(top, ())
        )

    def _paths(self, rows: list[int]) -> dict[int, tuple[str, ...]]:
        """Return for each column the texts of the head rows, spread over merged ranges."""
        width = max(len(self.grid.rows[number]) for number in rows)
        levels = [self._level(number, rows, width) for number in rows]
        paths = {}
        for column in range(width):
            path: list[str] = []
            for level in levels:
                text = level[column]
                if text and (not path or path[-1] != text):
                    path.append(text)
            if path:
                paths[column] = tuple(path)
        return paths

    def _level(self, number: int, rows: list[int], width: int) -> list[str]:
        row = self.grid.rows[number]
        texts = [str(cell).strip() if cell != "" else "" for cell in row] + [""] * (
            width - len(row)
        )
        fixed: set[int] = set()
        for top in rows:
            for merge in self._merges.get(top, ()):
                if merge.bottom < number or top > number:
                    continue
                source = self.grid.rows[top]
                text = str(source[merge.left]).strip() if merge.left < len(source) else ""
                for column in range(merge.left, min(merge.right + 1, width)):
                    texts[column] = text
                    fixed.add(column)
        if number != rows[-1]:
            self._spread(texts, fixed, self.grid.rows[rows[rows.index(number) + 1]])
        return texts

    def _spread(self, texts: list[str], fixed: set[int], below: list[Cell]) -> None:
        """Spread a group's head to the right where no merged range says how far it goes."""
        group = ""
        for column, text in enumerate(texts):
            has_leaf = column < len(below) and below[column] != ""
            if column in fixed or not has_leaf:
                group = ""
            elif text:
                group = text
            elif group:
                texts[column] = group


def _texts(row: Iterable[Cell]) -> list[str] | None:
    """Return a row's texts, or None if it holds a number or a date and so is no head."""
    texts: list[str] = []
    for cell in row:
        if isinstance(cell, str):
            if cell:
                text = cell.strip()
                if text[:1].isdigit() and fold(text).replace(".", "").isdigit():
                    return None
                if text:
                    texts.append(text)
        elif isinstance(cell, (int, float, date, time, timedelta)):
            return None
    return texts


def numbers_columns(row: list[Cell]) -> bool:
    """Say whether a row below the head only numbers the columns: ``甲 乙 1 2 3``, ``① ② ③``, ``A B C``."""
    first = next((cell for cell in row if cell != ""), "")
    begun = _mark(first)
    if begun not in ("1", "①", "A", "a") and begun not in (*_ORDER, *_LINE_OF_NUMBERS):
        return False
    marks = [_mark(cell) for cell in row if cell != ""]
    while marks and (marks[0] in _ORDER or marks[0] in _LINE_OF_NUMBERS):
        marks.pop(0)
    runs = (
        [str(n + 1) for n in range(len(marks))],
        [chr(ord("①") + n) for n in range(len(marks))],
        [chr(ord("A") + n) for n in range(len(marks))],
    )
    return len(marks) >= 3 and [mark.upper() for mark in marks] in runs


def _mark(cell: Cell) -> str:
    return str(cell).strip().removesuffix(".0").strip("()（）")


def same_head(block: HeadBlock, row: list[Cell], number_of_row: int, grid: Grid) -> bool:
    """Say whether a row below repeats one of the head's rows, as page headings do."""
    texts = {column: str(cell).strip() for column, cell in enumerate(row) if cell != ""}
    if len(texts) < 2:
        return False
    for number in block.rows:
        if number == number_of_row:
            continue
        original = {
            column: str(cell).strip() for column, cell in enumerate(grid.rows[number]) if cell != ""
        }
        same = sum(1 for column, text in texts.items() if original.get(column) == text)
        if same * 10 >= len(texts) * 6 and same >= 2:
            return True
    return False
