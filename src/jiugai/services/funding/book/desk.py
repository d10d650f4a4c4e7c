"""The desk of the book (记账台): vouchers that wait, one voucher, what may be done with it and by whom."""

from dataclasses import dataclass
from datetime import date

from jiugai.domain.calendar import Month, months_between
from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.services.actor import Actor, Power, require, why_another_hand
from jiugai.services.funding.book.names import Names
from jiugai.services.funding.book.refusals import NoSuchVoucher
from jiugai.storage.funding import book_pages, book_queries
from jiugai.storage.funding.book_pages import VoucherLine
from jiugai.storage.funding.book_queries import CloseRow, ContractRow, EarmarkRow

__all__ = [
    "CloseRow",
    "ContractRow",
    "EarmarkRow",
    "Months",
    "VoucherDesk",
    "VoucherLine",
    "VoucherPage",
    "months",
    "voucher",
    "vouchers",
]
MOST_DONE = 100


@dataclass(frozen=True, slots=True)
class VoucherDesk:
    """The vouchers that wait for a check, and the last that were dealt with (待复核、最近办的)."""

    waiting: tuple[VoucherLine, ...]
    done: tuple[VoucherLine, ...]
    names: Names


@dataclass(frozen=True, slots=True)
class VoucherPage:
    """A voucher, and what the officer at the desk may do with it (凭证).

    Attributes:
      may_check: it waits, and he may post it or send it back.
      may_reverse: it is posted, and he may write down that it is to be undone.
      why_not: why he, who may check others', may not check this one.
    """

    line: VoucherLine
    names: Names
    may_check: bool
    may_reverse: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class Months:
    """The months of the book (结账): those closed, and those that may be."""

    closed: tuple[CloseRow, ...]
    open: tuple[Month, ...]
    may_close: bool


def vouchers(*, actor: Actor, today: date) -> VoucherDesk:
    """Return the vouchers within the officer's reach.

    :raises NotAllowed: if the actor may look at no figures.
    """
    require(actor, Power.SEE)
    waiting, done = book_pages.vouchers_waiting(), book_pages.vouchers_done(MOST_DONE)
    return VoucherDesk(
        tuple(line for line in waiting if actor.scope.covers(line.county_id)),
        tuple(line for line in done if actor.scope.covers(line.county_id)),
        Names(today),
    )


def voucher(voucher_id: int, *, actor: Actor, today: date) -> VoucherPage:
    """Return one voucher within the officer's reach.

    :raises NotAllowed: if the actor may look at no figures.
    :raises NoSuchVoucher: if there is none within his reach.
    """
    require(actor, Power.SEE)
    line = book_pages.voucher_line(voucher_id)
    if line is None or not actor.scope.covers(line.county_id):
        raise NoSuchVoucher
    checks = line.waits and Power.CHECK_BOOK in actor.powers
    own = why_another_hand(actor, [line.user_id], by="没有经手这张凭证的财政岗") if checks else ""
    undone = line.step is MoneyStep.REVERSE or line.reversed_by is not None
    posted = line.posting_id is not None
    return VoucherPage(
        line=line,
        names=Names(today),
        may_check=checks and not own,
        may_reverse=posted and not undone and Power.KEEP_BOOK in actor.powers,
        why_not=own,
    )


def months(*, actor: Actor, today: date) -> Months:
    """Return which months of the book are closed, and which may be.

    :raises NotAllowed: if the actor may look at no figures.
    """
    require(actor, Power.SEE)
    closed = book_queries.closes()
    first = book_pages.first_period()
    known = months_between(Month.of(first), Month.of(today).previous) if first else []
    found = [month for month in known if not closed or month > closed[-1].month]
    may = Power.CHECK_BOOK in actor.powers and actor.scope.counties is None
    return Months(tuple(reversed(closed)), tuple(found), may)
