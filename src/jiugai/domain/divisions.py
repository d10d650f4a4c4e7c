"""Administrative divisions (区划): codes, levels, and the names they bore on a given day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum


class Level(IntEnum):
    """Levels of the tree (层级)."""

    PROVINCE = 1  # 省
    CITY = 2  # 市
    COUNTY = 3  # 县(市、区) and local units of that rank
    SUBDISTRICT = 4  # 街道、镇、乡
    NEIGHBORHOOD = 5  # 社区、村


LOCAL_UNIT = re.compile(r"\d{6}-L\d{2}", re.ASCII)  # 安康高新区: 610900-L01
_LENGTHS = {
    2: Level.PROVINCE,
    4: Level.CITY,
    6: Level.COUNTY,
    9: Level.SUBDISTRICT,
    12: Level.NEIGHBORHOOD,
}


@dataclass(frozen=True, slots=True)
class DivisionVersion:
    """What a division was called, from a day on; the next version ends it.

    Attributes:
      division_id: the identity that outlives a renaming.
      code: six digits of GB/T 2260 down to the county, 9 or 12 of the statistical code below,
        or a local code such as ``610900-L01`` for a unit the nation does not number.
      parent_id: the division above, or None for a province.
    """

    division_id: int
    code: str
    name: str
    level: Level
    effective_on: date
    parent_id: int | None = None
    abolished: bool = False


def level_of_code(code: str) -> Level:
    """Return the level that a code names.

    :raises ValueError: if the code has no form of GB/T 2260, of the 12-digit statistical code, or of
      a local unit.
    """
    if LOCAL_UNIT.fullmatch(code):
        return Level.COUNTY
    if not (code.isascii() and code.isdigit()):
        raise ValueError(f"not a division code: {code!r}")
    if len(code) == 6:
        if code.endswith("0000"):
            return Level.PROVINCE
        return Level.CITY if code.endswith("00") else Level.COUNTY
    if len(code) not in _LENGTHS:
        raise ValueError(f"not a division code: {code!r}")
    return _LENGTHS[len(code)]


def version_on(versions: Sequence[DivisionVersion], day: date) -> DivisionVersion | None:
    """Return the version in force on a day, or None before the first and after abolition.

    Last year's table runs on last year's tree: 610928 旬阳县 until 2021, 610981 旬阳市 after.
    """
    past = [version for version in versions if version.effective_on <= day]
    if not past:
        return None
    latest = max(past, key=lambda version: version.effective_on)
    return None if latest.abolished else latest


@dataclass(frozen=True, slots=True)
class Outline:
    """Where a division lies, for drawing only (界线): rings of (longitude, latitude) in degrees.

    Attributes:
      code: as of today; ``former_codes`` are those it bore before, so that last year's figures
        find this year's outline.
      rings: the outer rings, each closed: its last point is its first.
    """

    code: str
    name: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    former_codes: tuple[str, ...] = ()

    def bears(self, code: str) -> bool:
        """Say whether the division bears the code, or has borne it."""
        return code == self.code or code in self.former_codes


@dataclass(frozen=True, slots=True)
class Scope:
    """How far a post's writ runs (数据权限): every read of records names one.

    Attributes:
      counties: the counties whose records may be seen; None for all of the city.
      divisions: streets or neighborhoods to which it is narrowed further; None for whole counties.
      sites: of a firm, the sites that it was given: these alone, and nothing else of their counties,
        so that ``divisions`` is then empty; None for everybody else.
    """

    counties: frozenset[int] | None = frozenset()
    divisions: frozenset[int] | None = None
    sites: frozenset[int] | None = None

    def covers(self, county_id: int, division_id: int | None = None) -> bool:
        """Say whether a record of that county and division may be seen."""
        if self.counties is not None and county_id not in self.counties:
            return False
        return self.divisions is None or division_id in self.divisions


CITY_WIDE = Scope(counties=None)


def named_in(text: str, names: Sequence[str], *, city: str = "") -> str | None:
    """Return the one division that a file's name speaks of, or None if it names none or several.

    A county is also known without its last word (平利.csv) and a local unit without its city's
    name (高新区…); the longest name found goes before those it contains.
    """
    found: dict[str, int] = {}
    for name in names:
        spellings = {name, name.removeprefix(city.removesuffix("市"))}
        spellings |= {name[:-1]} if len(name) > 2 and name[-1] in "县区市" else set()
        longest = max((len(one) for one in spellings if one and one in text), default=0)
        if longest > 1:
            found[name] = longest
    best = [name for name, length in found.items() if length == max(found.values())]
    return best[0] if len(best) == 1 else None
