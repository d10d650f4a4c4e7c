"""RS-07: joint acceptance badly organised (联合验收组织不到位): complete for long, not accepted."""

from jiugai.domain.calendar import months_after
from jiugai.domain.funding.alerts.alert import AlertLimits, ProjectAlert
from jiugai.domain.funding.alerts.cases import FactKind, ProjectCase
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, undefined


def examine(case: ProjectCase, limits: AlertLimits) -> AlertVerdict:
    """Hold the day of acceptance against that of completion."""
    if case.completed_on is None:
        return undefined("还有小区没有完工日期")
    if "accepted" not in case.told:
        return undefined("县区没有报过竣工验收日期，不知道验收了没有")
    months = limits.whole("months")
    due = months_after(case.completed_on, months)
    accepted = case.accepted_on
    if (accepted or case.day) <= due:
        return OK
    return failed(
        f"{case.completed_on} 完工，"
        + (f"{accepted} 才竣工验收" if accepted else f"至 {case.day} 没有竣工验收"),
        f"完工后 {months} 个月内（{due} 以前）应联合验收",
        completed_on=case.completed_on.isoformat(),
        days_late=((accepted or case.day) - due).days,
    )


ALERT = ProjectAlert(
    code="RS-07",
    title="联合验收组织不到位",
    formula="完工满所定的月数没有竣工验收",
    needs="完工、竣工验收的日期",
    remedy="请组织联合验收，验收以后登记日期",
    rests_on=(FactKind.STEPS,),
    limits={"months": "完工后几个月内"},
    concerns=lambda case: case.completed_on is not None,
    examine=examine,
)
