"""What was sent out and what came of it (外发回执), for whoever answers for the channels.

A receipt says to which channel and post how many messages went, and up to which stamp; what they
said stands in that post's inbox alone, and an address nowhere.
"""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jiugai.domain.messages import SendingState, not_before
from jiugai.exchange.outward_channels import (
    Channel,
    ChannelKind,
    UnreadableChannels,
    read_channels,
)
from jiugai.services.actor import Actor, Power, require
from jiugai.services.messages.addressees import NoSuchAddressee, addressees_of
from jiugai.services.reach import reading_city_wide
from jiugai.storage.messages import receipts as queries
from jiugai.storage.messages.receipts import BatchRow

__all__ = ["SHOWN", "BatchRow", "SentOut", "Standing", "sent_out", "word_of"]

SHOWN = 100
_REASON = "whoever runs the channels is told how much went where, never what it said"


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with one way out (通道现状).

    Attributes:
      kind: in words; empty if nobody knows any more.
      account, posts: whose messages it tells; no post if nothing can be sent.
      last: what was told last or waits; None before the channel has begun.
      next_at: before this moment what waits is not tried again; None if nothing waits.
      is_named: it stands in the file of channels; else it sends no more.
    """

    name: str
    kind: str
    account: str
    posts: tuple[str, ...]
    last: BatchRow | None
    next_at: datetime | None
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class SentOut:
    """What was sent out of the house (外发回执).

    Attributes:
      batches: newest first, at most ``SHOWN``; ``has_older`` says whether more are on file.
      counts: how many stand how, of all.
      trouble: why the file of channels cannot be followed; empty if it can.
      is_whole: every county's are listed, not one's own alone.
    """

    standings: tuple[Standing, ...]
    batches: tuple[BatchRow, ...]
    has_older: bool
    counts: Mapping[SendingState, int]
    trouble: str
    is_whole: bool


def sent_out(
    file: Path,
    *,
    actor: Actor,
    now: datetime,
    state: SendingState | None = None,
    before: int | None = None,
) -> SentOut:
    """Return what was sent out within the actor's sight; all of it for whoever runs the system.

    :param file: names the channels.
    :param now: in the city's time.
    :param state: only what stands so; ``before``: only what ended before this try.
    :raises NotAllowed: if the actor may not see receipts.
    """
    require(actor, Power.SEE_SENDINGS)
    runs = Power.MANAGE_ACCOUNTS in actor.powers
    is_whole = runs or actor.scope.counties is None
    with reading_city_wide(_REASON) if runs else nullcontext():
        found = queries.batches(state=state, before=before, limit=SHOWN + 1)
        last = queries.last_batches()
        counts = queries.how_many()
        channels, trouble = _named(file)
        named = [
            _standing(channel, last.get(channel.name), now)
            for channel in channels
            if is_whole or channel.name in last
        ]
    known = {channel.name for channel in channels}
    gone = [_gone(batch) for name, batch in last.items() if name not in known and not trouble]
    return SentOut(
        standings=(*named, *gone),
        batches=found[:SHOWN],
        has_older=len(found) > SHOWN,
        counts=counts,
        trouble=trouble if is_whole else "",
        is_whole=is_whole,
    )


def word_of(kind: str) -> str:
    """Return a kind of way out in words; empty of a receipt that does not know it."""
    return next((one.word for one in ChannelKind if one.value == kind), "")


def _named(file: Path) -> tuple[tuple[Channel, ...], str]:
    try:
        return read_channels(file), ""
    except UnreadableChannels as wrong:
        return (), str(wrong)


def _standing(channel: Channel, last: BatchRow | None, now: datetime) -> Standing:
    try:
        posts = addressees_of(channel.account, day=now.date())
    except NoSuchAddressee:
        posts = ()
    return Standing(
        name=channel.name,
        kind=channel.kind.word,
        account=channel.account,
        posts=tuple(one.actor.label for one in posts if Power.SEE in one.actor.powers),
        last=last,
        next_at=_next(channel, last),
    )


def _next(channel: Channel, last: BatchRow | None) -> datetime | None:
    if last is None:
        return None
    return not_before([(outcome, last.last_at) for outcome in last.tries], channel.kind.pace)


def _gone(last: BatchRow) -> Standing:
    return Standing(last.channel, word_of(last.kind), last.account, (), last, None, is_named=False)
