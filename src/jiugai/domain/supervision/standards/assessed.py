"""N50-20: what came of it is assessed, and what was found is put right (成效评价和整改)."""

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.standards.case import StandardCase
from jiugai.domain.supervision.standards.check import (
    StandardAnswer,
    StandardCheck,
    StandardLimits,
    beside,
    undefined,
)


def examine(case: StandardCase, _: StandardLimits) -> StandardAnswer:
    """Ask for the record of the assessment once works are complete."""
    if case.on(Step.COMPLETION) is None and case.on(Step.ACCEPTANCE) is None:
        return beside("还没有完工")
    return undefined("没有登记成效评价得分和整改台账", "市改造办或县区填报岗在一区一档登记")


CHECK = StandardCheck(
    code="N50-20",
    title="成效评价和整改",
    formula="完工后登记了成效评价和问题整改",
    facts="完工日期、一区一档的登记",
    examine=examine,
)
