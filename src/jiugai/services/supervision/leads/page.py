"""A leader's own page: each thing he answers for, how it stands, where he was (包抓领导页)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.leads import ChargeKind, LeaderLevel
from jiugai.domain.works import Indicator
from jiugai.services.actor import Actor, Power, require
from jiugai.services.reporting.behind import sites_behind, step_asked
from jiugai.services.reporting.board import Board, SiteStanding
from jiugai.services.supervision.leads import known as on_file
from jiugai.services.supervision.leads.assigning import may_assign
from jiugai.services.supervision.leads.roster import LeaderLine, Roster, roster
from jiugai.services.supervision.leads.things import Places, Thing, places
from jiugai.services.supervision.leads.visiting import mark, may_record
from jiugai.services.supervision.orders.desk import OrderCard
from jiugai.storage.audit import queries as acts
from jiugai.storage.audit.queries import Paper
from jiugai.storage.programme import queries as programme
from jiugai.storage.supervision.leads import ChargeRow, LeaderRow, VisitRow

__all__ = ["LeaderFact", "LeaderPage", "NoSuchLeader", "SiteLine", "VisitLine", "facts", "leader"]


class NoSuchLeader(LookupError):
    """No such leader within the officer's sight; absent and hidden look the same."""


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A site that a leader answers for, as it stands (包抓小区).

    Attributes:
      done: the investment completed as a share of the plan; None where either is not known.
      behind: the steps whose day has passed, each with that day.
      last_on: his last visit to the community.
    """

    site: SiteStanding
    name: str
    public_id: str
    done: Fraction | None
    behind: tuple[tuple[Step, date], ...]
    doubts: int
    orders: tuple[OrderCard, ...]
    last_on: date | None


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit with what became of it (走访): the community's name and number, the order from it."""

    row: VisitRow
    community: str
    public_id: str
    order: OrderCard | None

    @property
    def stands(self) -> bool:
        return self.row.replaced_by is None


@dataclass(frozen=True, slots=True)
class LeaderPage:
    """A leader with all that the register has of him (包抓领导页).

    Attributes:
      history: every charge ever entered, ended ones as well, with what it is about.
      may_visit: the communities, of whichever cohort, for which the officer at the desk may write
        down a visit: names by public number.
      may_end: the charges that the officer may end or hand over.
    """

    line: LeaderLine
    roster: Roster
    sites: tuple[SiteLine, ...]
    visits: tuple[VisitLine, ...]
    history: tuple[tuple[ChargeRow, Thing], ...]
    may_visit: Mapping[str, str]
    may_end: tuple[tuple[ChargeRow, Thing], ...]
    may_order: bool

    @property
    def leader(self) -> LeaderRow:
        return self.line.leader


@dataclass(frozen=True, slots=True)
class LeaderFact:
    """A fact that a leader's figure is counted from (计入的事实)."""

    name: str
    public_id: str
    word: str
    on: date
    post: str
    recorded_at: datetime
    papers: tuple[Paper, ...]
    origin: str


def leader(
    public_id: str, *, actor: Actor, today: date, year: int | None = None, every: bool = False
) -> LeaderPage:
    """Return a leader's page.

    :raises NotAllowed: if the actor may see no records.
    :raises NoSuchLeader: if there is none within the officer's sight.
    """
    require(actor, Power.SEE)
    found = roster(actor=actor, today=today, year=year, every=every)
    asked = found.city.horizon
    who = next((r for r in on_file.leaders(asked) if r.public_id == public_id), None)
    if who is None:
        raise NoSuchLeader(public_id)
    known = places(found.city, actor)
    history = tuple(
        (row, thing)
        for row in on_file.charges(asked)
        if row.leader_id == who.id and (thing := known.thing(ChargeKind(row.kind), row.thing_id))
    )
    if not history:
        raise NoSuchLeader(public_id)
    rows = [r for r in on_file.visits(asked) if r.leader_id == who.id]
    line = next((one for one in found.lines if one.leader.id == who.id), None)
    line = line or _without_charge(who, found.city, rows)
    sites = _sites(line, found)
    return LeaderPage(
        line=line,
        roster=found,
        sites=sites,
        visits=_visits(rows, line, found.city, actor),
        history=history,
        may_visit=_may_visit(history, known, actor),
        may_end=tuple(
            (row, thing)
            for row, thing in history
            if row.replaced_by is None
            and (row.until is None or row.until >= today)
            and may_assign(actor, thing.county_id, LeaderLevel(who.level))
        ),
        may_order=Power.ISSUE_ORDER in actor.powers,
    )


def facts(found: LeaderPage, step: Step, *, actor: Actor) -> tuple[LeaderFact, ...]:
    """Return the facts by which a leader's sites are counted as having reached a step.

    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    reached = found.line.reached(step)
    city = found.roster.city
    known = {
        fact.id: fact
        for fact in programme.history(
            [site.site.id for site in reached], last_seq=city.horizon.last_seq
        )
    }
    rows = [(site, known[site.steps[int(step)].id]) for site in reached]
    papers = acts.papers([row.evidence_id for _, row in rows if row.evidence_id is not None])
    return tuple(
        LeaderFact(
            *city.name_of(site),
            step.word,
            row.effective_on,
            row.post,
            row.recorded_at,
            papers.get(row.evidence_id, ()) if row.evidence_id is not None else (),
            row.origin,
        )
        for site, row in sorted(rows, key=lambda one: one[1].effective_on, reverse=True)
    )


def _may_visit(
    history: Iterable[tuple[ChargeRow, Thing]], known: Places, actor: Actor
) -> dict[str, str]:
    """Return the communities for which an officer may write down a visit, by public number."""
    stand = [(row, thing) for row, thing in history if row.replaced_by is None]
    posts = {row.post_id for row, _ in stand}
    named = {
        known.city.name_of(site)
        for _, thing in stand
        if may_record(actor, thing.county_id, posts)
        for site in known.of(thing.kind, thing.id)
    }
    return {public_id: name for name, public_id in sorted(named) if public_id}


def _without_charge(who: LeaderRow, city: Board, rows: list[VisitRow]) -> LeaderLine:
    """Return the line of a leader who answers for nothing today."""
    county = city.county_name(who.county_id) if who.county_id else ""
    stand = tuple(row for row in rows if row.replaced_by is None)
    return LeaderLine(who, county, (), (), stand, (), ())


def _sites(line: LeaderLine, found: Roster) -> tuple[SiteLine, ...]:
    city, today = found.city, found.today
    targets = programme.targets(last_seq=city.horizon.last_seq, on_day=today)
    behind: dict[int, list[tuple[Step, date]]] = defaultdict(list)
    for site, target, due_on in sites_behind(city, targets, today):
        behind[site.site.id].append((step_asked(target), due_on))
    lines = []
    for site in line.sites:
        name, public_id = city.name_of(site)
        days = (row.on for row in line.visits if row.community_id == site.site.community_id)
        lines.append(
            SiteLine(
                site=site,
                name=name,
                public_id=public_id,
                done=_done(site),
                behind=tuple(behind[site.site.id]),
                doubts=sum(c.row.project_id == site.site.project_id for c in line.doubts),
                orders=tuple(card for card in line.orders if name in card.row.demand),
                last_on=max(days, default=None),
            )
        )
    return tuple(sorted(lines, key=lambda one: (one.site.site.county_id, one.name)))


def _done(site: SiteStanding) -> Fraction | None:
    """Return how far the works have come by the money's worth of them (形象进度)."""
    planned = site.sizes.investment_fen
    if not planned or int(Indicator.INVESTMENT) not in site.readings:
        return None
    return Fraction(site.reading(int(Indicator.INVESTMENT)), planned)


def _visits(
    rows: list[VisitRow], line: LeaderLine, city: Board, actor: Actor
) -> tuple[VisitLine, ...]:
    found = []
    for row in rows:
        card = city.records.get(row.community_id)
        if card is None or not actor.scope.covers(card.county_id, card.division_id):
            continue
        born = next((one for one in line.born if mark(row) in one.row.source), None)
        found.append(VisitLine(row, card.name, card.public_id, born))
    return tuple(found)
