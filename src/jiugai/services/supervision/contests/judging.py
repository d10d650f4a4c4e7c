"""A round's deeds: sheets handed in and corrected, the round closed, a model named (评分、结束、命名)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.supervision.contest import (
    ModelDecision,
    Sheet,
    check_closing,
    check_model,
    check_sheet,
)
from jiugai.services.actor import Actor, Power, require
from jiugai.services.supervision.contests.reading import may_mark
from jiugai.storage.supervision import contests as entries
from jiugai.storage.supervision.contests import ContestRow, JudgedMeanwhile, NoSuchContest
from jiugai.storage.unit_of_work import AlreadyDone, OpenAct, unit_of_work

__all__ = ["AlreadyDone", "ContestDone", "JudgedMeanwhile", "close", "hand_in", "name_model"]


@dataclass(frozen=True, slots=True)
class ContestDone:
    """What became of a deed: entered unless a finding blocks."""

    entered: bool
    findings: tuple[Finding, ...] = ()


class _Blocked(Exception):
    """The deed may not be done; the transaction writes nothing."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("没有写入")
        self.findings = findings


def hand_in(
    number: str,
    juror: int,
    entrant: int,
    marks: Sequence[int],
    *,
    reason: str = "",
    seen: int = 0,
    actor: Actor,
    today: date,
    key: UUID | None = None,
) -> ContestDone:
    """Hand in a juror's sheet for an entrant, or correct it.

    :param marks: in tenths of a point, line by line.
    :param seen: how many versions of it the officer saw.
    :raises NotAllowed: if the actor may look at no figures.
    :raises NoSuchContest: if there is no such sheet, or it is not his to enter.
    :raises JudgedMeanwhile: if another version came between.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.SEE)
    row = _with(number, juror, entrant)
    if not may_mark(row.contest.jurors[juror - 1], actor):
        raise NoSuchContest(f"{number} {juror} {entrant}")
    known = row.contest
    try:
        with unit_of_work(
            verb="supervision.correct_sheet" if seen else "supervision.hand_in_sheet",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{known.title} {known.entrants[entrant - 1].name}"[:128],
            key=key,
        ) as act:
            entries.lock(row.id)
            sheet = Sheet(juror, entrant, tuple(marks))
            _enter_sheet(act, entries.contest(number), sheet, reason.strip(), seen, actor, today)
    except _Blocked as blocked:
        return ContestDone(False, blocked.findings)
    return ContestDone(True)


def _enter_sheet(
    act: OpenAct, row: ContestRow, sheet: Sheet, reason: str, seen: int, actor: Actor, today: date
) -> None:
    """Enter a sheet, or the version after the one that the officer saw; call under the lock."""
    before = row.standing.get((sheet.juror, sheet.entrant))
    if (before.version if before else 0) != seen:
        raise JudgedMeanwhile
    last, why = (before.sheet, reason) if before else (None, "")
    _stop(check_sheet(row.contest, sheet, is_closed=row.is_closed, before=last, reason=why))
    entries.enter_sheet(
        act, row, sheet, version=seen + 1, reason=why, user_id=actor.user_id, on=today
    )


def close(number: str, *, actor: Actor, today: date, key: UUID | None = None) -> ContestDone:
    """Close a round: its sheets stand, and its result is shown.

    :raises NotAllowed: if the actor may close no rounds.
    :raises NoSuchContest: if there is none of that number.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.RELEASE_RANKING)
    title = entries.contest(number).contest.title
    try:
        with unit_of_work(
            verb="supervision.close_contest",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=title,
            key=key,
        ) as act:
            row = _locked(number)
            sheets = [one.sheet for one in row.standing.values()]
            _stop(check_closing(row.contest, sheets, actor.user_id, is_closed=row.is_closed))
            entries.enter_closing(act, row, user_id=actor.user_id, on=today)
    except _Blocked as blocked:
        return ContestDone(False, blocked.findings)
    return ContestDone(True)


def name_model(
    number: str,
    entrant: int,
    *,
    paper: str,
    on: date,
    actor: Actor,
    today: date,
    key: UUID | None = None,
) -> ContestDone:
    """Name an entrant of a closed round a model community, as a paper says.

    :param on: the day of the paper.
    :raises NotAllowed: if the actor may issue no papers.
    :raises NoSuchContest: if there is no such round or entrant.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.ISSUE_PAPER)
    found = _with(number, 1, entrant)
    decision = ModelDecision(actor.user_id, on, paper.strip())
    try:
        with unit_of_work(
            verb="supervision.name_model",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{found.contest.entrants[entrant - 1].name} 示范小区"[:128],
            key=key,
        ) as act:
            row = _locked(number)
            named = entrant in row.models
            _stop(
                check_model(
                    row.contest, decision, closed_on=row.closed_on, is_model=named, today=today
                )
            )
            entries.enter_model(act, row, entrant, decision)
    except _Blocked as blocked:
        return ContestDone(False, blocked.findings)
    return ContestDone(True)


def _locked(number: str) -> ContestRow:
    """Keep a round from moving until the transaction ends, and read it as it then stands."""
    entries.lock(entries.contest(number).id)
    return entries.contest(number)


def _with(number: str, juror: int, entrant: int) -> ContestRow:
    row = entries.contest(number)
    if not (1 <= juror <= len(row.contest.jurors) and 1 <= entrant <= len(row.contest.entrants)):
        raise NoSuchContest(f"{number} {juror} {entrant}")
    return row


def _stop(findings: tuple[Finding, ...]) -> None:
    if blocking(findings):
        raise _Blocked(findings)
