"""Communities judged side by side: rounds, a round, an entrant's sheets, a sheet (观摩评比)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.services.actor import Power
from jiugai.services.supervision.contests import judging, opening, reading
from jiugai.services.supervision.contests.judging import ContestDone
from jiugai.services.supervision.contests.opening import ContestDraft, Opened
from jiugai.services.supervision.contests.reading import ContestPage, EntrantPage, SheetPage
from jiugai.services.supervision.contests.workbook import contest_workbook
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.registry.forms import Keyed
from jiugai.web.registry.views import workbook
from jiugai.web.supervision import contest_words
from jiugai.web.supervision.carrying_out import carried_out
from jiugai.web.supervision.contest_forms import CloseForm, ContestForm, ModelForm, SheetForm


@access("supervision.contests", Power.SEE)
def contests(request: HttpRequest) -> HttpResponse:
    """Show all rounds of judging (观摩评比)."""
    found = reading.contests(actor=desk.actor_of(request))
    return render(request, "supervision/contests.html", contest_words.list_context(found))


@access("supervision.open_contest", Power.RELEASE_RANKING, form=True)
def new(request: HttpRequest) -> HttpResponse:
    """Open a round: its sheet, its entrants, its jurors (开评)."""
    actor, today = desk.actor_of(request), desk.default_as_of()
    rules = opening.default_sheet(today, actor=actor)
    if request.method != "POST":
        sheet = contest_words.sheet_text(rules)
        form = ContestForm(initial={"on": today, "sheet": sheet})
        return _new(request, form, rules)
    form, opened = ContestForm(request.POST), Opened()

    def act(said: dict[str, Any]) -> Opened:
        nonlocal opened
        draft = ContestDraft(
            said["title"], said["on"], said["sheet"], said["entrants"], said["jurors"]
        )
        opened = opening.open_contest(draft, actor=actor, today=today, key=said["key"])
        return opened

    def onward() -> HttpResponse:
        if not opened.public_id:
            return redirect("supervision:contests")
        return redirect("supervision:contest", number=opened.public_id)

    return carried_out(
        request,
        form,
        act,
        "这一轮已开评，评分表、参评小区和评委从此不改。",
        again=lambda: _new(request, form, rules, status=422),
        onward=onward,
        meanwhile=(opening.AlreadyDone,),
    )


def _new(request: HttpRequest, form: ContestForm, rules: Any, status: int = 200) -> HttpResponse:
    context = contest_words.new_context(form, rules)
    return render(request, "supervision/contest_new.html", context, status=status)


def load_contest(request: HttpRequest, number: str) -> ContestPage:
    """Load a round of judging."""
    actor, today = desk.actor_of(request), desk.default_as_of()
    return reading.contest_of(number, actor=actor, today=today)


@access("supervision.contest", Power.SEE, load=load_contest)
def contest(request: HttpRequest, found: ContestPage) -> HttpResponse:
    """Show a round: who judges what, and once it is closed its result (一轮评比)."""
    return _page(request, found)


@access("supervision.contest_export", Power.SEE, load=load_contest)
def export(request: HttpRequest, found: ContestPage) -> HttpResponse:
    """Download a closed round with its sheets as a workbook (导出)."""
    if found.result is None:
        desk.say(request, "这一轮还没有结束，结束以后才有结果可导出。", kind="info")
        return redirect("supervision:contest", number=found.row.public_id)
    return workbook(contest_workbook(found), f"{found.row.contest.title}结果.xlsx")


@access("supervision.close_contest", Power.RELEASE_RANKING, writes=True, load=load_contest)
def close(request: HttpRequest, found: ContestPage) -> HttpResponse:
    """Close a round (结束评比)."""

    def act(said: dict[str, Any]) -> ContestDone:
        actor, today = desk.actor_of(request), desk.default_as_of()
        return judging.close(found.row.public_id, actor=actor, today=today, key=said["key"])

    form = CloseForm(request.POST)
    return _done(
        request, found, form, act, "这一轮已结束，评分表不再收也不再改，名次各县区都看得到。"
    )


@access("supervision.name_model", Power.ISSUE_PAPER, writes=True, load=load_contest)
def name_model(request: HttpRequest, found: ContestPage) -> HttpResponse:
    """Name an entrant a model community (命名示范小区)."""
    form = ModelForm(request.POST)
    form.offer("entrant", contest_words.entrants(found))

    def act(said: dict[str, Any]) -> ContestDone:
        return judging.name_model(
            found.row.public_id,
            said["entrant"],
            paper=said["paper"],
            on=said["on"],
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=said["key"],
        )

    return _done(request, found, form, act, "已命名示范小区，各县区都看得到。")


def _done(
    request: HttpRequest,
    found: ContestPage,
    form: Keyed,
    act: Callable[[dict[str, Any]], ContestDone],
    sentence: str,
) -> HttpResponse:
    return carried_out(
        request,
        form,
        act,
        sentence,
        again=lambda: _page(request, found, form),
        onward=lambda: redirect("supervision:contest", number=found.row.public_id),
        meanwhile=(judging.JudgedMeanwhile, judging.AlreadyDone),
    )


def _page(request: HttpRequest, found: ContestPage, refused: Keyed | None = None) -> HttpResponse:
    context = contest_words.page_context(found, desk.default_as_of(), refused)
    status = 200 if refused is None else 422
    return render(request, "supervision/contest.html", context, status=status)


def load_entrant(request: HttpRequest, number: str, entrant: int) -> EntrantPage:
    """Load an entrant of a round with its sheets."""
    actor, today = desk.actor_of(request), desk.default_as_of()
    return reading.entrant_of(number, entrant, actor=actor, today=today)


@access("supervision.contest_entrant", Power.SEE, load=load_entrant)
def entrant(request: HttpRequest, found: EntrantPage) -> HttpResponse:
    """Show the sheets behind an entrant's figures (小区得分)."""
    context = contest_words.entrant_context(found)
    return render(request, "supervision/contest_entrant.html", context)


def load_sheet(request: HttpRequest, number: str, juror: int, entrant: int) -> SheetPage:
    """Load a sheet that the officer enters."""
    actor, today = desk.actor_of(request), desk.default_as_of()
    return reading.sheet_of(number, juror, entrant, actor=actor, today=today)


@access("supervision.hand_in_sheet", Power.SEE, form=True, load=load_sheet)
def sheet(request: HttpRequest, found: SheetPage) -> HttpResponse:
    """Fill in a sheet, or correct it (评分)."""
    criteria = found.page.row.contest.criteria
    corrects = found.before is not None
    if request.method != "POST":
        initial = contest_words.sheet_initial(found)
        form = SheetForm(criteria=criteria, corrects=corrects, initial=initial)
        return _sheet(request, found, form)
    form = SheetForm(request.POST, criteria=criteria, corrects=corrects)

    def act(said: dict[str, Any]) -> ContestDone:
        return judging.hand_in(
            found.page.row.public_id,
            found.juror.number,
            found.entrant.number,
            form.tenths(),
            reason=said.get("reason", ""),
            seen=said["seen"],
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=said["key"],
        )

    return carried_out(
        request,
        form,
        act,
        f"“{found.entrant.name}”的评分表已交，结束以前可以更正。",
        again=lambda: _sheet(request, found, form, status=422),
        onward=lambda: redirect("supervision:contest", number=found.page.row.public_id),
        meanwhile=(judging.JudgedMeanwhile, judging.AlreadyDone),
    )


def _sheet(
    request: HttpRequest, found: SheetPage, form: SheetForm, status: int = 200
) -> HttpResponse:
    context = contest_words.sheet_context(found, form)
    return render(request, "supervision/contest_sheet.html", context, status=status)
