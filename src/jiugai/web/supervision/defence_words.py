"""A county's defence file in the words of the screen (自证档案的写法)."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from jiugai.domain.reporting.doubts.numbers import grounds_in_words
from jiugai.domain.supervision.defence import (
    DefenceFact,
    DefencePart,
    ReturnKept,
    sentence_of,
)
from jiugai.services.supervision.defence import DefencePage
from jiugai.web.templatetags.formats import day, moment, thousands

Cell = dict[str, Any]


def page_context(found: DefencePage, *, reads_trace: bool) -> dict[str, Any]:
    """Return a county's file; ``reads_trace`` lets each act's number open the trace."""
    file = found.file
    period = urlencode({"from": found.first, "to": found.last})
    return {
        "county": file.county,
        "county_id": found.county_id,
        "first": str(found.first),
        "last": str(found.last),
        "since": day(file.since),
        "until": day(file.until),
        "last_seq": file.last_seq,
        "count": len(file.facts),
        "choices": [
            {"url": f"/defence/{id_}/?{period}", "label": name, "current": id_ == found.county_id}
            for id_, name in found.choices.items()
        ],
        "docx_url": f"/defence/{found.county_id}/file.docx?{period}",
        "kept": _kept(file.returns, found.county_id),
        "parts": [_part(part, found, reads_trace) for part in DefencePart],
        "grades": "，".join(f"{claim} {grade} 级 {many} 个" for claim, grade, many in file.grades),
        "sealed": _sealed(found),
        "trace_size": file.trace_size,
        "trace_root": file.trace_root,
        "digest": found.digest,
    }


def _kept(returns: tuple[ReturnKept, ...], county_id: int) -> dict[str, Any]:
    return {
        "caption": "月报各环节及时情况",
        "stacked": True,
        "columns": [
            {"label": "月份"},
            {"label": "环节"},
            {"label": "由谁办"},
            {"label": "期限"},
            {"label": "办结时间"},
            {"label": "迟", "unit": "天", "numeric": True},
        ],
        "rows": [
            {
                "cells": [
                    {"value": one.month.in_prose, "url": _return_url(one, county_id)},
                    {"value": timing.stage.word},
                    {"value": timing.holder},
                    {"value": day(timing.due_on)},
                    {"value": moment(timing.left_at) if timing.left_at else "还没有办"},
                    {"value": timing.late},
                ]
            }
            for one in returns
            for timing in one.timings
        ],
        "empty": "这一段时间没有月报动作。",
    }


def _return_url(one: ReturnKept, county_id: int) -> str:
    return reverse("reporting:return", kwargs={"month": one.month, "county_id": county_id})


def _part(part: DefencePart, found: DefencePage, reads_trace: bool) -> dict[str, Any]:
    facts = found.file.of(part)
    return {
        "id": part.value,
        "title": part.word,
        "count": len(facts),
        "table": {
            "caption": part.word,
            "stacked": True,
            "heading": 3,
            "columns": [
                {"label": "登记号", "numeric": True},
                {"label": "登记时间"},
                {"label": "经手"},
                {"label": "事项"},
                {"label": "摘要"},
            ],
            "rows": [{"cells": _cells(fact, found, reads_trace)} for fact in facts],
            "empty": "这一段时间没有。",
        },
    }


def _cells(fact: DefenceFact, found: DefencePage, reads_trace: bool) -> list[Cell]:
    return [
        {"value": fact.seq, "url": f"/trace/acts/?before={fact.seq + 1}" if reads_trace else ""},
        {"value": moment(fact.recorded_at)},
        {"value": fact.by},
        {
            "value": sentence_of(fact),
            "url": url_of(fact, found.county_id),
            "note": grounds_in_words(fact.formula, fact.numbers),
        },
        {"value": f"{fact.digest[:16]}…" if fact.digest else None, "verb": True},
    ]


def url_of(fact: DefenceFact, county_id: int) -> str:
    """Return where the act of a fact is told; empty for a file that only the register keeps."""
    if fact.part is DefencePart.DOUBTS:
        return reverse("reporting:doubt", kwargs={"doubt_id": int(fact.key)})
    if fact.part is DefencePart.ORDERS:
        return reverse("supervision:order", kwargs={"public_id": fact.key})
    if fact.part is DefencePart.PHOTOS:
        return reverse("supervision:picture", kwargs={"number": fact.key})
    if fact.month is None:
        return ""
    if fact.part is DefencePart.RETURNS:
        return reverse("reporting:return", kwargs={"month": fact.month, "county_id": county_id})
    name = "hearing" if fact.part is DefencePart.OBJECTIONS else "rewards"
    return reverse(f"supervision:{name}", kwargs={"month": fact.month})


def _sealed(found: DefencePage) -> dict[str, Any]:
    return {
        "caption": "报送回执",
        "stacked": True,
        "heading": 0,
        "columns": [
            {"label": "登记号", "numeric": True},
            {"label": "留痕条目", "numeric": True},
            {"label": "条目摘要 SM3"},
        ],
        "rows": [
            {
                "cells": [
                    {"value": one.seq},
                    {"value": thousands(one.index)},
                    {"value": one.event_digest, "verb": True},
                ]
            }
            for one in found.file.sealed
        ],
        "empty": "这一段时间的报送还没有封存，封存由系统定时做。",
    }
