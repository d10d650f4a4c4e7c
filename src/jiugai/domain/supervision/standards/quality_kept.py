"""N50-11: works are accepted in time, and their warranty is on record (验收和保修)."""

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.standards.bases import of_step
from jiugai.domain.supervision.standards.case import StandardCase
from jiugai.domain.supervision.standards.check import (
    StandardAnswer,
    StandardCheck,
    StandardLimits,
    beside,
    broken,
    undefined,
)


def examine(case: StandardCase, limits: StandardLimits) -> StandardAnswer:
    """Hold the acceptance against the completion; the warranty has no fact but a record."""
    done, accepted = case.on(Step.COMPLETION), case.on(Step.ACCEPTANCE)
    if done is None and accepted is None:
        return beside("还没有完工")
    if accepted is None and done is not None:
        waited, most = (case.day - done).days, limits.whole("accept_days")
        if waited <= most:
            return beside(
                f"完工 {waited} 天，还在 {most} 天的验收期内", of_step(Step.COMPLETION, done)
            )
        return broken(
            f"{done} 完工，{waited} 天没有竣工验收；应在 {most} 天以内",
            of_step(Step.COMPLETION, done),
        )
    return undefined("已经竣工验收，没有登记保修、回访和投诉处理", "县区填报岗在一区一档登记")


CHECK = StandardCheck(
    code="N50-11",
    title="验收和保修",
    formula="完工后按期竣工验收，并登记保修、回访和投诉处理",
    facts="完工、竣工验收日期，一区一档的登记",
    limits={"accept_days": "完工后多少天以内验收"},
    examine=examine,
)
