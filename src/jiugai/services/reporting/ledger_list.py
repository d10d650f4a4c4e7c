"""The ledger as a list (台账): filtered, sorted, a page at a time, and whole for export."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from jiugai.domain.programme.cohorts import Stage
from jiugai.domain.programme.plans import Authority
from jiugai.domain.registry.names import key
from jiugai.services.actor import Actor, Power, require
from jiugai.services.eligibility import decisions
from jiugai.services.facts import Horizon, remembered
from jiugai.services.reporting.board import Board, SiteStanding, board
from jiugai.services.scheme.classifying import classifications
from jiugai.storage.registry.queries import Card

PAGE = 50


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A community in the list (台账行).

    Attributes:
      years: the cohorts that it stands in; empty for one in none.
      stages: how far it is in each of them.
      planned: the cohorts in whose filed plan it stands, which is their denominator.
      projects: the projects of each cohort that it is part of; one may cover several communities.
      stage: of its newest cohort; None in none.
      invested_fen: done in all its cohorts; None where nothing was ever reported, which is not 0.
      outcome: of eligibility; empty while undecided.
    """

    card: Card
    county: str
    years: tuple[int, ...]
    stages: Mapping[int, Stage]
    planned: frozenset[int]
    projects: Mapping[int, frozenset[int]]
    stage: Stage | None
    step_word: str
    invested_fen: int | None
    outcome: str
    renewal_type: str


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to (筛选条件); empty means no narrowing."""

    county_id: int | None = None
    cohort: str = ""  # a year, or "none"
    in_plan: bool = False  # of the cohort: only what its filed plan lists
    stage: str = ""  # the name of a Stage
    outcome: str = ""
    renewal_type: str = ""
    name: str = ""
    sort: str = "county"
    descending: bool = False

    @property
    def year(self) -> int | None:
        """Return the cohort's year, if the list is narrowed to one."""
        return int(self.cohort) if self.cohort.isascii() and self.cohort.isdigit() else None

    def admits(self, line: LedgerLine) -> bool:
        """Say whether a line passes."""
        if self.county_id is not None and line.card.county_id != self.county_id:
            return False
        if self.cohort == "none" and line.years:
            return False
        year = self.year
        if year is not None and year not in (line.planned if self.in_plan else line.years):
            return False
        stage = line.stage if year is None else line.stages.get(year)
        if self.stage and (stage is None or stage.name != self.stage):
            return False
        if self.outcome and line.outcome != self.outcome:
            return False
        if self.renewal_type and line.renewal_type != self.renewal_type:
            return False
        return not self.name or self._named(line)

    def _named(self, line: LedgerLine) -> bool:
        wanted = self.name.strip()
        return wanted in line.card.name or key(wanted) in line.card.name_key


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """One page of the list, with the whole list's count and sums (台账页).

    Attributes:
      projects: of a cohort: how many projects the whole list comes to; None elsewhere.
    """

    lines: tuple[LedgerLine, ...]
    page: int
    pages: int
    count: int
    households: int
    area_dm2: int
    projects: int | None
    tabs: tuple[tuple[str, str, int], ...]


_SORTS: dict[str, Callable[[LedgerLine], tuple[object, ...]]] = {
    "county": lambda line: (line.card.county_id, line.card.name),
    "name": lambda line: (line.card.name,),
    "built_year": lambda line: (line.card.built_year or 0,),
    "buildings": lambda line: (line.card.buildings or 0,),
    "households": lambda line: (line.card.households or 0,),
    "area": lambda line: (line.card.area_dm2 or 0,),
    "invested": lambda line: (line.invested_fen or 0,),
    "stage": lambda line: (line.stage or 0,),
}
SORTS = tuple(_SORTS)


@remembered
def every_line(asked: Horizon) -> tuple[LedgerLine, ...]:
    """Return every community of the city as a line of the list."""
    city = board(asked)
    decided, classified = decisions(asked), classifications(asked)
    lines = []
    for card in city.cards.values():
        sites = city.by_community.get(card.id, ())
        newest = max(sites, key=lambda site: site.years) if sites else None
        decision, kind = decided.get(card.id), classified.get(card.id)
        lines.append(
            LedgerLine(
                card=card,
                county=city.county_name(card.county_id),
                years=tuple(sorted({year for site in sites for year in site.years})),
                stages={year: site.stage for site in sites for year in site.years},
                planned=frozenset(year for site in sites for year in _planned(city, site)),
                projects=_projects(sites),
                stage=newest.stage if newest else None,
                step_word=newest.standing.word if newest else "",
                invested_fen=_invested(sites),
                outcome=decision.outcome if decision else "",
                renewal_type=kind.renewal_type if kind else "",
            )
        )
    return tuple(lines)


def _invested(sites: Iterable[SiteStanding]) -> int | None:
    reported = [site.readings[1].value for site in sites if 1 in site.readings]
    return sum(reported) if reported else None


def _projects(sites: Iterable[SiteStanding]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for site in sites:
        for year in site.years:
            found.setdefault(year, set()).add(site.site.project_id)
    return {year: frozenset(ids) for year, ids in found.items()}


def _planned(city: Board, site: SiteStanding) -> Iterator[int]:
    for list_id in site.filed:
        task_list = city.lists[list_id]
        if task_list.authority == Authority.PROVINCIAL.value:
            yield task_list.year


def lines(asked: Horizon, narrowed: Filter, *, actor: Actor) -> tuple[LedgerLine, ...]:
    """Return the lines of a narrowed list within the actor's scope, sorted.

    :raises NotAllowed: if the actor may not look at communities.
    """
    require(actor, Power.SEE)
    mine = _within(every_line(asked), actor)
    found = [line for line in mine if narrowed.admits(line)]
    order = _SORTS.get(narrowed.sort, _SORTS["county"])
    return tuple(
        sorted(sorted(found, key=_SORTS["county"]), key=order, reverse=narrowed.descending)
    )


def _within(found: Iterable[LedgerLine], actor: Actor) -> list[LedgerLine]:
    return [
        line for line in found if actor.scope.covers(line.card.county_id, line.card.division_id)
    ]


def list_page(asked: Horizon, narrowed: Filter, *, page: int, actor: Actor) -> LedgerPage:
    """Return one page of a narrowed list; a page beyond the last is the last.

    :raises NotAllowed: if the actor may not look at communities.
    """
    found = lines(asked, narrowed, actor=actor)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(1, page), pages)
    return LedgerPage(
        lines=found[(page - 1) * PAGE : page * PAGE],
        page=page,
        pages=pages,
        count=len(found),
        households=sum(line.card.households or 0 for line in found),
        area_dm2=sum(line.card.area_dm2 or 0 for line in found),
        projects=_projects_in(found, narrowed.year),
        tabs=_tabs(_within(every_line(asked), actor)),
    )


def _projects_in(found: Iterable[LedgerLine], year: int | None) -> int | None:
    if year is None:
        return None
    return len({id_ for line in found for id_ in line.projects.get(year, ())})


def _tabs(mine: list[LedgerLine]) -> tuple[tuple[str, str, int], ...]:
    """Return the saved views with their counts: the value of ``cohort``, the words, how many."""
    years = sorted({year for line in mine for year in line.years})
    tabs = [("", "全部", len(mine))]
    tabs += [
        (str(year), f"{year} 年批次", sum(year in line.years for line in mine)) for year in years
    ]
    return (*tabs, ("none", "未入批次", sum(not line.years for line in mine)))
