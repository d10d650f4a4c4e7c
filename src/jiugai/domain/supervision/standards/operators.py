"""N50-16: operators and private money where something earns (引入社会力量)."""

from jiugai.domain.funding.sources import Source
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


def examine(case: StandardCase, limits: StandardLimits) -> StandardAnswer:
    """Ask for private money where the scheme holds what earns."""
    if case.sources and Source.PRIVATE_CAPITAL in case.sources:
        return kept("有社会资本", Basis(BasisKind.MONEY, "资金来源有社会资本"))
    if case.scheme is None:
        return undefined("没有改造方案，不知道有没有可以运营的内容", "县区填报岗登记方案")
    if not case.scheme.items.intersection(limits.words["earning"]):
        return beside("方案里没有停车、充电、养老等可以运营的内容", of_scheme(case.scheme))
    if not case.sources:
        return undefined("有可以运营的内容，没有按来源登记资金", "财政岗按来源记账")
    return broken("有可以运营的内容，资金里没有社会资本；应引入运营主体", of_scheme(case.scheme))


CHECK = StandardCheck(
    code="N50-16",
    title="引入社会力量",
    formula="方案里有可以运营的内容的，资金来源里有社会资本",
    facts="改造方案、资金来源",
    words={"earning": "可以运营的内容"},
    examine=examine,
)
