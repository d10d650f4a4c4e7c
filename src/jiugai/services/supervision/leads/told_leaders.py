"""The demo city's leaders and their visits (演示包抓), told in bulk: an act for each county and visit."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.leads import (
    ChargeKind,
    LeaderLevel,
    NewCharge,
    Term,
    check_charge,
    check_visit,
)
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import horizon
from jiugai.services.reporting.board import SiteStanding, board
from jiugai.services.supervision.leads.things import Places, Thing, places
from jiugai.storage.audit.stamping import told_at
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.supervision import leads as entries
from jiugai.storage.supervision.leads import NewChargeRow, NewVisitRow
from jiugai.storage.unit_of_work import unit_of_work

__all__ = ["ToldLeaderWrong", "tell_leaders"]

FIRST_DAY = date(2019, 3, 1)  # the story's codes are those of the city's first day
_BETWEEN = timedelta(seconds=1)


class ToldLeaderWrong(Exception):
    """The story tells of a leader or a visit that the office would refuse; nothing is loaded."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A leader of the story with what he answers for, as it stands on the story's day."""

    new: NewCharge
    county_id: int
    things: tuple[Thing, ...]
    sites: tuple[SiteStanding, ...]


def tell_leaders(path: Path, *, actor: Actor, at: datetime) -> datetime:
    """Name the story's leaders and write down their visits; return the moment of the last act.

    :raises NotAllowed: if the actor may name no leaders.
    :raises ToldLeaderWrong: if the story does not hold.
    """
    require(actor, Power.ASSIGN_LEADER)
    story = tomllib.loads(path.read_text("utf-8"))
    known = places(board(horizon(at.date())), actor)
    ids: dict[tuple[int, str], tuple[int, _Told]] = {}
    for told in _told(story, known):
        at += _BETWEEN
        with (
            told_at(at),
            unit_of_work(
                verb="supervision.assign_leader",
                user_id=actor.user_id,
                post_id=actor.post_id,
                subject=f"{told.new.name} 包抓 {told.things[0].name}等"[:128],
            ) as act,
        ):
            own = told.county_id if told.new.level is LeaderLevel.COUNTY else None
            leader_id = entries.leader(
                act,
                name=told.new.name,
                office=told.new.office,
                level=told.new.level.value,
                county_id=own,
            )
            for thing in told.things:
                entries.charge(act, _row(told.new, thing, leader_id))
        ids[told.county_id, told.new.name] = leader_id, told
    for visit in story["visit"]:
        at += _BETWEEN
        with told_at(at):
            _tell_visit(visit, ids, actor, at.date())
    return at


def _told(story: dict[str, Any], known: Places) -> Iterator[_Told]:
    """Yield the story's leaders: of a whole county, or of some of a cohort's projects in turn."""
    year = story["cohort"]
    for one in story["leader"]:
        county = divisions.by_code(one["county"], day=FIRST_DAY)
        new = NewCharge(
            one["name"],
            one["office"],
            LeaderLevel(one["level"]),
            Term(one["since"]),
            story["ground"],
            one.get("number", ""),
        )
        sites = known.of(ChargeKind.COUNTY, county.id)
        things: tuple[Thing, ...] = (Thing(ChargeKind.COUNTY, county.id, county.id, county.name),)
        if "projects" in one:
            first, last = one["projects"]
            filed = known.of(ChargeKind.COUNTY, county.id, year)
            every = {known.of_site(ChargeKind.PROJECT, site): None for site in filed}
            things = tuple(sorted(every, key=lambda thing: thing.id))[first - 1 : last]
            sites = tuple(s for thing in things for s in known.of(thing.kind, thing.id, year))
        if check_charge(new, ()) or not things:
            raise ToldLeaderWrong(f"{new.name}没有可包抓的项目")
        yield _Told(new, county.id, things, sites)


def _row(new: NewCharge, thing: Thing, leader_id: int) -> NewChargeRow:
    return NewChargeRow(
        leader_id=leader_id,
        kind=thing.kind.value,
        thing_id=thing.id,
        county_id=thing.county_id,
        project_id=thing.project_id,
        community_id=thing.community_id,
        since=new.term.since,
        until=new.term.until,
        number=new.number,
        ground=new.ground,
        post_id=None,
    )


def _tell_visit(
    visit: dict[str, Any],
    ids: dict[tuple[int, str], tuple[int, _Told]],
    actor: Actor,
    today: date,
) -> None:
    """Write down a visit to one of the leader's communities, where works were under way or not yet."""
    county = divisions.by_code(visit["county"], day=FIRST_DAY)
    leader_id, told = ids[county.id, visit["name"]]
    findings = check_visit(visit["on"], visit["found"], [told.new.term], today)
    if findings:
        raise ToldLeaderWrong(findings[0].message)
    fitting = [one for one in told.sites if _under_works(one, visit["on"]) is visit["works"]]
    if not fitting:
        raise ToldLeaderWrong(f"{told.new.name}{visit['on']}没有这样的小区可去")
    site = fitting[(visit["place"] - 1) % len(fitting)]
    with unit_of_work(
        verb="supervision.record_visit",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{told.new.name} {visit['on']} 走访"[:128],
    ) as act:
        entries.visit(
            act,
            NewVisitRow(
                leader_id=leader_id,
                county_id=county.id,
                community_id=site.site.community_id,
                on=visit["on"],
                found=visit["found"],
                asked=visit.get("asked", ""),
                own_hand=False,
            ),
        )


def _under_works(site: SiteStanding, on: date) -> bool:
    """Say whether works were under way at a site on a day."""
    begun, done = (site.steps.get(int(step)) for step in (Step.START, Step.COMPLETION))
    is_done = done is not None and done.effective_on <= on
    return begun is not None and begun.effective_on <= on and not is_done
