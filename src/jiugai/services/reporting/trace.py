"""Any figure opened to the facts that it was counted from (数字溯源)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from jiugai.domain.calendar import a_month_before
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.plans import Authority
from jiugai.domain.reporting.indicators import Basis, Figure, Measure, Quantity
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon, horizon_at
from jiugai.services.reporting.board import Board, SiteStanding, board
from jiugai.services.reporting.measures import Rate, figures_of, measures_on, rate_of
from jiugai.storage.audit import queries as acts
from jiugai.storage.audit.life import LifeFact
from jiugai.storage.audit.queries import Paper
from jiugai.storage.programme import queries as programme

_STEP_OF = {
    Quantity.STARTED: Step.START,
    Quantity.COMPLETED: Step.COMPLETION,
    Quantity.ACCEPTED: Step.ACCEPTANCE,
}


class NoSuchFigure(LookupError):
    """No such measure, basis, cohort or county."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which figure is asked about (所问之数)."""

    measure: str
    basis: Basis
    year: int
    county_id: int | None = None
    authority: Authority = Authority.PROVINCIAL


@dataclass(frozen=True, slots=True)
class TracedFact:
    """A site that counts in the numerator, with the fact that makes it count (分子事实)."""

    community: str
    public_id: str
    county: str
    size: int
    on: date | None
    post: str
    recorded_at: datetime | None
    papers: tuple[Paper, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A fact that looks as if it counted and does not, with why (未计入)."""

    community: str
    public_id: str
    county: str
    why: str


@dataclass(frozen=True, slots=True)
class CountyShare:
    """A county's part of the figure (分县区构成)."""

    county_id: int
    county: str
    rate: Rate


@dataclass(frozen=True, slots=True)
class Trace:
    """A figure with everything behind it (溯源)."""

    question: Question
    declared: Measure
    place: str
    rate: Rate
    before: Rate | None
    counted: tuple[TracedFact, ...]
    left_out: tuple[LeftOut, ...]
    shares: tuple[CountyShare, ...]
    horizon: Horizon
    seen_at: datetime | None
    change: Fraction | None = field(default=None)


def trace(question: Question, asked: Horizon, *, actor: Actor) -> Trace:
    """Open a figure: what was divided by what, fact by fact, and what was left out and why.

    :raises NotAllowed: if the actor may not look at figures.
    :raises NoSuchFigure: if there is no such figure within the actor's scope.
    """
    require(actor, Power.SEE)
    city = board(asked)
    declared = measures_on(asked).get(question.measure)
    task_list = city.list_of(question.year, question.authority)
    if declared is None or task_list is None or question.basis not in declared.bases:
        raise NoSuchFigure(question.measure)
    if question.county_id is not None and not actor.scope.covers(question.county_id):
        raise NoSuchFigure(question.measure)
    found = _figures(question, asked, task_list.id, actor)
    before_horizon = _a_month_earlier(asked)
    before = rate_of(_figures(question, before_horizon, task_list.id, actor))
    rate = rate_of(found)
    sites = _sites(city, question, task_list.id, actor)
    counted, left_out = _facts(city, sites, declared, question, task_list.id, asked)
    return Trace(
        question=question,
        declared=declared,
        place=city.county_name(question.county_id) if question.county_id else "全市",
        rate=rate,
        before=before if before.denominator else None,
        counted=counted,
        left_out=left_out,
        shares=tuple(
            CountyShare(
                f.county_id, city.county_name(f.county_id), Rate(f.numerator, f.denominator)
            )
            for f in found
        ),
        horizon=asked,
        seen_at=acts.mark(asked.last_seq).recorded_at,
        change=rate.value - before.value
        if rate.value is not None and before.value is not None
        else None,
    )


def _a_month_earlier(asked: Horizon) -> Horizon:
    """Return the same day of the month before, counted from what is known at the same stamp."""
    return horizon_at(a_month_before(asked.as_of), asked.last_seq)


def _figures(question: Question, asked: Horizon, list_id: int, actor: Actor) -> tuple[Figure, ...]:
    found = figures_of(
        asked, question.measure, question.basis, list_ids=[list_id], scope=actor.scope
    )
    if question.county_id is None:
        return found
    return tuple(figure for figure in found if figure.county_id == question.county_id)


def _sites(city: Board, question: Question, list_id: int, actor: Actor) -> tuple[SiteStanding, ...]:
    return tuple(
        site
        for site in city.sites.values()
        if list_id in site.entries
        and actor.scope.covers(site.site.county_id)
        and question.county_id in (None, site.site.county_id)
    )


def _size(site: SiteStanding, list_id: int, basis: Basis) -> int:
    sizes = site.entries[list_id]
    return {
        Basis.COMMUNITIES: 1,
        Basis.BUILDINGS: sizes.buildings,
        Basis.HOUSEHOLDS: sizes.households,
        Basis.AREA: sizes.area_dm2,
    }.get(basis, 0)


def _facts(
    city: Board,
    sites: tuple[SiteStanding, ...],
    declared: Measure,
    question: Question,
    list_id: int,
    asked: Horizon,
) -> tuple[tuple[TracedFact, ...], tuple[LeftOut, ...]]:
    step = _STEP_OF.get(declared.numerator)
    if step is None:
        return _money(city, sites, declared), ()
    done = [site for site in sites if int(step) in site.steps]
    rows = [site.steps[int(step)] for site in done]
    papers = acts.papers([row.evidence_id for row in rows if row.evidence_id])
    every = programme.history([site.site.id for site in sites], last_seq=_LAST)
    posts = {fact.id: fact.post for fact in every}
    counted = tuple(
        _traced(
            city,
            site,
            size=_size(site, list_id, question.basis),
            on=row.effective_on,
            post=posts.get(row.id, ""),
            recorded_at=row.recorded_at,
            papers=papers.get(row.evidence_id or 0, ()),
            origin=row.origin,
        )
        for site, row in zip(done, rows, strict=True)
    )
    told = {site.site.id for site in done}
    waiting = {site.site.id: site for site in sites if site.site.id not in told}
    return counted, tuple(_left_out(city, waiting, every, step, asked))


_LAST = 2**62


def _traced(
    city: Board,
    site: SiteStanding,
    *,
    size: int,
    on: date | None = None,
    post: str = "",
    recorded_at: datetime | None = None,
    papers: tuple[Paper, ...] = (),
    origin: str = "",
) -> TracedFact:
    card = city.cards[site.site.community_id]
    return TracedFact(
        community=card.name,
        public_id=card.public_id,
        county=city.county_name(site.site.county_id),
        size=size,
        on=on,
        post=post,
        recorded_at=recorded_at,
        papers=papers,
        origin=origin,
    )


def _money(
    city: Board, sites: tuple[SiteStanding, ...], declared: Measure
) -> tuple[TracedFact, ...]:
    """Return what each site, or each project once, adds to a sum of money."""
    seen: set[int] = set()
    found = []
    for site in sites:
        if declared.numerator is Quantity.INVESTED:
            amount = site.reading(1)
            reading = site.readings.get(1)
            on = reading.effective_on if reading else None
        else:
            if site.site.project_id in seen:
                continue
            seen.add(site.site.project_id)
            received = declared.numerator is Quantity.RECEIVED
            amount, on = site.received_fen if received else site.paid_fen, None
        if amount:
            found.append(_traced(city, site, size=amount, on=on))
    return tuple(found)


def _left_out(
    city: Board,
    waiting: dict[int, SiteStanding],
    every: Iterable[LifeFact],
    step: Step,
    asked: Horizon,
) -> Iterable[LeftOut]:
    """Yield why each fact about this step does not count at this horizon."""
    for fact in every:
        site = waiting.get(fact.subject_id)
        if site is None or fact.what != int(step):
            continue
        card = city.cards[site.site.community_id]
        why = _why(fact, step, asked)
        if why:
            yield LeftOut(card.name, card.public_id, city.county_name(site.site.county_id), why)


def _why(fact: LifeFact, step: Step, asked: Horizon) -> str:
    if fact.seq > asked.last_seq:
        return f"{step.word}于 {fact.recorded_at:%Y-%m-%d %H:%M} 才录入，晚于录入截止。"
    if fact.withdrawn:
        return f"原报{step.word} {fact.effective_on}，已撤销：{fact.reason}"
    if fact.replaced_by is not None:
        return f"原报{step.word} {fact.effective_on}，已更正。"
    if fact.effective_on > asked.as_of:
        return f"{step.word}日期 {fact.effective_on}，晚于截至日 {asked.as_of}。"
    return ""
