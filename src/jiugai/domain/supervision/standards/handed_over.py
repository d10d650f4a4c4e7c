"""N50-18: utilities' equipment is handed over to them (专营设施移交)."""

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.standards.bases import of_scheme, of_step
from jiugai.domain.supervision.standards.case import StandardCase
from jiugai.domain.supervision.standards.check import (
    StandardAnswer,
    StandardCheck,
    StandardLimits,
    beside,
    undefined,
)


def examine(case: StandardCase, limits: StandardLimits) -> StandardAnswer:
    """Ask for the certificates once works that touch pipes are accepted."""
    if case.scheme is not None and not case.scheme.items.intersection(limits.words["pipes"]):
        return beside("现行方案里没有专营设施", of_scheme(case.scheme))
    accepted, handed = case.on(Step.ACCEPTANCE), case.on(Step.HANDOVER)
    if accepted is None and handed is None:
        return beside("还没有竣工验收，还不到移交的时候")
    if handed is not None:
        return undefined(
            f"{of_step(Step.HANDOVER, handed).words}，没有登记各专营单位的移交证明",
            "县区填报岗在一区一档登记",
        )
    return undefined("已经竣工验收，没有移交日期，也没有登记移交证明", "县区填报岗登记移交")


CHECK = StandardCheck(
    code="N50-18",
    title="专营设施移交",
    formula="方案里有专营设施的，验收后登记各专营单位的移交证明",
    facts="改造方案，竣工验收、移交日期，一区一档的登记",
    words={"pipes": "专营设施"},
    examine=examine,
)
