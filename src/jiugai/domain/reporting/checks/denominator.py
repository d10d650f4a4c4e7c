"""D8: the denominator (分母缩小): a plan that shrinks while nobody has changed it by an order."""

from jiugai.domain.reporting.checks.check import Case, ReturnCheck
from jiugai.domain.reporting.checks.told_figures import PLANNED
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Verdict,
    failed,
    not_applicable,
)


def examine(case: Case) -> Verdict:
    """Hold the planned households against the last that were told."""
    planned = case.now.planned_households
    if planned is None:
        return not_applicable("本月没有填计划户数")
    told = [r.planned_households for r in case.series.returns[: case.at]]
    earlier = [found for found in told if found is not None]
    if not earlier:
        return not_applicable("本项目以前没有报过计划户数，无从比较")
    before = earlier[-1]
    if planned >= before:
        return PASSED
    return failed(
        f"计划户数由 {PLANNED.said(before)} 减为 {PLANNED.said(planned)}，少了 {before - planned:,} 户，"
        "分母只能凭计划调整文件改动",
        planned_households=planned,
        planned_households_before=before,
    )


CHECK = ReturnCheck(
    code="denominator",
    number="D8",
    title="分母缩小",
    answer=Answer.REFUSE,
    formula="本月计划户数 < 上一次所报的计划户数，且没有计划调整文件",
    base_rate="分母取自已批复的计划就不会缩小，应为 0 误报；从一开始就报小的看不出来",
    examine=examine,
)
