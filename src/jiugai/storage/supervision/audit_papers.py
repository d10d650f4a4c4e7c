"""Reads of the papers behind facts of several rooms (凭据): for evidence packs."""

from dataclasses import dataclass
from datetime import date

from jiugai.storage.audit.as_of import rows


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper behind facts, with its digest (凭据), and its bytes where a file is still on hand."""

    id: int
    kind: str
    name: str
    number: str
    issued_on: date | None
    sm3: bytes
    size: int
    content: bytes | None


_TABLES = {
    "steps": ("programme_step", "id"),
    "readings": ("works_reading", "id"),
    "register": ("registry_community_version", "id"),
    "plan": ("programme_filing", "list_id"),
}
"""Of each kind of fact, its table and the column that names it."""


def papers_behind(facts: dict[str, list[int]], *, last_seq: int) -> tuple[PaperRow, ...]:
    """Return the papers of facts, each once, by their identity.

    :param facts: identities by ``steps``, ``readings``, ``register`` and ``plan`` (of lists).
    """
    asked = [kind for kind in _TABLES if facts.get(kind)]
    if not asked:
        return ()
    evidence = " UNION ".join(
        f"""SELECT f.evidence_id FROM {_TABLES[kind][0]} f
            JOIN audit_stamp s ON s.act_id = f.act_id AND s.seq <= %(seq)s
            WHERE f.{_TABLES[kind][1]} = ANY(%({kind})s)"""
        for kind in asked
    )
    found = rows(
        f"""
        SELECT d.id, d.kind, d.name, d.number, d.issued_on, d.sm3, d.bytes AS size,
               (SELECT u.content FROM registry_upload u WHERE u.sm3 = d.sm3
                ORDER BY u.id LIMIT 1) AS content
        FROM audit_document d WHERE d.id IN (
          SELECT i.document_id FROM audit_evidence_item i WHERE i.evidence_id IN ({evidence}))
        ORDER BY d.id
        """,
        {**facts, "seq": last_seq},
    )
    return tuple(
        PaperRow(
            **row
            | {
                "sm3": bytes(row["sm3"]),
                "content": None if row["content"] is None else bytes(row["content"]),
            }
        )
        for row in found
    )
