"""NH-01: one channel of money alone (筹资渠道单一)."""

from fractions import Fraction

from jiugai.domain.funding.alerts.alert import AlertLimits, CountyAlert
from jiugai.domain.funding.alerts.cases import CountyCase, FactKind
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, said, undefined
from jiugai.domain.quantities import percent


def examine(case: CountyCase, limits: AlertLimits) -> AlertVerdict:
    """Look for a source from which nearly all of the money came."""
    total = sum(case.arrived.values())
    if total <= 0:
        return undefined("资金账里没有这个县区的到账")
    source, most = max(case.arrived.items(), key=lambda one: (one[1], one[0]))
    share = Fraction(most, total)
    limit = limits.values["share"]
    if share < limit:
        return OK
    return failed(
        f"到位 {said(total)}，其中{source.word} {said(most)}，占 {percent(share)}",
        f"一种来源不应占到 {percent(limit)} 以上，居民、专营单位等应当共担",
        source=source.word,
        largest_fen=most,
        arrived_fen=total,
    )


ALERT = CountyAlert(
    code="NH-01",
    title="筹资渠道单一",
    formula="一种来源占累计到位的比例 ≥ 界限",
    needs="资金账的到账",
    remedy="请落实居民出资、专营单位和其他渠道的资金",
    rests_on=(FactKind.POSTINGS,),
    limits={"share": "一种来源占到几成"},
    concerns=lambda case: case.year == 0,
    examine=examine,
)
