"""What was built of a scheme in the words of the screen (验收对照的写法)."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from jiugai.domain.scheme.accepted import BuiltItem, BuiltOutcome, plain
from jiugai.services.scheme.accepting import AcceptanceLine, Accepting
from jiugai.services.scheme.bills import SchemePage
from jiugai.web.scheme.words import finding_card

_KINDS = {
    BuiltOutcome.WHOLE: "ok",
    BuiltOutcome.SHORT: "bad",
    BuiltOutcome.OVER: "doubt",
    BuiltOutcome.LEFT_OUT: "bad",
    BuiltOutcome.UNPLANNED: "doubt",
    BuiltOutcome.NOT_YET: "idle",
}
_MOST_LINES = 100


def acceptance_context(page: SchemePage, found: Accepting) -> dict[str, Any]:
    """Return what was accepted of a scheme, item by item, and where it differs."""
    differ = len(found.findings)
    return {
        "completed_on": found.completed_on,
        "may_accept": page.current is not None and found.started_on is not None,
        "accept_findings": [finding_card(one) | {"title": "验收"} for one in found.findings],
        "accept_kind": "bad" if differ else "ok" if found.completed_on else "idle",
        "accept_word": f"{differ} 处不符" if differ else "没有不符" if found.completed_on else "未完工",
        "accept_rows": [
            {
                "id": one.id,
                "key": uuid.uuid4(),
                "words": f"{one.accepted.on} {_called(page, one.accepted.item)}"
                f" {plain(one.accepted.quantity)} {one.accepted.unit}",
            }
            for one in found.rows
        ],
        "built_table": _built(page, found),
        "accept_table": _rows(page, found),
    }  # fmt: skip


def item_choices(page: SchemePage) -> list[tuple[str, str]]:
    """Return the items that may have been accepted, those of the scheme first."""
    lines = page.current.lines if page.current else ()
    units: dict[str, list[str]] = {}
    for line in lines:
        units.setdefault(line.item, []).append(line.unit)
    inside = [
        (code, f"{_called(page, code)}，方案按 {'、'.join(dict.fromkeys(units[code]))} 计")
        for code in sorted(units)
    ]
    outside = [
        (code, f"{_called(page, code)}，方案里没有") for code in page.catalogue if code not in units
    ]
    return [("", "请选择"), *inside, *outside]


def _called(page: SchemePage, code: str) -> str:
    item = page.catalogue.get(code)
    return f"{item.word}（{code}）" if item else code


def _built(page: SchemePage, found: Accepting) -> dict[str, Any]:
    return {
        "caption": "方案和验收逐项对照",
        "stacked": True,
        "columns": [
            {"label": "改造内容"},
            {"label": "单位"},
            {"label": "方案", "numeric": True},
            {"label": "验收", "numeric": True},
            {"label": "结果"},
        ],
        "rows": [{"cells": _built_cells(page, one)} for one in found.built],
        "empty": "没有方案，也没有验收记录，无从对照；请先登记方案。",
    }


def _built_cells(page: SchemePage, one: BuiltItem) -> list[dict[str, Any]]:
    return [
        {"value": _called(page, one.item)},
        {"value": one.unit},
        {"value": plain(one.planned) if one.planned is not None else "—"},
        {"value": plain(one.accepted) if one.accepted is not None else "—"},
        {"status": {"kind": _KINDS[one.outcome], "word": one.outcome.word}},
    ]


def _rows(page: SchemePage, found: Accepting) -> dict[str, Any]:
    return {
        "caption": "验收记录",
        "stacked": True,
        "heading": 1,
        "columns": [
            {"label": "验收日期"},
            {"label": "改造内容"},
            {"label": "数量", "numeric": True},
            {"label": "凭据"},
            {"label": "谁登记"},
        ],
        "rows": [
            {
                "cells": [
                    {"value": str(one.accepted.on)},
                    {"value": _called(page, one.accepted.item)},
                    {"value": f"{plain(one.accepted.quantity)} {one.accepted.unit}"},
                    {"value": one.accepted.paper},
                    {"value": one.post},
                ]
            }
            for one in found.rows
        ],
    }


def gaps_context(lines: Sequence[AcceptanceLine], counties: dict[int, str]) -> dict[str, Any]:
    """Return every community whose works are complete, those that differ most first."""
    differing = sum(bool(one.findings) for one in lines)
    without = sum(not one.title for one in lines)
    return {
        "sentence": f"{len(lines)} 个小区已完工，{differing} 个有不符；{without} 个没有登记方案，无从对照",
        "left": max(len(lines) - _MOST_LINES, 0),
        "table": {
            "caption": "已完工小区的验收缺项",
            "stacked": True,
            "columns": [
                {"label": "小区"},
                {"label": "县区"},
                {"label": "完工"},
                {"label": "对照的方案"},
                {"label": "结果"},
                {"label": "哪里不符"},
            ],
            "rows": [_gap(one, counties) for one in lines[:_MOST_LINES]],
            "empty": "辖区内还没有完工的小区。",
        },
    }  # fmt: skip


def _gap(line: AcceptanceLine, counties: dict[int, str]) -> dict[str, Any]:
    where = reverse("scheme:scheme", kwargs={"public_id": line.card.public_id})
    if not line.title:
        shown = {"kind": "idle", "word": "没有方案"}
    elif line.findings:
        shown = {"kind": "bad", "word": f"{len(line.findings)} 处不符"}
    else:
        shown = {"kind": "ok", "word": "没有不符"}
    first = line.findings[0].message if line.findings else "—"
    return {
        "cells": [
            {"value": line.card.name, "url": f"{where}#accepted"},
            {"value": counties.get(line.card.county_id, "—")},
            {"value": str(line.completed_on)},
            {"value": line.title or "—"},
            {"status": shown},
            {"value": first},
        ]
    }
