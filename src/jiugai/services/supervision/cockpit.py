"""The cockpit (驾驶舱): three cohorts in three phases, who is behind, what changed, what is due."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from jiugai.domain.calendar import Month, a_month_before, months_between
from jiugai.domain.funding.idle import IdleRule
from jiugai.domain.law import NATION, rule_in_force
from jiugai.domain.programme.cohorts import Phase, PhaseBar, Stage, phase_bar
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.plans import Authority
from jiugai.domain.programme.targets import Pace, RiskVerdict, pace, risk_of
from jiugai.domain.reporting.indicators import Basis
from jiugai.exchange.policy_files import idle_rules
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon, on_day
from jiugai.services.reporting import pacing
from jiugai.services.reporting.board import Board, board
from jiugai.services.reporting.measures import Rate, figures_of, rate_of
from jiugai.services.supervision.league import last_month_of
from jiugai.storage.audit import queries as acts
from jiugai.storage.audit.queries import ActRow
from jiugai.storage.programme.queries import TargetRow

MEASURE_OF_PHASE = {
    Phase.PLANNING: "start_rate",
    Phase.STARTING: "start_rate",
    Phase.FINISHING: "completion_rate",
    Phase.FINISHED: "acceptance_rate",
}
_AIM_OF_PHASE = {
    Phase.PLANNING: Step.APPLICATION,
    Phase.STARTING: Step.START,
    Phase.FINISHING: Step.COMPLETION,
    Phase.FINISHED: Step.ACCEPTANCE,
}
_STEP_OF_PHASE = {
    Phase.STARTING: Step.START,
    Phase.FINISHING: Step.COMPLETION,
    Phase.FINISHED: Step.ACCEPTANCE,
}
TREND_MONTHS = 7


@dataclass(frozen=True, slots=True)
class CohortCard:
    """A cohort in its phase (批次卡片).

    Attributes:
      bar: of the sites in the filed plan, or of all that applied while there is none.
      applied: projects that applied; communities: the sites that they cover, left or not.
      approved: sites in the filed plan.
      rate: of the measure that the phase is about; without a value while nothing is planned.
      pace: what the deadline still asks for; recent: what was really done a week of late, over
        so many weeks; None where no rule says over how many.
      risk: the word for it, with the sentence that explains it; None while nothing is planned.
    """

    year: int
    phase: Phase
    bar: PhaseBar
    applied: int
    communities: int
    approved: int
    measure: str
    rate: Rate
    before: Rate
    target: TargetRow | None
    pace: Pace
    recent: Fraction | None
    weeks: int
    risk: RiskVerdict | None

    @property
    def change(self) -> Fraction | None:
        now, then = self.rate.value, self.before.value
        return None if now is None or then is None else now - then


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A measure of a cohort over months (走势)."""

    name: str
    months: tuple[Month, ...]
    values: tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A site that moved on since this day of last month (较上月变化)."""

    year: int
    community: str
    public_id: str
    county_id: int
    county: str
    step: Step
    on: date


@dataclass(frozen=True, slots=True)
class IdleMoney:
    """Money of a cohort that a county has received and not yet paid on (到账未付), in 分."""

    year: int
    county_id: int
    county: str
    received_fen: int
    paid_fen: int

    @property
    def idle_fen(self) -> int:
        return self.received_fen - self.paid_fen


@dataclass(frozen=True, slots=True)
class Zero:
    """A county of whose approved sites none has started (挂零), with those that could at once."""

    county_id: int
    county: str
    approved: int
    ready: int


@dataclass(frozen=True, slots=True)
class Cockpit:
    """What the cockpit shows (驾驶舱).

    Attributes:
      idle: all money received and not paid on, however short a time ago.
      idle_rule: from how many days on the bulletin names it; None where no rule says.
    """

    cards: tuple[CohortCard, ...]
    trend: tuple[TrendLine, ...]
    changes: tuple[Change, ...]
    idle: tuple[IdleMoney, ...]
    idle_rule: IdleRule | None
    zero: tuple[Zero, ...]
    communities: int
    households: int
    acts: tuple[ActRow, ...]


def cockpit(asked: Horizon, *, actor: Actor) -> Cockpit:
    """Return the cockpit at a horizon, within the actor's scope.

    :raises NotAllowed: if the actor may not look at figures.
    """
    require(actor, Power.SEE)
    city = board(asked)
    cards = tuple(_card(year, city, asked, actor) for year in city.years)
    mine = [
        card for card in city.cards.values() if actor.scope.covers(card.county_id, card.division_id)
    ]
    return Cockpit(
        cards=cards,
        trend=tuple(_trend(card, asked, actor) for card in cards if card.rate.denominator),
        changes=_changes(city, asked, actor),
        idle=_idle(cards, city, asked, actor),
        idle_rule=rule_in_force(idle_rules(), NATION, asked.as_of),
        zero=_zero(cards, city, asked, actor),
        communities=len(mine),
        households=sum(card.households or 0 for card in mine),
        acts=acts.acts(limit=5) if Power.READ_TRACE in actor.powers else (),
    )


def _list_ids(city: Board, year: int) -> list[int]:
    row = city.list_of(year, Authority.PROVINCIAL)
    return [row.id] if row else []


def _card(year: int, city: Board, asked: Horizon, actor: Actor) -> CohortCard:
    list_ids = _list_ids(city, year)
    sites = city.cohort(year, actor.scope)
    listed = [site for site in sites if set(list_ids) & site.filed.keys()]
    bar = phase_bar([site.standing for site in listed or sites])
    measure = MEASURE_OF_PHASE[bar.phase]
    before = last_month_of(asked)
    rate, was = (
        rate_of(
            figures_of(moment, measure, Basis.COMMUNITIES, list_ids=list_ids, scope=actor.scope)
        )
        for moment in (asked, before)
    )
    target = pacing.target_of(year, _AIM_OF_PHASE.get(bar.phase), asked)
    needed = pace(rate.denominator, rate.numerator, target.due_on if target else None, asked.as_of)
    rule = pacing.risk_rule(asked)
    recent = pacing.recent(listed, _STEP_OF_PHASE.get(bar.phase), asked, rule)
    return CohortCard(
        year=year,
        phase=bar.phase,
        bar=bar,
        applied=len({s.site.project_id for s in sites if int(Step.APPLICATION) in s.steps}),
        communities=len(sites),
        approved=rate.denominator,
        measure=measure,
        rate=rate,
        before=was,
        target=target,
        pace=needed,
        recent=recent,
        weeks=rule.weeks if rule else 0,
        risk=risk_of(needed, recent, rule) if rule and recent is not None and listed else None,
    )


def _trend(card: CohortCard, asked: Horizon, actor: Actor) -> TrendLine:
    """Return the card's rate on this day of each of the last months, at the same stamp."""
    last = Month.of(asked.as_of)
    first = last
    for _ in range(TREND_MONTHS - 1):
        first = first.previous
    months = tuple(months_between(first, last))
    days = [asked.as_of]
    for _ in months[1:]:
        days.insert(0, a_month_before(days[0]))
    list_ids = _list_ids(board(asked), card.year)
    values = []
    for day in days:
        found = figures_of(
            on_day(asked, day),
            card.measure,
            Basis.COMMUNITIES,
            list_ids=list_ids,
            scope=actor.scope,
        )
        values.append(rate_of(found).value)
    word = {"start_rate": "开工", "completion_rate": "完工", "acceptance_rate": "验收"}
    return TrendLine(f"{card.year} {word[card.measure]}", months, tuple(values))


def _changes(city: Board, asked: Horizon, actor: Actor) -> tuple[Change, ...]:
    """Return the steps since this day of last month, newest first."""
    since = a_month_before(asked.as_of)
    found = []
    for site in city.sites.values():
        if not actor.scope.covers(site.site.county_id):
            continue
        name, public_id = city.name_of(site)
        found += [
            Change(
                year=max(site.years, default=0),
                community=name,
                public_id=public_id,
                county_id=site.site.county_id,
                county=city.county_name(site.site.county_id),
                step=Step(row.step),
                on=row.effective_on,
            )
            for row in site.steps.values()
            if since < row.effective_on
        ]
    return tuple(sorted(found, key=lambda change: (change.on, change.community), reverse=True))


def _idle(
    cards: tuple[CohortCard, ...], city: Board, asked: Horizon, actor: Actor
) -> tuple[IdleMoney, ...]:
    """Return where money of a cohort lies that was received and not paid on, the most first."""
    found = []
    for card in cards:
        for figure in figures_of(
            asked,
            "payment_rate",
            Basis.FEN,
            list_ids=_list_ids(city, card.year),
            scope=actor.scope,
        ):
            name = city.county_name(figure.county_id)
            found.append(
                IdleMoney(card.year, figure.county_id, name, figure.denominator, figure.numerator)
            )
    idle = [money for money in found if money.idle_fen > 0]
    return tuple(sorted(idle, key=lambda money: -money.idle_fen))


def _zero(
    cards: tuple[CohortCard, ...], city: Board, asked: Horizon, actor: Actor
) -> tuple[Zero, ...]:
    """Return the counties of which no approved site has started, in the cohort that is starting."""
    starting = next((card for card in cards if card.phase is Phase.STARTING), None)
    if starting is None:
        return ()
    ready = ready_by_county(city, starting.year, actor)
    found = figures_of(
        asked,
        "start_rate",
        Basis.COMMUNITIES,
        list_ids=_list_ids(city, starting.year),
        scope=actor.scope,
    )
    return tuple(
        Zero(
            figure.county_id,
            city.county_name(figure.county_id),
            figure.denominator,
            ready.get(figure.county_id, 0),
        )
        for figure in found
        if figure.denominator and not figure.numerator
    )


def ready_by_county(city: Board, year: int, actor: Actor) -> dict[int, int]:
    """Return how many approved sites of each county are tendered and could start at once (可开工)."""
    list_ids = set(_list_ids(city, year))
    found: dict[int, int] = {}
    for site in city.cohort(year, actor.scope):
        if site.stage is Stage.TENDERED and list_ids & site.filed.keys():
            found[site.site.county_id] = found.get(site.site.county_id, 0) + 1
    return found
