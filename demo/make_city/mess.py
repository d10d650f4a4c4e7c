"""How clerks write (写法): the ways in which a true value comes to stand badly in its cell.

A *slip* changes how a value is written, never what it says. A *riddle* is a cell that no reader can
settle; its row comes back, and stands right in the county's second file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from demo.make_city.communities import Community
from demo.make_city.sheets import Cell

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Slip:
    """A way of writing one column: which one, and what stands in the cell."""

    column: str
    write: Callable[[Community, Random], Cell]


def wide(text: object) -> str:
    """Return a text with full-width digits."""
    return str(text).translate(_WIDE)


def in_chinese(number: int) -> str:
    """Return a number below a hundred as it is spoken: ``十二``."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    head = "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


SLIPS: Mapping[str, Slip] = {
    "wide_households": Slip("households", lambda c, _: wide(c.households)),
    "wide_buildings": Slip("buildings", lambda c, _: wide(c.buildings)),
    "wide_year": Slip("built_year", lambda c, _: wide(c.built_year)),
    "households_unit": Slip("households", lambda c, _: f"{c.households}户"),
    "buildings_unit": Slip("buildings", lambda c, r: f"{c.buildings}{r.choice('栋栋幢')}"),
    "buildings_spoken": Slip("buildings", lambda c, _: f"{in_chinese(c.buildings)}栋"),
    "year_word": Slip("built_year", lambda c, _: f"{c.built_year}年"),
    "year_built": Slip("built_year", lambda c, _: f"{c.built_year}年建成"),
    "year_month": Slip("built_year", lambda c, r: f"{c.built_year}年{r.randint(1, 12)}月"),
    "year_date": Slip("built_year", lambda c, r: date(c.built_year, r.randint(1, 12), 1)),
    "area_thousands": Slip("area", lambda c, _: f"{c.area:,}"),
    "area_unit": Slip("area", lambda c, r: f"{c.area}{r.choice(('㎡', '平方米', '平米'))}"),
    "area_wan": Slip("area", lambda c, _: f"{c.area / 10_000:.4f}万平方米"),
    "money_unit": Slip("investment", lambda c, _: f"{c.investment / 10_000:.2f}万元"),
    "money_thousands": Slip("investment", lambda c, _: f"{c.investment / 10_000:,.2f}"),
    "name_wide": Slip("name", lambda c, _: wide(c.name)),
    "name_variant": Slip("name", lambda c, _: c.name.replace("明", "眀").replace("楼", "樓")),
    "name_space": Slip("name", lambda c, _: f"{c.name[:2]} {c.name[2:]}"),
}

RIDDLES: Mapping[str, Slip] = {
    "decade_90s": Slip("built_year", lambda _, r: r.choice(("九十年代末", "90年代", "九十年代"))),
    "decade_80s": Slip("built_year", lambda _, r: r.choice(("上世纪80年代", "八十年代", "80年代"))),
    "two_years": Slip("built_year", lambda c, _: f"{c.built_year - 4}、{c.built_year}"),
    "mistyped_year": Slip(
        "built_year", lambda c, _: f"{str(c.built_year)[:3]}{str(c.built_year)[2:]}"
    ),
    "two_counts": Slip("households", lambda c, _: f"{c.households}/{c.households + 7}"),
    "count_range": Slip("households", lambda c, _: f"{c.households - 9}-{c.households + 11}"),
    "half_household": Slip("households", lambda c, _: c.households + 0.5),
    "area_slip": Slip("area", lambda c, _: f"{c.area}万平方米"),
    "area_comma": Slip("area", lambda c, _: f"{c.area // 100},{c.area % 100:02d}"),
    "broken_formula": Slip("area", lambda _c, _r: "#REF!"),
}

DOUBTS: Mapping[str, Slip] = {
    "about": Slip("households", lambda c, _: f"约{round(c.households, -1)}"),
    "short_year": Slip("built_year", lambda c, _: f"{c.built_year % 100}年"),
}
"""Cells that are read and asked about; the second file says them outright as well."""
