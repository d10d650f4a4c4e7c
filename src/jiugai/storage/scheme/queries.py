"""Reads of renewal types at (day, stamp) (改造类型)."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiugai.storage.audit.as_of import latest, rows


@dataclass(frozen=True, slots=True)
class ClassificationRow:
    """Which type a community was last classified as, on which card, and why.

    ``renewal_type`` is empty while the card cannot tell.
    """

    community_id: int
    version_id: int
    renewal_type: str
    reasons: list[dict[str, Any]]
    effective_on: date
    seq: int


def classifications(*, last_seq: int, on_day: date) -> dict[int, ClassificationRow]:
    """Return the last classification of each community, by community."""
    found = rows(
        f"""
        SELECT community_id, version_id, renewal_type, reasons::text AS reasons, effective_on, seq
        FROM ({latest("scheme_classification", "community_id")}) c
        """,
        {"seq": last_seq, "day": on_day},
    )
    return {
        row["community_id"]: ClassificationRow(**row | {"reasons": json.loads(row["reasons"])})
        for row in found
    }
