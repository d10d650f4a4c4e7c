"""Where money flows, in the words of the screen (资金流向的写法)."""

from typing import Any
from urllib.parse import urlencode

from jiugai.domain.funding.streams import Band, Flowing, Stream, ToldBy
from jiugai.domain.scheme.catalogue import ScopeClass
from jiugai.services.funding.streaming import UNTOLD, StreamsPage
from jiugai.web.funding.book_words import money, pages
from jiugai.web.funding.stream_drawing import BLOCK, WIDTH, Block, Key, Ribbon, Way, draw
from jiugai.web.templatetags.formats import wan

FLOWS = "/funding/flows/"
_COLUMNS = ("source", "class", "item", "county")
_HEADS = ("来源", "类别", "改造内容", "县区")
_CLASSES = [*ScopeClass, None]


def _behind(page: StreamsPage, **asked: str) -> str:
    kept = {"money": page.flowing.value, **_address(page), **asked}
    return f"{FLOWS}behind/?{urlencode(kept)}"


def _address(page: StreamsPage) -> dict[str, str]:
    """Return the conditions of a page as its address says them."""
    wanted = page.wanted
    said = {
        "source": None if wanted.source is None else str(wanted.source.value),
        "class": None if wanted.scope_class is None else wanted.scope_class.value,
        "item": wanted.item,
        "county": None if wanted.county_id is None else str(wanted.county_id),
    }
    return {name: value for name, value in said.items() if value is not None}


def flows_context(page: StreamsPage) -> dict[str, Any]:
    """Return the drawing and the table."""
    bands = sorted(page.bands.items(), key=lambda item: _order(page, item[0]))
    ways = [Way(_blocks(band), fen) for band, fen in bands]
    drawing = draw(ways)
    return {
        "pages": pages(FLOWS),
        "switch": {
            "label": "看哪一步的钱",
            "options": [
                {
                    "label": one.word,
                    "url": f"{FLOWS}?{urlencode({'money': one.value, **_address(page)})}",
                    "current": one is page.flowing,
                }
                for one in Flowing
            ],
        },
        "sentence": f"{page.flowing.word} {wan(page.total_fen, 2)} 万元：其中"
        f"{'，'.join(_told(page))}",
        "as_of": f"{page.asked.as_of}",
        "money": page.flowing.value,
        "box": f"0 0 {WIDTH} {drawing.height:.0f}",
        "heads": [
            {
                "x": _head_x(place),
                "anchor": "end" if place == len(_HEADS) - 1 else "start",
                "word": w,
            }
            for place, w in enumerate(_HEADS)
        ],
        "blocks": [_block(page, block) for block in drawing.blocks],
        "ribbons": [_ribbon(page, ribbon) for ribbon in drawing.ribbons],
        "label": _label(page),
        "table": _table(page, bands),
    }


def _told(page: StreamsPage) -> list[str]:
    """Return of how much each of memo, bill and nobody says what it pays for."""
    sums = {who: page.told_by(who) for who in ToldBy}
    return [f"{who.word} {wan(fen, 2)} 万元" for who, fen in sums.items() if fen] or ["没有"]


def _order(page: StreamsPage, band: Band) -> tuple[int, int, str, int]:
    place = [*page.names.counties]
    county = place.index(band.county_id) if band.county_id in place else len(place)
    return band.source, _CLASSES.index(band.scope_class), band.item, county


def _blocks(band: Band) -> tuple[Key, ...]:
    scope_class = band.scope_class.value if band.scope_class else ""
    return (
        ("source", str(band.source.value)),
        ("class", scope_class),
        ("item", band.item),
        ("county", str(band.county_id)),
    )


def _head_x(place: int) -> float:
    step = (WIDTH - BLOCK - 130) / (len(_HEADS) - 1)
    return round(place * step, 1)


def _word(page: StreamsPage, key: Key) -> str:
    column, value = key
    if column == "source":
        return next(b.source.word for b in page.bands if str(b.source.value) == value)
    if column == "class":
        return ScopeClass(value).word if value else UNTOLD
    return page.item(value) if column == "item" else page.names.county(int(value))


def _asked(key: Key) -> dict[str, str]:
    """Return what an address asks for a block; money of which nobody says is asked for by its empty item."""
    column, value = key
    return {"item": ""} if column == "class" and not value else {column: value}


def _block(page: StreamsPage, block: Block) -> dict[str, Any]:
    word = _word(page, block.key)
    return {
        "x": f"{block.x:.1f}",
        "y": f"{block.y:.1f}",
        "width": BLOCK,
        "height": f"{max(block.height, 1):.1f}",
        "text_x": f"{block.x + BLOCK + 4:.1f}",
        "text_y": f"{block.y + max(block.height, 1) / 2 + 4:.1f}",
        "word": word,
        "wan": wan(block.amount, 1),
        "url": _behind(page, **_asked(block.key)),
        "spoken": f"{word} {wan(block.amount, 2)} 万元，看每一笔",
        "tone": block.column + 1,
    }


def _ribbon(page: StreamsPage, ribbon: Ribbon) -> dict[str, Any]:
    words = f"{_word(page, ribbon.start)} → {_word(page, ribbon.end)}"
    return {
        "path": ribbon.path,
        "url": _behind(page, **{**_asked(ribbon.start), **_asked(ribbon.end)}),
        "spoken": f"{words} {wan(ribbon.amount, 2)} 万元，看每一笔",
    }


def _label(page: StreamsPage) -> str:
    return f"{page.flowing.word}的钱从哪个来源、经哪一类哪项内容、到哪个县区，数据见下面的表"


def _table(page: StreamsPage, bands: list[tuple[Band, int]]) -> dict[str, Any]:
    blank = {"value": ""}
    total = {"value": money(page.total_fen)}
    return {
        "caption": "来源、类别、改造内容、县区",
        "stacked": True,
        "columns": [
            *({"label": head} for head in _HEADS),
            {"label": page.flowing.word, "unit": "元", "numeric": True},
        ],
        "rows": [{"cells": _cells(page, band, fen)} for band, fen in bands],
        "total": {"cells": [{"value": "合计"}, blank, blank, blank, total]} if bands else None,
        "empty": "到这一天还没有记到项目的钱。",
    }


def _cells(page: StreamsPage, band: Band, fen: int) -> list[dict[str, Any]]:
    asked: dict[str, str] = {}
    for key in _blocks(band):
        asked |= _asked(key)
    county = page.names.county(band.county_id)
    return [
        {"value": band.source.word},
        {"value": page.scope_class(band.scope_class)},
        {"value": page.item(band.item), "note": band.item},
        {"value": county},
        {
            "value": money(fen),
            "url": _behind(page, **asked),
            "figure": True,
            "spoken": f"{band.source.word} {page.item(band.item)} {county} {money(fen)} 元，看每一笔",
        },
    ]


# --- The vouchers behind a band ------------------------------------------------------------


def behind_context(page: StreamsPage) -> dict[str, Any]:
    """Return the vouchers behind what is asked for."""
    return {
        "back": f"{FLOWS}?{urlencode({'money': page.flowing.value})}",
        "title": f"{_limits(page)}的每一笔",
        "sentence": f"{len({one.leg.posting_id for one in page.streams})} 笔记账，"
        f"合计 {money(page.total_fen)} 元",
        "table": {
            "caption": "每一笔记账",
            "stacked": True,
            "columns": [
                {"label": "凭证"},
                {"label": "来源"},
                {"label": "县区、项目"},
                {"label": "改造内容"},
                {"label": "这笔记账", "unit": "元", "numeric": True},
                {"label": "算到这里", "unit": "元", "numeric": True},
            ],
            "rows": [{"cells": _stream_cells(page, one)} for one in page.streams],
            "total": {
                "cells": [
                    {"value": "合计"},
                    *[{"value": ""}] * 4,
                    {"value": money(page.total_fen)},
                ]
            }
            if page.streams
            else None,
            "empty": "没有记账。",
        },
    }


def _limits(page: StreamsPage) -> str:
    wanted = page.wanted
    said = [
        wanted.source.word if wanted.source else "",
        wanted.scope_class.word if wanted.scope_class else "",
        "" if wanted.item is None else page.item(wanted.item),
        "" if wanted.county_id is None else _county(page, wanted.county_id),
    ]
    return "、".join(filter(None, said)) or page.flowing.word


def _county(page: StreamsPage, county_id: int) -> str:
    """Return a county's name; nothing for one that no stream reaches."""
    found = any(one.leg.county_id == county_id for one in page.streams)
    return page.names.county(county_id) if found else ""


def _stream_cells(page: StreamsPage, one: Stream) -> list[dict[str, Any]]:
    leg = one.leg
    return [
        {"value": f"第 {leg.voucher_id} 号", "url": f"/funding/vouchers/{leg.voucher_id}/"},
        {"value": leg.source.word},
        {"value": page.names.county(leg.county_id), "note": page.names.project(leg.project_id)},
        {"value": page.item(one.item), "note": one.told_by.word},
        {"value": money(leg.amount_fen)},
        {"value": money(one.amount_fen)},
    ]
