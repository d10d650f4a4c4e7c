"""D6: a slip of the unit (单位错位): money some ten thousand times the project's own history."""

from statistics import median

from jiugai.domain.reporting.checks.check import Case, Limits, ReturnCheck
from jiugai.domain.reporting.checks.told_figures import INVESTED, PAID
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Verdict,
    decimal,
    failed,
    not_applicable,
)


def is_slip(value: int, usual: float, limits: Limits) -> bool:
    """Say whether two amounts differ by 万 put in or left out, either way."""
    if value <= 0 or usual <= 0:
        return False
    times = max(value / usual, usual / value)
    return float(limits["least_times"]) <= times <= float(limits["most_times"])


def examine(case: Case) -> Verdict:
    """Hold the month's money against the project's own earlier money."""
    compared = False
    for figure in (INVESTED, PAID):
        value = figure.told(case.now)
        earlier = [told for told in map(figure.told, case.series.returns[: case.at]) if told]
        if not value or not earlier:
            continue
        compared = True
        for usual in (round(median(earlier)), earlier[-1]):
            if is_slip(value, usual, case.limits):
                times = decimal(max(value / usual, usual / value), 0)
                return failed(
                    f"{figure.word} {figure.said(value)}，本项目以前为 {figure.said(usual)}，"
                    f"相差 {times:,} 倍，像是多写或漏写了“万”，没有替您改",
                    **{figure.code: figure.shown(value), "usual_yuan": figure.shown(usual)},
                    times=times,
                )
    return PASSED if compared else not_applicable("本项目以前没有报过投资或支付，无从比较")


CHECK = ReturnCheck(
    code="unit_slip",
    number="D6",
    title="单位错位",
    answer=Answer.EXPLAIN,
    formula="本月投资或支付，与本项目以前各月的中位数或上一次的数相差约一万倍",
    base_rate="是填错，不是作假；单位写对的数不会相差上万倍",
    limits={"least_times": "相差到多少倍起", "most_times": "相差到多少倍止"},
    examine=examine,
)
