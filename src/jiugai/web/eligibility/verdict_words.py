"""Verdicts and rules in the words of the screen (认定结论的写法)."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from jiugai.domain.eligibility.rules import (
    CutoffRule,
    ExclusionRule,
    ExtensionRule,
    MixedAgeRule,
    TownRule,
    Treatment,
)
from jiugai.domain.eligibility.verdict import Outcome, floor_percent
from jiugai.domain.law import Rule
from jiugai.services.eligibility import VerdictLine
from jiugai.web.templatetags.formats import day
from jiugai.web.templatetags.jiugai import status

UNDECIDED, STALE = "none", "stale"
OUTCOME_SHAPE = {
    Outcome.ELIGIBLE: "ok",
    Outcome.RESERVE: "run",
    Outcome.EXCLUDED: "idle",
    Outcome.UNKNOWN: "doubt",
}
OUTCOME_WORDS = {outcome.value: outcome.word for outcome in Outcome}
_TABS = (
    ("verdicts", "认定结论", "/eligibility/"),
    ("what-if", "年限试算", "/eligibility/what-if/"),
    ("types", "四类改造", "/eligibility/types/"),
    ("areas", "连片建议", "/eligibility/areas/"),
)
OUTCOME_KINDS = [
    *((outcome.value, outcome.word) for outcome in Outcome),
    (UNDECIDED, "未认定"),
    (STALE, "认定后卡片已改"),
]


def tabs(current: str) -> list[dict[str, Any]]:
    """Return the pages of this room."""
    return [
        {"label": label, "count": None, "url": url, "current": name == current}
        for name, label, url in _TABS
    ]


def kind_of_verdict(line: VerdictLine) -> str:
    """Return under which heading a community is counted; each is under exactly one."""
    if line.decision is None:
        return UNDECIDED
    return STALE if line.is_stale else line.decision.outcome


def counts(
    kinds: list[tuple[str, str]],
    found: Counter[str],
    shapes: Callable[[str], str],
    url: Callable[[str], str],
    chosen: str,
) -> dict[str, Any]:
    """Return how many there are under each heading, each opening its list."""
    return {
        "label": "各有多少",
        "items": [
            {
                "label": word,
                "count": found[kind],
                "note": "个小区",
                "url": url(kind),
                "current": kind == chosen,
                "status": shapes(kind),
            }
            for kind, word in kinds
            if found[kind] or kind not in (STALE, UNDECIDED)
        ],
    }


def shape_of_outcome(kind: str) -> str:
    known = {outcome.value: shape for outcome, shape in OUTCOME_SHAPE.items()}
    return known.get(kind, "doubt" if kind == STALE else "idle")


def verdict_table(
    lines: Sequence[VerdictLine],
    county_name: Callable[[int], str],
    unverified: frozenset[str],
) -> dict[str, Any]:
    """Return verdicts, each with its clause and its reasons beside it."""
    return {
        "caption": "认定结论",
        "stacked": True,
        "columns": [
            {"label": "小区"},
            {"label": "县区"},
            {"label": "建成", "unit": "年", "numeric": True},
            {"label": "结论"},
            {"label": "条款"},
            {"label": "理由"},
            {"label": "认定日"},
        ],
        "rows": [{"cells": _verdict_cells(line, county_name, unverified)} for line in lines],
        "empty": "没有符合条件的小区。去掉一两个条件再看。",
    }


def _verdict_cells(
    line: VerdictLine, county_name: Callable[[int], str], unverified: frozenset[str]
) -> list[dict[str, Any]]:
    card, decision = line.card, line.decision
    first: list[dict[str, Any]] = [
        {"value": card.name, "url": f"/communities/{card.public_id}/"},
        {"value": county_name(card.county_id)},
        {"value": "未定" if card.built_year is None else card.built_year},
    ]
    if decision is None:
        return [
            *first,
            {"status": {"kind": "idle", "word": "未认定"}},
            {"value": "—"},
            {"value": "还没有认定。"},
            {"value": "—"},
        ]
    outcome = Outcome(decision.outcome)
    return [
        *first,
        {"status": {"kind": OUTCOME_SHAPE[outcome], "word": outcome.word}},
        {"value": _clause(decision.clause, unverified)},
        {"value": reasons([r["message"] for r in decision.reasons], stale=line.is_stale)},
        {"value": day(decision.effective_on)},
    ]


def _clause(kept: str, unverified: frozenset[str]) -> SafeString:
    clause, _, source = kept.partition(" ")
    badge = status("doubt", "待核实") if clause in unverified else ""
    return format_html(
        '<abbr title="{}">{}</abbr> {}', source or clause, clause or "无适用条款", badge
    )


def reasons(messages: Sequence[str], *, stale: bool = False) -> SafeString:
    note = (
        format_html("{} ", status("doubt", "认定后卡片已改，待重新认定"))
        if stale
        else SafeString("")
    )
    if not messages:
        return note
    said, basis = _parted(messages[0])
    folded = [basis, *messages[1:]] if basis else list(messages[1:])
    if not folded:
        return format_html("{}{}", note, said)
    title = "依据" if basis else "另有"
    if len(messages) > 1:
        title = f"依据和另外 {len(messages) - 1} 条" if basis else f"另有 {len(messages) - 1} 条"
    rest = format_html_join("", "<p>{}</p>", ((message,) for message in folded))
    return format_html(
        '{}{}<details class="more"><summary>{}</summary>{}</details>', note, said, title, rest
    )


def _parted(message: str) -> tuple[str, str]:
    """Part what was found from the paper it rests on: a list of fifty need not name it fifty times."""
    said, comma, basis = message.partition("，依据")
    return (f"{said}。", f"依据{basis}") if comma else (message, "")


def rule_rows(rules: Sequence[Rule]) -> list[dict[str, Any]]:
    """Return the rules in use, in plain words, with what they rest on."""
    return [
        {
            "clause": rule.clause,
            "says": _says(rule),
            "source": rule.source,
            "url": rule.url,
            "since": rule.in_force_from,
            "note": rule.note,
            "verified": rule.verified,
        }
        for rule in rules
    ]


def _says(rule: Rule) -> str:
    if isinstance(rule, CutoffRule):
        return f"{rule.built_by} 年底前建成的纳入"
    if isinstance(rule, ExtensionRule):
        then = {
            Treatment.ADMIT: "可以纳入",
            Treatment.RESERVE: "列为储备",
            Treatment.IF_ADOPTED: "由地方采纳后才能纳入",
        }[rule.treatment]
        cap = f"，合计不超过当年任务户数的 {floor_percent(rule.cap)}" if rule.cap else ""
        return f"{rule.built_by} 年底前建成的{then}{cap}"
    if isinstance(rule, MixedAgeRule):
        line = "超过" if rule.strict else "不低于"
        return f"新旧楼栋混合的，按期建成的面积{line} {floor_percent(rule.share)} 才纳入"
    if isinstance(rule, ExclusionRule):
        return f"不纳入：{rule.word}"
    return "须位于城市或县城（城关镇）" if isinstance(rule, TownRule) else rule.note
