"""The words of ledger heads (表头用语): which column a head means, and in what unit.

A head that says a part (``其中``, ``已完成``) never stands for the whole, and a head that no word
fits is left unread rather than guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from jiugai.domain.registry.ledger import Column
from jiugai.domain.registry.measures import DIMENSIONS, Dimension, Unit, Units
from jiugai.domain.registry.profile import header_key

_BRACKETS = re.compile(r"[(\[【〔{<《]([^()\[\]【】〔〕{}<>《》]*)[)\]】〕}>》]?")
_NUMBERING = re.compile(
    r"^(?:\(?\d{1,2}\)?[.、．)]|[(（][一二三四五六七八九十\d]{1,2}[)）]|[一二三四五六七八九十]{1,2}、)"
)
_MARKS = re.compile(r"[\s:：,，。、;；/\\|·\-—_\"“”'‘’()（）\[\]【】]+")


# What a return tells as done is neither what is planned nor what was there before.
_ACHIEVED = frozenset(
    {
        Column.INVESTED, Column.RECEIVED, Column.PAID, Column.DONE_HOUSEHOLDS, Column.DONE_BUILDINGS,
        Column.DONE_AREA, Column.PIPES, Column.LIFTS, Column.PARKING, Column.CHARGERS,
    }
)  # fmt: skip
_NOT_ACHIEVED = ("计划", "拟", "现有", "现状", "原有")


@dataclass(frozen=True, slots=True)
class Head:
    """What one head means.

    Attributes:
      column: the column, or None.
      known: whether the head is in the vocabulary at all; a known head may be one that is not read.
      unit: the unit that it states, or None.
      literal: whether it is a word of the vocabulary as it stands, without words left off.
    """

    column: Column | None = None
    known: bool = False
    unit: str = ""
    literal: bool = False


UNKNOWN = Head()


def bare_word(key: str) -> str:
    """Return a head without brackets and marks."""
    return _MARKS.sub("", _BRACKETS.sub("", key)) or _MARKS.sub("", key)


@dataclass(frozen=True)
class Vocabulary:
    """The synonyms of heads and the units, as ``policy/national/ledger_vocabulary.toml`` gives them."""

    columns: Mapping[str, Column]
    ignored: frozenset[str]
    groups: frozenset[str]
    group_words: tuple[str, ...]
    group_endings: tuple[str, ...]
    amounts: frozenset[str]
    partial: tuple[str, ...]
    second: tuple[str, ...]
    quantity_prefixes: tuple[str, ...]
    quantity_suffixes: tuple[str, ...]
    text_prefixes: tuple[str, ...]
    name_endings: tuple[str, ...]
    units: Units

    @cached_property
    def _unit_tail(self) -> re.Pattern[str]:
        words = {word for by_word in self.units.words.values() for word in by_word} - {
            "m",
            "家",
            "个",
            "位",
            "处",
            "方",
        }
        scaled = [
            f"{scale}{word}" for word in words for scale in ("", "万", "亿", "百万", "千万", "千")
        ]
        inner = "|".join(sorted(map(re.escape, scaled), key=len, reverse=True))
        return re.compile(rf"(.+?)(?:单位)?({inner})$")

    def head(self, text: str) -> Head:
        """Return what the text of a head means."""
        for line in (text, text.split("\n")[0]) if "\n" in text else (text,):
            found = self._head(_NUMBERING.sub("", header_key(line)) or header_key(line))
            if found.known:
                return found
        return found

    def _head(self, key: str) -> Head:
        if "%" in key:
            return UNKNOWN  # a share, never the thing itself
        key = key.replace("m2", "平方米").replace("m²", "平方米")
        inside = [part for part in _BRACKETS.findall(key) if part]
        bare = _MARKS.sub("", _BRACKETS.sub("", key))
        unit = next((found for found in map(self.unit_word, inside) if found), "")
        qualifiers = [part for part in inside if not self.unit_word(part)]
        whole = _MARKS.sub("", bare + "".join(qualifiers))
        forms = [whole]
        if bare and not any(self.is_partial(part) for part in qualifiers):
            forms.append(bare)
        for form in forms:
            found = self._word(form, unit)
            if found.known:
                return found
        return self._with_unit_tail(forms, unit)

    def _with_unit_tail(self, forms: list[str], unit: str) -> Head:
        for form in forms:
            tail = self._unit_tail.fullmatch(form)
            if tail:
                found = self._word(tail[1], unit or tail[2])
                if found.known:
                    return found
        return Head(None, known=False, unit=unit)

    def _word(self, word: str, unit: str) -> Head:
        column = self.columns.get(word)
        if column is not None:
            return Head(column, known=True, unit=unit, literal=True)
        if word in self.ignored or word in self.groups:
            return Head(None, known=True, unit=unit)
        column = self._decorated(word)
        return Head(column, known=True, unit=unit) if column else UNKNOWN

    def _decorated(self, word: str) -> Column | None:
        """Return the column of a head with words before or behind it that change nothing."""
        for suffix in ("", *self.quantity_suffixes):
            core = word.removesuffix(suffix) if suffix else word
            for _ in range(3):
                column = self.columns.get(core)
                if column is not None and column in DIMENSIONS:
                    is_planned = column in _ACHIEVED and word.startswith(_NOT_ACHIEVED)
                    return None if is_planned else column
                prefix = next((p for p in self.quantity_prefixes if core.startswith(p)), "")
                if not prefix:
                    break
                core = core[len(prefix) :]
        for prefix in self.text_prefixes:
            column = (
                self.columns.get(word.removeprefix(prefix)) if word.startswith(prefix) else None
            )
            if column is not None and column not in DIMENSIONS and len(word) > len(prefix) + 1:
                return column
        return None

    def is_partial(self, text: str) -> bool:
        """Say whether a text speaks of a part, of another time or of another thing."""
        return any(word in text for word in self.partial)

    def is_group(self, text: str) -> bool:
        """Say whether a head only gathers the columns below it: ``改造前基本情况``."""
        word = bare_word(header_key(text))
        return word in self.groups or bool(self._group.fullmatch(word))

    @cached_property
    def _group(self) -> re.Pattern[str]:
        words, endings = (
            "|".join(map(re.escape, w)) for w in (self.group_words, self.group_endings)
        )
        return re.compile(rf"(?:{words})*(?:{endings})")

    def stands_back(self, text: str) -> bool:
        """Say whether a head gives way to another for the same figure: 改造面积 beside 建筑面积."""
        word = bare_word(header_key(text))
        return any(part in word for part in self.second)

    def is_amount(self, text: str) -> bool:
        """Say whether a lower head means the whole of the head above it: ``合计``."""
        return bare_word(header_key(text)) in self.amounts

    def unit_word(self, text: str) -> str:
        """Return the unit that a text is, as it is to be shown, or nothing."""
        text = text.removeprefix("单位").lstrip(":：").strip()
        for dimension in Dimension:
            unit = self.units.find(text, dimension)
            if unit:
                return unit.word if text not in ("万", "亿", "千", "百万", "千万") else text
        return ""

    def unit_for(self, word: str, column: Column) -> Unit | None:
        """Return the unit that a word names for a column, or None if it does not measure it."""
        dimension = DIMENSIONS.get(column)
        return self.units.find(word, dimension) if dimension and word else None

    def units_said(self, note: str) -> dict[Dimension, Unit]:
        """Return the units that a title or note states: ``单位：户、万元`` names two.

        A dimension of which the note names two different units is left out.
        """
        said: dict[Dimension, Unit | None] = {}
        for clause in re.split("单位", note)[1:]:
            clause = re.split(r"[。;；\n]", clause.lstrip(":：为是 "))[0]
            for word in re.split(r"[:：、,，;；/\s()（）]+", clause):
                dimension = self.units.dimension_of(word) if word else None
                unit = self.units.find(word, dimension) if dimension else None
                if dimension and unit:
                    before = said.get(dimension, unit)
                    said[dimension] = unit if before and before.factor == unit.factor else None
        return {dimension: unit for dimension, unit in said.items() if unit}
