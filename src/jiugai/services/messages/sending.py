"""Sending messages out (外发), by ways that the administrator named: e-mail, 企业微信, 钉钉.

What waits since the last time goes out as one text, so that a busy minute is one call. A channel
tells what one account is told, and nothing else: in its own post and, on the days on which it is a
deputy, in the post that it takes. It begins with what happens after it was named.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from jiugai.domain.messages import (
    Inbox,
    Message,
    Outcome,
    digest_of,
    not_before,
    refusals,
    without_addresses,
)
from jiugai.exchange.digests import sm3
from jiugai.exchange.outward_channels import (
    Channel,
    ChannelKind,
    Reply,
    UnreadableChannels,
    call_robot,
    read_channels,
)
from jiugai.services.actor import Power
from jiugai.services.messages.addressees import Addressee
from jiugai.services.messages.inbox import inbox
from jiugai.services.reach import as_officer, reading_city_wide
from jiugai.storage.audit.queries import last_mark
from jiugai.storage.messages import entries, queries
from jiugai.storage.messages.queries import SendingRow

__all__ = ["Mailer", "UnreadableChannels", "read_channels", "send_all"]

Mailer = Callable[[str, str], str]
"""Sends a text to an address; returns what went wrong in one sentence, empty if nothing did."""
_MANY = 20
_MINUTE = timedelta(minutes=1)
_CITY = ZoneInfo("Asia/Shanghai")
_SHARED = "two channels may share a robot; only how often it was called is asked"


def send_all(
    channels: Iterable[Channel],
    *,
    told: Callable[[str], Sequence[Addressee]],
    mail: Mailer,
    now: datetime,
    days: int,
) -> tuple[SendingRow, ...]:
    """Send what waits on every channel, once each at most; return the receipts.

    :param told: finds the posts whose messages an account is told now, its own first.
    :param days: for how many days a message stays in the inbox: what is older is not sent.
    """
    receipts = []
    for channel in channels:
        posts = [one for one in told(channel.account) if Power.SEE in one.actor.powers]
        if not posts:
            continue
        with as_officer(posts[0].actor):
            done = _send(channel, posts, mail=mail, now=now, days=days)
        if done is not None:
            receipts.append(done)
    return tuple(receipts)


def _send(
    channel: Channel, posts: Sequence[Addressee], *, mail: Mailer, now: datetime, days: int
) -> SendingRow | None:
    last = queries.last_sendings(channel.name, limit=_MANY)
    if not last:
        return _kept(channel, last_mark().seq, 0, Reply(Outcome.BEGUN), posts=posts, now=now)
    told = next((row.to_seq for row in last if row.outcome.is_settled), last[-1].to_seq)
    tried = [(row.outcome, row.tried_at) for row in last]
    pace = channel.kind.pace
    wait = not_before(tried, pace)
    if (wait is not None and now < wait) or _is_busy(channel, now):
        return None
    waiting = _waiting(posts, told, now=now, days=days)
    if not waiting:
        return None
    text = digest_of([one.sentence for one in waiting], most_bytes=pace.most_bytes)
    reply = _handed(channel, text, mail, now)
    if reply.outcome is Outcome.REFUSED and refusals(tried) + 1 >= pace.tries:
        reply = Reply(Outcome.GIVEN_UP, reply.words)
    # What failed tells nothing: the next try begins again after what was told last.
    up_to = Inbox(tuple(waiting)).newest if reply.outcome.is_settled else told
    return _kept(channel, up_to, len(waiting), reply, posts=posts, now=now)


def _waiting(
    posts: Sequence[Addressee], told: int, *, now: datetime, days: int
) -> tuple[Message, ...]:
    """Return what the posts are told after a stamp, oldest first; what two are told, once.

    A deputy is told of a post what happens from the first day on which he takes it.
    """
    found: dict[tuple[int, str], Message] = {}
    for post in posts:
        with as_officer(post.actor):
            read = inbox(actor=post.actor, today=now.date(), now=now, days=days)
        for one in read.messages:
            begun = post.since is None or one.at.astimezone(_CITY).date() >= post.since
            if one.seq > told and begun:
                found.setdefault((one.seq, one.sentence), one)
    return tuple(sorted(found.values(), key=lambda one: one.seq))


def _is_busy(channel: Channel, now: datetime) -> bool:
    with reading_city_wide(_SHARED):
        called = queries.tries_since(_robot(channel), now - _MINUTE)
    return called >= channel.kind.pace.a_minute


def _handed(channel: Channel, text: str, mail: Mailer, now: datetime) -> Reply:
    if channel.kind is not ChannelKind.MAIL:
        return call_robot(channel, text, at=now)
    wrong = mail(channel.address, text)
    return Reply(Outcome.REFUSED, wrong) if wrong else Reply(Outcome.SENT)


def _robot(channel: Channel) -> str:
    """Return the digest of an address: whoever has the address itself can write into the group."""
    return sm3(channel.address.encode()).hex()


def _kept(
    channel: Channel,
    to_seq: int,
    count: int,
    reply: Reply,
    *,
    posts: Sequence[Addressee],
    now: datetime,
) -> SendingRow:
    row = SendingRow(
        channel=channel.name,
        robot=_robot(channel),
        to_seq=to_seq,
        count=count,
        outcome=reply.outcome,
        words=without_addresses(reply.words),
        tried_at=now,
        kind=channel.kind.value,
        post="、".join(one.actor.label for one in posts),
    )
    first = posts[0].actor
    county = next(iter(sorted(first.scope.counties or ())), None)
    entries.receipt(row, user_id=first.user_id, county_id=county)
    return row
