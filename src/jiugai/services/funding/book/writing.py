"""Writing the book (制单、复核、记账、结账): one person writes a voucher, another posts it.

Nothing counts before it is posted, and what is posted is undone only by its exact mirror.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import date

from jiugai.domain.calendar import Month
from jiugai.domain.findings import Finding, blocking
from jiugai.domain.funding.book.steps import (
    MoneyStep,
    Parties,
    legs_of,
    mirrored,
    needs_contract,
    needs_project,
)
from jiugai.domain.funding.book.vouchers import Voucher, check_voucher, period_of
from jiugai.services.actor import Actor, Power, require
from jiugai.services.funding.book.digests import digest_of
from jiugai.services.funding.book.red_line import refuses_voucher
from jiugai.services.funding.book.refusals import REFUSALS, BookRefusal, NoSuchVoucher
from jiugai.storage.accounts import queries as accounts
from jiugai.storage.funding import book, book_queries
from jiugai.storage.funding.book_queries import VoucherInHand
from jiugai.storage.programme import queries as programme
from jiugai.storage.unit_of_work import SameHands, unit_of_work


@dataclass(frozen=True, slots=True)
class BookDone:
    """What became of a step of the book: entered unless a finding blocks (办理结果)."""

    id: int | None
    findings: tuple[Finding, ...] = ()

    @property
    def entered(self) -> bool:
        """Say whether it was written."""
        return self.id is not None


def write_voucher(
    told: Voucher, *, actor: Actor, today: date, key: uuid.UUID | None = None
) -> BookDone:
    """Write down a step of money, for another to check and post.

    :raises NotAllowed: if the actor may not keep the book.
    :raises AlreadyDone: if this very request was carried out before.
    :raises KeyReused: if its number came with another content before.
    """
    require(actor, Power.KEEP_BOOK)
    if told.step is MoneyStep.REVERSE:
        raise ValueError("a reversal is written by reverse()")
    if not _within_reach(told, actor):
        return BookDone(None, (BookRefusal.out_of_reach(actor.label),))
    findings = _check(told, today)
    if blocking(findings):
        return BookDone(None, findings)
    with unit_of_work(
        verb="funding.write_voucher",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{told.step.word} {told.paper}"[:128],
        key=key,
        body_digest=digest_of(told),
    ) as act:
        voucher_id = book.voucher(act, told, user_id=actor.user_id)
    return BookDone(voucher_id, findings)


def _within_reach(told: Voucher, actor: Actor) -> bool:
    """Say whether an officer answers for every county whose book a voucher touches."""
    touched = {told.county} if told.giver is None else {told.county, told.giver}
    return all(actor.scope.covers(county) for county in touched)


def reverse(
    posting_id: int,
    *,
    paper: str,
    reason: str,
    actor: Actor,
    today: date,
    key: uuid.UUID | None = None,
) -> BookDone:
    """Write down that a posting is to be undone, for another to check and post (冲销).

    :raises NotAllowed: if the actor may not keep the book.
    :raises NoSuchVoucher: if there is no such posting within reach.
    """
    require(actor, Power.KEEP_BOOK)
    row = book_queries.voucher_of(posting_id)
    if row is None or not _within_reach(_told(row), actor):
        raise NoSuchVoucher
    findings = _check_reversal(row, paper, reason)
    if findings:
        return BookDone(None, findings)
    told = replace(_told(row), step=MoneyStep.REVERSE, on=today, paper=paper, memo=reason)
    with unit_of_work(
        verb="funding.write_reversal",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"冲销第 {posting_id} 笔"[:128],
        key=key,
        body_digest=digest_of(told, posting_id),
    ) as act:
        voucher_id = book.voucher(act, told, user_id=actor.user_id, reverses_id=posting_id)
    return BookDone(voucher_id)


def post_voucher(
    voucher_id: int, *, actor: Actor, today: date, key: uuid.UUID | None = None
) -> BookDone:
    """Check another's voucher and post it.

    :raises NotAllowed: if the actor may not check the book.
    :raises NoSuchVoucher: if there is no such voucher within reach.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.CHECK_BOOK)
    row = _row(voucher_id, actor)
    crossed = refuses_voucher(_told(row), today)
    if crossed:
        return BookDone(None, crossed)
    new = book.NewPosting(
        voucher_id=row.id,
        earmark_id=row.earmark_id,
        county_id=row.county_id,
        step=row.step,
        period=_first(period_of(row.value_on, row.last_closed, today)),
        value_on=row.value_on,
        made_by=row.user_id,
        checked_by=actor.user_id,
        reverses_id=row.reverses_id,
    )
    legs = (
        mirrored(book_queries.legs(row.reverses_id))
        if row.reverses_id
        else legs_of(MoneyStep(row.step), row.amount_fen, _parties(row))
    )
    try:
        with unit_of_work(
            verb="funding.post_voucher",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"第 {row.id} 号凭证 {MoneyStep(row.step).word}",
            key=key,
            body_digest=digest_of(_told(row), row.id),
        ) as act:
            posting_id = book.post(act, new, legs)
    except tuple(REFUSALS) as refused:
        return BookDone(None, (REFUSALS[type(refused)](_told(row)),))
    except SameHands:
        return BookDone(None, (BookRefusal.own_voucher(),))
    return BookDone(posting_id)


def refuse_voucher(
    voucher_id: int, words: str, *, actor: Actor, key: uuid.UUID | None = None
) -> BookDone:
    """Send a voucher back, with the reason.

    :raises NotAllowed: if the actor may not check the book.
    :raises NoSuchVoucher: if there is no such voucher within reach.
    """
    require(actor, Power.CHECK_BOOK)
    row = _row(voucher_id, actor)
    if not words.strip():
        return BookDone(None, (BookRefusal.no_reason(),))
    if row.posting_id or row.refused_because:
        return BookDone(None, (BookRefusal.done_meanwhile(),))
    try:
        with unit_of_work(
            verb="funding.refuse_voucher",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"退回第 {row.id} 号凭证",
            key=key,
        ) as act:
            book.refusal(
                act,
                voucher_id=row.id,
                county_id=row.county_id,
                words=words.strip(),
                user_id=actor.user_id,
            )
    except book.PostedMeanwhile:
        return BookDone(None, (BookRefusal.done_meanwhile(),))
    return BookDone(row.id)


def _check(told: Voucher, today: date) -> tuple[Finding, ...]:
    earmark = next((e for e in book_queries.earmarks() if e.id == told.earmark), None)
    if earmark is None:
        return (BookRefusal.no_earmark(),)
    findings = list(check_voucher(told, granted_in=earmark.year, today=today))
    if needs_contract(told.step) and told.contract is not None and told.project is not None:
        known = {contract.id for contract in book_queries.contracts([told.project])}
        if told.contract not in known:
            findings.append(BookRefusal.contract_elsewhere())
    if needs_project(told.step) and told.project is not None:
        home = programme.counties_of_projects().get(told.project)
        if home != told.county and told.county != accounts.city_id():
            findings.append(BookRefusal.project_elsewhere())
    if not needs_project(told.step) and told.project is not None:
        findings.append(BookRefusal.project_too_early(told.step))
    return (*findings, *refuses_voucher(told, today))


def _check_reversal(row: VoucherInHand, paper: str, reason: str) -> tuple[Finding, ...]:
    found = []
    if row.step == MoneyStep.REVERSE:
        found.append(BookRefusal.reversal_of_reversal())
    if not reason.strip():
        found.append(BookRefusal.no_reason())
    if not paper.strip():
        found.append(BookRefusal.no_paper())
    return tuple(found)


def _row(voucher_id: int, actor: Actor) -> VoucherInHand:
    row = book_queries.voucher(voucher_id)
    if row is None or not _within_reach(_told(row), actor):
        raise NoSuchVoucher
    return row


def _told(row: VoucherInHand) -> Voucher:
    return Voucher(
        step=MoneyStep(row.step),
        earmark=row.earmark_id,
        county=row.county_id,
        amount_fen=row.amount_fen,
        on=row.value_on,
        paper=row.paper,
        project=row.project_id,
        contract=row.contract_id,
        giver=row.giver_id,
        memo=row.memo,
    )


def _parties(row: VoucherInHand) -> Parties:
    return Parties(row.county_id, row.project_id, row.contract_id, row.giver_id)


def _first(month: Month) -> date:
    return date(month.year, month.month, 1)
