"""FD-12: final accounts late (竣工决算不及时): not made within months of acceptance."""

from jiugai.domain.calendar import months_after
from jiugai.domain.funding.alerts.alert import AlertLimits, ProjectAlert
from jiugai.domain.funding.alerts.cases import FactKind, ProjectCase
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, undefined


def examine(case: ProjectCase, limits: AlertLimits) -> AlertVerdict:
    """Hold the day of the accounts against that of acceptance.

    Accounts rest on the settlement: where that is not there in time, they cannot be either.
    """
    accepted = case.accepted_on
    if accepted is None:
        return OK if "accepted" in case.told else undefined("县区没有报过竣工验收日期")
    months = limits.whole("months")
    due = months_after(accepted, months)
    made = case.accounts_made_on
    if case.day <= due or (made is not None and made <= due):
        return OK
    without_settlement = case.settled_on is None or case.settled_on > due
    if made is None and not (without_settlement and "settled" in case.told):
        return undefined("没有登记竣工决算的日期，县区也没有报过结算，不知道做了没有")
    what = f"{made} 才做竣工决算" if made else "连结算也没有，竣工决算无从做起"
    return failed(
        f"{accepted} 竣工验收，已过 {(case.day - accepted).days} 天，{what}",
        f"应在验收后 {months} 个月内（{due} 以前）做完竣工决算",
        accepted_on=accepted.isoformat(),
        due_on=due.isoformat(),
        days_late=((made or case.day) - due).days,
    )


ALERT = ProjectAlert(
    code="FD-12",
    title="竣工决算不及时",
    formula="竣工验收满所定的月数没有竣工决算；没有登记决算日期的，到期连结算都没有才算",
    needs="竣工验收、结算、竣工决算的日期",
    remedy="请抓紧结算并编报竣工决算；已经做了的补登日期",
    rests_on=(FactKind.STEPS,),
    limits={"months": "验收后几个月内"},
    concerns=lambda case: case.completed_on is not None,
    examine=examine,
)
