"""Scores in the words of the screen (评分的写法)."""

from collections.abc import Iterable
from typing import Any

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.supervision.rewards import change_words
from jiugai.domain.supervision.scoring import Mark, Scored
from jiugai.domain.supervision.scoring_interval import RankInterval
from jiugai.domain.supervision.scoring_scheme import Consequence, Effect, Scheme, plain
from jiugai.services.supervision.scoring_desk import ScoredTable

_KINDS = {Weight.BLOCKS: "refused", Weight.WARNS: "warns", Weight.NOTES: "doubt"}


def page_context(found: ScoredTable | None) -> dict[str, Any]:
    """Return what was scored; nothing before anything was."""
    if found is None:
        return {"scored": False}
    scheme = found.scores.scheme
    return {
        "scored": not found.refused,
        "findings": [_finding(one) for one in found.scores.findings],
        "title": scheme.title,
        "source": found.source,
        "citation": scheme.citation,
        "note": scheme.note,
        "verified": scheme.verified,
        "sentence": _sentence(found),
        "holes": "、".join(hole.word for hole in found.scores.holes),
        "table": _table(found),
        "units": [_unit(row) for row in found.scores.rows],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    place = " ".join(part for part in (finding.place.document, finding.place.cell) if part)
    return {
        "kind": _KINDS[finding.weight],
        "title": place or "评分",
        "message": finding.message,
    }


def _sentence(found: ScoredTable) -> str:
    rows = found.scores.rows
    known = sum(row.score is not None for row in rows)
    return f"{len(rows)} 个单位，{known} 个有总分，满分 {plain(found.scores.scheme.total)} 分"


def _table(found: ScoredTable) -> dict[str, Any]:
    scheme = found.scores.scheme
    return {
        "caption": "得分和名次",
        "stacked": True,
        "heading": 1,
        "columns": [
            {"label": "名次", "numeric": True},
            {"label": "单位"},
            {"label": "得分", "numeric": True},
            {"label": "等次"},
            {"label": "奖惩"},
        ],
        "rows": [
            {
                "cells": [
                    {
                        "value": "—" if row.rank is None else row.rank,
                        "note": _interval(found.intervals.get(row.unit)),
                    },
                    {"value": row.unit},
                    {"value": row.shown or "没有总分"},
                    {"value": _grade(row, scheme)},
                    {"value": "、".join(_follows(one) for one in row.consequences) or None},
                ]
            }
            for row in found.scores.rows
        ],
        "empty": "没有单位。",
    }


def _interval(found: RankInterval | None) -> str:
    if found is None:
        return ""
    if found.best == found.worst:
        return f"第 {found.best} 名（只有 {found.planned} 个）"
    return f"第 {found.best}—{found.worst} 名（只有 {found.planned} 个）"


def _grade(row: Scored, scheme: Scheme) -> str | None:
    if row.grade:
        return row.grade
    return "办法没有写明" if scheme.grades and row.score is not None else None


def _follows(rule: Consequence) -> str:
    change = "" if rule.effect not in {Effect.REWARD, Effect.CUT} else _change(rule)
    doubt = "" if rule.verified else "，待核实"
    detail = f"{change}{doubt}".strip("，")
    return f"{rule.effect.word}（{detail}）" if detail else rule.effect.word


def _change(rule: Consequence) -> str:
    return change_words(rule.effect, rule.plan, rule.money)


def _unit(row: Scored) -> dict[str, Any]:
    parts = "，".join(
        f"{part.word}{'没有得分' if part.score is None else f' {plain(part.score)} 分'}"
        f"（占 {plain(part.weight * 100)}%）"
        for part in row.parts
    )
    return {
        "unit": row.unit,
        "shown": f"{row.shown} 分" if row.shown else "没有总分",
        "parts": parts,
        "table": _marks(row.marks, row.unit),
    }


def _marks(marks: Iterable[Mark], unit: str) -> dict[str, Any]:
    return {
        "caption": f"{unit}逐项得分",
        "stacked": True,
        "heading": 0,
        "columns": [
            {"label": "评分项"},
            {"label": "考核期"},
            {"label": "读到"},
            {"label": "满分", "numeric": True},
            {"label": "得", "numeric": True},
            {"label": "失", "numeric": True},
            {"label": "算法"},
        ],
        "rows": [
            {
                "cells": [
                    {"value": mark.criterion.word},
                    {"value": mark.part or None},
                    {"value": mark.read},
                    {"value": _points(mark)},
                    {"value": plain(mark.mark)},
                    {"value": _lost(mark)},
                    {"value": mark.formula},
                ]
            }
            for mark in marks
        ],
        "empty": "表里直接给了总分，没有逐项的数。",
    }


def _points(mark: Mark) -> str | None:
    points = mark.criterion.points
    return None if points is None else plain(points)


def _lost(mark: Mark) -> str | None:
    points = mark.criterion.points
    return None if points is None else plain(points - mark.mark)
