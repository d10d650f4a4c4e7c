"""Reads of decisions at (day, stamp) (认定结果)."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiugai.storage.audit.as_of import latest, rows


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What was last decided of a community, on which card, by which clause, and why."""

    id: int
    community_id: int
    version_id: int
    outcome: str
    clause: str
    rule_on: date
    reasons: list[dict[str, Any]]
    effective_on: date
    seq: int


def decisions(*, last_seq: int, on_day: date) -> dict[int, DecisionRow]:
    """Return the last decision on each community, by community."""
    found = rows(
        f"""
        SELECT id, community_id, version_id, outcome, clause, rule_on, reasons::text AS reasons,
               effective_on, seq
        FROM ({latest("eligibility_decision", "community_id")}) d
        """,
        {"seq": last_seq, "day": on_day},
    )
    return {row["community_id"]: _decision(row) for row in found}


def _decision(row: dict[str, Any]) -> DecisionRow:
    return DecisionRow(**row | {"reasons": json.loads(row["reasons"])})
