"""The doubt list: what the checks raised, what was said to it, what was found (疑点)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.checks.verdicts import Answer
from jiugai.domain.reporting.doubts.answers import DoubtDeedKind, DoubtState, Ruling
from jiugai.domain.reporting.submission.cells import TypedReason
from jiugai.services.actor import Power
from jiugai.services.reporting.doubts import answering, examining
from jiugai.services.reporting.doubts import desk as doubt_desk
from jiugai.services.reporting.doubts.desk import DoubtPage
from jiugai.services.reporting.submission.desk import MonthBoard, ReturnPage
from jiugai.services.supervision.evidence.witnessing import witnessed
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.reporting import doubt_words, return_words
from jiugai.web.reporting.doubt_forms import DoubtForm, ExamineForm
from jiugai.web.reporting.return_views import load_month, load_return

_LIST, _PAGE = "reporting/doubts.html", "reporting/doubt.html"
_CONDITIONS = ("month", "county", "answer", "state", "ruling")


@access("reporting.doubts", Power.SEE)
def doubts(request: HttpRequest) -> HttpResponse:
    """Show the doubts in sight, narrowed as asked (疑点清单)."""
    asked = {name: request.GET[name] for name in _CONDITIONS if request.GET.get(name)}
    found = doubt_desk.doubts_on_file(
        actor=desk.actor_of(request),
        today=desk.default_as_of(),
        month=_month(asked.get("month", "")),
        county_id=_number(asked.get("county", "")),
        answer=next((a for a in Answer if a.value == asked.get("answer")), None),
        state=next((s for s in DoubtState if s.value == asked.get("state")), None),
        ruling=next((r for r in Ruling if r.value == asked.get("ruling")), None),
    )
    place = min(_number(request.GET.get("at", "")) or 0, max(0, len(found.cards) - 1))
    may = Power.ACCEPT_RETURN in desk.actor_of(request).powers
    last = Month.of(desk.default_as_of()).previous
    context = doubt_words.list_context(found, asked, place, last if may else None)
    context["form"] = ExamineForm()
    template = f"{_LIST}#doubts" if "HX-Request" in request.headers else _LIST
    return render(request, template, context)


def _month(said: str) -> Month | None:
    try:
        return Month.parse(said) if said else None
    except ValueError:
        return None


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 9 else None


def load_doubt(request: HttpRequest, doubt_id: int) -> DoubtPage:
    """Load a doubt within the officer's scope."""
    return doubt_desk.page(doubt_id, actor=desk.actor_of(request), today=desk.default_as_of())


@access("reporting.doubt", Power.SEE, load=load_doubt)
def doubt(request: HttpRequest, found: DoubtPage) -> HttpResponse:
    """Show one doubt with its formula, its numbers and its history (疑点)."""
    return render(request, _PAGE, doubt_words.page_context(found, doubt_words.deed_forms(found)))


@access("reporting.answer_doubt", Power.SEE, writes=True, load=load_doubt)
def answer(request: HttpRequest, found: DoubtPage) -> HttpResponse:
    """Explain a doubt, or say what it was (说明、认定)."""
    row = found.card.row
    kind = next((k for k in DoubtDeedKind if k.value == request.POST.get("kind")), None)
    form = DoubtForm(
        request.POST, for_kind=kind, answer=row.answer, of_project=found.raised.of_project
    )
    if kind is None or not form.is_valid():
        form.add_error(None, "有没填好的地方，没有写入任何数据，请看下面的提示。")
        return _again(request, found, form, kind)
    try:
        done = _done(request, found, kind, form.cleaned_data)
    except (answering.AnsweredMeanwhile, answering.AlreadyDone) as refusal:
        desk.say(request, str(refusal), kind="info")
        return redirect("reporting:doubt", doubt_id=row.id)
    if not done.entered:
        form.refuse(done.findings)
        return _again(request, found, form, kind)
    desk.say(request, f"已{kind.word}，登记在册。")
    return redirect("reporting:doubt", doubt_id=row.id)


def _done(
    request: HttpRequest, found: DoubtPage, kind: DoubtDeedKind, said: dict[str, Any]
) -> answering.Answered:
    actor, today = desk.actor_of(request), desk.default_as_of()
    doubt_id = found.card.row.id
    if kind is DoubtDeedKind.RULE:
        return answering.rule(
            doubt_id,
            ruling=Ruling(said["ruling"]),
            words=said["words"],
            seen=said["seen"],
            actor=actor,
            today=today,
            key=said["key"],
        )
    return answering.explain(
        doubt_id,
        words=said["words"],
        paper=said["paper"],
        grade=TypedReason(said["grade"]) if said["grade"] else None,
        declares_stop=said.get("declares_stop", False),
        seen=said["seen"],
        actor=actor,
        today=today,
        key=said["key"],
    )


def _again(
    request: HttpRequest, found: DoubtPage, form: DoubtForm, kind: DoubtDeedKind | None
) -> HttpResponse:
    context = doubt_words.page_context(found, doubt_words.deed_forms(found, form, kind))
    context["problems"] = form.non_field_errors()
    return render(request, _PAGE, context, status=422)


@access("reporting.examine_return", Power.SUBMIT_RETURN, writes=True, load=load_return)
def examine_return(request: HttpRequest, found: ReturnPage) -> HttpResponse:
    """Examine a county's return now (核验本月)."""
    _examine(request, found.month, [found.county.county_id])
    return redirect(return_words.url(found.month, found.county.county_id))


@access("reporting.examine_month", Power.ACCEPT_RETURN, writes=True, load=load_month)
def examine_month(request: HttpRequest, found: MonthBoard) -> HttpResponse:
    """Examine the returns of all counties for a month now (核验全市)."""
    _examine(request, found.month, [one.county_id for one in found.counties])
    return redirect(doubt_words.list_url(month=found.month))


def _examine(request: HttpRequest, month: Month, county_ids: list[int]) -> None:
    form = ExamineForm(request.POST)
    if not form.is_valid():
        desk.say(
            request, "请求号不全，没有核验，也没有写入任何数据。请从页面上的按钮办理。", kind="bad"
        )
        return
    done = examining.examine(
        month,
        county_ids,
        actor=desk.actor_of(request),
        now=desk.default_now(),
        key=form.cleaned_data["key"],
        ask=witnessed,
    )
    many = sum(len(one.found) for one in done)
    desk.say(request, f"已核验 {month.in_prose}，共有 {many} 条提示，登记在册。")
