"""Leaders who answer by name in the words of the screen (领导包抓的写法)."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html, format_html_join

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.leads import ChargeKind, LeaderLevel, VisitRule, VisitState
from jiugai.services.actor import Actor
from jiugai.services.supervision.leads.roster import ChargeLine, Gap, LeaderLine, Roster
from jiugai.services.supervision.leads.things import Thing
from jiugai.storage.accounts.queries import PostRow
from jiugai.storage.supervision.leads import LeaderRow

SHAPES = {
    VisitState.RED: "bad",
    VisitState.AMBER: "warn",
    VisitState.GREEN: "ok",
    VisitState.NOT_ASKED: "idle",
}


def url(leader: LeaderRow, found: Roster | None = None, place: str = "") -> str:
    """Return the address of a leader's page, for the cohort that is looked at."""
    return f"/leads/{leader.public_id}/{_asked(found)}{place}"


def facts_url(leader: LeaderRow, what: str, found: Roster) -> str:
    """Return the address of the facts behind a leader's figure."""
    return f"/leads/{leader.public_id}/facts/{what}/{_asked(found)}"


def _asked(found: Roster | None) -> str:
    return "" if found is None else f"?{urlencode({'year': found.year or 'all'})}"


def office(leader: LeaderRow) -> str:
    """Return a leader as a sentence names him: 副市长王志远."""
    return f"{leader.office}{leader.name}"


def level_of(actor: Actor) -> str:
    """Return of which level the leaders are that an officer most likely names."""
    level = LeaderLevel.CITY if actor.scope.counties is None else LeaderLevel.COUNTY
    return level.value


def cohort(found: Roster) -> str:
    """Return the cohort that is looked at, in words."""
    return f"{found.year}年批次" if found.year else "全部批次"


def years(found: Roster, base: str) -> dict[str, Any]:
    """Return the switch between cohorts."""
    options = [
        {"label": f"{year}年", "url": f"{base}?year={year}", "current": year == found.year}
        for year in found.years
    ]
    every = {"label": "全部", "url": f"{base}?year=all", "current": found.year is None}
    return {"label": "年度批次", "options": [*options, every]}


def table_context(found: Roster, *, may_assign: bool) -> dict[str, Any]:
    """Return all leaders, and the projects nobody answers for."""
    return {
        "sentence": _sentence(found),
        "switch": years(found, "/leads/"),
        "export_url": f"/leads/export/{_asked(found)}",
        "may_assign": may_assign,
        "rules": [_rule(rule) for rule in found.rules.values()],
        "table": _table(found),
        "gaps": _gaps(found, may_assign=may_assign),
        "missing": len(found.gaps),
    }


def _sentence(found: Roster) -> str:
    due = sum(bool(line.due) for line in found.lines)
    missing = len(found.gaps)
    nobody = sum(not gap.led_by for gap in found.gaps)
    gap = f"；{missing} 个项目没有具体到人" if missing else "；项目都具体到人"
    alone = f"，其中 {nobody} 个连县区也没有人包抓" if nobody else ""
    return f"{cohort(found)}，{len(found.lines)} 位领导包抓，{due} 位该走访{gap}{alone}"


def _rule(rule: VisitRule) -> str:
    return (
        f"包抓{rule.kind.word}的，施工期间 {rule.every_days} 天内至少走访一次，"
        f"超过 {rule.red_days} 天亮红（{rule.citation}）"
    )


def _table(found: Roster) -> dict[str, Any]:
    return {
        "caption": "包抓领导",
        "stacked": True,
        "columns": [
            {"label": "领导"},
            {"label": "包抓什么"},
            {"label": "项目", "unit": "个", "numeric": True},
            {"label": "小区", "unit": "个", "numeric": True},
            {"label": "户数", "unit": "户", "numeric": True},
            {"label": "开工", "unit": "个", "numeric": True},
            {"label": "完工", "unit": "个", "numeric": True},
            {"label": "逾期督办", "unit": "件", "numeric": True},
            {"label": "未了疑点", "unit": "条", "numeric": True},
            {"label": "走访情况"},
            {"label": "没去过", "unit": "个", "numeric": True},
        ],
        "rows": [{"cells": _cells(line, found)} for line in found.lines],
        "empty": "还没有指定包抓领导。",
    }


def _cells(line: LeaderLine, found: Roster) -> list[dict[str, Any]]:
    leader, started, completed = line.leader, Step.START, Step.COMPLETION
    sites, visits = url(leader, found, "#sites"), url(leader, found, "#visits")
    return [
        {"value": leader.name, "url": url(leader, found), "note": _who(line)},
        {"value": _charged(line)},
        _figure(line.projects, sites),
        _figure(line.communities, sites),
        _figure(line.households, sites),
        _figure(len(line.reached(started)), facts_url(leader, "started", found)),
        _figure(len(line.reached(completed)), facts_url(leader, "completed", found)),
        _figure(line.late, url(leader, found, "#orders")),
        _figure(len(line.doubts), url(leader, found, "#doubts")),
        {"status": status(line.state), "note": _last(line, found)},
        _figure(len(line.unvisited), visits),
    ]


def _figure(value: int, link: str) -> dict[str, Any]:
    return {"value": value, "url": link if value else "", "figure": True}


def _who(line: LeaderLine) -> str:
    level = LeaderLevel(line.leader.level)
    return f"{line.county or level.word} {line.leader.office}"


def _last(line: LeaderLine, found: Roster) -> str:
    if line.last_on is None:
        return "还没有走访"
    return f"最近 {line.last_on:%Y-%m-%d}，{(found.today - line.last_on).days} 天前"


def status(state: VisitState) -> dict[str, str]:
    """Return how a leader stands with visits, with the shape for it."""
    return {"kind": SHAPES[state], "word": state.word}


def _charged(line: LeaderLine) -> str:
    """Return what a leader answers for, few by name and many by number; who shares it is said."""
    parts = []
    for kind in ChargeKind:
        mine = [charge for charge in line.charges if charge.thing.kind is kind]
        if len(mine) > _BY_NAME:
            parts.append(f"{len(mine)} 个{kind.word}")
        elif mine:
            parts.append("、".join(told(charge) for charge in mine))
    return "；".join(parts)


_BY_NAME = 3


def told(charge: ChargeLine) -> str:
    """Return one thing with whoever shares it."""
    shared = f"（与{'、'.join(charge.beside)}共同包抓）" if charge.beside else ""
    return f"{charge.thing.name}{shared}"


def _gaps(found: Roster, *, may_assign: bool) -> dict[str, Any]:
    return {
        "caption": "没有具体到人的项目",
        "stacked": True,
        "columns": [
            {"label": "项目"},
            {"label": "县区"},
            {"label": "没有人包抓的小区"},
            {"label": "县区由谁包抓"},
            *([{"label": "办理"}] if may_assign else []),
        ],
        "rows": [{"cells": _gap_cells(gap, found, may_assign=may_assign)} for gap in found.gaps],
        "empty": "每个项目都有人包抓。",
    }


def _gap_cells(gap: Gap, found: Roster, *, may_assign: bool) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = [
        {"value": gap.name},
        {"value": gap.county},
        {"value": _communities(gap, found), "note": _part(gap)},
        {"value": "、".join(gap.led_by)}
        if gap.led_by
        else {"status": {"kind": "bad", "word": "没有人"}},
    ]
    if may_assign:
        key = f"{ChargeKind.PROJECT.value}-{gap.project_id}"
        cells.append({"value": "指定领导", "url": f"/leads/new/?{urlencode({'for': key})}"})
    return cells


def _part(gap: Gap) -> str:
    return "" if len(gap.sites) == gap.of else f"项目共 {gap.of} 个小区"


def _communities(gap: Gap, found: Roster) -> str:
    named = [found.city.name_of(site) for site in gap.sites]
    links = [
        (f"/communities/{number}/", name) if number else ("/communities/", name)
        for name, number in named
    ]
    return format_html("{}", format_html_join("、", '<a href="{}">{}</a>', links))


def answers(found: Iterable[tuple[LeaderLine, ChargeLine]]) -> list[dict[str, Any]]:
    """Return who answers for a community, for its page."""
    return [
        {
            "name": office(line.leader),
            "url": url(line.leader),
            "what": f"包抓{charge.thing.kind.word}",
            "since": charge.row.since,
            "status": status(charge.standing.state),
            "last_on": charge.standing.last_on,
        }
        for line, charge in found
    ]


def things(found: Iterable[Thing]) -> list[tuple[object, Any]]:
    """Return what a leader may be named for, by kind, as a select offers it."""
    groups: dict[ChargeKind, list[tuple[str, str]]] = {kind: [] for kind in ChargeKind}
    for thing in found:
        groups[thing.kind].append((thing.key, thing.name))
    return [(kind.word, rows) for kind, rows in groups.items() if rows]


def posts(found: Sequence[PostRow]) -> list[tuple[object, str]]:
    """Return the posts that may be a leader's own."""
    return [(post.id, f"{post.organisation} {post.title}") for post in found]
