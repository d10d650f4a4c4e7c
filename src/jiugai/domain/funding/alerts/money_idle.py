"""FD-01: money idle (资金闲置): it came to the special account and has lain there too long."""

from collections.abc import Callable
from datetime import date

from jiugai.domain.calendar import months_after
from jiugai.domain.funding.alerts.alert import AlertLimits, EarmarkAlert
from jiugai.domain.funding.alerts.cases import EarmarkCase, FactKind
from jiugai.domain.funding.alerts.lying import latest_overdue, still_lying
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, said, undefined
from jiugai.domain.funding.sources import Source

BORROWED = frozenset({Source.SPECIAL_BOND, Source.POLICY_BANK_LOAN})


def examine(case: EarmarkCase, limits: AlertLimits) -> AlertVerdict:
    """Look for money that came more than so many months ago and still lies."""
    return lain_too_long(case, limits, "到位")


def lain_too_long(case: EarmarkCase, limits: AlertLimits, came: str) -> AlertVerdict:
    """Hold what lies in the special account against the months after which it is named.

    :param came: the word for how the money came.
    """
    if case.cash is None:
        return undefined("这笔资金没有记进资金账，不知道专户里还有多少")
    months = limits.whole("months")
    since = latest_overdue(case.cash, case.day, _after(months))
    idle = still_lying(case.cash, since, case.day) if since else 0
    if not since or not idle:
        return OK
    days = (case.day - since).days
    longer = latest_overdue(case.cash, case.day, _after(limits.whole("long_months")))
    oldest = still_lying(case.cash, longer, case.day) if longer else 0
    more = f"（其中 {said(oldest)}超过 {limits.whole('long_months')} 个月）" if oldest else ""
    return failed(
        f"{said(idle)}{came}已满 {days} 天，至 {case.day} 仍在专户{more}",
        f"{came}后 {months} 个月内应支付",
        idle_fen=idle,
        longest_idle_fen=oldest,
        days=days,
    )


def _after(months: int) -> Callable[[date], date]:
    return lambda came_on: months_after(came_on, months)


ALERT = EarmarkAlert(
    code="FD-01",
    title="资金闲置",
    formula="到位满所定的月数的资金仍在专户，先到的先用",
    needs="资金账的专户收付",
    remedy="请查明原因，尽快按进度支付，不需要的按规定交回",
    rests_on=(FactKind.POSTINGS,),
    limits={"months": "到位满几个月", "long_months": "另列的，满几个月"},
    concerns=lambda case: case.source not in BORROWED,
    examine=examine,
)
