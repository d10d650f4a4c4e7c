"""D9d: households lag behind (户数落后于进度): far fewer done than elsewhere at the same progress."""

from jiugai.domain.reporting.checks.check import Case, ReturnCheck
from jiugai.domain.reporting.checks.peers import Observation, Statistic
from jiugai.domain.reporting.checks.series import POINT, WHOLE, ProjectSeries, percents
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Verdict,
    decimal,
    failed,
    not_applicable,
)

_BAND = 5 * POINT
_FLOOR = 0.05
"""Added to the spread: other counties that happen to agree exactly are no yardstick."""


def examine(case: Case) -> Verdict:
    """Hold the share of households done against other projects equally far."""
    seen = _observe(case.series, case.at)
    if seen is None:
        return not_applicable("不在建，或没有填完成户数、计划户数")
    norm = case.peers.norm(SHARE, case.series.county, case.month, seen.band)
    if norm is None:
        return not_applicable("其他县区进度相近的项目太少")
    distance = norm.distance(seen.value, floor=_FLOOR)
    if distance >= -case.limit("spreads") or not _fell_behind(case):
        return PASSED
    return failed(
        f"形象进度 {percents(case.now.progress or 0)}%，完成户数 {case.now.households_done:,} 户，"
        f"占计划 {decimal(seen.value * 100)}%，其他县区进度相近的项目一般已到 "
        f"{decimal(norm.middle * 100)}%，低 {decimal(-distance)} 个离差",
        progress_pct=percents(case.now.progress or 0),
        households_done=case.now.households_done or 0,
        planned_households=case.now.planned_households or 0,
        share_pct=decimal(seen.value * 100),
        usual_pct=decimal(norm.middle * 100),
        distance=decimal(distance),
    )


def _fell_behind(case: Case) -> bool:
    """Say whether the project fell behind by a step, within the months looked at.

    One that has lain behind from its beginning does its households last, and is left alone.
    """
    months = int(case.limit("months"))
    for back in range(1, months + 1):
        if back > case.at:
            return False
        seen = _observe(case.series, case.at - back)
        if seen is None:
            continue
        month = case.series.returns[case.at - back].month
        then = case.peers.norm(SHARE, case.series.county, month, seen.band)
        if then and then.distance(seen.value, floor=_FLOOR) > -case.limit("spreads_before"):
            return True
    return False


def _observe(series: ProjectSeries, at: int) -> Observation | None:
    now = series.returns[at]
    if not now.progress or now.progress >= WHOLE or now.is_complete:
        return None
    if now.households_done is None or not now.planned_households:
        return None
    return Observation(now.households_done / now.planned_households, now.progress // _BAND)


SHARE = Statistic("household share", _observe)

CHECK = ReturnCheck(
    code="households_lag",
    number="D9d",
    title="户数落后于进度",
    answer=Answer.EXPLAIN,
    formula="完成户数 ÷ 计划户数，比其他县区同一进度档的中位低出若干四分位离差，且是近几个月落下的",
    base_rate="各地先做什么差别大时几乎不提示；户数也一并虚报的看不出来",
    limits={
        "spreads": "低出几个离差",
        "months": "近几个月内落下的",
        "spreads_before": "落下以前，低出不到几个离差",
    },
    examine=examine,
)
