"""N50-17: money comes from several sides (多渠道筹资)."""

from jiugai.domain.funding.sources import Source
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

TREASURY = frozenset(
    {
        Source.CENTRAL_SUBSIDY,
        Source.CENTRAL_BUDGET_INVESTMENT,
        Source.PROVINCE,
        Source.CITY,
        Source.COUNTY,
    }
)


def examine(case: StandardCase, limits: StandardLimits) -> StandardAnswer:
    """Count the sources that are not the treasury's own."""
    if not case.years:
        return beside("还没有列入计划")
    if not case.sources:
        return undefined("没有按来源登记资金", "财政岗按来源记账")
    basis = Basis(
        BasisKind.MONEY, f"资金来源：{'、'.join(one.word for one in sorted(case.sources))}"
    )
    others = sorted(set(case.sources) - TREASURY)
    least = limits.whole("others")
    if len(others) < least:
        return broken(
            f"财政以外的来源有 {len(others)} 个，应至少 {least} 个，例如居民出资、专营单位", basis
        )
    return kept(f"财政以外有{'、'.join(one.word for one in others)}", basis)


CHECK = StandardCheck(
    code="N50-17",
    title="多渠道筹资",
    formula="财政资金以外，至少还有规定个数的来源",
    facts="资金来源",
    limits={"others": "财政以外至少几个来源"},
    examine=examine,
)
