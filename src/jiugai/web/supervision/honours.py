"""The red and the black list of a released ranking (红黑榜)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiugai.domain.calendar import Month
from jiugai.services.actor import Power
from jiugai.services.supervision.honours import HonoursPage, honours_of
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.supervision import honours_words


def load_honours(request: HttpRequest, month: Month) -> HonoursPage:
    """Load the boards of a month's released ranking."""
    return honours_of(month, actor=desk.actor_of(request))


@access("supervision.honours", Power.SEE, load=load_honours)
def honours(request: HttpRequest, found: HonoursPage) -> HttpResponse:
    """Show who leads, who trails, and what would help each the cheapest (红黑榜)."""
    return render(request, "supervision/honours.html", honours_words.page_context(found))
