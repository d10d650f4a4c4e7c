"""FD-02: money of the centre not fixed to a project by the end of its year (年底未明确到项目)."""

from jiugai.domain.funding.alerts.alert import AlertLimits, EarmarkAlert
from jiugai.domain.funding.alerts.cases import EarmarkCase, FactKind
from jiugai.domain.funding.alerts.lying import balance, still_lying
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, said, undefined
from jiugai.domain.funding.sources import Source

CENTRAL = frozenset({Source.CENTRAL_SUBSIDY, Source.CENTRAL_BUDGET_INVESTMENT})


def examine(case: EarmarkCase, _: AlertLimits) -> AlertVerdict:
    """Hold the quota that stood for no project on the year's last day."""
    if case.quota is None:
        return undefined("这笔资金的指标没有记进资金账，不知道分到了哪些项目")
    if case.day <= case.year_end:
        return OK
    left = balance(case.quota, case.year_end)
    if left <= 0:
        return OK
    still = still_lying(case.quota, case.year_end, case.day)
    return failed(
        f"{case.year} 年底有 {said(left)}指标没有下达到项目，至 {case.day} 还有 {said(still)}",
        f"应在 {case.year_end} 以前全部分解到具体项目",
        left_fen=left,
        still_fen=still,
        days=(case.day - case.year_end).days,
    )


ALERT = EarmarkAlert(
    code="FD-02",
    title="年底未分解到项目",
    formula="中央资金到预算年度 12 月 31 日仍是待下达指标",
    needs="资金账的指标收付",
    remedy="请马上下达到具体项目，已不需要的报财政部门收回",
    rests_on=(FactKind.POSTINGS,),
    concerns=lambda case: case.source in CENTRAL or not case.is_booked,
    examine=examine,
)
