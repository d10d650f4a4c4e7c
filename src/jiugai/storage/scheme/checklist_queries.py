"""Reads of checklists and of what was said of their items, at (day, stamp) (工作法清单、办理情况)."""

import json
from collections import defaultdict
from datetime import date

from jiugai.domain.scheme.checklists import (
    Checklist,
    ChecklistItem,
    EvidenceKind,
    Mark,
    MarkState,
    ToldBy,
)
from jiugai.storage.audit.as_of import rows, standing


def checklists(*, last_seq: int, on_day: date) -> tuple[Checklist, ...]:
    """Return the newest version of each checklist that an office laid down, by code."""
    found = rows(
        """
        SELECT DISTINCT ON (c.code) c.code, c.number, c.title, c.source, c.items::text AS items
        FROM scheme_checklist c JOIN audit_stamp s ON s.act_id = c.act_id AND s.seq <= %(seq)s
        WHERE c.effective_on <= %(day)s
        ORDER BY c.code, c.number DESC
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(
        Checklist(
            row["code"],
            row["title"],
            row["source"],
            tuple(
                ChecklistItem(
                    one["code"],
                    one["words"],
                    EvidenceKind(one["evidence"]),
                    one["score"],
                    ToldBy(one["told_by"]),
                )
                for one in json.loads(row["items"])
            ),
            row["number"],
        )
        for row in found
    )


def last_number(code: str) -> int:
    """Return the number of a checklist's newest version; 0 if there is none."""
    (row,) = rows(
        "SELECT coalesce(max(number), 0) AS last FROM scheme_checklist WHERE code = %(code)s",
        {"code": code},
    )
    return int(row["last"])


Marks = dict[int, dict[str, list[Mark]]]
"""What was said, by community and checklist, in the order of days and stamps."""


def marks(*, last_seq: int, on_day: date, community_id: int | None = None) -> Marks:
    """Return what was said of the items of every community within reach, or of one."""
    one = "WHERE m.community_id = %(community)s" if community_id is not None else ""
    found = rows(
        f"""
        SELECT m.community_id, m.checklist, m.item, m.state, m.words, m.paper, m.effective_on
        FROM ({standing("scheme_mark")}) m {one}
        ORDER BY m.effective_on, m.seq, m.id
        """,
        {"seq": last_seq, "day": on_day, "community": community_id},
    )
    said: Marks = defaultdict(lambda: defaultdict(list))
    for row in found:
        said[row["community_id"]][row["checklist"]].append(
            Mark(
                row["item"],
                MarkState(row["state"]),
                row["effective_on"],
                row["words"],
                row["paper"],
            )
        )
    return said


def with_bills(*, last_seq: int, on_day: date) -> frozenset[int]:
    """Return the communities within reach that have a bill."""
    found = rows(
        """
        SELECT DISTINCT b.community_id FROM scheme_bill b
        JOIN audit_stamp s ON s.act_id = b.act_id AND s.seq <= %(seq)s
        WHERE b.effective_on <= %(day)s
        """,
        {"seq": last_seq, "day": on_day},
    )
    return frozenset(row["community_id"] for row in found)
