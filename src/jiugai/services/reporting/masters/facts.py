"""What is known of every project on a day (项目已知情况): plans, steps, readings, flows, and the book."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from jiugai.domain.funding.book.figures import BookFigure, counts
from jiugai.domain.funding.flows import FlowKind
from jiugai.domain.funding.sources import Source
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.reporting.masters.counting import ProjectKnown, SiteKnown
from jiugai.domain.reporting.masters.forms import Idea
from jiugai.domain.works import Indicator
from jiugai.services.facts import Horizon, on_day, remembered
from jiugai.storage.funding import book_pages
from jiugai.storage.funding import queries as funding
from jiugai.storage.funding.book_pages import ProjectSum
from jiugai.storage.programme import queries as programme
from jiugai.storage.works import queries as works

_IDEA_OF_FLOW = {
    FlowKind.ALLOTTED: Idea.GRANTED,
    FlowKind.RECEIVED: Idea.RECEIVED,
    FlowKind.PAID: Idea.PAID,
}
FIGURES = {
    Idea.GRANTED: (BookFigure.ALLOTTED,),
    Idea.RECEIVED: (BookFigure.FUNDED,),
    Idea.PAID: (BookFigure.PAID, BookFigure.REFUNDED),
}
"""The book's figures that an idea is counted from, each with its own sign."""


@remembered
def all_sites(asked: Horizon) -> tuple[programme.SiteRow, ...]:
    return programme.sites(last_seq=asked.last_seq)


@remembered
def planned_lists(asked: Horizon) -> frozenset[int]:
    """Return the lists that have a filed plan."""
    return frozenset(
        row.list_id for row in programme.filed(last_seq=asked.last_seq, on_day=asked.as_of)
    )


@remembered
def book_sums(asked: Horizon) -> tuple[ProjectSum, ...]:
    return book_pages.project_sums(last_seq=asked.last_seq, on_day=asked.as_of)


@remembered
def facts_on(asked: Horizon) -> Mapping[int, tuple[ProjectKnown, ...]]:
    """Return what is known of every project on a day, by county."""
    told: defaultdict[int, dict[tuple[Idea, Source], int]] = defaultdict(dict)
    for flow in funding.sums_by_source(last_seq=asked.last_seq, on_day=asked.as_of):
        idea = _IDEA_OF_FLOW[FlowKind(flow.kind)]
        told[flow.project_id][idea, Source(flow.source)] = flow.amount_fen
    booked = _money_booked(asked)
    sites: defaultdict[tuple[int, int | None], list[SiteKnown]] = defaultdict(list)
    planned = _site_facts(asked)
    for site in all_sites(on_day(asked, date.min)):
        if site.id in planned:
            sites[site.county_id, site.project_id].append(planned[site.id])
    found: defaultdict[int, list[ProjectKnown]] = defaultdict(list)
    for county_id, project_id in sorted({*sites, *booked}, key=lambda key: (key[0], key[1] or 0)):
        key = county_id, project_id
        flows = told.get(project_id, {}) if project_id is not None else {}
        one = ProjectKnown(project_id, tuple(sites.get(key, ())), flows, booked.get(key, {}))
        found[county_id].append(one)
    return {county_id: tuple(projects) for county_id, projects in found.items()}


def _money_booked(asked: Horizon) -> dict[tuple[int, int | None], dict[tuple[Idea, Source], int]]:
    found: dict[tuple[int, int | None], dict[tuple[Idea, Source], int]] = {}
    for row in book_sums(asked):
        for idea, figures in FIGURES.items():
            if any(counts(figure, row.sum) for figure in figures):
                sums = found.setdefault((row.county_id, row.project_id), {})
                key = idea, Source(row.source)
                sums[key] = sums.get(key, 0) + row.sum.amount_fen
    return found


def _site_facts(asked: Horizon) -> dict[int, SiteKnown]:
    """Return what is known of every site of a filed plan on a day."""
    last_seq, day = asked.last_seq, asked.as_of
    filed = {row.site_id: row for row in programme.filed(last_seq=last_seq, on_day=day)}
    planned = planned_lists(asked)
    entered = {
        row.site_id
        for row in programme.entries(last_seq=last_seq, on_day=day)
        if row.list_id in planned
    }
    steps: defaultdict[int, set[Step]] = defaultdict(set)
    for step in programme.steps(last_seq=last_seq, on_day=day):
        steps[step.site_id].add(Step(step.step))
    invested = {
        row.site_id: row.value
        for row in works.readings(last_seq=last_seq, on_day=day)
        if row.indicator == Indicator.INVESTMENT
    }
    return {
        site_id: SiteKnown(
            site_id,
            is_filed=site_id in filed,
            is_in=site_id in entered,
            households=filed[site_id].households if site_id in filed else 0,
            planned_fen=filed[site_id].investment_fen if site_id in filed else 0,
            invested_fen=invested.get(site_id, 0),
            steps=frozenset(steps.get(site_id, ())),
        )
        for site_id in {*filed, *entered}
    }
