"""Rankings on their way out: shown, objected to, answered, released (排名公示)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.calendar import Month
from jiugai.services.actor import Power
from jiugai.services.supervision import hearings as hearing_desk
from jiugai.services.supervision.hearings import Done, HearingPage
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.registry.forms import Keyed
from jiugai.web.supervision import hearing_words
from jiugai.web.supervision.carrying_out import carried_out
from jiugai.web.supervision.hearing_forms import AnswerForm, ObjectionForm, ReleaseForm, ShowForm


@access("supervision.hearings", Power.SEE)
def months(request: HttpRequest) -> HttpResponse:
    """Show where the rankings of the closed months stand (排名公示)."""
    found = hearing_desk.hearings(actor=desk.actor_of(request), today=desk.default_as_of())
    context = {"table": hearing_words.months_table(found)}
    return render(request, "supervision/hearings.html", context)


def load_hearing(request: HttpRequest, month: Month) -> HearingPage:
    """Load a month's ranking on its way out."""
    return hearing_desk.hearing_of(month, actor=desk.actor_of(request))


@access("supervision.hearing", Power.SEE, load=load_hearing)
def hearing(request: HttpRequest, found: HearingPage) -> HttpResponse:
    """Show one month's ranking with its objections and answers (排名公示)."""
    return _page(request, found)


@access("supervision.show_ranking", Power.RELEASE_RANKING, writes=True, load=load_hearing)
def show(request: HttpRequest, found: HearingPage) -> HttpResponse:
    """Show the ranking to the counties (公示)."""
    form = ShowForm(request.POST)

    def act(said: dict[str, Any]) -> Done:
        return hearing_desk.show(
            found.month,
            said["until"],
            seen=said["seen"],
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=said["key"],
        )

    return _done(request, found, form, act, "排名已公示，各县区可以核对、提异议。")


@access("supervision.object_to_ranking", Power.OBJECT_TO_RANKING, writes=True, load=load_hearing)
def object_to(request: HttpRequest, found: HearingPage) -> HttpResponse:
    """Take a county's objection (提异议)."""
    form = ObjectionForm(request.POST)

    def act(said: dict[str, Any]) -> Done:
        return hearing_desk.object_to(
            found.month,
            said["what"],
            said["why"],
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=said["key"],
        )

    return _done(request, found, form, act, "异议已提出，答复以前排名不会发布。")


@access("supervision.answer_objection", Power.RELEASE_RANKING, writes=True, load=load_hearing)
def answer(request: HttpRequest, found: HearingPage) -> HttpResponse:
    """Take the city's answer to an objection (答复)."""
    form = AnswerForm(request.POST)

    def act(said: dict[str, Any]) -> Done:
        return hearing_desk.answer(
            found.month,
            said["objection"],
            upheld=said["upheld"] == "yes",
            words=said["words"],
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=said["key"],
        )

    return _done(request, found, form, act, "已答复，提出的县区看得到。")


@access("supervision.release_ranking", Power.RELEASE_RANKING, writes=True, load=load_hearing)
def release(request: HttpRequest, found: HearingPage) -> HttpResponse:
    """Release the ranking (发布)."""
    form = ReleaseForm(request.POST)

    def act(said: dict[str, Any]) -> Done:
        return hearing_desk.release(
            found.month,
            seen=said["seen"],
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=said["key"],
        )

    return _done(request, found, form, act, "排名已发布，从此不再改动。")


def _done(
    request: HttpRequest,
    found: HearingPage,
    form: Keyed,
    act: Callable[[dict[str, Any]], Done],
    sentence: str,
) -> HttpResponse:
    return carried_out(
        request,
        form,
        act,
        sentence,
        again=lambda: _page(request, found, form),
        onward=lambda: redirect("supervision:hearing", month=found.month),
        meanwhile=(hearing_desk.ActedMeanwhile, hearing_desk.AlreadyDone),
    )


def _page(request: HttpRequest, found: HearingPage, refused: Keyed | None = None) -> HttpResponse:
    context = hearing_words.page_context(found, refused)
    status = 200 if refused is None else 422
    return render(request, "supervision/hearing.html", context, status=status)
