"""Laying an order on a body, and every deed that follows (立项、交办、签收、反馈、核查、销号)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.supervision.orders.chain import check_deed, standing
from jiugai.domain.supervision.orders.deeds import OWNERS_DEEDS, Deed, DeedKind, Hand
from jiugai.domain.supervision.orders.waits import Wait
from jiugai.services.accounts.places import county_above
from jiugai.services.actor import Actor, Power, require
from jiugai.services.supervision.orders.desk import NoSuchOrder, power_for
from jiugai.storage.accounts import queries as accounts
from jiugai.storage.accounts.queries import OrganisationRow
from jiugai.storage.registry.entries import public_id
from jiugai.storage.supervision import entries, queries
from jiugai.storage.supervision.entries import ActedMeanwhile
from jiugai.storage.supervision.queries import OrderRow
from jiugai.storage.unit_of_work import AlreadyDone, OpenAct, unit_of_work

__all__ = [
    "ActedMeanwhile",
    "AlreadyDone",
    "Done",
    "NoSuchOrder",
    "Opened",
    "OrderDraft",
    "Said",
    "do",
    "open_order",
    "owners",
]

_NOTHING = "没有立项。"
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An order as its author words it (立项内容).

    Attributes:
      owner_id: the body that shall answer; None for one without a desk here, named by its name.
      deadline: the day as the paper words it; ``due_on`` the date, if one follows from it.
      sentence: the sentence of the paper from which it comes; ``source`` the paper.
    """

    demand: str
    owner_id: int | None = None
    owner_name: str = ""
    partners: str = ""
    deadline: str = ""
    due_on: date | None = None
    strength: str = "must"
    sentence: str = ""
    source: str = ""
    wait: Wait | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What became of a draft: an order with its public id, or findings."""

    public_id: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What goes with a deed: the words, the paper, the day it sets, and whose words they are."""

    words: str = ""
    paper: str = ""
    due_on: date | None = None
    on_behalf: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a deed: entered unless a finding blocks."""

    entered: bool
    findings: tuple[Finding, ...] = ()


def owners(*, actor: Actor, today: date) -> tuple[OrganisationRow, ...]:
    """Return the bodies on which the actor's office may lay an order.

    :raises NotAllowed: if the actor may lay none.
    """
    require(actor, Power.ISSUE_ORDER)
    own = accounts.organisation_of(actor.post_id)
    return tuple(row for row in accounts.organisations(day=today) if row.id != own)


def open_order(draft: OrderDraft, *, actor: Actor, today: date, key: UUID | None = None) -> Opened:
    """Lay an order on a body; nothing runs until it is assigned.

    :raises NotAllowed: if the actor may lay none.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.ISSUE_ORDER)
    bodies = {row.id: row for row in accounts.organisations(day=today)}
    own = accounts.organisation_of(actor.post_id)
    findings = tuple(_check(draft, bodies, own, today))
    if blocking(findings):
        return Opened("", findings)
    new = _new(draft, bodies, own, today)
    with unit_of_work(
        verb="supervision.open_order",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"督办事项 {new.owner_name}"[:128],
        key=key,
    ) as act:
        order_id, _ = entries.order(act, new)
        opening = Deed(DeedKind.OPEN, Hand(actor.user_id, own), today, draft.due_on)
        entries.deed(act, order_id=order_id, number=1, done=opening)
    return Opened(new.public_id)


def do(
    public_id: str,
    kind: DeedKind,
    said: Said,
    *,
    seen: int,
    actor: Actor,
    today: date,
    key: UUID | None = None,
) -> Done:
    """Enter one deed upon an order, if it is in turn, in the right hand and complete.

    :param seen: how many deeds the officer saw when deciding.
    :raises NotAllowed: if the actor's post does not carry the power.
    :raises NoSuchOrder: if there is none in the actor's sight.
    :raises ActedMeanwhile: if another deed came between seeing and doing.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.SEE)
    own = accounts.organisation_of(actor.post_id)
    found = queries.order(public_id, scope=actor.scope, organisation_id=own)
    if found is None:
        raise NoSuchOrder(public_id)
    require(actor, power_for(found, kind))
    behalf = kind in OWNERS_DEEDS and found.owner_id is None
    hand = Hand(actor.user_id, own, on_behalf=behalf)
    deed = Deed(kind, hand, today, said.due_on, said.words.strip(), said.paper.strip()[:160])
    try:
        with unit_of_work(
            verb=f"supervision.{kind.value}_order",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"督〔{found.year}〕{found.number}号 {kind.word}",
            key=key,
        ) as act:
            if len(found.deeds) != seen:
                raise ActedMeanwhile
            return Done(True, _entered(act, deed, found))
    except _Blocked as blocked:
        return Done(False, blocked.findings)


class _Blocked(Exception):
    """The deed may not be entered; the transaction writes nothing."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("没有写入")
        self.findings = findings


def _entered(act: OpenAct, deed: Deed, order: OrderRow) -> tuple[Finding, ...]:
    findings = check_deed(deed, order.done, owner_id=order.owner_id, issuer_id=order.issuer_id)
    if blocking(findings):
        raise _Blocked(findings)
    entries.deed(
        act,
        order_id=order.id,
        number=len(order.deeds) + 1,
        done=deed,
        known=standing(order.done),
    )
    return findings


def _new(
    draft: OrderDraft, bodies: dict[int, OrganisationRow], own: int, today: date
) -> entries.NewOrder:
    owner = bodies.get(draft.owner_id) if draft.owner_id is not None else None
    return entries.NewOrder(
        public_id=public_id(),
        year=today.year,
        issuer_id=own,
        owner_id=None if owner is None else owner.id,
        owner_name=draft.owner_name.strip() if owner is None else owner.name,
        county_id=None if owner is None else county_above(owner.division_id, day=today),
        demand=draft.demand.strip(),
        strength=draft.strength,
        partners=draft.partners.strip()[:400],
        deadline=draft.deadline.strip()[:64],
        sentence=draft.sentence.strip(),
        source=draft.source.strip()[:160],
        wait=draft.wait,
    )


def _check(
    draft: OrderDraft, bodies: dict[int, OrganisationRow], own: int, today: date
) -> Iterator[Finding]:
    if not draft.demand.strip():
        yield Finding(
            "order.no_demand",
            f"没有写任务要求，例如“11月20日前2个小区进场施工”。{_NOTHING}",
        )
    elif len(draft.demand) > _LONGEST:
        yield Finding(
            "order.demand_too_long",
            f"任务要求有{len(draft.demand)}字，最多{_LONGEST}字，请分成几件事项。{_NOTHING}",
        )
    if draft.owner_id is None and not draft.owner_name.strip():
        yield Finding("order.no_owner", f"没有选责任单位；一件事项要有一个单位负责到底。{_NOTHING}")
    elif draft.owner_id is not None and draft.owner_id not in bodies:
        yield Finding("order.owner_unknown", f"所选责任单位不在册，请重新选择。{_NOTHING}")
    elif draft.owner_id == own:
        yield Finding(
            "order.own_body",
            f"不能把事项交给本单位：交办、核查和销号都由本单位办理，就没有人复核了。{_NOTHING}",
        )
    if draft.due_on is not None and draft.due_on < today:
        yield Finding(
            "order.due_in_the_past",
            f"期限{draft.due_on:%Y-%m-%d}已经过去，请改写期限。{_NOTHING}",
        )
