"""Duties about the bulletin (通报待办)."""

from collections.abc import Iterator

from jiugai.domain.bulletins.document import Template
from jiugai.domain.today import Duty
from jiugai.services.actor import Power
from jiugai.services.bulletins import writing
from jiugai.services.today.asked import Asked
from jiugai.storage.bulletins import queries


def bulletin_to_write(asked: Asked) -> Iterator[Duty]:
    """Yield the bulletin of the last closed month, until one of its forms is out."""
    if not asked.may(Power.WRITE_BULLETIN) or not asked.closes:
        return
    last = asked.closes[-1]
    if any(issue.close_id == last.id for issue in writing.issues(actor=asked.actor)):
        return
    kept = next((form for form in Template if queries.draft(last.id, form.value)), None)
    told = f"{last.month.in_prose}已经封账，通报"
    where = {"month": last.month, "template": kept or Template.RED_HEAD}
    if asked.may(Power.ISSUE_BULLETIN):
        words = "已由综合岗改定" if kept else "已由系统成文，综合岗还没有动过"
        yield Duty(f"{told}{words}，等您签发。", "bulletins:studio", where)
    elif kept is None:
        yield Duty(f"{told}已由系统成文，等您核改。", "bulletins:studio", where)
