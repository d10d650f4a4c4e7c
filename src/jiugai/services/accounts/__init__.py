"""Accounts: signing in, and who holds which post in which organisation (账号与岗位)."""

from datetime import date

from jiugai.storage.accounts import queries
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.unit_of_work import AlreadyDone, KeyReused

__all__ = ["AlreadyDone", "KeyReused", "city_served"]


def city_served(*, day: date) -> divisions.DivisionRow | None:
    """Return the city that this platform serves, as called on a day; None before it is founded."""
    city = queries.city_id()
    if city is None:
        return None
    try:
        return divisions.by_id(city, day=day)
    except divisions.NoSuchDivision:
        return None
