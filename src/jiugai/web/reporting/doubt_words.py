"""Doubts in the words of the screen (疑点的写法)."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.checks.verdicts import Answer
from jiugai.domain.reporting.doubts.answers import DoubtDeedKind, DoubtState, Ruling
from jiugai.domain.reporting.doubts.months import PROGRESS_RECKONED
from jiugai.domain.reporting.doubts.numbers import NUMBER_WORDS, number_shown
from jiugai.services.reporting.doubts.desk import (
    DoubtCard,
    DoubtDeedRow,
    DoubtList,
    DoubtPage,
    ExaminationRow,
)
from jiugai.web.reporting.doubt_forms import DoubtForm
from jiugai.web.templatetags.formats import moment

PAGE = 50
BASE_RATE = (
    "提示不等于有假。假的项目越少，提示里属实的也越少：同样一条核验，十个项目里有一个作假时，"
    "问到的约七成属实；一百个里只有一个时，只有约两成。所以每条都先听县区说明，由人看过再定。"
)
"""The base-rate warning, printed wherever doubts are listed; figures of integrity.md §5.2, D3."""
ANSWERS = {Answer.REFUSE: "bad", Answer.EXPLAIN: "warn", Answer.LOOK: "doubt"}
_RULINGS = {
    Ruling.UPHELD: "bad",
    Ruling.DISMISSED: "ok",
    Ruling.CORRECTED: "ok",
    Ruling.UNCLEAR: "doubt",
}


def url(doubt_id: int) -> str:
    """Return a doubt's address."""
    return f"/returns/doubts/{doubt_id}/"


def list_url(**by: object) -> str:
    """Return the address of the list, narrowed."""
    asked = {name: value for name, value in by.items() if value}
    return f"/returns/doubts/?{urlencode(asked)}" if asked else "/returns/doubts/"


# --- The list -----------------------------------------------------------------------------


def list_context(
    found: DoubtList, asked: Mapping[str, str], place: int, may_examine: Month | None
) -> dict[str, Any]:
    """Return the doubts as asked for, a page at a time.

    :param asked: the conditions in force, by the names of the address.
    :param place: how many doubts come before this page.
    """
    shown = found.cards[place : place + PAGE]
    return {
        "found": found,
        "base_rate": BASE_RATE,
        "ruled": ruled_sentence(found.by_ruling),
        "filter": _filter(found, asked),
        "table": table(shown, with_place=True),
        "pager": _pager(len(found.cards), place, asked),
        "may_examine": may_examine,
    }


def ruled_sentence(by_ruling: Mapping[Ruling, int]) -> str:
    """Return how many doubts turned out to be what: the only real precision."""
    if not by_ruling:
        return "还没有一条有结论，提示准不准还说不上。"
    told = "、".join(f"{ruling.word} {many}" for ruling, many in by_ruling.items())
    return f"已有结论 {sum(by_ruling.values())} 条：{told}。"


def examined_sentence(last: ExaminationRow | None) -> str:
    """Return when a county's month was last examined."""
    if last is None:
        return "还没有核验；报送时自动核验，也可以先核验再报送"
    many = len(last.standing)
    return format_html("最近核验 {}，仍有提示 {} 条", moment(last.recorded_at), many)


def _filter(found: DoubtList, asked: Mapping[str, str]) -> dict[str, Any]:
    choices = [
        ("month", "报告期", "全部月份", [(str(m), m.in_prose) for m in found.months]),
        ("answer", "答复", "全部答复", [(a.value, a.word) for a in Answer]),
        ("state", "现状", "全部现状", [(s.value, s.word) for s in DoubtState]),
        ("ruling", "认定", "全部认定", [(r.value, r.word) for r in Ruling]),
    ]
    if len(found.counties) > 1:
        counties = [(str(id_), name) for id_, name in sorted(found.counties.items())]
        choices.insert(1, ("county", "县区", "全部县区", counties))
    return {
        "action": "/returns/doubts/",
        "target": "#doubts",
        "choices": [
            {
                "name": name,
                "label": label,
                "options": [
                    {"value": value, "label": word, "selected": asked.get(name, "") == value}
                    for value, word in [("", every), *options]
                ],
            }
            for name, label, every, options in choices
        ],
        "found": f"{len(found.cards):,} 条，未了 {found.open:,} 条",
    }


def _pager(total: int, place: int, asked: Mapping[str, str]) -> dict[str, Any]:
    last = min(place + PAGE, total)
    return {
        "summary": f"第 {place + 1:,}–{last:,} 条，共 {total:,} 条" if total else "没有疑点",
        "pages": [],
        "previous": list_url(**asked, at=max(0, place - PAGE) or "0") if place else "",
        "next": list_url(**asked, at=last) if last < total else "",
    }


def table(cards: Sequence[DoubtCard], *, with_place: bool = False) -> dict[str, Any]:
    """Return doubts as a table, each with its formula and its numbers."""
    place = [{"label": "报告期"}, {"label": "县区"}] if with_place else []
    return {
        "caption": "疑点",
        "stacked": True,
        "columns": [
            {"label": "核验"},
            *place,
            {"label": "项目"},
            {"label": "答复"},
            {"label": "看到什么，怎么算的"},
            {"label": "现状"},
        ],
        "rows": [{"cells": _cells(card, with_place=with_place)} for card in cards],
        "empty": "没有疑点。" if not with_place else "没有符合条件的疑点。去掉一两个条件再看。",
    }


def _cells(card: DoubtCard, *, with_place: bool) -> list[dict[str, Any]]:
    row = card.row
    place = [{"value": str(row.month)}, {"value": card.county}] if with_place else []
    return [
        {"value": card.title, "url": url(row.id)},
        *place,
        {"value": row.project or "全县区"},
        {"status": {"kind": ANSWERS[row.answer], "word": row.answer.word}},
        {"value": f"{row.message}。", "note": f"公式：{row.formula}"},
        {"status": _state(card)},
    ]


def _state(card: DoubtCard) -> dict[str, str]:
    """Return where a doubt is, with the shape for it."""
    if card.standing.state is DoubtState.RULED and card.standing.ruling:
        return {"kind": _RULINGS[card.standing.ruling], "word": card.standing.ruling.word}
    if not card.row.stands:
        return {"kind": "idle", "word": "数已改，不再提示"}
    if card.holds_back:
        return {"kind": "bad", "word": "待说明，不办不能报送"}
    word = "待复核" if card.row.answer is Answer.LOOK else card.standing.state.word
    return {"kind": "run" if card.standing.state is DoubtState.EXPLAINED else "idle", "word": word}


# --- One doubt ----------------------------------------------------------------------------


def page_context(found: DoubtPage, forms: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return one doubt with its formula, its numbers, its history and what may be done."""
    card = found.card
    return {
        "doubt": card,
        "answer": {"kind": ANSWERS[card.row.answer], "word": card.row.answer.word},
        "state": _state(card),
        "remedy": card.row.answer.remedy,
        "base_rate": card.check.base_rate if card.check else "",
        "warning": BASE_RATE,
        "reckoned": PROGRESS_RECKONED if "progress_pct" in card.row.numbers else "",
        "numbers": _numbers(card),
        "deeds": _deeds(card.row.deeds),
        "return_url": f"/returns/{card.row.month}/{card.row.county_id}/",
        "list_url": list_url(month=card.row.month, county=card.row.county_id),
        "forms": forms,
        "why_not": found.why_not,
        "otherwise": "这一步不由您办：说明由县区填报岗写，认定由没有报送、没有说明的人办。",
    }


def _numbers(card: DoubtCard) -> dict[str, Any]:
    return {
        "caption": "数据",
        "columns": [{"label": "项"}, {"label": "数", "numeric": True}],
        "rows": [
            {"cells": [{"value": NUMBER_WORDS.get(name, name)}, {"value": number_shown(value)}]}
            for name, value in card.row.numbers.items()
        ],
        "empty": "这一项没有单列的数。",
    }


def _deeds(rows: Sequence[DoubtDeedRow]) -> dict[str, Any]:
    return {
        "caption": "办理记录",
        "stacked": True,
        "columns": [
            {"label": "动作"},
            {"label": "日期"},
            {"label": "原因或依据"},
            {"label": "凭据"},
            {"label": "经手"},
        ],
        "rows": [{"cells": _deed_cells(row)} for row in reversed(rows)],
        "empty": "还没有说明，也没有认定。",
    }


def _deed_cells(row: DoubtDeedRow) -> list[dict[str, Any]]:
    deed = row.deed
    notes = [deed.ruling.meaning] if deed.ruling else []
    if deed.grade:
        notes.append(f"{deed.grade.grade}：{deed.grade.word}")
    if deed.declares_stop:
        notes.append("申报本月停工")
    word = f"认定：{deed.ruling.word}" if deed.ruling else deed.kind.word
    return [
        {"value": word, "note": "；".join(notes)},
        {"value": f"{deed.on:%Y-%m-%d}"},
        {"value": deed.words},
        {"value": deed.paper or None},
        {"value": row.label, "note": format_html("登记 {}", moment(row.recorded_at))},
    ]


def deed_forms(
    found: DoubtPage, refused: DoubtForm | None = None, of: DoubtDeedKind | None = None
) -> list[dict[str, Any]]:
    """Return a form for each thing that the officer may do about a doubt.

    :param refused: the form that was sent and refused, to be shown as it was typed.
    """
    forms: list[dict[str, Any]] = []
    for kind in found.mine:
        blank = DoubtForm(
            for_kind=kind,
            answer=found.card.row.answer,
            of_project=found.raised.of_project,
            initial={"kind": kind.value, "seen": len(found.card.row.deeds), "key": uuid.uuid4()},
        )
        forms.append(
            {
                "word": kind.word,
                "form": refused if refused is not None and kind is of else blank,
                "first": not forms,
                "open": kind is of or (of is None and not forms),
            }
        )
    return forms
