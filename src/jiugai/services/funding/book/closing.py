"""Closing a month's book (结账): nobody posts meanwhile, its balances go into a digest, and it stays shut."""

import uuid
from datetime import date

from jiugai.domain.calendar import Month
from jiugai.domain.findings import Finding
from jiugai.domain.sealing.events import canonical
from jiugai.exchange.digests import sm3
from jiugai.services.actor import Actor, NotAllowed, Power, require
from jiugai.services.funding.book.refusals import CloseRefusal
from jiugai.services.funding.book.writing import BookDone
from jiugai.storage.funding import book, book_queries
from jiugai.storage.unit_of_work import unit_of_work


class _Stopped(Exception):
    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("没有结账")
        self.findings = findings


def close_period(
    month: Month, *, actor: Actor, today: date, key: uuid.UUID | None = None
) -> BookDone:
    """Close a month's book and every month before it, for all counties and for good.

    :raises NotAllowed: if the actor may not check the book, or only a county's.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.CHECK_BOOK)
    if actor.scope.counties is not None:
        raise NotAllowed("全市的资金账一起结，由市财政的岗位办理。没有改动任何数据。")
    try:
        with unit_of_work(
            verb="funding.close_period",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{month.in_prose}资金账",
            key=key,
        ) as act:
            book.lock_periods()
            _stop(month, today)
            book.close(
                act,
                month=date(month.year, month.month, 1),
                digest=digest_of_balances(book_queries.trial_balance(month)),
                user_id=actor.user_id,
            )
    except _Stopped as stopped:
        return BookDone(None, stopped.findings)
    except book.PeriodClosed:
        return BookDone(None, (CloseRefusal.closed(month),))
    return BookDone(act.pk)


def digest_of_balances(balances: tuple[tuple[int, int, int], ...]) -> bytes:
    """Return the SM3 digest of a trial balance: account, what came, what went, in 分."""
    return sm3(canonical([list(row) for row in balances]))


def _stop(month: Month, today: date) -> None:
    findings = []
    if month >= Month.of(today):
        findings.append(CloseRefusal.not_over(month))
    if any(close.month >= month for close in book_queries.closes()):
        findings.append(CloseRefusal.closed(month))
    waiting = [one for one in book_queries.waiting() if Month.of(one.value_on) <= month]
    if waiting:
        findings.append(CloseRefusal.waiting(month, len(waiting)))
    if findings:
        raise _Stopped(tuple(findings))
