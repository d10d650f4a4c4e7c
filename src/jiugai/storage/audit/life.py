"""Every fact of a subject, standing or not (事实全录): what a page shows struck through as well."""

from dataclasses import dataclass
from datetime import date, datetime

from jiugai.storage.audit.as_of import rows


@dataclass(frozen=True, slots=True)
class LifeFact:
    """A fact with who entered it, when, on what ground, and what became of it.

    Attributes:
      subject_id: the site, or the project, that it is about.
      what: the step, the indicator or the kind of flow, by its stored number.
      value: of a reading or a flow, in its stored unit; None for a step or a withdrawal.
      replaced_by: the fact that corrected it, or None while it stands.
    """

    id: int
    subject_id: int
    what: int
    value: int | None
    effective_on: date
    seq: int
    recorded_at: datetime
    post: str
    evidence_id: int | None
    origin: str
    replaces: int | None
    reason: str | None
    withdrawn: bool
    replaced_by: int | None


def life(
    table: str, *, subject: str, what: str, value: str, ids: list[int], last_seq: int
) -> tuple[LifeFact, ...]:
    """Return every fact of some subjects recorded up to a stamp, newest day first."""
    found = rows(
        f"""
        SELECT f.id, f.{subject} AS subject_id, f.{what} AS what, {value} AS value, f.effective_on,
               s.seq, s.recorded_at, coalesce(o.name || ' ' || p.title, '系统') AS post,
               f.evidence_id, f.origin, f.replaces, f.reason, f.withdrawn, g.id AS replaced_by
        FROM {table} f
        JOIN audit_stamp s ON s.act_id = f.act_id AND s.seq <= %(seq)s
        JOIN audit_act a ON a.id = f.act_id
        LEFT JOIN accounts_post p ON p.id = a.post_id
        LEFT JOIN accounts_organisation o ON o.id = p.organisation_id
        LEFT JOIN LATERAL (
          SELECT n.id FROM {table} n JOIN audit_stamp t ON t.act_id = n.act_id
          WHERE n.replaces = f.id AND t.seq <= %(seq)s) g ON true
        WHERE f.{subject} = ANY(%(ids)s)
        ORDER BY f.effective_on DESC, s.seq DESC, f.id DESC
        """,
        {"ids": ids, "seq": last_seq},
    )
    return tuple(LifeFact(**row) for row in found)
