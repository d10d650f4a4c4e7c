"""The messages of an officer (收件箱): derived from acts, with how far he has read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from jiugai.domain.messages import Inbox, Message
from jiugai.services.accounts import signing_in
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon, horizon, remembered
from jiugai.services.messages.rules import rule_for, verbs_for
from jiugai.services.reach import as_officer
from jiugai.services.registry.register import counties
from jiugai.storage.accounts.queries import HeldPost
from jiugai.storage.audit.queries import last_mark
from jiugai.storage.messages import entries, queries
from jiugai.storage.messages.queries import Happened

__all__ = ["COUNTED", "SHOWN", "Elsewhere", "inbox", "read", "unread", "unread_elsewhere"]

COUNTED = 100
"""Up to how many unread messages are counted: the frame says 99+ beyond."""
SHOWN = 200
_EVER = datetime(2000, 1, 1, tzinfo=UTC)
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def inbox(*, actor: Actor, today: date, now: datetime, days: int, older: bool = False) -> Inbox:
    """Return what an officer is told, newest first, at most ``SHOWN`` of it.

    :param today: the day by which counties are named.
    :param days: for how many days a message stays in the inbox.
    :param older: those that were folded away since, instead.
    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    edge = now - timedelta(days=days)
    since, until = (_EVER, edge) if older else (edge, now)
    names = counties(horizon(today))
    messages = []
    for found in _happened(actor, since=since, until=until, limit=SHOWN):
        rule = rule_for(found, actor.powers, actor.scope)
        if rule is None:
            continue
        county = names.get(found.county_id or 0)
        messages.append(
            Message(
                seq=found.seq,
                at=found.recorded_at,
                sentence=rule.sentence(found, county.name if county else ""),
                page=rule.page,
                arguments=rule.arguments(found),
                is_new=found.is_new and not older,
            )
        )
    return Inbox(tuple(messages))


def unread(*, actor: Actor, now: datetime, days: int) -> int:
    """Return how many messages an officer has not read in the post taken, at most ``COUNTED``.

    One small query while nothing is stamped: every page asks. A message is folded away within the
    hour in which its days are over.

    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    return _unread(actor, verbs_for(actor.powers), now=now, days=days)


def _unread(actor: Actor, verbs: frozenset[str], *, now: datetime, days: int) -> int:
    place = queries.reading(user_id=actor.user_id, post_id=actor.post_id)
    hour = now.replace(minute=0, second=0, microsecond=0)
    asked = Horizon(now.date(), None, place.last_seq, place.key)
    since = hour - timedelta(days=days)
    return _count_new(asked, actor=actor, read_to=place.read_to, since=since, verbs=verbs)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What waits to be read in another of an officer's posts (别岗未读)."""

    post: HeldPost
    count: int


def unread_elsewhere(
    posts: Sequence[HeldPost], *, taken: int, today: date, now: datetime, days: int
) -> tuple[Elsewhere, ...]:
    """Return what waits in the other posts of an officer who stands in for somebody.

    So a deputy is reached in whichever post he sits; whoever stands in for nobody is asked nothing.

    :param posts: those that he holds, as a deputy too.
    :param taken: the post at which he sits.
    """
    if not any(post.deputy_until for post in posts):
        return ()
    found = []
    for post in posts:
        if post.post_id == taken:
            continue
        actor = signing_in.actor_in(post, day=today)
        if Power.SEE not in actor.powers:
            continue
        with as_officer(actor):
            count = _unread(actor, _of_posts(actor), now=now, days=days)
        if count:
            found.append(Elsewhere(post, count))
    return tuple(found)


def _of_posts(actor: Actor) -> frozenset[str]:
    """Return the acts of which the post is told, but for those told to a person in any post."""
    return frozenset(one for one in verbs_for(actor.powers) if not one.startswith("accounts."))


@remembered
def _count_new(
    asked: Horizon, *, actor: Actor, read_to: int, since: datetime, verbs: frozenset[str]
) -> int:
    if read_to >= asked.last_seq:
        return 0
    found = _happened(actor, since=since, until=_NEVER, limit=COUNTED, only_new=True, verbs=verbs)
    return sum(rule_for(one, actor.powers, actor.scope) is not None for one in found)


def _happened(
    actor: Actor,
    *,
    since: datetime,
    until: datetime,
    limit: int,
    only_new: bool = False,
    verbs: frozenset[str] | None = None,
) -> tuple[Happened, ...]:
    return queries.happened(
        verbs_for(actor.powers) if verbs is None else verbs,
        user_id=actor.user_id,
        post_id=actor.post_id,
        counties=actor.scope.counties,
        since=since,
        until=until,
        limit=limit,
        only_new=only_new,
    )


def read(last_seq: int, *, actor: Actor) -> None:
    """Keep that an officer has read up to a stamp; it never goes back.

    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    entries.read_to(
        user_id=actor.user_id,
        post_id=actor.post_id,
        county_id=next(iter(sorted(actor.scope.counties or ())), None),
        last_seq=min(last_seq, last_mark().seq),
    )
