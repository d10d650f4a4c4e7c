"""D3: copied forward (逐月照抄): last month's figures once more, while nobody declared a stop."""

from collections.abc import Sequence

from jiugai.domain.reporting.checks.check import Case, ReturnCheck
from jiugai.domain.reporting.checks.peers import Place
from jiugai.domain.reporting.checks.series import WHOLE, ProjectReturn, ProjectSeries, percents
from jiugai.domain.reporting.checks.told_figures import (
    COMPLETED,
    HOUSEHOLDS,
    INVESTED,
    PAID,
    PROGRESS,
    STARTED,
)
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Verdict,
    failed,
    not_applicable,
)

_OF_WORKS = (PROGRESS, INVESTED, HOUSEHOLDS)
_ACTIVE = (*_OF_WORKS, PAID, STARTED, COMPLETED)


def examine(case: Case) -> Verdict:
    """Say for how many months every figure of the works has stood still, and what speaks for it."""
    now = case.now
    if now.stopped:
        return not_applicable("已申报停工，数不变是应当的")
    if not now.progress or now.progress >= WHOLE or now.is_complete:
        return not_applicable("没有在建：尚未开工，或已经完工")
    if sum(figure.told(now) is not None for figure in _ACTIVE) < case.limit("fewest_figures"):
        return not_applicable("填了的数太少，看不出是否照抄")
    if case.series.earlier(case.at) is None:
        return not_applicable("没有上个月的数可比")
    months = _months_unchanged(case.series, case.at)
    if not months:
        return PASSED
    figures = "、".join(
        f"{figure.word} {figure.said(told)}"
        for figure in _OF_WORKS
        if (told := figure.told(now)) is not None
    )
    reason = _reason(case, months)
    if reason is None:
        return PASSED
    return failed(
        f"{figures}，与前 {months} 个月完全相同，没有申报停工，{reason}；"
        "确实停工的，请补报停工，就不再问",
        months=months,
        progress_pct=percents(now.progress),
        photos=now.photos or 0,
    )


def _reason(case: Case, months: int) -> str | None:
    """Return what makes standing still odd; one quiet month by itself is not."""
    if months >= case.limit("months"):
        return f"连续 {months} 个月不变"
    photos = case.now.photos
    if photos is not None and photos >= case.limit("photos"):
        return f"而本月有照片 {photos} 张，现场并没有停"
    alike, ongoing = _county(case.peers.of_county(case.series.county, case.month, 1))
    if alike >= case.limit("projects") and alike == ongoing:
        return f"而且本县区在建的 {ongoing} 个项目本月全都不变"
    return None


def _county(places: Sequence[Place]) -> tuple[int, int]:
    """Return how many of a county's ongoing projects stand still this month, and how many there are."""
    ongoing = [
        (series, at)
        for series, at in places
        if _is_active(series.returns[at]) and series.earlier(at) is not None
    ]
    return sum(_months_unchanged(series, at) > 0 for series, at in ongoing), len(ongoing)


def _is_active(found: ProjectReturn) -> bool:
    return found.is_ongoing and bool(found.progress) and not found.stopped


def _months_unchanged(series: ProjectSeries, at: int) -> int:
    """Return for how many months running the figures have repeated the month before."""
    months = 0
    while at - months > 0:
        now, before = series.returns[at - months], series.earlier(at - months)
        if before is None or now.stopped or not _same(now, before):
            break
        months += 1
    return months


def _same(now: ProjectReturn, before: ProjectReturn) -> bool:
    return all(figure.told(now) == figure.told(before) for figure in _OF_WORKS)


CHECK = ReturnCheck(
    code="copy_forward",
    number="D3",
    title="逐月照抄",
    answer=Answer.EXPLAIN,
    formula="在建、未申报停工，形象进度、投资、完成户数与上月全同，且连续数月，或当月照片不少，"
    "或全县区在建项目一齐不变",
    base_rate="没有申报停工的冬歇也会被问到，申报停工即不问；项目中有一成照抄时，问到的约七成属实，"
    "只有 1% 照抄时降到约两成",
    limits={
        "fewest_figures": "填了几个数才比",
        "months": "连续几个月不变",
        "photos": "只一个月不变时，当月照片到几张",
        "projects": "只一个月不变时，全县区一齐不变的项目到几个",
    },
    examine=examine,
)
