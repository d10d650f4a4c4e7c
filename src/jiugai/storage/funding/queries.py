"""Reads of money allotted, received and paid at (day, stamp) (资金流水)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from jiugai.domain.funding.flows import FlowKind
from jiugai.domain.funding.sources import Source
from jiugai.storage.audit.as_of import rows, standing
from jiugai.storage.audit.life import LifeFact, life


@dataclass(frozen=True, slots=True)
class FlowSum:
    """The sum of a project's standing flows of one kind, in 分."""

    project_id: int
    kind: int
    amount_fen: int
    first_on: date
    last_on: date


def sums(*, last_seq: int, on_day: date) -> tuple[FlowSum, ...]:
    """Return what each project was allotted, received and paid in all."""
    found = rows(
        f"""
        SELECT project_id, kind, sum(amount_fen)::bigint AS amount_fen, min(effective_on) AS first_on,
               max(effective_on) AS last_on
        FROM ({standing("funding_flow")}) f GROUP BY project_id, kind ORDER BY project_id, kind
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(FlowSum(**row) for row in found)


@dataclass(frozen=True, slots=True)
class SourceSum:
    """The sum of a project's standing flows of one kind from one source, in 分."""

    project_id: int
    source: int
    kind: int
    amount_fen: int


def sums_by_source(*, last_seq: int, on_day: date) -> tuple[SourceSum, ...]:
    """Return what each project was allotted, received and paid, by source."""
    found = rows(
        f"""
        SELECT project_id, source, kind, sum(amount_fen)::bigint AS amount_fen
        FROM ({standing("funding_flow")}) f GROUP BY project_id, source, kind
        ORDER BY project_id, source, kind
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(SourceSum(**row) for row in found)


def sources(*, last_seq: int, on_day: date) -> dict[int, frozenset[int]]:
    """Return from where each project's money came by name: received, or posted in the book."""
    found = rows(
        f"""
        SELECT project_id, source FROM ({standing("funding_flow")}) f
        WHERE kind = %(received)s AND source <> %(unsplit)s AND amount_fen > 0
        UNION
        SELECT v.project_id, e.source FROM funding_posting p
        JOIN audit_stamp s ON s.act_id = p.act_id AND s.seq <= %(seq)s
        JOIN funding_voucher v ON v.id = p.voucher_id
        JOIN funding_earmark e ON e.id = p.earmark_id
        WHERE p.value_on <= %(day)s AND p.reverses_id IS NULL AND v.project_id IS NOT NULL
          AND e.source <> %(unsplit)s
          AND NOT EXISTS (
            SELECT 1 FROM funding_posting r JOIN audit_stamp u ON u.act_id = r.act_id
            WHERE r.reverses_id = p.id AND u.seq <= %(seq)s AND r.value_on <= %(day)s)
        """,
        {
            "seq": last_seq,
            "day": on_day,
            "received": FlowKind.RECEIVED,
            "unsplit": Source.UNSPLIT,
        },
    )
    told: dict[int, set[int]] = defaultdict(set)
    for row in found:
        told[row["project_id"]].add(row["source"])
    return {project: frozenset(names) for project, names in told.items()}


def history(ids: list[int], *, last_seq: int) -> tuple[LifeFact, ...]:
    """Return every flow of some projects recorded up to a stamp, standing or not, newest first."""
    return life(
        "funding_flow",
        subject="project_id",
        what="kind",
        value="f.amount_fen",
        ids=ids,
        last_seq=last_seq,
    )
