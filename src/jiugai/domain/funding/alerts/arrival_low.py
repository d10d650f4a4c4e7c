"""CX-01: little of what was granted has arrived (资金到位率低)."""

from fractions import Fraction

from jiugai.domain.funding.alerts.alert import AlertLimits, CountyAlert
from jiugai.domain.funding.alerts.cases import CountyCase, FactKind
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, said, undefined
from jiugai.domain.quantities import percent


def examine(case: CountyCase, limits: AlertLimits) -> AlertVerdict:
    """Hold what arrived from all sources against all quota."""
    if not case.pledged_fen:
        return undefined("资金账里没有这个县区的指标")
    came = sum(case.arrived.values())
    rate = Fraction(came, case.pledged_fen)
    least = limits.values["share"]
    if rate >= least:
        return OK
    return failed(
        f"指标 {said(case.pledged_fen)}，到位 {said(came)}，到位率 {percent(rate)}",
        f"到位率不应低于 {percent(least)}",
        short_fen=case.pledged_fen - came,
        pledged_fen=case.pledged_fen,
        arrived_fen=came,
    )


ALERT = CountyAlert(
    code="CX-01",
    title="资金到位率低",
    formula="全部来源累计到位 ÷ 全部指标 < 界限",
    needs="资金账的指标和到账",
    remedy="请按来源查明没有到位的原因，逐笔催拨",
    rests_on=(FactKind.POSTINGS,),
    limits={"share": "到位率低于几成"},
    concerns=lambda case: case.year == 0,
    examine=examine,
)
