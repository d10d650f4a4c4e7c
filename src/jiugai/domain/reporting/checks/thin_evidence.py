"""D7: progress without evidence (进度缺少照片): far fewer photos than so much progress brings elsewhere."""

from jiugai.domain.reporting.checks.check import Case, ReturnCheck
from jiugai.domain.reporting.checks.photo_evidence import (
    WINDOWS,
    Growth,
    Shortage,
    growth,
    habit_seen_by,
    shortage,
    still_months,
)
from jiugai.domain.reporting.checks.told_figures import PHOTOS
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Verdict,
    decimal,
    failed,
    not_applicable,
)


def examine(case: Case) -> Verdict:
    """Hold the photos of the last one, two and three months against the progress of them."""
    if case.now.photos is None or case.now.progress is None:
        return not_applicable("没有填照片或形象进度")
    if not case.peers.has_others(case.series.county):
        return _without_peers(case)
    if not case.peers.fills(PHOTOS.told):
        return not_applicable("全部项目都没有照片，看不出是没有拍还是没有报")
    if habit_seen_by(case) is None:
        return not_applicable("其他县区报过的数还太少，无从比较")
    least = 1 + still_months(case.series, case.at)
    found = [one for window in WINDOWS if window >= least and (one := shortage(case, window))]
    if not found:
        return not_applicable("进度增加不多，或前几个月的数不全")
    worst = min(found, key=lambda one: one.distance)
    if worst.distance >= -case.limit("spreads"):
        return PASSED
    return _failed(worst.growth, worst.window, worst)


def _without_peers(case: Case) -> Verdict:
    """Fall back on the plain rule where there are no other counties to compare with."""
    window = int(case.limit("months_alone"))
    found = growth(case.series, case.at, window)
    if found is None:
        return not_applicable("可比的县区不足，前几个月的数也不全")
    if found.points < case.limit("points_alone") or found.photos:
        return PASSED
    return _failed(found, window, None)


def _failed(found: Growth, window: int, beside: Shortage | None) -> Verdict:
    points = decimal(found.points)
    said = f"近 {window} 个月形象进度增加 {points} 个百分点，照片只有 {found.photos} 张"
    if beside is None:
        return failed(said, months=window, points=points, photos=found.photos)
    expected, distance = decimal(beside.expected), decimal(beside.distance, 2)
    return failed(
        f"{said}，其他县区同样的进度约有 {expected} 张，相差 {abs(distance)} 个离差单位",
        months=window,
        points=points,
        photos=found.photos,
        expected_photos=expected,
        distance=distance,
    )


CHECK = ReturnCheck(
    code="thin_evidence",
    number="D7",
    title="进度缺少照片",
    answer=Answer.LOOK,
    formula="近 1、2、3 个月中，2×(√照片数 − √应有照片数) 比其他县区的中位低出若干个四分位离差；"
    "应有照片数 = 其他县区每月底数 + 每个百分点张数 × 增加的百分点",
    base_rate="如实而少拍照的工地会被列入；照片由作假者一并补齐的看不出来；"
    "虚增 5 个百分点以下基本看不出来",
    limits={
        "spreads": "低出几个离差",
        "months_alone": "没有可比县区时，看近几个月",
        "points_alone": "没有可比县区时，增加多少个百分点而没有一张照片",
    },
    examine=examine,
)
