"""Any figure opened to its facts (任一数字可追溯), and the trace of acts (留痕)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiugai.domain.reporting.indicators import Basis
from jiugai.services.actor import Power
from jiugai.services.reporting import measures, trace_export
from jiugai.services.reporting.acts import acts_page
from jiugai.services.reporting.board import board
from jiugai.services.reporting.trace import NoSuchFigure, Question, Trace, trace
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.registry.views import workbook
from jiugai.web.reporting import acts_presenter, asking, trace_presenter

_PAGE = "reporting/trace.html"


def question_of(request: HttpRequest) -> Question | None:
    """Read which figure is asked about; the newest planned cohort's start rate if nothing is said.

    Returns None where the city has no cohort yet.

    :raises NoSuchFigure: if what is said names no figure.
    """
    asked = desk.horizon_of(request)
    years = asking.years(board(asked), desk.actor_of(request))
    if not years:
        return None
    code = request.GET.get("measure", "start_rate")
    declared = measures.measures_on(asked).get(code)
    if declared is None:
        raise NoSuchFigure(code)
    year, county = (request.GET.get(name, "") for name in ("year", "county"))
    basis = request.GET.get("basis", declared.bases[0].value)
    if basis not in {one.value for one in declared.bases}:
        raise NoSuchFigure(basis)
    return Question(
        measure=code,
        basis=Basis(basis),
        year=_asked_number(year) if year else years[-1],
        county_id=_asked_number(county) if county else None,
    )


def _whole(text: str) -> int | None:
    """Return a whole number from an address; None if it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _asked_number(text: str) -> int:
    found = _whole(text)
    if found is None:
        raise NoSuchFigure(text)
    return found


def load_trace(request: HttpRequest) -> Trace | None:
    """Load a figure through the officer's scope; None where the city has no cohort yet."""
    question = question_of(request)
    if question is None:
        return None
    return trace(question, desk.horizon_of(request), actor=desk.actor_of(request))


@access("reporting.trace", Power.SEE, load=load_trace)
def figure(request: HttpRequest, found: Trace | None) -> HttpResponse:
    """Open a figure: in the drawer, or on a page of its own (溯源)."""
    in_drawer = "HX-Request" in request.headers
    actor = desk.actor_of(request)
    context: dict[str, Any] = {
        "found": found,
        "below_county": actor.scope.divisions is not None,
    }
    if found is not None:
        may_read_acts = Power.READ_TRACE in actor.powers
        context["trace"] = trace_presenter.context(
            found,
            whole=not in_drawer,
            may_read_acts=may_read_acts,
            when=desk.asked_once(request),
        )
    if in_drawer:
        return render(request, f"{_PAGE}#drawer", context)
    if found is not None:
        context |= asking.switches(found, board(found.horizon), actor)
        context |= {
            "title": trace_presenter.title_of(found),
            "planned": trace_presenter.planned_table(found) if found.planned else None,
            "divided_by": trace_presenter.divided_by(found),
        }
    return render(request, _PAGE, context)


def load_workbook(request: HttpRequest) -> HttpResponse:
    """Load everything behind a figure as a workbook, through the officer's scope."""
    question = question_of(request)
    if question is None:
        raise NoSuchFigure(request.get_full_path())
    content = trace_export.figure_facts(
        question, desk.horizon_of(request), actor=desk.actor_of(request)
    )
    title = measures.measures_on(desk.horizon_of(request))[question.measure].title
    return workbook(content, f"{question.year}年批次{title}明细.xlsx")


@access("reporting.trace_export", Power.SEE, load=load_workbook)
def export(request: HttpRequest, found: HttpResponse) -> HttpResponse:  # noqa: ARG001  a view's first argument
    """Download everything behind a figure (下载明细)."""
    return found


@access("reporting.acts", Power.READ_TRACE)
def acts(request: HttpRequest) -> HttpResponse:
    """List acts of office, newest first (留痕)."""
    room = request.GET.get("room", "")
    known = room if room in acts_presenter.ROOMS else ""
    found = acts_page(
        actor=desk.actor_of(request),
        before=_whole(request.GET.get("before", "")),
        after=_whole(request.GET.get("after", "")),
        room=known,
    )
    return render(request, "reporting/acts.html", acts_presenter.page(found, known))
