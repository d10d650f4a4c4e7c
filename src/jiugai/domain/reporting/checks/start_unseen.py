"""D7p: a start nobody saw (开工没有照片): begun by report, not one photo, where others' starts have theirs."""

from collections.abc import Sequence
from fractions import Fraction

from jiugai.domain.quantities import percent
from jiugai.domain.reporting.checks.check import Case, ReturnCheck
from jiugai.domain.reporting.checks.peers import Place
from jiugai.domain.reporting.checks.series import ProjectReturn
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Verdict,
    failed,
    not_applicable,
)

Starts = tuple[int, int]
"""How many starts have a photo of their month, and how many there are."""


def examine(case: Case) -> Verdict:
    """Look for a photo in the month in which works are said to have begun."""
    if not _begins(case.now, case.before):
        return not_applicable("不是报开工的当月")
    if case.now.photos is None:
        return not_applicable("没有填照片")
    if case.now.stopped:
        return not_applicable("当月申报停工")
    seen, every = _elsewhere(case)
    if every < case.limits["starts"]:
        return not_applicable("其他县区报开工的还太少，无从比较")
    if seen < case.limits["share"] * every:
        return not_applicable("其他县区开工也常常没有照片")
    if case.now.photos:
        return PASSED
    return failed(
        f"{case.month.in_prose}报开工，当月没有一张照片；其他县区近一年报开工的 {every} 个项目，"
        f"{seen} 个当月有照片，占 {percent(Fraction(seen, every))}",
        photos=0,
        starts_elsewhere=every,
        starts_seen=seen,
    )


def _begins(now: ProjectReturn, before: ProjectReturn | None) -> bool:
    """Say whether a return is the first to tell of a start; the first return of all tells no month."""
    return bool(now.started) and before is not None and not before.started


def _elsewhere(case: Case) -> Starts:
    told = case.peers.others("starts seen", _starts, case.series.county, case.month)
    return sum(seen for seen, _ in told), sum(every for _, every in told)


def _starts(places: Sequence[Place]) -> Starts | None:
    """Return a county's own starts of which it is known whether anybody saw them."""
    begun = [
        found
        for series, at in places
        if (found := series.returns[at]).photos is not None
        and _begins(found, series.returns[at - 1] if at else None)
    ]
    return (sum(bool(found.photos) for found in begun), len(begun)) if begun else None


CHECK = ReturnCheck(
    code="start_unseen",
    number="D7p",
    title="开工没有照片",
    answer=Answer.LOOK,
    formula="报开工的当月没有一张照片，而其他县区近十二个月报开工的项目，当月有照片的占到界限以上",
    base_rate="照片晚几天补传的会被列入，补上以后不再提示；随手拍一张的虚报开工看不出来",
    limits={
        "starts": "其他县区至少有几个项目报开工",
        "share": "其他县区报开工的项目，当月有照片的占到几成",
    },
    examine=examine,
)
