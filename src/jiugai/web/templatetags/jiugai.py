"""Tags and filters of the screens: ``{% load jiugai %}``.

Templates loop and choose words; rounding is done in ``domain.quantities``, here only printed.
Zero is ``0``, none is ``—``, unknown is 未定 with its reason: the three are never mixed.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from jiugai.domain import quantities
from jiugai.domain.calendar import Month, in_prose

register = template.Library()

NONE = "—"

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
    "account", "arrow-back", "arrow-next", "bars", "book", "building", "calculator", "calendar",
    "camera", "chart", "check", "chase", "clock", "close", "cockpit", "coins", "decompose",
    "document", "done", "download", "filter", "gantt", "import", "info", "key", "ledger", "link",
    "map", "more", "people", "pin", "print", "programme", "rank", "scales", "search", "seal",
    "settings", "shield", "sign-out", "table", "today", "trace", "upload",
}  # fmt: skip


# --- Numbers ------------------------------------------------------------------------------


def _grouped(number: int | Decimal) -> str:
    """Return a number with thousands signs and the true minus."""
    return f"{number:,}".replace("-", "−")


@register.filter
def thousands(value: int | Decimal | None) -> str:
    """``1085`` → ``1,085``; none → ``—``. Years are printed plain, without this filter."""
    return NONE if value is None else _grouped(value)


@register.filter
def wan(fen: int | None, decimals: int = 1) -> str:
    """分 → 万元: ``428000000`` → ``428.0``; the unit stands in the head."""
    return NONE if fen is None else _grouped(quantities.wan_yuan(fen, decimals))


@register.filter
def yuan(fen: int | None) -> str:
    """分 → 元, for households: ``120000`` → ``1,200``; fen only where there are any."""
    if fen is None:
        return NONE
    amount = quantities.yuan(fen)
    return _grouped(int(amount) if amount == int(amount) else amount)


@register.filter
def m2(dm2: int | None, decimals: int = 0) -> str:
    """dm² → ㎡: ``1183000`` → ``11,830``, rounded half up."""
    if dm2 is None:
        return NONE
    return _grouped(quantities.round_half_up(Fraction(dm2, quantities.DM2_PER_M2), decimals))


@register.filter
def rate(share: Fraction | None, decimals: int = 1) -> str:
    """A share as a figure with a small sign: ``2/45`` → ``4.4%``, the ``%`` in small type."""
    if share is None:
        return NONE
    return format_html('{}<span class="percent">%</span>', rate_number(share, decimals))


@register.filter
def rate_text(share: Fraction | None, decimals: int = 1) -> str:
    """A share as plain text: ``4.4%``."""
    return NONE if share is None else quantities.percent(share, decimals).replace("-", "−")


@register.filter
def rate_number(share: Fraction | None, decimals: int = 1) -> str:
    """A share for a column headed ``率 %``: ``4.4``."""
    return NONE if share is None else _grouped(quantities.round_half_up(share * 100, decimals))


@register.filter
def points(change: Fraction | None, decimals: int = 1) -> str:
    """A change in percentage points for a column so headed: ``+2.2``, ``−1.0``, ``持平``."""
    return NONE if change is None else quantities.points(change, decimals)


@register.filter
def points_text(change: Fraction | None, decimals: int = 1) -> str:
    """A change within a sentence: ``+2.2 个百分点``, or ``持平``."""
    shown = points(change, decimals)
    return shown if shown in ("持平", NONE) else f"{shown} 个百分点"


@register.filter
def size(octets: int | None) -> str:
    """The size of a file: ``831488`` → ``812 kB``."""
    if octets is None:
        return NONE
    if octets < 1024:
        return f"{octets} B"
    if octets < 1024**2:
        return f"{quantities.round_half_up(Fraction(octets, 1024), 0)} kB"
    return f"{quantities.round_half_up(Fraction(octets, 1024**2), 1)} MB"


# --- Days and moments -----------------------------------------------------------------------


@register.filter
def day(value: date | None, missing: str = NONE) -> str:
    """``2020-11-03`` in a ``<time>``; ``{{ due_on|day:"未定" }}`` says what a missing day means."""
    if value is None:
        return missing
    text = value.strftime("%Y-%m-%d")
    return format_html('<time datetime="{}">{}</time>', text, text)


@register.filter
def day_in(value: date | None, year: int) -> str:
    """``11-03`` in lists of the year given, the whole date outside it."""
    if value is None or value.year != year:
        return day(value)
    return format_html(
        '<time datetime="{}">{}</time>', value.strftime("%Y-%m-%d"), value.strftime("%m-%d")
    )


@register.filter
def day_prose(value: date) -> str:
    """``2020年11月3日``, as official prose writes it."""
    return in_prose(value)


@register.filter
def month_prose(value: Month) -> str:
    """``2020年10月``."""
    return value.in_prose


@register.filter
def moment(value: datetime | None) -> str:
    """``2020-11-05 18:00``, Beijing time."""
    return _moment(value, "%Y-%m-%d %H:%M")


@register.filter
def moment_short(value: datetime | None) -> str:
    """``11-05 18:00``: in lists whose year is plain."""
    return _moment(value, "%m-%d %H:%M")


def _moment(value: datetime | None, form: str) -> str:
    if value is None:
        return NONE
    here = localtime(value)
    return format_html(
        '<time datetime="{}">{}</time>', here.isoformat(timespec="minutes"), here.strftime(form)
    )


@register.filter
def days_left(days: int | None) -> str:
    """``3`` → ``剩 3 天``; a deadline that the document does not give is 未定, never invented."""
    if days is None:
        return "未定"
    if days == 0:
        return "今天到期"
    return f"剩 {days} 天" if days > 0 else f"逾期 {-days} 天"


# --- Words and shapes -------------------------------------------------------------------------


@register.filter
def verb(value: object) -> str:
    """Text as it was sent, nothing added or closed up: ``改2.xlsx`` never reads ``改 2.xlsx``."""
    return format_html('<span class="verb">{}</span>', value)


@register.simple_tag
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
    return format_html('<span class="status {}">{}{}</span>', classes, icon(kind), word)


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
def figure(value: object, url: str = "", label: str = "") -> SafeString:
    """A figure that opens to the facts it was counted from; dotted, so that one sees it opens.

    With script it opens in the drawer; without, ``url`` is a page of its own. A figure without
    facts (``—``) is no link. Whole numbers get their thousands signs.
    """
    shown = NONE if value is None else value
    if isinstance(value, int) and not isinstance(value, bool):
        shown = _grouped(value)
    if not url or value is None:
        return format_html('<span class="num">{}</span>', shown)
    spoken = format_html(' aria-label="{}"', label) if label else SafeString("")
    return format_html(
        '<a class="figure" href="{}" hx-get="{}" hx-target="#drawer"{}>{}</a>',
        url, url, spoken, shown,
    )  # fmt: skip


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
def beside(cells: Sequence[Any], columns: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Pair the cells of a row with their columns."""
    return list(zip(cells, columns, strict=True))


@register.filter
def words(text: str) -> list[str]:
    """``"a b"`` → its words, for a template that names a few things in a row."""
    return text.split()


@register.filter
def is_heading_of(index: int, table: Any) -> bool:
    """Say whether a column names its table's rows: the first does, unless ``heading`` says which."""
    return index == (_of(table, "heading") or 0)


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
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)
