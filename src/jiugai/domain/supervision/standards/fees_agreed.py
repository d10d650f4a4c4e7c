"""N50-10: residents confirm the mode of management and its fee before the start (物业模式和缴费先确认)."""

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.standards.case import StandardCase
from jiugai.domain.supervision.standards.check import (
    StandardAnswer,
    StandardCheck,
    StandardLimits,
)
from jiugai.domain.supervision.standards.gates import confirmed_before

CODE = "N50-10"


def examine(case: StandardCase, _: StandardLimits) -> StandardAnswer:
    """Hold the record of the confirmation against the start."""
    recorder = "县区填报岗在一区一档登记书面或线上确认"
    return confirmed_before(case, CODE, Step.START, "物业管理模式和缴费的居民确认", recorder)


CHECK = StandardCheck(
    code=CODE,
    title="物业模式和缴费先确认",
    formula="开工以前登记了居民对物业管理模式和缴费的确认",
    facts="一区一档的登记、开工日期",
    examine=examine,
)
