"""N50-09: residents agree on upkeep before the community enters the plan (长效管理先有共识)."""

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.standards.case import StandardCase
from jiugai.domain.supervision.standards.check import (
    StandardAnswer,
    StandardCheck,
    StandardLimits,
)
from jiugai.domain.supervision.standards.gates import confirmed_before

CODE = "N50-09"


def examine(case: StandardCase, _: StandardLimits) -> StandardAnswer:
    """Hold the record of the agreement against the approval."""
    recorder = "县区填报岗在一区一档登记表决记录"
    return confirmed_before(case, CODE, Step.APPROVAL, "居民对长效管理的共识", recorder)


CHECK = StandardCheck(
    code=CODE,
    title="长效管理先有共识",
    formula="批复以前登记了居民对长效管理的共识",
    facts="一区一档的登记、批复日期",
    examine=examine,
)
