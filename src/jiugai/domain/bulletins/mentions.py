"""Finds the numbers and days that a Chinese sentence says (数与日期的识读).

Reads what clerks write: ``4.4%``, ``４．４％``, ``百分之四点四``, ``1,085个``, ``5.1亿元``,
``提高2.2个百分点``, ``2020年11月3日``, ``11月3日``, ``2020-11-03``, ``并列第3位``. A mark of the
paper (文号, 期号, 条款, 序号, 电话) is read too, and said to be no figure.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from jiugai.domain.bulletins.figures import DM2_PER_WAN_M2, Kind
from jiugai.domain.calendar import Month
from jiugai.domain.quantities import FEN_PER_YUAN
from jiugai.domain.registry.numerals import whole, year_digits

PartialDay = tuple[int, int]
"""Month and day without a year."""

REMEMBERED = 200
"""Short texts, such as figures as they are shown, are read again and again, and only once."""

Read = Fraction | date | Month | PartialDay | int | str


@dataclass(frozen=True, slots=True)
class Mention:
    """A number or day as a text says it (文中的数).

    Attributes:
      start, end: where it stands in the text.
      value: in the smallest unit of its kind: 分, dm², a share of one; an int for a year alone.
      grain: the worth of its last digit, in the same unit; None where that means nothing.
      unit: the word counted, such as ``个``; empty where none is written.
      is_mark: a mark of the paper and no figure, such as 〔2021〕50号 or ``1.``.
      tied: of a rank, 并列 is written.
    """

    start: int
    end: int
    text: str
    kind: Kind
    value: Read
    grain: Fraction | None = None
    unit: str = ""
    is_mark: bool = False
    tied: bool = False

    @property
    def directed(self) -> bool:
        """Say whether a change says which way it went: 提高, 下降 or a sign."""
        return bool(_DIRECTION.match(normalised(self.text)))


_WIDE = {ord("０") + i: str(i) for i in range(10)} | {
    ord("％"): "%", ord("．"): ".", ord("＋"): "+", ord("－"): "-", ord("−"): "-", ord("–"): "-",
    ord("\u00a0"): " ", ord("\u3000"): " ", ord("："): ":",
}  # fmt: skip
_CN = "〇零一二三四五六七八九十百千万亿两"
_NUM = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UP = "提高|上升|增长|增加|提升"
_DOWN = "下降|降低|回落|减少"
_DIRECTION = re.compile(rf"{_UP}|{_DOWN}|[+-]")
_UNITS = "个月|个|户|栋|幢|天|日|项|处|条|家|人|名|套|部|米|公里|台|次|件|宗|座|间|笔|倍|小时|周|年"
_PATTERN = re.compile(
    rf"""
    (?P<quoted>《[^》]*》)
  | (?P<digest>(?<![0-9a-zA-Z])[0-9a-fA-F]{{4}}(?:\ [0-9a-fA-F]{{4}}){{3,}}(?![0-9a-zA-Z]))
  | (?P<paper>[〔\[（(]\d{{4}}[〕\]）)]\ ?第?\d+\ ?号)
  | (?P<phone>(?:电话|热线|传真|手机)\ ?:?\ ?[\d\-—]+)
  | (?P<article>第(?:\d+|[{_CN}]+)[条款章])
  | (?P<issue>第(?:\d+|[{_CN}]+)期)
  | (?P<list>(?:(?<=^)|(?<=^\ )|(?<=[:；。\n])|(?<=:\ ))\d{{1,2}}\ ?[.、](?!\d)
      |(?:(?<=^)|(?<=\n))[（(]\d{{1,2}}[）)]|附件\ ?\d{{1,2}})
  | (?P<rank>(?P<tied>并列)?(?:第\ ?(?P<place>\d+|[{_CN}]+)\ ?[位名]
      |倒数第\ ?(?P<last>\d+|[{_CN}]+)))
  | (?P<day>(?P<y>\d{{4}})\ ?年\ ?(?P<m>\d{{1,2}})\ ?月(?:\ ?(?P<d>\d{{1,2}})\ ?[日号])?
      |(?P<iy>\d{{4}})(?P<sep>[-/.])(?P<im>\d{{1,2}})(?P=sep)(?P<id>\d{{1,2}})(?!\d)
      |(?P<pm>\d{{1,2}})\ ?月(?:\ ?(?P<pd>\d{{1,2}})\ ?[日号])?
      |(?P<year>(?<!\d)\d{{4}})(?:\ ?年(?!限|期)|(?=\ ?[—\-~至到]\ ?\d{{4}}\ ?年))
      |(?P<cy>[〇零一二三四五六七八九]{{4}})年(?:(?P<cm>[一二三四五六七八九十]{{1,3}})月
        (?:(?P<cd>[一二三四五六七八九十]{{1,3}})日)?)?)
  | (?P<clock>(?<!\d)\d{{1,2}}:\d{{2}}(?!\d))
  | (?P<points>(?:(?P<up>{_UP}|\+)|(?P<down>{_DOWN}|-))?了?\ ?(?P<pp>{_NUM})\ ?个?百分点)
  | (?P<rate>(?P<pct>{_NUM})\ ?%|百分之(?P<cpct>[{_CN}]+)(?:点(?P<cdec>[〇零一二三四五六七八九]+))?)
  | (?P<money>(?P<yuan>{_NUM})\ ?(?P<ym>万|亿)?余?元)
  | (?P<area>(?P<sqm>{_NUM})\ ?(?P<am>万|亿)?余?\ ?(?:平方米|平米|㎡|m²))
  | (?P<signed>(?<![\d.])[+-](?P<sn>{_NUM})(?![\d.%]))
  | (?P<count>(?<![A-Za-z\d.])(?P<n>{_NUM})\ ?(?P<cmag>万|亿|千|百)?[余多]?\ ?(?P<unit>{_UNITS})?)
  | (?P<ccount>(?P<cn>[{_CN}]*[十百千][{_CN}]*|[一二三四五六七八九两][{_CN}]+)[余多]?(?P<cunit>{_UNITS}))
    """,
    re.VERBOSE,
)
_SCALE = {None: 1, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}


def normalised(text: str) -> str:
    """Return a text with digits and signs of half width; every character keeps its place."""
    return text.translate(_WIDE)


def mentions(text: str) -> list[Mention]:
    """Return what a text says in numbers and days, in order."""
    return list(_read(text) if len(text) <= REMEMBERED else _mentions(text))


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[Mention, ...]:
    return tuple(_mentions(text))


def _mentions(text: str) -> Iterator[Mention]:
    for found in _PATTERN.finditer(normalised(text)):
        name = found.lastgroup or ""
        read = next(
            (reader(found) for key, reader in _READERS.items() if found[key] is not None), None
        )
        if read is None:
            continue
        kind, value, grain, unit = read
        marked = any(found[key] is not None for key in _MARKS)
        if name == "quoted":
            continue
        yield Mention(
            found.start(), found.end(), text[found.start() : found.end()], kind, value, grain,
            unit, marked, found["tied"] is not None,
        )  # fmt: skip


_Reading = tuple[Kind, Read, Fraction | None, str]
_MARKS = ("paper", "phone", "article", "issue", "list", "clock", "digest")


def _mark(found: re.Match[str]) -> _Reading:
    return Kind.TEXT, "".join(found[0].split()).lower(), None, ""


def _number(digits: str) -> tuple[Fraction, Fraction]:
    """Return the value of digits and the worth of the last one."""
    plain = digits.replace(",", "")
    decimals = len(plain.partition(".")[2])
    return Fraction(plain), Fraction(1, 10**decimals)


def _scaled(kind: Kind, digits: str, scale: int | Fraction, unit: str = "") -> _Reading:
    value, grain = _number(digits)
    return kind, value * scale, grain * scale, unit


def _rank(found: re.Match[str]) -> _Reading | None:
    place, last = found["place"], found["last"]
    number = _ordinal(place or last)
    if number is None:
        return None
    return Kind.RANK, Fraction(number if place else -number), None, ""


def _ordinal(words: str) -> int | None:
    return int(words) if words.isascii() else whole(words)


def _day(found: re.Match[str]) -> _Reading | None:
    if found["year"]:
        return Kind.DATE, int(found["year"]), None, ""
    if found["pm"]:
        month, day = int(found["pm"]), int(found["pd"] or 0)
        return Kind.DATE, (month, day), None, ""
    year = found["y"] or found["iy"] or year_digits(found["cy"] or "")
    if year is None:
        return None
    month_words, day_words = (
        found["m"] or found["im"] or found["cm"],
        found["d"] or found["id"] or found["cd"],
    )
    if month_words is None:
        return Kind.DATE, int(year), None, ""
    month, on = _ordinal(month_words) or 0, _ordinal(day_words) if day_words else None
    try:
        if on is None:
            return Kind.DATE, Month(int(year), month), None, ""
        return Kind.DATE, date(int(year), month, on), None, ""
    except ValueError:
        # 2月30日: no such day, so it can agree with none.
        return Kind.DATE, found[0], None, ""


def _points(found: re.Match[str]) -> _Reading:
    sign = -1 if found["down"] else 1
    return _scaled(Kind.POINTS, found["pp"], Fraction(sign, 100))


def _rate(found: re.Match[str]) -> _Reading | None:
    if found["pct"]:
        return _scaled(Kind.RATE, found["pct"], Fraction(1, 100))
    number = whole(found["cpct"])
    if number is None:
        return None
    decimals = "".join(str(whole(char) or 0) for char in found["cdec"] or "")
    return _scaled(Kind.RATE, f"{number}.{decimals}" if decimals else str(number), Fraction(1, 100))


def _money(found: re.Match[str]) -> _Reading:
    return _scaled(Kind.MONEY, found["yuan"], _SCALE[found["ym"]] * FEN_PER_YUAN)


def _area(found: re.Match[str]) -> _Reading:
    return _scaled(Kind.AREA, found["sqm"], Fraction(_SCALE[found["am"]] * DM2_PER_WAN_M2, 10_000))


def _signed(found: re.Match[str]) -> _Reading:
    kind, value, grain, unit = _scaled(Kind.POINTS, found["sn"], Fraction(1, 100))
    return (
        kind,
        -value if found[0].startswith("-") and isinstance(value, Fraction) else value,
        grain,
        unit,
    )


def _count(found: re.Match[str]) -> _Reading:
    return _scaled(Kind.COUNT, found["n"], _SCALE[found["cmag"]], found["unit"] or "")


def _chinese_count(found: re.Match[str]) -> _Reading | None:
    number = whole(found["cn"])
    return None if number is None else (Kind.COUNT, Fraction(number), Fraction(1), found["cunit"])


_READERS: dict[str, Callable[[re.Match[str]], _Reading | None]] = {
    **dict.fromkeys(_MARKS, _mark),
    "rank": _rank,
    "day": _day,
    "points": _points,
    "rate": _rate,
    "money": _money,
    "area": _area,
    "signed": _signed,
    "count": _count,
    "ccount": _chinese_count,
}
