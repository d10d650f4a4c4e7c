"""Rewards and cuts for next year (奖惩): drawn up from a released ranking, each decided by another.

The one who manages the programme draws up what the rules propose; who signs papers decides. What
was decided is handed on as adjustments of the year's plan and money.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from uuid import UUID

from jiugai.domain.calendar import Month
from jiugai.domain.findings import Finding, blocking
from jiugai.domain.funding.flows import FlowKind
from jiugai.domain.funding.rewarded import Settled
from jiugai.domain.law import NATION
from jiugai.domain.programme.adjustments import Adjustment
from jiugai.domain.supervision.rewards import (
    NextYearBasis,
    RewardDecision,
    RewardProposal,
    RewardRule,
    RewardRuling,
    check_decision,
    propose,
    rewards_in_force,
)
from jiugai.exchange.supervision_policy import reward_rules
from jiugai.services.actor import Actor, Power, require, why_another_hand
from jiugai.services.facts import Horizon, horizon, remembered
from jiugai.services.reporting.board import board
from jiugai.services.supervision.hearings import HearingPage, NoSuchHearing, hearing_of
from jiugai.services.supervision.honours import HonoursPage, boards_of
from jiugai.storage.funding import queries as funding
from jiugai.storage.supervision import rewards as queries
from jiugai.storage.supervision.rewards import DecidedMeanwhile, RewardRow
from jiugai.storage.unit_of_work import AlreadyDone, unit_of_work

__all__ = [
    "AlreadyDone",
    "Decided",
    "DecidedMeanwhile",
    "RewardRow",
    "RewardsDone",
    "RewardsPage",
    "adjustments",
    "decide",
    "draw_up",
    "rewards_of",
    "settled_money",
]


@dataclass(frozen=True, slots=True)
class RewardsPage:
    """What a month's released ranking means for next year (奖惩页).

    Attributes:
      released_on: None until the ranking is out; then nothing is proposed.
      rows: what was drawn up from this ranking, within the officer's reach.
      waiting: what the rules propose and nobody has drawn up; for the city alone.
      skipped: what was left out because the same clause stands for that county's year already.
      names, county_ids: what counties are called, and are, by the code of the ranking.
      step_id: the step that released it.
      not_his: why the officer is not to decide a proposal though his post may, by its id.
    """

    month: Month
    released_on: date | None
    rows: tuple[RewardRow, ...]
    waiting: tuple[RewardProposal, ...]
    skipped: tuple[RewardProposal, ...]
    rules: tuple[RewardRule, ...]
    names: Mapping[str, str]
    county_ids: Mapping[str, int]
    step_id: int | None
    may_draw_up: bool
    may_decide: bool
    not_his: Mapping[int, str] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """Return the year whose plan and money would change."""
        return self.month.year + 1


@dataclass(frozen=True, slots=True)
class RewardsDone:
    """What became of a step: entered unless a finding blocks; ``count`` of what was drawn up."""

    entered: bool
    findings: tuple[Finding, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person says of a proposal (决定内容)."""

    ruling: RewardRuling
    paper: str
    words: str = ""
    plan: Fraction | None = None
    money: Fraction | None = None


class _Blocked(Exception):
    """The step may not be taken; the transaction writes nothing."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("没有写入")
        self.findings = findings


def rewards_of(month: Month, *, actor: Actor, today: date) -> RewardsPage:
    """Return what a month's released ranking means for next year.

    :param today: what is known of next year counts up to this day.
    :raises NotAllowed: if the actor may look at no figures.
    :raises NoSuchHearing: if the month is not closed.
    """
    require(actor, Power.SEE)
    city = actor.scope.counties is None
    hearing = hearing_of(month, actor=actor)
    boards = boards_of(hearing, actor=actor)
    known = queries.of_year(month.year + 1)
    step_id = _released_in(hearing)
    own = tuple(row for row in known if row.step_id == step_id)
    rules = rewards_in_force(reward_rules(), NATION, boards.released_on or today)
    found = _proposed(boards, rules, horizon(today)) if city else ()
    waiting = tuple(one for one in found if not _is_of(one, (*own, *_standing(known))))
    return RewardsPage(
        month=month,
        released_on=boards.released_on,
        rows=own,
        waiting=waiting,
        skipped=tuple(one for one in found if one not in waiting and not _is_of(one, own)),
        rules=rules,
        names={code: name for table in boards.tables for code, name in table.names.items()},
        county_ids=boards.opens or {},
        step_id=step_id,
        may_draw_up=city and Power.MANAGE_PROGRAMME in actor.powers and bool(waiting),
        may_decide=city and Power.ISSUE_PAPER in actor.powers,
        not_his=_not_his(own, actor) if Power.ISSUE_PAPER in actor.powers else {},
    )


def _not_his(rows: Iterable[RewardRow], actor: Actor) -> dict[int, str]:
    by = f"有“{Power.ISSUE_PAPER.title}”职权、没有拟它的另一人"
    told = {row.id: why_another_hand(actor, (row.proposal.user_id,), by=by) for row in rows}
    return {id_: why for id_, why in told.items() if why}


def draw_up(
    month: Month, *, seen: int, actor: Actor, today: date, key: UUID | None = None
) -> RewardsDone:
    """Draw up all that the rules propose and that does not stand already for the year.

    :param seen: how many proposals the officer saw when pressing.
    :raises NotAllowed: if the actor may not.
    :raises NoSuchHearing: if the month is not closed.
    :raises DecidedMeanwhile: if what would be drawn up is no longer what was seen.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.MANAGE_PROGRAMME)
    asked = horizon(today)
    try:
        with unit_of_work(
            verb="supervision.propose_rewards",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{month} 奖惩建议 {seen} 条",
            key=key,
        ) as act:
            queries.lock(month.year + 1)
            page = rewards_of(month, actor=actor, today=today)
            _stop(_check_drawing_up(page))
            if len(page.waiting) != seen:
                raise DecidedMeanwhile
            queries.enter_proposals(
                act,
                page.waiting,
                step_id=page.step_id or 0,
                county_ids=page.county_ids,
                last_seq=asked.last_seq,
                user_id=actor.user_id,
                on=today,
            )
    except _Blocked as blocked:
        return RewardsDone(False, blocked.findings)
    return RewardsDone(True, count=seen)


def decide(
    month: Month,
    proposal_id: int,
    said: Decided,
    *,
    actor: Actor,
    today: date,
    key: UUID | None = None,
) -> RewardsDone:
    """Decide a proposal, once.

    :raises NotAllowed: if the actor may not.
    :raises NoSuchHearing: if the month is not closed, or has no such proposal.
    :raises DecidedMeanwhile: if it was decided meanwhile.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.ISSUE_PAPER)
    try:
        with unit_of_work(
            verb="supervision.decide_reward",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{month} 奖惩 {said.ruling.word}",
            key=key,
        ) as act:
            queries.lock(month.year + 1)
            row = _row_of(month, proposal_id, actor)
            decision = _decision(row.proposal, said, actor, today)
            _stop(check_decision(row.proposal, decision, decided=row.decision is not None))
            queries.enter_decision(act, row=row, decision=decision)
    except _Blocked as blocked:
        return RewardsDone(False, blocked.findings)
    return RewardsDone(True, count=1)


def adjustments(year: int, asked: Horizon, *, actor: Actor) -> tuple[Adjustment, ...]:
    """Return what was decided for a year's plan and money, for whoever plans or shares out.

    :raises NotAllowed: if the actor may look at no figures.
    """
    require(actor, Power.SEE)
    return queries.adjustments(year, last_seq=asked.last_seq, on_day=asked.as_of)


def settled_money(
    year: int, asked: Horizon, *, names: Mapping[int, str], actor: Actor
) -> tuple[Settled, ...]:
    """Return what was decided for the counties' money of a year, for whoever shares it out.

    Whoever reaches some counties alone is given nothing: a part of it would share out wrongly.

    :param names: what counties are called in the table of those who share.
    :raises NotAllowed: if the actor may look at no figures.
    """
    require(actor, Power.SEE)
    if actor.scope.counties is not None:
        return ()
    found = queries.settled(year, last_seq=asked.last_seq, on_day=asked.as_of)
    return tuple(
        Settled(
            names.get(row.county_id, ""),
            row.money,
            f"{row.month.in_prose}{row.ground.sentence}（{row.clause}）",
            row.paper,
            f"{row.month}",
        )
        for row in found
    )


def _decision(proposal: RewardProposal, said: Decided, actor: Actor, today: date) -> RewardDecision:
    plan, money = {
        RewardRuling.ADOPTED: (proposal.plan, proposal.money),
        RewardRuling.CHANGED: (said.plan, said.money),
        RewardRuling.REFUSED: (None, None),
    }[said.ruling]
    paper, words = said.paper.strip(), said.words.strip()
    return RewardDecision(said.ruling, plan, money, paper, words, actor.user_id, today)


def _row_of(month: Month, proposal_id: int, actor: Actor) -> RewardRow:
    step_id = _released_in(hearing_of(month, actor=actor))
    for row in queries.of_year(month.year + 1):
        if row.id == proposal_id and row.step_id == step_id:
            return row
    raise NoSuchHearing(f"{month} {proposal_id}")


def _released_in(hearing: HearingPage) -> int | None:
    """Return the step that released the ranking; None while it is not out."""
    return next((step.id for step in hearing.row.steps if step.kind == "release"), None)


def _proposed(
    boards: HonoursPage, rules: Sequence[RewardRule], asked: Horizon
) -> tuple[RewardProposal, ...]:
    tables = {(table.measure, table.year): table.board for table in boards.tables}
    ids = boards.opens or {}
    known = _bases(asked, boards.month.year + 1)
    bases = {code: known[id_] for code, id_ in ids.items() if id_ in known}
    return propose(tables, rules, boards.month.year, bases)


def _standing(known: Sequence[RewardRow]) -> tuple[RewardRow, ...]:
    """Return what was drawn up for the year and not refused: it is not proposed a second time."""
    return tuple(
        row
        for row in known
        if row.decision is None or row.decision.ruling is not RewardRuling.REFUSED
    )


def _is_of(one: RewardProposal, rows: Iterable[RewardRow]) -> bool:
    return any(
        (row.proposal.county, row.proposal.clause) == (one.county, one.clause) for row in rows
    )


@remembered
def _bases(asked: Horizon, year: int) -> dict[int, NextYearBasis]:
    """Return what is known of a year's plan and money, by county."""
    city = board(asked)
    sites = [site for site in city.sites.values() if year in site.years]
    if not sites:
        return {}
    projects = {site.site.project_id: site.site.county_id for site in sites}
    allotted = {
        row.project_id: row.amount_fen
        for row in funding.sums(last_seq=asked.last_seq, on_day=asked.as_of)
        if row.kind == FlowKind.ALLOTTED and row.project_id in projects
    }
    return {
        county_id: NextYearBasis(
            sum(site.sizes.investment_fen for site in sites if site.site.county_id == county_id),
            _money_of(county_id, projects, allotted),
        )
        for county_id in city.counties
    }


def _money_of(
    county_id: int, projects: Mapping[int, int], allotted: Mapping[int, int]
) -> int | None:
    """Return what a county was allotted; not known while the city has allotted nothing."""
    if not allotted:
        return None
    return sum(fen for project, fen in allotted.items() if projects[project] == county_id)


def _stop(findings: tuple[Finding, ...]) -> None:
    if blocking(findings):
        raise _Blocked(findings)


def _check_drawing_up(page: RewardsPage) -> tuple[Finding, ...]:
    if page.released_on is None:
        code, why = "reward.not_released", "排名还没有发布，发布以后才能拟奖惩建议"
    elif not page.waiting:
        code, why = "reward.nothing_waits", "的排名按现行规定没有新的奖惩建议可拟"
    else:
        return ()
    return (Finding(code, f"{page.month.in_prose}{why}。没有写入任何数据。"),)
