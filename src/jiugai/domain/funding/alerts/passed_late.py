"""FD-03: money from above passed down late (下达不及时)."""

from datetime import timedelta

from jiugai.domain.funding.alerts.alert import AlertLimits, EarmarkAlert
from jiugai.domain.funding.alerts.cases import EarmarkCase, FactKind
from jiugai.domain.funding.alerts.lying import passed_late
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, said, undefined
from jiugai.domain.funding.sources import Source

FROM_ABOVE = frozenset(
    {Source.CENTRAL_SUBSIDY, Source.CENTRAL_BUDGET_INVESTMENT, Source.PROVINCE, Source.CITY}
)


def examine(case: EarmarkCase, limits: AlertLimits) -> AlertVerdict:
    """Hold each quota that came against the days within which it is to be passed on."""
    if case.quota is None:
        return undefined("这笔资金的指标没有记进资金账，不知道哪天收到、哪天下达")
    days = limits.whole("days")
    late = passed_late(case.quota, case.day, lambda came_on: came_on + timedelta(days=days))
    if late is None:
        return OK
    return failed(
        f"{late.since} 以前收到的指标，到 {late.since + timedelta(days=days)} 还有 "
        f"{said(late.amount_fen)}没有往下分",
        f"收到后 {days} 天内应下达",
        late_fen=late.amount_fen,
        since=late.since.isoformat(),
        allowed_days=days,
    )


ALERT = EarmarkAlert(
    code="FD-03",
    title="资金下达不及时",
    formula="上级转移支付的指标收到满所定的天数仍没有分配到县区或下达到项目，后来补下达的也算",
    needs="资金账的指标收付",
    remedy="请写明迟延的原因；还没有下达的马上下达",
    rests_on=(FactKind.POSTINGS,),
    limits={"days": "收到后几天内"},
    concerns=lambda case: case.source in FROM_ABOVE or not case.is_booked,
    examine=examine,
)
