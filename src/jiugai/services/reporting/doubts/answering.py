"""The county explains a doubt, the city finds what it was (说明、认定)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.reporting.doubts.answers import (
    DoubtDeed,
    DoubtDeedKind,
    Ruling,
    check_explanation,
    check_ruling,
)
from jiugai.domain.reporting.doubts.reasons import Said
from jiugai.domain.reporting.submission.cells import TypedReason
from jiugai.services.actor import Actor, Power, require
from jiugai.services.reporting.doubts.desk import DoubtPage, days_to_be_heard, page
from jiugai.storage.reporting import doubts
from jiugai.storage.reporting.doubts import AnsweredMeanwhile, DoubtRow
from jiugai.storage.unit_of_work import AlreadyDone, unit_of_work

__all__ = ["AlreadyDone", "Answered", "AnsweredMeanwhile", "explain", "rule"]


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of an explanation or a ruling: entered unless a finding blocks."""

    entered: bool
    findings: tuple[Finding, ...] = ()


def explain(
    doubt_id: int,
    *,
    words: str,
    paper: str = "",
    grade: TypedReason | None = None,
    declares_stop: bool = False,
    seen: int,
    actor: Actor,
    today: date,
    key: UUID | None = None,
) -> Answered:
    """Explain a doubt, in the county's own words.

    :param seen: how many deeds the officer saw when writing.
    :raises NotAllowed: if the actor sends no returns.
    :raises NoSuchDoubt: if there is none, or it lies outside the actor's scope.
    :raises AnsweredMeanwhile: if somebody did something about it between seeing and writing.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.SUBMIT_RETURN)
    found = page(doubt_id, actor=actor, today=today)
    deed = DoubtDeed(
        DoubtDeedKind.EXPLAIN,
        actor.user_id,
        today,
        words.strip(),
        paper.strip(),
        grade,
        declares_stop,
    )
    findings = check_explanation(deed, found.raised, _said(found.card.row))
    return _entered(found, deed, findings, seen=seen, actor=actor, key=key)


def rule(
    doubt_id: int,
    *,
    ruling: Ruling,
    words: str,
    seen: int,
    actor: Actor,
    today: date,
    key: UUID | None = None,
) -> Answered:
    """Say what a doubt was, by somebody who neither reported nor explained the figure.

    :raises NotAllowed: if the actor accepts no returns.
    :raises NoSuchDoubt: if there is none, or it lies outside the actor's scope.
    :raises AnsweredMeanwhile: if somebody did something about it between seeing and writing.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.ACCEPT_RETURN)
    found = page(doubt_id, actor=actor, today=today)
    deed = DoubtDeed(DoubtDeedKind.RULE, actor.user_id, today, words.strip(), ruling=ruling)
    findings = check_ruling(deed, found.raised, found.card.standing, days_to_be_heard(today))
    return _entered(found, deed, findings, seen=seen, actor=actor, key=key)


def _entered(
    found: DoubtPage,
    deed: DoubtDeed,
    findings: tuple[Finding, ...],
    *,
    seen: int,
    actor: Actor,
    key: UUID | None,
) -> Answered:
    if blocking(findings):
        return Answered(False, findings)
    row = found.card.row
    if len(row.deeds) != seen:
        raise AnsweredMeanwhile
    with unit_of_work(
        verb=f"reporting.{deed.kind.value}_doubt",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{found.card.county} {row.month} {found.card.title} {row.project}"[:128],
        key=key,
    ) as act:
        doubts.enter_deed(
            act,
            doubt_id=row.id,
            number=len(row.deeds) + 1,
            deed=deed,
            reported_by=found.raised.reported_by,
            explained_by=found.card.standing.last_explained_by,
        )
    return Answered(True, findings)


def _said(row: DoubtRow) -> Said:
    """Return what the county has said so far: of this doubt, and of its others."""
    own = doubts.doubts(county_ids=[row.county_id])
    return Said(
        elsewhere=[
            (f"{other.month.in_prose}“{other.project or '全县区'}”", deed.words)
            for other in own
            if other.id != row.id
            for deed in other.done
            if deed.kind is DoubtDeedKind.EXPLAIN
        ],
        here=[deed.words for deed in row.done if deed.kind is DoubtDeedKind.EXPLAIN],
        asked=(row.message, row.formula, row.answer.remedy),
    )
