"""The facts behind a figure, one by one (溯源事实): what counts, what does not and why, the plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from jiugai.domain.funding.flows import FlowKind
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.reporting.indicators import STEP_OF, Basis, Measure, Quantity
from jiugai.domain.works import Indicator
from jiugai.services.facts import Horizon
from jiugai.services.reporting.board import Board, SiteStanding
from jiugai.storage.audit import queries as acts
from jiugai.storage.audit.life import LifeFact
from jiugai.storage.audit.queries import Paper
from jiugai.storage.funding import queries as funding
from jiugai.storage.programme import queries as programme
from jiugai.storage.works import queries as works

_LAST = 2**62
_FLOW_OF = {Quantity.RECEIVED: FlowKind.RECEIVED, Quantity.PAID: FlowKind.PAID}


class Why(StrEnum):
    """Why a fact does not count (未计入的原因), what a person should look at first."""

    LATE_RECORDED = "late_recorded"  # 录入截止之后
    WITHDRAWN = "withdrawn"  # 已撤销
    CORRECTED = "corrected"  # 已更正
    LATER = "later"  # 时点之后

    @property
    def word(self) -> str:
        return _WHY_WORDS[self]


_WHY_WORDS = {
    Why.LATE_RECORDED: "录入太晚",
    Why.WITHDRAWN: "已撤销",
    Why.CORRECTED: "已更正",
    Why.LATER: "时点之后",
}


@dataclass(frozen=True, slots=True)
class TracedFact:
    """A fact that counts, with its part of the sum (计入的事实).

    Attributes:
      word: what happened, such as 开工 or 到位资金.
      size: what it adds, in the stored unit of the basis.
    """

    community: str
    public_id: str
    county: str
    word: str
    size: int
    on: date
    post: str
    recorded_at: datetime
    papers: tuple[Paper, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A fact that looks as if it counted and does not, with why (未计入)."""

    community: str
    public_id: str
    county: str
    kind: Why
    why: str
    on: date


@dataclass(frozen=True, slots=True)
class PlannedSite:
    """A line of the filed plan: its part of the denominator (计划行).

    Attributes:
      counts: whether it is in the numerator as well; None where the numerator is money.
    """

    community: str
    public_id: str
    county: str
    size: int
    counts: bool | None


@dataclass(frozen=True, slots=True)
class FiledPlan:
    """The filing that a denominator is taken from (上报计划): the latest that stands."""

    on: date
    post: str
    recorded_at: datetime
    papers: tuple[Paper, ...]
    origin: str


def counted(
    city: Board, sites: Sequence[SiteStanding], quantity: Quantity, basis: Basis, list_id: int
) -> tuple[TracedFact, ...]:
    """Return the facts that a quantity is counted from, newest first; their sizes sum to it."""
    if quantity in STEP_OF:
        found = _steps(city, sites, STEP_OF[quantity], basis, list_id)
    elif quantity is Quantity.INVESTED:
        found = _invested(city, sites)
    else:
        found = _flows(city, sites, _FLOW_OF[quantity], quantity.word)
    return tuple(sorted(found, key=lambda fact: (fact.on, fact.recorded_at), reverse=True))


def _steps(
    city: Board, sites: Sequence[SiteStanding], step: Step, basis: Basis, list_id: int
) -> list[TracedFact]:
    done = [site for site in sites if int(step) in site.steps]
    known = {fact.id: fact for fact in programme.history(_ids(done), last_seq=_LAST)}
    rows = [(site, known[site.steps[int(step)].id]) for site in done]
    papers = _papers(fact for _, fact in rows)
    return [
        _traced(city, site, fact, step.word, _size(site, list_id, basis), papers)
        for site, fact in rows
    ]


def _invested(city: Board, sites: Sequence[SiteStanding]) -> list[TracedFact]:
    """Return the latest reading of each site: 完成投资 is told as a sum so far."""
    indicator = int(Indicator.INVESTMENT)
    wanted = [(site, site.readings[indicator]) for site in sites if indicator in site.readings]
    known = {
        fact.id: fact
        for fact in works.history(_ids(site for site, _ in wanted), last_seq=_LAST)
        if fact.what == indicator
    }
    rows = [(site, known[row.id]) for site, row in wanted if row.value]
    papers = _papers(fact for _, fact in rows)
    return [
        _traced(city, site, fact, "累计完成投资", fact.value or 0, papers) for site, fact in rows
    ]


def _flows(
    city: Board, sites: Sequence[SiteStanding], kind: FlowKind, word: str
) -> list[TracedFact]:
    """Return every flow that stands: a project's money once, however many sites it has here."""
    first_of: dict[int, SiteStanding] = {}
    for site in sites:
        first_of.setdefault(site.site.project_id, site)
    asked = city.horizon
    found = funding.history(list(first_of), last_seq=asked.last_seq)
    rows = [
        fact
        for fact in found
        if fact.what == kind
        and not fact.withdrawn
        and fact.replaced_by is None
        and fact.effective_on <= asked.as_of
    ]
    papers = _papers(rows)
    return [
        _traced(city, first_of[fact.subject_id], fact, word, fact.value or 0, papers)
        for fact in rows
    ]


def planned(
    city: Board,
    sites: Sequence[SiteStanding],
    declared: Measure,
    basis: Basis,
    list_id: int,
) -> tuple[PlannedSite, ...]:
    """Return the lines of the filed plan, by county and name; their sizes sum to the denominator."""
    step = STEP_OF.get(declared.numerator)

    def order(site: SiteStanding) -> tuple[bool, str, str]:
        county = city.counties[site.site.county_id].code
        return "-" in county, county, city.name_of(site)[0]

    lines = []
    for site in sorted(sites, key=order):
        name, public_id = city.name_of(site)
        sizes = site.filed[list_id]
        lines.append(
            PlannedSite(
                community=name,
                public_id=public_id,
                county=city.county_name(site.site.county_id),
                size={
                    Basis.COMMUNITIES: 1,
                    Basis.BUILDINGS: sizes.buildings,
                    Basis.HOUSEHOLDS: sizes.households,
                    Basis.AREA: sizes.area_dm2,
                    Basis.FEN: sizes.investment_fen,
                }[basis],
                counts=None if step is None else int(step) in site.steps,
            )
        )
    return tuple(lines)


def filed_plan(list_id: int, asked: Horizon) -> FiledPlan | None:
    """Return the filing from which a list's denominators are taken at a horizon."""
    standing = [
        fact
        for fact in programme.filings(list_id, last_seq=asked.last_seq)
        if not fact.withdrawn and fact.replaced_by is None and fact.effective_on <= asked.as_of
    ]
    last = max(standing, key=lambda fact: (fact.effective_on, fact.seq, fact.id), default=None)
    if last is None:
        return None
    papers = _papers([last]).get(last.evidence_id or 0, ())
    return FiledPlan(last.effective_on, last.post, last.recorded_at, papers, last.origin)


def left_out(
    city: Board, sites: Sequence[SiteStanding], step: Step, asked: Horizon
) -> tuple[LeftOut, ...]:
    """Return why each fact about a step of these sites does not count, the nearest first."""
    waiting = {site.site.id: site for site in sites if int(step) not in site.steps}
    every = [
        fact
        for fact in programme.history(list(waiting), last_seq=_LAST)
        if fact.what == int(step) and not fact.withdrawn
    ]
    successors = {
        fact.replaces: fact
        for fact in programme.history(list(waiting), last_seq=asked.last_seq)
        if fact.replaces is not None
    }
    found = []
    for fact in every:
        site = waiting[fact.subject_id]
        name, public_id = city.name_of(site)
        kind, why = _why(fact, successors.get(fact.id), step, asked)
        county = city.county_name(site.site.county_id)
        found.append(LeftOut(name, public_id, county, kind, why, fact.effective_on))
    order = list(Why)
    return tuple(sorted(found, key=lambda row: (order.index(row.kind), row.on, row.community)))


def _why(fact: LifeFact, successor: LifeFact | None, step: Step, asked: Horizon) -> tuple[Why, str]:
    day = fact.effective_on
    if fact.seq > asked.last_seq:
        return Why.LATE_RECORDED, f"{step.word}日 {day}，录入截止之后才录入。"
    if successor is not None and successor.withdrawn:
        return Why.WITHDRAWN, f"原报 {day} {step.word}，已撤销：{successor.reason}。"
    if successor is not None:
        now = successor.effective_on
        return Why.CORRECTED, f"原报 {day} {step.word}，已更正为 {now}：{successor.reason}。"
    return Why.LATER, f"{step.word}日 {day}，晚于截至日 {asked.as_of}。"


def _traced(
    city: Board,
    site: SiteStanding,
    fact: LifeFact,
    word: str,
    size: int,
    papers: dict[int, tuple[Paper, ...]],
) -> TracedFact:
    name, public_id = city.name_of(site)
    return TracedFact(
        community=name,
        public_id=public_id,
        county=city.county_name(site.site.county_id),
        word=word,
        size=size,
        on=fact.effective_on,
        post=fact.post,
        recorded_at=fact.recorded_at,
        papers=papers.get(fact.evidence_id or 0, ()),
        origin=fact.origin,
    )


def _ids(sites: Iterable[SiteStanding]) -> list[int]:
    return [site.site.id for site in sites]


def _papers(facts: Iterable[LifeFact]) -> dict[int, tuple[Paper, ...]]:
    return acts.papers([fact.evidence_id for fact in facts if fact.evidence_id])


def _size(site: SiteStanding, list_id: int, basis: Basis) -> int:
    sizes = site.entries[list_id]
    return {
        Basis.COMMUNITIES: 1,
        Basis.BUILDINGS: sizes.buildings,
        Basis.HOUSEHOLDS: sizes.households,
        Basis.AREA: sizes.area_dm2,
    }[basis]
