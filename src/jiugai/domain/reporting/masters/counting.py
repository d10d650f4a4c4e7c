"""Counting a cell of a master's return (报表取数): by project, so that every figure opens."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from jiugai.domain.funding.sources import Source
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.reporting.masters.forms import CountedIn, Idea, MasterCell, Record


@dataclass(frozen=True, slots=True)
class SiteKnown:
    """What is known of a site on a day (小区已知情况), money in 分.

    Attributes:
      is_filed: whether it stands in a plan as last filed, with these households and money.
      is_in: whether it stands in such a plan's list as carried out.
    """

    site_id: int
    is_filed: bool = True
    is_in: bool = True
    households: int = 0
    planned_fen: int = 0
    invested_fen: int = 0
    steps: frozenset[Step] = frozenset()


@dataclass(frozen=True, slots=True)
class ProjectKnown:
    """What is known of a project on a day (项目已知情况), money in 分.

    Attributes:
      project_id: None for money of the county that no project is named for.
      told: what the returns say of its money, by idea and source.
      booked: what the book says of it, likewise.
    """

    project_id: int | None
    sites: tuple[SiteKnown, ...] = ()
    told: Mapping[tuple[Idea, Source], int] = field(default_factory=dict)
    booked: Mapping[tuple[Idea, Source], int] = field(default_factory=dict)

    @property
    def sources(self) -> frozenset[Source]:
        """Return whose money it is known to have."""
        every = (*self.told.items(), *self.booked.items())
        return frozenset(source for (_, source), fen in every if fen)


CountyFacts = Mapping[date, tuple[ProjectKnown, ...]]
"""A county's projects on each day that is asked about."""


def count(cell: MasterCell, projects: Iterable[ProjectKnown]) -> Counter[int | None]:
    """Return what each project brings to a cell: 分 for money, else pieces; none where it brings nought.

    :param projects: as they stood on the cell's day.
    """
    found: Counter[int | None] = Counter()
    for project in projects:
        if not cell.projects or project.sources & set(cell.projects):
            amount = _money(cell, project) if cell.idea.is_money else _pieces(cell, project)
            if amount:
                found[project.project_id] += amount
    return found


def _money(cell: MasterCell, project: ProjectKnown) -> int:
    if cell.idea is Idea.PLANNED:
        return sum(site.planned_fen for site in project.sites if site.is_filed)
    if cell.idea is Idea.INVESTED:
        return sum(site.invested_fen for site in project.sites if site.is_in)
    record = project.booked if cell.record is Record.BOOK else project.told
    wanted = {*cell.money, Source.UNSPLIT} if cell.money else set(Source)
    return sum(
        fen for (idea, source), fen in record.items() if idea is cell.idea and source in wanted
    )


def _pieces(cell: MasterCell, project: ProjectKnown) -> int:
    reached = [site for site in project.sites if _has_reached(cell.idea, site)]
    if cell.counted_in is CountedIn.HOUSEHOLDS:
        return sum(site.households for site in reached)
    if cell.counted_in is CountedIn.COMMUNITIES:
        return len(reached)
    whole = len(reached) == len(project.sites) if cell.idea is Idea.COMPLETED else True
    return int(bool(reached) and whole)


def _has_reached(idea: Idea, site: SiteKnown) -> bool:
    step = {Idea.STARTED: Step.START, Idea.COMPLETED: Step.COMPLETION}.get(idea)
    return site.is_filed if step is None else site.is_in and step in site.steps
