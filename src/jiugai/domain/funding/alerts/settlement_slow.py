"""FD-13: settlement slow (竣工结算缓慢), or made before the works were accepted."""

from jiugai.domain.calendar import months_after
from jiugai.domain.funding.alerts.alert import AlertLimits, ProjectAlert
from jiugai.domain.funding.alerts.cases import FactKind, ProjectCase
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, undefined


def examine(case: ProjectCase, limits: AlertLimits) -> AlertVerdict:
    """Hold the day of settlement against that of acceptance, in both directions."""
    accepted, settled = case.accepted_on, case.settled_on
    if accepted is None and settled is None:
        return OK if "accepted" in case.told else undefined("县区没有报过竣工验收日期")
    if settled is not None and (accepted is None or settled < accepted):
        return failed(
            f"{settled} 已经结算，{f'{accepted} 才' if accepted else '至今没有'}竣工验收",
            "应先竣工验收，再结算",
            settled_on=settled.isoformat(),
            accepted_on=accepted.isoformat() if accepted else "",
        )
    if accepted is None or "settled" not in case.told:
        return undefined("县区没有报过结算日期，不知道结算了没有")
    months = limits.whole("months")
    due = months_after(accepted, months)
    if (settled or case.day) <= due:
        return OK
    return failed(
        f"{accepted} 竣工验收，{f'{settled} 才结算' if settled else f'至 {case.day} 没有结算'}",
        f"验收后 {months} 个月内（{due} 以前）应办完结算",
        accepted_on=accepted.isoformat(),
        days_late=((settled or case.day) - due).days,
    )


ALERT = ProjectAlert(
    code="FD-13",
    title="竣工结算缓慢",
    formula="竣工验收满所定的月数没有结算，或者没有验收先结算",
    needs="竣工验收、结算的日期",
    remedy="请催施工单位报送结算资料，按期审核",
    rests_on=(FactKind.STEPS,),
    limits={"months": "验收后几个月内"},
    concerns=lambda case: case.completed_on is not None,
    examine=examine,
)
