"""The cockpit (驾驶舱): three cohorts in three phases, who is behind, what changed, what is due."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from jiugai.domain.calendar import Month, a_month_before, months_between
from jiugai.domain.law import NATION, rule_in_force
from jiugai.domain.programme.cohorts import Phase, PhaseBar, phase_bar
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.plans import Authority
from jiugai.domain.programme.targets import Pace, RiskVerdict, pace, recent_pace, risk_of
from jiugai.domain.reporting.indicators import Basis
from jiugai.exchange.policy_files import risk_rules
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon, horizon_at
from jiugai.services.reporting.board import Board, SiteStanding, board
from jiugai.services.reporting.measures import Rate, figures_of, rate_of
from jiugai.services.supervision.league import last_month_of
from jiugai.storage.audit import queries as acts
from jiugai.storage.audit.queries import ActRow
from jiugai.storage.programme import queries as programme
from jiugai.storage.programme.queries import TargetRow

MEASURE_OF_PHASE = {
    Phase.PLANNING: "start_rate",
    Phase.STARTING: "start_rate",
    Phase.FINISHING: "completion_rate",
    Phase.FINISHED: "acceptance_rate",
}
_TARGET_OF_PHASE = {
    Phase.STARTING: "start",
    Phase.FINISHING: "completion",
    Phase.FINISHED: "acceptance",
}
TREND_MONTHS = 7


@dataclass(frozen=True, slots=True)
class CohortCard:
    """A cohort in its phase (批次卡片).

    Attributes:
      applied: projects that applied; approved: sites in the filed plan.
      rate: of the measure that the phase is about; None while nothing is planned.
      pace: what the deadline still asks for.
      risk: the word for it, with the sentence that explains it; None while nothing is planned.
    """

    year: int
    phase: Phase
    bar: PhaseBar
    applied: int
    approved: int
    measure: str
    rate: Rate
    before: Rate
    target: TargetRow | None
    pace: Pace
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
    """A site that moved on since the end of last month (较上月变化)."""

    community: str
    public_id: str
    county: str
    word: str
    on: date


@dataclass(frozen=True, slots=True)
class Cockpit:
    """What the cockpit shows (驾驶舱)."""

    cards: tuple[CohortCard, ...]
    trend: tuple[TrendLine, ...]
    changes: tuple[Change, ...]
    idle: tuple[tuple[str, int], ...]
    zero: tuple[str, ...]
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
        idle=_idle(city, actor),
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
    bar = phase_bar([site.standing for site in listed or _projects(sites)])
    measure = MEASURE_OF_PHASE[bar.phase]
    before = last_month_of(asked)
    rate, was = (
        rate_of(
            figures_of(moment, measure, Basis.COMMUNITIES, list_ids=list_ids, scope=actor.scope)
        )
        for moment in (asked, before)
    )
    target = _target(year, bar.phase, asked)
    needed = pace(rate.denominator, rate.numerator, target.due_on if target else None, asked.as_of)
    return CohortCard(
        year=year,
        phase=bar.phase,
        bar=bar,
        applied=len({s.site.project_id for s in sites if int(Step.APPLICATION) in s.steps}),
        approved=rate.denominator,
        measure=measure,
        rate=rate,
        before=was,
        target=target,
        pace=needed,
        risk=_risk(needed, listed, bar.phase, asked.as_of) if rate.denominator else None,
    )


def _projects(sites: tuple[SiteStanding, ...]) -> list[SiteStanding]:
    """Return one site for each project, the least advanced: a project is as far as its last site."""
    last: dict[int, SiteStanding] = {}
    for site in sites:
        known = last.get(site.site.project_id)
        if known is None or site.stage < known.stage:
            last[site.site.project_id] = site
    return list(last.values())


def _risk(needed: Pace, sites: list[SiteStanding], phase: Phase, today: date) -> RiskVerdict | None:
    rule = rule_in_force(risk_rules(), NATION, today)
    step = {Phase.STARTING: Step.START, Phase.FINISHING: Step.COMPLETION}.get(phase)
    if rule is None or step is None:
        return None
    days = [row.effective_on for site in sites if (row := site.steps.get(int(step))) is not None]
    return risk_of(needed, recent_pace(days, today, rule.weeks), rule)


def _target(year: int, phase: Phase, asked: Horizon) -> TargetRow | None:
    wanted = _TARGET_OF_PHASE.get(phase)
    for row in programme.targets(last_seq=asked.last_seq, on_day=asked.as_of):
        if row.year == year and row.indicator == wanted:
            return row
    return None


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
            horizon_at(day, asked.last_seq),
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
        card = city.cards[site.site.community_id]
        found += [
            Change(
                card.name,
                card.public_id,
                city.county_name(site.site.county_id),
                Step(row.step).word,
                row.effective_on,
            )
            for row in site.steps.values()
            if since < row.effective_on and row.step >= int(Step.START)
        ]
    return tuple(sorted(found, key=lambda change: (change.on, change.community), reverse=True))


def _idle(city: Board, actor: Actor) -> tuple[tuple[str, int], ...]:
    """Return money received and not yet paid on, in 分, by county, the most first."""
    sums: dict[str, int] = {}
    seen: set[int] = set()
    for site in city.sites.values():
        if site.site.project_id in seen or not actor.scope.covers(site.site.county_id):
            continue
        seen.add(site.site.project_id)
        county = city.county_name(site.site.county_id)
        sums[county] = sums.get(county, 0) + site.received_fen - site.paid_fen
    return tuple(sorted(sums.items(), key=lambda pair: -pair[1])[:4])


def _zero(
    cards: tuple[CohortCard, ...], city: Board, asked: Horizon, actor: Actor
) -> tuple[str, ...]:
    """Return the counties of which no approved site has started, in the cohort that is starting."""
    starting = next((card for card in cards if card.phase is Phase.STARTING), None)
    if starting is None:
        return ()
    found = figures_of(
        asked,
        "start_rate",
        Basis.COMMUNITIES,
        list_ids=_list_ids(city, starting.year),
        scope=actor.scope,
    )
    return tuple(
        city.county_name(figure.county_id)
        for figure in found
        if figure.denominator and not figure.numerator
    )
