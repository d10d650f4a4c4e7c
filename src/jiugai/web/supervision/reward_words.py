"""Rewards and cuts in the words of the screen (奖惩的写法)."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html

from jiugai.domain.supervision.rewards import (
    RewardProposal,
    RewardRule,
    RewardRuling,
    change_words,
    signed_fen,
)
from jiugai.services.supervision.rewards import RewardRow, RewardsPage
from jiugai.web.registry.forms import Keyed
from jiugai.web.supervision.hearing_words import MEASURES
from jiugai.web.supervision.reward_forms import DecisionForm, DrawUpForm
from jiugai.web.templatetags.formats import moment, wan

SHAPES = {RewardRuling.ADOPTED: "ok", RewardRuling.CHANGED: "warn", RewardRuling.REFUSED: "idle"}


def page_context(found: RewardsPage, refused: Keyed | None = None) -> dict[str, Any]:
    """Return what a month's released ranking means for next year.

    :param refused: the form that was sent and refused, to be shown as it was typed.
    """
    return {
        "month": found.month,
        "year": found.year,
        "released": found.released_on is not None,
        "sentence": _sentence(found),
        "proposals": [_proposal(row, found, refused) for row in found.rows],
        "waiting": _table(found.waiting, found),
        "waiting_count": len(found.waiting),
        "skipped": [_skipped(one, found) for one in found.skipped],
        "rules": [_rule(rule) for rule in found.rules],
        "unverified": any(not rule.verified for rule in found.rules),
        "draw_up_form": _draw_up_form(found, refused),
        "problems": refused.non_field_errors() if refused is not None else (),
    }


def _sentence(found: RewardsPage) -> str:
    if found.released_on is None:
        return "排名还没有发布，发布以后才拟奖惩建议"
    decided = sum(row.decision is not None for row in found.rows)
    if not found.rows:
        return f"影响 {found.year} 年计划和资金，还没有拟建议"
    return f"影响 {found.year} 年计划和资金，建议 {len(found.rows)} 条，已决定 {decided} 条"


def because(one: RewardProposal, found: RewardsPage) -> str:
    """Say in one sentence on which facts a proposal rests."""
    ground = one.ground
    title = MEASURES.get(ground.measure, (ground.measure, ""))[0]
    return f"{_name(one, found)} {ground.cohort} 年批次{title} {ground.sentence}。"


def _name(one: RewardProposal, found: RewardsPage) -> str:
    return found.names.get(one.county, one.county)


def _amounts(one: RewardProposal) -> str:
    """Say what the change is in money, and what of it is not known."""
    parts = [
        _amount("计划", one.plan is not None, one.basis.plan_fen, one.plan_change_fen, one.year),
        _amount("资金", one.money is not None, one.basis.money_fen, one.money_change_fen, one.year),
    ]
    return "；".join(part for part in parts if part)


def _amount(word: str, changes: bool, basis: int | None, fen: int | None, year: int) -> str:
    what = "计划投资" if word == "计划" else "下达资金"
    if not changes:
        return ""
    if basis is None or fen is None:
        return f"{year} 年{what}还没有登记，金额未定"
    return f"{year} 年{what} {wan(basis, 2)} 万元，{word}{_signed(fen)} 万元"


def _signed(fen: int) -> str:
    return wan(fen, 2) if fen < 0 else f"+{wan(fen, 2)}"


def _citation(one: RewardProposal) -> str:
    return f"{one.clause}：{one.source}" + ("" if one.verified else "，待核实")


def _proposal(row: RewardRow, found: RewardsPage, refused: Keyed | None) -> dict[str, Any]:
    one = row.proposal
    return {
        "title": f"{_name(one, found)}：{one.effect.word}，{one.change}",
        "because": because(one, found),
        "amounts": _amounts(one),
        "citation": _citation(one),
        "by": format_html("拟定：{}，录入 {}", row.label, moment(row.recorded_at)),
        "status": _status(row),
        "decision": _decision(row),
        "form": _decision_form(row, found, refused),
        "why_not": "" if row.decision else found.not_his.get(row.id, ""),
    }


def _status(row: RewardRow) -> tuple[str, str]:
    if row.decision is None:
        return "run", "待决定"
    return SHAPES[row.decision.ruling], row.decision.ruling.word


def _decision(row: RewardRow) -> dict[str, Any] | None:
    one, decision = row.proposal, row.decision
    if decision is None:
        return None
    return {
        "change": change_words(one.effect, decision.plan, decision.money) or "不增减",
        "plan": _decided_amount(signed_fen(one.effect, one.basis.plan_fen, decision.plan), "计划"),
        "money": _decided_amount(
            signed_fen(one.effect, one.basis.money_fen, decision.money), "资金"
        ),
        "paper": decision.paper,
        "words": decision.words,
        "by": format_html("决定：{}，录入 {}", row.decided_label, moment(row.decided_at)),
    }


def _decided_amount(fen: int | None, word: str) -> str:
    return "" if fen is None else f"{word}{_signed(fen)} 万元"


def _decision_form(row: RewardRow, found: RewardsPage, refused: Keyed | None) -> Keyed | None:
    if not found.may_decide or row.decision is not None or row.id in found.not_his:
        return None
    own = isinstance(refused, DecisionForm) and str(refused.data.get("proposal")) == str(row.id)
    if own and refused is not None:
        form: Keyed = refused
    else:
        form = DecisionForm(initial={"proposal": row.id, "key": uuid.uuid4()})
    form.auto_id = f"id_{row.id}_%s"
    return form


def _draw_up_form(found: RewardsPage, refused: Keyed | None) -> Keyed | None:
    if not found.may_draw_up:
        return None
    if isinstance(refused, DrawUpForm):
        return refused
    return DrawUpForm(initial={"seen": len(found.waiting), "key": uuid.uuid4()})


def _skipped(one: RewardProposal, found: RewardsPage) -> str:
    return f"{_name(one, found)}按 {one.clause} 今年已经提过{one.effect.word}，不重复提。"


def _rule(rule: RewardRule) -> dict[str, Any]:
    title = MEASURES.get(rule.measure, (rule.measure, ""))[0]
    which = "当年" if rule.cohort_back == 0 else f"前 {rule.cohort_back} 年"
    lights = "、".join(light.word for light in rule.lights)
    who = f"{rule.roll.word}上{f'亮{lights}' if lights else ''}的县区"
    return {
        "sentence": f"{which}批次{title}{who}：{rule.effect.word}，"
        f"{change_words(rule.effect, rule.plan, rule.money)}。",
        "citation": f"{rule.clause}：{rule.citation}",
    }


def _table(found: Iterable[RewardProposal], page: RewardsPage) -> dict[str, Any]:
    return {
        "caption": "按规定可拟的奖惩建议",
        "stacked": True,
        "heading": 0,
        "columns": [
            {"label": "县区"},
            {"label": "措施"},
            {"label": "增减"},
            {"label": "因为"},
            {"label": "金额"},
            {"label": "条款"},
        ],
        "rows": [
            {
                "cells": [
                    {"value": _name(one, page)},
                    {"value": one.effect.word},
                    {"value": one.change},
                    {"value": because(one, page)},
                    {"value": _amounts(one)},
                    {"value": one.clause},
                ]
            }
            for one in found
        ],
        "empty": "没有可拟的。",
    }
