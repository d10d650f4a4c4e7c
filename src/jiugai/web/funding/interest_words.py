"""Published lists in the words of the screen (公开名单与企业意向的写法)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html

from jiugai.domain.funding.interest import InterestTotals, Wanted, interest_totals, unwanted, wanted
from jiugai.domain.quantities import yuan
from jiugai.services.funding.interest.reading import InterestPage, ListView, as_sought
from jiugai.storage.funding.interest_queries import OfferRow, PlacedRow
from jiugai.web.funding.batch_words import mouths_url
from jiugai.web.templatetags.formats import moment, wan
from jiugai.web.templatetags.jiugai import dates_whole

_ALONE = "alone"
_SHOWN = {"": "全部", **{one.value: one.word for one in Wanted}, _ALONE: "整个小区没人报"}
_KINDS = {Wanted.YES: "ok", Wanted.NO: "bad", Wanted.WITHDRAWN: "idle"}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which lines of a list are asked for (筛选)."""

    kind: str = ""
    show: str = ""
    firm: str = ""

    @property
    def url(self) -> str:
        """Return the address of those lines."""
        told = {"kind": self.kind, "show": self.show, "firm": self.firm}
        return f"?{urlencode({key: one for key, one in told.items() if one})}#rows"


def narrowed_by(asked: Mapping[str, str]) -> Narrowed:
    """Return which lines an address asks for; what it cannot mean asks for nothing."""
    show = asked.get("show", "")
    return Narrowed(
        asked.get("kind", "")[:12], show if show in _SHOWN else "", asked.get("firm", "")[:18]
    )


def lists_context(found: tuple[ListView, ...]) -> dict[str, Any]:
    """Return the published lists, each with what firms offer."""
    return {
        "sentence": f"公开了 {len(found)} 份名单",
        "table": {
            "caption": "公开名单",
            "stacked": True,
            "columns": [
                {"label": "名单"},
                {"label": "文号"},
                {"label": "小区", "unit": "个", "numeric": True},
                {"label": "没人报的小区", "unit": "个", "numeric": True},
                {"label": "企业", "unit": "家", "numeric": True},
                {"label": "意向", "unit": "条", "numeric": True},
                {"label": "意向金额", "unit": "万元", "numeric": True},
            ],
            "rows": [{"cells": _view_cells(view)} for view in found],
            "empty": "还没有公开的名单。",
        },
    }


def _view_cells(view: ListView) -> list[dict[str, Any]]:
    row, sums = view.row, view.totals
    url = reverse("funding:interest-list", kwargs={"list_id": row.id})
    return [
        {"value": row.title, "url": url, "note": f"{row.published_on}"},
        {"value": row.paper},
        _opened(sums.communities, f"{url}{Narrowed().url}"),
        _opened(sums.unwanted, f"{url}{Narrowed(show=_ALONE).url}"),
        _opened(sums.firms, f"{url}{Narrowed(show='yes').url}"),
        _opened(sums.offers, f"{url}{Narrowed(show='yes').url}"),
        _opened(wan(sums.amount_fen, 2), f"{url}{Narrowed(show='yes').url}"),
    ]


def _opened(value: object, url: str) -> dict[str, Any]:
    return {"value": value, "url": url, "figure": True, "by_name": True}


# --- One list -----------------------------------------------------------------------------


def standing_rows(page: InterestPage) -> list[tuple[int, str]]:
    """Return the rows that stand, to choose one of."""
    return [
        (row.id, f"{page.cards[row.community_id].name} {page.kind_word(row.kind)}")
        for row in page.view.rows
        if not row.withdrawn
    ]


def list_context(page: InterestPage, asked: Narrowed) -> dict[str, Any]:
    """Return a list: the strip, firms by kind, and the lines asked for."""
    row, sums = page.view.row, page.view.totals
    return {
        "row": row,
        "published": format_html("{} {} 公开", row.by_post, moment(row.recorded_at)),
        "strip": [
            _figure("小区", sums.communities, "个", Narrowed()),
            _figure("没人报的小区", sums.unwanted, "个", Narrowed(show=_ALONE)),
            _figure("企业", sums.firms, "家", Narrowed(show="yes")),
            _figure("意向", sums.offers, "条", Narrowed(show="yes")),
            _figure("意向金额", wan(sums.amount_fen, 2), "万元", Narrowed(show="yes")),
        ],
        "table": _by_kind(page),
        "lines": _lines(page, asked),
        "states": {
            "label": "情况",
            "options": [
                {
                    "label": word,
                    "url": replace(asked, show=show).url,
                    "current": show == asked.show,
                    "count": len(_kept(page, replace(asked, show=show))),
                }
                for show, word in _SHOWN.items()
            ],
        },
        "narrowed": _narrowed_words(page, asked),
    }


def _figure(term: str, value: object, unit: str, asked: Narrowed) -> dict[str, Any]:
    return {"term": term, "parts": [{"value": value, "unit": unit, "url": asked.url}]}


def _narrowed_words(page: InterestPage, asked: Narrowed) -> str:
    firm = next(
        (one.offer.firm for row in page.view.rows for one in row.offers if one.offer.code == asked.firm),
        asked.firm,
    )  # fmt: skip
    kind = page.kind_word(asked.kind)
    return "，".join(one for one in (f"只看{kind}" if kind else "", f"只看{firm}" if firm else "") if one)  # fmt: skip


def _by_kind(page: InterestPage) -> dict[str, Any]:
    used = sorted({row.kind for row in page.view.rows})
    total = _kind_cells("合计", "", page.view.totals)
    return {
        "caption": "各类企业意向",
        "stacked": True,
        "columns": [
            {"label": "类别"},
            {"label": "征集", "unit": "个小区", "numeric": True},
            {"label": "没有企业报", "unit": "个小区", "numeric": True},
            {"label": "企业", "unit": "家", "numeric": True},
            {"label": "意向", "unit": "条", "numeric": True},
            {"label": "意向金额", "unit": "万元", "numeric": True},
        ],
        "rows": [
            {"cells": _kind_cells(page.kind_word(one), one, _sums(page.of_kind(one)))}
            for one in used
        ],
        "total": {"cells": [total[0], *map(_by_row, total[1:3]), *total[3:]]},
        "empty": "这份名单里没有您辖区内的小区。",
    }


def _sums(rows: tuple[PlacedRow, ...]) -> InterestTotals:
    return interest_totals(map(as_sought, rows))


def _by_row(cell: dict[str, Any]) -> dict[str, Any]:
    """Say of a total that one community sought for two kinds is two here."""
    return {**cell, "note": "小区×类别"}


def _kind_cells(word: str, kind: str, sums: InterestTotals) -> list[dict[str, Any]]:
    any_, yes = Narrowed(kind=kind), Narrowed(kind=kind, show="yes")
    return [
        {"value": word, "url": any_.url},
        _opened(sums.rows, any_.url),
        _opened(sums.rows_unwanted, Narrowed(kind=kind, show="no").url),
        _opened(sums.firms, yes.url),
        _opened(sums.offers, yes.url),
        _opened(wan(sums.amount_fen, 2), yes.url),
    ]


def _kept(page: InterestPage, asked: Narrowed) -> list[tuple[PlacedRow, OfferRow | None]]:
    """Return the lines asked for: one an offer, one a row that nobody offers anything for."""
    alone = unwanted(map(as_sought, page.view.rows))
    found: list[tuple[PlacedRow, OfferRow | None]] = []
    for row in page.of_kind(asked.kind):
        state = wanted(as_sought(row)).value
        lonely = row.community_id in alone and not row.withdrawn
        if asked.show and not (lonely if asked.show == _ALONE else asked.show == state):
            continue
        offers = [one for one in row.offers if asked.firm in ("", one.offer.code)]
        found += [(row, one) for one in offers]
        if not row.offers and not asked.firm:
            found.append((row, None))
    return sorted(found, key=lambda one: (one[0].county_id, page.cards[one[0].community_id].name))


def _lines(page: InterestPage, asked: Narrowed) -> dict[str, Any]:
    kept = _kept(page, asked)
    fen = sum(
        one.offer.amount_fen or 0 for row, one in kept if one is not None and not row.withdrawn
    )
    blank = {"value": ""}
    return {
        "caption": "逐个小区",
        "stacked": True,
        "columns": [
            {"label": "小区"},
            {"label": "县区"},
            {"label": "类别"},
            {"label": "情况"},
            {"label": "企业"},
            {"label": "意向金额", "unit": "元", "numeric": True},
            {"label": "意向书"},
            {"label": "登记"},
        ],
        "rows": [{"cells": _line_cells(page, row, one)} for row, one in kept],
        "total": {
            "cells": [
                {"value": "合计", "note": "撤下的不合进来"},
                *(blank for _ in range(4)),
                {"value": f"{yuan(fen):,.2f}"},
                blank,
                blank,
            ]
        }
        if kept
        else None,
        "empty": "没有这样的行。",
    }


def _line_cells(page: InterestPage, row: PlacedRow, one: OfferRow | None) -> list[dict[str, Any]]:
    card, state = page.cards[row.community_id], wanted(as_sought(row))
    known: list[dict[str, Any]] = [
        {"value": card.name, "url": mouths_url(card.public_id)},
        {"value": page.counties.get(card.county_id, "—")},
        {"value": page.kind_word(row.kind)},
        {"status": {"kind": _KINDS[state], "word": state.word}, "note": row.withdrawn},
    ]
    if one is None:
        return [*known, *({"value": "—"} for _ in range(4))]
    said = one.offer
    mark = "，平台公司" if page.listed_by(one) else ""
    money = f"{yuan(said.amount_fen):,.2f}" if said.amount_fen is not None else "—"
    version = f"第{one.number}版：{one.reason}" if one.reason else ""
    return [
        *known,
        {
            "value": said.firm,
            "url": Narrowed(firm=said.code).url,
            "note": f"{said.code}，{said.trade}{mark}",
        },
        {"value": money, "note": said.money.word if said.money else ""},
        {"value": one.paper, "note": dates_whole(f"{one.on_day} {version}".strip())},
        {"value": one.by_post, "note": moment(one.recorded_at)},
    ]
