"""FD-07: scope widened (扩大支出范围): money for what its source may not pay."""

from jiugai.domain.funding.alerts.alert import AlertLimits, ProjectAlert
from jiugai.domain.funding.alerts.cases import FactKind, PaymentFacts, ProjectCase
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, said, undefined


def examine(case: ProjectCase, limits: AlertLimits) -> AlertVerdict:
    """Hold each payment's item against what its source may pay for, and look for municipal works."""
    if not case.payments:
        return undefined("资金账里没有这个项目的付款")
    wrong = [(one, why) for one in case.payments if (why := _why(one, limits))]
    if wrong:
        first, why = wrong[0]
        return failed(
            f"{len(wrong)} 笔付款超出范围，例如 {first.on} 用{first.source.word}付 "
            f"{said(first.amount_fen)}，摘要写“{first.memo}”",
            why,
            widened_fen=sum(one.amount_fen for one, _ in wrong),
            payments=len(wrong),
        )
    unnamed = sum(one.answer is None for one in case.payments)
    if unnamed:
        return undefined(f"{unnamed} 笔付款的摘要没有写改造内容编号（如 B01），不知道付的是哪一项")
    return OK


def _why(payment: PaymentFacts, limits: AlertLimits) -> str:
    word = limits.word_in(payment.memo)
    if word:
        return f"“{word}”是小区以外的市政工程，不得由改造资金支付"
    if payment.answer is not None and not payment.answer.allowed:
        return payment.answer.because.removesuffix("。")
    return ""


ALERT = ProjectAlert(
    code="FD-07",
    title="扩大支出范围",
    formula="付款的改造内容按资金用途规定不能用这种资金，或者是小区以外的市政工程",
    needs="资金账的付款摘要里写明的改造内容编号",
    remedy="请核对付款内容；确属超范围的退回原渠道，改用可以用的资金",
    rests_on=(FactKind.POSTINGS, FactKind.CONTRACTS),
    words=True,
    concerns=lambda case: bool(case.payments) or case.started_on is not None,
    examine=examine,
)
