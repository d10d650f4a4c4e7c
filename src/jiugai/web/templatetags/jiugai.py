"""Tags and filters of the screens: ``{% load jiugai %}``.

Templates loop and choose words; rounding is done in ``domain.quantities``, here only printed.
Zero is ``0``, none is ``—``, unknown is 未定 with its reason: the three are never mixed.
"""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from html import escape
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString, mark_safe

from jiugai.domain import quantities
from jiugai.web.templatetags.formats import FILTERS, NONE, grouped

register = template.Library()
for _format in FILTERS:
    register.filter(_format)

# Word, shape and colour (screens/README.md §6): the kind decides shape and colour, the page
# says the word. ``stop`` is a shape of its own in the colour of ``bad``.
STATUS_TONES = {
    "ok": "ok",  # ● 正常, 已开工, 齐
    "warn": "warn",  # ▲ 预警
    "bad": "bad",  # ◆ 滞后, 拒收, 挂零
    "stop": "bad",  # ▣ 停工
    "lost": "lost",  # ✕ 已失期
    "idle": "idle",  # ○ 未定, 未办, 不变
    "run": "run",  # ◐ 进行中, 可开工
    "doubt": "doubt",  # ▤ 存疑, 待定, 待说明
}
NOTICE_ICONS = {
    "info": "info",
    "ok": "done",
    "warn": "warn",
    "bad": "bad",
    "doubt": "doubt",
    "time": "clock",
}
ICONS = frozenset(STATUS_TONES) | {
    "account", "arrow-back", "arrow-next", "bars", "bell", "book", "building", "calculator", "calendar",
    "camera", "chart", "check", "chase", "clock", "close", "cockpit", "coins", "decompose",
    "document", "done", "download", "filter", "gantt", "import", "info", "key", "ledger", "link",
    "map", "more", "people", "pin", "print", "programme", "rank", "scales", "search", "seal",
    "settings", "shield", "sign-out", "table", "today", "trace", "upload",
}  # fmt: skip


# --- Words and shapes -------------------------------------------------------------------------


@register.filter
def verb(value: object) -> str:
    """Text as it was sent, nothing added or closed up: ``改2.xlsx`` never reads ``改 2.xlsx``."""
    return format_html('<span class="verb">{}</span>', value)


_DATE = re.compile(r"(?<![\d-])(?:\d{4}-)?\d{2}-\d{2}(?![\d-])")


@register.filter
def dates_whole(text: object) -> SafeString:
    """Keep the dates of a sentence in one piece: a browser would break ``2020-11-03`` at its dash."""
    return mark_safe(_DATE.sub(r'<span class="nowrap">\g<0></span>', _escaped(text)))


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A drawing beside a word; the word carries the meaning.

    :raises template.TemplateSyntaxError: if the sprite has no such drawing.
    """
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"no icon {name!r}; there are {sorted(ICONS)}")
    # The name is one of ours: nothing to escape.
    return mark_safe(f'<svg class="icon" aria-hidden="true"><use href="#i-{name}"/></svg>')


@register.simple_tag
def status(kind: str, word: str, pill: bool = False, long: bool = False) -> SafeString:
    """Word, shape and colour: ``{% status "warn" "预警" pill=True %}``.

    ``pill`` once per card head; ``long`` lets a sentence wrap.
    """
    if kind not in STATUS_TONES:
        raise template.TemplateSyntaxError(f"no status {kind!r}; there are {list(STATUS_TONES)}")
    classes = STATUS_TONES[kind] + (" pill" if pill else "") + (" long" if long else "")
    # Kind and classes are ours; the word is escaped.
    return mark_safe(f'<span class="status {classes}">{icon(kind)}{_escaped(word)}</span>')


@register.simple_tag
def grade(letter: str) -> SafeString:
    """The grade of a fact's evidence, a letter in a box: A B C D; ``—`` if it has none."""
    if not letter:
        return SafeString(NONE)
    if letter not in ("A", "B", "C", "D"):
        raise template.TemplateSyntaxError(f"no grade {letter!r}")
    return format_html(
        '<span class="grade {}"><span class="unseen">证据</span>{}</span>', letter.lower(), letter
    )


@register.simple_tag
def figure(value: object, url: str = "", label: str = "", by_name: bool = False) -> SafeString:
    """A figure that opens to the facts it was counted from; dotted, so that one sees it opens.

    A trace opens in the drawer, or without script on a page of its own; a list of communities
    always is a page. A figure without facts (``—``) is no link. Whole numbers get their thousands
    signs.

    :param by_name: the name in the row leads to the same page: the Tab key skips the figure.
    """
    shown = NONE if value is None else value
    if isinstance(value, int) and not isinstance(value, bool):
        shown = grouped(value)
    if not url or value is None:
        return mark_safe(f'<span class="num">{_escaped(shown)}</span>')
    spoken = f' aria-label="{_escaped(label)}"' if label else ""
    if by_name:
        spoken += ' tabindex="-1"'
    address = _escaped(url)
    drawer = f' hx-get="{address}" hx-target="#drawer"' if "trace" in url else ""
    # Every part is escaped; format_html costs twice the time in tables of many figures.
    return mark_safe(f'<a class="figure" href="{address}"{drawer}{spoken}>{_escaped(shown)}</a>')


@register.simple_tag
def table_rows(table: Any) -> SafeString:
    """The rows of ``table.html``, drawn in one piece: a page may hold a thousand cells."""
    return _rows(table, _of(table, "rows"))


@register.simple_tag
def table_total(table: Any) -> SafeString:
    """The last row of ``table.html``, which sums the others up."""
    return _rows(table, [_of(table, "total")])


def _rows(table: Any, rows: Iterable[Any]) -> SafeString:
    """Draw rows; the first column names them, unless the table's ``heading`` says which."""
    heading = _of(table, "heading") or 0
    columns = tuple(
        (_classes(column), _named(column), place == heading)
        for place, column in enumerate(_of(table, "columns"))
    )
    return mark_safe("".join(_row(row, columns) for row in rows))


def _named(column: Any) -> str:
    """Return what names a column in each of its cells, where a phone shows no head: with its unit."""
    label, unit = _escaped(_of(column, "label") or ""), _of(column, "unit")
    return f'data-label="{label}"' + (f' data-unit="{_escaped(unit)}"' if unit else "")


def _classes(column: Any) -> str:
    kinds = ("r" if _of(column, "numeric") else "", "no-phone" if _of(column, "no_phone") else "")
    return " ".join(kind for kind in kinds if kind)


def _row(row: Any, columns: Sequence[tuple[str, str, bool]]) -> str:
    named, chosen = _of(row, "id"), _of(row, "selected")
    opened = f' id="{_escaped(named)}"' if named else ""
    opened += ' class="on"' if chosen else ""
    cells = zip(_of(row, "cells"), columns, strict=True)
    return f"<tr{opened}>{''.join(_cell(cell, *column) for cell, column in cells)}</tr>"


def _cell(cell: Any, classes: str, named: str, names_row: bool) -> str:
    if _of(cell, "status"):
        classes = f"{classes} aside" if classes else "aside"
    shown, note = _cell_content(cell), _of(cell, "note")
    if note:
        shown = f"{shown} <small>{_escaped(note)}</small>"
    if names_row:
        return f'<th scope="row" class="{classes}">{shown}</th>'
    return f'<td {named} class="{classes}">{shown}</td>'


def _cell_content(cell: Any) -> str:
    standing, value, url = _of(cell, "status"), _of(cell, "value"), _of(cell, "url")
    if standing:
        return status(_of(standing, "kind"), _of(standing, "word"))
    if _of(cell, "figure"):
        return figure(value, url or "", _of(cell, "spoken") or "", bool(_of(cell, "by_name")))
    if url:
        return f'<a href="{_escaped(url)}">{_escaped(value)}</a>'
    if value is None:
        return NONE
    return verb(value) if _of(cell, "verb") else _escaped(value)


def _escaped(value: object) -> str:
    """Return text that is safe in a page; Django's own way to do so costs three times as much."""
    if hasattr(value, "__html__"):
        return str(value.__html__())
    return escape(str(value))


@register.filter
def notice_icon(kind: str) -> str:
    """The drawing beside a notice of that kind."""
    return NOTICE_ICONS.get(kind, "info")


# --- Small drawings: SVG attributes, because the site's policy allows no inline style -----------


@register.simple_tag
def bar(share: Fraction | None) -> SafeString:
    """A share as a short bar beside its number; above 100 % the bar is full, the number says so."""
    if share is None:
        return SafeString("")
    width = _percent_of(min(max(share, Fraction(0)), Fraction(1)))
    return format_html(
        '<svg class="bar" aria-hidden="true"><rect class="bar-ground" width="100%" height="6"/>'
        '<rect class="bar-done" width="{}" height="6"/></svg>',
        width,
    )


@register.simple_tag
def trend_data(trend: Any) -> SafeString:
    """The JSON that islands/trend.js draws from; its contract stands at the top of that file."""
    names = ("months", "series", "target", "unit", "top")
    contract = {name: _of(trend, name) for name in names}
    return json_script(contract, f"{_of(trend, 'id')}-data")


@register.simple_tag
def phase_parts(stages: Iterable[Any]) -> list[dict[str, Any]]:
    """Cut a bar into its stages: each gets ``x`` and ``width`` in per cent, and keeps its stage.

    A stage that has anything is at least 1.2 % wide, so that two of 1,085 are still seen.
    """
    present = [stage for stage in stages if _of(stage, "count")]
    weights = [Fraction(_of(stage, "count")) for stage in present]
    whole = sum(weights)
    if not whole:
        return []
    seen = [max(weight / whole, Fraction(12, 1000)) for weight in weights]
    parts, x = [], Fraction(0)
    for stage, width in zip(present, seen, strict=True):
        width /= sum(seen)
        parts.append({"stage": stage, "x": _percent_of(x), "width": _percent_of(width)})
        x += width
    return parts


@register.simple_tag
def spoken_stages(stages: Iterable[Any], total: int, unit: str = "个") -> str:
    """What a screen reader says of a phase bar: ``已开工2个，招标中9个，合计45个``."""
    said = [f"{_of(stage, 'label')}{_of(stage, 'count')}{unit}" for stage in stages]
    return "，".join([*said, f"合计{total}{unit}"])


def _percent_of(share: Fraction) -> str:
    return f"{quantities.round_half_up(share * 100, 2).normalize():f}%"


# --- Lists ---------------------------------------------------------------------------------------


@register.filter
def words(text: str) -> list[str]:
    """``"a b"`` → its words, for a template that names a few things in a row."""
    return text.split()


@register.filter
def joined(words: Iterable[object]) -> str:
    """``甲、乙、丙``."""
    return format_html_join("、", "{}", ((word,) for word in words))


@register.simple_tag
def phone_tabs(nav: Sequence[Any]) -> dict[str, Any]:
    """The first four pages of the menu for the phone's tab bar, and whether one is elsewhere."""
    items = [item for group in nav for item in _of(group, "items")]
    shown, rest = items[:4], items[4:]
    return {"shown": shown, "elsewhere": any(_of(item, "current") for item in rest)}


def _of(thing: Any, name: str) -> Any:
    """Return a field of a record, whether it is an object or a mapping, as templates do."""
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)
