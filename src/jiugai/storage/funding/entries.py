"""Writes of money allotted, received and paid (资金流水)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from jiugai.storage.audit.models import Act
from jiugai.storage.funding.models import Flow


@dataclass(frozen=True, slots=True)
class NewFlow:
    """A flow to be entered, in 分; money returned is negative."""

    project_id: int
    source: int
    kind: int
    amount_fen: int
    effective_on: date
    origin: str = ""


def flows(act: Act, flows: Iterable[NewFlow], *, evidence_id: int | None = None) -> None:
    """Enter flows."""
    Flow.objects.bulk_create(
        [
            Flow(
                act=act,
                effective_on=new.effective_on,
                evidence_id=evidence_id,
                origin=new.origin,
                project_id=new.project_id,
                source=new.source,
                kind=new.kind,
                amount_fen=new.amount_fen,
            )
            for new in flows
        ]
    )


def lock_projects(project_ids: Iterable[int]) -> None:
    """Lock projects, in one order, before their money is read and written.

    Money is a project's, so returns on two of its sites would else each add the same sum.
    """
    with connection.cursor() as cursor:
        for project_id in sorted(set(project_ids)):
            cursor.execute("SELECT pg_advisory_xact_lock(6113, %s)", [project_id % 2**31])
