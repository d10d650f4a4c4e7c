"""One fact, three masters (一数三表): the returns for housing, planning and finance out of the same facts.

Each cell is counted by the definition on file; where two returns speak of one idea, the way from
one figure to the other is counted step by step.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from jiugai.domain.calendar import Month
from jiugai.domain.funding.book.figures import counts
from jiugai.domain.funding.sources import Source
from jiugai.domain.law import rules_in_force
from jiugai.domain.reporting.indicators import Basis, Quantity, column
from jiugai.domain.reporting.masters.counting import ProjectKnown, count
from jiugai.domain.reporting.masters.differences import Difference, Sent, difference
from jiugai.domain.reporting.masters.forms import FormRule, Idea, Master, MasterCell, Record
from jiugai.domain.reporting.masters.meter import TypedMeter, metered
from jiugai.domain.reporting.submission.cells import Cell, cells_of
from jiugai.exchange.register_export import write_rows
from jiugai.exchange.reporting_policy import master_cells, master_forms
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon, horizon, on_day
from jiugai.services.registry.register import records
from jiugai.services.reporting.masters.facts import (
    FIGURES,
    all_sites,
    book_sums,
    facts_on,
    planned_lists,
)
from jiugai.services.reporting.measures import counted
from jiugai.services.reporting.submission.desk import owing_at
from jiugai.storage.divisions.queries import DivisionRow
from jiugai.storage.reporting import submissions
from jiugai.storage.reporting.submissions import MoveRow

NO_PROJECT = "没有分到项目的"
_SENT_AS = {
    Idea.PLAN: column(Quantity.PLANNED, Basis.COMMUNITIES),
    Idea.HOUSEHOLDS: column(Quantity.PLANNED, Basis.HOUSEHOLDS),
    Idea.STARTED: column(Quantity.STARTED, Basis.COMMUNITIES),
    Idea.COMPLETED: column(Quantity.COMPLETED, Basis.COMMUNITIES),
    Idea.PLANNED: column(Quantity.PLANNED, Basis.FEN),
    Idea.INVESTED: column(Quantity.INVESTED, Basis.FEN),
    Idea.RECEIVED: column(Quantity.RECEIVED, Basis.FEN),
    Idea.PAID: column(Quantity.PAID, Basis.FEN),
}
"""The cell of the monthly return in which a county sends an idea to housing."""


class NoSuchMasterReturn(LookupError):
    """No county within the officer's reach owes a return for this month, or it has no such cell."""


@dataclass(frozen=True, slots=True)
class MasterFigure:
    """A cell of a county's return with where it comes from (报表数).

    Attributes:
      stored: as counted: 分 for money, else pieces.
      by_project: what each project brings to it.
      sent: what the county sent for it; None where nothing was, or the return is not sent here.
    """

    cell: MasterCell
    on: date
    stored: int
    by_project: Mapping[int | None, int]
    sent: Sent | None


@dataclass(frozen=True, slots=True)
class CountyMasters:
    """A county's three returns for a month (县区三口报表).

    Attributes:
      projects: what projects are called, by identity.
    """

    month: Month
    county_id: int
    county: str
    asked: Horizon
    forms: tuple[FormRule, ...]
    figures: tuple[MasterFigure, ...]
    differences: tuple[Difference, ...]
    meters: tuple[TypedMeter, ...]
    projects: Mapping[int, str]

    def form(self, master: Master) -> FormRule:
        """Return a master's return."""
        return next(one for one in self.forms if one.master is master)

    def of(self, master: Master, idea: Idea) -> MasterFigure | None:
        """Return a master's figure of an idea; None where its return does not ask for one."""
        wanted = (master, idea)
        return next((f for f in self.figures if (f.cell.master, f.cell.idea) == wanted), None)

    def figure(self, clause: str) -> MasterFigure:
        """Return a figure by its clause.

        :raises NoSuchMasterReturn: if no return has such a cell.
        """
        found = next((f for f in self.figures if f.cell.clause == clause), None)
        if found is None:
            raise NoSuchMasterReturn(clause)
        return found

    def difference(self, one: str, other: str) -> Difference:
        """Return a difference by the clauses of its two cells.

        :raises NoSuchMasterReturn: if the two are not held to each other.
        """
        for found in self.differences:
            if (found.one.clause, found.other.clause) == (one, other):
                return found
        raise NoSuchMasterReturn(f"{one}-{other}")

    def project(self, project_id: int | None) -> str:
        """Return what a project is called."""
        return NO_PROJECT if project_id is None else self.projects.get(project_id, NO_PROJECT)


@dataclass(frozen=True, slots=True)
class MonthMasters:
    """All counties' three returns for a month (三口报表)."""

    month: Month
    counties: tuple[CountyMasters, ...]


def month_of(month: Month, *, actor: Actor) -> MonthMasters:
    """Return the three returns of each county within the officer's reach.

    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    asked = horizon(month.last_day)
    return MonthMasters(month, _counties(month, _owing(asked, actor), asked))


def county_of(month: Month, county_id: int, *, actor: Actor) -> CountyMasters:
    """Return one county's three returns.

    :raises NotAllowed: if the actor may see no records.
    :raises NoSuchMasterReturn: if that county owes none, or lies outside the actor's reach.
    """
    require(actor, Power.SEE)
    asked = horizon(month.last_day)
    owing = [one for one in _owing(asked, actor) if one.id == county_id]
    found = _counties(month, owing, asked)
    if not found:
        raise NoSuchMasterReturn(county_id)
    return found[0]


def workbook_of(found: CountyMasters, master: Master, *, actor: Actor) -> bytes:
    """Return one master's return of a county as .xlsx, each cell with its definition.

    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    form = found.form(master)
    title = f"{found.county}{found.month.in_prose}{form.title}（{master.word}口）"
    headings = ("条", "指标", "单位", "数", "截止日", "数据来源", "口径", "依据")
    rows = [
        (
            one.cell.clause,
            one.cell.label,
            one.cell.counted_in.word,
            one.cell.shown(one.stored if one.sent is None else one.sent.value),
            one.on,
            one.cell.record.word,
            one.cell.definition,
            one.cell.citation,
        )
        for one in found.figures
        if one.cell.master is master
    ]
    return write_rows(title, headings, rows, sheet=f"{master.word}口")


def _owing(asked: Horizon, actor: Actor) -> list[DivisionRow]:
    if actor.scope.divisions is not None:
        return []
    return [county for county in owing_at(asked) if actor.scope.covers(county.id)]


def _counties(
    month: Month, owing: Sequence[DivisionRow], asked: Horizon
) -> tuple[CountyMasters, ...]:
    moves = submissions.moves(month, county_ids=[county.id for county in owing])
    names = {site.project_id: site.project_name for site in all_sites(on_day(asked, date.min))}
    forms = master_forms()
    return tuple(_county(month, county, asked, moves, names, forms) for county in owing)


def _county(
    month: Month,
    county: DivisionRow,
    asked: Horizon,
    moves: Iterable[MoveRow],
    names: Mapping[int, str],
    forms: Sequence[FormRule],
) -> CountyMasters:
    cells = _in_force(county.code, month.last_day)
    days = {cell.day(month) for cell in cells}
    facts = {day: facts_on(on_day(asked, day)).get(county.id, ()) for day in days}
    own = (row for row in reversed(tuple(moves)) if row.county_id == county.id)
    sent = next((row.cells for row in own if row.cells), ())
    now = _cells_now(asked, county.id)
    told = {cell.clause: _sent(cell, sent, now) for cell in cells}
    return CountyMasters(
        month=month,
        county_id=county.id,
        county=county.name,
        asked=asked,
        forms=tuple(forms),
        figures=tuple(_figure(cell, month, facts, told[cell.clause]) for cell in cells),
        differences=tuple(
            difference(one, other, facts, month, told[one.clause])
            for one, other in combinations(cells, 2)
            if one.idea is other.idea
        ),
        meters=_meters(cells, sent, facts[month.last_day]),
        projects=names,
    )


def _in_force(code: str, on: date) -> tuple[MasterCell, ...]:
    """Return the cells that speak at a place on a day, housing's first: the nearest of each."""
    nearest: dict[tuple[Master, Idea], MasterCell] = {}
    for cell in rules_in_force(master_cells(), code, on):
        nearest.setdefault((cell.master, cell.idea), cell)
    order = [*Master], [*Idea]
    return tuple(
        sorted(
            nearest.values(), key=lambda one: (order[0].index(one.master), order[1].index(one.idea))
        )
    )


def _figure(
    cell: MasterCell,
    month: Month,
    facts: Mapping[date, tuple[ProjectKnown, ...]],
    sent: Sent | None,
) -> MasterFigure:
    on = cell.day(month)
    parts = count(cell, facts[on])
    return MasterFigure(cell, on, parts.total(), dict(parts), sent)


def _sent(cell: MasterCell, sent: Sequence[Cell], now: Sequence[Cell]) -> Sent | None:
    name = _SENT_AS.get(cell.idea)
    if cell.master is not Master.HOUSING or not sent or name is None:
        return None
    own = [one for one in sent if one.name == name]
    return Sent(
        value=sum(one.value for one in own),
        counted=sum(one.counted for one in own),
        now=sum(one.counted for one in now if one.name == name),
    )


def _cells_now(asked: Horizon, county_id: int) -> tuple[Cell, ...]:
    planned = planned_lists(asked)
    return cells_of(
        row for row in counted(asked) if row.county_id == county_id and row.list_id in planned
    )


def _meters(
    cells: Sequence[MasterCell], sent: Sequence[Cell], projects: Sequence[ProjectKnown]
) -> tuple[TypedMeter, ...]:
    """Return a meter for each return; those that are not sent here are counted to the last cell."""
    many = sum(project.project_id is not None for project in projects)
    own = {master: sum(cell.master is master for cell in cells) for master in Master}
    return tuple(
        metered(master, sent, many)
        if master is Master.HOUSING
        else TypedMeter(master, own[master], {}, many)
        for master in Master
    )


def earmarks_behind(found: CountyMasters, figure: MasterFigure) -> dict[int, tuple[Source, int]]:
    """Return what each earmark brings to a figure counted from the book; empty for one of facts."""
    cell = figure.cell
    if cell.record is not Record.BOOK:
        return {}
    allowed = set(cell.money) or set(Source)
    parts: dict[int, tuple[Source, int]] = {}
    for row in book_sums(on_day(found.asked, figure.on)):
        source = Source(row.source)
        wanted = row.county_id == found.county_id and any(
            counts(one, row.sum) for one in FIGURES[cell.idea]
        )
        if wanted and source in allowed:
            _, before = parts.get(row.earmark_id, (source, 0))
            parts[row.earmark_id] = source, before + row.sum.amount_fen
    return {earmark: part for earmark, part in parts.items() if part[1]}


def places_of(found: CountyMasters) -> dict[int, tuple[str, str]]:
    """Return where each project's first community is: its public id and its name."""
    known = {card.id: card for card in records(found.asked)}
    places: dict[int, tuple[str, str]] = {}
    for site in all_sites(on_day(found.asked, date.min)):
        card = known.get(site.community_id)
        if card is not None and site.county_id == found.county_id:
            places.setdefault(site.project_id, (card.public_id, card.name))
    return places
