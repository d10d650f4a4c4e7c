"""Types and areas in the words of the screen (四类改造、连片的写法)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jiugai.domain.eligibility.verdict import floor_percent
from jiugai.domain.scheme.areas import Adjoining, AreaProposal, AreaRule
from jiugai.domain.scheme.classification import RenewalThresholds, RenewalType
from jiugai.services.scheme.classifying import TypeLine
from jiugai.storage.registry.queries import Card
from jiugai.web.eligibility.verdict_words import STALE, UNDECIDED, reasons, rule_rows
from jiugai.web.templatetags.formats import thousands

UNCLEAR = "unclear"
TYPE_KINDS = [
    *((kind.value, kind.word) for kind in RenewalType),
    (UNCLEAR, "资料不足，分不出"),
    (UNDECIDED, "未分类"),
    (STALE, "分类后卡片已改"),
]
_ADJOINING = {
    Adjoining.COORDINATES: ("coordinates", "ok", "按坐标"),
    Adjoining.ADDRESS: ("address", "run", "按门牌"),
    Adjoining.NEIGHBORHOOD: ("neighborhood", "doubt", "同社区，须实地核对"),
}
AREA_KINDS = [(code, word) for code, _, word in _ADJOINING.values()]


def kind_of_type(line: TypeLine) -> str:
    """Return under which heading a community is counted; each is under exactly one."""
    if line.classification is None:
        return UNDECIDED
    if line.is_stale:
        return STALE
    return line.classification.renewal_type or UNCLEAR


def shape_of_type(kind: str) -> str:
    """Return the shape beside a heading; a type is a kind of works and no verdict: it has none."""
    if kind in (UNCLEAR, STALE):
        return "doubt"
    return "idle" if kind == UNDECIDED else ""


def _type_cell(shape: str, word: str) -> dict[str, Any]:
    return {"status": {"kind": shape, "word": word}} if shape else {"value": word}


def type_table(lines: Sequence[TypeLine], county_name: Callable[[int], str]) -> dict[str, Any]:
    """Return types, each with its reasons beside it."""
    words = dict(TYPE_KINDS)

    def cells(line: TypeLine) -> list[dict[str, Any]]:
        card, found = line.card, line.classification
        kind = (found.renewal_type or UNCLEAR) if found else UNDECIDED
        messages = [r["message"] for r in found.reasons] if found else ["还没有分类。"]
        return [
            {"value": card.name, "url": f"/communities/{card.public_id}/"},
            {"value": county_name(card.county_id)},
            {"value": "未定" if card.buildings is None else thousands(card.buildings)},
            {"value": "未定" if card.households is None else thousands(card.households)},
            _type_cell(shape_of_type(kind), words[kind]),
            {"value": reasons(messages, stale=line.is_stale)},
        ]

    return {
        "caption": "改造类型",
        "stacked": True,
        "columns": [
            {"label": "小区"},
            {"label": "县区"},
            {"label": "楼栋", "unit": "栋", "numeric": True},
            {"label": "户数", "unit": "户", "numeric": True},
            {"label": "类型"},
            {"label": "理由"},
        ],
        "rows": [{"cells": cells(line)} for line in lines],
        "empty": "没有符合条件的小区。去掉一两个条件再看。",
    }


def threshold_rows(thresholds: RenewalThresholds, area: AreaRule) -> list[dict[str, Any]]:
    """Return the numbers by which types and areas are told, in plain words."""
    types = (
        f"{thresholds.built_early_by} 年底前建成算建设年代早；{thresholds.small_households} 户以内算规模较小；"
        f"设施不足 {floor_percent(thresholds.incomplete_below)} 算不完善，"
        f"达到 {floor_percent(thresholds.complete_from)} 算较为齐全"
    )
    areas = (
        f"相距 {area.metres} 米以内，或同一条路门牌相差 {area.door_numbers} 号以内，可以连片；"
        f"一片不超过 {area.most_households:,} 户"
    )
    rows = rule_rows([thresholds, area])
    return [{**rows[0], "says": types}, {**rows[1], "says": areas}]


def kind_of_area(proposal: AreaProposal) -> str:
    return _ADJOINING[proposal.surest][0]


def areas_found(found: Sequence[AreaProposal]) -> str:
    """Say how much the proposals come to."""
    communities = sum(len(proposal.members) for proposal in found)
    households = sum(proposal.households for proposal in found)
    return f"{len(found):,} 片 · {communities:,} 个小区 · {households:,} 户"


def area_context(proposal: AreaProposal, cards: Mapping[str, Card], county: str) -> dict[str, Any]:
    """Return one proposal: who, how large, why, how surely."""
    _, shape, word = _ADJOINING[proposal.surest]
    first = cards[proposal.members[0].key]
    return {
        "title": f"{county}{first.street}",
        "size": len(proposal.members),
        "households": proposal.households,
        "status": (shape, word),
        "members": [
            {
                "name": member.name,
                "url": f"/communities/{member.key}/",
                "buildings": member.buildings,
                "households": member.households,
            }
            for member in proposal.members
        ],
        "reasons": [finding.message for finding in proposal.reasons],
    }
