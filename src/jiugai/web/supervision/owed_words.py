"""Documents owed in the words of the screen (配套文件的写法)."""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html, format_html_join

from jiugai.services.supervision import documents_owed
from jiugai.services.supervision.documents_owed import DocumentLine, DocumentState
from jiugai.web.supervision import order_words
from jiugai.web.supervision.owed_forms import DEEDS, DueForm, IssueForm, OwedForm, WithdrawForm

_SHAPES = {
    DocumentState.OWED: "idle",
    DocumentState.OVERDUE: "bad",
    DocumentState.ISSUED: "ok",
}
NO_DAY = "未定"


def url(line: DocumentLine) -> str:
    """Return the address of a document's page."""
    return f"/policy/owed/{line.key}/"


def order_url(line: DocumentLine) -> str:
    """Return the address of the form that chases a document by an order."""
    return f"/orders/new/?{urlencode({'owed': line.key})}"


def state(line: DocumentLine) -> dict[str, str]:
    """Return where a document is, with the shape for it."""
    late = line.standing.days_late
    if line.standing.state is DocumentState.ISSUED:
        word = f"已印发，迟 {late} 天" if late else "已印发"
    else:
        word = f"超期 {late} 天" if late else line.standing.state.word
    return {"kind": _SHAPES[line.standing.state], "word": word}


def list_context(lines: Sequence[DocumentLine]) -> dict[str, Any]:
    """Return the whole list."""
    return {"sentence": _sentence(lines), "table": table(lines, "配套文件台账")}


def _sentence(lines: Sequence[DocumentLine]) -> str:
    many = Counter(one.standing.state for one in lines)
    undated = sum(
        one.standing.due_on is None and one.standing.state is DocumentState.OWED for one in lines
    )
    return (
        f"应出台 {len(lines)} 份，已印发 {many[DocumentState.ISSUED]} 份，"
        f"超期 {many[DocumentState.OVERDUE]} 份；{undated} 份期限未定"
    )


def table(lines: Sequence[DocumentLine], caption: str) -> dict[str, Any]:
    """Return documents as a table."""
    return {
        "caption": caption,
        "stacked": True,
        "columns": [
            {"label": "文件"},
            {"label": "单位"},
            {"label": "期限"},
            {"label": "现状"},
            {"label": "文号"},
            {"label": "督办"},
        ],
        "rows": [{"cells": _cells(line)} for line in lines],
        "empty": "没有应出台的配套文件。",
    }


def _cells(line: DocumentLine) -> list[dict[str, Any]]:
    issued = line.standing.issued
    return [
        {"value": line.owed.document, "url": url(line), "note": line.key},
        {"value": line.body},
        {"value": _due(line), "note": f"原文：{line.owed.deadline or '没有写期限'}"},
        {"status": state(line)},
        {"value": issued.number if issued else None, "note": f"{issued.on}" if issued else ""},
        _order(line),
    ]


def _due(line: DocumentLine) -> str:
    return f"{line.standing.due_on:%Y-%m-%d}" if line.standing.due_on else NO_DAY


def _order(line: DocumentLine) -> dict[str, Any]:
    if line.order is not None:
        return {"value": line.order.label, "url": order_words.url(line.order.row.public_id)}
    if "order" in line.may:
        return {"value": "立项督办", "url": order_url(line)}
    return {"value": None}


def page_context(line: DocumentLine, forms: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return one document with what asks for it and what was issued."""
    owed, issued = line.owed, line.standing.issued
    titles = dict(documents_owed.rule_files())
    told: list[tuple[str, Any]] = [
        ("责任单位", line.body),
        ("要求", owed.about),
        ("依据", f"{owed.source}{'' if owed.verified else '，待核定'}"),
        ("说明", owed.note),
        ("期限原文", owed.deadline or "原文没有写期限"),
        ("期限", _due(line)),
        ("文号", issued.number if issued else ""),
        ("文件名称", issued.title if issued else ""),
        ("印发日期", f"{issued.on:%Y-%m-%d}" if issued else ""),
        ("文件在哪里", issued.paper if issued else ""),
        ("改动的规定", _links(issued.changes, titles) if issued else ""),
    ]
    return {
        "line": line,
        "state": state(line),
        "about": [{"term": term, "value": value} for term, value in told if value],
        "entered": [
            {"word": DEEDS[row.kind], "on": row.effective_on, "post": row.post, "row": row}
            for row in line.rows
        ],
        "forms": forms,
        "order_url": order_url(line) if "order" in line.may and line.order is None else "",
        "order": order_words.url(line.order.row.public_id) if line.order else "",
        "otherwise": _whose_turn(line),
    }


def _links(names: Sequence[str], titles: dict[str, str]) -> str:
    links = ((f"/policy/{name}/", titles.get(name, name)) for name in names)
    return format_html("{}", format_html_join("、", '<a href="{}">{}</a>', links))


def _whose_turn(line: DocumentLine) -> str:
    who = f"{line.body}所在县区的填报岗" if line.owed.each_county else "市改造办综合岗"
    return f"这一步不由您办：印发以后由{who}登记。"


def library_table(lines: Sequence[DocumentLine]) -> dict[str, Any]:
    """Return the documents issued, with the rules that each changes, for the library."""
    titles = dict(documents_owed.rule_files())
    issued = [(one, one.standing.issued) for one in lines if one.standing.issued]
    return {
        "caption": "本市配套文件",
        "stacked": True,
        "columns": [
            {"label": "文件"},
            {"label": "文号"},
            {"label": "印发单位"},
            {"label": "印发日期"},
            {"label": "改动的规定"},
        ],
        "rows": [
            {
                "cells": [
                    {"value": paper.title, "url": url(line)},
                    {"value": paper.number},
                    {"value": line.body},
                    {"value": f"{paper.on}"},
                    {"value": _links(paper.changes, titles) if paper.changes else "没有"},
                ]
            }
            for line, paper in issued
        ],
        "empty": "还没有登记印发的配套文件。",
    }


def deed_forms(
    line: DocumentLine, today: date, refused: OwedForm | None = None, of: str = ""
) -> list[dict[str, Any]]:
    """Return a form for each deed that the officer may do about a document.

    :param refused: the form that was sent and refused, to be shown as it was typed.
    """
    forms: list[dict[str, Any]] = []
    for kind, word in DEEDS.items():
        if kind not in line.may:
            continue
        asked = {"kind": kind, "seen": line.version, "key": uuid.uuid4(), "on": today}
        forms.append(
            {
                "word": word,
                "form": refused
                if refused is not None and kind == of
                else form_for(kind, initial=asked),
                "first": not forms,
                "open": kind == of or (not of and not forms),
            }
        )
    return forms


def form_for(kind: str, *args: Any, **more: Any) -> OwedForm:
    """Return the form of a deed; that of the first deed for a kind that is none."""
    more.setdefault("auto_id", f"id_{kind}_%s")
    if kind == "due":
        return DueForm(*args, **more)
    if kind == "withdraw":
        return WithdrawForm(*args, **more)
    return IssueForm(*args, files=list(documents_owed.rule_files()), **more)


def order_draft(line: DocumentLine) -> dict[str, Any]:
    """Return what the form of an order is filled in with, for a document that is owed."""
    owed = line.owed
    return {
        "demand": f"出台《{owed.document}》：{owed.about}。",
        "owner_name": line.body,
        "due_on": line.standing.due_on,
        "deadline": owed.deadline,
        "strength": "must",
        "source": f"{owed.source}（{line.mark}）"[:160],
        "sentence": owed.about,
    }
