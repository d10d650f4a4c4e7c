"""A community's page in the words of the screen (小区页的写法)."""

from typing import Any
from urllib.parse import urlencode

from jiugai.domain.eligibility.verdict import Outcome
from jiugai.domain.programme.cohorts import Stage
from jiugai.domain.programme.pipeline import PIPELINE, Step
from jiugai.domain.reporting.indicators import Basis
from jiugai.domain.scheme.classification import RenewalType
from jiugai.services.reporting.board import SiteStanding
from jiugai.services.reporting.community import CommunityPage, FactLine
from jiugai.web.registry.list_presenter import FACTS, REVISIONS, STAGE_SHAPE
from jiugai.web.templatetags.formats import m2, thousands, wan

_OUTCOME_SHAPE = {"eligible": "ok", "reserve": "run", "excluded": "idle", "unknown": "doubt"}


def page(found: CommunityPage) -> dict[str, Any]:
    """Return the context of a community's page."""
    return {
        "page": found,
        "crumbs": [
            {"label": "台账", "url": "/communities/"},
            {"label": found.county, "url": f"/communities/?county={found.card.county_id}"},
        ],
        "strip": _strip(found),
        "life": {
            "title": "从摸底到移交",
            "note": "实线已办，虚线未办",
            "stations": _stations(found),
        },
        "facts": {
            "caption": f"{found.card.name}的事实",
            "rows": [_fact(line) for line in found.facts],
        },
        "standing": _standing(found),
        "verdict": _verdict(found),
        "renewal": _renewal(found),
        "money": _money(found),
        "buildings_table": _buildings(found),
        "correctable": [line for line in found.facts if line.can_correct],
    }


def _standing(found: CommunityPage) -> dict[str, str] | None:
    """Return where the community stands in its newest cohort; None in none."""
    if not found.sites:
        return None
    stage = max(found.sites, key=lambda site: site.years).stage
    shape = "ok" if stage > Stage.UNDER_WORKS else STAGE_SHAPE.get(stage, "idle")
    return {"kind": shape, "word": stage.word}


def next_step(found: CommunityPage) -> int | None:
    """Return the step that most likely comes next; None where the works are over."""
    if not found.sites:
        return None
    steps = max(found.sites, key=lambda site: site.years).steps
    reached = max((PIPELINE.index(Step(n)) for n in steps if Step(n) in PIPELINE), default=-1)
    return int(PIPELINE[reached + 1]) if reached + 1 < len(PIPELINE) else None


def _strip(found: CommunityPage) -> list[dict[str, Any]]:
    card = found.card
    years = sorted({year for site in found.sites for year in site.years})

    def said(value: object, unit: str = "") -> list[dict[str, Any]]:
        if value is None:
            return [{"value": "未定"}]
        return [{"value": value, "unit": unit, "url": REVISIONS if unit else ""}]

    scale = [
        *said(None if card.buildings is None else thousands(card.buildings), "栋"),
        *said(None if card.households is None else thousands(card.households), "户"),
    ]
    return [
        {"term": "批次", "parts": said("、".join(map(str, years)) if years else "未入批次")},
        {"term": "建成", "parts": said(card.built_year and str(card.built_year), "年")},
        {"term": "规模", "parts": scale},
        {
            "term": "建筑面积",
            "parts": said(None if card.area_dm2 is None else m2(card.area_dm2), "㎡"),
        },
        {"term": "改造类型", "parts": said(_renewal_word(found))},
        {
            "term": "台账计划投资",
            "parts": said(
                None if card.investment_fen is None else wan(card.investment_fen), "万元"
            ),
        },
    ]


def _renewal_word(found: CommunityPage) -> str:
    kind = found.classification.renewal_type if found.classification else ""
    return RenewalType(kind).word if kind else "未定"


def _stations(found: CommunityPage) -> list[dict[str, Any]]:
    stations = []
    for station in found.stations:
        state = "next"
        if station.is_exit:
            state = "left"
        elif station.on:
            state = "now" if station.is_current else "done"
        stations.append({"label": station.word, "state": state, "on": station.on})
    return stations


def _fact(line: FactLine) -> dict[str, Any]:
    words = {"withdrawn": "（已撤销）", "corrected": "（已更正）", "stands": ""}
    evidence = "、".join(paper.number or paper.name for paper in line.papers)
    place = f"{evidence} {line.origin}".strip() if evidence else line.origin
    return {
        "on": line.on,
        "text": f"{line.word} {line.value}".strip() + words[line.state],
        "was": line.old,
        "evidence": place,
        "by": line.post,
        "recorded_at": line.recorded_at,
        "note": f"更正：{line.reason}" if line.reason else "",
    }


def _verdict(found: CommunityPage) -> dict[str, Any] | None:
    if found.decision is None:
        return None
    outcome = Outcome(found.decision.outcome)
    return {
        "kind": _OUTCOME_SHAPE[outcome.value],
        "word": outcome.word,
        "clause": found.decision.clause,
        "rule_on": found.decision.rule_on,
        "reasons": [reason["message"] for reason in found.decision.reasons],
    }


def _renewal(found: CommunityPage) -> dict[str, Any] | None:
    if found.classification is None:
        return None
    return {
        "word": _renewal_word(found),
        "reasons": [reason["message"] for reason in found.classification.reasons],
    }


def _plan_url(found: CommunityPage, site: SiteStanding) -> str:
    """Return where the filed plan is listed in which the sum stands."""
    if not site.filed or not site.years:
        return ""
    asked = {
        "measure": "investment_rate",
        "basis": Basis.FEN.value,
        "year": site.years[-1],
        "county": found.card.county_id,
    }
    return f"/trace/?{urlencode(asked)}"


def _money(found: CommunityPage) -> list[dict[str, Any]]:
    """Return the money of each project that the community is part of."""
    rows = []
    for site in found.sites:
        planned = site.sizes.investment_fen
        rows.append(
            {
                "project": site.site.project_name,
                "planned": wan(planned),
                "planned_url": _plan_url(found, site),
                "invested": wan(site.reading(1) if 1 in site.readings else None),
                "received": wan(site.received_fen),
                "paid": wan(site.paid_fen),
                "url": FACTS,
            }
        )
    return rows


def _buildings(found: CommunityPage) -> dict[str, Any]:
    return {
        "caption": "楼栋",
        "columns": [
            {"label": "楼栋"},
            {"label": "建成", "unit": "年", "numeric": True},
            {"label": "层数", "numeric": True},
            {"label": "户数", "unit": "户", "numeric": True},
            {"label": "单元"},
        ],
        "rows": [
            {
                "cells": [
                    {"value": row.name},
                    {"value": row.built_year or "未定"},
                    {"value": row.storeys or "未定"},
                    {"value": "未定" if row.households is None else thousands(row.households)},
                    {"value": "、".join(row.entrances) or "—"},
                ]
            }
            for row in found.buildings
        ],
        "heading": 0,
        "empty": "还没有分楼栋登记。",
    }
