"""Dossiers and checklists in the words of the screen (档案、清单的写法)."""

from typing import Any

from django.urls import reverse

from jiugai.domain.quantities import percent
from jiugai.domain.scheme.checklists import Checklist, Completeness, ItemStanding, MarkState, ToldBy
from jiugai.services.scheme.dossiers import STANDARDS, Dossier, DossierLine

_KINDS = {MarkState.MET: "ok", MarkState.UNMET: "bad", MarkState.NOT_APPLICABLE: "idle"}
_MOST_LINES = 100


def dossier_context(found: Dossier) -> dict[str, Any]:
    """Return a dossier, checklist by checklist; those without items are named apart.

    The twenty standards are left to those who judge them.
    """
    parts = [one for one in found.parts if one.checklist.items and one.checklist.code != STANDARDS]
    return {
        "card": found.card,
        "county": found.county,
        "parts": [_part(one) for one in parts],
        "empty": [one.checklist.title for one in found.parts if not one.checklist.items],
    }


def item_choices(found: Dossier) -> list[tuple[str, str]]:
    """Return the items of every checklist, each with its checklist's name."""
    return [
        ("", "请选择"),
        *(
            (f"{part.checklist.code}/{item.code}", f"{part.checklist.title}：{item.words}")
            for part in found.parts
            for item in part.checklist.items
        ),
    ]


def tally(found: Completeness) -> str:
    """Return how complete it is, as people say it: ``3 / 5 齐，60%``."""
    if found.share is None:
        return "没有适用的条目"
    score = f"，{found.score} / {found.most} 分" if found.most != found.owed else ""
    return f"{found.met} / {found.owed} 齐，{percent(found.share, 0)}{score}"


def kind_of(found: Completeness) -> str:
    """Return the shape and colour of a tally."""
    if found.share is None:
        return "idle"
    return "ok" if found.share == 1 else "bad" if found.share == 0 else "run"


def _part(found: Completeness) -> dict[str, Any]:
    checklist = found.checklist
    return {
        "code": checklist.code,
        "title": checklist.title,
        "source": checklist.source,
        "doubt": not checklist.verified,
        "kind": kind_of(found),
        "tally": tally(found),
        "table": {
            "caption": f"{checklist.title}逐项情况",
            "stacked": True,
            "heading": 1,
            "columns": [
                {"label": label} for label in ("编号", "要什么", "情况", "凭据", "日期", "说明")
            ],
            "rows": [{"cells": _cells(one)} for one in found.standings],
        },
    }


def _cells(standing: ItemStanding) -> list[dict[str, Any]]:
    item, mark = standing.item, standing.mark
    known = mark if mark and not standing.told else None
    if standing.told:
        shown = item.told_by.word
    else:
        shown = known.paper if known and known.paper else f"要{item.evidence.word}"
    return [
        {"value": item.code},
        {"value": item.words},
        {"status": {"kind": _KINDS[standing.state], "word": standing.state.word}},
        {"value": shown},
        {"value": str(known.on) if known else "—"},
        {"value": (known.words if known and known.words else _told(standing))},
    ]


def _told(standing: ItemStanding) -> str:
    return "由系统按登记的事实判定" if standing.item.told_by is not ToldBy.NOBODY else "—"


def checklists_context(found: tuple[Checklist, ...]) -> dict[str, Any]:
    """Return the checklists in use."""
    return {
        "table": {
            "caption": "在用的清单",
            "stacked": True,
            "columns": [
                {"label": "清单"},
                {"label": "条目", "unit": "项", "numeric": True},
                {"label": "版"},
                {"label": "依据"},
                {"label": "状态"},
            ],
            "rows": [
                {
                    "cells": [
                        {
                            "value": one.title,
                            "url": reverse("scheme:checklist", kwargs={"code": one.code}),
                        },
                        {"value": len(one.items)},
                        {"value": f"第{one.number}版" if one.number else "随附"},
                        {"value": one.source or "—"},
                        {"status": _standing(one)},
                    ]
                }
                for one in found
            ],
        }
    }


def _standing(checklist: Checklist) -> dict[str, str]:
    if not checklist.items:
        return {"kind": "idle", "word": "空表，待填写"}
    if not checklist.verified:
        return {"kind": "doubt", "word": "待核实"}
    return {"kind": "ok", "word": "在用"}


def checklist_context(
    checklist: Checklist, lines: tuple[DossierLine, ...], counties: dict[int, str]
) -> dict[str, Any]:
    """Return a checklist with every community by it, the least complete first."""
    whole = sum(one.found.share == 1 for one in lines)
    return {
        "checklist": checklist,
        "sentence": f"{len(lines)} 个小区，{whole} 个齐全，依据：{checklist.source or '没有写'}",
        "doubt": not checklist.verified,
        "left": max(len(lines) - _MOST_LINES, 0),
        "table": {
            "caption": f"各小区的{checklist.title}",
            "stacked": True,
            "columns": [
                {"label": "小区"},
                {"label": "县区"},
                {"label": "完整度"},
                {"label": "还缺"},
            ],
            "rows": [_line(one, counties) for one in lines[:_MOST_LINES]],
            "empty": "辖区内还没有小区。",
        },
    }


def _line(line: DossierLine, counties: dict[int, str]) -> dict[str, Any]:
    short = [one.item.words for one in line.found.standings if one.state is MarkState.UNMET]
    more = f"等 {len(short)} 项" if len(short) > 3 else ""
    url = reverse("scheme:dossier", kwargs={"public_id": line.card.public_id})
    return {
        "cells": [
            {"value": line.card.name, "url": f"{url}#part-{line.found.checklist.code}"},
            {"value": counties.get(line.card.county_id, "—")},
            {"status": {"kind": kind_of(line.found), "word": tally(line.found)}},
            {"value": ("、".join(short[:3]) + more) or "—"},
        ]
    }
