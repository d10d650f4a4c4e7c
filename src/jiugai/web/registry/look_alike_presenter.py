"""Records that look alike in the words of the screen (重名核对的写法)."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from jiugai.domain.registry.resemblance import told_without_values
from jiugai.services.registry.look_alikes import (
    PAGE,
    STATES,
    Filter,
    LookAlike,
    LookAlikePage,
    Side,
)
from jiugai.services.registry.settled import PairingRow
from jiugai.services.reporting.pair_stakes import Stake
from jiugai.storage.divisions.queries import DivisionRow
from jiugai.storage.registry.queries import Card
from jiugai.web.templatetags.formats import m2, thousands, wan

STATE_WORDS = {"open": "待核", "same": "同一小区", "apart": "不是同一小区"}
_STATE_SHAPES = {"open": "doubt", "same": "ok", "apart": "idle"}
_HIDDEN = "不显示"
_MISSING = "未填"
_EMPTY = {
    "open": ("没有待核的", "台账里没有相近的两条还等着定。导入新台账后，有相近的会列在这里。"),
    "same": ("还没有认定过同一小区", "认定以后，两条只计一个，都留在这里可查、可更正。"),
    "apart": ("还没有认定过不是同一小区", "这样定过的不再问，直到其中一个改了名称。"),
}


def parameters(narrowed: Filter, **changed: object) -> str:
    """Return the query string of a list of pairs, with some conditions changed."""
    values: dict[str, object] = {
        "state": "" if narrowed.state == "open" else narrowed.state,
        "county": narrowed.county_id or "",
        "reach": narrowed.reach,
        "q": narrowed.name,
    } | changed
    kept = {name: value for name, value in values.items() if value not in ("", None)}
    return f"?{urlencode(kept)}" if kept else "?"


def page(found: LookAlikePage, narrowed: Filter, counties: Sequence[DivisionRow]) -> dict[str, Any]:
    """Return the context of the list of pairs."""
    title, text = _EMPTY[narrowed.state]
    if found.by_state[narrowed.state]:
        title, text = "没有符合条件的", "去掉一两个条件再看。"
    return {
        "views": [
            {
                "label": STATE_WORDS[state],
                "count": found.by_state[state],
                "url": parameters(narrowed, state="" if state == "open" else state),
                "current": narrowed.state == state,
            }
            for state in STATES
        ],
        "filter": _filter(found, narrowed, counties),
        "pairs": [card(each) for each in found.found],
        "empty": {"title": title, "text": text},
        "pager": _pager(found, narrowed),
        "many_pages": found.pages > 1,
    }


def _filter(
    found: LookAlikePage, narrowed: Filter, counties: Sequence[DivisionRow]
) -> dict[str, Any]:
    by_code = sorted(counties, key=lambda county: ("-" in county.code, county.code))
    choices = [
        _choice(
            "reach",
            "范围",
            [("within", "同一县区内"), ("across", "跨县区")],
            narrowed.reach,
        )
    ]
    if len(by_code) > 1:
        of_counties = [(str(county.id), county.name) for county in by_code]
        choices.insert(0, _choice("county", "县区", of_counties, str(narrowed.county_id or "")))
    return {
        "action": reverse("registry:look-alikes"),
        "target": "#pairs",
        "search": {"name": "q", "value": narrowed.name, "placeholder": "按小区名称找"},
        "choices": choices,
        "kept": [] if narrowed.state == "open" else [{"name": "state", "value": narrowed.state}],
        "found": f"{found.count:,} 对",
    }


def _choice(name: str, label: str, pairs: list[tuple[str, str]], chosen: str) -> dict[str, Any]:
    options = [
        {"value": value, "label": word, "selected": value == chosen}
        for value, word in [("", f"全部{label}"), *pairs]
    ]
    return {"name": name, "label": label, "options": options}


def _pager(found: LookAlikePage, narrowed: Filter) -> dict[str, Any]:
    first = (found.page - 1) * PAGE + 1 if found.count else 0
    return {
        "summary": f"第 {first:,}–{min(found.page * PAGE, found.count):,} 对，共 {found.count:,} 对",
        "pages": [],
        "previous": parameters(narrowed, page=found.page - 1) if found.page > 1 else "",
        "next": parameters(narrowed, page=found.page + 1) if found.page < found.pages else "",
    }


def card(found: LookAlike, *, is_whole_card: bool = False) -> dict[str, Any]:
    """Return a pair as the screen shows it, side by side.

    :param is_whole_card: show everything that the two cards say.
    """
    return {
        "found": found,
        "title": _title(found),
        "url": pair_url(found),
        "decide_url": pair_url(found, "registry:decide-pair"),
        "status": (_STATE_SHAPES[found.state], STATE_WORDS[found.state]),
        "why": _why(found),
        "sides": [
            _side(side, place) for side, place in zip(found.sides, _places(found), strict=True)
        ],
        "rows": _rows(found, is_whole_card=is_whole_card),
        "said": [_said(found, row) for row in reversed(found.said)],
        "overtaken": found.state == "open" and found.decision is not None,
    }


def pair_url(found: LookAlike, name: str = "registry:look-alike") -> str:
    """Return the address of a pair, or of deciding it."""
    first, second = (side.card.public_id for side in found.sides)
    return reverse(name, args=[first, second])


def _called(side: Side) -> str:
    return f"“{side.card.name}”" if side.is_seen else f"{side.county}的一个小区"


def names(found: LookAlike) -> tuple[str, str]:
    """Return what each record is called, with what tells them apart where the names do not."""
    places = _places(found)
    first, second = (
        f"{_called(side)}{f'（{place}）' if place else ''}"
        for side, place in zip(found.sides, places, strict=True)
    )
    return first, second


def _places(found: LookAlike) -> list[str]:
    cards = [side.card for side in found.sides]
    if not found.is_whole or cards[0].name != cards[1].name:
        return ["", ""]
    for place in ([side.county for side in found.sides], [card.street for card in cards]):
        if place[0] != place[1] and all(place):
            return place
    return [f"编号 {card.public_id}" for card in cards]


def _title(found: LookAlike) -> str:
    ordered = sorted(
        zip(found.sides, names(found), strict=True), key=lambda one: not one[0].is_seen
    )
    return "与".join(name for _, name in ordered)


def _why(found: LookAlike) -> str:
    """Say in one sentence why two records look alike."""
    pair = found.pair
    if pair is None:
        return "卡片后来改过，两条现在已不相近。"
    if found.is_whole:
        return f"{'，'.join(pair.reasons)}。"
    like = "名称相同" if pair.same_name else "名称相近" if pair.likeness else "像是同一处"
    return f"{like}{told_without_values(pair)}，不在同一县区。"


def _side(side: Side, place: str) -> dict[str, Any]:
    return {
        "place": place,
        "name": side.card.name if side.is_seen else "辖区外的小区",
        "url": reverse("registry:community", args=[side.card.public_id]) if side.is_seen else "",
        "county": side.county,
        "is_seen": side.is_seen,
        "down": side.stands_down_for,
    }


def _rows(found: LookAlike, *, is_whole_card: bool) -> list[dict[str, Any]]:
    first, second = found.sides
    rows = [_row("县区", first.county, second.county)]
    if found.is_whole:
        marked = _marked(first.card.name, second.card.name)
        rows.insert(0, _row("名称", first.card.name, second.card.name) | {"cells": marked})
    for label, mine, theirs in zip(_LABELS, _told(first.card), _told(second.card), strict=True):
        if not is_whole_card and label not in _SHORT:
            continue
        if found.is_whole:
            rows.append(_row(label, mine, theirs))
        else:
            rows.append(_half_row(found, label, mine, theirs))
    return rows


_ENTERED = "登记于"
_LABELS = (
    *("街道（镇）", "社区", "地址", "建成年份", "楼栋", "单元", "户数", "面积（㎡）"),
    *("结构", "层数", "产权", "物业管理", "计划投资（万元）", _ENTERED),
)
_SHORT = {"街道（镇）", "地址", "建成年份", "楼栋", "户数", "面积（㎡）"}
_SIGNS = {
    "地址": "地址",
    "建成年份": "建成年份",
    "楼栋": "栋数",
    "户数": "户数",
    "面积（㎡）": "面积",
}


def _told(found: Card) -> tuple[str, ...]:
    def count(value: int | None) -> str:
        return "" if value is None else thousands(value)

    return (
        found.street,
        found.neighborhood,
        found.address,
        str(found.built_year or ""),
        count(found.buildings),
        count(found.entrances),
        count(found.households),
        "" if found.area_dm2 is None else m2(found.area_dm2),
        found.structure,
        found.storeys,
        found.tenure,
        found.property_management,
        "" if found.investment_fen is None else wan(found.investment_fen),
        found.effective_on.isoformat(),
    )


def _row(label: str, first: str, second: str) -> dict[str, Any]:
    """Return a line of both cards, with a word and a shape for what differs."""
    if not (first and second):
        status = ("idle", "都未填" if first == second else "缺一边")
    elif label == _ENTERED:
        status = ("", "")
    else:
        status = ("ok", "相同") if first == second else ("warn", "不同")
    cells = [first or _MISSING, second or _MISSING]
    return {"label": label, "cells": cells, "status": status, "differs": status[0] == "warn"}


def _half_row(found: LookAlike, label: str, first: str, second: str) -> dict[str, Any]:
    """Return a line of which one side is not shown; only that it is the same may be told."""
    cells = [
        (told or _MISSING) if side.is_seen else _HIDDEN
        for side, told in zip(found.sides, (first, second), strict=True)
    ]
    is_alike = found.pair is not None and _SIGNS.get(label) in found.pair.alike
    status = ("ok", "相同") if is_alike else ("", "")
    return {"label": label, "cells": cells, "status": status, "differs": False}


def _marked(first: str, second: str) -> list[SafeString]:
    """Return two names with the signs marked in which they differ."""
    steps = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    mine = [(first[a:b], kind != "equal") for kind, a, b, _, _ in steps if a < b]
    theirs = [(second[c:d], kind != "equal") for kind, _, _, c, d in steps if c < d]
    return [_joined(parts) for parts in (mine, theirs)]


def _joined(parts: list[tuple[str, bool]]) -> SafeString:
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<mark class="odd">{}</mark>', text) if odd else text,)
            for text, odd in parts
        ),
    )


def _said(found: LookAlike, row: PairingRow) -> dict[str, Any]:
    """Return a decision as the history shows it, and what became of it."""
    called = dict(zip((side.card.id for side in found.sides), names(found), strict=True))
    stands = found.decision is not None and found.decision.id == row.id
    after = ""
    if not stands:
        after = "后来更正"
    elif found.state == "open":
        after = "其中一个改了名称，要再核"
    return {
        "row": row,
        "word": STATE_WORDS["same" if row.kept else "apart"],
        "shape": _STATE_SHAPES["same" if row.kept else "apart"],
        "kept": called.get(row.kept or 0, ""),
        "names": f"“{row.low_name}”与“{row.high_name}”" if found.is_whole else "",
        "after": after,
    }


def consequences(found: LookAlike, stakes: Sequence[Stake]) -> dict[str, Any]:
    """Return what follows if two records are one community, said before it is decided."""
    first, second = zip(names(found), stakes, strict=True)
    ways = ((first, second), (second, first))
    lines = [
        f"以{kept}为准：{other}不再单独计数，台账少 1 个小区{_sizes(gone.card)}。"
        for (kept, _), (other, gone) in ways
    ]
    lines += [
        f"{called}在 {_years(stake.years)} 年批次有改造点：计划、进度和资金仍按上报的算，"
        "在为准的那一条的页面上也看得到。"
        for called, stake in (first, second)
        if stake.years
    ]
    lines += [
        f"{kept}还没有认定过是不是改造对象；以它为准的话，请随后到“认定”里办。"
        for (kept, stands), (_, gone) in ways
        if gone.has_verdict and not stands.has_verdict
    ]
    both = sorted(set(first[1].years) & set(second[1].years))
    warning = ""
    if both:
        warning = (
            f"两条都在 {_years(both)} 年批次里，计划和各项率仍按两个算；"
            "确是一个的，请在下次报计划时核减一个。"
        )
    return {"lines": lines, "warning": warning}


def _sizes(found: Card) -> str:
    parts = []
    if found.households is not None:
        parts.append(f"{thousands(found.households)} 户")
    if found.area_dm2 is not None:
        parts.append(f"{m2(found.area_dm2)} ㎡")
    return f"、{'、'.join(parts)}" if parts else ""


def _years(years: Sequence[int]) -> str:
    return "、".join(map(str, years))


def notices(found: Sequence[LookAlike], public_id: str) -> list[dict[str, Any]]:
    """Return what a community's page says of the records that look like it."""
    return [_notice(each, public_id) for each in found]


def _notice(found: LookAlike, public_id: str) -> dict[str, Any]:
    both = zip(found.sides, names(found), strict=True)
    (mine, _), (other, called) = sorted(both, key=lambda one: one[0].card.public_id != public_id)
    links = [{"label": "看这一对", "url": pair_url(found)}]
    if other.is_seen:
        page_url = reverse("registry:community", args=[other.card.public_id])
        links.append({"label": "看那一条", "url": page_url})
    if found.state == "open":
        text = f"与{called}相近，还没有核对是不是同一小区。"
        return {"kind": "doubt", "text": text, "links": links}
    if mine.stands_down_for:
        text = f"这一条已核定与{called}是同一小区，不再单独计数；这里的卡片和事实都留着。"
        return {"kind": "info", "text": text, "links": links}
    text = f"{called}已核定与本小区是同一个，计在本小区名下。"
    return {"kind": "info", "text": text, "links": links}
