"""A leader's own page in the words of the screen (包抓领导页的写法)."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from jiugai.domain.programme.cohorts import Stage
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.leads import LeaderLevel
from jiugai.services.reporting.doubts.desk import DoubtCard
from jiugai.services.supervision.leads.page import LeaderFact, LeaderPage, SiteLine, VisitLine
from jiugai.services.supervision.leads.roster import ChargeLine
from jiugai.services.supervision.leads.things import Thing
from jiugai.storage.supervision.leads import ChargeRow
from jiugai.web.registry.list_presenter import STAGE_SHAPE
from jiugai.web.supervision import lead_words, order_words
from jiugai.web.supervision.lead_forms import (
    DEEDS,
    Choices,
    CorrectForm,
    EndForm,
    HandForm,
    LeadForm,
    VisitForm,
)
from jiugai.web.templatetags.formats import moment, rate, thousands

_ORDERS_SHOWN = 200


def page_context(found: LeaderPage, forms: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return a leader with each thing he answers for, and what was seen there."""
    line = found.line
    return {
        "page": found,
        "name": found.leader.name,
        "office": f"{line.county}{found.leader.office}",
        "level": LeaderLevel(found.leader.level).word,
        "state": lead_words.status(line.state) if line.charges else None,
        "switch": lead_words.years(found.roster, f"/leads/{found.leader.public_id}/"),
        "cohort": lead_words.cohort(found.roster),
        "strip": _strip(found),
        "charges": _charges(line.charges),
        "sites": _sites(found),
        "orders": order_words.table(line.orders[:_ORDERS_SHOWN]) | {"empty": "没有在办的督办。"},
        "doubts": _doubts(line.doubts),
        "visits": [_visit(one, found) for one in found.visits],
        "history": [_entry(row, thing) for row, thing in found.history],
        "forms": forms,
        "otherwise": "走访由领导本人的岗位登记，或由市改造办综合岗、本县区填报岗代录。",
    }


def _strip(found: LeaderPage) -> list[dict[str, Any]]:
    line, leader, roster = found.line, found.leader, found.roster
    told: list[tuple[str, int, str, str]] = [
        ("项目", line.projects, "个", "#sites"),
        ("小区", line.communities, "个", "#sites"),
        ("户数", line.households, "户", "#sites"),
        (
            "开工",
            len(line.reached(Step.START)),
            "个",
            lead_words.facts_url(leader, "started", roster),
        ),
        (
            "完工",
            len(line.reached(Step.COMPLETION)),
            "个",
            lead_words.facts_url(leader, "completed", roster),
        ),
        ("逾期督办", line.late, "件", "#orders"),
        ("未了疑点", len(line.doubts), "条", "#doubts"),
        ("没去过的小区", len(line.unvisited), "个", "#sites"),
    ]
    return [
        {
            "term": term,
            "parts": [{"value": thousands(value), "unit": unit, "url": link if value else ""}],
        }
        for term, value, unit, link in told
    ]


def _charges(charges: Iterable[ChargeLine]) -> dict[str, Any]:
    return {
        "caption": "包抓的事项",
        "stacked": True,
        "columns": [
            {"label": "包抓什么"},
            {"label": "起止"},
            {"label": "走访情况"},
            {"label": "最近走访"},
            {"label": "下次最迟"},
            {"label": "依据"},
        ],
        "rows": [{"cells": _charge_cells(charge)} for charge in charges],
        "empty": "现在没有包抓的事项。",
    }


def _charge_cells(charge: ChargeLine) -> list[dict[str, Any]]:
    row, standing = charge.row, charge.standing
    return [
        {"value": lead_words.told(charge), "note": charge.thing.kind.word},
        {"value": _term(row)},
        {"status": lead_words.status(standing.state)},
        {"value": f"{standing.last_on}" if standing.last_on else "没有"},
        {"value": f"{standing.due_on}" if standing.due_on else None},
        {"value": row.ground, "note": row.number},
    ]


def _term(row: ChargeRow) -> str:
    return f"{row.since} 至 {row.until}" if row.until else f"{row.since} 起"


def _sites(found: LeaderPage) -> dict[str, Any]:
    return {
        "caption": "包抓的小区",
        "stacked": True,
        "columns": [
            {"label": "小区"},
            {"label": "进度"},
            {"label": "户数", "unit": "户", "numeric": True},
            {"label": "形象", "unit": "完成投资", "numeric": True},
            {"label": "过期未办"},
            {"label": "疑点", "unit": "条", "numeric": True},
            {"label": "督办", "unit": "件", "numeric": True},
            {"label": "最近走访"},
        ],
        "rows": [{"cells": _site_cells(one)} for one in found.sites],
        "empty": f"{lead_words.cohort(found.roster)}里没有他包抓的小区。",
    }


def _site_cells(one: SiteLine) -> list[dict[str, Any]]:
    stage, community = one.site.stage, f"/communities/{one.public_id}/"
    shape = "ok" if stage > Stage.UNDER_WORKS else STAGE_SHAPE.get(stage, "idle")
    late = "、".join(f"{step.word}（{due_on} 到期）" for step, due_on in one.behind)
    return [
        {
            "value": one.name,
            "url": community if one.public_id else "",
            "note": one.site.site.project_name,
        },
        {"status": {"kind": shape, "word": stage.word}},
        {"value": one.site.sizes.households},
        {
            "value": rate(one.done) if one.done is not None else None,
            "url": f"{community}#facts-title" if one.public_id else "",
            "figure": True,
        },
        {"status": {"kind": "bad", "word": late}} if late else {"value": None},
        {"value": one.doubts, "url": "#doubts" if one.doubts else "", "figure": True},
        {"value": len(one.orders), "url": "#orders" if one.orders else "", "figure": True},
        {"value": f"{one.last_on}", "url": "#visits"} if one.last_on else {"value": "没去过"},
    ]


def _doubts(cards: Iterable[DoubtCard]) -> dict[str, Any]:
    return {
        "caption": "未了疑点",
        "stacked": True,
        "columns": [{"label": "疑点"}, {"label": "项目"}, {"label": "月份"}, {"label": "现状"}],
        "rows": [
            {
                "cells": [
                    {"value": card.title, "url": f"/returns/doubts/{card.row.id}/"},
                    {"value": card.row.project or card.county},
                    {"value": f"{card.row.month}"},
                    {"value": card.standing.state.word},
                ]
            }
            for card in cards
        ],
        "empty": "没有未了的疑点。",
    }


def _visit(one: VisitLine, found: LeaderPage) -> dict[str, Any]:
    row, link = one.row, f"/leads/{found.leader.public_id}/"
    mine = one.public_id in found.may_visit
    return {
        "row": row,
        "community": one.community,
        "url": f"/communities/{one.public_id}/",
        "stands": one.stands,
        "hand": "本人登记" if row.own_hand else "代录",
        "recorded": moment(row.recorded_at),
        "correct_url": f"{link}?{urlencode({'correct': row.public_id})}#doing"
        if mine and one.stands
        else "",
        "order": order_words.url(one.order.row.public_id) if one.order else "",
        "order_label": one.order.label if one.order else "",
        "order_url": f"/orders/new/?{urlencode({'visit': row.public_id})}"
        if found.may_order and one.stands and one.order is None
        else "",
    }


def _entry(row: ChargeRow, thing: Thing) -> dict[str, Any]:
    return {
        "row": row,
        "what": f"{thing.kind.word} {thing.name}",
        "term": _term(row),
        "replaced": row.replaced_by is not None,
        "recorded": moment(row.recorded_at),
    }


def facts_context(found: LeaderPage, step: Step, rows: Sequence[LeaderFact]) -> dict[str, Any]:
    """Return the facts that one of a leader's figures is counted from."""
    return {
        "page": found,
        "name": found.leader.name,
        "word": step.word,
        "back": lead_words.url(found.leader, found.roster),
        "cohort": lead_words.cohort(found.roster),
        "facts": {
            "caption": f"{found.leader.name}包抓的小区{step.word}的事实",
            "rows": [_fact(row) for row in rows],
        },
    }


def _fact(row: LeaderFact) -> dict[str, Any]:
    papers = "、".join(paper.number or paper.name for paper in row.papers)
    return {
        "on": row.on,
        "place": row.name,
        "place_url": f"/communities/{row.public_id}/" if row.public_id else "",
        "text": row.word,
        "evidence": f"{papers} {row.origin}".strip(),
        "by": row.post,
        "recorded_at": row.recorded_at,
    }


def deed_forms(
    found: LeaderPage,
    posts: Choices,
    wanted: str = "",
    refused: LeadForm | None = None,
    of: str = "",
) -> list[dict[str, Any]]:
    """Return a form for each deed that the officer may do about a leader.

    :param wanted: the visit that is to be corrected, by its number.
    :param refused: the form that was sent and refused, to be shown as it was typed.
    """
    visit = next((one for one in found.visits if one.row.public_id == wanted and one.stands), None)
    correcting = of == "correct" or (visit is not None and bool(found.may_visit))
    may = {
        "visit": bool(found.may_visit) and not correcting,
        "correct": correcting,
        "hand": bool(found.may_end),
        "end": bool(found.may_end),
    }
    forms: list[dict[str, Any]] = []
    for kind, word in DEEDS.items():
        if not may[kind]:
            continue
        asked = _asked(kind, found, visit)
        blank = form_for(kind, found, posts, initial=asked)
        forms.append(
            {
                "word": word,
                "form": refused if refused is not None and kind == of else blank,
                "first": not forms,
                "open": kind == of or (not of and not forms),
            }
        )
    return forms


def _asked(kind: str, found: LeaderPage, visit: VisitLine | None) -> dict[str, Any]:
    today = found.roster.today
    asked: dict[str, Any] = {"kind": kind, "seen": 0, "key": uuid.uuid4()}
    if kind == "correct" and visit is not None:
        row = visit.row
        asked |= {"seen": row.id, "community": visit.public_id}
        asked |= {"on": row.on, "found": row.found, "asked": row.asked}
    return asked | {"last_day": today, "since": today}


def form_for(kind: str, found: LeaderPage, posts: Choices, *args: Any, **more: Any) -> LeadForm:
    """Return the form of a deed; that of a visit for a kind that is none."""
    more.setdefault("auto_id", f"id_{kind}_%s")
    charges = [(row.id, f"{thing.name}，{_term(row)}") for row, thing in found.may_end]
    if kind == "end":
        return EndForm(*args, charges=charges, **more)
    if kind == "hand":
        return HandForm(*args, charges=charges, posts=posts, **more)
    communities: list[tuple[object, str]] = list(found.may_visit.items())
    if len(communities) > 1:
        communities.insert(0, ("", "请选择"))
    form = CorrectForm if kind == "correct" else VisitForm
    return form(*args, communities=communities, **more)
