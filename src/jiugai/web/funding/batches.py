"""Batches on screen (申报与批复): a year's batches, one batch, what may be done with it and by whom."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.funding.batches import CommunityState
from jiugai.services.accounts import AlreadyDone, KeyReused
from jiugai.services.actor import Power, why_another_hand
from jiugai.services.funding.batches import answering, drafting, reading
from jiugai.services.funding.batches.drafting import BatchDone, is_own
from jiugai.services.funding.batches.reading import BatchPage
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.funding import batch_words
from jiugai.web.funding.batch_forms import AnswerForm, BatchForm, ConfirmForm, CorrectForm
from jiugai.web.registry.forms import Keyed
from jiugai.web.registry.views import workbook

_TWICE = "这一步刚才已经办过了，没有再办一次。"


def number_in(request: HttpRequest, name: str) -> int | None:
    """Return a number that an address says; None if it says none."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


@access("funding.batches", Power.SEE)
def batches(request: HttpRequest) -> HttpResponse:
    """Show a year's batches, and what each community came away with (申报与批复)."""
    return _list(request)


def _list(
    request: HttpRequest,
    form: BatchForm | None = None,
    problems: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    actor, asked = desk.actor_of(request), desk.horizon_of(request)
    found = reading.pipeline(asked, number_in(request, "year"), actor=actor)
    named = request.GET.get("state", "")
    shown = next((one for one in CommunityState if one.value == named), None)
    may = Power.APPLY_FOR_MONEY in actor.powers and asked.is_now
    today = desk.default_as_of()
    context = batch_words.pipeline_context(found, shown) | {
        "form": (form or BatchForm(initial={"year": today.year, "on": today})) if may else None,
        "open": form is not None,
        "problems": problems,
    }
    return render(request, "funding/batches.html", context, status=status)


@access("funding.draw_up_batch", Power.APPLY_FOR_MONEY, writes=True)
def new(request: HttpRequest) -> HttpResponse:
    """Draw up a batch from a table, for another to confirm (拟稿)."""
    form = BatchForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list(request, form, status=422)
    try:
        done = drafting.enter_batch(
            form.new(),
            form.sent(),
            desk.horizon_of(request),
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=form.cleaned_data["key"],
        )
    except (AlreadyDone, KeyReused):
        desk.say(request, _TWICE, kind="info")
        return redirect("funding:batches")
    if done.batch_id is None:
        return _list(request, form, batch_words.told(done.findings), 422)
    desk.say(request, f"已拟稿，{done.count} 行；请另一位有复核职权的人复核后报出。")
    return redirect("funding:batch", batch_id=done.batch_id)


@access("funding.blank_batch", Power.SEE)
def blank(request: HttpRequest) -> HttpResponse:
    """Download the empty form of a batch (空表)."""
    return workbook(reading.blank_batch(actor=desk.actor_of(request)), "申报表（空表）.xlsx")


def load_batch(request: HttpRequest, batch_id: int) -> BatchPage:
    """Load a batch within the officer's reach."""
    return reading.batch_of(batch_id, desk.horizon_of(request), actor=desk.actor_of(request))


@access("funding.batch", Power.SEE, load=load_batch)
def batch(request: HttpRequest, found: BatchPage) -> HttpResponse:
    """Show a batch: its lines with their answers, and what may be done with it (批次)."""
    return _batch(request, found)


def _batch(
    request: HttpRequest,
    found: BatchPage,
    refused: Keyed | None = None,
    problems: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    context = batch_words.batch_context(found) | _deeds(request, found, refused)
    context["problems"] = problems
    return render(request, "funding/batch.html", context, status=status)


def _deeds(request: HttpRequest, found: BatchPage, refused: Keyed | None) -> dict[str, Any]:
    """Return what the officer at the desk may do now, and why not what others may."""
    actor, row = desk.actor_of(request), found.view.row
    now = desk.horizon_of(request).is_now and is_own(found, actor.scope)
    applies = now and Power.APPLY_FOR_MONEY in actor.powers
    checks = now and Power.CONFIRM_APPLICATION in actor.powers and not row.confirmed
    own = why_another_hand(actor, [row.drawn_by], by="没有经手这一批的复核人") if checks else ""
    today = {"on": desk.default_as_of()}
    offered: list[tuple[str, str, Keyed, bool]] = []
    if checks and not own:
        offered.append(("复核报出", "funding:confirm-batch", ConfirmForm(initial={"seen": row.version_id}), True))  # fmt: skip
    if applies and row.confirmed:
        offered.append(("登记批复", "funding:answer-batch", AnswerForm(initial=dict(today)), True))
    if applies and not found.answers:
        offered.append(("更正申报", "funding:correct-batch", CorrectForm(initial=dict(today)), False))  # fmt: skip
    return {
        "why_not": own,
        "deeds": [
            {
                "word": word,
                "action": action,
                "form": refused if type(refused) is type(form) else form,
                "open": type(refused) is type(form),
                "first": first,
            }
            for word, action, form, first in offered
        ],
        "otherwise": "等另一位有复核职权的人复核报出。" if not row.confirmed else "",
    }


@access("funding.batch_file", Power.SEE, load=load_batch)
def batch_file(request: HttpRequest, found: BatchPage) -> HttpResponse:
    """Download a batch as a workbook, to be sent up, or filled in with its answer."""
    row = found.view.row
    name = f"{row.year}年{row.mouth.word.replace('·', '')}申报表{row.filed_on}.xlsx"
    return workbook(reading.batch_file(found, actor=desk.actor_of(request)), name)


@access("funding.confirm_batch", Power.CONFIRM_APPLICATION, writes=True, load=load_batch)
def confirm(request: HttpRequest, found: BatchPage) -> HttpResponse:
    """Confirm another's batch, so that it counts as filed (复核报出)."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _batch(request, found, None, ("没有读懂要复核的是哪一版，没有写入任何数据。请刷新后重试。",), 422)  # fmt: skip
    said = form.cleaned_data
    try:
        done = drafting.confirm_batch(
            found.view.row.id,
            said["seen"],
            desk.horizon_of(request),
            actor=desk.actor_of(request),
            key=said["key"],
        )
    except (AlreadyDone, KeyReused):
        desk.say(request, _TWICE, kind="info")
        return redirect("funding:batch", batch_id=found.view.row.id)
    return _after(request, found, form, done, "已复核报出。")


def _after(
    request: HttpRequest, found: BatchPage, form: Keyed, done: BatchDone, said: str
) -> HttpResponse:
    if not done.entered:
        return _batch(request, found, form, batch_words.told(done.findings), 422)
    desk.say(request, said.format(done.count))
    return redirect("funding:batch", batch_id=found.view.row.id)


@access("funding.correct_batch", Power.APPLY_FOR_MONEY, writes=True, load=load_batch)
def correct(request: HttpRequest, found: BatchPage) -> HttpResponse:
    """Draw up the next version of a batch (更正申报)."""
    form = CorrectForm(request.POST, request.FILES)
    said = "新一版已拟，{} 行；复核后才算数，原来的一版保留。"
    return _sent(request, found, form, drafting.correct_batch, said)


@access("funding.answer_batch", Power.APPLY_FOR_MONEY, writes=True, load=load_batch)
def answer(request: HttpRequest, found: BatchPage) -> HttpResponse:
    """Enter what a paper answers to lines of a batch (登记批复)."""
    form = AnswerForm(request.POST, request.FILES)
    return _sent(request, found, form, answering.answer_batch, "批复已登记，{} 行有了结果。")


def _sent(
    request: HttpRequest,
    found: BatchPage,
    form: CorrectForm | AnswerForm,
    take: Callable[..., BatchDone],
    said: str,
) -> HttpResponse:
    """Take a table in and say what became of it."""
    if not form.is_valid():
        return _batch(request, found, form, status=422)
    try:
        done = take(
            found.view.row.id,
            form.sent(),
            desk.horizon_of(request),
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=form.cleaned_data["key"],
        )
    except (AlreadyDone, KeyReused):
        desk.say(request, _TWICE, kind="info")
        return redirect("funding:batch", batch_id=found.view.row.id)
    return _after(request, found, form, done, said)
