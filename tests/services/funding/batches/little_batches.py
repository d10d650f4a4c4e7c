"""Batches of the little city: drawn up from tables, confirmed by another, answered from tables."""

from collections.abc import Iterable
from datetime import date

from jiugai.domain.funding.batches import Decider, Grounds, Mouth
from jiugai.services.actor import Actor
from jiugai.services.facts import horizon
from jiugai.services.funding.batches.answering import answer_batch
from jiugai.services.funding.batches.drafting import (
    BatchDone,
    BatchSent,
    NewBatch,
    confirm_batch,
    correct_batch,
    enter_batch,
)
from jiugai.services.funding.batches.reading import batch_of
from jiugai.services.reach import as_officer
from tests.services.little_city import table

TODAY, FILED = date(2020, 12, 1), date(2020, 5, 8)
ASKED_HEAD = "县区,小区,编号,申请金额（元）"
WON_HEAD = "县区,小区,编号,批准金额（元）,理由"
HOME, NORTH, RIVER = "石泉县,金州家属院", "石泉县,北苑小区", "汉滨区,江北小区"
ASKED = (f"{HOME},B14,100000.00", f"{HOME},B01,50000", f"{NORTH},,80000", f"{RIVER},,120000")
"""The roof is the treasury's alone, the pipes are anybody's; two communities are not split."""


def asked(
    rows: Iterable[str] = ASKED, *, on: date = FILED, reason: str = "", head: str = ASKED_HEAD
) -> BatchSent:
    return BatchSent(table(head, rows), "申报表.csv", Grounds("安旧改办〔2020〕6号", on, reason))


def won(
    rows: Iterable[str],
    *,
    on: date = date(2020, 6, 2),
    reason: str = "",
    paper: str = "陕财建〔2020〕9号",
) -> BatchSent:
    return BatchSent(table(WON_HEAD, rows), "批复表.csv", Grounds(paper, on, reason))


def enter(
    actor: Actor, sent: BatchSent | None = None, mouth: Mouth = Mouth.TREASURY, year: int = 2020
) -> BatchDone:
    new = NewBatch(year, mouth, Decider.PROVINCE)
    with as_officer(actor):
        return enter_batch(new, sent or asked(), horizon(TODAY), actor=actor, today=TODAY)


def correct(actor: Actor, batch_id: int, sent: BatchSent) -> BatchDone:
    with as_officer(actor):
        return correct_batch(batch_id, sent, horizon(TODAY), actor=actor, today=TODAY)


def confirm(actor: Actor, batch_id: int) -> BatchDone:
    with as_officer(actor):
        seen = batch_of(batch_id, horizon(TODAY), actor=actor).view.row.version_id
        return confirm_batch(batch_id, seen, horizon(TODAY), actor=actor)


def answer(actor: Actor, batch_id: int, sent: BatchSent) -> BatchDone:
    with as_officer(actor):
        return answer_batch(batch_id, sent, horizon(TODAY), actor=actor, today=TODAY)


def filed(maker: Actor, checker: Actor, sent: BatchSent | None = None, **more: object) -> int:
    """Enter a batch and let another confirm it; return its id."""
    done = enter(maker, sent, **more)  # type: ignore[arg-type]
    assert done.batch_id is not None, done.findings
    assert confirm(checker, done.batch_id).entered
    return done.batch_id
