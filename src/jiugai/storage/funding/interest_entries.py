"""Writes of published lists, of rows withdrawn, and of what firms offer (公开名单、撤下、意向)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import DatabaseError

from jiugai.domain.funding.interest import Offer
from jiugai.storage.audit.models import Act
from jiugai.storage.funding.interest_models import (
    InterestList,
    InterestOffer,
    InterestRow,
    InterestWithdrawal,
)


class InterestMeanwhile(Exception):
    """Somebody else withdrew the row, or entered the offer, meanwhile; nothing is written."""


@dataclass(frozen=True, slots=True)
class NewRow:
    """A community and a kind to be put on a list (待公开的名单行)."""

    county_id: int
    community_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class NewOffer:
    """A version of an offer to be entered (待登记的意向); the contact only as a commitment."""

    row_id: int
    county_id: int
    number: int
    offer: Offer
    contact_salt: str
    contact: str
    listed_by: str


def publish(
    act: Act,
    *,
    year: int,
    title: str,
    on: date,
    paper: str,
    rows: Sequence[NewRow],
    user_id: int,
) -> int:
    """Enter a list with its rows; return its id."""
    made = InterestList.objects.create(
        act=act, year=year, title=title, published_on=on, paper=paper, user_id=user_id
    )
    InterestRow.objects.bulk_create(
        [
            InterestRow(
                act=act,
                list=made,
                county_id=row.county_id,
                community_id=row.community_id,
                kind=row.kind,
            )
            for row in rows
        ]
    )
    return made.pk


def withdrawal(act: Act, *, row_id: int, county_id: int, reason: str, user_id: int) -> None:
    """Enter that a row was taken from its list.

    :raises InterestMeanwhile: if it was withdrawn meanwhile.
    """
    try:
        InterestWithdrawal.objects.create(
            act=act, row_id=row_id, county_id=county_id, reason=reason, user_id=user_id
        )
    except DatabaseError as refused:
        raise _meaning(refused) from refused


def offers(
    act: Act, told: Sequence[NewOffer], *, paper: str, on: date, reason: str, user_id: int
) -> None:
    """Enter versions of offers that came under one paper.

    :raises InterestMeanwhile: if a row was withdrawn, or a version entered, meanwhile.
    """
    try:
        InterestOffer.objects.bulk_create(
            [
                InterestOffer(
                    act=act,
                    row_id=one.row_id,
                    county_id=one.county_id,
                    code=one.offer.code,
                    number=one.number,
                    firm=one.offer.firm,
                    trade=one.offer.trade,
                    contact_salt=one.contact_salt,
                    contact=one.contact,
                    amount_fen=one.offer.amount_fen,
                    money=one.offer.money.value if one.offer.money else "",
                    listed_by=one.listed_by,
                    paper=paper,
                    on_day=on,
                    reason=reason if one.number > 1 else "",
                    user_id=user_id,
                )
                for one in told
            ]
        )
    except DatabaseError as refused:
        raise _meaning(refused) from refused


_MEANWHILE = (
    "funding_interest_withdrawal_row_id",
    "funding_interest_offer_once",
    "funding_interest_offer_in_turn",
    "funding_interest_row_withdrawn",
)


def _meaning(refused: DatabaseError) -> Exception:
    said = str(refused)
    return InterestMeanwhile() if any(name in said for name in _MEANWHILE) else refused
