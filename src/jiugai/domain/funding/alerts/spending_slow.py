"""FD-15: spending rate low (支出率低): of what arrived in a year little was paid."""

from fractions import Fraction

from jiugai.domain.funding.alerts.alert import AlertLimits, EarmarkAlert
from jiugai.domain.funding.alerts.cases import EarmarkCase, FactKind
from jiugai.domain.funding.alerts.lying import balance
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, said, undefined
from jiugai.domain.quantities import percent


def examine(case: EarmarkCase, limits: AlertLimits) -> AlertVerdict:
    """Hold what was paid by today against what had arrived by the end of its year."""
    if case.cash is None:
        return undefined("这笔资金没有记进资金账，不知道支付了多少")
    if case.day <= case.year_end:
        return OK
    paid_then = balance(case.paid or (), case.year_end)
    arrived = balance(case.cash, case.year_end) + paid_then
    paid = balance(case.paid or (), case.day)
    if arrived <= 0:
        return OK
    rate = Fraction(paid, arrived)
    least = limits.values["share"]
    if rate >= least:
        return OK
    return failed(
        f"{case.year} 年到位 {said(arrived)}，至 {case.day} 支付 {said(paid)}，支出率 {percent(rate)}",
        f"年度过后支出率不应低于 {percent(least)}",
        unspent_fen=arrived - paid,
        arrived_fen=arrived,
        paid_fen=paid,
    )


ALERT = EarmarkAlert(
    code="FD-15",
    title="支出率低",
    formula="预算年度过后，累计支付 ÷ 年底前到位 < 界限",
    needs="资金账的专户收付和付款",
    remedy="请查明项目进度，加快支付，确实用不了的调整",
    rests_on=(FactKind.POSTINGS,),
    limits={"share": "支出率低于几成"},
    examine=examine,
)
