"""Whose rows the database shows (数据边界): the officer's at a desk, all of them at the console.

Services narrow what they read by ``actor.scope`` themselves. This is the wall behind that: whoever
forgets to narrow gets the officer's own counties from the database all the same.
"""

from contextlib import AbstractContextManager

from jiugai.domain.divisions import Scope
from jiugai.services.actor import Actor
from jiugai.storage.reach import reached, reading_city_wide, stand_city_wide, within

__all__ = ["as_officer", "as_operator", "reached", "reading_city_wide"]


def as_officer(actor: Actor | None) -> AbstractContextManager[None]:
    """Reach what an officer in this post may reach; a stranger, or one without a post, nothing."""
    return within(actor.scope if actor else Scope())


def as_operator() -> None:
    """Reach everything from here on: whoever types a command on the machine speaks for the city."""
    stand_city_wide()
