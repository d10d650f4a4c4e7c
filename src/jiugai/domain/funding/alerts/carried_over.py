"""FD-04: money carried over and unused two years running (连续两年未用完的结转资金)."""

from datetime import date

from jiugai.domain.funding.alerts.alert import AlertLimits, EarmarkAlert
from jiugai.domain.funding.alerts.cases import EarmarkCase, FactKind
from jiugai.domain.funding.alerts.lying import still_lying
from jiugai.domain.funding.alerts.money_idle import BORROWED
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, said, undefined


def examine(case: EarmarkCase, limits: AlertLimits) -> AlertVerdict:
    """Hold the quota that was there at the end of the last year allowed and is not spent today."""
    if case.held is None:
        return undefined("这笔资金的指标没有记进资金账，不知道用了多少")
    last = date(case.year + limits.whole("years") - 1, 12, 31)
    left = still_lying(case.held, last, case.day) if case.day > last else 0
    if not left:
        return OK
    return failed(
        f"{case.year} 年度的资金到 {last} 没有用完，至 {case.day} 还有 {said(left)}没有支出",
        f"连续 {limits.whole('years')} 年没有用完的，按结余处理，可以收回",
        left_fen=left,
        days=(case.day - last).days,
    )


ALERT = EarmarkAlert(
    code="FD-04",
    title="结转两年未用完",
    formula="预算年度的次年年底仍没有支出的指标（不含质保金），至今仍在",
    needs="资金账的指标收付",
    remedy="请与财政部门核对，按结余交回，或者凭批准文件继续使用",
    rests_on=(FactKind.POSTINGS,),
    limits={"years": "连同预算年度一共几年"},
    concerns=lambda case: case.source not in BORROWED,
    examine=examine,
)
