"""Finds how much a text says (数量): 21个老旧小区改造项目, 5.1亿元, 10万余户, 4.4%, *个.

A number that is part of a date, of a paper's number or of a list's numbering is none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from jiugai.domain.registry.numerals import whole


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as a text says it (数量).

    Attributes:
      number: as written, before 万 or 亿; None if it is blanked out.
      scale: 1, or what 百, 千, 万, 亿 stand for.
      unit: the word after it, with 万 or 亿 before it: ``个``, ``万元``; ``%`` for a rate.
      noun: what is counted, if it is said after the unit.
      about: whether it is rounded: 余, 多, 约, 近, 以上.
      qualifies: whether it only says of what another thing is: 4个小区内的违章搭建.
    """

    start: int
    end: int
    text: str
    number: Fraction | None
    scale: int
    unit: str
    noun: str = ""
    about: bool = False
    qualifies: bool = False

    @property
    def value(self) -> Fraction | None:
        """Return the number in single units; a rate stays in per cent."""
        return None if self.number is None else self.number * self.scale

    @property
    def decimals(self) -> int:
        """Return how many decimals are written."""
        found = re.search(r"\.(\d+)", self.text)
        return len(found[1]) if found else 0

    @property
    def is_rate(self) -> bool:
        return self.unit == "%"


_SCALES = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_MASK = r"[*×✕□■△▲●]{1,4}(?:\.[*×✕□■△▲●]{1,4})?|(?<![A-Za-z])[xX]{1,4}(?:\.[xX]{1,2})?(?![A-Za-z])"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORDS = "[二三四五六七八九两]|[一二三四五六七八九两]?[十百千][一二三四五六七八九十百千零]*"
_ABOUT = "约|近|超过|超|逾|不少于|至少|不低于|最多|不超过"
_SHARE = re.compile("(?P<by>[二三四五六七八九十百]+)分之(?P<of>[一二三四五六七八九十百]+)")
_VAGUE = re.compile(
    "重点|方面|关键|环节|结合|转变|确保|坚持|维护|意识|层面|抓手|导向|必须|统一|字|到位|不|要|作用|目标|原则|阶段"
)
_PAPER = re.compile(
    r"〔[^〕]{2,6}〕\d+号|[（(\[]\d{4}[）)\]]\d+号|第[\d一二三四五六七八九十百]+[期条款章号届次批位名]|\d+号"
)


def quantities(
    text: str, units: str, counted: str, taken: Sequence[tuple[int, int]] = ()
) -> list[Quantity]:
    """Return the quantities of a text in order.

    :param units: a pattern of the unit words; ``counted``: of the nouns.
    :param taken: places that are something else, such as dates.
    """
    if not re.search(r"[\d*×□xX%二三四五六七八九两十百]", text):
        return []
    taken = [*taken, *(found.span() for found in _PAPER.finditer(text))]
    found = [
        Quantity(
            share.start(), share.end(), share[0],
            Fraction((whole(share["of"]) or 0) * 100, whole(share["by"]) or 1), 1, "%",
        )
        for share in _SHARE.finditer(text)
    ]  # fmt: skip
    for match in _pattern(units, counted).finditer(text):
        if any(start < match.end("n") and match.start("n") < end for start, end in taken):
            continue
        quantity = _read(match)
        if quantity and not _VAGUE.match(text, quantity.end):
            found.append(quantity)
    return sorted(found, key=lambda quantity: quantity.start)


@lru_cache(maxsize=4)
def _pattern(units: str, counted: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<about>{_ABOUT})?(?P<n>(?<![\d.A-Za-z第]){_DIGITS}|{_MASK}|(?P<cn>{_WORDS}))"
        rf"(?:—{{1,2}}|-|~|至)?(?:(?<=[—\-~至])(?P<n2>{_DIGITS}|{_MASK}))?"
        rf"(?P<scale>[百千万亿])?(?P<more>余|多|来)?(?P<unit>{units}|(?<=[万亿])(?=[，。；、）]|$))(?P<less>以上|以内|左右)?"
        rf"(?P<noun>(?:(?!{units}|完|已|开|要|年|月|在|被|由|将|进)[\u4e00-\u9fff（）]){{0,12}}?(?:{counted}))?"
    )


def _read(match: re.Match[str]) -> Quantity | None:
    digits, scale, unit = match["n"], match["scale"] or "", match["unit"]
    noun = match["noun"] or ""
    if match["cn"] and (not noun or noun[0] in "方个月次级类"):
        return None
    end = match.end() if noun else match.end("less") if match["less"] else match.end("unit")
    return Quantity(
        match.start("n"),
        end,
        match.string[match.start("n") : match.end("unit")],
        _number(match["n2"] or digits),
        _SCALES[scale],
        f"{scale}{unit}" if scale in ("万", "亿") else unit,
        _kernel(noun),
        bool(match["about"] or match["more"] or match["less"]),
        match.string[end : end + 2].startswith(("的", "内的", "中的", "等")),
    )


def _number(written: str) -> Fraction | None:
    plain = written.replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return Fraction(plain)
    number = whole(written)
    return None if number is None else Fraction(number)


def _kernel(noun: str) -> str:
    """Return a noun without what merely links it to its number."""
    return re.sub(r"^[（(]?(?:的|城镇|年度|新|拟)*", "", noun)
