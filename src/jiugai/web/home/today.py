"""What waits for the post at the desk (今日): the page on which most posts begin."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jiugai.domain.calendar import days_left, in_prose
from jiugai.domain.today import Duty, DutyList
from jiugai.services.actor import Power
from jiugai.services.today.waiting import waiting
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.templatetags import formats

_WEEKDAYS = "一二三四五六日"


@access("home.today", Power.SEE)
def today_page(request: HttpRequest) -> HttpResponse:
    """List what waits for the post, as things stand now (今日)."""
    day = desk.default_as_of()
    found = waiting(actor=desk.actor_of(request), today=day, now=desk.default_now())
    return render(request, "home/today.html", _context(found, day))


def _context(found: DutyList, day: date) -> dict[str, Any]:
    parts = (
        ("今天要办", found.now),
        ("以后几天", found.soon),
        ("没有限定日子", found.undated),
    )
    return {
        "day": f"{in_prose(day)}，星期{_WEEKDAYS[day.weekday()]}",
        "total": found.total,
        "pressing": len(found.now),
        "parts": [
            {"title": title, "duties": _lines(duties, day)} for title, duties in parts if duties
        ],
        "empty": {
            "title": "今天没有等您办的事",
            "text": "有事要办时，这里会按轻重缓急一条一条列出，点开就能办。",
        },
    }


def _lines(duties: Iterable[Duty], day: date) -> list[dict[str, Any]]:
    return [
        {
            "sentence": duty.sentence,
            "more": duty.more,
            "url": address(duty),
            "kind": _kind(duty, day),
            "day": _day(duty, day),
            "due_on": duty.due_on,
        }
        for duty in duties
    ]


def address(duty: Duty) -> str:
    """Return where a duty is done."""
    found = reverse(duty.page, kwargs=dict(duty.arguments))
    return f"{found}?{duty.query}" if duty.query else found


def _kind(duty: Duty, day: date) -> str:
    if duty.due_on is None:
        return "idle"
    if duty.due_on < day:
        return "bad"
    return "warn" if duty.due_on == day else "run"


def _day(duty: Duty, day: date) -> str:
    return "" if duty.due_on is None else formats.days_left(days_left(duty.due_on, day))
