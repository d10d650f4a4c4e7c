"""A leader's visits written down and corrected, by his own post or on his behalf (包抓走访)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiugai.domain.findings import Finding
from jiugai.domain.supervision.leads import ChargeKind, Term, check_visit
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import horizon
from jiugai.services.organisations import OrganisationKind
from jiugai.services.reporting.board import board
from jiugai.services.supervision.leads.things import Places, places
from jiugai.storage.accounts import queries as accounts
from jiugai.storage.audit.queries import last_mark
from jiugai.storage.registry.queries import Card
from jiugai.storage.supervision import leads as entries
from jiugai.storage.supervision.leads import (
    ChargeRow,
    LeaderRow,
    LedMeanwhile,
    NewVisitRow,
    VisitRow,
)
from jiugai.storage.unit_of_work import AlreadyDone, OpenAct, unit_of_work

__all__ = [
    "AlreadyDone",
    "LedMeanwhile",
    "NoSuchVisit",
    "VisitDraft",
    "VisitOrder",
    "correct",
    "may_record",
    "order_of",
    "record",
    "visit",
]

_NOTHING = "没有写入任何数据。"


class NoSuchVisit(LookupError):
    """No such leader, community or visit within the officer's scope."""


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """A visit as it is written down (走访): to which community, when, what was found and asked."""

    community: str
    on: date
    found: str
    asked: str = ""


@dataclass(frozen=True, slots=True)
class VisitOrder:
    """What an order is filled in with that is born from a visit (走访转督办)."""

    demand: str
    owner_id: int | None
    owner_name: str
    source: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A leader, the community visited, and the terms in which he answers for it."""

    leader: LeaderRow
    card: Card
    charges: tuple[ChargeRow, ...]

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(Term(row.since, row.until) for row in self.charges)


class _Blocked(Exception):
    """The visit may not be entered; the transaction writes nothing."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("没有写入")
        self.findings = findings


def may_record(actor: Actor, county_id: int, posts: set[int | None]) -> bool:
    """Say whether an officer writes down a leader's visits in a county.

    :param posts: the leader's own posts; others write for him who record facts of the whole county.
    """
    scope = actor.scope
    behalf = Power.RECORD_FACT in actor.powers and scope.divisions is None
    return actor.post_id in posts or (behalf and scope.covers(county_id))


def visit(public_id: str, *, actor: Actor, today: date) -> VisitRow:
    """Return a visit as it stands.

    :raises NotAllowed: if the actor may see no records.
    :raises NoSuchVisit: if there is none within the officer's scope.
    """
    require(actor, Power.SEE)
    city = board(horizon(today))
    for row in entries.visits(last_seq=_last_seq(), on_day=today):
        if row.public_id == public_id and row.replaced_by is None:
            card = city.records.get(row.community_id)
            if card is not None and actor.scope.covers(card.county_id, card.division_id):
                return row
    raise NoSuchVisit(public_id)


def order_of(row: VisitRow, *, actor: Actor, today: date) -> VisitOrder:
    """Return what the form of an order is filled in with, for what was asked for at a visit.

    :raises NotAllowed: if the actor lays no orders.
    """
    require(actor, Power.ISSUE_ORDER)
    city = board(horizon(today))
    known = {one.id: one for one in entries.leaders(last_seq=_last_seq())}
    leader, name = known[row.leader_id], city.records[row.community_id].name
    bureau = next(
        (
            body
            for body in accounts.organisations(day=today)
            if body.division_id == row.county_id and body.kind == OrganisationKind.BUREAU.value
        ),
        None,
    )
    return VisitOrder(
        demand=f"{name}：{row.asked or row.found}",
        owner_id=bureau.id if bureau else None,
        owner_name="" if bureau else city.county_name(row.county_id),
        source=f"{leader.office}{leader.name}{row.on:%Y-%m-%d}走访（{mark(row)}）",
        sentence=row.asked,
    )


def mark(row: VisitRow) -> str:
    """Return the mark by which an order born from a visit is known."""
    return f"走访{row.public_id}"


def record(
    leader: str, draft: VisitDraft, *, actor: Actor, today: date, request: UUID | None = None
) -> tuple[Finding, ...]:
    """Write down where a leader was and what he found; return why not, if not.

    :param leader: his public number.
    :raises NotAllowed: if the actor may see no records.
    :raises NoSuchVisit: if there is no such leader or community within the officer's scope.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.SEE)
    found = _leader_at(leader, draft.community, actor, today)
    try:
        with unit_of_work(
            verb="supervision.record_visit",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{found.leader.name} {draft.on} 走访 {found.card.name}"[:128],
            key=request,
        ) as act:
            _enter_visit(act, found, draft, actor, today)
    except _Blocked as blocked:
        return blocked.findings
    return ()


def correct(
    public_id: str,
    draft: VisitDraft,
    *,
    seen: int,
    reason: str,
    actor: Actor,
    today: date,
    request: UUID | None = None,
) -> tuple[Finding, ...]:
    """Write a visit down anew, in the place of one that was written wrongly and stays to be read.

    :param seen: the entry that the officer saw.
    :raises NotAllowed: if the actor may see no records.
    :raises NoSuchVisit: if there is none within the officer's scope.
    :raises LedMeanwhile: if somebody corrected it since.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.SEE)
    row = visit(public_id, actor=actor, today=today)
    leaders = {one.id: one.public_id for one in entries.leaders(last_seq=_last_seq())}
    found = _leader_at(leaders[row.leader_id], draft.community, actor, today)
    try:
        with unit_of_work(
            verb="supervision.correct_visit",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{found.leader.name} {draft.on} 走访 {found.card.name}"[:128],
            key=request,
        ) as act:
            if row.id != seen:
                raise LedMeanwhile
            _enter_visit(act, found, draft, actor, today, corrects=row, reason=reason)
    except _Blocked as blocked:
        return blocked.findings
    return ()


def _last_seq() -> int:
    return last_mark(None).seq


def _leader_at(leader: str, community: str, actor: Actor, today: date) -> _Found:
    city = board(horizon(today))
    last_seq = _last_seq()
    who = next((row for row in entries.leaders(last_seq=last_seq) if row.public_id == leader), None)
    card = next((one for one in city.records.values() if one.public_id == community), None)
    if who is None or card is None or not actor.scope.covers(card.county_id, card.division_id):
        raise NoSuchVisit(community)
    return _Found(who, card, _charges(who, card, places(city, actor), last_seq))


def _charges(who: LeaderRow, card: Card, known: Places, last_seq: int) -> tuple[ChargeRow, ...]:
    """Return the charges, standing now, under which a leader answers for a community."""
    return tuple(
        row
        for row in entries.charges(last_seq=last_seq)
        if row.replaced_by is None and row.leader_id == who.id and _is_in(row, card, known)
    )


def _is_in(row: ChargeRow, card: Card, known: Places) -> bool:
    kind = ChargeKind(row.kind)
    if kind is ChargeKind.COUNTY:
        return row.county_id == card.county_id
    sites = known.of(kind, row.thing_id)
    return row.community_id == card.id or any(s.site.community_id == card.id for s in sites)


def _enter_visit(
    act: OpenAct,
    found: _Found,
    draft: VisitDraft,
    actor: Actor,
    today: date,
    *,
    corrects: VisitRow | None = None,
    reason: str = "",
) -> None:
    """Enter a visit, under the lock of the leader's name: no charge ends meanwhile."""
    entries.lock(found.leader.name)
    found = _leader_at(found.leader.public_id, draft.community, actor, today)
    findings = tuple(_check(found, draft, actor, today, corrects, reason))
    if findings:
        raise _Blocked(findings)
    entries.visit(
        act,
        NewVisitRow(
            leader_id=found.leader.id,
            county_id=found.card.county_id,
            community_id=found.card.id,
            on=draft.on,
            found=draft.found.strip(),
            asked=draft.asked.strip(),
            own_hand=actor.post_id in {row.post_id for row in found.charges},
        ),
        corrects=corrects,
        reason=reason.strip(),
    )


def _check(
    found: _Found,
    draft: VisitDraft,
    actor: Actor,
    today: date,
    corrects: VisitRow | None,
    reason: str,
) -> Iterator[Finding]:
    county_id = found.card.county_id
    if not may_record(actor, county_id, {row.post_id for row in found.charges}):
        message = f"由领导本人的岗位登记，或由市改造办综合岗、本县区填报岗代录。{_NOTHING}"
        yield Finding("visit.not_yours", message)
    if corrects is not None and not reason.strip():
        message = f"没有写为什么更正，例如“日期记错，以签到表为准”。{_NOTHING}"
        yield Finding("visit.no_reason", message)
    if corrects is not None and corrects.county_id != county_id:
        message = f"更正不能把走访移到别的县区；去了别的县区的，在那里另登记一次。{_NOTHING}"
        yield Finding("visit.another_county", message)
    yield from check_visit(draft.on, draft.found, found.terms, today)
    if corrects is None and _is_known(found, draft, today):
        message = f"{draft.on:%Y-%m-%d}走访{found.card.name}已经登记过；记错了的，在那一条上更正。{_NOTHING}"
        yield Finding("visit.known", message)


def _is_known(found: _Found, draft: VisitDraft, today: date) -> bool:
    return any(
        (row.leader_id, row.community_id, row.on) == (found.leader.id, found.card.id, draft.on)
        and row.replaced_by is None
        for row in entries.visits(last_seq=_last_seq(), on_day=today)
    )
