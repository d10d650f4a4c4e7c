"""D2b: done and unpaid (完工久未付款): complete for half a year, and hardly half of it paid."""

from fractions import Fraction

from jiugai.domain.quantities import percent
from jiugai.domain.reporting.checks.check import Case, ReturnCheck
from jiugai.domain.reporting.checks.series import ordinal
from jiugai.domain.reporting.checks.told_figures import INVESTED, PAID
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Verdict,
    decimal,
    failed,
    not_applicable,
)


def examine(case: Case) -> Verdict:
    """Hold what was paid against what was invested, long after completion."""
    now = case.now
    if not now.is_complete:
        return not_applicable("还没有完工")
    if not now.invested_fen or now.paid_fen is None:
        return not_applicable("没有填投资或支付")
    done = next(r for r in case.series.returns[: case.at + 1] if r.is_complete)
    months = ordinal(now.month) - ordinal(done.month)
    if months < case.limit("months"):
        return not_applicable("完工还不满几个月，款项正在结算")
    paid = Fraction(now.paid_fen, now.invested_fen)
    if paid >= case.limits["paid_share"]:
        return PASSED
    return failed(
        f"{done.month.in_prose}报完工，已过 {months} 个月，{PAID.word} {PAID.said(now.paid_fen)}，"
        f"只占{INVESTED.word} {INVESTED.said(now.invested_fen)} 的 {percent(paid)}",
        months=months,
        paid_yuan=PAID.shown(now.paid_fen),
        investment_yuan=INVESTED.shown(now.invested_fen),
        paid_pct=decimal(paid * 100),
    )


CHECK = ReturnCheck(
    code="done_unpaid",
    number="D2b",
    title="完工久未付款",
    answer=Answer.LOOK,
    formula="报完工满数月，累计支付 ÷ 累计完成投资仍低于界限",
    base_rate="也可能只是拖欠工程款，那同样该有人看；如实付款的项目 0 误报，只看得出虚报完工的一部分",
    limits={"months": "完工满几个月", "paid_share": "支付不到投资的几成"},
    examine=examine,
)
