"""Naming who answers for what, ending it, handing it over (指定包抓领导、结束、交接)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from jiugai.domain.findings import Finding
from jiugai.domain.supervision.leads import (
    ChargeKind,
    LeaderLevel,
    NewCharge,
    Term,
    check_charge,
    check_end,
)
from jiugai.services.actor import Actor, PostKind, Power, require
from jiugai.services.facts import horizon
from jiugai.services.reporting.board import board
from jiugai.services.supervision.leads.things import Places, Thing, places, running_year
from jiugai.storage.accounts import queries as accounts
from jiugai.storage.accounts.queries import PostRow
from jiugai.storage.audit.queries import last_mark
from jiugai.storage.supervision import leads as entries
from jiugai.storage.supervision.leads import ChargeRow, LeaderRow, LedMeanwhile, NewChargeRow
from jiugai.storage.unit_of_work import AlreadyDone, OpenAct, unit_of_work

__all__ = [
    "AlreadyDone",
    "LedMeanwhile",
    "NoSuchCharge",
    "assign",
    "end",
    "hand_over",
    "may_assign",
    "posts_to_choose",
    "things_to_choose",
]

_NOTHING = "没有写入任何数据。"
_NO_DESK = {PostKind.CONTRACTOR.value, PostKind.ADMINISTRATOR.value}


class NoSuchCharge(LookupError):
    """No such charge, or nothing of that name, within the officer's scope."""


class _Blocked(Exception):
    """The deed may not be entered; the transaction writes nothing."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("没有写入")
        self.findings = findings


@dataclass(frozen=True, slots=True)
class _Found:
    """A charge that stands, with its leader and what it is about."""

    row: ChargeRow
    leader: LeaderRow
    thing: Thing


def may_assign(actor: Actor, county_id: int, level: LeaderLevel) -> bool:
    """Say whether an officer names leaders of a level for a county: the city all, a county its own."""
    scope = actor.scope
    whole = scope.divisions is None and scope.covers(county_id)
    own = level is LeaderLevel.COUNTY or scope.counties is None
    return Power.ASSIGN_LEADER in actor.powers and whole and own


def posts_to_choose(*, actor: Actor, today: date) -> tuple[PostRow, ...]:
    """Return the posts that may be a leader's own, of the officer's own city or county.

    :raises NotAllowed: if the actor may name no leaders.
    """
    require(actor, Power.ASSIGN_LEADER)
    bodies = {row.id: row.division_id for row in accounts.organisations(day=today)}
    return tuple(
        post
        for post in accounts.posts()
        if post.kind not in _NO_DESK
        and (
            actor.scope.counties is None or bodies.get(post.organisation_id) in actor.scope.counties
        )
    )


def things_to_choose(*, actor: Actor, today: date, also: str = "") -> tuple[Thing, ...]:
    """Return what a leader may be named for: counties, the running cohort's projects, communities.

    :param also: another thing to be offered, as ``Thing.key`` names it.
    :raises NotAllowed: if the actor may name no leaders.
    """
    require(actor, Power.ASSIGN_LEADER)
    known = _places(actor, today)
    counties = sorted(
        (row for row in known.city.counties.values() if actor.scope.covers(row.id)),
        key=lambda row: row.code,
    )
    found = [Thing(ChargeKind.COUNTY, row.id, row.id, row.name) for row in counties]
    year = running_year(known.city.years, today)
    for kind in (ChargeKind.PROJECT, ChargeKind.COMMUNITY):
        for row in counties:
            sites = known.of(ChargeKind.COUNTY, row.id, year)
            found += [known.of_site(kind, site) for site in sites]
    other = known.named(also)
    return tuple(dict.fromkeys([*found, *([other] if other else [])]))


def assign(
    key: str,
    new: NewCharge,
    *,
    post_id: int | None = None,
    actor: Actor,
    today: date,
    request: UUID | None = None,
) -> tuple[Finding, ...]:
    """Name a leader who answers for a county, a project or a community; return why not, if not.

    :param key: the thing, as ``Thing.key`` names it.
    :param post_id: the leader's own post here, if he has one.
    :raises NotAllowed: if the actor may name no leaders.
    :raises NoSuchCharge: if there is no such thing within the officer's scope.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.ASSIGN_LEADER)
    thing = _places(actor, today).named(key)
    if thing is None:
        raise NoSuchCharge(key)
    try:
        with unit_of_work(
            verb="supervision.assign_leader",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{new.name} 包抓 {thing.name}"[:128],
            key=request,
        ) as act:
            _enter_charge(act, thing, new, post_id, actor, today)
    except _Blocked as blocked:
        return blocked.findings
    return ()


def end(
    charge_id: int,
    *,
    last_day: date,
    reason: str,
    actor: Actor,
    today: date,
    request: UUID | None = None,
) -> tuple[Finding, ...]:
    """End that a leader answers for something, with its last day; return why not, if not.

    :raises NotAllowed: if the actor may name no leaders.
    :raises NoSuchCharge: if there is none within the officer's scope.
    :raises LedMeanwhile: if it was ended since the officer saw it.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.ASSIGN_LEADER)
    found = _charge(charge_id, actor, today)
    try:
        with unit_of_work(
            verb="supervision.end_leader",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{found.leader.name} 不再包抓 {found.thing.name}"[:128],
            key=request,
        ) as act:
            _end_charge(act, found, last_day, reason, actor, today)
    except _Blocked as blocked:
        return blocked.findings
    return ()


def hand_over(
    charge_id: int,
    new: NewCharge,
    *,
    reason: str,
    post_id: int | None = None,
    actor: Actor,
    today: date,
    request: UUID | None = None,
) -> tuple[Finding, ...]:
    """Hand what a leader answers for to another, from the new term's first day on, in one act.

    :raises NotAllowed: if the actor may name no leaders.
    :raises NoSuchCharge: if there is none within the officer's scope.
    :raises LedMeanwhile: if it was ended since the officer saw it.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.ASSIGN_LEADER)
    found = _charge(charge_id, actor, today)
    try:
        with unit_of_work(
            verb="supervision.hand_over_leader",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{found.thing.name} 由{found.leader.name}交{new.name}包抓"[:128],
            key=request,
        ) as act:
            _end_charge(act, found, new.term.since - timedelta(days=1), reason, actor, today)
            _enter_charge(act, found.thing, new, post_id, actor, today)
    except _Blocked as blocked:
        return blocked.findings
    return ()


def _places(actor: Actor, today: date) -> Places:
    return places(board(horizon(today)), actor)


def _last_seq() -> int:
    return last_mark(None).seq


def _charge(charge_id: int, actor: Actor, today: date) -> _Found:
    rows = entries.charges(last_seq=_last_seq())
    row = next((one for one in rows if one.id == charge_id), None)
    if row is None:
        raise NoSuchCharge(charge_id)
    thing = _places(actor, today).thing(ChargeKind(row.kind), row.thing_id)
    if thing is None:
        raise NoSuchCharge(charge_id)
    known = {one.id: one for one in entries.leaders(last_seq=_last_seq())}
    return _Found(row, known[row.leader_id], thing)


def _end_charge(
    act: OpenAct, found: _Found, last_day: date, reason: str, actor: Actor, today: date
) -> None:
    """Enter the end of a charge, under the lock of its leader's name."""
    entries.lock(found.leader.name)
    now = _charge(found.row.id, actor, today).row
    if now.replaced_by is not None:
        raise LedMeanwhile
    row = found.row
    visits = entries.visits(last_seq=_last_seq(), on_day=today)
    sites = _places(actor, today).of(found.thing.kind, found.thing.id)
    ids = {site.site.community_id for site in sites} | {row.community_id}
    visited = max(
        (
            one.on
            for one in visits
            if one.replaced_by is None
            and one.leader_id == row.leader_id
            and one.community_id in ids
            and Term(row.since, row.until).holds(one.on)
        ),
        default=None,
    )
    findings = (
        *_hand(actor, found.thing, LeaderLevel(found.leader.level)),
        *check_end(Term(row.since, row.until), last_day, reason, visited),
    )
    if findings:
        raise _Blocked(findings)
    entries.end(act, row, last_day=last_day, reason=reason.strip())


def _enter_charge(
    act: OpenAct, thing: Thing, new: NewCharge, post_id: int | None, actor: Actor, today: date
) -> None:
    """Enter a charge, under the lock of its leader's name."""
    name, office = new.name.strip(), new.office.strip()
    entries.lock(name)
    findings = (
        *_hand(actor, thing, new.level),
        *_post(post_id, actor, today),
        *check_charge(new, _terms(thing, name, office, new.level)),
    )
    if findings:
        raise _Blocked(findings)
    county_id = thing.county_id if new.level is LeaderLevel.COUNTY else None
    leader_id = entries.leader(
        act, name=name, office=office, level=new.level.value, county_id=county_id
    )
    entries.charge(
        act,
        NewChargeRow(
            leader_id=leader_id,
            kind=thing.kind.value,
            thing_id=thing.id,
            county_id=thing.county_id,
            project_id=thing.project_id,
            community_id=thing.community_id,
            since=new.term.since,
            until=new.term.until,
            number=new.number.strip(),
            ground=new.ground.strip(),
            post_id=post_id,
        ),
    )


def _terms(thing: Thing, name: str, office: str, level: LeaderLevel) -> tuple[Term, ...]:
    """Return the terms in which a leader answers for a thing already, as they stand now."""
    last_seq = _last_seq()
    county_id = thing.county_id if level is LeaderLevel.COUNTY else None
    ids = {
        row.id
        for row in entries.leaders(last_seq=last_seq)
        if (row.name, row.office, row.county_id) == (name, office, county_id)
    }
    return tuple(
        Term(row.since, row.until)
        for row in entries.charges(last_seq=last_seq)
        if row.replaced_by is None
        and row.leader_id in ids
        and (row.kind, row.thing_id) == (thing.kind.value, thing.id)
    )


def _hand(actor: Actor, thing: Thing, level: LeaderLevel) -> Iterator[Finding]:
    if may_assign(actor, thing.county_id, level):
        return
    if level is LeaderLevel.CITY and actor.scope.counties is not None:
        message = f"市级领导由市改造办综合岗指定和调整，县区只办本县区的领导。{_NOTHING}"
    else:
        message = f"由市改造办综合岗或本县区的审核岗指定和调整。{_NOTHING}"
    yield Finding("charge.not_yours", message)


def _post(post_id: int | None, actor: Actor, today: date) -> Iterator[Finding]:
    known = {post.id for post in posts_to_choose(actor=actor, today=today)}
    if post_id is not None and post_id not in known:
        message = f"名单里没有这个岗位；领导在本系统没有岗位的，空着。{_NOTHING}"
        yield Finding("charge.unknown_post", message)
