"""A community's scheme against the two upper mouths (两口对照)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiugai.domain.funding.source_rules import MayPay
from jiugai.domain.funding.two_mouths import MouthLine, Mouths, TwoMouths
from jiugai.domain.quantities import wan_yuan, yuan
from jiugai.services.actor import Power
from jiugai.services.funding.mouths import MouthsPage, mouths_of
from jiugai.services.scheme.bills import NoSuchCommunity
from jiugai.web import desk
from jiugai.web.access import access

_KINDS = {Mouths.BOTH: "ok", Mouths.NEITHER: "bad"}


def load_mouths(request: HttpRequest, public_id: str) -> MouthsPage:
    """Load a community's scheme through the officer's scope."""
    if not public_id.isprintable():
        raise NoSuchCommunity(public_id)
    return mouths_of(public_id, desk.horizon_of(request), actor=desk.actor_of(request))


@access("funding.two_mouths", Power.SEE, load=load_mouths)
def two_mouths(request: HttpRequest, page: MouthsPage) -> HttpResponse:
    """Show what the treasury and the planners may pay of a scheme, and what neither may (两口对照)."""
    context: dict[str, Any] = {"card": page.scheme.card, "county": page.scheme.county}
    if page.found is not None:
        context |= _found(page.found)
    return render(request, "funding/mouths.html", context)


def _found(found: TwoMouths) -> dict[str, Any]:
    gaps = (
        ("只争取到财政的，缺", found.gap_if_treasury_alone_fen),
        ("只争取到发改的，缺", found.gap_if_planners_alone_fen),
        ("两个口都争取到，还缺", found.gap_fen),
    )
    kinds = [(one.word, found.fen(one)) for one in Mouths]
    return {
        "strip": [
            {"term": word, "parts": [{"value": f"{wan_yuan(fen, 2):,}", "unit": "万元"}]}
            for word, fen in (*kinds, *gaps)
        ],
        "table": {
            "caption": "逐行看两个口能不能付",
            "stacked": True,
            "columns": [
                {"label": "内容"},
                {"label": "费用", "unit": "元", "numeric": True},
                {"label": "财政补助至多", "unit": "元", "numeric": True},
                {"label": "预算内投资至多", "unit": "元", "numeric": True},
                {"label": "哪个口"},
                {"label": "为什么"},
            ],
            "rows": [{"cells": _cells(one)} for one in found.lines],
        },
    }


def _cells(one: MouthLine) -> list[dict[str, Any]]:
    kind = _KINDS.get(one.mouths, "warn")
    return [
        {"value": f"{one.line.name}（{one.line.item}）"},
        {"value": f"{yuan(one.line.amount_fen):,}"},
        {"value": f"{yuan(one.treasury_fen):,}"},
        {"value": f"{yuan(one.planners_fen):,}"},
        {"status": {"kind": kind, "word": one.mouths.word}},
        {"value": _why(one)},
    ]


def _why(one: MouthLine) -> str:
    denied: list[MayPay] = [each for each in (one.treasury, one.planners) if not each.allowed]
    return "".join(each.because for each in denied) or "两级规定都准"
