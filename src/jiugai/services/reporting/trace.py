"""Any figure opened to the facts that it was counted from (数字溯源)."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from jiugai.domain.calendar import a_month_before
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.plans import Authority
from jiugai.domain.reporting.indicators import STEP_OF, Basis, Figure, Measure, Quantity
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon, on_day
from jiugai.services.reporting import pacing, traced_facts
from jiugai.services.reporting.board import Board, SiteStanding, board
from jiugai.services.reporting.measures import Rate, figures_of, measures_on, rate_of
from jiugai.services.reporting.pacing import Due
from jiugai.services.reporting.traced_facts import (
    FiledPlan,
    LeftOut,
    PlannedSite,
    TracedFact,
    Why,
)
from jiugai.storage.audit import queries as acts

__all__ = [
    "CountyShare",
    "Due",
    "FiledPlan",
    "LeftOut",
    "NoSuchFigure",
    "PlannedSite",
    "Question",
    "Trace",
    "TracedFact",
    "Why",
    "trace",
]


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
class CountyShare:
    """A county's part of the figure (分县区构成)."""

    county_id: int
    county: str
    rate: Rate


@dataclass(frozen=True, slots=True)
class Trace:
    """A figure with everything behind it (溯源).

    Attributes:
      place: 全市 only where it is the whole city; else the county, or the officer's counties.
      counted: the facts in the numerator; their sizes sum to it.
      planned: the lines of the filed plan, where the denominator is the plan.
      divided_by: the facts in the denominator, where it is money received.
      unplanned: communities of the cohort that stand in no filed plan of this list.
      due: what the deadline asks of it, where the city set one and the figure counts sites.
      last_seq_at: when the last stamp that counts was recorded.
    """

    question: Question
    declared: Measure
    place: str
    rate: Rate
    before: Rate | None
    counted: tuple[TracedFact, ...]
    left_out: tuple[LeftOut, ...]
    plan: FiledPlan | None
    planned: tuple[PlannedSite, ...]
    divided_by: tuple[TracedFact, ...]
    unplanned: int
    shares: tuple[CountyShare, ...]
    due: Due | None
    horizon: Horizon
    last_seq_at: datetime | None

    @property
    def change(self) -> Fraction | None:
        """Return the change on last month from the unrounded rates; 1 is 100 个百分点."""
        now, then = self.rate.value, self.before.value if self.before else None
        return None if now is None or then is None else now - then


def trace(question: Question, asked: Horizon, *, actor: Actor) -> Trace:
    """Open a figure: what was divided by what, fact by fact, and what was left out and why.

    :raises NotAllowed: if the actor may not look at figures.
    :raises NoSuchFigure: if there is no such figure within the actor's scope.
    """
    require(actor, Power.SEE)
    city = board(asked)
    declared, list_id = _declared(question, asked, city, actor)
    found = _figures(question, asked, list_id, actor)
    earlier = on_day(asked, a_month_before(asked.as_of))
    before = rate_of(_figures(question, earlier, list_id, actor))
    cohort = [
        site
        for site in city.cohort(question.year, actor.scope)
        if question.county_id in (None, site.site.county_id)
    ]
    inside = [site for site in cohort if list_id in site.entries]
    filed = [site for site in cohort if list_id in site.filed]
    step = STEP_OF.get(declared.numerator)
    by_plan = declared.denominator is Quantity.PLANNED
    return Trace(
        question=question,
        declared=declared,
        place=_place(question.county_id, city, actor),
        rate=rate_of(found),
        before=before if before.denominator else None,
        counted=traced_facts.counted(city, inside, declared.numerator, question.basis, list_id),
        left_out=traced_facts.left_out(city, inside, step, asked) if step else (),
        plan=traced_facts.filed_plan(list_id, asked),
        planned=traced_facts.planned(city, filed, declared, question.basis, list_id)
        if by_plan
        else (),
        divided_by=()
        if by_plan
        else traced_facts.counted(city, inside, declared.denominator, question.basis, list_id),
        unplanned=_unplanned(cohort, filed),
        shares=_shares(city, found),
        due=_due(question, rate_of(found), filed, step, asked),
        horizon=asked,
        last_seq_at=acts.mark(asked.last_seq).recorded_at,
    )


def _place(county_id: int | None, city: Board, actor: Actor) -> str:
    """Return whose figure it is: without a county that of all that the officer may see."""
    if county_id is not None:
        return city.county_name(county_id)
    if actor.scope.counties is None:
        return "全市"
    mine = [county for county in city.counties.values() if actor.scope.covers(county.id)]
    ordered = sorted(mine, key=lambda county: ("-" in county.code, county.code))
    return "、".join(county.name for county in ordered)


def _declared(question: Question, asked: Horizon, city: Board, actor: Actor) -> tuple[Measure, int]:
    """Return the measure and the list that a question is about."""
    declared = measures_on(asked).get(question.measure)
    task_list = city.list_of(question.year, question.authority)
    if declared is None or task_list is None or question.basis not in declared.bases:
        raise NoSuchFigure(question.measure)
    county = question.county_id
    if county is not None and (county not in city.counties or not actor.scope.covers(county)):
        raise NoSuchFigure(county)
    return declared, task_list.id


def _figures(question: Question, asked: Horizon, list_id: int, actor: Actor) -> tuple[Figure, ...]:
    found = figures_of(
        asked, question.measure, question.basis, list_ids=[list_id], scope=actor.scope
    )
    if question.county_id is None:
        return found
    return tuple(figure for figure in found if figure.county_id == question.county_id)


def _due(
    question: Question, found: Rate, filed: list[SiteStanding], step: Step | None, asked: Horizon
) -> Due | None:
    """Return what the deadline asks of a count of sites; sizes and money have no such target."""
    if question.basis is not Basis.COMMUNITIES or not found.denominator:
        return None
    return pacing.due(question.year, step, found, filed, asked)


def _unplanned(cohort: list[SiteStanding], filed: list[SiteStanding]) -> int:
    return len({s.site.community_id for s in cohort} - {s.site.community_id for s in filed})


def _shares(city: Board, found: tuple[Figure, ...]) -> tuple[CountyShare, ...]:
    shares = [
        CountyShare(f.county_id, city.county_name(f.county_id), Rate(f.numerator, f.denominator))
        for f in found
    ]
    code = {county.id: ("-" in county.code, county.code) for county in city.counties.values()}
    return tuple(sorted(shares, key=lambda share: code[share.county_id]))
