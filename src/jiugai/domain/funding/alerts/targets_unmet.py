"""RS-01: targets not fully done (任务未完成): planned for a year, not begun by its end."""

from datetime import date

from jiugai.domain.funding.alerts.alert import AlertLimits, ProjectAlert
from jiugai.domain.funding.alerts.cases import FactKind, ProjectCase, SiteFacts
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, undefined


def examine(case: ProjectCase, _: AlertLimits) -> AlertVerdict:
    """Look for sites of a past year's plan that had not started when that year ended."""
    planned = [site for site in case.staying if site.planned_year is not None]
    if not planned:
        return undefined("项目不在任何上报计划里，没有年度任务")
    late = [site for site in planned if _not_begun(site, case.day)]
    if not late:
        return OK
    first = late[0]
    begun = f"{first.started_on} 才开工" if first.started_on else f"至 {case.day} 没有开工"
    return failed(
        f"{'、'.join(site.name for site in late)}列入 {first.planned_year} 年计划，{begun}",
        f"应在 {first.planned_year} 年年底以前开工",
        sites=len(late),
        year=first.planned_year or 0,
    )


def _not_begun(site: SiteFacts, day: date) -> bool:
    if site.planned_year is None:
        return False
    due = date(site.planned_year, 12, 31)
    return day > due and (site.started_on is None or site.started_on > due)


ALERT = ProjectAlert(
    code="RS-01",
    title="改造任务未按期完成",
    formula="列入当年计划的小区，到当年年底没有开工",
    needs="上报计划、开工日期",
    remedy="请说明原因和开工日期；开不了工的按程序退出或调换",
    rests_on=(FactKind.PLAN, FactKind.STEPS),
    examine=examine,
)
