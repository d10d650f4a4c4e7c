"""CX-02: over-fulfilled by communities, short by households (小区超额、户数不足)."""

from fractions import Fraction

from jiugai.domain.funding.alerts.alert import AlertLimits, CountyAlert
from jiugai.domain.funding.alerts.cases import CountyCase, FactKind
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, undefined
from jiugai.domain.quantities import percent


def examine(case: CountyCase, _: AlertLimits) -> AlertVerdict:
    """Hold the two rates of a year's plan against each other."""
    if not case.planned or not case.planned_households:
        return undefined("没有上报计划，或者计划没有户数")
    if case.completed is None or case.completed_households is None:
        return undefined("没有报过完成户数")
    by_site = Fraction(case.completed, case.planned)
    by_household = Fraction(case.completed_households, case.planned_households)
    if by_site < 1 or by_household >= 1:
        return OK
    return failed(
        f"{case.year} 年计划按小区完成 {case.completed} ÷ {case.planned} = {percent(by_site, 2)}，"
        f"按户数完成 {case.completed_households:,} ÷ {case.planned_households:,} = "
        f"{percent(by_household, 2)}",
        "小区全部完成的，户数也应全部完成",
        completed=case.completed,
        planned=case.planned,
        completed_households=case.completed_households,
        planned_households=case.planned_households,
    )


ALERT = CountyAlert(
    code="CX-02",
    title="小区超额完成、户数没有完成",
    formula="年度计划的小区全部完工，完成户数却少于计划户数",
    needs="上报计划、完工日期、完成户数",
    remedy="请逐个小区核对完成的户数，没有改的补改，计划多报的更正",
    rests_on=(FactKind.PLAN, FactKind.STEPS, FactKind.READINGS),
    concerns=lambda case: case.year > 0,
    examine=examine,
)
