"""Areas (片区): proposals to renovate small adjoining communities and single buildings as one.

A proposal is for people to confirm; it says how each pair was found to adjoin, and how surely.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import combinations
from math import cos, hypot, radians

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.law import Rule
from jiugai.domain.scheme.classification import RenewalThresholds, is_small

_METRES_A_DEGREE = 111_320  # of latitude; of longitude, times the cosine of the latitude
_STREET_DIGITS, _NEIGHBORHOOD_DIGITS = 9, 12
_DOOR = re.compile(
    r"(?P<road>[^\d\s、，,]+?(?:路|街|巷|道|弄|里))(?P<number>\d{1,4})(?:号|[-—~至])"
)


class Adjoining(IntEnum):
    """How two communities were found to adjoin (相邻依据), the surest first."""

    COORDINATES = 1
    ADDRESS = 2
    NEIGHBORHOOD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRule(Rule):
    """How near counts as adjoining, and how large an area may grow (连片界线).

    Attributes:
      metres: greatest distance between the points of two communities.
      door_numbers: greatest difference of two house numbers in one road.
      most_households: an area is not made larger than this, 户.
    """

    metres: int
    door_numbers: int
    most_households: int


@dataclass(frozen=True, slots=True)
class Plot:
    """What the proposals read of a community (连片候选).

    Attributes:
      key: what tells it from the others.
      division_code: street or neighborhood; only communities of one street are compared.
      point: longitude and latitude in degrees; None if not known. All points in one system.
    """

    key: str
    name: str
    division_code: str
    buildings: int | None = None
    households: int | None = None
    address: str = ""
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class AreaProposal:
    """Communities that could be renovated as one (片区建议), in the order of their keys.

    Attributes:
      households: sum of what is known, 户.
      reasons: how they adjoin, one plain sentence for each pair that joined them.
      surest: how surely they adjoin, by the weakest pair.
    """

    members: tuple[Plot, ...]
    households: int
    reasons: tuple[Finding, ...]
    surest: Adjoining


@dataclass(frozen=True, slots=True)
class _Link:
    """Two communities that adjoin."""

    how: Adjoining
    distance: float
    one: Plot
    other: Plot

    @property
    def order(self) -> tuple[int, float, str, str]:
        return self.how, self.distance, self.one.key, self.other.key


def propose_areas(
    plots: Sequence[Plot], thresholds: RenewalThresholds, rule: AreaRule
) -> tuple[AreaProposal, ...]:
    """Group small adjoining communities into areas; no community stands in two.

    The surest and nearest pairs are joined first, so the order of the input does not matter. A
    pair needs at least one small partner, and two where nothing but the neighborhood is known.
    Two groups are not joined if the area would pass its limit of households.

    :raises ValueError: if two plots bear one key.
    """
    if len({plot.key for plot in plots}) != len(plots):
        raise ValueError("two plots bear one key")
    links = sorted(_links(plots, thresholds, rule), key=lambda link: link.order)
    groups: dict[str, tuple[Plot, ...]] = {plot.key: (plot,) for plot in plots}
    used: dict[str, list[_Link]] = defaultdict(list)
    for link in links:
        one, other = groups[link.one.key], groups[link.other.key]
        if one is other or _households(one) + _households(other) > rule.most_households:
            continue
        merged = tuple(sorted((*one, *other), key=lambda plot: plot.key))
        joined = [*used.pop(one[0].key, []), *used.pop(other[0].key, []), link]
        used[merged[0].key] = joined
        groups.update(dict.fromkeys((plot.key for plot in merged), merged))
    return tuple(_proposal(groups[key], used[key]) for key in sorted(used))


def _links(plots: Iterable[Plot], thresholds: RenewalThresholds, rule: AreaRule) -> Iterator[_Link]:
    by_street: dict[str, list[Plot]] = defaultdict(list)
    for plot in sorted(plots, key=lambda plot: plot.key):
        by_street[_street(plot.division_code)].append(plot)
    for neighbours in by_street.values():
        for one, other in combinations(neighbours, 2):
            small = [
                is_small(plot.buildings, plot.households, thresholds) is True
                for plot in (one, other)
            ]
            if not any(small):
                continue
            link = _link(one, other, rule)
            if link and (link.how is not Adjoining.NEIGHBORHOOD or all(small)):
                yield link


def _link(one: Plot, other: Plot, rule: AreaRule) -> _Link | None:
    """Return how two communities adjoin, by the surest means that both of them allow.

    Where coordinates are known they alone decide: a near house number does not bring together
    what lies far apart.
    """
    if one.point and other.point:
        metres = _metres(one.point, other.point)
        return _Link(Adjoining.COORDINATES, metres, one, other) if metres <= rule.metres else None
    doors = _door(one.address), _door(other.address)
    if doors[0] and doors[1]:
        (road, number), (other_road, other_number) = doors[0], doors[1]
        apart = abs(number - other_number)
        near = road == other_road and apart <= rule.door_numbers
        return _Link(Adjoining.ADDRESS, apart, one, other) if near else None
    in_one = one.division_code == other.division_code
    if in_one and len(one.division_code) == _NEIGHBORHOOD_DIGITS:
        return _Link(Adjoining.NEIGHBORHOOD, 0, one, other)
    return None


def _street(code: str) -> str:
    """Return the street of a neighborhood; a code that is not so fine stands for itself."""
    return code[:_STREET_DIGITS] if len(code) == _NEIGHBORHOOD_DIGITS else code


def _metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two points; a plane is good enough within a street."""
    middle = radians((one[1] + other[1]) / 2)
    east = (one[0] - other[0]) * _METRES_A_DEGREE * cos(middle)
    north = (one[1] - other[1]) * _METRES_A_DEGREE
    return hypot(east, north)


def _door(address: str) -> tuple[str, int] | None:
    """Return road and house number of an address, or None if it does not give both."""
    found = _DOOR.search(address)
    return (found["road"], int(found["number"])) if found else None


def _households(group: Iterable[Plot]) -> int:
    return sum(plot.households or 0 for plot in group)


def _proposal(members: tuple[Plot, ...], links: Sequence[_Link]) -> AreaProposal:
    ordered = sorted(links, key=lambda link: link.order)
    return AreaProposal(
        members=members,
        households=_households(members),
        reasons=tuple(_reason(link) for link in ordered),
        surest=max(link.how for link in links),
    )


def _reason(link: _Link) -> Finding:
    pair = f"“{link.one.name}”与“{link.other.name}”"
    if link.how is Adjoining.COORDINATES:
        message = f"{pair}相距约 {round(link.distance)} 米，可连片改造。"
        return Finding("scheme.adjoin_by_coordinates", message, Weight.NOTES)
    if link.how is Adjoining.ADDRESS:
        message = f"{pair}在同一条路上，门牌相差 {round(link.distance)} 号，可连片改造。"
        return Finding("scheme.adjoin_by_address", message, Weight.NOTES)
    message = f"{pair}同属一个社区，但没有坐标和门牌，是否相邻请实地核对。"
    return Finding("scheme.adjoin_by_neighborhood", message, Weight.WARNS)
