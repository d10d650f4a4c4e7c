"""D2: a money gap (投资与支付脱节): investment reported that nobody has been paid for."""

from jiugai.domain.reporting.checks.check import Case, ReturnCheck
from jiugai.domain.reporting.checks.peers import Observation, Statistic
from jiugai.domain.reporting.checks.series import POINT, ProjectSeries
from jiugai.domain.reporting.checks.told_figures import INVESTED, PAID
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Verdict,
    decimal,
    failed,
    not_applicable,
)

_FROM = 15 * POINT  # before it advance payments and first bills say nothing
_BAND = 10 * POINT
_FLOOR = 2.0
"""Percentage points added to the spread: counties that happen to agree are no yardstick."""


def examine(case: Case) -> Verdict:
    """Hold the part of the plan invested and unpaid against other projects equally far."""
    now = _observe(case.series, case.at)
    if now is None:
        return not_applicable("进度不到 15%，或没有填投资、支付")
    distance = _distance(case, case.at)
    if distance is None:
        return not_applicable("其他县区进度相近的项目太少，无从比较")
    months = int(case.limit("months"))
    lasting = min(
        (_distance(case, case.at - back) or 0.0 for back in range(min(months, case.at + 1))),
        default=0.0,
    )
    if distance <= case.limit("spreads") and (
        case.at + 1 < months or lasting <= case.limit("spreads_lasting")
    ):
        return PASSED
    norm = case.peers.norm(GAP, case.series.county, case.month, now.band)
    usual = decimal(norm.middle) if norm else ""
    return failed(
        f"{INVESTED.word} {INVESTED.said(case.now.invested_fen or 0)}，{PAID.word} "
        f"{PAID.said(case.now.paid_fen or 0)}，已报未付相当于全部工程的 {decimal(now.value)}%，"
        f"其他县区进度相近的项目一般为 {usual}%，高出 {decimal(distance, 2)} 个离差",
        investment_yuan=INVESTED.shown(case.now.invested_fen or 0),
        paid_yuan=PAID.shown(case.now.paid_fen or 0),
        gap_pct=decimal(now.value),
        usual_pct=usual,
        distance=decimal(distance, 2),
    )


def _distance(case: Case, at: int) -> float | None:
    seen = _observe(case.series, at)
    if seen is None:
        return None
    month = case.series.returns[at].month
    norm = case.peers.norm(GAP, case.series.county, month, seen.band)
    return norm.distance(seen.value, floor=_FLOOR) if norm else None


def _observe(series: ProjectSeries, at: int) -> Observation | None:
    """Return the unpaid part in per cent of the whole, the whole being investment ÷ progress."""
    now = series.returns[at]
    if not now.invested_fen or now.paid_fen is None or (now.progress or 0) < _FROM:
        return None
    progress = min(now.progress or 0, 100 * POINT)
    unpaid = progress / POINT * (1 - now.paid_fen / now.invested_fen)
    return Observation(unpaid, progress // _BAND)


GAP = Statistic("money gap", _observe)

CHECK = ReturnCheck(
    code="money_gap",
    number="D2",
    title="投资与支付脱节",
    answer=Answer.EXPLAIN,
    formula="（累计完成投资 − 累计支付）÷ 计划投资，比其他县区同一进度档的中位高出若干四分位离差；"
    "计划投资按投资 ÷ 形象进度推算",
    base_rate="预付款多少、付款快慢各地差别很大，单看一个月很弱：属实的不到一半，所以只请说明，不列复核",
    limits={
        "spreads": "当月高出几个离差",
        "months": "连续几个月",
        "spreads_lasting": "连续各月都高出几个离差",
    },
    examine=examine,
)
