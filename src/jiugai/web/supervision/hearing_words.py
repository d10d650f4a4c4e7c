"""Rankings on their way out, in the words of the screen (排名公示的写法)."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.html import format_html

from jiugai.domain.calendar import Month
from jiugai.domain.supervision.hearing import Hearing, HearingState, counted
from jiugai.services.supervision.hearings import (
    HearingCard,
    HearingPage,
    ObjectionRow,
    StepRow,
    Table,
)
from jiugai.web.registry.forms import Keyed
from jiugai.web.supervision.hearing_forms import AnswerForm, ObjectionForm, ReleaseForm, ShowForm
from jiugai.web.templatetags.formats import moment

SHAPES = {HearingState.MADE: "idle", HearingState.SHOWN: "run", HearingState.RELEASED: "ok"}
MEASURES = {"start_rate": ("开工率", "开工"), "completion_rate": ("完工率", "完工")}


def url(month: Month) -> str:
    """Return the address of a month's ranking on its way out."""
    return f"/ranking/release/{month}/"


def months_table(found: Iterable[HearingCard]) -> dict[str, Any]:
    """Return the closed months as a table."""
    return {
        "caption": "各月排名",
        "stacked": True,
        "columns": [
            {"label": "月份"},
            {"label": "现状"},
            {"label": "公示截止"},
            {"label": "异议"},
            {"label": "发布日期"},
        ],
        "rows": [{"cells": _card(card)} for card in found],
        "empty": "还没有封过账，封账以后才有排名。",
    }


def _card(card: HearingCard) -> list[dict[str, Any]]:
    known = card.row.hearing
    last, out = known.last, known.released_on
    return [
        {"value": card.month.in_prose, "url": url(card.month)},
        {"status": {"kind": SHAPES[known.state], "word": known.state.word}},
        {"value": f"{last.until:%Y-%m-%d}" if last else None},
        {"value": _counts(known)},
        {"value": f"{out:%Y-%m-%d}" if out else None},
    ]


def _counts(known: Hearing) -> str | None:
    raised, upheld = counted(known.objections)
    return f"{raised} 件，成立 {upheld} 件" if raised else None


def page_context(found: HearingPage, refused: Keyed | None = None) -> dict[str, Any]:
    """Return one month's ranking with what was said to it and what may be done.

    :param refused: the form that was sent and refused, to be shown as it was typed.
    """
    known = found.row.hearing
    return {
        "month": found.month,
        "state": (SHAPES[known.state], known.state.word),
        "sentence": _sentence(found),
        "tables": [_table(table) for table in found.tables],
        "objections": [_objection(row, found, refused) for row in found.row.objections],
        "steps": _steps(found.row.steps),
        "show_form": _form(ShowForm, refused, found.may_show, _show_initial(found)),
        "show_again": bool(known.showings),
        "object_form": _form(ObjectionForm, refused, found.may_object, {}),
        "release_form": _form(ReleaseForm, refused, found.may_release, {"seen": found.row.version}),
        "problems": refused.non_field_errors() if refused is not None else (),
        "released": known.state is HearingState.RELEASED,
    }


def _sentence(found: HearingPage) -> str:
    known = found.row.hearing
    said = _counts(known)
    if known.released_on is not None:
        return f"{known.released_on:%Y-%m-%d}发布，不再改动" + (f"；异议 {said}" if said else "")
    if known.last is None:
        return "县区还看不到；公示以后才收异议"
    return f"公示到{known.last.until:%Y-%m-%d}，异议没有答复完不能发布" + (
        f"；异议 {said}" if said else ""
    )


def _form(
    kind: type[Keyed], refused: Keyed | None, may: bool, initial: dict[str, Any]
) -> Keyed | None:
    if not may:
        return None
    if isinstance(refused, kind):
        return refused
    return kind(initial={"key": uuid.uuid4(), **initial})


def _show_initial(found: HearingPage) -> dict[str, Any]:
    days = found.rule.least_days if found.rule else 3
    last = found.row.hearing.last
    until = None if last is None else last.until + timedelta(days=days)
    return {"seen": found.row.version, "until": until}


def _table(table: Table) -> dict[str, Any]:
    result = table.result
    title, done = MEASURES.get(result["measure"], (result["measure"], "完成"))
    return {
        "caption": f"{result['year']} 年批次{title}，按小区数计",
        "tight": True,
        "heading": 1,
        "columns": [
            {"label": "名次", "numeric": True},
            {"label": "县区"},
            {"label": "计划", "unit": "个", "numeric": True},
            {"label": done, "unit": "个", "numeric": True},
            {"label": "率", "numeric": True},
        ],
        "rows": [
            {
                "cells": [
                    {"value": row["rank"]},
                    {"value": row["county"]},
                    {"value": row["denominator"]},
                    {"value": row["numerator"]},
                    {"value": row["shown"] or None},
                ]
            }
            for row in result["rows"]
        ],
    }


def _objection(row: ObjectionRow, found: HearingPage, refused: Keyed | None) -> dict[str, Any]:
    said = row.objection
    form: Keyed | None = None
    if found.may_answer and said.is_open and row.id not in found.not_his:
        own = isinstance(refused, AnswerForm) and str(refused.data.get("objection")) == str(row.id)
        form = refused if own else AnswerForm(initial={"objection": row.id, "key": uuid.uuid4()})
        if form is not None:
            form.auto_id = f"id_{row.id}_%s"
    return {
        "what": said.what,
        "why": said.why,
        "by": format_html(
            "{}，{}，录入 {}", row.label, f"{said.on:%Y-%m-%d}", moment(row.recorded_at)
        ),
        "status": _answered(row),
        "answer": said.answer,
        "answered_by": f"{row.answer_label}，{said.answer.on:%Y-%m-%d}" if said.answer else "",
        "form": form,
        "why_not": found.not_his.get(row.id, ""),
    }


def _answered(row: ObjectionRow) -> tuple[str, str]:
    answer = row.objection.answer
    if answer is None:
        return "run", "待答复"
    return ("ok", "成立") if answer.upheld else ("idle", "不成立")


def _steps(rows: Iterable[StepRow]) -> dict[str, Any]:
    return {
        "caption": "公示和发布记录",
        "stacked": True,
        "columns": [
            {"label": "动作"},
            {"label": "日期"},
            {"label": "公示截止"},
            {"label": "计至登记", "numeric": True},
            {"label": "经手"},
        ],
        "rows": [
            {
                "cells": [
                    {"value": "公示" if row.kind == "show" else "发布"},
                    {"value": f"{row.showing.on:%Y-%m-%d}"},
                    {"value": f"{row.showing.until:%Y-%m-%d}" if row.kind == "show" else None},
                    {"value": row.last_seq},
                    {"value": row.label, "note": format_html("录入 {}", moment(row.recorded_at))},
                ]
            }
            for row in rows
        ],
        "empty": "还没有公示。",
    }
