"""The plan studio in the words of the screen (比选台的写法)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from jiugai.domain.divisions import Outline
from jiugai.domain.funding.sources import Source
from jiugai.services.funding.plan_studio.cases import CaseLine
from jiugai.services.funding.plan_studio.results import CommunityLine, StudioPage
from jiugai.storage.programme.plan_cases import ProposalRow
from jiugai.storage.programme.plan_runs import RunRow
from jiugai.web.funding import plan_reasons
from jiugai.web.funding.plan_lists import (
    Narrowed,
    community_url,
    counties_table,
    county_name,
    drawn,
    listed,
    pager,
    views,
)
from jiugai.web.templatetags.formats import moment, thousands, wan

_SHOWN_RUNS = 8
_STATE_SHAPE = {
    "queued": "idle",
    "solving": "run",
    "stopping": "warn",
    "done": "ok",
    "infeasible": "bad",
    "stopped": "idle",
    "failed": "bad",
}


def cases_table(found: Sequence[CaseLine]) -> dict[str, Any]:
    """Return the list of cases."""
    return {
        "caption": "计划比选方案",
        "stacked": True,
        "loose": True,
        "columns": [
            {"label": "方案"},
            {"label": "年度"},
            {"label": "最近一次"},
            {"label": "入选", "unit": "个", "numeric": True},
            {"label": "投资", "unit": "万元", "numeric": True},
            {"label": "采纳"},
        ],
        "rows": [{"cells": _case_cells(one)} for one in found],
        "empty": "还没有方案。综合岗建一个方案，填上资金，就能比选；提出以后县区看得到本县区的部分。",
    }


def _case_cells(one: CaseLine) -> list[dict[str, Any]]:
    run, first = one.run, _first_year(one.run)
    page = reverse("funding:plan", args=[one.case.public_id])
    return [
        {"value": one.case.title, "url": page, "note": f"{one.case.label} 建"},
        {"value": _years(one.case.year, one.case.years)},
        {"status": {"kind": _STATE_SHAPE[run.state], "word": run.state_word}}
        if run
        else {"value": "没有比选过"},
        {"value": thousands(first["chosen"]) if first else "—"},
        {"value": wan(first["cost_fen"]) if first else "—"},
        {"value": proposal_word(one.proposal)},
    ]


def _years(year: int, years: int) -> str:
    return f"{year} 年" if years == 1 else f"{year}–{year + years - 1} 年"


def proposal_word(proposal: ProposalRow | None) -> str:
    """Return how far a case was put forward."""
    if proposal is None:
        return "没有提出"
    if proposal.is_adopted is None:
        return "已提出，等决定"
    return "已采纳" if proposal.is_adopted else "没有采纳"


def _first_year(run: RunRow | None) -> dict[str, Any] | None:
    years = run.summary.get("years") if run else None
    return years[0] if years else None


def page_context(
    found: StudioPage, narrowed: Narrowed, outlines: Sequence[Outline]
) -> dict[str, Any]:
    """Return the context of a case's page."""
    run = found.run
    return {
        "case": found.case,
        "years": _years(found.case.year, found.case.years),
        "is_many": found.case.years > 1,
        "runs": [_run_line(found, one) for one in found.runs[:_SHOWN_RUNS]],
        "run": run,
        "shape": _STATE_SHAPE[run.state] if run else "idle",
        "working": _working(found),
        "sentences": _sentences(found),
        "hero": plan_reasons.hero(run) if run and run.has_plan else None,
        "ranks": plan_reasons.ranks_table(run) if run and run.has_plan else None,
        "notes": plan_reasons.pool_notes(found),
        "pots": _pots(found) if found.pots else None,
        "changed": _changed(found),
        "map": drawn(found, narrowed, outlines),
        "county_rows": counties_table(found, narrowed),
        "views": views(found, narrowed),
        "list": listed(found, narrowed),
        "pager": pager(found, narrowed),
        "county_name": county_name(found, narrowed.county),
        "every_county_url": narrowed.url(found, county=""),
        "proposal": found.proposal,
        "proposal_word": proposal_word(found.proposal),
        "pinned": _pinned(found),
        "why_not_his": found.why_not_his,
        "doubts": found.report.get("unverified", []),
    }


def _run_line(found: StudioPage, run: RunRow) -> dict[str, Any]:
    first = _first_year(run)
    page = reverse("funding:plan", args=[found.case.public_id])
    return {
        "url": f"{page}?run={run.id}",
        "label": f"第 {run.number} 次",
        "current": found.run is not None and run.id == found.run.id,
        "status": (_STATE_SHAPE[run.state], run.state_word),
        "words": f"入选 {first['chosen']} 个" if first else "",
        "at": moment(run.asked_at),
        "same": _same(found, run),
    }


def _same(found: StudioPage, run: RunRow) -> str:
    earlier = next((one.number for one in found.runs if one.id == run.same_as), None)
    return "" if earlier is None else f"输入和第 {earlier} 次一样，沿用它的结果"


def _working(found: StudioPage) -> dict[str, Any] | None:
    """Return how far a run has got: its bar is of the time it may take."""
    run = found.working
    if run is None:
        return None
    told = run.progress
    seconds = found.inputs.seconds
    spent = int(float(told.get("seconds", 0)))
    said = told.get("stage", "排队，等后台取走")
    if found.case.years > 1 and told:
        said = f"{told['year']} 年：{said}"
    return {
        "progress": {
            "label": "正在比选",
            "done": min(spent, seconds),
            "total": seconds,
            "shown": f"{told.get('seconds', 0)} 秒，至多 {seconds} 秒",
        },
        "stage": run.state_word if run.state == "stopping" else said,
        "bound": _bound(told),
    }


def _bound(told: Mapping[str, Any]) -> str:
    value, bound = told.get("value"), told.get("bound")
    if value and bound and float(bound):
        gap = max(0.0, (float(bound) - float(value)) / abs(float(bound)))
        return f"已找到 {value} 分，任何方案不超过 {bound} 分，差距不超过 {gap:.2%}"
    return f"任何方案不超过 {bound} 分" if bound else ""


def _sentences(found: StudioPage) -> list[str]:
    """Return why there is no plan, a sentence each; nothing where there is one."""
    run = found.run
    if run is None or run.has_plan:
        return []
    own = found.report.get("sentences") or [run.summary.get("sentence", "")]
    return [one for one in own if one]


def _pots(found: StudioPage) -> dict[str, Any]:
    return {
        "caption": "资金用了多少",
        "stacked": True,
        "tight": True,
        "columns": [
            {"label": "资金来源"},
            {"label": "填的", "unit": "万元", "numeric": True},
            {"label": "试算", "numeric": True},
            {"label": "用了", "unit": "万元", "numeric": True},
            {"label": "余下", "unit": "万元", "numeric": True},
        ],
        "rows": [
            {
                "cells": [
                    {"value": f"{Source(one.budget.source).word}（{_place(found, one.budget.county_id)}）"},
                    {"value": wan(one.budget.fen)},
                    {"value": f"{one.budget.change:+d}%" if one.budget.change else "—"},
                    {"value": wan(one.used_fen, 2)},
                    {"value": wan(one.left_fen, 2)},
                ]
            }
            for one in found.pots
        ],
        "empty": "没有预算。",
    }  # fmt: skip


def _place(found: StudioPage, county_id: int | None) -> str:
    if county_id is None:
        return "全市"
    return county_name(found, county_id) or "未知县区"


def _changed(found: StudioPage) -> dict[str, Any] | None:
    """Return who came in and went out since the run before, with the reason where there is one."""
    if found.before is None:
        return None
    came = [one for one in found.changed if one.came_in]
    gone = [one for one in found.changed if not one.came_in]
    if not found.changed:
        return {"sentence": f"和第 {found.before.number} 次比，入选的小区没有变。", "rows": []}
    return {
        "sentence": f"和第 {found.before.number} 次比，进了 {len(came)} 个，出了 {len(gone)} 个，"
        f"其余 {sum(one.is_in for one in found.lines) - len(came)} 个没有动。",
        "rows": [
            {
                "word": "进" if one.came_in else "出",
                "shape": "ok" if one.came_in else "warn",
                "name": one.now.card.name,
                "url": community_url(found, one.now),
                "county": county_name(found, one.now.line.county_id),
                "why": plan_reasons.why_moved(one, found),
            }
            for one in (*came, *gone)[:40]
        ],
        "more": max(len(found.changed) - 40, 0),
    }


def _pinned(found: StudioPage) -> list[dict[str, Any]]:
    return [
        {
            "name": one.card.name,
            "url": community_url(found, one),
            "word": "指定入选" if one.pinned == "in" else "指定不入选",
            "public_id": one.card.public_id,
        }
        for one in found.lines
        if one.pinned
    ]


def community_context(found: StudioPage, one: CommunityLine) -> dict[str, Any]:
    """Return the context of the page on one community of a run."""
    return {
        "case": found.case,
        "run": found.run,
        "card": one.card,
        "county": county_name(found, one.line.county_id),
        "line": one.line,
        "is_in": one.is_in,
        "pinned": one.pinned,
        "may_set": found.may_set,
        "sentence": plan_reasons.verdict(one, found),
        "needs": "" if one.is_in else one.line.told.get("needs", ""),
        "basis": plan_reasons.basis_word(one),
        "table": plan_reasons.items_table(one),
        "points": one.line.told.get("points", ""),
        "back": Narrowed("in" if one.is_in else "out", one.line.county_id).url(found),
    }
