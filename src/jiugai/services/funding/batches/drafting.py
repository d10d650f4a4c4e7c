"""Drawing a batch up, correcting it, confirming it (拟稿、更正、复核报出).

Nothing counts before another person has confirmed it; what was confirmed is corrected by a further
version as long as nobody has answered.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from jiugai.domain.divisions import Scope
from jiugai.domain.findings import Finding, blocking
from jiugai.domain.funding.batches import (
    AskedLine,
    Decider,
    Grounds,
    LineState,
    Mouth,
    check_asked,
    check_grounds,
)
from jiugai.exchange.file_kind import Kind
from jiugai.exchange.funding.batch_table import BatchTable, ToldLine, asked_of
from jiugai.exchange.plain_csv import PlainTable
from jiugai.exchange.reading_process import run_reader
from jiugai.exchange.upload_limits import in_mib, upload_limits
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.funding.batches.matching import Matcher, Meant
from jiugai.services.funding.batches.reading import (
    BatchPage,
    asked_at_mouths,
    batch_of,
    state_of,
)
from jiugai.services.funding.batches.refusals import BatchRefusal
from jiugai.storage.funding import batch_entries
from jiugai.storage.funding.batch_entries import BatchMeanwhile, NewLine
from jiugai.storage.unit_of_work import AlreadyDone, KeyReused, SameHands, unit_of_work

__all__ = [
    "AlreadyDone",
    "BatchDone",
    "BatchSent",
    "KeyReused",
    "NewBatch",
    "confirm_batch",
    "correct_batch",
    "enter_batch",
    "enter_told",
    "is_own",
    "largest_batch",
    "read_sent",
]
KINDS = frozenset({Kind.XLSX, Kind.CSV})
# Named, not imported: only the process that reads needs the libraries for workbooks.
READER = "jiugai.exchange.plain_sheet:read_plain_sheet"


@dataclass(frozen=True, slots=True)
class NewBatch:
    """To whom a batch goes (待报的批次)."""

    year: int
    mouth: Mouth
    decider: Decider


@dataclass(frozen=True, slots=True)
class BatchSent:
    """A table as somebody sends it, with the paper it goes under (送来的申报表、批复表)."""

    content: bytes
    document: str
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class BatchDone:
    """What became of a step (办理结果): written unless a finding blocks."""

    batch_id: int | None
    count: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def entered(self) -> bool:
        """Say whether it was written."""
        return self.batch_id is not None


def largest_batch() -> tuple[int, str]:
    """Return the most bytes that a table may have, and how that is said."""
    most = upload_limits().file_bytes
    return most, in_mib(most)


def read_sent(sent: BatchSent, means: Callable[[PlainTable], BatchTable]) -> BatchTable:
    """Read a table in a process of its own; never raises for what is in it."""
    table = run_reader(
        READER, sent.content, {"document": sent.document}, expect=PlainTable,
        name=sent.document, kinds=KINDS,
    )  # fmt: skip
    if isinstance(table, Finding):
        return BatchTable(sent.document, (), (table,))
    return means(table)


def enter_batch(
    new: NewBatch,
    sent: BatchSent,
    asked: Horizon,
    *,
    actor: Actor,
    today: date,
    key: uuid.UUID | None = None,
) -> BatchDone:
    """Draw up a batch from a table, for another to confirm (拟稿).

    :raises NotAllowed: if the actor may not apply for money.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.APPLY_FOR_MONEY)
    read = read_sent(sent, asked_of)
    if blocking(read.findings):
        return BatchDone(None, findings=read.findings)
    return enter_told(new, read.lines, sent.grounds, asked, actor=actor, today=today, key=key)


def enter_told(
    new: NewBatch,
    told: Sequence[ToldLine],
    grounds: Grounds,
    asked: Horizon,
    *,
    actor: Actor,
    today: date,
    key: uuid.UUID | None = None,
) -> BatchDone:
    """Draw up a batch from rows that were read; refusals as in ``enter_batch``."""
    require(actor, Power.APPLY_FOR_MONEY)
    lines = _asked(told, new.mouth, new.year, asked, actor, batch_id=None)
    findings = (*check_grounds(grounds, corrects=False, today=today), *lines.findings)
    if findings:
        return BatchDone(None, findings=findings)
    with unit_of_work(
        verb="funding.draw_up_batch",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{new.year}年{new.mouth.word} {grounds.paper}"[:128],
        key=key,
    ) as act:
        batch_id = batch_entries.batch(
            act,
            county_id=_owner(actor.scope),
            year=new.year,
            mouth=new.mouth,
            decider=new.decider,
        )
        batch_entries.version(act, batch_id, 1, grounds, lines.new, user_id=actor.user_id)
    return BatchDone(batch_id, len(lines.new))


def _owner(scope: Scope) -> int | None:
    """Return whose batch an officer draws up: his county's, or the city's own."""
    return next(iter(scope.counties)) if scope.counties else None


def correct_batch(
    batch_id: int,
    sent: BatchSent,
    asked: Horizon,
    *,
    actor: Actor,
    today: date,
    key: uuid.UUID | None = None,
) -> BatchDone:
    """Draw up the next version of a batch, for another to confirm (更正).

    :raises NotAllowed: if the actor may not apply for money.
    :raises NoSuchBatch: if there is none within reach.
    """
    require(actor, Power.APPLY_FOR_MONEY)
    page = batch_of(batch_id, asked, actor=actor)
    row, number = page.view.row, page.view.row.number + 1
    if not is_own(page, actor.scope) or page.answers:
        return BatchDone(None, findings=(_why_not(page, actor),))
    read = read_sent(sent, asked_of)
    if blocking(read.findings):
        return BatchDone(None, findings=read.findings)
    lines = _asked(read.lines, row.mouth, row.year, asked, actor, batch_id=batch_id)
    findings = (*check_grounds(sent.grounds, corrects=True, today=today), *lines.findings)
    if findings:
        return BatchDone(None, findings=findings)
    try:
        with unit_of_work(
            verb="funding.correct_batch",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"第 {batch_id} 批 第{number}版",
            key=key,
        ) as act:
            new, hand = lines.new, actor.user_id
            batch_entries.version(act, batch_id, number, sent.grounds, new, user_id=hand)
    except BatchMeanwhile:
        return BatchDone(None, findings=(BatchRefusal.done_meanwhile(),))
    return BatchDone(batch_id, len(lines.new))


def _why_not(page: BatchPage, actor: Actor) -> Finding:
    own = is_own(page, actor.scope)
    return BatchRefusal.answered_already() if own else BatchRefusal.not_own()


def is_own(page: BatchPage, scope: Scope) -> bool:
    """Say whether a batch is one of the officer's own office."""
    return page.view.row.county_id == _owner(scope)


@dataclass(frozen=True, slots=True)
class _Asked:
    new: tuple[NewLine, ...]
    findings: tuple[Finding, ...]


def _asked(
    told: Sequence[ToldLine],
    mouth: Mouth,
    year: int,
    asked: Horizon,
    actor: Actor,
    *,
    batch_id: int | None,
) -> _Asked:
    """Return what rows ask for, or all that is wrong with them at once."""
    if not told:
        return _Asked((), (BatchRefusal.empty(),))
    matcher = Matcher(asked, actor)
    found = [matcher.meant(row) for row in told]
    findings = [one for one in found if isinstance(one, Finding)]
    meant = [one for one in found if isinstance(one, Meant)]
    findings += [one for row in meant if (one := matcher.barred(row, mouth))]
    lines = [AskedLine(m.card.id, m.told.item, m.told.asked_fen or 0) for m in meant]
    before = {
        (community, line.item)
        for community, own in asked_at_mouths(asked, year=year).items()
        for row, line in own
        if row.mouth is mouth and row.id != batch_id and state_of(line) is not LineState.REFUSED
    }
    findings += check_asked(lines, {m.card.id: m.card.name for m in meant}, before)
    new = (
        NewLine(m.card.county_id, line.community, line.item, line.amount_fen)
        for m, line in zip(meant, lines, strict=True)
    )
    return _Asked(tuple(new), tuple(findings))


def confirm_batch(
    batch_id: int, version_id: int, asked: Horizon, *, actor: Actor, key: uuid.UUID | None = None
) -> BatchDone:
    """Confirm another's batch, so that it counts as filed (复核报出).

    :param version_id: the version that the officer saw.
    :raises NotAllowed: if the actor may not confirm applications.
    :raises NoSuchBatch: if there is none within reach.
    """
    require(actor, Power.CONFIRM_APPLICATION)
    page = batch_of(batch_id, asked, actor=actor)
    row = page.view.row
    if not is_own(page, actor.scope):
        return BatchDone(None, findings=(BatchRefusal.not_own(),))
    if row.version_id != version_id or row.confirmed:
        return BatchDone(None, findings=(BatchRefusal.done_meanwhile(),))
    if actor.user_id == row.drawn_by:
        return BatchDone(None, findings=(BatchRefusal.own_batch(),))
    try:
        with unit_of_work(
            verb="funding.confirm_batch",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"第 {batch_id} 批 第{row.number}版 {row.paper}"[:128],
            key=key,
        ) as act:
            batch_entries.confirmation(
                act,
                batch_id=batch_id,
                version_id=version_id,
                drawn_by=row.drawn_by,
                user_id=actor.user_id,
            )
    except BatchMeanwhile:
        return BatchDone(None, findings=(BatchRefusal.done_meanwhile(),))
    except SameHands:
        return BatchDone(None, findings=(BatchRefusal.own_batch(),))
    return BatchDone(batch_id, len(page.view.lines))
