"""The twenty standards in the words of the screen (20条衡量标准的写法)."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from jiugai.domain.supervision.standards.check import Basis, BasisKind, StandardOutcome
from jiugai.domain.supervision.standards.judging import Judgement, tally
from jiugai.services.supervision.standards import StandardsLine, StandardsPage

_KINDS = {
    StandardOutcome.KEPT: "ok",
    StandardOutcome.BROKEN: "bad",
    StandardOutcome.NOT_APPLICABLE: "idle",
    StandardOutcome.UNDEFINED: "doubt",
}
_PARTS = {BasisKind.NEED: "#needs-title", BasisKind.SCHEME: "#lines-title"}
_PLACES = {
    BasisKind.DECISION: "#verdict-title",
    BasisKind.STEP: "#facts-title",
    BasisKind.MONEY: "#money-title",
}
_MOST_LINES = 100


def standards_context(page: StandardsPage) -> dict[str, Any]:
    """Return a community by the standards: each with why, and what it rests on."""
    return {
        "tally": tally_words(page.judged),
        "kind": kind_of(page.judged),
        "doubt": not all(one.standard.verified for one in page.judged),
        "lead": f"{page.since} 起施行，这里按已登记的事实预先对照" if page.is_ahead else "由系统按登记的事实判定",
        "source": page.judged[0].standard.source,
        "broken": [
            f"{one.check.title}（{one.check.code}）：{one.answer.words}"
            for one in page.judged
            if one.answer.outcome is StandardOutcome.BROKEN
        ],
        "table": {
            "caption": "20条衡量标准逐条核对",
            "stacked": True,
            "heading": 1,
            "columns": [
                {"label": label} for label in ("编号", "标准", "结果", "为什么", "依据的事实")
            ],
            "rows": [
                {"id": one.check.code, "cells": _cells(page.card.public_id, one)}
                for one in page.judged
            ],
        },
    }  # fmt: skip


def tally_words(judged: Sequence[Judgement]) -> str:
    """Return how many got which answer: ``做到 5 · 没做到 2 · 说不清 6 · 不适用 7``."""
    found = tally(judged)
    order = (
        StandardOutcome.KEPT,
        StandardOutcome.BROKEN,
        StandardOutcome.UNDEFINED,
        StandardOutcome.NOT_APPLICABLE,
    )
    return " · ".join(f"{one.word} {found[one]}" for one in order)


def kind_of(judged: Sequence[Judgement]) -> str:
    """Return the shape and colour of a tally."""
    found = tally(judged)
    if found[StandardOutcome.BROKEN]:
        return "bad"
    return "doubt" if found[StandardOutcome.UNDEFINED] else "ok"


def _cells(public_id: str, one: Judgement) -> list[dict[str, Any]]:
    answer = one.answer
    why = answer.words
    if answer.recorder:
        why = f"{why}；由{answer.recorder}"
    if one.against:
        why = f"{why}；{one.against}"
    outcome = answer.outcome.word + ("（手工登记）" if one.by_hand else "")
    return [
        {"value": format_html('<span class="nowrap">{}</span>', one.check.code)},
        {"value": one.check.title, "note": one.standard.text},
        {"status": {"kind": _KINDS[answer.outcome], "word": outcome}},
        {"value": why},
        {"value": _bases(public_id, answer.bases)},
    ]


def _bases(public_id: str, bases: tuple[Basis, ...]) -> SafeString | str:
    if not bases:
        return "—"
    return format_html_join(
        "；", '<a href="{}">{}</a>', ((_url(public_id, one), one.words) for one in bases)
    )


def _url(public_id: str, basis: Basis) -> str:
    known = {"public_id": public_id}
    if basis.kind is BasisKind.MARK:
        return f"{reverse('scheme:dossier', kwargs=known)}#part-{basis.checklist}"
    if basis.kind in _PARTS:
        return f"{reverse('scheme:scheme', kwargs=known)}{_PARTS[basis.kind]}"
    return f"{reverse('registry:community', kwargs=known)}{_PLACES.get(basis.kind, '')}"


def city_context(lines: Sequence[StandardsLine], counties: dict[int, str]) -> dict[str, Any]:
    """Return each standard with how many communities got which answer, then the communities."""
    worst = sorted(lines, key=lambda one: -tally(one.judged)[StandardOutcome.BROKEN])
    broken = sum(tally(one.judged)[StandardOutcome.BROKEN] > 0 for one in lines)
    return {
        "sentence": f"{len(lines)} 个小区，{broken} 个有没做到的；说不清的写明缺哪件事实",
        "left": max(len(lines) - _MOST_LINES, 0),
        "standards": _by_standard(lines),
        "table": {
            "caption": "各小区的20条衡量标准",
            "stacked": True,
            "columns": [
                {"label": "小区"},
                {"label": "县区"},
                {"label": "结果"},
                {"label": "没做到"},
            ],
            "rows": [_line(one, counties) for one in worst[:_MOST_LINES]],
            "empty": "辖区内还没有小区。",
        },
    }


def _by_standard(lines: Sequence[StandardsLine]) -> dict[str, Any]:
    counts: Counter[tuple[str, StandardOutcome]] = Counter(
        (one.check.code, one.answer.outcome) for line in lines for one in line.judged
    )
    titles = {one.check.code: one.check.title for line in lines for one in line.judged}
    return {
        "caption": "逐条有多少小区做到",
        "stacked": True,
        "heading": 1,
        "columns": [
            {"label": "编号"},
            {"label": "标准"},
            *({"label": one.word, "unit": "个", "numeric": True} for one in StandardOutcome),
        ],
        "rows": [
            {
                "cells": [
                    {"value": code},
                    {"value": titles[code]},
                    *({"value": counts[code, one]} for one in StandardOutcome),
                ]
            }
            for code in sorted(titles)
        ],
        "empty": "辖区内还没有小区。",
    }


def _line(line: StandardsLine, counties: dict[int, str]) -> dict[str, Any]:
    broken = [
        one.check.title for one in line.judged if one.answer.outcome is StandardOutcome.BROKEN
    ]
    more = f"等 {len(broken)} 条" if len(broken) > 3 else ""
    url = reverse("scheme:dossier", kwargs={"public_id": line.card.public_id})
    return {
        "cells": [
            {"value": line.card.name, "url": f"{url}#part-N50"},
            {"value": counties.get(line.card.county_id, "—")},
            {"status": {"kind": kind_of(line.judged), "word": tally_words(line.judged)}},
            {"value": ("、".join(broken[:3]) + more) or "—"},
        ]
    }
