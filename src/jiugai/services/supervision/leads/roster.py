"""Who answers for what, how it stands there, and what nobody answers for (领导包抓名册)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.reporting.doubts.answers import DoubtState
from jiugai.domain.supervision.leads import (
    ChargeKind,
    VisitRule,
    VisitState,
    worst,
)
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import horizon
from jiugai.services.reporting.board import Board, SiteStanding, board
from jiugai.services.reporting.doubts.desk import DoubtCard, doubts_on_file
from jiugai.services.supervision.leads import known as on_file
from jiugai.services.supervision.leads.standing import ChargeLine, held_at, rules_on, visits_at
from jiugai.services.supervision.leads.things import (
    Places,
    places,
    running_year,
)
from jiugai.services.supervision.leads.visiting import mark
from jiugai.services.supervision.orders import desk as orders
from jiugai.services.supervision.orders.desk import OrderCard
from jiugai.storage.registry import queries as registry
from jiugai.storage.supervision.leads import LeaderRow, VisitRow

__all__ = ["ChargeLine", "Gap", "LeaderLine", "Roster", "answering", "roster"]


@dataclass(frozen=True, slots=True)
class LeaderLine:
    """A leader with all that he answers for, counted from the facts (包抓领导).

    Attributes:
      sites: the sites of the cohort asked about, each once.
      visits: his visits that stand, the newest first.
      orders: the open orders there; born: those that ever came from his visits.
      doubts: the open doubts there.
    """

    leader: LeaderRow
    county: str
    charges: tuple[ChargeLine, ...]
    sites: tuple[SiteStanding, ...]
    visits: tuple[VisitRow, ...]
    orders: tuple[OrderCard, ...]
    doubts: tuple[DoubtCard, ...]
    born: tuple[OrderCard, ...] = ()

    @property
    def projects(self) -> int:
        return len({site.site.project_id for site in self.sites})

    @property
    def communities(self) -> int:
        return len({site.site.community_id for site in self.sites})

    @property
    def households(self) -> int:
        return sum(site.sizes.households for site in self.sites)

    @property
    def late(self) -> int:
        return sum(card.days_late > 0 for card in self.orders)

    @property
    def last_on(self) -> date | None:
        return self.visits[0].on if self.visits else None

    @property
    def state(self) -> VisitState:
        return worst(charge.standing.state for charge in self.charges)

    @property
    def due(self) -> tuple[ChargeLine, ...]:
        """Return the things where a visit is due."""
        return tuple(charge for charge in self.charges if charge.standing.state.is_due)

    def reached(self, step: Step) -> tuple[SiteStanding, ...]:
        """Return the sites that reached a step."""
        return tuple(site for site in self.sites if int(step) in site.steps)

    @property
    def unvisited(self) -> tuple[SiteStanding, ...]:
        """Return the sites whose community he has never been to."""
        been = {row.community_id for row in self.visits}
        return tuple(site for site in self.sites if site.site.community_id not in been)


@dataclass(frozen=True, slots=True)
class Gap:
    """A project for which nobody answers by name (没有人包抓的项目).

    Attributes:
      sites: those of its sites that nobody has taken on; of: how many it has.
      led_by: the leaders of its county, who answer for it with all the rest.
    """

    project_id: int
    name: str
    county_id: int
    county: str
    sites: tuple[SiteStanding, ...]
    of: int
    led_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """Who answers for what on a day (领导包抓名册).

    Attributes:
      year: of which cohort things are counted; None for all of them.
      rules: how often a leader must go, by what he answers for.
    """

    today: date
    year: int | None
    years: tuple[int, ...]
    city: Board
    lines: tuple[LeaderLine, ...]
    gaps: tuple[Gap, ...]
    rules: Mapping[ChargeKind, VisitRule]


def roster(*, actor: Actor, today: date, year: int | None = None, every: bool = False) -> Roster:
    """Return who answers for what, within an officer's scope.

    :param year: of which cohort things are counted; the running year's, or the last one's before,
      unless one is named.
    :param every: count all cohorts.
    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    asked = horizon(today)
    city = board(asked)
    chosen = None if every else year if year in city.years else running_year(city.years, today)
    cards = orders.orders(actor=actor, today=today, asked=asked).cards
    doubts = [card for card in _doubts(actor, today) if _is_open(card)]
    known = places(city, actor)
    visits = visits_at(asked)
    held = held_at(known, visits, chosen)
    lines = []
    for leader in on_file.leaders(asked):
        mine = held.get(leader.id, [])
        if mine:
            lines.append(_line(leader, mine, visits[leader.id], cards, doubts, city))
    return Roster(
        today=today,
        year=chosen,
        years=city.years,
        city=city,
        lines=tuple(lines),
        gaps=_gaps(known, lines, chosen),
        rules=rules_on(today),
    )


def answering(
    public_id: str, *, actor: Actor, today: date
) -> tuple[tuple[LeaderLine, ChargeLine], ...]:
    """Return who answers for a community, the nearest first: itself, its project, its county.

    :raises NotAllowed: if the actor may see no records.
    :raises NoSuchCommunity: if there is none in the actor's scope.
    """
    require(actor, Power.SEE)
    community_id = registry.community_id(public_id, scope=actor.scope)
    order = list(reversed(ChargeKind))
    answers = [
        (line, charge)
        for line in roster(actor=actor, today=today, every=True).lines
        for charge in line.charges
        if any(site.site.community_id == community_id for site in charge.sites)
    ]
    return tuple(sorted(answers, key=lambda one: order.index(one[1].thing.kind)))


def _doubts(actor: Actor, today: date) -> tuple[DoubtCard, ...]:
    return doubts_on_file(actor=actor, today=today).cards


def _is_open(card: DoubtCard) -> bool:
    return card.row.stands and card.standing.state is not DoubtState.RULED


def _line(
    leader: LeaderRow,
    charges: list[ChargeLine],
    visits: list[VisitRow],
    cards: Iterable[OrderCard],
    doubts: Iterable[DoubtCard],
    city: Board,
) -> LeaderLine:
    sites = {site.site.id: site for charge in charges for site in charge.sites}
    order = list(ChargeKind)
    return LeaderLine(
        leader=leader,
        county=city.county_name(leader.county_id) if leader.county_id else "",
        charges=tuple(sorted(charges, key=lambda one: (order.index(one.thing.kind), one.row.id))),
        sites=tuple(sites.values()),
        visits=tuple(visits),
        orders=tuple(card for card in cards if _is_theirs(card, charges, visits, city)),
        doubts=tuple(card for card in doubts if _is_doubted(card, charges)),
        born=tuple(card for card in cards if _is_born_of(card, visits)),
    )


def _is_born_of(card: OrderCard, visits: Iterable[VisitRow]) -> bool:
    return any(mark(row) in card.row.source for row in visits)


def _is_theirs(
    card: OrderCard, charges: Iterable[ChargeLine], visits: Iterable[VisitRow], city: Board
) -> bool:
    """Say whether an open order speaks of what a leader answers for.

    A whole county's are those laid on its bodies; those of a project or a community name it, or were
    born from one of his visits.
    """
    if not card.standing.state.is_open:
        return False
    if _is_born_of(card, visits):
        return True
    for charge in charges:
        if charge.thing.kind is ChargeKind.COUNTY:
            if card.row.county_id == charge.thing.id:
                return True
            continue
        names = {charge.thing.name, *(city.name_of(site)[0] for site in charge.sites)}
        near = card.row.county_id in {None, charge.thing.county_id}
        if near and any(name in card.row.demand for name in names):
            return True
    return False


def _is_doubted(card: DoubtCard, charges: Iterable[ChargeLine]) -> bool:
    return any(
        card.row.county_id == charge.thing.id
        if charge.thing.kind is ChargeKind.COUNTY
        else card.row.project_id in {site.site.project_id for site in charge.sites}
        for charge in charges
    )


def _gaps(known: Places, lines: Iterable[LeaderLine], year: int | None) -> tuple[Gap, ...]:
    """Return the projects of a cohort with sites for which nobody answers by name."""
    named: set[int] = set()
    leading: dict[int, list[str]] = defaultdict(list)
    for line in lines:
        for charge in line.charges:
            if charge.thing.kind is ChargeKind.COUNTY:
                leading[charge.thing.id].append(line.leader.name)
            else:
                named |= {site.site.id for site in charge.sites}
    projects: dict[int, list[SiteStanding]] = defaultdict(list)
    city = known.city
    for id_ in city.counties:
        for site in known.of(ChargeKind.COUNTY, id_, year):
            if not site.standing.exit:
                projects[site.site.project_id].append(site)
    found = []
    for id_, sites in projects.items():
        left = tuple(site for site in sites if site.site.id not in named)
        if left:
            first = left[0].site
            county = first.county_id
            found.append(
                Gap(
                    id_,
                    first.project_name,
                    county,
                    city.county_name(county),
                    left,
                    len(sites),
                    tuple(leading[county]),
                )
            )
    return tuple(sorted(found, key=lambda gap: (bool(gap.led_by), gap.county, gap.name)))
