"""FD-09: tasks over-reported (多报任务): more households or floor area than there are."""

from collections.abc import Iterable

from jiugai.domain.funding.alerts.alert import AlertLimits, ProjectAlert
from jiugai.domain.funding.alerts.cases import FactKind, ProjectCase, SiteFacts
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, undefined
from jiugai.domain.quantities import square_metres


def examine(case: ProjectCase, _: AlertLimits) -> AlertVerdict:
    """Hold what was claimed of each site against its card in the register."""
    over = [site for site in case.staying if _households(site) > 0]
    if over:
        claimed = sum(site.claimed_households or 0 for site in over)
        real = sum(site.households or 0 for site in over)
        return failed(
            f"{_named(over)}上报 {claimed:,} 户，台账只有 {real:,} 户，多 {claimed - real:,} 户",
            "上报的户数不得多于台账的户数",
            claimed_households=claimed,
            register_households=real,
        )
    over = [site for site in case.staying if _area(site) > 0]
    if over:
        claimed = sum(site.claimed_area_dm2 or 0 for site in over)
        real = sum(site.area_dm2 or 0 for site in over)
        return failed(
            f"{_named(over)}上报 {square_metres(claimed):,} ㎡，台账只有 {square_metres(real):,} ㎡",
            "上报的建筑面积不得大于台账的建筑面积",
            claimed_area_dm2=claimed,
            register_area_dm2=real,
        )
    unknown = [s for s in case.staying if s.claimed_households is None or s.households is None]
    if unknown:
        return undefined("有的小区没有上报计划，或者台账没有户数，无从比较")
    return OK


def _households(site: SiteFacts) -> int:
    if site.claimed_households is None or site.households is None:
        return 0
    return site.claimed_households - site.households


def _area(site: SiteFacts) -> int:
    if site.claimed_area_dm2 is None or site.area_dm2 is None:
        return 0
    return site.claimed_area_dm2 - site.area_dm2


def _named(sites: Iterable[SiteFacts]) -> str:
    return "、".join(site.name for site in sites)


ALERT = ProjectAlert(
    code="FD-09",
    title="多报任务",
    formula="上报计划的户数或建筑面积多于台账",
    needs="上报计划、台账的户数",
    remedy="请核对户数；台账不对的更正台账，计划多报的重新上报",
    rests_on=(FactKind.PLAN, FactKind.REGISTER),
    examine=examine,
)
