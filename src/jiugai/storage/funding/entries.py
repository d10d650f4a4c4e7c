"""Writes of money allotted, received and paid (资金流水)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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
