"""FD-14: cost sharing not carried out (资金共担不到位): what was pledged did not come."""

from jiugai.domain.funding.alerts.alert import AlertLimits, EarmarkAlert
from jiugai.domain.funding.alerts.cases import EarmarkCase, FactKind
from jiugai.domain.funding.alerts.lying import balance
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, said, undefined
from jiugai.domain.funding.sources import Source

SHARED = frozenset(
    {
        Source.CITY,
        Source.COUNTY,
        Source.RESIDENTS,
        Source.UTILITY_OPERATORS,
        Source.FORMER_OWNERS,
        Source.PRIVATE_CAPITAL,
    }
)


def examine(case: EarmarkCase, limits: AlertLimits) -> AlertVerdict:
    """Hold what came in cash against what was pledged, once the year is over."""
    if case.pledged is None or case.cash is None:
        return undefined("没有登记各方应出多少、已出多少")
    if case.day <= case.year_end:
        return OK
    pledged = balance(case.pledged, case.year_end)
    came = balance(case.cash, case.day) + balance(case.paid or (), case.day)
    if came >= pledged * limits.values["share"]:
        return OK
    return failed(
        f"{case.source.word} {case.year} 年应出 {said(pledged)}，至 {case.day} 到账 {said(came)}，"
        f"差 {said(pledged - came)}",
        "约定分担的资金应在当年年底以前到位",
        short_fen=pledged - came,
        pledged_fen=pledged,
        arrived_fen=came,
    )


ALERT = EarmarkAlert(
    code="FD-14",
    title="资金共担不到位",
    formula="市县配套、居民、专营单位等约定分担的资金，预算年度过后到账少于应出",
    needs="资金账的应出和到账",
    remedy="请催收，或者按程序调整分担办法",
    rests_on=(FactKind.POSTINGS,),
    limits={"share": "到账占应出的比例，低于就算"},
    concerns=lambda case: case.source in SHARED or not case.is_booked,
    examine=examine,
)
