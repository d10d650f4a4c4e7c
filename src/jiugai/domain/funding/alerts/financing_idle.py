"""FD-05: financing taken up and unused (融资资金闲置): it costs interest while it lies."""

from jiugai.domain.funding.alerts.alert import AlertLimits, EarmarkAlert
from jiugai.domain.funding.alerts.cases import EarmarkCase, FactKind
from jiugai.domain.funding.alerts.money_idle import BORROWED, lain_too_long
from jiugai.domain.funding.alerts.verdicts import AlertVerdict


def examine(case: EarmarkCase, limits: AlertLimits) -> AlertVerdict:
    """Look for borrowed money that came more than so many months ago and still lies."""
    return lain_too_long(case, limits, "融资到账")


ALERT = EarmarkAlert(
    code="FD-05",
    title="融资资金闲置",
    formula="专项债券、政策性银行贷款到账满所定的月数仍在专户",
    needs="资金账的专户收付",
    remedy="请尽快用于项目，或者按规定调整用途、提前归还",
    rests_on=(FactKind.POSTINGS,),
    limits={"months": "到账满几个月", "long_months": "另列的，满几个月"},
    concerns=lambda case: case.source in BORROWED or not case.is_booked,
    examine=examine,
)
