"""N50-03: only communities inside the object range (只改对象范围内的小区)."""

from jiugai.domain.eligibility.verdict import Outcome
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


def examine(case: StandardCase, _: StandardLimits) -> StandardAnswer:
    """Hold the verdict on the community against its standing in a cohort."""
    if case.outcome is None:
        return undefined("还没有认定是不是改造对象", "市改造办综合岗做对象认定")
    basis = Basis(BasisKind.DECISION, f"对象认定：{case.outcome.word}", case.decided_on)
    if case.outcome is Outcome.ELIGIBLE:
        return kept("对象认定为纳入", basis)
    if case.outcome is Outcome.UNKNOWN:
        return undefined("对象认定为待定，台账缺建成年份等", "县区填报岗补全台账")
    if not case.years:
        return beside(f"对象认定为{case.outcome.word}，也没有列入计划", basis)
    return broken(
        f"对象认定为{case.outcome.word}，却列入了 {max(case.years)} 年计划；应按程序调换", basis
    )


CHECK = StandardCheck(
    code="N50-03",
    title="只改对象范围内的小区",
    formula="列入计划的，对象认定为纳入",
    facts="对象认定、年度计划",
    examine=examine,
)
