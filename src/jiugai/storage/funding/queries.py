"""Reads of money allotted, received and paid at (day, stamp) (资金流水)."""

from dataclasses import dataclass
from datetime import date, datetime

from jiugai.storage.audit.as_of import rows, standing


@dataclass(frozen=True, slots=True)
class FlowSum:
    """The sum of a project's standing flows of one kind, in 分."""

    project_id: int
    kind: int
    amount_fen: int
    last_on: date


def sums(*, last_seq: int, on_day: date) -> tuple[FlowSum, ...]:
    """Return what each project was allotted, received and paid in all."""
    found = rows(
        f"""
        SELECT project_id, kind, sum(amount_fen)::bigint AS amount_fen, max(effective_on) AS last_on
        FROM ({standing("funding_flow")}) f GROUP BY project_id, kind ORDER BY project_id, kind
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(FlowSum(**row) for row in found)


@dataclass(frozen=True, slots=True)
class FlowFact:
    """A flow in a project's life, with who entered it and on what ground."""

    id: int
    project_id: int
    source: int
    kind: int
    amount_fen: int
    effective_on: date
    seq: int
    recorded_at: datetime
    post_id: int
    evidence_id: int | None
    origin: str
    replaces: int | None
    reason: str | None


def of_projects(project_ids: list[int], *, last_seq: int, on_day: date) -> tuple[FlowFact, ...]:
    """Return every flow of some projects that stands at a horizon, newest first."""
    found = rows(
        f"""
        SELECT f.id, f.project_id, f.source, f.kind, f.amount_fen, f.effective_on, f.seq,
               s.recorded_at, a.post_id, f.evidence_id, f.origin, f.replaces, f.reason
        FROM ({standing("funding_flow")}) f
        JOIN audit_stamp s ON s.seq = f.seq JOIN audit_act a ON a.id = f.act_id
        WHERE f.project_id = ANY(%(projects)s) ORDER BY f.effective_on DESC, f.seq DESC
        """,
        {"seq": last_seq, "day": on_day, "projects": project_ids},
    )
    return tuple(FlowFact(**row) for row in found)
