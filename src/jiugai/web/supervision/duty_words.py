"""The matrix of duties in the words of the screen (责任分工的写法)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from jiugai.domain.law import NATION
from jiugai.services.supervision.duty_matrix import BodyDuty, BodyLine, DutyPart
from jiugai.web.supervision import order_words

PARTS = {DutyPart.LEADS: "牵头", DutyPart.ASSISTS: "配合"}


def url(duty: BodyDuty) -> str:
    """Return the address of a body's page."""
    return f"/duties/{duty.clause}/"


def matrix_context(found: Sequence[BodyLine], today: date) -> dict[str, Any]:
    """Return all bodies with their duties."""
    leading = sum(line.duty.part is DutyPart.LEADS for line in found)
    running = sum(len(line.in_hand) for line in found)
    return {
        "sentence": f"{len(found)} 个单位，{leading} 个牵头；在办督办 {running} 件次",
        "samples": sum(line.is_sample for line in found),
        "table": {
            "caption": "各单位职责",
            "stacked": True,
            "columns": [
                {"label": "单位"},
                {"label": "责任"},
                {"label": "职责"},
                {"label": "依据"},
                {"label": "在办督办", "unit": "件", "numeric": True},
            ],
            "rows": [{"cells": _cells(line, today)} for line in found],
            "empty": "还没有职责分工文件。",
        },
    }


def _cells(line: BodyLine, today: date) -> list[dict[str, Any]]:
    duty = line.duty
    late = f"其中超期 {line.late} 件" if line.late else ""
    return [
        {"value": duty.body, "url": url(duty), "note": "外地样本" if line.is_sample else ""},
        {"value": PARTS[duty.part]},
        {"value": duty.duty},
        {"value": duty.source, "note": _since(duty, today)},
        {"value": len(line.in_hand), "note": late},
    ]


def _since(duty: BodyDuty, today: date) -> str:
    until = f"至{duty.in_force_until}" if duty.in_force_until else "起"
    place = "全国" if duty.region == NATION else f"地区 {duty.region}"
    not_yet = "" if duty.in_force_from <= today else "，当日尚未施行"
    doubt = "" if duty.verified else "，待核定"
    return f"{place}，{duty.in_force_from}{until}{not_yet}{doubt}"


def page_context(line: BodyLine, today: date) -> dict[str, Any]:
    """Return one body with its duty and its open orders."""
    duty = line.duty
    return {
        "line": line,
        "parts": duty.parts,
        "part": PARTS[duty.part],
        "since": _since(duty, today),
        "known_as": "、".join(duty.known_as),
        "sentence": f"{PARTS[duty.part]}单位；在办督办 {len(line.in_hand)} 件，超期 {line.late} 件",
        "table": {
            "caption": "在办督办事项",
            "stacked": True,
            "columns": [
                {"label": "任务要求"},
                {"label": "编号"},
                {"label": "责任单位"},
                {"label": "责任"},
                {"label": "期限"},
            ],
            "rows": [
                {
                    "cells": [
                        {
                            "value": one.card.row.demand,
                            "url": order_words.url(one.card.row.public_id),
                        },
                        {"value": one.card.label},
                        {"value": one.card.row.owner_name},
                        {"value": PARTS[one.part]},
                        _pressure(*order_words.pressure(one.card)),
                    ]
                }
                for one in line.in_hand
            ],
            "empty": "您能看到的督办事项里，没有这类单位在办的。",
        },
    }


def _pressure(kind: str, word: str) -> dict[str, Any]:
    return {"status": {"kind": kind, "word": word}}
