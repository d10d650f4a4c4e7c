"""D5: equal steps (等步递增): progress drawn with a ruler."""

from collections.abc import Sequence
from itertools import pairwise
from math import exp, log
from statistics import fmean, pstdev

from jiugai.domain.reporting.checks.check import Case, ReturnCheck
from jiugai.domain.reporting.checks.peers import Observation, Place, Statistic
from jiugai.domain.reporting.checks.series import POINT, ProjectSeries, percents
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Verdict,
    decimal,
    failed,
    not_applicable,
)

_EVEN_STEPS = 6
"""Steps by which unevenness is compared with the other counties'."""
_LEAST_UNEVENNESS = 0.002  # below it lies what rounding does
_FLOOR = 0.05
"""Added to the spread: other counties that happen to agree are no yardstick."""
_FEWEST_PAIRS = 4  # steps of a project, below which a share of equal ones says nothing
_LEAST_SHARE = 0.01
_NEARLY_DONE = 99 * POINT  # 99.9 is how the rounding office writes "not yet"
_ROUND = 5 * POINT  # many offices round to five points: equal steps come of themselves


def examine(case: Case) -> Verdict:
    """Look at the steps up to this month: as good as equal, or more even than anybody else's."""
    if case.now.progress is None:
        return not_applicable("没有填形象进度")
    steps = _steps(case.series, case.at)
    if len(steps) < case.limit("steps"):
        return not_applicable("连续增加的月份还不够多")
    equal = _equal(case, steps)
    if equal:
        step = decimal(fmean(steps[-equal:]) / POINT, 2).normalize()
        shown = "、".join(f"{percents(each)}" for each in steps[-equal:])
        return failed(
            f"近 {equal} 个月形象进度每月各增加 {shown} 个百分点，步子一样大，实际施工很少如此",
            months=equal,
            step=step,
        )
    return _compared(case, steps)


def _equal(case: Case, steps: list[int]) -> int:
    """Return how many of the last steps are equal within rounding; 0 if too few."""
    count = 0
    for length in range(int(case.limit("steps")), len(steps) + 1):
        last = steps[-length:]
        if max(last) - min(last) > case.limit("apart") * POINT:
            break
        count = length
    if not count or not _is_round(case, count):
        return count
    return count if _money_is_even(case, count) or _hardly_by_rounding(case, count) else 0


def _is_round(case: Case, count: int) -> bool:
    """Say whether the progress of the last months is rounded to five points throughout."""
    months = case.series.returns[case.at - count : case.at + 1]
    return not any(
        (month.progress or 0) % _ROUND for month in months if (month.progress or 0) < _NEARLY_DONE
    )


def _hardly_by_rounding(case: Case, count: int) -> bool:
    """Say whether so many equal steps are rare where others round to five points as well."""
    shares = sorted(
        share
        for county in case.peers.others("equal pairs", _equal_pairs, case.series.county, case.month)
        for share in county
    )
    if not shares:
        return count >= case.limit("steps_if_round")
    # The evenest of the honest, not the middle: some sites do move ten points a month by nature.
    evenest = max(shares[int(len(shares) * case.limit("evenest"))], _LEAST_SHARE)
    return evenest ** (count - 1) < case.limit("chance")


def _equal_pairs(places: Sequence[Place]) -> list[float] | None:
    """Return for each of a county's projects how often a step was followed by an equal one."""
    grown: dict[str, list[int]] = {}
    for series, at in places:
        before, now = series.earlier(at), series.returns[at].progress
        if before is not None and before.progress is not None and now and now > before.progress:
            grown.setdefault(series.project, []).append(now - before.progress)
    shares = [
        fmean(before == after for before, after in pairwise(steps))
        for steps in grown.values()
        if len(steps) >= _FEWEST_PAIRS
    ]
    return shares or None


def _money_is_even(case: Case, count: int) -> bool:
    """Say whether investment grew in equal steps too; 元 are not rounded by habit."""
    told = [month.invested_fen for month in case.series.returns[case.at - count : case.at + 1]]
    if None in told:
        return False
    steps = [(b or 0) - (a or 0) for a, b in pairwise(told)]
    mean = fmean(steps)
    return mean > 0 and max(abs(step - mean) for step in steps) <= mean * case.limit("money_apart")


def _compared(case: Case, steps: list[int]) -> Verdict:
    norm = case.peers.norm(UNEVENNESS, case.series.county, case.month)
    if norm is None or len(steps) < _EVEN_STEPS or _is_round(case, _EVEN_STEPS):
        return PASSED
    unevenness = _unevenness(steps)
    distance = norm.distance(log(unevenness), floor=_FLOOR)
    if distance >= -case.limit("spreads") or unevenness >= case.limit("unevenness"):
        return PASSED
    shown, usual = decimal(unevenness * 100), decimal(exp(norm.middle) * 100)
    return failed(
        f"近 {_EVEN_STEPS} 个月形象进度的步子只差 {shown}%，其他县区一般差 {usual}%，匀得少见",
        months=_EVEN_STEPS,
        unevenness_pct=shown,
        usual_pct=usual,
    )


def _steps(series: ProjectSeries, at: int) -> list[int]:
    """Return the unbroken run of growing steps that ends with this month."""
    steps: list[int] = []
    for place in range(at, 0, -1):
        now, before = series.returns[place], series.earlier(place)
        if before is None or now.progress is None or before.progress is None:
            break
        if now.progress <= before.progress:
            break
        steps.append(now.progress - before.progress)
    return steps[::-1]


def _unevenness(steps: list[int]) -> float:
    last = steps[-_EVEN_STEPS:]
    return max(pstdev(last) / fmean(last), _LEAST_UNEVENNESS)


def _observe(series: ProjectSeries, at: int) -> Observation | None:
    steps = _steps(series, at)
    return Observation(log(_unevenness(steps))) if len(steps) >= _EVEN_STEPS else None


UNEVENNESS = Statistic("unevenness", _observe)

CHECK = ReturnCheck(
    code="equal_steps",
    number="D5",
    title="等步递增",
    answer=Answer.LOOK,
    formula="形象进度连续数月每月增加一样多（只差取整）；逢五逢十的，还要投资也等步，或按其他县区取整的习惯仍属罕见；"
    "或连续 6 步的离散系数远小于其他县区",
    base_rate="如实的施工几乎不会等步，误报在 0.1% 以下；知道有这一项的人很容易避开，仍然保留",
    limits={
        "steps": "连续几步相等",
        "apart": "最大一步与最小一步相差不超过多少个百分点",
        "steps_if_round": "逢五逢十而没有可比的县区时，连续几步相等",
        "evenest": "按其他县区项目中步子相等的比例由低到高排到几成的那一个计",
        "chance": "逢五逢十时，按其他县区的取整习惯出现的机会小于多少",
        "money_apart": "投资各步与平均相差不超过几成",
        "spreads": "离散系数的对数低出其他县区几个离差",
        "unevenness": "离散系数不到多少才算匀",
    },
    examine=examine,
)
