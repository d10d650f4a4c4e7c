"""Rewards and cuts in the sharing out, in the words of the screen (奖惩结转的写法)."""

from fractions import Fraction
from typing import Any

from jiugai.domain.quantities import percent, yuan
from jiugai.services.funding.desk import Allocated, RewardedShare, rewarded_because


def rewarded_context(found: Allocated) -> dict[str, Any]:
    """Return the step from base shares to what is given; nothing where none was asked for."""
    told = found.rewarded
    if told is None:
        return {"rewarded": None}
    own = sum(bool(one.settled) for one in told.shares)
    return {
        "rewarded": {
            "title": f"结转{told.year}年奖惩以后",
            "sentence": f"{own} 个县区有已定的奖惩，合计仍是 {yuan(found.found.total_fen):,} 元"
            if own
            else f"{told.year}年没有已定的奖惩，各地区金额不变",
            "table": _table(found, told.shares),
        }
        if told.shares
        else None
    }


def _table(found: Allocated, shares: tuple[RewardedShare, ...]) -> dict[str, Any]:
    total = f"{yuan(found.found.total_fen):,}"
    return {
        "caption": "从基础份额到结转奖惩以后",
        "stacked": True,
        "columns": [
            {"label": "地区"},
            {"label": "按办法", "unit": "元", "numeric": True},
            {"label": "奖惩", "numeric": True},
            {"label": "以后的份额", "numeric": True},
            {"label": "以后", "unit": "元", "numeric": True},
            {"label": "多少", "unit": "元", "numeric": True},
            {"label": "为什么"},
            {"label": "见"},
        ],
        "rows": [{"cells": _cells(found, one)} for one in shares],
        "total": {
            "cells": [
                {"value": "合计"},
                {"value": total},
                {"value": ""},
                {"value": "100%"},
                {"value": f"{yuan(sum(one.fen for one in shares)):,}"},
                {"value": f"{yuan(sum(one.moved_fen for one in shares)):,}"},
                {"value": ""},
                {"value": ""},
            ]
        },
    }


def _cells(found: Allocated, one: RewardedShare) -> list[dict[str, Any]]:
    place = next((settled.place for settled in one.settled), "")
    moved = yuan(one.moved_fen)
    return [
        {"value": one.region},
        {"value": f"{yuan(one.base_fen):,}"},
        {
            "value": f"{'+' if one.change > 0 else ''}{percent(one.change, 1)}"
            if one.change
            else "0"
        },
        {"value": percent(one.share, 4)},
        {"value": f"{yuan(one.fen):,}"},
        {"value": f"{moved:+,}" if moved else "0"},
        {"value": rewarded_because(one, found.found.total_fen)},
        {"value": "奖惩决定", "url": f"/ranking/release/{place}/rewards/"}
        if place
        else {"value": ""},
    ]


def performance_sentence(found: Allocated) -> str:
    """Say where the performance figures of a rule come from; empty where it has no such factor."""
    terms = [t for t in found.found.rule.terms if any(c.code == "performance" for c in t.columns)]
    if not terms:
        return ""
    weight = sum((term.weight for term in terms), Fraction(0))
    return (
        f"“绩效评价结果”占 {percent(weight, 0)}，各地区的数取自“{found.source}”这一列，"
        "由主管部门评定；平台没有用排名代填。"
    )
