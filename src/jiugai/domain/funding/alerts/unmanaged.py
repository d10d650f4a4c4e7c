"""RS-03: property management not brought in after the works (改造后没有物业管理)."""

from jiugai.domain.calendar import months_after
from jiugai.domain.funding.alerts.alert import AlertLimits, ProjectAlert
from jiugai.domain.funding.alerts.cases import FactKind, ProjectCase
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, undefined


def examine(case: ProjectCase, limits: AlertLimits) -> AlertVerdict:
    """Look, some months after completion, for sites that the register calls unmanaged."""
    if case.completed_on is None:
        return undefined("还有小区没有完工日期")
    due = months_after(case.completed_on, limits.whole("months"))
    if case.day <= due:
        return OK
    without = [s for s in case.staying if s.management and limits.word_in(s.management)]
    if without:
        return failed(
            f"{'、'.join(site.name for site in without)}{case.completed_on} 完工，台账仍写"
            f"“{without[0].management}”",
            f"完工后 {limits.whole('months')} 个月内应引入物业或居民自管",
            sites=len(without),
            days=(case.day - due).days,
        )
    if any(site.management is None for site in case.staying):
        return undefined("台账没有写物业管理方式")
    return OK


ALERT = ProjectAlert(
    code="RS-03",
    title="改造后没有引入物业管理",
    formula="完工满所定的月数，台账的物业管理方式仍是无物业",
    needs="完工日期、台账的物业管理方式",
    remedy="请组织居民选定管理方式，并更正台账",
    rests_on=(FactKind.STEPS, FactKind.REGISTER),
    limits={"months": "完工后几个月内"},
    words=True,
    concerns=lambda case: case.completed_on is not None,
    examine=examine,
)
