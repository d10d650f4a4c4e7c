"""What a meeting has before it, counted from the facts (会议议程和材料)."""

from collections.abc import Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

from jiugai.domain.bulletins.agenda import (
    Agenda,
    DueVisit,
    IdleSum,
    LateOrder,
    LateReturn,
    MeetingKind,
    ReachedStep,
    SiteBehind,
    moved,
)
from jiugai.domain.calendar import Month
from jiugai.domain.law import NATION, rule_in_force
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.reporting.submission.lateness import due_days, timings
from jiugai.domain.reporting.submission.stages import Stage
from jiugai.domain.supervision.orders.chain import standing
from jiugai.exchange.policy_files import idle_rules
from jiugai.exchange.reporting_policy import deadline_rules
from jiugai.services.actor import Actor, Power, require
from jiugai.services.bulletins.figures import idle_sums
from jiugai.services.facts import Horizon, horizon, horizon_at, on_day
from jiugai.services.reporting.behind import sites_behind, step_asked
from jiugai.services.reporting.board import Board, board
from jiugai.services.reporting.submission.desk import owing_at
from jiugai.services.supervision.leads.standing import due_visits
from jiugai.storage.accounts import queries as accounts
from jiugai.storage.bulletins.meeting_queries import MeetingRow
from jiugai.storage.programme import queries as programme
from jiugai.storage.reporting import submissions
from jiugai.storage.supervision import queries as orders

SHANGHAI = ZoneInfo("Asia/Shanghai")
_EVENING = time(18)
"""Until when on a meeting's day a return that has not come counts as on its way."""


def agenda_of(meeting: MeetingRow, earlier: MeetingRow | None, *, actor: Actor) -> Agenda:
    """Return what a meeting has before it; once minutes are kept, always the same.

    :param earlier: the last meeting of the same kind, if there was one.
    :raises NotAllowed: if the actor lays no orders.
    """
    require(actor, Power.ISSUE_ORDER)
    kind, day = MeetingKind(meeting.kind), meeting.held_on
    asked = horizon(day) if meeting.stood_at is None else horizon_at(day, meeting.stood_at)
    if earlier is None:
        before = on_day(asked, kind.since(day))
    else:
        before = horizon_at(earlier.held_on, earlier.stood_at or earlier.last_seq)
    city = board(asked)
    rule = rule_in_force(idle_rules(), NATION, day)
    running, late = _orders(asked, actor)
    month = Month.of(day).previous
    owing, returns = _returns(month, asked)
    return Agenda(
        kind=kind,
        held_on=day,
        last_on=earlier.held_on if earlier else None,
        since=before.as_of,
        seq=asked.last_seq,
        month=month,
        changes=moved(_reached(board(before)), _reached(city)),
        running=running,
        late_orders=late,
        behind=_behind(city, asked),
        owing=owing,
        late_returns=returns,
        idle=tuple(
            IdleSum(year, county, city.county_name(county), fen, since)
            for (county, year), (fen, since) in idle_sums(city, day, rule)
        ),
        idle_days=rule.days if rule else None,
        due_visits=_due_visits(asked, actor) if kind.tells_visits else (),
    )


def _due_visits(asked: Horizon, actor: Actor) -> tuple[DueVisit, ...]:
    return tuple(
        DueVisit(
            leader=f"{leader.office}{leader.name}",
            number=leader.public_id,
            thing=charge.thing.name,
            last_on=charge.standing.last_on,
            waiting=charge.standing.waiting or 0,
        )
        for leader, charge in due_visits(asked, actor=actor)
    )


def _behind(city: Board, asked: Horizon) -> tuple[SiteBehind, ...]:
    targets = programme.targets(last_seq=asked.last_seq, on_day=asked.as_of)
    found = [
        SiteBehind(
            target.year,
            city.county_name(site.site.county_id),
            *city.name_of(site),
            step_asked(target),
            due_on,
        )
        for site, target, due_on in sites_behind(city, targets, asked.as_of)
    ]
    return tuple(sorted(found, key=lambda one: (one.due_on, one.county, one.community)))


def _reached(city: Board) -> Iterator[ReachedStep]:
    for site in city.sites.values():
        name, public_id = city.name_of(site)
        for row in site.steps.values():
            yield ReachedStep(
                site_id=site.site.id,
                year=max(site.years, default=0),
                county=city.county_name(site.site.county_id),
                community=name,
                public_id=public_id,
                step=Step(row.step),
                on=row.effective_on,
            )


def _orders(asked: Horizon, actor: Actor) -> tuple[int, tuple[LateOrder, ...]]:
    """Return how many orders were under way at a horizon, and those past their day."""
    running, late = 0, []
    own = accounts.organisation_of(actor.post_id)
    for row in orders.orders(scope=actor.scope, organisation_id=own):
        deeds = [
            one.deed
            for one in row.deeds
            if one.deed.on <= asked.as_of
            and (asked.recorded_by is None or one.recorded_at <= asked.recorded_by)
        ]
        if not deeds:
            continue
        known = standing(deeds)
        running += known.state.is_open
        days = known.days_late(asked.as_of)
        if days and known.due_on is not None and known.state.waits_for_owner:
            label = f"督〔{row.year}〕{row.number}号"
            late.append(
                LateOrder(label, row.public_id, row.owner_name, row.demand, known.due_on, days)
            )
    return running, tuple(sorted(late, key=lambda one: (-one.days_late, one.label)))


def _returns(month: Month, asked: Horizon) -> tuple[int, tuple[LateReturn, ...]]:
    """Return how many counties owed a return for a month, and which were late by the meeting."""
    owing = owing_at(on_day(asked, month.last_day))
    moves = [row for row in submissions.moves(month) if _known(row.recorded_at, asked)]
    granted = [one for one in submissions.extensions(month) if _known(one.recorded_at, asked)]
    evening = datetime.combine(asked.as_of, _EVENING, SHANGHAI)
    found = []
    for county in owing:
        made = [(row.move.kind, row.recorded_at) for row in moves if row.county_id == county.id]
        due = due_days(
            month,
            deadline_rules(),
            code=county.code,
            extensions=[one.extension for one in granted if one.county_id in {None, county.id}],
        )
        found += [
            LateReturn(county.id, county.name, one.late, one.left_at is not None)
            for one in timings(made, due, now=evening)
            if one.stage is Stage.DRAFT and one.late
        ]
    return len(owing), tuple(sorted(found, key=lambda one: -one.days_late))


def _known(recorded_at: datetime, asked: Horizon) -> bool:
    return asked.recorded_by is None or recorded_at <= asked.recorded_by
