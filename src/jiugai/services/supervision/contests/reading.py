"""Rounds of judging as an officer may see them: who judges what, the result, each sheet (观摩评比)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jiugai.domain.supervision.contest import ContestEntrant, Juror, may_judge
from jiugai.domain.supervision.contest_result import ContestResult, Judged, judge
from jiugai.services.actor import Actor, Power, require, why_another_hand
from jiugai.services.facts import horizon
from jiugai.services.reporting.board import board
from jiugai.storage.supervision import contests as queries
from jiugai.storage.supervision.contests import (
    ContestLine,
    ContestRow,
    ModelRow,
    NoSuchContest,
    SheetRow,
)

__all__ = [
    "ContestLine",
    "ContestList",
    "ContestPage",
    "EntrantPage",
    "ModelRow",
    "NoSuchContest",
    "SheetPage",
    "SheetRow",
    "contest_of",
    "contests",
    "entrant_of",
    "may_mark",
    "sheet_of",
]


@dataclass(frozen=True, slots=True)
class ContestList:
    """All rounds (各轮评比), and whether the officer may open another."""

    lines: tuple[ContestLine, ...]
    may_open: bool


@dataclass(frozen=True, slots=True)
class ContestPage:
    """A round as an officer sees it (评比页).

    Attributes:
      names: what the counties are called on the day asked about.
      result: None until the round is closed: nobody judges by what others gave.
      to_mark: the sheets that the officer enters, by juror and entrant.
      handed: how many sheets each entrant has so far, by its number; None to whom only some of
        the sheets lie within reach.
      why_not_close: why he is not to close it though his post may; ``why_not_name`` likewise.
    """

    row: ContestRow
    names: Mapping[int, str]
    result: ContestResult | None
    to_mark: tuple[tuple[Juror, ContestEntrant], ...]
    handed: Mapping[int, int] | None
    may_close: bool
    may_name: bool
    why_not_close: str = ""
    why_not_name: str = ""

    def county(self, county_id: int | None) -> str:
        """Return what a county is called, or 市级."""
        return "市级" if county_id is None else self.names.get(county_id, "未知县区")


@dataclass(frozen=True, slots=True)
class EntrantPage:
    """An entrant with every version of every sheet that the officer may see (小区得分)."""

    page: ContestPage
    entrant: ContestEntrant
    judged: Judged | None
    versions: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A sheet to be filled in or corrected (评分表)."""

    page: ContestPage
    juror: Juror
    entrant: ContestEntrant
    before: SheetRow | None


def contests(*, actor: Actor) -> ContestList:
    """Return all rounds, the newest first.

    :raises NotAllowed: if the actor may look at no figures.
    """
    require(actor, Power.SEE)
    return ContestList(queries.contests(), _runs(actor))


def contest_of(number: str, *, actor: Actor, today: date) -> ContestPage:
    """Return a round.

    :raises NotAllowed: if the actor may look at no figures.
    :raises NoSuchContest: if there is none of that number.
    """
    require(actor, Power.SEE)
    row = queries.contest(number)
    known, runs = row.contest, _runs(actor)
    sheets = [one.sheet for one in row.standing.values()]
    city = actor.scope.counties is None
    names = Power.ISSUE_PAPER in actor.powers and city and row.is_closed
    why_not = why_another_hand(actor, (known.opened_by,), by="没有开这一轮的另一人", what="下一步")
    judged = frozenset(one.user_id for one in known.jurors if one.user_id is not None)
    return ContestPage(
        row=row,
        names={one.id: one.name for one in board(horizon(today)).counties.values()},
        result=judge(known, sheets) if row.is_closed else None,
        to_mark=_to_mark(row, actor),
        handed={
            one.number: sum(sheet.entrant == one.number for sheet in sheets)
            for one in known.entrants
        }
        if city or row.is_closed
        else None,
        may_close=runs and not row.is_closed and not why_not,
        may_name=names and not why_not and actor.user_id not in judged,
        why_not_close=why_not if runs and not row.is_closed else "",
        why_not_name=(
            why_not or why_another_hand(actor, judged, by="不是评委的另一人") if names else ""
        ),
    )


def entrant_of(number: str, entrant: int, *, actor: Actor, today: date) -> EntrantPage:
    """Return an entrant of a round with the sheets behind its figures.

    While the round is open, an officer sees the sheets that he enters himself and no others.

    :raises NotAllowed: if the actor may look at no figures.
    :raises NoSuchContest: if there is no such round or entrant.
    """
    page = contest_of(number, actor=actor, today=today)
    found = _entrant(page.row, entrant)
    own = {juror.number for juror, one in page.to_mark if one is found}
    versions = tuple(
        row
        for row in page.row.versions
        if row.sheet.entrant == entrant and (page.row.is_closed or row.sheet.juror in own)
    )
    rows = page.result.rows if page.result else ()
    judged = next((row for row in rows if row.entrant.number == entrant), None)
    return EntrantPage(page, found, judged, versions)


def sheet_of(number: str, juror: int, entrant: int, *, actor: Actor, today: date) -> SheetPage:
    """Return a sheet that the officer enters.

    :raises NotAllowed: if the actor may look at no figures.
    :raises NoSuchContest: if there is no such sheet, or it is somebody else's.
    """
    page = contest_of(number, actor=actor, today=today)
    for judge_, one in page.to_mark:
        if (judge_.number, one.number) == (juror, entrant):
            return SheetPage(page, judge_, one, page.row.standing.get((juror, entrant)))
    raise NoSuchContest(f"{number} {juror} {entrant}")


def may_mark(juror: Juror, actor: Actor) -> bool:
    """Say whether an officer enters a juror's sheets: one's own, or a stranger's for the office."""
    if juror.user_id is None:
        return _runs(actor)
    counties = actor.scope.counties
    at_desk = counties is None or juror.county_id in counties
    return actor.user_id == juror.user_id and Power.SEE in actor.powers and at_desk


def _to_mark(row: ContestRow, actor: Actor) -> tuple[tuple[Juror, ContestEntrant], ...]:
    if row.is_closed:
        return ()
    return tuple(
        (juror, entrant)
        for juror in row.contest.jurors
        if may_mark(juror, actor)
        for entrant in row.contest.entrants
        if may_judge(juror, entrant)
    )


def _runs(actor: Actor) -> bool:
    return Power.RELEASE_RANKING in actor.powers and actor.scope.counties is None


def _entrant(row: ContestRow, number: int) -> ContestEntrant:
    found = next((one for one in row.contest.entrants if one.number == number), None)
    if found is None:
        raise NoSuchContest(f"{row.public_id} {number}")
    return found
