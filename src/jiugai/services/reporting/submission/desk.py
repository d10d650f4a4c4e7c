"""A county's monthly return, and how all counties keep the month (月报报送台)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jiugai.domain.calendar import Month
from jiugai.domain.programme.plans import Authority
from jiugai.domain.reporting.submission.cells import Cell, Typed, cells_of
from jiugai.domain.reporting.submission.lateness import (
    Discipline,
    StageTiming,
    due_days,
    timings,
)
from jiugai.domain.reporting.submission.stages import (
    MoveKind,
    Stage,
    SubmissionStanding,
    possible_moves,
    submission_standing,
)
from jiugai.exchange.reporting_policy import deadline_rules
from jiugai.services.actor import Actor, Power, require, why_another_hand
from jiugai.services.facts import Horizon, horizon, on_day, remembered
from jiugai.services.reporting.board import board
from jiugai.services.reporting.measures import counted
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.divisions.queries import DivisionRow
from jiugai.storage.programme import queries as programme
from jiugai.storage.programme.queries import ListRow
from jiugai.storage.reporting import queries, submissions
from jiugai.storage.reporting.submissions import ExtensionRow, MonthRows, MoveRow

__all__ = [
    "CountyReturn",
    "ExtensionRow",
    "MonthBoard",
    "MoveRow",
    "NoSuchReturn",
    "ReturnPage",
    "month_board",
    "month_boards",
    "owing_at",
    "page",
]

POWER_OF = {
    MoveKind.SUBMIT: Power.SUBMIT_RETURN,
    MoveKind.CORRECT: Power.SUBMIT_RETURN,
    MoveKind.VERIFY: Power.VERIFY_RETURN,
    MoveKind.ACCEPT: Power.ACCEPT_RETURN,
}
"""The power that a move needs; a return is sent back by whoever holds it."""


class NoSuchReturn(LookupError):
    """No county within the officer's scope owes a return for this month; foreign looks the same."""


@dataclass(frozen=True, slots=True)
class CountyReturn:
    """How one county's return stands (县区月报).

    Attributes:
      timings: how each stage was kept, by the register's clock.
      mine: what the officer at the desk may do to it now.
    """

    county_id: int
    county: str
    moves: tuple[MoveRow, ...]
    standing: SubmissionStanding
    timings: tuple[StageTiming, ...]
    mine: tuple[MoveKind, ...]

    @property
    def version(self) -> int:
        """Return how many moves there are: what the next move must name as seen."""
        return len(self.moves)

    @property
    def sent(self) -> MoveRow | None:
        """Return the version that stands, if any was sent."""
        return next((row for row in reversed(self.moves) if row.cells), None)

    @property
    def late(self) -> int:
        """Return by how many days the return was sent late, or is late by now."""
        return next((t.late for t in self.timings if t.stage is Stage.DRAFT), 0)


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """A county's return for a month, with its cells (月报).

    Attributes:
      cells: as the facts say now.
      changed: the names of the cells, by list, that differ from the version sent.
      why_not: why the officer is not to judge it though his post may; empty if he may.
    """

    month: Month
    closed: bool
    county: CountyReturn
    cells: tuple[Cell, ...]
    changed: frozenset[tuple[int, str]]
    lists: Mapping[int, str]
    extensions: tuple[ExtensionRow, ...]
    horizon: Horizon
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class MonthBoard:
    """All returns of a month within the officer's scope (月报收报情况)."""

    month: Month
    closed: bool
    counties: tuple[CountyReturn, ...]
    discipline: Discipline
    extensions: tuple[ExtensionRow, ...]


def month_board(month: Month, *, actor: Actor, now: datetime) -> MonthBoard:
    """Return how the counties keep a month, the latest first.

    :param now: until when what is not yet done counts as late.
    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    owing = _owing(horizon(month.last_day), actor)
    told = submissions.of_months([month], county_ids=[county.id for county in owing])[month]
    closed = queries.is_closed(month)
    return _month_board(month, owing, told, closed=closed, actor=actor, now=now)


def month_boards(
    months: Iterable[Month],
    *,
    closed: Collection[Month],
    asked: Horizon,
    actor: Actor,
    now: datetime,
) -> Iterator[MonthBoard]:
    """Yield how the counties keep some months, to a caller who knows which of them are closed.

    :param asked: whatever was recorded by then counts, of each month what was true by its end.
    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    owing = {month: _owing(on_day(asked, month.last_day), actor) for month in months}
    ids = {county.id for some in owing.values() for county in some}
    told = submissions.of_months(owing.keys(), county_ids=ids)
    for month, counties in owing.items():
        yield _month_board(
            month, counties, told[month], closed=month in closed, actor=actor, now=now
        )


def _month_board(
    month: Month,
    owing: Sequence[DivisionRow],
    told: MonthRows,
    *,
    closed: bool,
    actor: Actor,
    now: datetime,
) -> MonthBoard:
    granted = told.extensions
    counties = tuple(
        _county(county, month, told.moves, granted, closed=closed, actor=actor, now=now)
        for county in owing
    )
    return MonthBoard(
        month=month,
        closed=closed,
        counties=tuple(sorted(counties, key=lambda one: (-one.late, one.county_id))),
        discipline=Discipline(
            owing=len(counties),
            sent=sum(one.sent is not None for one in counties),
            in_time=sum(one.sent is not None and one.late == 0 for one in counties),
        ),
        extensions=granted,
    )


def page(month: Month, county_id: int, *, actor: Actor, now: datetime) -> ReturnPage:
    """Return a county's return for a month.

    :raises NotAllowed: if the actor may see no records.
    :raises NoSuchReturn: if that county owes none, or lies outside the actor's scope.
    """
    require(actor, Power.SEE)
    asked = horizon(month.last_day)
    city = board(asked)
    county = next((one for one in _owing(asked, actor) if one.id == county_id), None)
    if county is None:
        raise NoSuchReturn(county_id)
    moves = submissions.moves(month, county_ids=[county_id])
    granted = submissions.extensions(month)
    closed = queries.is_closed(month)
    found = _county(county, month, moves, granted, closed=closed, actor=actor, now=now)
    cells = cells_now(asked, county_id)
    return ReturnPage(
        month=month,
        closed=closed,
        county=found,
        cells=cells,
        changed=_changed(cells, found.sent.cells if found.sent else ()),
        lists={row.id: _title(row) for row in city.lists.values()},
        extensions=tuple(one for one in granted if one.county_id in {None, county_id}),
        horizon=asked,
        why_not=_why_not(found, actor, closed=closed),
    )


def _title(row: ListRow) -> str:
    """Return what a list is called on a return; another authority's is told apart from the province's."""
    authority = Authority(row.authority)
    whose = "" if authority is Authority.PROVINCIAL else f"（{authority.word}清单）"
    return f"{row.year}年批次{whose}"


def cells_now(
    asked: Horizon, county_id: int, typed: Mapping[tuple[int, str], Typed] | None = None
) -> tuple[Cell, ...]:
    """Return a county's cells as the facts say at a horizon.

    Only of lists with a filed plan: in the others, such as those of what was applied for, nothing
    is owed.
    """
    sites = board(asked).sites.values()
    planned = {list_id for site in sites for list_id in site.filed}
    return cells_of(
        (r for r in counted(asked) if r.county_id == county_id and r.list_id in planned), typed
    )


def _may(found: SubmissionStanding, actor: Actor, *, closed: bool) -> tuple[MoveKind, ...]:
    """Return the moves that an officer may make now: in turn, by power, by another hand."""
    return tuple(
        kind
        for kind in possible_moves(found, closed=closed)
        if power_for(kind, found.stage) in actor.powers and not _own(kind, found, actor)
    )


def power_for(kind: MoveKind, stage: Stage) -> Power:
    """Return the power that a move needs: what the county holds, its reviewer sends back."""
    if kind is MoveKind.SEND_BACK:
        return Power.VERIFY_RETURN if stage is Stage.SUBMITTED else Power.ACCEPT_RETURN
    return POWER_OF[kind]


def _own(kind: MoveKind, found: SubmissionStanding, actor: Actor) -> str:
    behind = {
        MoveKind.VERIFY: (found.sent_by,),
        MoveKind.ACCEPT: (found.sent_by, found.verified_by),
    }.get(kind, ())
    by = f"有“{power_for(kind, found.stage).title}”职权的另一人"
    return why_another_hand(actor, [one for one in behind if one is not None], by=by)


def _why_not(found: CountyReturn, actor: Actor, *, closed: bool) -> str:
    """Say why an officer whose post may judge a return is not the one to do so; empty if he may."""
    kinds = possible_moves(found.standing, closed=closed)
    reasons = [
        _own(kind, found.standing, actor)
        for kind in (MoveKind.VERIFY, MoveKind.ACCEPT)
        if kind in kinds and power_for(kind, found.standing.stage) in actor.powers
    ]
    return next(filter(None, reasons), "")


def _owing(asked: Horizon, actor: Actor) -> tuple[DivisionRow, ...]:
    """Return the counties that owe a return and that the actor may see whole, by code."""
    if actor.scope.divisions is not None:
        return ()
    return tuple(county for county in owing_at(asked) if actor.scope.covers(county.id))


@remembered
def owing_at(asked: Horizon) -> tuple[DivisionRow, ...]:
    """Return the counties within reach that have filed a plan at a horizon, by code.

    Three small statements where a board of the whole city asks ten.
    """
    county_of = _places(on_day(asked, date.min))
    filed = programme.filed(last_seq=asked.last_seq, on_day=asked.as_of)
    ids = {county_of[line.site_id] for line in filed if line.site_id in county_of}
    found = divisions.with_siblings(ids, day=asked.as_of, last_seq=asked.last_seq)
    return tuple(sorted((one for one in found if one.id in ids), key=lambda one: one.code))


@remembered
def _places(asked: Horizon) -> Mapping[int, int]:
    """Return the county of every site; a stamp's, and the same on every day."""
    return {site.id: site.county_id for site in programme.sites(last_seq=asked.last_seq)}


def _county(
    county: DivisionRow,
    month: Month,
    moves: Iterable[MoveRow],
    granted: Sequence[ExtensionRow],
    *,
    closed: bool,
    actor: Actor,
    now: datetime,
) -> CountyReturn:
    own = tuple(row for row in moves if row.county_id == county.id)
    known = submission_standing(row.move for row in own)
    due = due_days(
        month,
        deadline_rules(),
        code=county.code,
        extensions=[one.extension for one in granted if one.county_id in {None, county.id}],
    )
    made = [(row.move.kind, row.recorded_at) for row in own]
    return CountyReturn(
        county_id=county.id,
        county=county.name,
        moves=own,
        standing=known,
        timings=timings(made, due, now=now),
        mine=_may(known, actor, closed=closed),
    )


def _changed(now: Iterable[Cell], sent: Iterable[Cell]) -> frozenset[tuple[int, str]]:
    before = {(cell.list_id, cell.name): cell.counted for cell in sent}
    if not before:
        return frozenset()
    return frozenset(
        (cell.list_id, cell.name)
        for cell in now
        if before.get((cell.list_id, cell.name)) != cell.counted
    )
