"""N50-14: lifts where a building allows for one (加装电梯)."""

from jiugai.domain.supervision.standards.bases import of_scheme
from jiugai.domain.supervision.standards.case import StandardCase
from jiugai.domain.supervision.standards.check import (
    Basis,
    BasisKind,
    StandardAnswer,
    StandardCheck,
    StandardLimits,
    beside,
    broken,
    kept,
    undefined,
)

LIFT = "W15"


def examine(case: StandardCase, limits: StandardLimits) -> StandardAnswer:
    """Ask a scheme of high buildings for lifts, or for the reason why not."""
    if case.storeys is None:
        return undefined("台账没有层数，不知道能不能加装", "县区填报岗补全台账")
    basis = Basis(BasisKind.CARD, f"最高 {case.storeys} 层")
    least = limits.whole("storeys")
    if case.storeys < least:
        return beside(f"最高 {case.storeys} 层，不到 {least} 层", basis)
    if case.scheme is None:
        return undefined(f"最高 {case.storeys} 层，还没有改造方案", "县区填报岗登记方案")
    if case.scheme.says_of(LIFT):
        return kept("方案里有加装电梯，或写明了不装的理由", basis, of_scheme(case.scheme))
    return broken(
        f"最高 {case.storeys} 层，方案里没有加装电梯；应列入，或写明理由，例如“日照间距不够”",
        basis,
        of_scheme(case.scheme),
    )


CHECK = StandardCheck(
    code="N50-14",
    title="加装电梯",
    formula="够层数的，方案里有加装电梯，或写明理由",
    facts="台账的层数、改造方案",
    limits={"storeys": "多少层起"},
    examine=examine,
)
