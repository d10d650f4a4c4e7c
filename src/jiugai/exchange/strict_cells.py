"""How one cell of a table about money is read (单元格读数): one plain figure, or nothing.

``Decimal()`` would take ``1_000``, ``1E5``, ``NaN`` and digits of other scripts; here a cell is what
the pattern says or it is not read. Full-width digits are the same digits in another width.
"""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from jiugai.domain.registry.characters import fold, says_nothing

MOST_DIGITS = 13
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?=\.|$)", re.ASCII)
_PLAIN = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_YES = frozenset({"是", "有", "已", "1", "true", "yes", "y", "√", "✓", "✔"})
_NO = frozenset({"否", "无", "没有", "未", "0", "false", "no", "n", "×", "✗"})
_LONGEST_NAME = 100

Reader = Callable[[str], Any]


class Unread(Exception):
    """A cell that says none of what its column may say; carries what was expected, with an example."""


def plain_number(text: str, decimals: int) -> Fraction | None:
    """Return a figure not below nought of so many decimals at most, or None if the text is none.

    Commas between thousands are let out where they stand as they should; noughts at the end of the
    decimals are none.

    >>> plain_number("1,200.50", 2), plain_number("30.0", 0), plain_number("1_000", 2)
    (Fraction(2401, 2), Fraction(30, 1), None)
    """
    folded = fold(text)
    digits = folded.replace(",", "") if _GROUPED.match(folded) else folded
    whole, _, rest = digits.partition(".")
    if not _PLAIN.fullmatch(digits) or len(whole) > MOST_DIGITS or len(rest.rstrip("0")) > decimals:
        return None
    return Fraction(digits)


def printed_decimals(text: str) -> int:
    """Return how many decimals a figure is printed with."""
    return len(re.sub(r"\D+$", "", fold(text)).partition(".")[2])


def name(text: str) -> str:
    """Read a name as it is compared: half width, without spaces at its ends."""
    found = fold(text)
    if not found or len(found) > _LONGEST_NAME or not found.isprintable():
        raise Unread(f"应为 1 到 {_LONGEST_NAME} 个字的名称，例如“汉滨区”")
    return found


def number(example: str, *, decimals: int = 0, above_zero: bool = False) -> Reader:
    """Return a reader of a figure not below nought, or above it."""
    least = "大于 0" if above_zero else "不小于 0"
    kind = "整数" if not decimals else f"数（至多 {decimals} 位小数）"

    def read(text: str) -> Fraction:
        found = plain_number(text, decimals)
        if found is None or (above_zero and not found):
            none = "" if above_zero else "，没有的填 0"
            raise Unread(f"应为{least}的{kind}，例如 {example}{none}；不写单位，不用科学计数法")
        return found

    return read


def share(example: str, *, percent: bool) -> Reader:
    """Return a reader of a share: with a per cent sign, which a heading may say instead.

    :param percent: whether the heading says that figures are per cent; else a figure without the
      sign is a share of one, below one, for nobody can tell what 1 and more would be.
    """

    def read(text: str) -> Fraction:
        folded = fold(text)
        found = plain_number(folded.removesuffix("%").strip(), 6)
        if found is not None and (percent or folded.endswith("%")) and found <= 100:
            return found / 100
        if found is not None and not folded.endswith("%") and not percent and found < 1:
            return found
        less = "" if percent else "；不写百分号的，只能是小于 1 的数，例如 0.5"
        raise Unread(f"应为 0 到 100 的百分数，例如 {example}{less}")

    return read


def yes_or_no(text: str) -> bool:
    """Read yes or no; a blank is neither."""
    folded = fold(text).lower()
    if folded in _YES | _NO:
        return folded in _YES
    raise Unread("应为“是”或“否”")


def is_blank(text: str) -> bool:
    """Say whether a cell stands for a missing value."""
    return says_nothing(text)


def fen_of(text: str) -> int:
    """Read an amount in 元 above nought, as typed behind an option.

    :raises Unread: if it is none.
    """
    found = plain_number(text.removeprefix("¥").removeprefix("￥"), 2)
    if not found:
        raise Unread(
            "应为以元计、大于 0 的数，至多两位小数，例如 100000000 或 100000000.00；不写“万”“亿”，不用科学计数法"
        )
    return int(found * 100)
