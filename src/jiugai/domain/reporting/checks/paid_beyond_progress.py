"""D14: paid beyond progress (超进度支付): more of the whole paid than contracts allow for so much work."""

from fractions import Fraction
from statistics import median_low

from jiugai.domain.quantities import percent
from jiugai.domain.reporting.checks.check import Case, ReturnCheck
from jiugai.domain.reporting.checks.series import POINT, WHOLE, percents
from jiugai.domain.reporting.checks.told_figures import INVESTED, PAID
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Verdict,
    decimal,
    failed,
    not_applicable,
)

_ROUNDING = 5 * POINT // 2  # half of the five points to which offices round
_FROM = 10 * POINT  # from here on investment ÷ progress tells the whole well enough
_ENOUGH = 3  # returns, whose middle no single rounding moves


def examine(case: Case) -> Verdict:
    """Refuse what no contract's advance and progress payments could have come to."""
    return held_to_progress(case, "合同预付款和进度款合起来至多超出")


def held_to_progress(case: Case, allowed: str) -> Verdict:
    """Hold the share paid against the share confirmed, plus what may be paid ahead of it.

    The whole is investment ÷ progress, read in the county's favour where progress may be rounded.
    An advance is set off in step with the works, down to a margin that stays.

    :param allowed: the words before the points that are let pass.
    """
    now = case.now
    if not now.progress or not now.invested_fen or now.paid_fen is None:
        return not_applicable("没有形象进度、投资或支付，无从比较")
    confirmed = Fraction(min(now.progress, WHOLE), POINT)
    paid = Fraction(100 * now.paid_fen, max(1, _whole(case)))
    outstanding = case.limits["advance"] * (1 - confirmed / 100)
    margin = max(case.limits["margin"], outstanding)
    if paid <= confirmed + margin:
        return PASSED
    return failed(
        f"{PAID.word} {PAID.said(now.paid_fen)}，约占全部工程的 {percent(paid / 100)}，"
        f"形象进度 {percents(now.progress)}%（{INVESTED.word} {INVESTED.said(now.invested_fen)}），"
        f"超出 {decimal(paid - confirmed)} 个百分点，{allowed} {decimal(margin)} 个",
        paid_yuan=PAID.shown(now.paid_fen),
        investment_yuan=INVESTED.shown(now.invested_fen),
        paid_pct=decimal(paid),
        progress_pct=percents(now.progress),
        beyond_points=decimal(paid - confirmed),
        allowed_points=decimal(margin),
    )


def _whole(case: Case) -> int:
    """Return what the whole works come to, in 分: the middle of what the returns so far tell.

    While they are few, this one alone, read in the county's favour.
    """
    told = [
        found.invested_fen * WHOLE // min(found.progress, WHOLE)
        for found in case.series.returns[: case.at + 1]
        if found.invested_fen and found.progress and found.progress >= _FROM
    ]
    if len(told) >= _ENOUGH:
        return median_low(told)
    progress = min(case.now.progress or 0, WHOLE)
    least = progress if progress == WHOLE else max(progress - _ROUNDING, POINT)
    return (case.now.invested_fen or 0) * WHOLE // least


CHECK = ReturnCheck(
    code="paid_beyond_progress",
    number="D14",
    title="超进度支付",
    answer=Answer.REFUSE,
    formula="支付占全部工程的百分比 − 形象进度 > 合同允许的超出（预付款随进度扣回，扣到余量为止）；"
    "全部工程 = 累计完成投资 ÷ 形象进度",
    base_rate="按合同付款就不会超出，应为 0 误报；超出不多的、投资也一并虚报的看不出来",
    limits={
        "advance": "预付款上限，占全部工程的百分点",
        "margin": "扣回以后仍允许超出的百分点",
    },
    examine=examine,
)
