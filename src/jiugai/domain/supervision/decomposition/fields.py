"""Takes records apart into their fields (分栏记录): 问题：… 整改措施：… 责任单位：… 整改时限：…

A record says what is wrong, what is to be done, by whom and by when, each after a word of its own.
Written in one paragraph, it is cut so that each field stands alone.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache

from jiugai.domain.supervision.decomposition.field_names import (
    CLOSED,
    task_name,
    told_name,
    who_name,
)
from jiugai.domain.supervision.decomposition.organisations import bodies
from jiugai.domain.supervision.decomposition.sentences import hidden
from jiugai.domain.supervision.decomposition.text import CELL, Paragraph
from jiugai.domain.supervision.decomposition.words import Words


class Field(Enum):
    """What a field of a record holds (栏)."""

    TOLD = "told"  # 具体表现, 目前进展
    TASK = "task"  # 整改措施, 督办事项
    WHO = "who"  # 责任单位, 整改时限


_MARKER = r"(?:（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.、）](?!\d)|[①-⑳])"
_CUT = re.compile(rf"(?:(?<=[。；！\s])|(?<=[。；！]”)){_MARKER}")
_FEWEST = 2
_LINE_NAME = re.compile(
    rf"{_MARKER}?[【\[（]?(?P<name>[\u4e00-\u9fff]{{2,10}}?)[一二三四五六七八九十\d]{{0,2}}(?:[】\]）]：?|：)"
)


def fields_apart(found: Sequence[Paragraph], words: Words) -> Iterator[Paragraph]:
    """Yield the paragraphs, those that hold a whole record cut into its fields."""
    for paragraph in found:
        if CELL in paragraph.text:
            yield paragraph
            continue
        cuts = list(_cuts(paragraph.text, words))
        for start, end in zip([0, *cuts], [*cuts, len(paragraph.text)], strict=True):
            text = paragraph.text[start:end]
            if text.strip():
                lead = len(text) - len(text.lstrip())
                yield Paragraph(paragraph.start + start + lead, text.strip())


def field_of(text: str, words: Words) -> tuple[Field, int] | None:
    """Return the field that a text begins with, and where what it says begins; None without one."""
    found = _label(words).match(text)
    return (_kind(found), found.end()) if found else None


def is_field(text: str, field: Field, words: Words) -> bool:
    """Say whether a text begins with a field of that kind."""
    found = field_of(text, words)
    return found is not None and found[0] is field


def field_name(text: str) -> str:
    """Return the name that a line gives to what it says: 整改时限 of 【整改时限】：…; or empty."""
    found = _LINE_NAME.match(text)
    return found["name"] if found else ""


def repeated_names(found: Sequence[Paragraph], words: Words) -> frozenset[str]:
    """Return the names that lines give again and again, those of bodies apart: 序号, 事项名称."""
    names = Counter(field_name(paragraph.text) for paragraph in found)
    return frozenset(
        name
        for name, times in names.items()
        if times >= _FEWEST and name and not bodies(name, words)
    )


def _cuts(text: str, words: Words) -> Iterator[int]:
    """Yield where the fields of a record begin, its first one apart."""
    if "：" not in text and "】" not in text:
        return
    veiled = hidden(text)
    found = list(_inner(words).finditer(veiled))
    kinds = {_kind(each) for each in found}
    if len(found) < _FEWEST or Field.WHO not in kinds or len(kinds) < _FEWEST:
        return
    items = [] if Field.WHO not in kinds else list(_CUT.finditer(veiled))
    starts = sorted({each.start() for each in (*found, *items)})
    by_start = {each.start(): _kind(each) for each in found}
    before: Field | None = None
    for start in starts:
        kind = by_start.get(start)
        # What follows who and when without a name of its own is the next record.
        begins = kind is not before if kind is Field.WHO else kind or before is Field.WHO
        if start and begins:
            yield start
        if kind or before is Field.WHO:
            before = kind


def _kind(found: re.Match[str]) -> Field:
    return Field(found.lastgroup)


def _names(words: Words) -> str:
    named = {"who": who_name(words), "task": task_name(words), "told": told_name(words)}
    listed = "|".join(f"(?P<{kind}>{each})" for kind, each in named.items())
    return rf"(?:{listed})[一二三四五六七八九十\d]{{0,2}}{CLOSED}"


@lru_cache(maxsize=4)
def _label(words: Words) -> re.Pattern[str]:
    return re.compile(rf"[【\[（]?{_names(words)}")


@lru_cache(maxsize=4)
def _inner(words: Words) -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=[。；！\s])|(?<=[。；！]”)){_MARKER}?{_names(words)}")
