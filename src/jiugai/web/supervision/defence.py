"""A county's defence file: what it can print to be believed (县区自证档案)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.calendar import Month
from jiugai.services.actor import Power
from jiugai.services.bulletins.defence_paper import defence_docx
from jiugai.services.facts import horizon
from jiugai.services.supervision import defence as files
from jiugai.services.supervision.defence import DefencePage, NoSuchDefence
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.registry.views import attachment
from jiugai.web.supervision import defence_words

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MONTHS_SHOWN = 12
"""How many months a file tells of unasked: the last year."""


@access("supervision.defence_files", Power.SEE)
def defence_files(request: HttpRequest) -> HttpResponse:
    """Lead to the first file that the officer may open (自证档案)."""
    seen = files.files_seen(horizon(desk.default_as_of()), actor=desk.actor_of(request))
    if not seen:
        return render(request, "supervision/defence_none.html")
    return redirect("supervision:defence", county_id=next(iter(seen)))


def load_defence(request: HttpRequest, county_id: int) -> DefencePage:
    """Load a county's file for the months asked for."""
    last = _month(request, "to") or Month.of(desk.default_as_of())
    first = _month(request, "from") or _months_before(last, MONTHS_SHOWN - 1)
    return files.defence_of(
        county_id,
        first,
        last,
        actor=desk.actor_of(request),
        today=desk.default_as_of(),
        now=desk.default_now(),
    )


def _month(request: HttpRequest, name: str) -> Month | None:
    typed = request.GET.get(name, "")
    if not typed:
        return None
    try:
        return Month.parse(typed)
    except ValueError as unread:
        raise NoSuchDefence(typed) from unread


def _months_before(month: Month, many: int) -> Month:
    found = month
    for _ in range(many):
        try:
            found = found.previous
        except ValueError as unknown:
            raise NoSuchDefence(str(month)) from unknown
    return found


@access("supervision.defence", Power.SEE, load=load_defence)
def defence(request: HttpRequest, found: DefencePage) -> HttpResponse:
    """Show a county's file (自证档案)."""
    reads_trace = Power.READ_TRACE in desk.actor_of(request).powers
    context = defence_words.page_context(found, reads_trace=reads_trace)
    return render(request, "supervision/defence.html", context)


@access("supervision.defence_docx", Power.SEE, load=load_defence)
def docx(_request: HttpRequest, found: DefencePage) -> HttpResponse:
    """Download a county's file (导出 .docx)."""
    name = f"{found.file.county}自证档案{found.first}至{found.last}.docx"
    return HttpResponse(
        defence_docx(found),
        content_type=_DOCX,
        headers={"Content-Disposition": attachment(name)},
    )
