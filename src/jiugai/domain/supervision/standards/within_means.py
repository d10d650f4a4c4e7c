"""N50-05: reserve first, no new implicit debt (先入储备，不新增隐性债务)."""

from jiugai.domain.funding.sources import Source
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.standards.bases import of_step
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

MAY_BE_DEBT = frozenset({Source.POLICY_BANK_LOAN, Source.PRIVATE_CAPITAL, Source.OTHER})
RECORDER = "县区填报岗在一区一档登记债务承诺书"


def examine(case: StandardCase, _: StandardLimits) -> StandardAnswer:
    """Hold the reserve against the approval, then ask whether any money could be debt."""
    approved = case.on(Step.APPROVAL)
    if approved is None:
        return beside("还没有批复")
    reserved = min(
        (on for step in (Step.RESERVE, Step.APPLICATION) if (on := case.on(step))), default=None
    )
    if reserved is not None and reserved > approved:
        return broken(
            f"{reserved} 才入储备，{approved} 已经批复；应先入储备再列计划",
            of_step(Step.APPROVAL, approved),
        )
    if not case.sources:
        return undefined("没有按来源登记资金，也没有登记债务承诺书", RECORDER)
    doubtful = sorted(one.word for one in MAY_BE_DEBT.intersection(case.sources))
    if doubtful:
        return undefined(f"资金里有{'、'.join(doubtful)}，没有登记债务承诺书", RECORDER)
    told = "、".join(one.word for one in sorted(case.sources))
    return kept("先入储备，资金里没有贷款和社会资本", Basis(BasisKind.MONEY, f"资金来源：{told}"))


CHECK = StandardCheck(
    code="N50-05",
    title="先入储备，不新增隐性债务",
    formula="储备或申报不晚于批复；资金来源里没有贷款、社会资本，有的须登记债务承诺书",
    facts="储备、申报、批复日期，资金来源",
    examine=examine,
)
