"""Writes of the book (记账): what is written down, refused, posted and closed.

``post`` is the only code that enters postings and legs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import DatabaseError, IntegrityError, connection

from jiugai.domain.funding.book.steps import Leg
from jiugai.domain.funding.book.vouchers import Voucher
from jiugai.storage.audit.models import Act
from jiugai.storage.funding.book_models import (
    Contract,
    Earmark,
    PeriodClose,
    VoucherRefusal,
    VoucherRow,
)
from jiugai.storage.unit_of_work import SameHands


class Overdrawn(Exception):
    """An account would fall below nought; nothing is written."""


class PeriodClosed(Exception):
    """The month was closed meanwhile; nothing is written."""


class PostedMeanwhile(Exception):
    """Somebody else posted, refused or reversed it meanwhile; nothing is written."""


class KnownAlready(Exception):
    """There is an earmark, or a contract, of that name already; nothing is written."""


class EarmarkCrossed(Exception):
    """Money of one earmark would move into another's account; nothing is written."""


@dataclass(frozen=True, slots=True)
class NewPosting:
    """What is to be posted of a voucher (待记的账)."""

    voucher_id: int
    earmark_id: int
    county_id: int
    step: str
    period: date
    value_on: date
    made_by: int
    checked_by: int
    reverses_id: int | None = None


def earmark(act: Act, *, source: int, paper: str, year: int, name: str) -> int:
    """Enter an earmark.

    :raises KnownAlready: if there is one of that source, paper and year.
    """
    try:
        return Earmark.objects.create(act=act, source=source, paper=paper, year=year, name=name).pk
    except IntegrityError as refused:
        raise KnownAlready from refused


def contract(
    act: Act, *, project_id: int, number: str, payee: str, amount_fen: int, signed_on: date
) -> int:
    """Enter a contract.

    :raises KnownAlready: if the project has one of that number.
    """
    try:
        return Contract.objects.create(
            act=act,
            project_id=project_id,
            number=number,
            payee=payee,
            amount_fen=amount_fen,
            signed_on=signed_on,
        ).pk
    except IntegrityError as refused:
        raise KnownAlready from refused


def voucher(act: Act, told: Voucher, *, user_id: int, reverses_id: int | None = None) -> int:
    """Enter what somebody wrote down."""
    return VoucherRow.objects.create(
        act=act,
        earmark_id=told.earmark,
        county_id=told.county,
        step=told.step.value,
        amount_fen=told.amount_fen,
        value_on=told.on,
        paper=told.paper,
        memo=told.memo,
        project_id=told.project,
        contract_id=told.contract,
        giver_id=told.giver,
        reverses_id=reverses_id,
        user_id=user_id,
    ).pk


def refusal(act: Act, *, voucher_id: int, county_id: int, words: str, user_id: int) -> None:
    """Enter that somebody would not post a voucher.

    :raises PostedMeanwhile: if it was refused already.
    """
    try:
        VoucherRefusal.objects.create(
            act=act, voucher_id=voucher_id, county_id=county_id, words=words, user_id=user_id
        )
    except IntegrityError as refused:
        raise PostedMeanwhile from refused


def post(act: Act, new: NewPosting, legs: Sequence[Leg]) -> int:
    """Post a voucher: its posting and all its legs, or nothing.

    :raises Overdrawn: if an account would fall below nought.
    :raises PeriodClosed: if the period was closed meanwhile.
    :raises PostedMeanwhile: if the voucher was posted or refused, or what it reverses reversed.
    :raises EarmarkCrossed: if an account is another earmark's.
    :raises SameHands: if whoever wrote the voucher would post it.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(_POST, _told(act, new, legs))
            (posting_id,) = cursor.fetchone()
    except DatabaseError as refused:
        raise _meaning(refused) from refused
    return int(posting_id)


_POST = """
    SELECT funding_post(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s,
      %s::smallint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
"""


def _told(act: Act, new: NewPosting, legs: Sequence[Leg]) -> list[Any]:
    accounts = [leg.account for leg in legs]
    return [
        act.pk,
        new.voucher_id,
        new.earmark_id,
        new.county_id,
        new.step,
        new.period,
        new.value_on,
        new.reverses_id,
        new.made_by,
        new.checked_by,
        [int(account.kind) for account in accounts],
        [account.county for account in accounts],
        [account.project for account in accounts],
        [account.contract for account in accounts],
        [leg.amount_fen for leg in legs],
    ]


_MEANINGS = (
    ("funding_balance_never_below_zero", Overdrawn),
    ("funding_posting_another_hand", SameHands),
    ("funding_period_closed", PeriodClosed),
    ("funding_leg_within_its_earmark", EarmarkCrossed),
    ("funding_posting_reverses_its_earmark", EarmarkCrossed),
    ("funding_voucher_was_refused", PostedMeanwhile),
    ("funding_posting_voucher_id", PostedMeanwhile),
    ("funding_posting_reverses_id", PostedMeanwhile),
)


def _meaning(refused: DatabaseError) -> Exception:
    said = str(refused)
    return next((meaning() for name, meaning in _MEANINGS if name in said), refused)


def lock_periods() -> None:
    """Let nobody post until the transaction ends: what is counted for a close must stay so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(6121, 0)")


def close(act: Act, *, month: date, digest: bytes, user_id: int) -> None:
    """Close a month's book for good.

    :raises PeriodClosed: if it is closed.
    """
    try:
        PeriodClose.objects.create(act=act, month=month, digest=digest, user_id=user_id)
    except IntegrityError as refused:
        raise PeriodClosed from refused
