"""N50-02: the plan comes from below (计划由下而上): a county applies before it is approved."""

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.standards.bases import of_step
from jiugai.domain.supervision.standards.case import StandardCase
from jiugai.domain.supervision.standards.check import (
    StandardAnswer,
    StandardCheck,
    StandardLimits,
    beside,
    broken,
    kept,
    undefined,
)


def examine(case: StandardCase, _: StandardLimits) -> StandardAnswer:
    """Hold the day of the county's application against that of the approval."""
    applied, approved = case.on(Step.APPLICATION), case.on(Step.APPROVAL)
    if approved is None and not case.years:
        return beside("还没有列入计划")
    if applied is None:
        return undefined(
            "没有申报日期，分不清是县区申报的还是上级下的指标", "县区填报岗补登申报日期"
        )
    if approved is not None and applied > approved:
        return broken(
            f"{applied} 申报晚于 {approved} 批复；应由县区先申报、后批复",
            of_step(Step.APPLICATION, applied),
            of_step(Step.APPROVAL, approved),
        )
    return kept("由县区申报", of_step(Step.APPLICATION, applied))


CHECK = StandardCheck(
    code="N50-02",
    title="计划由下而上",
    formula="有县区的申报，申报不晚于批复",
    facts="申报、批复日期",
    examine=examine,
)
