"""Which money may pay for what in the words of the screen (资金用途表的写法)."""

from typing import Any
from urllib.parse import urlencode

from jiugai.domain.funding.source_rules import Permission, SourceRule
from jiugai.domain.funding.sources import FUNDS, Source
from jiugai.domain.law import NATION
from jiugai.domain.quantities import percent
from jiugai.domain.scheme.catalogue import ScopeClass
from jiugai.services.funding.matrix import Matrix, Pair

_WHY = "#why"


def page_context(matrix: Matrix, shown: ScopeClass, asked: Pair | None) -> dict[str, Any]:
    """Return the items of one class against every source, and what was asked about one pair."""
    items = [item for item in matrix.items.values() if item.scope_class is shown]
    return {
        "allowed": matrix.allowed,
        "denied": matrix.denied,
        "switch": {
            "label": "改造内容类别",
            "options": [
                {
                    "label": one.word,
                    "url": f"?{urlencode({'class': one.value})}",
                    "current": one is shown,
                }
                for one in ScopeClass
            ],
        },
        "table": {
            "caption": f"{shown.word}各项可以用哪些资金",
            "tight": True,
            "columns": [{"label": "改造内容"}, *({"label": fund.word} for fund in FUNDS)],
            "rows": [
                {
                    "id": f"item-{item.clause}",
                    "selected": asked is not None and asked.item.clause == item.clause,
                    "cells": [
                        {"value": f"{item.word}", "note": item.clause},
                        *(_cell(pair, shown) for pair in matrix.pairs[item.clause]),
                    ],
                }
                for item in items
            ],
        },
        "why": _why(asked) if asked else None,
    }


def fund_called(name: str) -> Source | None:
    """Return the source that an address names; None if it names none."""
    return next((fund for fund in FUNDS if fund.name.lower() == name), None)


def _cell(pair: Pair, shown: ScopeClass) -> dict[str, Any]:
    asked = {"class": shown.value, "fund": pair.fund.name.lower(), "item": pair.item.clause}
    return {"value": answer_word(pair), "url": f"?{urlencode(asked)}{_WHY}"}


def answer_word(pair: Pair) -> str:
    """Return the answer as a cell shows it, with its limits: ``✓ 可以，仅小区内部``."""
    found = pair.found
    if not pair.places:
        return "○ 无规定" if found.is_unspoken else "✕ 不得"
    limits = []
    if len(pair.places) < len(pair.by_reach):
        limits.append(f"仅{'、'.join(place.word for place in pair.places)}")
    if found.most_share < 1:
        limits.append(f"至多{percent(found.most_share, 0)}")
    if found.papers:
        limits.append("须有文件")
    return "，".join(["✓ 可以", *limits])


def _why(pair: Pair) -> dict[str, Any]:
    return {
        "title": f"{pair.fund.word}能不能用于{pair.item.word}",
        "kind": "good" if pair.places else "idle" if pair.found.is_unspoken else "bad",
        "word": answer_word(pair).split(" ", 1)[1],
        "sentence": pair.found.because,
        "doubt": not pair.found.verified,
        "table": {
            "caption": "各级怎么说",
            "stacked": True,
            "columns": [
                {"label": label} for label in ("编号", "哪一级", "怎么说", "起", "依据", "说明")
            ],
            "rows": [{"cells": _rule_cells(rule)} for rule in pair.found.deciding],
            "empty": "没有哪一级说过，按不可以办。",
        },
    }


def _level(region: str) -> str:
    if region == NATION:
        return "全国"
    return "省" if region.endswith("0000") else "市" if region.endswith("00") else "县区"


def _rule_cells(rule: SourceRule) -> list[dict[str, Any]]:
    said = rule.answer.word
    if rule.answer is Permission.ALLOW and rule.reach:
        said = f"{said}（{'、'.join(place.word for place in rule.reach)}）"
    return [
        {"value": rule.clause},
        {"value": _level(rule.region)},
        {"value": said},
        {"value": str(rule.in_force_from)},
        {"value": rule.citation},
        {"value": rule.note or "—"},
    ]
