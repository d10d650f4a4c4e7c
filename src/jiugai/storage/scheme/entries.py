"""Writes of renewal types (改造类型)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from jiugai.storage.audit.models import Act
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
