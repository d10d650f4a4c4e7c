"""D4: a jump (进度跳增): more in a month than photos or the project's own pace bear out."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from jiugai.domain.reporting.checks.check import Case, ReturnCheck
from jiugai.domain.reporting.checks.peers import Place
from jiugai.domain.reporting.checks.photo_evidence import (
    WINDOWS,
    Shortage,
    growth,
    shortage,
    still_months,
)
from jiugai.domain.reporting.checks.series import POINT, WHOLE, ordinal, percents
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Number,
    Verdict,
    decimal,
    failed,
    not_applicable,
)


def examine(case: Case) -> Verdict:
    """Ask for evidence of a step that is large, and larger than what speaks for it."""
    now, before = case.now, case.before
    if now.progress is None or before is None or before.progress is None:
        return not_applicable("没有上一次的形象进度可比")
    months = ordinal(now.month) - ordinal(before.month)
    if before.progress >= WHOLE:
        return not_applicable("以前已报到 100%")
    points = (now.progress - before.progress) / POINT / months
    reason = _reason(case, points)
    if reason is None:
        return PASSED
    sentence, numbers = reason
    each = f"平均每月增加 {decimal(points)}" if months > 1 else f"一个月增加 {decimal(points)}"
    return failed(
        f"形象进度由 {percents(before.progress)}% 升到 {percents(now.progress)}%，{each} 个百分点，"
        f"{sentence}；请补一组能看出这段工作的照片",
        progress_pct=percents(now.progress),
        progress_pct_before=percents(before.progress),
        points=decimal(points),
        **numbers,
    )


def _reason(case: Case, points: float) -> tuple[str, dict[str, Number]] | None:
    beside = _photos(case)
    if (
        beside is not None
        and points > case.limit("points_without_photos")
        and beside.distance < -case.limit("spreads")
    ):
        expected = decimal(beside.expected)
        return (
            f"照片 {beside.growth.photos} 张，其他县区同样的进度约有 {expected} 张",
            {"photos": beside.growth.photos, "expected_photos": expected},
        )
    if points <= case.limit("points"):
        return None
    if beside is not None and beside.distance >= case.limit("spreads_enough"):
        return None
    pace = _own_pace(case)
    if pace is None:
        # A fast beginning is usual; where no photos can speak for it, it is asked about all the same.
        limit = decimal(case.limits["points"], 0)
        return None if _photos_will_tell(case) else (f"超过 {limit} 个百分点", {})
    if points > case.limit("times_own_pace") * pace:
        return (
            f"是本项目以前每次 {decimal(pace)} 个百分点的 {decimal(points / pace)} 倍",
            {"own_pace": decimal(pace)},
        )
    return None


def _photos(case: Case) -> Shortage | None:
    """Return the photos beside the step, with those of the months just before that stood still."""
    window = min(1 + still_months(case.series, case.at), WINDOWS[-1])
    return shortage(case, window) or shortage(case, 1)


def _photos_will_tell(case: Case) -> bool:
    """Say whether photos are filled in, and other counties take them while works go on.

    Where only starts are photographed, nobody will ever say how many photos a step brings.
    """
    if case.now.photos is None:
        return False
    return any(case.peers.others("photos of works", _of_works, case.series.county, case.month))


def _of_works(places: Sequence[Place]) -> bool:
    """Say whether a county took photos in a month that carried works on."""
    return any(
        bool(series.returns[at].photos and series.returns[at - 1].progress)
        and growth(series, at, 1) is not None
        for series, at in places
        if at
    )


def _own_pace(case: Case) -> float | None:
    """Return what the project's earlier steps usually came to; None if there were fewer than two."""
    told = [r.progress for r in case.series.returns[: case.at] if r.progress is not None]
    steps = [b - a for a, b in pairwise(told) if b > a]
    return median(steps) / POINT if len(steps) >= case.limit("fewest_steps") else None


CHECK = ReturnCheck(
    code="jump",
    number="D4",
    title="进度跳增",
    answer=Answer.EXPLAIN,
    formula="一个月增加的百分点超过界限，且照片少于其他县区同样进度的张数，或是本项目以往步子的数倍",
    base_rate="只看增加的百分点，如实的项目每月约有 4% 会被问到；加上照片和自身步子，降到 1% 左右",
    limits={
        "points_without_photos": "照片不足时，一个月增加多少个百分点",
        "spreads": "照片不足：低出几个离差",
        "spreads_enough": "照片够：高出几个离差，就不再问",
        "points": "照片不少、或无从比较时，一个月增加多少个百分点",
        "times_own_pace": "是以往步子的几倍",
        "fewest_steps": "有过几步才谈得上以往的步子",
    },
    examine=examine,
)
