"""N50-19: a repair fund is collected, used and topped up (维修资金归集续筹)."""

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
    """Ask for the record of the fund from the start on; no account of it is kept here yet."""
    if case.on(Step.START) is None:
        return beside("还没有开工")
    return undefined("没有登记维修资金的归集、使用和续筹", "县区填报岗在一区一档登记账户情况")


CHECK = StandardCheck(
    code="N50-19",
    title="维修资金归集续筹",
    formula="开工后登记了维修资金的归集、使用和续筹",
    facts="开工日期、一区一档的登记",
    examine=examine,
)
