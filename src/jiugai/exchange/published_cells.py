"""Figures as published tables print them (表格数字): ``2,660``, ``８７.１％``, ``53.25万户``, 全部开工."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from jiugai.domain.registry.characters import fold, is_error, says_nothing
from jiugai.exchange.published_sheets import RawCell

SCALES = {"": 1, "千": 1_000, "万": 10_000, "百万": 1_000_000, "亿": 100_000_000}
UNITS = ("个", "户", "栋", "幢", "平方米", "元", "套", "项")
_FULL = re.compile(
    r"(?:已|均已|均)?全(?:部|面)(?:开工|完工|完成|竣工|验收|到位|拨付|支付)(?:\(.*\))?"
)
_NUMBER = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d{1,15})?)"
    r"(?P<sign>%|‰|个百分点)?(?P<unit>[^\d\s%.,]{0,5})"
)


class Absent(Enum):
    """Why a cell gives no figure."""

    MISSING = "missing"  # blank, “-”, “/”: nothing was said
    REFUSED = "refused"  # something was said that is not one number


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as printed: ``percent`` if it bears a per cent sign; ``full`` for 全部开工."""

    value: Decimal = Decimal(0)
    percent: bool = False
    unit: str = ""
    full: bool = False


def read_figure(cell: RawCell) -> Figure | Absent:
    """Read one cell; never guessing: whatever is not one plain number is refused."""
    if cell.number is not None:
        if cell.number < 0:
            return Absent.REFUSED
        value = cell.number * 100 if cell.percent else cell.number
        return Figure(value.normalize() + 0, cell.percent)
    text = "".join(fold(cell.text).split())
    if says_nothing(text) or text in ("…", "……", "..."):
        return Absent.MISSING
    if _FULL.fullmatch(text):
        return Figure(full=True)
    found = _NUMBER.fullmatch(text)
    if not found or is_error(text) or found["sign"] in ("‰", "个百分点"):
        return Absent.REFUSED
    if found["unit"] and unit_scale(found["unit"]) is None:
        return Absent.REFUSED
    return Figure(Decimal(found["number"].replace(",", "")), found["sign"] == "%", found["unit"])


def unit_scale(unit: str) -> int | None:
    """Return how many base units a unit is: 万户 is 10,000; None if it is no unit of these tables.

    >>> unit_scale("万户"), unit_scale("㎡"), unit_scale("亩")
    (10000, 1, None)
    """
    plain = fold(unit).replace("㎡", "平方米").replace("m2", "平方米").replace("m²", "平方米")
    for scale in ("百万", "亿", "万", "千", ""):
        rest = plain.removeprefix(scale)
        if plain.startswith(scale) and (rest in UNITS or (scale and not rest)):
            return SCALES[scale]
    return None


def decimals_of(value: Decimal) -> int:
    """Return how many decimals a printed figure has; at most ten, beyond which all is noise."""
    exponent = value.as_tuple().exponent
    return min(max(-exponent, 0), 10) if isinstance(exponent, int) else 0
