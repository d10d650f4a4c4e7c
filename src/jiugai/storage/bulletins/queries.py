"""Reads of drafts, issues and papers of orders (通报草稿与已发、督办公文)."""

from dataclasses import dataclass
from datetime import date, datetime

from jiugai.storage.audit.as_of import rows
from jiugai.storage.bulletins.models import Draft, Issue


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A bulletin being written, as its clerk left it."""

    close_id: int
    template: str
    source: str
    edited_at: datetime


@dataclass(frozen=True, slots=True)
class IssueRow:
    """A bulletin that was issued."""

    close_id: int
    template: str
    year: int
    number: int
    issued_on: date
    source: str
    sm3: str
    heard: str = ""
    waived_because: str = ""


def draft(close_id: int, template: str) -> DraftRow | None:
    """Return the draft of a month in one form, or None if nobody has edited it."""
    found = Draft.objects.filter(close_id=close_id, template=template).first()
    if found is None:
        return None
    return DraftRow(found.close_id, found.template, found.source, found.edited_at)


def issues() -> tuple[IssueRow, ...]:
    """Return the bulletins issued, newest first."""
    found = Issue.objects.order_by("-issued_on", "-pk")
    return tuple(
        IssueRow(
            row.close_id,
            row.template,
            row.year,
            row.number,
            row.issued_on,
            row.source,
            bytes(row.sm3).hex(),
            row.heard,
            row.waived_because,
        )
        for row in found
    )


def issue(close_id: int, template: str) -> IssueRow | None:
    """Return the issue of a month in one form, or None while it is not issued."""
    return next((r for r in issues() if (r.close_id, r.template) == (close_id, template)), None)


@dataclass(frozen=True, slots=True)
class OrderPaperRow:
    """A paper of an order that was issued, when the register took it, and at whose post."""

    id: int
    order_id: int
    kind: str
    year: int
    number: int
    issued_on: date
    version: int
    last_seq: int
    due_on: date | None
    at: str
    place: str
    who: str
    more: str
    sm3: str
    recorded_at: datetime
    label: str


def order_papers(order_id: int) -> tuple[OrderPaperRow, ...]:
    """Return the papers of an order, the newest first."""
    found = rows(
        """
        SELECT p.id, p.order_id, p.kind, p.year, p.number, p.issued_on, p.version, p.last_seq,
               p.due_on, p.at, p.place, p.who, p.more, encode(p.sm3, 'hex') AS sm3, s.recorded_at,
               coalesce(u.label, '') AS label
        FROM bulletins_order_paper p
        JOIN audit_stamp s ON s.act_id = p.act_id
        JOIN audit_act a ON a.id = p.act_id
        LEFT JOIN accounts_user u ON u.id = a.user_id
        WHERE p.order_id = %(order)s ORDER BY p.id DESC
        """,
        {"order": order_id},
    )
    return tuple(OrderPaperRow(**row) for row in found)
