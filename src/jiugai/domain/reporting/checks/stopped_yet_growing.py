"""D3b: stopped and yet growing (停工而进度增加): a stop is declared and progress goes on."""

from jiugai.domain.reporting.checks.check import Case, ReturnCheck
from jiugai.domain.reporting.checks.series import POINT, percents
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Verdict,
    decimal,
    failed,
    not_applicable,
)


def examine(case: Case) -> Verdict:
    """Hold a declared stop against the progress of the same month."""
    if not case.now.stopped:
        return not_applicable("没有申报停工")
    before = case.series.earlier(case.at)
    if before is None or before.progress is None or case.now.progress is None:
        return not_applicable("没有上个月的形象进度可比")
    points = (case.now.progress - before.progress) / POINT
    if points <= case.limit("points"):
        return PASSED
    return failed(
        f"本月申报停工，形象进度却由 {percents(before.progress)}% 升到 "
        f"{percents(case.now.progress)}%，增加 {decimal(points)} 个百分点；"
        "月中才停的请写明哪一天停的",
        progress_pct=percents(case.now.progress),
        progress_pct_before=percents(before.progress),
        points=decimal(points),
    )


CHECK = ReturnCheck(
    code="stopped_yet_growing",
    number="D3b",
    title="停工而进度增加",
    answer=Answer.EXPLAIN,
    formula="申报停工的当月，形象进度仍增加超过界限",
    base_rate="取整会使停着的工地动几个百分点，界限以内不问；免得一直申报停工就一直不被核验",
    limits={"points": "增加多少个百分点"},
    examine=examine,
)
