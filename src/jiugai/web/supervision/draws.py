"""The drawn verification: the lists, one list, one project on it (抽查)."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.calendar import Month
from jiugai.domain.supervision.rounds import Tallies, Tally, Visit
from jiugai.services.actor import Power
from jiugai.services.supervision import recounting
from jiugai.services.supervision import rounds as drawing
from jiugai.services.supervision.recounting import DrawnProject
from jiugai.services.supervision.rounds import RoundPage
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.registry.views import attachment
from jiugai.web.supervision import draw_words
from jiugai.web.supervision.draw_forms import DrawForm, VisitForm

_TALLIES = {tally.value: tally for tally in Tally}


@access("supervision.draws", Power.SEE)
def rounds(request: HttpRequest) -> HttpResponse:
    """Show the lists drawn so far, and offer to draw the month that can be (抽查)."""
    return _rounds(request)


def _rounds(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    actor = desk.actor_of(request)
    found = drawing.rounds(actor=actor)
    may_draw = Power.VERIFY_ON_SITE in actor.powers
    month = found.open_month
    context: dict[str, Any] = {
        "found": found,
        "table": draw_words.rounds_table(found),
        "sentence": draw_words.rounds_sentence(found),
        "month": month,
        "form": DrawForm(initial={"month": str(month), "key": uuid.uuid4()})
        if month and may_draw
        else None,
        "problem": problem,
    }
    return render(request, "supervision/draws.html", context, status=status)


@access("supervision.draw", Power.VERIFY_ON_SITE, writes=True)
def draw(request: HttpRequest) -> HttpResponse:
    """Draw a month's list, once (抽取名单)."""
    form = DrawForm(request.POST)
    month = _month(request.POST.get("month", "")) if form.is_valid() else None
    if month is None:
        return _rounds(request, "没有说明抽哪个月，没有写入任何数据。请从页面上的按钮抽取。", 422)
    try:
        drawing.draw_month(
            month,
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=form.cleaned_data["key"],
        )
    except (drawing.NoBulletin, drawing.NothingDeclared) as refusal:
        return _rounds(request, str(refusal), 422)
    except (drawing.DrawnBefore, drawing.AlreadyDone) as refusal:
        desk.say(request, str(refusal), kind="info")
        return redirect("supervision:round", month=month)
    desk.say(request, f"{month.in_prose}的名单已抽出，种子和名册摘要印在下面，谁都可以重抽。")
    return redirect("supervision:round", month=month)


def _month(text: str) -> Month | None:
    try:
        return Month.parse(text)
    except ValueError:
        return None


def load_round(request: HttpRequest, month: Month) -> RoundPage:
    """Load a month's list; every county may see it."""
    return drawing.round_of(month, actor=desk.actor_of(request))


@access("supervision.round", Power.SEE, load=load_round)
def drawn_round(request: HttpRequest, found: RoundPage) -> HttpResponse:
    """Show one list: how it was drawn, what was found, what follows (抽查名单)."""
    context = draw_words.round_context(found, desk.actor_of(request).scope)
    return render(request, "supervision/round.html", context)


def load_frame(request: HttpRequest, month: Month) -> tuple[Month, bytes]:
    """Load the frame of a list as a file."""
    return month, drawing.frame_file(month, actor=desk.actor_of(request))


@access("supervision.round_frame", Power.SEE, load=load_frame)
def frame(_request: HttpRequest, found: tuple[Month, bytes]) -> HttpResponse:
    """Download the frame, as ``jiugai draw`` takes it (抽查名册)."""
    month, content = found
    return _csv(content, f"{month}抽查名册.csv")


def load_found(request: HttpRequest, month: Month, tally: str) -> tuple[Month, Tally, bytes]:
    """Load what was found in one tally as a file."""
    known = _TALLIES.get(tally)
    if known is None:
        raise Http404(tally)
    return month, known, drawing.returned_file(month, known, actor=desk.actor_of(request))


@access("supervision.round_found", Power.SEE, load=load_found)
def found(_request: HttpRequest, told: tuple[Month, Tally, bytes]) -> HttpResponse:
    """Download what was found in one tally, as ``jiugai draw`` takes it (核实回表)."""
    month, tally, content = told
    return _csv(content, f"{month}核实回表-{tally.word}.csv")


def _csv(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": attachment(name)},
    )


def load_project(request: HttpRequest, month: Month, number: str) -> tuple[Month, DrawnProject]:
    """Load one project of a list; what was found there is shown to those whose it is."""
    if not number.isprintable():
        raise recounting.NoSuchProject(number)
    return month, recounting.drawn_project(month, number, actor=desk.actor_of(request))


@access("supervision.drawn_project", Power.SEE, load=load_project)
def project(request: HttpRequest, told: tuple[Month, DrawnProject]) -> HttpResponse:
    """Show a drawn project with what was found there (抽中项目)."""
    month, found = told
    return _project(request, month, found, draw_words.blank_form(found))


@access("supervision.record_visit", Power.VERIFY_ON_SITE, writes=True, load=load_project)
def record(request: HttpRequest, told: tuple[Month, DrawnProject]) -> HttpResponse:
    """Take what was found of a drawn project (现场核实)."""
    month, found = told
    actor = desk.actor_of(request)
    form = VisitForm(request.POST, correcting=found.version > 0)
    if not form.is_valid():
        return _project(request, month, found, form, 422)
    said = form.cleaned_data
    tallies = Tallies(said["started"], said["completed"], said["households"])
    number = found.line.row.line.number
    try:
        done = recounting.record(
            month,
            number,
            Visit(said["on"], tallies, said["note"].strip(), said.get("reason", "").strip()),
            seen=said["seen"],
            actor=actor,
            today=desk.default_as_of(),
            key=said["key"],
        )
    except recounting.OwnReport as refusal:
        form.add_error(None, str(refusal))
        return _project(request, month, found, form, 422)
    except (recounting.RecordedMeanwhile, recounting.AlreadyDone) as refusal:
        desk.say(request, str(refusal), kind="info")
        return redirect("supervision:drawn-project", month=month, number=number)
    if not done.entered:
        form.refuse(done.findings)
        return _project(request, month, found, form, 422)
    desk.say(request, "现场核实已记下，只增不改；要改请另记一版并写理由。")
    return redirect("supervision:round", month=month)


def _project(
    request: HttpRequest,
    month: Month,
    found: DrawnProject,
    form: VisitForm | None,
    status: int = 200,
) -> HttpResponse:
    context = draw_words.project_context(month, found, form)
    return render(request, "supervision/drawn_project.html", context, status=status)
