"""The two upper mouths in the words of the screen (两个口的写法)."""

from typing import Any
from urllib.parse import urlencode

from jiugai.domain.funding.batches import Mouth
from jiugai.domain.funding.source_rules import MayPay
from jiugai.domain.funding.two_mouths import (
    CommunityWon,
    ItemGap,
    MouthLine,
    Mouths,
    TwoMouths,
    WonAt,
)
from jiugai.domain.quantities import wan_yuan, yuan
from jiugai.services.funding.batches.reading import state_of
from jiugai.services.funding.mouths import MouthsList, MouthsPage, MouthsRow
from jiugai.web.funding.batch_words import LINE_KINDS, batch_url, mouth_word, mouths_url
from jiugai.web.templatetags.formats import wan

_KINDS = {Mouths.BOTH: "ok", Mouths.NEITHER: "bad"}
WON_KINDS = {
    WonAt.BOTH: "ok",
    WonAt.PLANNERS: "warn",
    WonAt.TREASURY: "warn",
    WonAt.NEITHER: "bad",
    WonAt.OPEN: "run",
}
_ORDER = (Mouth.PLANNERS, Mouth.TREASURY)


def page_context(page: MouthsPage) -> dict[str, Any]:
    """Return a community's scheme against both mouths."""
    context: dict[str, Any] = {"card": page.scheme.card, "county": page.scheme.county}
    if page.asked:
        context |= _won(page)
    if page.found is not None:
        context |= _found(page.found)
    return context


# --- What was asked and won ---------------------------------------------------------------


def _won(page: MouthsPage) -> dict[str, Any]:
    won = page.won
    by_scheme = page.found is not None
    return {
        "won": {"kind": WON_KINDS[won.won_at], "word": won.won_at.word},
        "won_strip": [
            *(
                {
                    "term": f"{mouth.word}批准",
                    "parts": [
                        {"value": wan(won.won_fen(mouth), 2), "unit": "万元", "url": "#asked"},
                        {"value": f"申请 {wan(won.asked_fen(mouth), 2)}", "unit": "万元"},
                    ],
                }
                for mouth in _ORDER
            ),
            {
                "term": "按方案要花" if by_scheme else "计划投资",
                "parts": [{"value": wan(won.cost_fen, 2), "unit": "万元"}],
            },
            {
                "term": "两个口都没有付",
                "parts": [{"value": wan(won.gap_fen, 2), "unit": "万元"}],
            },
        ],
        "asked_table": _asked(page),
        "gaps_table": _gaps(page),
        "by_scheme": by_scheme,
    }


def _asked(page: MouthsPage) -> dict[str, Any]:
    return {
        "caption": "向两个口申报过的",
        "stacked": True,
        "columns": [
            {"label": "申报文号"},
            {"label": "报给"},
            {"label": "改造内容"},
            {"label": "申请", "unit": "万元", "numeric": True},
            {"label": "批准", "unit": "万元", "numeric": True},
            {"label": "结果"},
            {"label": "批复文号"},
            {"label": "理由"},
        ],
        "rows": [
            {
                "cells": [
                    {"value": row.paper, "url": batch_url(row.id), "note": f"{row.filed_on}"},
                    {"value": mouth_word(row)},
                    {"value": item_word(page, line.item), "note": line.item},
                    {"value": wan(line.asked_fen, 2)},
                    {"value": wan(line.answer.won_fen, 2) if line.answer else "—"},
                    {"status": {"kind": LINE_KINDS[state_of(line)], "word": state_of(line).word}},
                    {"value": line.answer.paper, "note": f"{line.answer.on}"}
                    if line.answer
                    else {"value": "—"},
                    {"value": (line.answer.because if line.answer else "") or "—"},
                ]
            }
            for row, line in page.asked
        ],
    }


def item_word(page: MouthsPage, code: str) -> str:
    """Return what an item is called; what was asked for all of a community has none."""
    known = page.scheme.catalogue.get(code)
    return known.word if known else code or "未分项"


def _gaps(page: MouthsPage) -> dict[str, Any]:
    return {
        "caption": "逐项看两个口付了多少，缺多少",
        "stacked": True,
        "columns": [
            {"label": "改造内容"},
            {"label": "要花", "unit": "万元", "numeric": True},
            *(
                {"label": f"{mouth.word}{what}", "unit": "万元", "numeric": True}
                for mouth in _ORDER
                for what in ("申请", "批准")
            ),
            {"label": "两个口都没有付", "unit": "万元", "numeric": True},
        ],
        "rows": [{"cells": _gap_cells(page, one)} for one in page.gaps],
    }


def _gap_cells(page: MouthsPage, one: ItemGap) -> list[dict[str, Any]]:
    return [
        {"value": item_word(page, one.item), "note": one.item},
        {"value": wan(one.cost_fen, 2)},
        *(
            {"value": wan(part, 2)}
            for mouth in _ORDER
            for part in (one.asked[mouth], one.won[mouth])
        ),
        {"value": wan(one.gap_fen, 2)},
    ]


# --- What each may pay --------------------------------------------------------------------


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


# --- Everybody who asked ------------------------------------------------------------------


def list_context(found: MouthsList, won_at: WonAt | None, county: int | None) -> dict[str, Any]:
    """Return everybody who asked in a year, or those who won at one place, with the sums."""
    rows = found.at(won_at)
    single = [one for one in found.rows if one.won.won_at in (WonAt.PLANNERS, WonAt.TREASURY)]
    short = sum(one.won.gap_fen or 0 for one in single)
    return {
        "year": found.year,
        "sentence": f"{found.year}年申报 {len(found.rows)} 个小区，"
        f"只争取到一个口的 {len(single)} 个，还缺 {wan(short, 2)} 万元",
        "export_url": f"export/{_address(found.year, won_at, county)}",
        "years": _switch(
            "年度",
            [(f"{y}年", _address(y, won_at, county), y == found.year) for y in found.years],
        ),
        "counties": _switch(
            "县区",
            [
                (name, _address(found.year, won_at, key), key == county)
                for key, name in ((None, "全部县区"), *found.counties.items())
            ],
        ),
        "switch": {
            "label": "争取到哪个口",
            "options": [
                {
                    "label": one.word if one else "全部",
                    "url": _address(found.year, one, county),
                    "current": one is won_at,
                    "count": len(found.at(one)),
                }
                for one in (None, *WonAt)
            ],
        },
        "table": _list(rows),
        "unknown": sum(one.won.cost_fen is None for one in rows),
    }


def _address(year: int, won_at: WonAt | None, county: int | None) -> str:
    said = {"year": year, "won": won_at.value if won_at else None, "county": county}
    return f"?{urlencode({name: value for name, value in said.items() if value is not None})}"


def _switch(label: str, options: list[tuple[str, str, bool]]) -> dict[str, Any]:
    return {
        "label": label,
        "options": [
            {"label": word, "url": url, "current": current} for word, url, current in options
        ],
    }


def _list(rows: tuple[MouthsRow, ...]) -> dict[str, Any]:
    return {
        "caption": "各小区两个口争取情况",
        "stacked": True,
        "columns": [
            {"label": "小区"},
            {"label": "县区"},
            {"label": "要花", "unit": "万元", "numeric": True},
            *(
                {"label": f"{mouth.word}{what}", "unit": "万元", "numeric": True}
                for mouth in _ORDER
                for what in ("申请", "批准")
            ),
            {"label": "两个口都没有付", "unit": "万元", "numeric": True},
            {"label": "结果"},
        ],
        "rows": [{"cells": _row_cells(one)} for one in rows],
        "total": {"cells": _total_cells(rows)} if rows else None,
        "empty": "没有这样的小区。",
    }


def _row_cells(one: MouthsRow) -> list[dict[str, Any]]:
    won, url = one.won, mouths_url(one.card.public_id)
    figures = (
        won.cost_fen,
        *(part for mouth in _ORDER for part in (won.asked_fen(mouth), won.won_fen(mouth))),
        won.gap_fen,
    )
    return [
        {"value": one.card.name, "url": url},
        {"value": one.county},
        *({"value": wan(fen, 2), "url": url, "figure": True, "by_name": True} for fen in figures),
        {"status": {"kind": WON_KINDS[won.won_at], "word": won.won_at.word}},
    ]


def _total_cells(rows: tuple[MouthsRow, ...]) -> list[dict[str, Any]]:
    figures = (
        sum(one.won.cost_fen or 0 for one in rows),
        *(
            sum(part(one.won, mouth) for one in rows)
            for mouth in _ORDER
            for part in (CommunityWon.asked_fen, CommunityWon.won_fen)
        ),
        sum(one.won.gap_fen or 0 for one in rows),
    )
    return [
        {"value": f"合计 {len(rows)} 个"},
        {"value": ""},
        *({"value": wan(fen, 2)} for fen in figures),
        {"value": ""},
    ]
