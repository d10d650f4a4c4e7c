"""What to look at on the cockpit (要盯的事): counties at zero, idle money, the trend, what is new."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any

from jiugai.domain.calendar import Month, a_month_before, months_between
from jiugai.domain.funding.idle import IdleRule
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.quantities import round_half_up
from jiugai.domain.reporting.indicators import Basis
from jiugai.services.supervision.cockpit import Change, CohortCard, IdleMoney, TrendLine, Zero
from jiugai.web.home.cohort_cards import VERBS
from jiugai.web.reporting.wording import community_url, figure_url, ledger_url
from jiugai.web.templatetags.formats import rate_number, wan

IDLE_SHOWN = 4
CHANGES_SHOWN = 8
_LONGEST_AHEAD = 12
_NEWS = {
    Step.RESERVE: "入储备",
    Step.APPLICATION: "新增申报",
    Step.APPROVAL: "获批复",
    Step.PREPARATION: "完成前期",
    Step.TENDER: "定标",
    Step.START: "开工",
    Step.COMPLETION: "完工",
    Step.ACCEPTANCE: "竣工验收",
    Step.SETTLEMENT: "结算",
    Step.HANDOVER: "移交",
}


def zero(found: Sequence[Zero], year: int | None) -> dict[str, Any] | None:
    """Return the counties at zero, those that could start at once first."""
    if not found or year is None:
        return None
    ready = [one for one in found if one.ready]
    return {
        "year": year,
        "count": len(found),
        "approved": sum(one.approved for one in found),
        "url": figure_url("start_rate", Basis.COMMUNITIES, year),
        "counties": [
            {"name": one.county, "url": ledger_url(cohort=year, plan=1, county=one.county_id)}
            for one in found
        ],
        "ready": [
            {
                "name": one.county,
                "count": one.ready,
                "url": ledger_url(cohort=year, plan=1, county=one.county_id, stage="TENDERED"),
            }
            for one in ready
        ],
    }


def idle(found: Sequence[IdleMoney], rule: IdleRule | None) -> dict[str, Any] | None:
    """Return where money lies that was received and not paid on, the most first.

    :param rule: from when on the bulletin names such money: it tells of less than stands here.
    """
    if not found:
        return None
    rows = [
        {
            "county": money.county,
            "year": money.year,
            "amount": wan(money.idle_fen),
            "url": figure_url("payment_rate", Basis.FEN, money.year, money.county_id),
        }
        for money in found
    ]
    return {
        "total": wan(sum(money.idle_fen for money in found)),
        "rows": rows[:IDLE_SHOWN],
        "folded": rows[IDLE_SHOWN:],
        "named_from": f"{rule.days} 天（{rule.citation}）" if rule else "",
    }


def trend(
    lines: Sequence[TrendLine], cards: Sequence[CohortCard], main: CohortCard, today: date
) -> dict[str, Any] | None:
    """Return the main cohort's line, the one before it, and what the deadline still asks for."""
    pairs = list(zip([card for card in cards if card.rate.denominator], lines, strict=True))
    chosen = [pair for pair in pairs if pair[0].year == main.year]
    if not chosen:
        return None
    others = [pair for pair in pairs if pair[0].year != main.year]
    before = [pair for pair in others if pair[0].year < main.year][-1:] or others[:1]
    shown = [*before, *chosen]
    months = list(chosen[0][1].months)
    ahead = _ahead(months[-1], main)
    labels = [f"{month.month} 月" for month in (*months, *ahead)]
    return {
        "id": "cockpit-trend",
        "label": "；".join(_said(card, line) for card, line in shown) + "。",
        "months": labels,
        "series": [
            {
                "name": f"{card.year} {VERBS[card.phase]} {rate_number(line.values[-1])}",
                "values": [*map(_number, line.values), *(None for _ in ahead)],
                "tone": "5" if card.year == main.year else "3",
            }
            for card, line in shown
        ],
        "target": _target(main, len(months), len(ahead)),
        "unit": "%",
        "top": _top(shown),
        "table": _table(shown, months, today),
        "when": "每月末" if today == Month.of(today).last_day else f"每月 {today.day} 日",
    }


def _ahead(last: Month, main: CohortCard) -> list[Month]:
    """Return the months up to the deadline, unless it has passed or is far."""
    due = main.target.due_on if main.target else None
    if due is None or main.pace.left == 0 or Month.of(due) <= last:
        return []
    ahead = months_between(last.next, Month.of(due))
    return ahead if len(ahead) <= _LONGEST_AHEAD else []


def _target(main: CohortCard, known: int, ahead: int) -> dict[str, Any] | None:
    if not ahead or main.rate.value is None:
        return None
    now = _number(main.rate.value)
    between = [None] * (ahead - 1)
    return {"name": "按期所需", "values": [*[None] * (known - 1), now, *between, 100.0]}


def _top(shown: Sequence[tuple[CohortCard, TrendLine]]) -> int:
    highest = max((value or Fraction(0) for _, line in shown for value in line.values), default=0)
    return 100 if highest <= 1 else int(-(-highest * 100 // 20) * 20)


def _number(value: Fraction | None) -> float | None:
    """Return per cent to one decimal as the drawing takes it."""
    return None if value is None else float(round_half_up(value * 100, 1))


def _said(card: CohortCard, line: TrendLine) -> str:
    known = [(m, v) for m, v in zip(line.months, line.values, strict=True) if v is not None]
    if not known:
        return f"{card.year} 批次还没有计划"
    (first, then), (_, now) = known[0], known[-1]
    verb = VERBS[card.phase]
    return (
        f"{card.year} 批次{verb}率由 {first.month} 月的 {rate_number(then)}% "
        f"到现在的 {rate_number(now)}%"
    )


def _table(
    shown: Sequence[tuple[CohortCard, TrendLine]], months: Sequence[Month], today: date
) -> dict[str, Any]:
    """Return the lines as a table; each rate opens at the day on which it was taken."""
    days = [today]
    for _ in months[1:]:
        days.insert(0, a_month_before(days[0]))

    def cell(card: CohortCard, line: TrendLine, n: int) -> dict[str, Any]:
        when = {"as_of": days[n].isoformat()}
        url = figure_url(card.measure, Basis.COMMUNITIES, card.year, when=when)
        value = line.values[n]
        return {"value": rate_number(value), "figure": True, "url": "" if value is None else url}

    return {
        "caption": "各月的率",
        "tight": True,
        "columns": [
            {"label": "月"},
            *(
                {"label": f"{card.year} {VERBS[card.phase]}率", "unit": "%", "numeric": True}
                for card, _ in shown
            ),
        ],
        "rows": [
            {
                "cells": [
                    {"value": str(month)},
                    *(cell(card, line, n) for card, line in shown),
                ]
            }
            for n, month in enumerate(months)
        ],
    }


def news(changes: Sequence[Change], today: date) -> dict[str, Any]:
    """Return what has happened since last month: works one by one, earlier steps by cohort.

    One list by days, the newest first; a group stands at the last of its days.
    """
    works = [change for change in changes if change.step >= Step.START or change.step.is_exit]
    early = [change for change in changes if change not in works]
    lines = [_one(change) for change in works]
    shown = [*lines[:CHANGES_SHOWN], *_groups(early)]
    return {
        "since": a_month_before(today),
        "count": len(changes),
        "rows": sorted(shown, key=lambda line: line["on"], reverse=True),
        "folded": lines[CHANGES_SHOWN:],
    }


def _one(change: Change) -> dict[str, Any]:
    return {
        "on": change.on,
        "county": change.county,
        "name": change.community,
        "url": community_url(change.public_id),
        "word": _NEWS.get(change.step, change.step.word),
        "year": change.year,
    }


def _groups(changes: Sequence[Change]) -> list[dict[str, Any]]:
    def kind(change: Change) -> tuple[int, int]:
        return change.year, int(change.step)

    groups = []
    for (year, step), found in groupby(sorted(changes, key=kind, reverse=True), kind):
        members = list(found)
        counties = Counter(change.county for change in members)
        groups.append(
            {
                "year": year,
                "word": _NEWS.get(Step(step), Step(step).word),
                "count": len(members),
                "on": max(change.on for change in members),
                "counties": "、".join(f"{name} {many}" for name, many in counties.most_common()),
                "rows": [_one(change) for change in members],
            }
        )
    return groups
