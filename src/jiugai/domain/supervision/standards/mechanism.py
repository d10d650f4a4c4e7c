"""N50-01: a standing mechanism of several departments (多部门工作机制)."""

from jiugai.domain.supervision.standards.bases import of_mark
from jiugai.domain.supervision.standards.case import METHOD, StandardCase
from jiugai.domain.supervision.standards.check import (
    StandardAnswer,
    StandardCheck,
    StandardLimits,
    kept,
    undefined,
)

TASK_FORCE = "1"  # 五个一：一个工作专班


def examine(case: StandardCase, _: StandardLimits) -> StandardAnswer:
    """Look for the task force in the dossier."""
    found = case.met(METHOD, TASK_FORCE)
    if found:
        return kept("已登记工作专班", of_mark(METHOD, found))
    return undefined("没有登记工作专班，也没有登记机制文件", "县区填报岗在一区一档登记")


CHECK = StandardCheck(
    code="N50-01",
    title="多部门工作机制",
    formula="“五个一”里登记了工作专班，或者登记了机制文件",
    facts="一区一档的登记",
    examine=examine,
)
