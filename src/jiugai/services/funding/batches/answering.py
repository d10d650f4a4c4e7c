"""Entering what a paper answers to a batch (登记批复): what was won, what was refused and why.

An answer that changes an earlier one says why; the earlier one stays on file.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.funding.batches import Grounds, check_answer, check_grounds, item_word
from jiugai.exchange.funding.batch_table import ToldLine, answered_of
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.funding.batches.drafting import BatchDone, BatchSent, is_own, read_sent
from jiugai.services.funding.batches.matching import Matcher, Meant
from jiugai.services.funding.batches.reading import BatchPage, batch_of
from jiugai.services.funding.batches.refusals import BatchRefusal
from jiugai.storage.funding import batch_entries
from jiugai.storage.funding.batch_entries import BatchMeanwhile, NewAnswer
from jiugai.storage.funding.batch_queries import LineRow
from jiugai.storage.unit_of_work import unit_of_work

__all__ = ["answer_batch", "answer_told"]


def answer_batch(
    batch_id: int,
    sent: BatchSent,
    asked: Horizon,
    *,
    actor: Actor,
    today: date,
    key: uuid.UUID | None = None,
) -> BatchDone:
    """Enter what a paper answers to lines of a batch, from a table (登记批复).

    :raises NotAllowed: if the actor may not apply for money.
    :raises NoSuchBatch: if there is none within reach.
    """
    require(actor, Power.APPLY_FOR_MONEY)
    read = read_sent(sent, answered_of)
    if blocking(read.findings):
        return BatchDone(None, findings=read.findings)
    return answer_told(batch_id, read.lines, sent.grounds, asked, actor=actor, today=today, key=key)


def answer_told(
    batch_id: int,
    told: Sequence[ToldLine],
    grounds: Grounds,
    asked: Horizon,
    *,
    actor: Actor,
    today: date,
    key: uuid.UUID | None = None,
) -> BatchDone:
    """Enter an answer from rows that were read; refusals as in ``answer_batch``."""
    require(actor, Power.APPLY_FOR_MONEY)
    page = batch_of(batch_id, asked, actor=actor)
    refused = _untouchable(page, actor)
    if refused is not None:
        return BatchDone(None, findings=(refused,))
    found = _answered(page, told, asked, actor)
    answered = {line.id for line in page.view.lines if line.answer}
    corrects = any(line.line_id in answered for line in found.new)
    findings = (*check_grounds(grounds, corrects=corrects, today=today), *found.findings)
    if findings:
        return BatchDone(None, findings=findings)
    try:
        with unit_of_work(
            verb="funding.answer_batch",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"第 {batch_id} 批 批复 {grounds.paper}"[:128],
            key=key,
        ) as act:
            version_id, lines, hand = page.view.row.version_id, found.new, actor.user_id
            batch_entries.answer(act, batch_id, version_id, grounds, lines, user_id=hand)
    except BatchMeanwhile:
        return BatchDone(None, findings=(BatchRefusal.done_meanwhile(),))
    return BatchDone(batch_id, len(found.new))


def _untouchable(page: BatchPage, actor: Actor) -> Finding | None:
    """Say why no answer to a batch may be entered; None if one may."""
    if not is_own(page, actor.scope):
        return BatchRefusal.not_own()
    return None if page.view.row.confirmed else BatchRefusal.not_filed()


@dataclass(frozen=True, slots=True)
class _Answered:
    new: tuple[NewAnswer, ...]
    findings: tuple[Finding, ...]


def _answered(page: BatchPage, told: Sequence[ToldLine], asked: Horizon, actor: Actor) -> _Answered:
    """Return what rows answer, or all that is wrong with them at once."""
    if not told:
        return _Answered((), (BatchRefusal.empty(),))
    matcher = Matcher(asked, actor)
    findings: list[Finding] = []
    new: dict[int, NewAnswer] = {}
    for row in told:
        meant = matcher.meant(row)
        if isinstance(meant, Finding):
            findings.append(meant)
            continue
        line = _line_of(page, meant)
        if line is None:
            findings.append(BatchRefusal.not_in_batch(row.name, item_word(row.item), row.place))
            continue
        if line.id in new:
            findings.append(BatchRefusal.answered_twice(row.name, row.place))
        won, because = row.won_fen or 0, row.because.strip()
        findings += check_answer(line.asked_fen, won, because, name=meant.card.name, item=line.item)
        new[line.id] = NewAnswer(line.id, line.county_id, line.asked_fen, won, because)
    return _Answered(tuple(new.values()), tuple(findings))


def _line_of(page: BatchPage, meant: Meant) -> LineRow | None:
    """Return the line that a row answers: its item's, or the only one where it names no item."""
    own = [line for line in page.view.lines if line.community_id == meant.card.id]
    exact = [line for line in own if line.item == meant.told.item]
    if exact or meant.told.item:
        return next(iter(exact), None)
    return own[0] if len(own) == 1 else None
