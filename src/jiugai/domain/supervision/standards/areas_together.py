"""N50-13: adjoining communities are renovated together (相邻小区联动改造)."""

from jiugai.domain.supervision.standards.bases import listed
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
    """Hold the proposal of an area against the cohorts of its members."""
    if case.partners is None:
        return undefined("当天没有连片界线规定，不知道有没有相邻小区", "市改造办综合岗核定连片界线")
    if not case.partners:
        return beside("没有发现可以合并改造的相邻小区")
    basis = Basis(BasisKind.AREA, f"片区建议：与{listed(case.partners)}")
    if not case.years:
        return beside(f"与{listed(case.partners)}可以连片，还没有列入计划", basis)
    apart = [name for name in case.partners if name not in case.together]
    if apart:
        return broken(f"与{listed(apart)}相邻可以连片，却没有列入同一年计划；应一并改造", basis)
    return kept(f"与{listed(case.partners)}列入同一年计划", basis)


CHECK = StandardCheck(
    code="N50-13",
    title="相邻小区联动改造",
    formula="片区建议里的相邻小区列入同一年计划",
    facts="片区建议、年度计划",
    examine=examine,
)
