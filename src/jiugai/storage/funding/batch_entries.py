"""Writes of batches: drawn up, confirmed by another, answered (申报批次、批复)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import DatabaseError

from jiugai.domain.funding.batches import Decider, Grounds, Mouth
from jiugai.storage.audit.models import Act
from jiugai.storage.funding.batch_models import (
    Batch,
    BatchAnswer,
    BatchAnswerLine,
    BatchConfirmation,
    BatchLine,
    BatchVersion,
)


class BatchMeanwhile(Exception):
    """Somebody else corrected, confirmed or answered the batch meanwhile; nothing is written."""


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line of a version to be entered (待登记的申报行), in 分."""

    county_id: int
    community_id: int
    item: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """What was answered to a line (待登记的批复行), in 分."""

    line_id: int
    county_id: int
    asked_fen: int
    won_fen: int
    because: str


def batch(act: Act, *, county_id: int | None, year: int, mouth: Mouth, decider: Decider) -> int:
    """Enter a batch; return its id."""
    return Batch.objects.create(
        act=act, county_id=county_id, year=year, mouth=mouth.value, decider=int(decider)
    ).pk


def version(
    act: Act,
    batch_id: int,
    number: int,
    grounds: Grounds,
    lines: Sequence[NewLine],
    *,
    user_id: int,
) -> int:
    """Enter a version of a batch with its lines; return its id.

    :raises BatchMeanwhile: if somebody entered that version, or an answer, meanwhile.
    """
    try:
        made = BatchVersion.objects.create(
            act=act,
            batch_id=batch_id,
            number=number,
            paper=grounds.paper,
            filed_on=grounds.on,
            reason=grounds.reason,
            user_id=user_id,
        )
        BatchLine.objects.bulk_create(
            [
                BatchLine(
                    act=act,
                    version=made,
                    number=n,
                    county_id=line.county_id,
                    community_id=line.community_id,
                    item=line.item,
                    amount_fen=line.amount_fen,
                )
                for n, line in enumerate(lines, start=1)
            ]
        )
    except DatabaseError as refused:
        raise _meaning(refused) from refused
    return made.pk


def confirmation(act: Act, *, batch_id: int, version_id: int, drawn_by: int, user_id: int) -> None:
    """Enter that another person confirmed a version.

    :raises BatchMeanwhile: if it was confirmed meanwhile.
    """
    try:
        BatchConfirmation.objects.create(
            act=act, batch_id=batch_id, version_id=version_id, drawn_by=drawn_by, user_id=user_id
        )
    except DatabaseError as refused:
        raise _meaning(refused) from refused


def answer(
    act: Act,
    batch_id: int,
    version_id: int,
    grounds: Grounds,
    lines: Sequence[NewAnswer],
    *,
    user_id: int,
) -> int:
    """Enter a paper that answers lines; return its id.

    :raises BatchMeanwhile: if the batch was corrected meanwhile.
    """
    try:
        made = BatchAnswer.objects.create(
            act=act,
            batch_id=batch_id,
            version_id=version_id,
            paper=grounds.paper,
            answered_on=grounds.on,
            reason=grounds.reason,
            user_id=user_id,
        )
        BatchAnswerLine.objects.bulk_create(
            [
                BatchAnswerLine(
                    answer=made,
                    line_id=line.line_id,
                    county_id=line.county_id,
                    asked_fen=line.asked_fen,
                    won_fen=line.won_fen,
                    because=line.because,
                )
                for line in lines
            ]
        )
    except DatabaseError as refused:
        raise _meaning(refused) from refused
    return made.pk


_MEANWHILE = (
    "funding_batch_version_once",
    "funding_batch_version_in_turn",
    "funding_batch_was_answered",
    "funding_batch_not_filed",
    "funding_batch_confirmation_version_id",
)


def _meaning(refused: DatabaseError) -> Exception:
    said = str(refused)
    return BatchMeanwhile() if any(name in said for name in _MEANWHILE) else refused
