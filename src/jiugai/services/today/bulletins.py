"""Duties about the bulletin, minutes and papers (通报、纪要、公文待办)."""

from collections.abc import Iterator

from jiugai.domain.bulletins.agenda import MeetingKind
from jiugai.domain.bulletins.document import Template
from jiugai.domain.today import Duty
from jiugai.services.actor import Power
from jiugai.services.bulletins import writing
from jiugai.services.today.asked import Asked
from jiugai.storage.bulletins import meeting_queries, paper_queries, queries


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


def minutes_to_see_to(asked: Asked) -> Iterator[Duty]:
    """Yield the minutes that wait to be issued, and the meetings of which none were kept."""
    if not (asked.may(Power.ISSUE_PAPER) or asked.may(Power.ISSUE_ORDER)):
        return
    for row in meeting_queries.without_issue(until=asked.today):
        what = f"{row.held_on:%Y-%m-%d} {MeetingKind(row.kind).word}会的纪要"
        where = {"public_id": row.public_id}
        if row.is_kept and asked.may(Power.ISSUE_PAPER):
            yield Duty(f"{what}已经录入，等您签发。", "bulletins:meeting", where)
        elif not row.is_kept and not asked.may(Power.ISSUE_PAPER):
            yield Duty(f"{what}还没有录入。", "bulletins:meeting", where)


def papers_to_issue(asked: Asked) -> Iterator[Duty]:
    """Yield the orders that are with their owners without a paper, all together."""
    if not asked.may(Power.ISSUE_PAPER):
        return
    found = paper_queries.orders_without_paper(issuer_post=asked.actor.post_id, until=asked.today)
    if found:
        yield Duty(
            f"{len(found)} 件已交办的督办事项还没有签发督办单，最早的是督〔{found[0].year}〕"
            f"{found[0].number}号。",
            "supervision:order",
            {"public_id": found[0].public_id},
        )
