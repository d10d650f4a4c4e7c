"""A deadline in the words of the screen (期限的写法): what it asks a week, with the sum behind it."""

from fractions import Fraction

from jiugai.domain.programme.targets import DAYS_A_WEEK
from jiugai.domain.quantities import round_half_up
from jiugai.services.reporting.pacing import INDICATOR_OF, Due

_VERBS = {"application": "申报", "start": "开工", "completion": "完工", "acceptance": "验收"}


def due_section(due: Due | None) -> dict[str, str] | None:
    """Return the part of a trace that tells of the deadline; None where none was set."""
    if due is None:
        return None
    verb = _VERBS[INDICATOR_OF[due.step]]
    return {"title": "期限", "text": f"{_asked(due, verb)}{_kept(due, verb)}"}


def _asked(due: Due, verb: str) -> str:
    """Say what the paper wants by when, and what that comes to a week."""
    target, left, days = due.target, due.pace.left, due.pace.days
    paper = f"（原文：“{target.wording}”）" if target.wording else ""
    if target.due_on is None or days is None:
        return f"文件未写期限{paper}，还有 {left:,} 个没有{verb}，期限未定。"
    by = f"须在 {target.due_on} 前全部{verb}{paper}，"
    if left == 0:
        return f"{by}已全部{verb}。"
    if due.pace.per_week is None:
        late = f"已过 {-days} 天" if days else "今天到期"
        return f"{by}{late}，还有 {left:,} 个没有{verb}。"
    needed = round_half_up(due.pace.per_week, 1)
    return (
        f"{by}剩 {days} 天、{left:,} 个：按期须每周{verb} "
        f"{left:,} × {DAYS_A_WEEK} ÷ {days} = {needed} 个。"
    )


def _kept(due: Due, verb: str) -> str:
    """Say what was done a week of late."""
    if due.lately is None or not due.pace.left:
        return ""
    kept = round_half_up(Fraction(due.lately, due.weeks), 1)
    return f"近 {due.weeks} 周{verb} {due.lately:,} 个，每周 {due.lately:,} ÷ {due.weeks} = {kept} 个。"
