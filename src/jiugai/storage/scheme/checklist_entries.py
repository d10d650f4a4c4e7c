"""Writes of checklists and of what was said of their items (工作法清单、办理情况)."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from jiugai.domain.scheme.checklists import Checklist, Mark
from jiugai.storage.audit.models import Act
from jiugai.storage.scheme import models
from jiugai.storage.scheme.entries import EnteredMeanwhile


def checklist(act: Act, new: Checklist, *, effective_on: date) -> int:
    """Enter a version of a checklist; return its id.

    :raises EnteredMeanwhile: if that version was entered meanwhile.
    """
    items: list[dict[str, Any]] = [
        {
            "code": one.code,
            "words": one.words,
            "evidence": one.evidence.value,
            "score": one.score,
            "told_by": one.told_by.value,
        }
        for one in new.items
    ]
    try:
        with transaction.atomic():
            entered = models.Checklist.objects.create(
                act=act,
                code=new.code,
                number=new.number,
                title=new.title,
                source=new.source,
                items=items,
                effective_on=effective_on,
            )
    except IntegrityError as refused:
        if "scheme_checklist_once" in str(refused):
            raise EnteredMeanwhile from refused
        raise
    return entered.pk


def mark(act: Act, *, community_id: int, checklist_code: str, mark: Mark) -> int:
    """Enter what was said of an item; return its id. A later word stands beside the earlier one."""
    entered = models.Mark.objects.create(
        act=act,
        effective_on=mark.on,
        community_id=community_id,
        checklist=checklist_code,
        item=mark.item,
        state=mark.state,
        words=mark.words,
        paper=mark.paper,
    )
    return entered.pk
