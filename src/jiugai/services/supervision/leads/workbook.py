"""The list of leaders as a workbook (包抓责任清单)."""

from collections.abc import Iterable, Iterator

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.leads import LeaderLevel, VisitState
from jiugai.exchange.register_export import write_rows
from jiugai.services.reporting.board import SiteStanding
from jiugai.services.supervision.leads.roster import ChargeLine, LeaderLine, Roster

_HEADINGS = ("领导", "职务", "层级", "包抓什么", "名称", "县区", "从哪天起", "到哪天为止",
             "项目（个）", "小区（个）", "户数（户）", "已开工（个）", "已完工（个）",
             "共同包抓", "最近走访", "走访情况", "文号", "依据")  # fmt: skip


def leads_workbook(found: Roster) -> bytes:
    """Return who answers for what, a line for each thing, and the projects nobody answers for."""
    cohort = f"{found.year}年批次" if found.year else "全部批次"
    title = f"包抓责任清单，{cohort}，截至 {found.today}"
    return write_rows(title, _HEADINGS, _rows(found), sheet="包抓责任清单")


def _rows(found: Roster) -> Iterator[tuple[object, ...]]:
    for line in found.lines:
        for charge in line.charges:
            yield _row(line, charge, found)
    for gap in found.gaps:
        yield (
            None, None, None, "项目", gap.name, gap.county, None, None,
            1, len(gap.sites), sum(site.sizes.households for site in gap.sites),
            *_reached_by(gap.sites), None, None, "没有人包抓", None,
            f"县区由{'、'.join(gap.led_by)}包抓" if gap.led_by else None,
        )  # fmt: skip


def _row(line: LeaderLine, charge: ChargeLine, found: Roster) -> tuple[object, ...]:
    standing = charge.standing
    asked = standing.state is not VisitState.NOT_ASKED
    return (
        line.leader.name,
        line.leader.office,
        LeaderLevel(line.leader.level).word,
        charge.thing.kind.word,
        charge.thing.name,
        found.city.county_name(charge.thing.county_id),
        charge.row.since,
        charge.row.until,
        len({site.site.project_id for site in charge.sites}),
        len({site.site.community_id for site in charge.sites}),
        sum(site.sizes.households for site in charge.sites),
        *_reached_by(charge.sites),
        "、".join(charge.beside) or None,
        standing.last_on,
        standing.state.word if asked else None,
        charge.row.number or None,
        charge.row.ground,
    )


def _reached_by(sites: Iterable[SiteStanding]) -> tuple[int, int]:
    """Return how many sites have started, and how many are completed."""
    steps = [site.steps for site in sites]
    started, completed = int(Step.START), int(Step.COMPLETION)
    return sum(started in one for one in steps), sum(completed in one for one in steps)
