"""What the rules read of a community (认定对象), and how old it is by floor area."""

from dataclasses import dataclass
from fractions import Fraction

from jiugai.domain.eligibility.rules import Exclusion


@dataclass(frozen=True, slots=True)
class BuildingAge:
    """One building's year and size (楼栋建成年份).

    Attributes:
      built_year: the year in which it was finished; None takes the community's own year.
      area_dm2: floor area in 0.01 ㎡; None if not known.
    """

    built_year: int | None
    area_dm2: int | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A community whose eligibility is asked (认定对象). None always means: not known.

    Attributes:
      key: what tells it from the others; orders lists of equals.
      division_code: the street or neighborhood, or at least the county, on the day of the rule.
      households: 户.
      area_dm2: floor area in 0.01 ㎡.
      buildings: year by building where known; they go before ``built_year``.
      in_town: whether it lies in a city or a county seat town (城市或县城).
      exclusions: what bars it; an empty set says that nothing does, None that nobody looked.
    """

    key: str
    name: str
    division_code: str
    built_year: int | None = None
    households: int | None = None
    area_dm2: int | None = None
    buildings: tuple[BuildingAge, ...] = ()
    in_town: bool | None = None
    exclusions: frozenset[Exclusion] | None = None

    @property
    def years(self) -> tuple[int | None, ...]:
        """Return the years that count: each building's own, or else the community's."""
        if not self.buildings:
            return (self.built_year,)
        return tuple(self.year_of(building) for building in self.buildings)

    def year_of(self, building: BuildingAge) -> int | None:
        """Return a building's year, which is the community's where it has none of its own."""
        return self.built_year if building.built_year is None else building.built_year


@dataclass(frozen=True, slots=True)
class BuiltShare:
    """How much of a community was built by the end of a year (按期建成占比).

    The truth lies between ``least`` and ``most``; they differ where a year or an area is missing.
    """

    least: Fraction
    most: Fraction

    @property
    def known(self) -> bool:
        return self.least == self.most

    def reaches(self, share: Fraction, *, strict: bool) -> bool | None:
        """Say whether the share is reached, or None if what is missing could turn the answer."""
        if _reaches(self.least, share, strict=strict):
            return True
        return None if _reaches(self.most, share, strict=strict) else False


def built_share(candidate: Candidate, year: int) -> BuiltShare:
    """Return the share of floor area built by the end of a year.

    With one known year, or with all buildings on one side of it, areas do not matter: the share
    is nothing or the whole even where no area is known.
    """
    years = candidate.years
    known = [built for built in years if built is not None]
    if len(known) == len(years):
        if all(built <= year for built in known):
            return BuiltShare(Fraction(1), Fraction(1))
        if all(built > year for built in known):
            return BuiltShare(Fraction(0), Fraction(0))
    return _share_by_area(candidate, year)


def _share_by_area(candidate: Candidate, year: int) -> BuiltShare:
    areas = [building.area_dm2 for building in candidate.buildings]
    whole = sum(area for area in areas if area is not None)
    if None in areas or whole == 0:
        return BuiltShare(Fraction(0), Fraction(1))
    in_time = undated = 0
    for building in candidate.buildings:
        built, area = candidate.year_of(building), building.area_dm2 or 0
        if built is None:
            undated += area
        elif built <= year:
            in_time += area
    return BuiltShare(Fraction(in_time, whole), Fraction(in_time + undated, whole))


def _reaches(value: Fraction, share: Fraction, *, strict: bool) -> bool:
    return value > share if strict else value >= share
