"""D9b: a break of cost (进度与投资断裂): progress takes a step that investment does not, or the reverse."""

from math import expm1, log

from jiugai.domain.quantities import yuan
from jiugai.domain.reporting.checks.check import Case, ReturnCheck
from jiugai.domain.reporting.checks.peers import Observation, Statistic
from jiugai.domain.reporting.checks.series import (
    POINT,
    WHOLE,
    ProjectReturn,
    ProjectSeries,
    percents,
)
from jiugai.domain.reporting.checks.told_figures import INVESTED
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Verdict,
    decimal,
    failed,
    not_applicable,
)

_FROM = 10 * POINT  # before it rounding moves investment ÷ progress too much
_FLOOR = 0.01
"""Added to the spread: other counties that happen to agree exactly are no yardstick."""


def examine(case: Case) -> Verdict:
    """Hold the change of investment per point of progress against the other counties'."""
    seen = _observe(case.series, case.at)
    if seen is None:
        return not_applicable("进度还在开头、没有增加，或没有上一次的投资可比")
    norm = case.peers.norm(COST_CHANGE, case.series.county, case.month)
    if norm is None:
        return not_applicable("其他县区可比的项目太少")
    distance, change = norm.distance(seen.value, floor=_FLOOR), expm1(seen.value)
    if abs(distance) <= case.limit("spreads") or abs(change) <= case.limit("change"):
        return PASSED
    before, now = _each(case.series.returns[case.at - 1]), _each(case.now)
    way = "降" if change < 0 else "升"
    return failed(
        f"形象进度到 {percents(case.now.progress or 0)}%，{INVESTED.word} "
        f"{INVESTED.said(case.now.invested_fen or 0)}，每个百分点的投资由 {yuan(before):,} 元"
        f"{way}到 {yuan(now):,} 元，变动 {decimal(change * 100)}%，"
        f"偏离其他县区的常态 {decimal(abs(distance))} 个离差，两个数只有一个动了",
        progress_pct=percents(case.now.progress or 0),
        investment_yuan=INVESTED.shown(case.now.invested_fen or 0),
        yuan_per_point_before=yuan(before),
        yuan_per_point=yuan(now),
        change_pct=decimal(change * 100),
        distance=decimal(distance),
    )


def _each(found: ProjectReturn) -> int:
    """Return the investment for each point of progress, in 分."""
    return round((found.invested_fen or 0) * POINT / (found.progress or 1))


def _observe(series: ProjectSeries, at: int) -> Observation | None:
    before, now = series.earlier(at), series.returns[at]
    if before is None or not before.invested_fen or not now.invested_fen:
        return None
    if not before.progress or not now.progress or not _FROM <= before.progress < WHOLE:
        return None
    if now.progress == before.progress and now.invested_fen == before.invested_fen:
        return None
    each_before = before.invested_fen / before.progress
    return Observation(log(now.invested_fen / now.progress) - log(each_before))


COST_CHANGE = Statistic("cost change", _observe)

CHECK = ReturnCheck(
    code="cost_break",
    number="D9b",
    title="进度与投资断裂",
    answer=Answer.EXPLAIN,
    formula="累计完成投资 ÷ 形象进度一个月的变动，超过界限，且偏离其他县区的常态若干四分位离差",
    base_rate="只看得出改了一个数、忘了另一个的；两个数一起虚报的看不出来",
    limits={"spreads": "偏离几个离差", "change": "每个百分点的投资变动几成"},
    examine=examine,
)
