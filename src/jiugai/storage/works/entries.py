"""Writes of cumulative quantities (累计数)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jiugai.storage.audit.models import Act
from jiugai.storage.works.models import Reading


@dataclass(frozen=True, slots=True)
class NewReading:
    """A reading to be entered; with ``replaces`` it corrects that fact and says why."""

    site_id: int
    indicator: int
    value: int | None
    effective_on: date
    origin: str = ""
    replaces: int | None = None
    reason: str | None = None


def readings(act: Act, readings: Iterable[NewReading], *, evidence_id: int | None = None) -> None:
    """Enter readings; one without a value withdraws the fact that it replaces."""
    Reading.objects.bulk_create(
        [
            Reading(
                act=act,
                effective_on=new.effective_on,
                evidence_id=evidence_id,
                origin=new.origin,
                replaces_id=new.replaces,
                reason=new.reason,
                withdrawn=new.value is None,
                site_id=new.site_id,
                indicator=new.indicator,
                value=new.value,
            )
            for new in readings
        ]
    )
