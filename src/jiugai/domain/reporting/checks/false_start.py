"""D7s: a false start (虚报开工): begun by report, without photo and without payment."""

from jiugai.domain.reporting.checks.check import Case, ReturnCheck
from jiugai.domain.reporting.checks.series import POINT, ProjectReturn, ordinal, percents
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Verdict,
    failed,
    not_applicable,
)


def examine(case: Case) -> Verdict:
    """Look for any trace of works since the month in which they are said to have begun."""
    now = case.now
    if not _begun(now):
        return not_applicable("没有报开工")
    if now.progress is None or now.photos is None or now.paid_fen is None:
        return not_applicable("没有填形象进度、照片或支付")
    if now.progress >= case.limit("points") * POINT:
        return not_applicable("形象进度已过开头")
    since = _since(case)
    if since is None:
        return not_applicable("文件从开工以后才开始，看不到开工那个月")
    if any(found.stopped for found in since):
        return not_applicable("开工后申报过停工，没有照片是应当的")
    months = ordinal(now.month) - ordinal(since[0].month) + 1
    photos = sum(found.photos or 0 for found in since)
    if months < case.limit("months") or photos or now.paid_fen:
        return PASSED
    return failed(
        f"{since[0].month.in_prose}起报开工，已 {months} 个月，形象进度 {percents(now.progress)}%，"
        "没有一张照片，也没有付过一笔款",
        months=months,
        progress_pct=percents(now.progress),
        photos=0,
        paid_yuan=0,
    )


def _begun(found: ProjectReturn) -> bool:
    return bool(found.started) or bool(found.progress)


def _since(case: Case) -> tuple[ProjectReturn, ...] | None:
    """Return the returns since the start was told; None if the first of all tells of it already."""
    told = case.series.returns[: case.at + 1]
    begin = next(place for place, found in enumerate(told) if _begun(found))
    if begin == 0 and len(told) < case.limit("months"):
        return None
    return told[begin:]


CHECK = ReturnCheck(
    code="false_start",
    number="D7s",
    title="虚报开工",
    answer=Answer.LOOK,
    formula="报开工满两张月报，形象进度仍在开头，自开工起没有照片、没有支付、没有申报停工",
    version=2,
    base_rate="模拟中如实的项目 26 万个项目月误报 3 次；付了预付款、或拍了几张照片的虚报开工看不出来",
    limits={"months": "自报开工的当月算起，满几个月", "points": "形象进度不到多少（%）"},
    examine=examine,
)
