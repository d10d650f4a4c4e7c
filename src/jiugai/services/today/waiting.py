"""The duties of a post (今日待办), gathered from every room.

A room that gives a post something to do adds its function to ``ROOMS``, in its place in a
community's life; nothing else is to be told. Such a function asks for powers and scope, never for
the kind of a post.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from jiugai.domain.today import Duty, DutyList, most_pressing_first
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import horizon
from jiugai.services.reporting import closing
from jiugai.services.today import (
    bulletins,
    doubts,
    leads,
    registry,
    reporting,
    supervision,
    verification,
)
from jiugai.services.today.asked import Asked

ROOMS: tuple[Callable[[Asked], Iterable[Duty]], ...] = (
    registry.files_to_write,
    registry.pairs_to_decide,
    registry.communities_to_decide,
    reporting.returns_to_move,
    doubts.doubts_to_answer,
    reporting.month_to_close,
    reporting.corrections_to_look_at,
    supervision.orders_to_see_to,
    leads.visits_due,
    verification.photos_to_judge,
    verification.lists_to_verify,
    verification.ranking_to_show,
    verification.rankings_to_answer,
    bulletins.bulletin_to_write,
    bulletins.minutes_to_see_to,
    bulletins.papers_to_issue,
)
"""Every room's duties, in the order of a community's life."""


def waiting(*, actor: Actor, today: date, now: datetime) -> DutyList:
    """Return what waits for a post, the most pressing first.

    :param now: until when what is not yet done counts as late.
    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    # A city that stands still at a day knows of no month that was closed later.
    closes = tuple(row for row in closing.closes(actor=actor) if row.on_day < today)
    asked = Asked(actor, today, now, horizon(today), closes)
    return most_pressing_first((duty for room in ROOMS for duty in room(asked)), today=today)
