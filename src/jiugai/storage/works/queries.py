"""Reads of cumulative quantities at (day, stamp) (累计数)."""

from dataclasses import dataclass
from datetime import date, datetime

from jiugai.storage.audit.as_of import latest, rows, standing
from jiugai.storage.audit.life import LifeFact, life


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A cumulative quantity that stands; the unit is the indicator's."""

    id: int
    site_id: int
    indicator: int
    value: int
    effective_on: date
    seq: int


def readings(*, last_seq: int, on_day: date) -> tuple[ReadingRow, ...]:
    """Return the latest value of each indicator of each site."""
    found = rows(
        f"""
        SELECT id, site_id, indicator, value, effective_on, seq
        FROM ({latest("works_reading", "site_id", "indicator")}) r ORDER BY site_id, indicator
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(ReadingRow(**row) for row in found)


@dataclass(frozen=True, slots=True)
class ReadingFact:
    """A reading in a site's life, with who entered it and on what ground."""

    id: int
    site_id: int
    indicator: int
    value: int
    effective_on: date
    seq: int
    recorded_at: datetime
    post_id: int
    evidence_id: int | None
    origin: str
    replaces: int | None
    reason: str | None


def of_sites(site_ids: list[int], *, last_seq: int, on_day: date) -> tuple[ReadingFact, ...]:
    """Return every reading of some sites that stands at a horizon, newest first."""
    found = rows(
        f"""
        SELECT f.id, f.site_id, f.indicator, f.value, f.effective_on, f.seq, s.recorded_at,
               a.post_id, f.evidence_id, f.origin, f.replaces, f.reason
        FROM ({standing("works_reading")}) f
        JOIN audit_stamp s ON s.seq = f.seq JOIN audit_act a ON a.id = f.act_id
        WHERE f.site_id = ANY(%(sites)s) ORDER BY f.effective_on DESC, f.seq DESC, f.indicator
        """,
        {"seq": last_seq, "day": on_day, "sites": site_ids},
    )
    return tuple(ReadingFact(**row) for row in found)


def history(ids: list[int], *, last_seq: int) -> tuple[LifeFact, ...]:
    """Return every reading of some sites recorded up to a stamp, standing or not, newest first."""
    return life(
        "works_reading",
        subject="site_id",
        what="indicator",
        value="f.value",
        ids=ids,
        last_seq=last_seq,
    )
