"""Sending messages out (外发), by ways that the administrator named: e-mail, 企业微信, 钉钉.

What waits since the last time goes out as one text, so that a busy minute is one call. A channel
tells what one account is told, and nothing else; it begins with what happens after it was named.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from jiugai.domain.messages import Inbox, Outcome, digest_of, not_before, refusals
from jiugai.exchange.digests import sm3
from jiugai.exchange.outward_channels import (
    Channel,
    ChannelKind,
    Reply,
    UnreadableChannels,
    call_robot,
    read_channels,
)
from jiugai.services.actor import Actor, Power, require
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
_SHARED = "two channels may share a robot; only how often it was called is asked"


def send_all(
    channels: Iterable[Channel],
    *,
    actor_of: Callable[[str], Actor | None],
    mail: Mailer,
    now: datetime,
    days: int,
) -> tuple[SendingRow, ...]:
    """Send what waits on every channel, once each at most; return the receipts.

    :param actor_of: finds the officer of an account as the post stands now; None if there is none.
    :param days: for how many days a message stays in the inbox: what is older is not sent.
    """
    receipts = []
    for channel in channels:
        officer = actor_of(channel.account)
        if officer is None or Power.SEE not in officer.powers:
            continue
        with as_officer(officer):
            done = _send(channel, actor=officer, mail=mail, now=now, days=days)
        if done is not None:
            receipts.append(done)
    return tuple(receipts)


def _send(
    channel: Channel, *, actor: Actor, mail: Mailer, now: datetime, days: int
) -> SendingRow | None:
    require(actor, Power.SEE)
    last = queries.last_sendings(channel.name, limit=_MANY)
    if not last:
        return _kept(channel, last_mark().seq, 0, Reply(Outcome.BEGUN), actor=actor, now=now)
    told = next((row.to_seq for row in last if row.outcome.is_settled), last[-1].to_seq)
    tried = [(row.outcome, row.tried_at) for row in last]
    pace = channel.kind.pace
    wait = not_before(tried, pace)
    if (wait is not None and now < wait) or _is_busy(channel, now):
        return None
    found = inbox(actor=actor, today=now.date(), now=now, days=days)
    waiting = [one for one in reversed(found.messages) if one.seq > told]
    if not waiting:
        return None
    text = digest_of([one.sentence for one in waiting], most_bytes=pace.most_bytes)
    reply = _handed(channel, text, mail, now)
    if reply.outcome is Outcome.REFUSED and refusals(tried) + 1 >= pace.tries:
        reply = Reply(Outcome.GIVEN_UP, reply.words)
    # What failed tells nothing: the next try begins again after what was told last.
    up_to = Inbox(tuple(waiting)).newest if reply.outcome.is_settled else told
    return _kept(channel, up_to, len(waiting), reply, actor=actor, now=now)


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
    channel: Channel, to_seq: int, count: int, reply: Reply, *, actor: Actor, now: datetime
) -> SendingRow:
    row = SendingRow(channel.name, _robot(channel), to_seq, count, reply.outcome, reply.words, now)
    county = next(iter(sorted(actor.scope.counties or ())), None)
    entries.receipt(row, user_id=actor.user_id, county_id=county)
    return row
