"""The red and the black list in the words of the screen (红黑榜的写法)."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from jiugai.domain.reporting.indicators import Basis
from jiugai.domain.supervision.honours import HonoursRule, Placed
from jiugai.domain.supervision.lights import Light
from jiugai.services.supervision.honours import HonoursPage, HonoursTable
from jiugai.web.reporting.wording import figure_url
from jiugai.web.supervision.hearing_words import MEASURES
from jiugai.web.templatetags.formats import day, moment, points, rate_number
from jiugai.web.templatetags.jiugai import figure

Cell = dict[str, Any]
SHAPES = {Light.GREEN: "ok", Light.AMBER: "warn", Light.RED: "bad"}


def page_context(found: HonoursPage) -> dict[str, Any]:
    """Return a month's boards."""
    return {
        "month": found.month,
        "released": found.released_on is not None,
        "sentence": _sentence(found),
        "objections": _objections(found),
        "boards": [_board(table, found) for table in found.tables],
        "rule": found.rule,
        "rule_sentence": _rule_sentence(found.rule) if found.rule else "",
        "as_of": day(found.as_of),
        "recorded": moment(found.recorded_by) if found.recorded_by else "",
    }


def _sentence(found: HonoursPage) -> str:
    if found.released_on is None:
        return "排名还没有发布，发布以后才有红黑榜"
    return f"{found.released_on:%Y-%m-%d}发布的排名，不再改动"


def _objections(found: HonoursPage) -> str:
    """Say how many objections there were; a county knows of its own only."""
    whose = "公示期间" if found.opens_city else "公示期间本县区"
    if not found.raised:
        return f"{whose}没有提出异议。"
    return f"{whose}提出异议 {found.raised} 件，成立 {found.upheld} 件，都已答复。"


def _rule_sentence(rule: HonoursRule) -> str:
    return (
        f"红榜取前 {rule.red} 名、黑榜取后 {rule.black} 名，并列的一并列入，全部相同的不列；"
        f"落后全市不超过 {_points(rule.amber_gap)}绿灯，不超过 {_points(rule.red_gap)}黄灯，"
        f"再多红灯；不超过 {rule.small} 个小区的县区，名次写明多一个、少一个小区会排到第几。"
    )


def _points(gap: Fraction) -> str:
    return f"{rate_number(gap, 0)} 个百分点"


def _board(table: HonoursTable, found: HonoursPage) -> dict[str, Any]:
    title, done = MEASURES.get(table.measure, (table.measure, "完成"))
    page = _Links(table, found)
    return {
        "title": f"{table.year} 年批次{title}",
        "city": figure(_rate(table.board.rate), page.url()),
        "red": [_named(row, table, page, done) for row in table.board.red],
        "black": [_named(row, table, page, done) for row in table.board.black],
        "small": [_small(row, table, done) for row in table.board.rows if row.best is not None],
        "table": _rows(table, page, title, done),
        "method": table.method,
    }


class _Links:
    """Where the figures of one board open: each at the moment of the released ranking."""

    def __init__(self, table: HonoursTable, found: HonoursPage) -> None:
        self._table, self._found = table, found
        self._when: Mapping[str, str] = {}
        if found.as_of is not None and found.recorded_by is not None:
            self._when = {
                "as_of": found.as_of.isoformat(),
                "recorded_by": found.recorded_by.isoformat(),
            }

    def url(self, code: str | None = None) -> str:
        """Return where a county's figures open, or the city's; empty where it is not theirs."""
        county = (self._found.opens or {}).get(code or "")
        if county is None and (code is not None or not self._found.opens_city):
            return ""
        return figure_url(
            self._table.measure, Basis.COMMUNITIES, self._table.year, county, when=self._when
        )


def _rate(value: Fraction | None) -> str:
    return "未定" if value is None else f"{rate_number(value)}%"


def _named(row: Placed, table: HonoursTable, links: _Links, done: str) -> dict[str, Any]:
    code = row.entrant.county
    return {
        "county": table.names[code],
        "rank": row.rank,
        "rate": figure(_rate(row.entrant.rate), links.url(code)),
        "remedy": remedy(row, done),
    }


def remedy(row: Placed, done: str) -> str:
    """Say the cheapest remedy in one sentence: ``再开工 3 个小区就到全市平均``.

    :param done: what is done to a site, such as 开工.
    """
    if row.rank is None:
        return "没有计划，不排"
    if not row.to_average:
        return "已到全市平均"
    if row.to_average > row.left:
        return f"余下 {row.left} 个全部{done}也到不了全市平均"
    average = f"再{done} {row.to_average} 个小区就到全市平均"
    if row.better_light is None or row.to_better_light == row.to_average:
        return average
    return f"再{done} {row.to_better_light} 个小区转{row.better_light.word}，{row.to_average} 个到全市平均"


def _small(row: Placed, table: HonoursTable, done: str) -> str:
    """Say what the rank of a few sites is worth."""
    return (
        f"{table.names[row.entrant.county]}计划只有 {row.entrant.planned} 个小区，"
        f"多{done} 1 个排第 {row.best}，少{done} 1 个排第 {row.worst}，名次仅供参考。"
    )


def _rows(table: HonoursTable, links: _Links, title: str, done: str) -> dict[str, Any]:
    return {
        "caption": f"{table.year} 年批次{title}，各县区",
        "stacked": True,
        "heading": 1,
        "columns": [
            {"label": "名次", "numeric": True},
            {"label": "县区"},
            {"label": "计划", "unit": "个", "numeric": True},
            {"label": done, "unit": "个", "numeric": True},
            {"label": "率", "unit": "%", "numeric": True},
            {"label": "比全市", "unit": "百分点", "numeric": True},
            {"label": "灯"},
            {"label": "上榜"},
            {"label": "最省的办法"},
        ],
        "rows": [{"cells": _cells(row, table, links, done)} for row in table.board.rows],
        "total": {"cells": _total(table, links)},
        "empty": "没有县区。",
    }


def _cells(row: Placed, table: HonoursTable, links: _Links, done: str) -> list[Cell]:
    code = row.entrant.county
    url = links.url(code)
    name: Cell = {"value": table.names[code]}
    if row.rank is None:
        gone: list[Cell] = [{"value": None} for _ in range(4)]
        return [{"value": "—"}, name, *gone, _light(None), {"value": None}, _remedy(row, done)]
    return [
        {"value": row.rank, "note": _interval(row)},
        name,
        _opening(row.entrant.planned, url),
        _opening(row.entrant.done, url),
        _opening(rate_number(row.entrant.rate), url),
        _opening(points(None if row.gap is None else -row.gap), url),
        _light(row.light),
        {"value": "红榜" if row.is_red else "黑榜" if row.is_black else None},
        _remedy(row, done),
    ]


def _remedy(row: Placed, done: str) -> Cell:
    return {"value": remedy(row, done)}


def _opening(value: object, url: str) -> Cell:
    return {"value": value, "url": url, "figure": True}


def _interval(row: Placed) -> str:
    """Return what the rank of a small county may be, beside the rank."""
    if row.best is None or row.worst is None:
        return ""
    return f"第 {row.best} 名" if row.best == row.worst else f"第 {row.best}—{row.worst} 名"


def _light(light: Light | None) -> Cell:
    if light is None:
        return {"status": {"kind": "idle", "word": "无计划"}}
    return {"status": {"kind": SHAPES[light], "word": light.word}}


def _total(table: HonoursTable, links: _Links) -> list[Cell]:
    rows, url = table.board.rows, links.url()
    return [
        {"value": ""},
        {"value": "全市"},
        _opening(sum(row.entrant.planned for row in rows), url),
        _opening(sum(row.entrant.done for row in rows), url),
        _opening(rate_number(table.board.rate), url),
        *({"value": ""} for _ in range(4)),
    ]
