"""Finding the division where an organisation stands, from what an administrator types (区划)."""

from datetime import date

from jiugai.domain.divisions import Level
from jiugai.services.accounts.refusals import NoSuchThing
from jiugai.services.facts import Horizon, remembered
from jiugai.storage.accounts import queries
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.divisions.queries import DivisionRow

_SHOWN = 5


def city_served(*, day: date) -> DivisionRow | None:
    """Return the city that this platform serves, as called on a day; None before it is founded."""
    return queries.city(day=day)


def city_called(asked: Horizon) -> DivisionRow | None:
    """Return the city served, as called on the day of a horizon; asked by every page."""
    return _city_called(asked) or city_served(day=asked.as_of)  # founded since


@remembered
def _city_called(asked: Horizon) -> DivisionRow | None:
    return city_served(day=asked.as_of)


def places_offered(*, day: date) -> tuple[DivisionRow, ...]:
    """Return the city, its counties and its streets; neighborhoods are too many to offer."""
    city = city_served(day=day)
    if city is None:
        return ()
    return (city, *divisions.below(city.id, day=day, to=Level.SUBDISTRICT))


def find_place(text: str, *, day: date) -> DivisionRow:
    """Return the city's division that a code, a name, or ``code name`` means on a day.

    :raises NoSuchThing: if the city has none such, or several of that name.
    """
    city = city_served(day=day)
    known = (city, *divisions.below(city.id, day=day)) if city else ()
    wanted = text.split()
    found = [one for one in known if wanted and one.code == wanted[0].upper()]
    found = found or [one for one in known if one.name == "".join(wanted)]
    if not found:
        raise NoSuchThing(
            f"本市没有“{text[:40]}”这个区划，请写代码或全名，例如“610922”或“石泉县”。"
        )
    if len(found) > 1:
        codes = "、".join(one.code for one in found[:_SHOWN])
        raise NoSuchThing(f"本市有 {len(found)} 个“{found[0].name}”，请写代码：{codes}。")
    return found[0]


def county_above(division_id: int, *, day: date) -> int | None:
    """Return the county in which a division lies, or is; None if the tree knows none that day."""
    try:
        division = divisions.by_id(division_id, day=day)
        while division.level > Level.COUNTY and division.parent_id is not None:
            division = divisions.by_id(division.parent_id, day=day)
    except divisions.NoSuchDivision:
        return None
    return division.id if division.level is Level.COUNTY else None
