"""A league table in the words of the screen (排名表的写法): the same on the cockpit and its page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from jiugai.domain.reporting.indicators import Basis, Quantity
from jiugai.domain.supervision.ranking import Ties
from jiugai.services.reporting.measures import Rate
from jiugai.services.reporting.statement import BASIS_WORDS
from jiugai.services.supervision.league import SECOND_KEYS, League, Place
from jiugai.web.reporting.wording import amount, column_word, figure_url, ledger_url
from jiugai.web.templatetags.formats import points, rate_number, thousands
from jiugai.web.templatetags.jiugai import bar, figure

Cell = dict[str, Any]
_DONE = {
    Quantity.STARTED: "全部开工",
    Quantity.COMPLETED: "全部完工",
    Quantity.ACCEPTED: "全部验收",
}
_NOT_YET = {Quantity.COMPLETED: "尚无完工", Quantity.ACCEPTED: "尚无验收"}
"""What stands at zero as long as the works go on: no fault by itself, unlike 挂零."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a league table is shown.

    Attributes:
      ranked: False where the officer sees a part of the counties: a rank among them says nothing.
      full_in_words: write 全部开工 for exactly 100 %; above it stays a figure.
      ready: tendered sites by county; a column of its own where given.
      bars: on a page of its own: a small bar beside each rate, measure and basis beside the ranks.
    """

    ranked: bool = True
    full_in_words: bool = False
    ready: Mapping[int, int] = field(default_factory=dict)
    with_ready: bool = False
    bars: bool = False


def league_table(table: League, look: Look) -> dict[str, Any]:
    """Return a league table for ``components/table.html``."""
    return {
        "caption": caption(table),
        "heading": 1,
        "tight": True,
        "columns": _columns(table, look),
        "rows": [{"cells": _cells(place, table, look)} for place in table.places],
        "total": {"cells": _total(table, look)} if len(table.places) > 1 else None,
        "empty": "没有县区。",
    }


def caption(table: League) -> str:
    """Return what is ranked by what: ``2020 年批次开工率，按小区数计，各县区``."""
    return f"{table.year} 年批次{table.measure.title}，{BASIS_WORDS[table.basis]}，各县区"


def _columns(table: League, look: Look) -> list[Cell]:
    unit = table.basis.unit
    named = f"{table.measure.title}·{table.basis.word}" if look.bars else ""
    columns: list[Cell] = [
        {"label": "名次", "unit": named, "numeric": True},
        {"label": "县区"},
        {"label": column_word(table.measure.denominator), "unit": unit, "numeric": True},
        {"label": column_word(table.measure.numerator), "unit": unit, "numeric": True},
        {"label": "率", "unit": "%", "numeric": True, "sorted": "descending"},
        {"label": "比上月", "unit": "百分点", "numeric": True, "no_phone": True},
    ]
    if table.method.second_key:
        label = SECOND_KEYS[table.method.second_key]
        columns.append({"label": label, "unit": "%", "numeric": True, "no_phone": True})
    if look.with_ready:
        columns.append({"label": "可开工", "numeric": True, "no_phone": True})
    # On a phone long amounts leave no room for a word that they already say.
    wide = table.basis in (Basis.AREA, Basis.FEN)
    return [*columns, {"label": "状态", "no_phone": wide}]


def _cells(place: Place, table: League, look: Look) -> list[Cell]:
    url = figure_url(table.measure.code, table.basis, table.year, place.county_id)
    cells: list[Cell] = [
        {"value": _rank(place, table, look)},
        {
            "value": place.county,
            "url": ledger_url(county=place.county_id, cohort=table.year, plan=1),
        },
        *_parts(place.rate, table, url),
        _opening(format_html("<b>{}</b>", _shown(place.rate, table, look)), url),
        _moved(place.change, url),
    ]
    if table.method.second_key:
        cells.append(_second(place, table))
    if look.with_ready:
        cells.append(_ready(place.county_id, look.ready.get(place.county_id, 0), table.year))
    return [*cells, {"status": _status(place.rate, table, look.ready.get(place.county_id, 0))}]


def _total(table: League, look: Look) -> list[Cell]:
    url = figure_url(table.measure.code, table.basis, table.year)
    cells: list[Cell] = [
        {"value": ""},
        {"value": "全市" if look.ranked else "合计"},
        *_parts(table.total, table, url),
        _opening(_shown(table.total, table, look), url),
        _moved(table.total_change, url),
    ]
    if table.method.second_key:
        cells.append({"value": ""})
    if look.with_ready:
        cells.append(_ready(None, sum(look.ready.values()), table.year))
    return [*cells, {"value": ""}]


def _rank(place: Place, table: League, look: Look) -> object:
    """Return a rank; where all are level nobody is first."""
    if not look.ranked or place.rank is None:
        return "—"
    rates = {one.rate.value for one in table.places if one.rank is not None}
    return "并列" if len(rates) == 1 and len(table.places) > 1 else place.rank


def _parts(rate: Rate, table: League, url: str) -> list[Cell]:
    """Return denominator and numerator; where nothing was planned there is none, not 0."""
    if not rate.denominator and not rate.numerator:
        return [{"value": "—"}, {"value": "—"}]
    return [_opening(amount(part, table.basis), url) for part in (rate.denominator, rate.numerator)]


def _moved(change: Fraction | None, url: str) -> Cell:
    return {"value": points(change)} if change is None else _opening(points(change), url)


def _second(place: Place, table: League) -> Cell:
    """Return what parts equals: another measure, or the same on another basis."""
    value, key = place.second.value if place.second else None, table.method.second_key
    if value is None:
        return {"value": "—"}
    another = key not in {basis.value for basis in Basis}
    measure, basis = (key, Basis.FEN) if another else (table.measure.code, Basis(key))
    return _opening(rate_number(value), figure_url(measure, basis, table.year, place.county_id))


def _ready(county_id: int | None, many: int, year: int) -> Cell:
    return _opening(
        many, ledger_url(county=county_id, cohort=year, plan=1, stage="TENDERED"), drawer=False
    )


def _opening(value: object, url: str, *, drawer: bool = True) -> Cell:
    shown = value if isinstance(value, str) else thousands(value)  # type: ignore[arg-type]  # a number
    return {"value": shown, "url": url, "figure": drawer}


def _shown(rate: Rate, table: League, look: Look) -> str | SafeString:
    value = rate.value
    if value is None:
        return "未定"
    words = _DONE.get(table.measure.numerator, "")
    if look.full_in_words and value == 1 and words:
        return words
    number = rate_number(value, table.method.decimals)
    return format_html('{}<span class="num">{}</span>', bar(value), number) if look.bars else number


def _status(rate: Rate, table: League, ready: int) -> Cell:
    """Return the word for a county's standing; a rate is no verdict, only its ends are named."""
    value, numerator = rate.value, table.measure.numerator
    if value is None:
        return {"kind": "idle", "word": "无计划" if numerator is not Quantity.PAID else "无到位"}
    if not rate.numerator:
        if numerator is Quantity.STARTED and ready:
            return {"kind": "warn", "word": "可开工"}
        if numerator in _NOT_YET:
            return {"kind": "idle", "word": _NOT_YET[numerator]}
        return {"kind": "bad", "word": "挂零"}
    if numerator is Quantity.PAID and value > 1:
        return {"kind": "doubt", "word": "超付待说明"}
    if value >= 1:
        return {"kind": "ok", "word": _DONE.get(numerator, "足额")}
    if numerator is Quantity.STARTED:
        return {"kind": "ok", "word": "有开工"}
    return {"kind": "run", "word": "进行中"}


def ends(table: League) -> dict[str, SafeString]:
    """Return who leads and who trails, with their rates, in a phrase each; empty if nobody does."""
    leading, trailing = (_named(places, table) for places in (table.leading, table.trailing))
    return {"leading": leading, "trailing": trailing}


def _named(places: tuple[Place, ...], table: League) -> SafeString:
    """Return counties with their rates, which open; those that share one are told together."""
    groups: dict[Fraction | None, list[Place]] = {}
    for place in places:
        groups.setdefault(place.rate.value, []).append(place)
    said = []
    for same in groups.values():
        names = "、".join(place.county for place in same)
        if len(same) > 2:
            rate = figure(same[0].shown, figure_url(table.measure.code, table.basis, table.year))
            said.append(format_html("{}等 {} 个县区，同为 {}", names, len(same), rate))
        else:
            said.append(
                format_html_join("、", "{}（{}）", ((p.county, _of(p, table)) for p in same))
            )
    return format_html_join("、", "{}", ((one,) for one in said))


def _of(place: Place, table: League) -> SafeString:
    url = figure_url(table.measure.code, table.basis, table.year, place.county_id)
    return figure(place.shown, url)


def method_sentence(table: League) -> str:
    """Say how the table was made."""
    ties = (
        "率相同的并列同一名次"
        if table.method.ties is Ties.SHARED
        else "名次连续编号，率相同的按区划代码先后"
    )
    second = (
        f"，率相同的再比{SECOND_KEYS[table.method.second_key]}" if table.method.second_key else ""
    )
    return (
        f"按未取整的率排序{second}，{ties}；百分数四舍五入保留 {table.method.decimals} 位。"
        f"分母取上报计划，可以超过 100%。排名方法第 {table.method.version} 版，"
        f"{table.measure.title}定义第 {table.measure.version} 版。"
    )
