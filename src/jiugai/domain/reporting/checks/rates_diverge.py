"""D9c: a county's rates diverge (县区两率不一): nearly all projects complete, households far behind."""

from fractions import Fraction

from jiugai.domain.quantities import percent
from jiugai.domain.reporting.checks.check import CountyCase, CountyCheck
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Verdict,
    decimal,
    failed,
    not_applicable,
)


def examine(case: CountyCase) -> Verdict:
    """Hold a county's completion by projects against that by households."""
    told = [series.returns[at] for series, at in case.places]
    known = [r for r in told if r.planned_households and r.households_done is not None]
    if len(known) < case.limit("projects"):
        return not_applicable("本县区填了户数的项目太少")
    by_projects = Fraction(sum(found.is_complete for found in known), len(known))
    if by_projects < case.limits["nearly_all"]:
        return not_applicable("本县区完工的项目还不多，两个率本来就不同")
    done, planned = (
        sum(found.households_done or 0 for found in known),
        sum(found.planned_households or 0 for found in known),
    )
    by_households = Fraction(done, planned)
    apart = by_projects - by_households
    if apart * 100 <= case.limits["points"]:
        return PASSED
    return failed(
        f"按项目完工率 {percent(by_projects)}，按户数只有 {percent(by_households)}"
        f"（{done:,}/{planned:,} 户），相差 {decimal(apart * 100)} 个百分点",
        projects_pct=decimal(by_projects * 100),
        households_pct=decimal(by_households * 100),
        apart_points=decimal(apart * 100),
    )


CHECK = CountyCheck(
    code="rates_diverge",
    number="D9c",
    title="县区两率不一",
    answer=Answer.EXPLAIN,
    formula="项目基本完工后，按项目的完工率 − 按户数的完成率 > 5 个百分点",
    base_rate="剩下的一个大项目也会造成相差，说明即可",
    limits={
        "projects": "至少几个项目填了户数",
        "nearly_all": "按项目完工率到几成才比",
        "points": "相差多少个百分点",
    },
    examine=examine,
)
