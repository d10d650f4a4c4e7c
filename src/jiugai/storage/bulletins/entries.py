"""Writes of drafts and issues (通报草稿与已发)."""

from datetime import date, datetime

from jiugai.storage.audit.models import Act
from jiugai.storage.bulletins.models import Draft, Issue


def keep_draft(*, close_id: int, template: str, source: str, user_id: int, at: datetime) -> None:
    """Keep a draft as its clerk left it."""
    Draft.objects.update_or_create(
        close_id=close_id,
        template=template,
        defaults={"source": source, "user_id": user_id, "edited_at": at},
    )


def drop_draft(*, close_id: int, template: str) -> None:
    """Throw a draft away, so that the composed text stands again."""
    Draft.objects.filter(close_id=close_id, template=template).delete()


def issue(
    act: Act,
    *,
    close_id: int,
    template: str,
    year: int,
    number: int,
    issued_on: date,
    source: str,
    sm3: bytes,
) -> None:
    """Enter that a bulletin was issued, with its text and its file's digest."""
    Issue.objects.create(
        act=act,
        close_id=close_id,
        template=template,
        year=year,
        number=number,
        issued_on=issued_on,
        source=source,
        sm3=sm3,
    )
