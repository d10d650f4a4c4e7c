"""The inbox (消息): what others did that concerns the post."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from jiugai.domain.messages import Message
from jiugai.services.actor import Power
from jiugai.services.messages import inbox
from jiugai.web import desk
from jiugai.web.access import access

_LONGEST = 19
"""Digits of the greatest stamp that the database can hold."""


@access("home.messages", Power.SEE)
def messages(request: HttpRequest) -> HttpResponse:
    """List what the post is told, newest first; what is old is folded away (消息)."""
    older = "older" in request.GET
    found = inbox.inbox(
        actor=desk.actor_of(request),
        today=desk.default_as_of(),
        now=desk.now(),
        days=settings.MESSAGE_DAYS,
        older=older,
    )
    context = {
        "found": found,
        "lines": [{"message": one, "url": address(one)} for one in found.messages],
        "older": older,
        "elsewhere": () if older else desk.unread_elsewhere(desk.desk_of(request)),
        "days": settings.MESSAGE_DAYS,
        "is_cut": len(found.messages) == inbox.SHOWN,
        "empty": {
            "title": "没有更早的消息" if older else "没有消息",
            "text": "交办、退回、疑点、延期、封账和通报与本岗位有关的，都会在这里告诉您。",
        },
    }
    return render(request, "home/messages.html", context)


def address(message: Message) -> str:
    """Return where what happened can be seen."""
    return reverse(message.page, kwargs=dict(message.arguments))


@access("home.read_messages", Power.SEE, writes=True)
def read(request: HttpRequest) -> HttpResponse:
    """Keep that everything shown was read (全部标为已读)."""
    said = request.POST.get("newest", "")
    if said.isascii() and said.isdigit() and len(said) < _LONGEST:
        inbox.read(int(said), actor=desk.actor_of(request))
        desk.say(request, "已全部标为已读。")
    else:
        desk.say(request, "没有说明读到哪一条，没有标记；请从页面上的按钮办理。", kind="warn")
    return redirect("home:messages")
