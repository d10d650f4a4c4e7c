"""FD-18: arrears (拖欠工程款): set aside for a firm, settled, and still not paid."""

from datetime import timedelta

from jiugai.domain.funding.alerts.alert import AlertLimits, ProjectAlert
from jiugai.domain.funding.alerts.cases import FactKind, ProjectCase
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, said, undefined


def examine(case: ProjectCase, limits: AlertLimits) -> AlertVerdict:
    """Hold what is set aside and unpaid against the days after settlement."""
    if not case.contracts:
        return undefined("没有登记合同，不知道该付谁多少")
    settled = case.settled_on
    if settled is None:
        return OK if "settled" in case.told else undefined("县区没有报过结算日期")
    days = limits.whole("days")
    owed = [one for one in case.contracts if one.committed_fen > 0]
    if not owed or case.day <= settled + timedelta(days=days):
        return OK
    return failed(
        f"{settled} 结算，已过 {(case.day - settled).days} 天，还欠"
        + "、".join(f"{one.payee} {said(one.committed_fen)}" for one in owed),
        f"结算后 {days} 天内应付清（质保金除外）",
        owed_fen=sum(one.committed_fen for one in owed),
        days=(case.day - settled).days,
    )


ALERT = ProjectAlert(
    code="FD-18",
    title="拖欠工程款",
    formula="结算满所定的天数，合同占用的款（不含质保金）仍没有付清",
    needs="合同、付款、结算的日期",
    remedy="请付清；收款单位是中小企业或者欠着农民工工资的，先付",
    rests_on=(FactKind.CONTRACTS, FactKind.POSTINGS, FactKind.STEPS),
    limits={"days": "结算后几天内"},
    concerns=lambda case: case.completed_on is not None,
    examine=examine,
)
