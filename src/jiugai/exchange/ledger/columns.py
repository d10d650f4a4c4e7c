"""Says what each column of a table is (列识别): by the clerk's profile, by synonyms, by content."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.registry.ledger import Column, ReadColumn
from jiugai.domain.registry.measures import BASE_UNITS, DIMENSIONS, Dimension, Unit
from jiugai.domain.registry.profile import ColumnProfile, header_key
from jiugai.domain.registry.vocabulary import Head, Vocabulary
from jiugai.exchange.ledger.grid import letters
from jiugai.exchange.ledger.heads import HeadBlock, HeadFinder
from jiugai.exchange.ledger.pages import Page

BY_UNIT: Mapping[Dimension | None, Column] = {
    Dimension.HOUSEHOLDS: Column.HOUSEHOLDS,
    Dimension.BUILDINGS: Column.BUILDINGS,
    Dimension.AREA: Column.FLOOR_AREA,
    Dimension.MONEY: Column.INVESTMENT,
}
"""What a column is if all that is known of it is its unit."""

ROW_ID, ROW_VERSION = "编号（勿改）", "版本（勿改）"
"""Heads of the hidden columns that a template carries: the community's number and its version."""


@dataclass(slots=True)
class FoundColumn:
    """One column as it is being understood.

    Attributes:
      unit: the unit stated by its head, or None.
      how: ``profile``, ``synonym``, ``content`` or ``unknown``.
      literal: whether the head is a word of the vocabulary as it stands.
      doubt: the upper head that is not understood, or nothing.
      refused: whether its cells are not to be read.
    """

    index: int
    path: tuple[str, ...]
    column: Column | None = None
    unit: Unit | None = None
    unit_word: str = ""
    how: str = "unknown"
    known: bool = False
    literal: bool = False
    doubt: str = ""
    refused: bool = False

    @property
    def header(self) -> str:
        return "/".join(" ".join(part.split()) for part in self.path)

    @property
    def letter(self) -> str:
        return letters(self.index)

    def as_read(self) -> ReadColumn:
        dimension = DIMENSIONS.get(self.column) if self.column else None
        word = self.unit.word if self.unit else BASE_UNITS[dimension] if dimension else ""
        return ReadColumn(self.index, self.letter, self.header, self.column, word, self.how)


@dataclass(slots=True)
class ColumnSet:
    """The columns of one table, with what is to be said of them."""

    columns: list[FoundColumn]
    findings: list[Finding] = field(default_factory=list)
    row_id: int | None = None
    row_version: int | None = None

    def of(self, column: Column) -> FoundColumn | None:
        return next((found for found in self.columns if found.column is column), None)

    @property
    def mapped(self) -> list[FoundColumn]:
        return [found for found in self.columns if found.column is not None]


def name_columns(
    block: HeadBlock, finder: HeadFinder, profile: ColumnProfile | None, page: Page
) -> ColumnSet:
    """Say what each column is from its head alone; several may still claim to be one thing."""
    found = ColumnSet([])
    by_key = profile.by_key() if profile else {}
    for index, path in sorted(block.paths.items()):
        key = header_key("".join(path))
        if key == header_key(ROW_ID):
            found.row_id = index
        elif key == header_key(ROW_VERSION):
            found.row_version = index
        else:
            found.columns.append(_named(index, path, finder, by_key))
    for column in found.columns:
        if column.doubt and column.column:
            found.findings.append(
                page.warns(
                    "ledger.head_in_doubt",
                    f"上级表头“{column.doubt}”没有识别，本列按“{column.path[-1]}”读，请核对；"
                    "如不是，请在列对应中指定。",
                    page.cell(block.last, column.index),
                )
            )
    return found


def _named(
    index: int, path: tuple[str, ...], finder: HeadFinder, by_key: dict[str, Column | None]
) -> FoundColumn:
    found = FoundColumn(index, path)
    if not path:
        return found
    for text in ("/".join(path), "".join(path), path[-1]):
        if header_key(text) in by_key:
            found.column, found.how, found.known = by_key[header_key(text)], "profile", True
            found.unit_word = _unit_in(path, finder)
            return found
    head, doubt = _head_of(path, finder)
    found.column, found.known, found.literal, found.doubt = (
        head.column,
        head.known,
        head.literal,
        doubt,
    )
    found.unit_word = head.unit or _unit_in(path, finder)
    found.how = "synonym" if head.column else "unknown"
    return found


def _unit_in(path: tuple[str, ...], finder: HeadFinder) -> str:
    """Return the unit that the lowest level stating one states."""
    for text in reversed(path):
        unit = finder.head(text).unit or finder.words.unit_word(text)
        if unit:
            return unit
    return ""


def _head_of(path: tuple[str, ...], finder: HeadFinder) -> tuple[Head, str]:
    """Return what a path of heads means, and the upper head that is not understood if there is one."""
    words = finder.words
    whole = finder.head("".join(path))
    if whole.column is not None or len(path) == 1:
        return whole, ""
    uppers, leaf = path[:-1], path[-1]
    if header_key(leaf) == "年":
        return finder.head("".join(uppers)), ""
    upper = finder.head("".join(uppers))
    if upper.column is not None and (words.is_amount(leaf) or words.unit_word(leaf)):
        return replace(
            upper, unit=words.unit_word(leaf) or finder.head(leaf).unit or upper.unit
        ), ""
    lower = finder.head(leaf)
    turned = finder.head(leaf + "".join(uppers))  # 开工日期 over 实际 is 实际开工日期
    if upper.column is not None and lower.column is None and turned.known:
        return turned, ""
    if lower.column is None:
        return _by_unit(uppers, leaf, finder) or lower, ""
    outer = [text for text in uppers if not words.is_group(text)]
    if not outer or upper.column is lower.column:
        return lower, ""
    if upper.column is not None and lower.literal:
        same = DIMENSIONS.get(upper.column) == DIMENSIONS.get(lower.column)
        return (lower, "") if same else (lower, outer[0])
    if any(words.is_partial(header_key(text)) for text in outer):
        return Head(None, known=False), ""
    return lower, outer[0]


def _by_unit(uppers: tuple[str, ...], leaf: str, finder: HeadFinder) -> Head | None:
    """Return what a bare unit means below a head that only gathers: ``规模`` over ``㎡``."""
    word = finder.words.unit_word(leaf.strip("()（） "))
    dimension = finder.words.units.dimension_of(word) if word else None
    if dimension in BY_UNIT and all(finder.words.is_group(text) for text in uppers):
        return Head(BY_UNIT[dimension], known=True, unit=word)
    return None


def settle_claims(
    found: ColumnSet, words: Vocabulary, page: Page, first_row: int, last_row: int
) -> None:
    """Settle columns that claim to be the same thing: told, never merged.

    Figures that differ are refused in all of them; equal ones are read once.
    """
    claims: dict[Column, list[FoundColumn]] = defaultdict(list)
    for column in found.mapped:
        if column.column is not None:
            claims[column.column].append(column)
    for claimed, rivals in claims.items():
        if len(rivals) < 2:
            continue
        chosen = _chosen(claimed, rivals, words, page, first_row, last_row)
        if chosen and _parts_of(chosen, rivals, words):
            for rival in rivals:
                rival.column = claimed if rival is chosen else None
                rival.known = rival is chosen  # a part that is not read is told as such
            continue
        heads = "、".join(f"{rival.letter} 列“{rival.header}”" for rival in rivals)
        if chosen is None:
            for rival in rivals:
                rival.refused = True
            said = "内容不一致，不能断定用哪一列，都没有读。请在列对应中指定一列后重新读取。"
            weight = Weight.BLOCKS
        else:
            said = f"只读 {chosen.letter} 列，其余没有读，请核对。"
            weight = Weight.WARNS
        place = page.cell(first_row - 1, rivals[1].index)
        message = f"{heads}说的是同一项，{said}"
        found.findings.append(Finding("ledger.column_clash", message, weight, place))
        for rival in rivals:
            if rival is not (chosen or rivals[0]):
                rival.column, rival.known = None, True


def _parts_of(chosen: FoundColumn, rivals: list[FoundColumn], words: Vocabulary) -> bool:
    """Say whether the other columns are parts under the same head: ``合计 | 住宅 | 非住宅``."""
    return words.is_amount(chosen.path[-1]) and all(
        rival.path[:-1] == chosen.path[:-1] for rival in rivals
    )


def _chosen(
    claimed: Column,
    rivals: list[FoundColumn],
    words: Vocabulary,
    page: Page,
    first_row: int,
    last_row: int,
) -> FoundColumn | None:
    from_profile = [rival for rival in rivals if rival.how == "profile"]
    if len(from_profile) == 1:
        return from_profile[0]
    rows = page.grid.rows[first_row : last_row + 1]
    columns = [
        [row[rival.index] if rival.index < len(row) else "" for row in rows] for rival in rivals
    ]
    filled = [
        rival for rival, cells in zip(rivals, columns, strict=True) if any(c != "" for c in cells)
    ]
    if len(filled) == 1:
        return filled[0]
    if all(cells == columns[0] for cells in columns[1:]):
        return rivals[0]
    if claimed in DIMENSIONS:
        wholes = [rival for rival in filled if words.is_amount(rival.path[-1])]
        plain = [rival for rival in filled if not words.stands_back(rival.header)]
        return next((found[0] for found in (wholes, plain) if len(found) == 1), None)
    if claimed.value.endswith(("_on", "_year")) or claimed is Column.COHORT:
        return None
    return max(rivals, key=lambda rival: (rival.literal, len(rival.header), -rival.index))


_EMPTY_HEAD = re.compile(
    r"(?:列|字段|column|unnamed|数据|数值|field|f|值)?[\W_]*\d*", re.IGNORECASE
)


def has_no_meaning(header: str) -> bool:
    """Say whether a head is empty or only a placeholder such as ``列1``, so that content may speak."""
    return bool(_EMPTY_HEAD.fullmatch(header_key(header)))
