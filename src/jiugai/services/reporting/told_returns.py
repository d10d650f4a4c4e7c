"""The demo city's returns on their way up (演示月报流转), told in bulk: counted once, moved many times.

The same rules hold as at the desk, and are asked for every move. What the desk counts of the whole
city for one page is left out: a county's cells need only its own counts.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jiugai.domain.calendar import Month
from jiugai.domain.findings import Finding, blocking
from jiugai.domain.reporting.doubts.answers import (
    DoubtDeed,
    DoubtDeedKind,
    Raised,
    Ruling,
    check_explanation,
    check_ruling,
    doubt_standing,
)
from jiugai.domain.reporting.doubts.reasons import Said
from jiugai.domain.reporting.submission.cells import Cell, TypedReason, cells_of, cells_text
from jiugai.domain.reporting.submission.stages import (
    SENDS,
    Move,
    MoveKind,
    check_move,
    submission_standing,
)
from jiugai.exchange.digests import sm3
from jiugai.services.actor import Actor
from jiugai.services.facts import Horizon, horizon
from jiugai.services.reporting.doubts import examining
from jiugai.services.reporting.doubts.desk import days_to_be_heard
from jiugai.services.reporting.doubts.project_months import AskWitness
from jiugai.storage.audit.stamping import told_at
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.programme import queries as programme
from jiugai.storage.reporting import doubts, queries, submissions
from jiugai.storage.reporting.submissions import Sent
from jiugai.storage.unit_of_work import unit_of_work

__all__ = ["ReturnsTold", "ToldReturnWrong"]

CLERK = "demo-zonghe"
_DESK = {
    MoveKind.SUBMIT: "tianbao",
    MoveKind.CORRECT: "tianbao",
    MoveKind.VERIFY: "shenhe",
    MoveKind.SEND_BACK: "shenhe",
}


class ToldReturnWrong(Exception):
    """The story tells a move that the rules forbid: the story is wrong, and nothing is loaded."""


@dataclass(frozen=True, slots=True)
class _Told:
    """One thing of the story: a move of a return, or what was said of a doubt."""

    at: datetime
    county: str
    month: Month
    entry: Mapping[str, Any]


class ReturnsTold:
    """Two years of returns: each sent, verified and accepted at its moment, and doubted (月报史)."""

    def __init__(self, folder: Path, actors: Mapping[str, Actor], ask: AskWitness) -> None:
        self._actors = actors
        self._ask = ask
        self._left = sorted(_read(folder), key=lambda told: told.at)
        self._moves: dict[tuple[int, Month], list[Move]] = defaultdict(list)

    @property
    def next_at(self) -> datetime | None:
        """Return when the next thing happened; None if there is nothing left."""
        return self._left[0].at if self._left else None

    def go_on(self) -> None:
        """Do the next thing, at its moment."""
        told = self._left.pop(0)
        county = divisions.by_code(told.county, day=told.at.date())
        # The accounts are named for the codes of the city's first day.
        code = divisions.codes([county.id], day=date(2019, 3, 1))[county.id].lower()
        with told_at(told.at):
            if "check" in told.entry:
                self._answer(told, county.id, code)
            else:
                self._move(told, county.id, county.name, code)

    def examine(self, month: Month, at: datetime) -> None:
        """Let the city's clerk examine everybody's month, as before every close."""
        clerk = self._actors[CLERK]
        asked = horizon(month.last_day)
        owing = {county_id for county_id, known in self._moves if known == month}
        if not owing:
            return
        with told_at(at):
            found = examining.look(asked, sorted(owing), today=at.date(), ask=self._ask)
            with unit_of_work(
                verb="reporting.examine_returns",
                user_id=clerk.user_id,
                post_id=clerk.post_id,
                subject=f"{month} 月报核验，{len(owing)}个县区",
            ) as act:
                examining.keep(act, found)

    def _move(self, told: _Told, county_id: int, county: str, code: str) -> None:
        kind = MoveKind(told.entry["kind"])
        actor = self._actors[f"demo-{_DESK[kind]}-{code}" if kind in _DESK else CLERK]
        asked = horizon(told.month.last_day)
        cells = _cells(asked, county_id) if kind in SENDS else ()
        before = self._moves[county_id, told.month]
        move = Move(kind, actor.user_id, told.at.date(), told.entry.get("words", ""))
        closed = queries.is_closed(told.month)
        findings = check_move(move, before, month=told.month, closed=closed)
        _refuse(findings, f"{county} {told.month} {told.at} {kind.word}")
        with unit_of_work(
            verb=f"reporting.{kind.value}_return",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{county} {told.month} 月报 {kind.word}",
        ) as act:
            submissions.enter_move(
                act,
                county_id=county_id,
                month=told.month,
                number=len(before) + 1,
                move=move,
                known=submission_standing(before),
                sent=_sent(asked, cells) if kind in SENDS else None,
            )
            if kind is MoveKind.CORRECT:
                found = examining.look(asked, [county_id], today=move.on, ask=self._ask)
                examining.keep(act, found)
        before.append(move)

    def _answer(self, told: _Told, county_id: int, code: str) -> None:
        said = told.entry
        kind = DoubtDeedKind(said["kind"])
        explains = kind is DoubtDeedKind.EXPLAIN
        actor = self._actors[f"demo-tianbao-{code}" if explains else CLERK]
        (row,) = [
            row
            for row in doubts.doubts(month=told.month, county_ids=[county_id])
            if (row.check, row.project) == (said["check"], said.get("project", ""))
        ]
        deed = _deed(kind, actor.user_id, told)
        sent_by = submission_standing(self._moves[county_id, told.month]).sent_by
        known = doubt_standing(row.done)
        about = Raised(row.answer, row.on, row.stands, row.project_id is not None, sent_by)
        findings = (
            check_explanation(deed, about, Said())
            if explains
            else check_ruling(deed, about, known, days_to_be_heard(deed.on))
        )
        _refuse(findings, f"{told.month} {row.project} {kind.word}")
        with unit_of_work(
            verb=f"reporting.{kind.value}_doubt",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{told.month} {row.check} {row.project}"[:128],
        ) as act:
            doubts.enter_deed(
                act,
                doubt_id=row.id,
                number=len(row.deeds) + 1,
                deed=deed,
                reported_by=sent_by,
                explained_by=known.last_explained_by,
            )


def _deed(kind: DoubtDeedKind, user_id: int, told: _Told) -> DoubtDeed:
    said = told.entry
    return DoubtDeed(
        kind,
        user_id,
        told.at.date(),
        said["words"],
        said.get("paper", ""),
        TypedReason(said["grade"]) if "grade" in said else None,
        said.get("stops", False),
        Ruling(said["ruling"]) if "ruling" in said else None,
    )


def _refuse(findings: Sequence[Finding], what: str) -> None:
    if blocking(findings):
        raise ToldReturnWrong(f"{what}：{'；'.join(finding.message for finding in findings)}")


def _read(folder: Path) -> Iterator[_Told]:
    for name, table in (("moves.toml", "move"), ("answers.toml", "answer")):
        file = folder / name
        if not file.exists():
            continue
        for entry in tomllib.loads(file.read_text("utf-8"))[table]:
            yield _Told(entry["at"], entry["county"], Month.parse(entry["month"]), entry)


def _cells(asked: Horizon, county_id: int) -> tuple[Cell, ...]:
    """Return a county's cells, of lists with a filed plan alone, as the desk counts them."""
    last_seq, on_day = asked.last_seq, asked.as_of
    planned = {row.list_id for row in programme.filed(last_seq=last_seq, on_day=on_day)}
    counts = queries.counts(last_seq=last_seq, on_day=on_day, county_id=county_id)
    return cells_of(row for row in counts if row.list_id in planned)


def _sent(asked: Horizon, cells: Sequence[Cell]) -> Sent:
    return Sent(tuple(cells), asked.last_seq, sm3(cells_text(cells).encode()))
