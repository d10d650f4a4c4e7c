"""A2: complaints stop (投诉戛然而止): a project that was complained of and from one month on never is."""

from collections.abc import Sequence
from statistics import fmean

from jiugai.domain.reporting.checks.check import Case, ReturnCheck
from jiugai.domain.reporting.checks.peers import Place
from jiugai.domain.reporting.checks.series import ProjectReturn
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Verdict,
    decimal,
    failed,
    not_applicable,
)


def examine(case: Case) -> Verdict:
    """Ask how likely so many silent months are, after so many complaints before them."""
    if case.now.complaints is None:
        return not_applicable("没有填投诉")
    if not _is_heard_of(case.now):
        return not_applicable("尚未开工，或已申报停工")
    if case.now.complaints:
        return PASSED
    silent, earlier = _split(case)
    heard = sum(case.series.returns[at].complaints or 0 for at in earlier)
    if len(silent) < case.limit("months") or heard < case.limit("complaints"):
        return not_applicable("无投诉的月份不多，或以前的投诉本来就少")
    quiet, lively = _exposure(case, silent), _exposure(case, earlier)
    if not lively or not quiet:
        return not_applicable("其他县区也没有投诉，或可比的县区不足")
    chance = (lively / (lively + quiet)) ** heard
    if chance >= case.limit("chance"):
        return PASSED
    return failed(
        f"以前 {len(earlier)} 个月共有投诉 {heard} 件，近 {len(silent)} 个月一件也没有，"
        f"按原来的频次只有万分之 {decimal(chance * 10_000, 2)} 的机会",
        months=len(silent),
        complaints_before=heard,
        months_before=len(earlier),
        chance=decimal(chance, 6),
    )


def _is_heard_of(found: ProjectReturn) -> bool:
    """Say whether there is something to complain of: works under way, or done."""
    return bool(found.started or found.progress) and not found.stopped


def _split(case: Case) -> tuple[list[int], list[int]]:
    """Return the places of the silent months up to now, and of those before them."""
    told = [
        at
        for at in range(case.at + 1)
        if _is_heard_of(found := case.series.returns[at]) and found.complaints is not None
    ]
    last = max((at for at in told if case.series.returns[at].complaints), default=-1)
    return [at for at in told if at > last], [at for at in told if at <= last]


def _exposure(case: Case, places: Sequence[int]) -> float:
    """Return how much complaining there was to be expected, by what other counties heard meanwhile."""
    return sum(_heard_elsewhere(case, at) for at in places)


def _heard_elsewhere(case: Case, at: int) -> float:
    found = case.series.returns[at]
    key, rate = ("works", _rate_of_works) if found.is_ongoing else ("done", _rate_of_done)
    rates = case.peers.others(("complaints", key), rate, case.series.county, found.month, 1)
    return sum(rates) / len(rates) if rates else 0.0


def _rate_of_works(places: Sequence[Place]) -> float | None:
    """Return the complaints of a county's month for each project under way."""
    return _rate(places, ongoing=True)


def _rate_of_done(places: Sequence[Place]) -> float | None:
    """Return the complaints of a county's month for each project that is done."""
    return _rate(places, ongoing=False)


def _rate(places: Sequence[Place], *, ongoing: bool) -> float | None:
    told = [
        found.complaints
        for series, at in places
        if (found := series.returns[at]).complaints is not None
        and _is_heard_of(found)
        and found.is_ongoing is ongoing
    ]
    return fmean(told) if told else None


CHECK = ReturnCheck(
    code="complaints_stop",
    number="A2",
    title="投诉戛然而止",
    answer=Answer.LOOK,
    formula="开工后连续数月无投诉，而 [以前应有量 ÷（以前 + 近月应有量）] ^ 以前投诉件数 < 界限；"
    "应有量按其他县区同月每个在建（已完工）项目的投诉数计",
    base_rate="问题真正解决了也会没有投诉；本来就很少投诉的项目，瞒报看不出来",
    limits={
        "months": "连续几个月无投诉",
        "complaints": "以前至少有几件投诉",
        "chance": "按原来频次出现的机会小于多少",
    },
    examine=examine,
)
