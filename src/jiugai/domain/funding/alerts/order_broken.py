"""FD-17: the order broken (超概算): contracts or payments beyond the plan, payments beyond a contract."""

from fractions import Fraction

from jiugai.domain.funding.alerts.alert import AlertLimits, ProjectAlert
from jiugai.domain.funding.alerts.cases import FactKind, ProjectCase
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, said, undefined
from jiugai.domain.quantities import percent


def examine(case: ProjectCase, limits: AlertLimits) -> AlertVerdict:
    """Hold each contract's payments against its price, and all prices against the plan."""
    if not case.contracts:
        return undefined("没有登记合同，不知道预算")
    most = limits.values["single"]
    over = next((one for one in case.contracts if one.paid_fen > one.amount_fen * most), None)
    if over:
        return failed(
            f"合同{over.number}价 {said(over.amount_fen)}，已付 {said(over.paid_fen)}，"
            f"是合同价的 {percent(Fraction(over.paid_fen, over.amount_fen))}",
            f"单项不得超过 {percent(most, 0)}",
            over_fen=over.paid_fen - over.amount_fen,
            contract=over.number,
            paid_fen=over.paid_fen,
            price_fen=over.amount_fen,
        )
    if not case.planned_fen:
        return undefined("项目没有上报计划投资，不知道估算")
    price = sum(one.amount_fen for one in case.contracts)
    if price <= case.planned_fen:
        return OK
    return failed(
        f"合同价合计 {said(price)}，计划投资 {said(case.planned_fen)}，超出 "
        f"{said(price - case.planned_fen)}",
        "决算不得超预算，预算不得超估算",
        over_fen=price - case.planned_fen,
        price_fen=price,
        planned_fen=case.planned_fen,
    )


ALERT = ProjectAlert(
    code="FD-17",
    title="决算、预算、估算倒挂",
    formula="一份合同付款超过合同价的所定的倍数，或者合同价合计超过计划投资",
    needs="合同、付款、计划投资",
    remedy="请核对变更和签证；要超的先办概算调整审批",
    rests_on=(FactKind.CONTRACTS, FactKind.POSTINGS, FactKind.PLAN),
    limits={"single": "单项付款是合同价的几成以上"},
    concerns=lambda case: bool(case.contracts) or case.started_on is not None,
    examine=examine,
)
