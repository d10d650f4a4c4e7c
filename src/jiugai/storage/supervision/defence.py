"""What the register has of one county, act by act (县区自证档案取数)."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from jiugai.domain.calendar import Month
from jiugai.domain.supervision.defence import DefenceFact, DefencePart, SealedFiling
from jiugai.storage.audit.as_of import rows

_NONE = "NULL::date"
_RETURNS = f"""
    SELECT 'returns' AS part, m.kind, m.act_id, m.on_day AS "on", m.month, {_NONE} AS due_on,
           '' AS label, '' AS key, m.words, '' AS paper, '' AS ruling, '' AS formula,
           NULL::jsonb AS numbers, coalesce(encode(m.digest, 'hex'), '') AS digest, m.id AS turn
    FROM reporting_submission_move m WHERE m.county_id = %(county)s
    UNION ALL
    SELECT 'returns', 'file', f.act_id, f.effective_on, NULL, {_NONE}, d.name, '',
           '', '', '', '', NULL, encode(d.sm3, 'hex'), f.id
    FROM registry_imported_file f JOIN audit_document d ON d.id = f.document_id
    WHERE f.county_id = %(county)s
    UNION ALL
    SELECT 'returns', 'extend', e.act_id, e.month, e.month, {_NONE}, e.days::text, '',
           e.reason, '', '', '', NULL, '', e.id
    FROM reporting_deadline_extension e
    WHERE e.county_id = %(county)s OR e.county_id IS NULL
"""
_DOUBTS = f"""
    SELECT 'doubts', 'raise', d.act_id, d.on_day, d.month, {_NONE}, coalesce(p.name, ''),
           d.id::text, d.message, '', '', d.formula, d.numbers, encode(d.digest, 'hex'), d.id
    FROM reporting_doubt d LEFT JOIN programme_project p ON p.id = d.project_id
    WHERE d.county_id = %(county)s
    UNION ALL
    SELECT 'doubts', e.kind, e.act_id, e.on_day, d.month, {_NONE}, coalesce(p.name, ''),
           d.id::text, e.words, e.paper, e.ruling, '', NULL, '', e.id
    FROM reporting_doubt_deed e JOIN reporting_doubt d ON d.id = e.doubt_id
    LEFT JOIN programme_project p ON p.id = d.project_id
    WHERE d.county_id = %(county)s
"""
_ORDERS = """
    SELECT 'orders', e.kind, e.act_id, e.on_day, NULL::date, e.due_on,
           '督〔' || o.year || '〕' || o.number || '号', o.public_id,
           CASE WHEN e.kind = 'open' THEN o.demand ELSE e.words END, e.paper, '', '', NULL, '', e.id
    FROM supervision_deed e JOIN supervision_order o ON o.id = e.order_id
    WHERE o.county_id = %(county)s
"""
_OBJECTIONS = f"""
    SELECT 'objections', 'object', o.act_id, o.on_day, c.month, {_NONE}, o.what, '', o.why, '',
           '', '', NULL, '', o.id
    FROM supervision_objection o JOIN supervision_hearing_step h ON h.id = o.step_id
    JOIN reporting_close c ON c.id = h.close_id WHERE o.county_id = %(county)s
    UNION ALL
    SELECT 'objections', 'answer', a.act_id, a.on_day, c.month, {_NONE}, '', '', a.words, '',
           CASE WHEN a.upheld THEN '成立' ELSE '不成立' END, '', NULL, '', a.id
    FROM supervision_objection_answer a JOIN supervision_objection o ON o.id = a.objection_id
    JOIN supervision_hearing_step h ON h.id = o.step_id
    JOIN reporting_close c ON c.id = h.close_id WHERE a.county_id = %(county)s
"""
_REWARDS = f"""
    SELECT 'rewards', 'propose', r.act_id, r.on_day, c.month, {_NONE},
           CASE r.effect WHEN 'reward' THEN '奖补' ELSE '调减' END, '', r.clause || '：' || r.source,
           '', '', '', NULL, '', r.id
    FROM supervision_reward_proposal r JOIN supervision_hearing_step h ON h.id = r.step_id
    JOIN reporting_close c ON c.id = h.close_id WHERE r.county_id = %(county)s
    UNION ALL
    SELECT 'rewards', 'decide', d.act_id, d.on_day, c.month, {_NONE}, '', '', d.words, d.paper,
           d.ruling, '', NULL, '', d.id
    FROM supervision_reward_decision d
    JOIN supervision_reward_proposal r ON r.id = d.proposal_id
    JOIN supervision_hearing_step h ON h.id = r.step_id
    JOIN reporting_close c ON c.id = h.close_id WHERE d.county_id = %(county)s
"""
_PHOTOS = f"""
    SELECT 'photos', f.shows, f.act_id, (f.received_at AT TIME ZONE 'Asia/Shanghai')::date, NULL,
           {_NONE}, coalesce(v.name, p.name) || ' 照片 ' || f.public_id, f.public_id, '', '', '', '',
           NULL, encode(f.sm3, 'hex'), f.id
    FROM supervision_photo f JOIN programme_site t ON t.id = f.site_id
    JOIN programme_project p ON p.id = t.project_id
    LEFT JOIN LATERAL (SELECT name FROM registry_community_version v
                       WHERE v.community_id = t.community_id
                       ORDER BY v.effective_on DESC, v.id DESC LIMIT 1) v ON true
    WHERE f.county_id = %(county)s
"""
_FACTS = f"""
    WITH facts AS ({" UNION ALL ".join((_RETURNS, _DOUBTS, _ORDERS, _OBJECTIONS, _REWARDS, _PHOTOS))})
    SELECT f.*, s.seq, s.recorded_at, coalesce(u.label, '系统') AS by
    FROM facts f JOIN audit_stamp s ON s.act_id = f.act_id JOIN audit_act a ON a.id = f.act_id
    LEFT JOIN accounts_user u ON u.id = a.user_id
    WHERE s.recorded_at >= %(since)s AND s.recorded_at < %(until)s AND s.seq <= %(seq)s
    ORDER BY s.seq, f.part, f.turn
"""


def facts_of(
    county_id: int, *, since: datetime, until: datetime, last_seq: int
) -> tuple[DefenceFact, ...]:
    """Return what concerns a county, recorded from an instant on and before another, in order.

    :param last_seq: the last stamp that counts.
    """
    found = rows(_FACTS, {"county": county_id, "since": since, "until": until, "seq": last_seq})
    return tuple(_fact(row) for row in found)


def _fact(row: Mapping[str, Any]) -> DefenceFact:
    numbers = row["numbers"]
    month: date | None = row["month"]
    return DefenceFact(
        part=DefencePart(row["part"]),
        kind=row["kind"],
        seq=row["seq"],
        recorded_at=row["recorded_at"],
        by=row["by"],
        on=row["on"],
        month=None if month is None else Month.of(month),
        due_on=row["due_on"],
        label=row["label"],
        key=row["key"],
        words=row["words"],
        paper=row["paper"],
        ruling=row["ruling"],
        formula=row["formula"],
        # A plain cursor leaves jsonb as text.
        numbers=json.loads(numbers) if isinstance(numbers, str) else numbers,
        digest=row["digest"],
    )


def sealed_filings(seqs: list[int]) -> tuple[SealedFiling, ...]:
    """Return where the acts of some stamps stand in the sealed trace; unsealed ones are absent."""
    found = rows(
        """
        SELECT l.seq, l.number AS index, encode(l.digest, 'hex') AS event_digest
        FROM audit_leaf l WHERE l.seq = ANY (%(seqs)s) ORDER BY l.seq
        """,
        {"seqs": seqs},
    )
    return tuple(SealedFiling(**row) for row in found)
