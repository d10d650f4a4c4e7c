"""FD-10: progress overpaid (多支付进度款): more than the contract lets be paid for so much work."""

from fractions import Fraction

from jiugai.domain.funding.alerts.alert import AlertLimits, ProjectAlert
from jiugai.domain.funding.alerts.cases import FactKind, ProjectCase
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, said, undefined
from jiugai.domain.quantities import percent


def examine(case: ProjectCase, limits: AlertLimits) -> AlertVerdict:
    """Hold what was paid before settlement against the work done, as told.

    Where no contract's own ratio is known, the most that any contract may say still shows what is
    too much; what is below that cannot be called in order.
    """
    if not case.contracts or not case.paid_fen:
        return undefined("资金账里没有这个项目的合同付款")
    if case.settled_on is not None and case.settled_on <= case.day:
        return OK
    if not case.invested_fen:
        return undefined("没有报过累计完成投资，不知道做了多少")
    told = [one.progress_share for one in case.contracts if one.paid_fen]
    known = [share for share in told if share is not None]
    ceiling = max(known) if len(known) == len(told) else limits.values["ceiling"]
    paid = Fraction(case.paid_fen, case.invested_fen)
    if paid > ceiling:
        return failed(
            f"已付 {said(case.paid_fen)}，是累计完成投资 {said(case.invested_fen)}的 {percent(paid)}",
            f"结算以前最多付到 {percent(ceiling)}",
            beyond_fen=case.paid_fen - int(case.invested_fen * ceiling),
            paid_fen=case.paid_fen,
            invested_fen=case.invested_fen,
        )
    if len(known) < len(told):
        return undefined("合同没有登记约定的进度款比例，只能说没有超过最高限")
    return OK


ALERT = ProjectAlert(
    code="FD-10",
    title="违反合同多支付进度款",
    formula="结算以前，合同付款 ÷ 累计完成投资 > 合同约定的比例；没有登记比例的，只按最高限说超过",
    needs="合同付款、累计完成投资、合同约定的比例",
    remedy="请停止支付，核对工程量和合同；多付的在下期扣回",
    rests_on=(FactKind.POSTINGS, FactKind.CONTRACTS, FactKind.READINGS),
    limits={"ceiling": "结算以前最多付到几成"},
    concerns=lambda case: bool(case.contracts) or case.started_on is not None,
    examine=examine,
)
