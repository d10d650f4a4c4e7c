"""What a closed month offers to its bulletin (通报取数): counts at the month's own horizon."""

from collections.abc import Mapping
from datetime import date

from jiugai.domain.bulletins import figures as told
from jiugai.domain.calendar import Month
from jiugai.domain.funding.idle import IdleRule
from jiugai.domain.law import NATION, rule_in_force
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.plans import Authority
from jiugai.domain.programme.targets import Strength
from jiugai.domain.reporting.indicators import Basis
from jiugai.exchange.policy_files import idle_rules
from jiugai.services.actor import Actor
from jiugai.services.facts import Horizon
from jiugai.services.reporting.behind import sites_behind
from jiugai.services.reporting.board import Board, SiteStanding, board
from jiugai.services.reporting.measures import Rate, figures_of, rate_of
from jiugai.services.supervision.league import League, Place, last_month_of, league
from jiugai.storage.programme import queries as programme
from jiugai.storage.programme.queries import TargetRow

_BASES = {
    told.Basis.COMMUNITIES: Basis.COMMUNITIES,
    told.Basis.HOUSEHOLDS: Basis.HOUSEHOLDS,
    told.Basis.BUILDINGS: Basis.BUILDINGS,
    told.Basis.AREA: Basis.AREA,
}
_STEP_OF_INDICATOR = {
    "start": told.Step.STARTED,
    "completion": told.Step.COMPLETED,
    "acceptance": told.Step.ACCEPTED,
}
_DEMANDS = {
    "application": "完成申报",
    "start": "全部开工",
    "completion": "全部完工",
    "acceptance": "全部竣工验收",
}
SOURCE = "安政通报第五十六期"


def snapshot_figures(
    month: Month, asked: Horizon, *, city_name: str, digest: str, actor: Actor
) -> told.SnapshotFigures:
    """Return everything that a bulletin of a month may say, counted at its horizon."""
    city = board(asked)
    # What was asked for after the month's end, but before its close, is asked for all the same.
    targets = programme.targets(last_seq=asked.last_seq, on_day=date.max)
    cohorts = tuple(_cohort(year, city, asked, actor) for year in city.years)
    idle_rule = rule_in_force(idle_rules(), NATION, asked.as_of)
    return told.SnapshotFigures(
        city=city_name,
        month=month,
        as_of=asked.as_of,
        seq=asked.last_seq,
        digest=digest,
        cohorts=cohorts,
        basis=told.Basis.COMMUNITIES,
        leagues=_leagues(city, cohorts, asked, actor),
        overdue=_overdue(city, targets, asked.as_of),
        idle=_idle(city, asked.as_of, idle_rule),
        idle_limit=told.IdleLimit(idle_rule.days, idle_rule.citation) if idle_rule else None,
        deadlines=tuple(_deadline(row) for row in targets),
        register=told.RegisterFigures(
            communities=len(city.cards),
            households=sum(card.households or 0 for card in city.cards.values()),
        ),
        names=tuple(
            sorted(
                {card.name for card in city.records.values()}
                | {site.site.project_name for site in city.sites.values()}
            )
        ),
    )


def _list_ids(city: Board, year: int) -> list[int]:
    row = city.list_of(year, Authority.PROVINCIAL)
    return [row.id] if row else []


def _rate(asked: Horizon, measure: str, basis: Basis, list_ids: list[int], actor: Actor) -> Rate:
    return rate_of(figures_of(asked, measure, basis, list_ids=list_ids, scope=actor.scope))


def _cohort(year: int, city: Board, asked: Horizon, actor: Actor) -> told.CohortFigures:
    list_ids = _list_ids(city, year)
    before = last_month_of(asked)
    applied = _applied(city.cohort(year, actor.scope))
    tallies = _tallies(asked, list_ids, applied, actor)
    earlier = _tallies(before, list_ids, {}, actor)
    planned = tallies[told.Basis.COMMUNITIES].planned
    return told.CohortFigures(
        year=year,
        tallies=tallies,
        before=earlier if earlier[told.Basis.COMMUNITIES].planned else {},
        planned_investment=_rate(asked, "investment_rate", Basis.FEN, list_ids, actor).denominator
        or None,
        investment=_share("investment_rate", asked, before, list_ids, actor),
        funding=_share("funding_rate", asked, before, list_ids, actor),
        payment=_share("payment_rate", asked, before, list_ids, actor),
        pending="" if planned else "尚未批复",
    )


def _applied(sites: tuple[SiteStanding, ...]) -> dict[told.Basis, int]:
    """Return how many applied, as projects and as the communities that they cover."""
    applied = [site.site for site in sites if int(Step.APPLICATION) in site.steps]
    return {
        told.Basis.PROJECTS: len({site.project_id for site in applied}),
        told.Basis.COMMUNITIES: len({site.community_id for site in applied}),
    }


def _tallies(
    asked: Horizon, list_ids: list[int], applied: Mapping[told.Basis, int], actor: Actor
) -> Mapping[told.Basis, told.Tally]:
    found = {}
    if told.Basis.PROJECTS in applied:
        found[told.Basis.PROJECTS] = told.Tally(applied=applied[told.Basis.PROJECTS])
    for basis, counted in _BASES.items():
        started, completed, accepted = (
            _rate(asked, measure, counted, list_ids, actor)
            for measure in ("start_rate", "completion_rate", "acceptance_rate")
        )
        planned = started.denominator or None
        found[basis] = told.Tally(
            applied=applied.get(basis),
            planned=planned,
            started=started.numerator if planned else None,
            completed=completed.numerator if planned else None,
            accepted=accepted.numerator if planned else None,
        )
    return found


def _share(
    measure: str, asked: Horizon, before: Horizon, list_ids: list[int], actor: Actor
) -> told.Share | None:
    now = _rate(asked, measure, Basis.FEN, list_ids, actor)
    if not now.denominator:
        return None
    then = _rate(before, measure, Basis.FEN, list_ids, actor)
    return told.Share(now.numerator, now.denominator, then.value)


def _leagues(
    city: Board,
    cohorts: tuple[told.CohortFigures, ...],
    asked: Horizon,
    actor: Actor,
) -> tuple[told.League, ...]:
    """Return a league for each cohort that has a plan and is not all started, and then the rest.

    The first one is told in the text: the cohort that is starting, where there is one.
    """
    found = []
    for cohort in cohorts:
        tally = cohort.tallies[told.Basis.COMMUNITIES]
        if not tally.planned:
            continue
        starting = (tally.started or 0) < tally.planned
        measure, step = (
            ("start_rate", told.Step.STARTED)
            if starting
            else ("completion_rate", told.Step.COMPLETED)
        )
        table = league(
            asked, year=cohort.year, measure=measure, basis=Basis.COMMUNITIES, actor=actor
        )
        found.append((not starting, cohort.year, _league(table, step, asked, city, actor)))
    return tuple(row for _, _, row in sorted(found, key=lambda item: item[:2]))


def _league(
    table: League, step: told.Step, asked: Horizon, city: Board, actor: Actor
) -> told.League:
    list_ids = _list_ids(city, table.year)

    def by_county(measure: str, basis: Basis) -> dict[int, told.Share]:
        found = figures_of(asked, measure, basis, list_ids=list_ids, scope=actor.scope)
        return {f.county_id: told.Share(f.numerator, f.denominator) for f in found if f.denominator}

    households = by_county(table.measure.code, Basis.HOUSEHOLDS)
    investment = by_county("investment_rate", Basis.FEN)
    funding = by_county("funding_rate", Basis.FEN)

    def standing(place: Place) -> told.Standing:
        planned = place.rate.denominator or None
        return told.Standing(
            code=place.code,
            name=place.county,
            planned=planned,
            reached=place.rate.numerator if planned else None,
            rate=place.rate.value if planned else None,
            rank=place.rank,
            tied=place.tied,
            change=place.change if planned else None,
            households=households.get(place.county_id),
            investment=investment.get(place.county_id),
            funding=funding.get(place.county_id),
        )

    return told.League(
        cohort=table.year,
        step=step,
        basis=told.Basis.COMMUNITIES,
        rows=tuple(standing(place) for place in table.places if place.rate.denominator),
    )


def _deadline(row: TargetRow) -> told.Deadline:
    return told.Deadline(
        demand=_DEMANDS.get(row.indicator, row.indicator),
        due_on=row.due_on,
        strength=Strength(row.strength),
        cohort=row.year,
        step=_STEP_OF_INDICATOR.get(row.indicator),
        source=SOURCE,
    )


def _overdue(
    city: Board, targets: tuple[TargetRow, ...], today: date
) -> tuple[told.OverdueSite, ...]:
    """Return the sites that have passed the day by which they were to reach a step."""
    found = [
        told.OverdueSite(
            county=city.county_name(site.site.county_id),
            name=city.records[site.site.community_id].name,
            cohort=target.year,
            step=_STEP_OF_INDICATOR[target.indicator],
            due_on=due_on,
        )
        for site, target, due_on in sites_behind(city, targets, today)
    ]
    return tuple(sorted(found, key=lambda row: (row.cohort, row.county, row.name)))


def _idle(city: Board, today: date, rule: IdleRule | None) -> tuple[told.IdleMoney, ...]:
    """Return money that has lain too long for sites that have not started, by county and cohort."""
    return tuple(
        told.IdleMoney(city.county_name(county), f"{year}年批次未开工项目", fen, since)
        for (county, year), (fen, since) in idle_sums(city, today, rule)
    )


def idle_sums(
    city: Board, today: date, rule: IdleRule | None
) -> tuple[tuple[tuple[int, int], tuple[int, date]], ...]:
    """Return such money as ((county, cohort), (分, since when)), the most first.

    Money of sites that have not started cannot have been put to use: that much is certain without
    a ledger of accounts.
    """
    sums: dict[tuple[int, int], tuple[int, date]] = {}
    seen: set[int] = set()
    for site in city.sites.values():
        if site.site.project_id in seen or not site.years:
            continue
        seen.add(site.site.project_id)
        left = site.received_fen - site.paid_fen
        since = site.received_on
        if left <= 0 or since is None or int(Step.START) in site.steps:
            continue
        if rule is not None and not rule.names(since, today):
            continue
        key = (site.site.county_id, site.years[-1])
        fen, first = sums.get(key, (0, since))
        sums[key] = (fen + left, min(first, since))
    return tuple(sorted(sums.items(), key=lambda pair: -pair[1][0]))
