"""N50-06: one plan of works for all utilities before the start (管线统筹施工方案)."""

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.standards.bases import of_scheme
from jiugai.domain.supervision.standards.case import StandardCase
from jiugai.domain.supervision.standards.check import (
    StandardAnswer,
    StandardCheck,
    StandardLimits,
    beside,
)
from jiugai.domain.supervision.standards.gates import confirmed_before

CODE = "N50-06"


def examine(case: StandardCase, limits: StandardLimits) -> StandardAnswer:
    """Ask for the plan where the scheme touches pipes and lines."""
    if case.scheme is not None and not case.scheme.items.intersection(limits.words["pipes"]):
        return beside("现行方案里没有水电气热信等管线内容", of_scheme(case.scheme))
    recorder = "县区填报岗在一区一档登记"
    return confirmed_before(case, CODE, Step.START, "各管线的统筹施工方案", recorder)


CHECK = StandardCheck(
    code=CODE,
    title="管线统筹施工方案",
    formula="方案里有管线内容的，开工以前登记统筹施工方案",
    facts="改造方案、开工日期、一区一档的登记",
    words={"pipes": "管线内容"},
    examine=examine,
)
