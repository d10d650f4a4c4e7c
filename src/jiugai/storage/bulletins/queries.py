"""Reads of drafts and issues (通报草稿与已发)."""

from dataclasses import dataclass
from datetime import date, datetime

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
        )
        for row in found
    )


def issue(close_id: int, template: str) -> IssueRow | None:
    """Return the issue of a month in one form, or None while it is not issued."""
    return next((r for r in issues() if (r.close_id, r.template) == (close_id, template)), None)
