"""Writes of decisions (认定结果): a new decision follows the last, and none is changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from jiugai.storage.audit.models import Act
from jiugai.storage.eligibility.models import Decision


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision to be entered; reasons are findings as shown: code, message, weight."""

    community_id: int
    version_id: int
    outcome: str
    clause: str
    rule_on: date
    reasons: list[dict[str, str]]


def decisions(act: Act, decisions: Iterable[NewDecision], *, effective_on: date) -> None:
    """Enter decisions."""
    Decision.objects.bulk_create(
        [
            Decision(
                act=act,
                effective_on=effective_on,
                community_id=new.community_id,
                version_id=new.version_id,
                outcome=new.outcome,
                clause=new.clause,
                rule_on=new.rule_on,
                reasons=new.reasons,
            )
            for new in decisions
        ],
        batch_size=5_000,
    )


def lock_decisions() -> None:
    """Let one officer decide at a time, whichever communities, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(6116, 1)")
