"""Writes of renewal types, needs and schemes (改造类型、需求、方案)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, connection, transaction

from jiugai.domain.quantities import round_half_up
from jiugai.domain.scheme.bill import BillLine, BillStage, total_fen
from jiugai.domain.scheme.changes import Grounds
from jiugai.domain.scheme.needs import Need
from jiugai.storage.audit.models import Act
from jiugai.storage.scheme import models
from jiugai.storage.scheme.models import Classification


@dataclass(frozen=True, slots=True)
class NewClassification:
    """A classification to be entered; an empty type says that the card cannot tell."""

    community_id: int
    version_id: int
    renewal_type: str
    reasons: list[dict[str, str]]


def classifications(
    act: Act, classifications: Iterable[NewClassification], *, effective_on: date
) -> None:
    """Enter classifications."""
    Classification.objects.bulk_create(
        [
            Classification(
                act=act,
                effective_on=effective_on,
                community_id=new.community_id,
                version_id=new.version_id,
                renewal_type=new.renewal_type,
                reasons=new.reasons,
            )
            for new in classifications
        ],
        batch_size=5_000,
    )


def lock_classifications() -> None:
    """Let one officer classify at a time, whichever communities, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(6116, 2)")


class EnteredMeanwhile(Exception):
    """Somebody entered that version a moment ago."""


def need(
    act: Act, *, community_id: int, need: Need, effective_on: date, evidence_id: int | None = None
) -> int:
    """Enter a need; return its id."""
    entered = models.Need.objects.create(
        act=act,
        effective_on=effective_on,
        evidence_id=evidence_id,
        community_id=community_id,
        kind=need.kind,
        item=need.item,
        words=need.words,
    )
    return entered.pk


def withdraw_need(
    act: Act, *, need_id: int, community_id: int, need: Need, effective_on: date, reason: str
) -> None:
    """Enter that a need was entered wrongly, or is no more.

    :raises EnteredMeanwhile: if it was withdrawn meanwhile.
    """
    try:
        with transaction.atomic():
            models.Need.objects.create(
                act=act,
                effective_on=effective_on,
                replaces_id=need_id,
                reason=reason,
                withdrawn=True,
                community_id=community_id,
                kind=need.kind,
                item=need.item,
                words=need.words,
            )
    except IntegrityError as refused:
        if "scheme_need_replaced_once" in str(refused):
            raise EnteredMeanwhile from refused
        raise


@dataclass(frozen=True, slots=True)
class NewBill:
    """A version of a bill to be entered (新版方案).

    Attributes:
      number: of the version within its stage, from 1.
      waived: items that are left out on purpose, each with the reason.
      evidence_id: the papers that it was read from.
      origin: where in them.
      catalogue: code of the local catalogue whose heads the lines name; empty if none.
    """

    community_id: int
    stage: BillStage
    number: int
    effective_on: date
    lines: Sequence[BillLine]
    grounds: Grounds
    waived: Mapping[str, str]
    evidence_id: int | None
    origin: str
    catalogue: str = ""


def bill(act: Act, new: NewBill) -> int:
    """Enter a version of a bill with its lines; return its id.

    :raises EnteredMeanwhile: if that version was entered meanwhile.
    """
    try:
        with transaction.atomic():
            entered = models.Bill.objects.create(
                act=act,
                community_id=new.community_id,
                stage=new.stage,
                number=new.number,
                effective_on=new.effective_on,
                reason=new.grounds.reason,
                paper=new.grounds.paper,
                vote=new.grounds.vote,
                waived=dict(new.waived),
                total_fen=total_fen(new.lines),
                evidence_id=new.evidence_id,
                origin=new.origin,
                catalogue=new.catalogue,
            )
    except IntegrityError as refused:
        if "scheme_bill_once" in str(refused):
            raise EnteredMeanwhile from refused
        raise
    _lines(act, entered, new.lines)
    return entered.pk


def _lines(act: Act, bill: models.Bill, lines: Sequence[BillLine]) -> None:
    models.Line.objects.bulk_create(
        [
            models.Line(
                act=act,
                bill=bill,
                number=line.number,
                item=line.item,
                reach=line.reach.value,
                name=line.name,
                unit=line.unit,
                quantity=round_half_up(line.quantity, 3),
                unit_price_fen=line.unit_price_fen,
                amount_fen=line.amount_fen,
                answers=line.answers,
                head=line.head,
            )
            for line in lines
        ]
    )
