"""The 1,085 communities (小区): who they are before anybody writes them down badly."""

from dataclasses import dataclass, replace
from random import Random

from demo.make_city.names import Namer
from demo.make_city.places import PLACES, Place, neighborhoods, street_names

STRUCTURES = ("砖混", "砖混", "砖混", "砖混", "框架", "砖木")
TENURES = ("房改房", "房改房", "单位自管", "集资房", "商品房", "混合")
MANAGEMENT = ("无", "无", "社区代管", "单位自管", "业主自治", "物业公司")
LAST_YEAR = 2000
HUNDRED_YUAN = 100  # the finest sum that the city's papers write: 0.01 万元
# One name with a list in it, and two names that stand in two streets of their county.
GIVEN_NAMES = {
    ("hanbin", 5): "操兵巷1、18号院",
    ("hanbin", 40): "中心小区",
    ("hanbin", 375): "中心小区",
    ("xunyang", 10): "供销社家属院",
    ("xunyang", 112): "供销社家属院",
}


@dataclass(frozen=True, slots=True)
class Community:
    """An old community as it truly is.

    Attributes:
      place: the key of its county.
      area: floor area in ㎡.
      investment: estimated investment in 元, whole hundreds.
    """

    place: str
    street: str
    neighborhood: str
    name: str
    address: str
    built_year: int
    buildings: int
    entrances: int
    households: int
    area: int
    investment: int
    structure: str
    storeys: str
    tenure: str
    management: str


def register(seed: int) -> dict[str, tuple[Community, ...]]:
    """Return every community of the city, by county, streets one after another."""
    return {place.key: _of(place, Random(f"{seed}/{place.key}")) for place in PLACES}


def _of(place: Place, rng: Random) -> tuple[Community, ...]:
    namer = Namer(rng, place.owners)
    made = [
        _community(place, street_code, namer, rng)
        for street_code, count in _split(place)
        for _ in range(count)
    ]
    return tuple(
        replace(each, name=GIVEN_NAMES.get((place.key, n), each.name))
        for n, each in enumerate(made)
    )


def _split(place: Place) -> list[tuple[str, int]]:
    """Divide a county's communities among its streets; the first street takes what is left over."""
    shares = [(code, place.communities * share // 100) for code, share in place.streets]
    left = place.communities - sum(count for _, count in shares)
    return [(code, count + (left if n == 0 else 0)) for n, (code, count) in enumerate(shares)]


def _community(place: Place, street_code: str, namer: Namer, rng: Random) -> Community:
    name, address = namer.name(street_code)
    households = min(max(round(rng.lognormvariate(4.43, 0.55)), 30), 400)
    buildings = max(1, round(households / rng.uniform(18, 34)))
    storeys = rng.choice((4, 5, 6, 6, 6, 7))
    entrances = max(buildings, min(buildings * 6, round(households / (storeys * 2))))
    area = round(households * rng.uniform(64, 98))
    return Community(
        place=place.key,
        street=street_names()[street_code],
        neighborhood=rng.choice(neighborhoods(street_code)),
        name=name,
        address=address,
        built_year=min(LAST_YEAR, round(rng.triangular(1972, 2001, 1992))),
        buildings=buildings,
        entrances=entrances,
        households=households,
        area=area,
        investment=round(area * rng.uniform(270, 420) / HUNDRED_YUAN) * HUNDRED_YUAN,
        structure=rng.choice(STRUCTURES),
        storeys=str(storeys) if rng.random() < 0.8 else f"{storeys - 1}-{storeys}",
        tenure=rng.choice(TENURES),
        management=rng.choice(MANAGEMENT),
    )
