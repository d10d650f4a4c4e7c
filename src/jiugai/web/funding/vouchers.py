"""Writing the book on screen (记账): a maker writes a voucher, another posts it or sends it back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.findings import Finding
from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.domain.funding.book.vouchers import Voucher
from jiugai.services.accounts import AlreadyDone, KeyReused
from jiugai.services.actor import Power
from jiugai.services.funding.book import desk as book_desk
from jiugai.services.funding.book import writing
from jiugai.services.funding.book.desk import VoucherPage
from jiugai.services.funding.book.names import Names
from jiugai.services.funding.book.refusals import BookRefusal
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.funding import book_words, voucher_words
from jiugai.web.funding.voucher_forms import DEEDS, DeedForm, VoucherForm

_STEPS = {step.value: step for step in MoneyStep if step is not MoneyStep.REVERSE}


@access("funding.vouchers", Power.SEE)
def vouchers(request: HttpRequest) -> HttpResponse:
    """Show the vouchers that wait for a check, and the last that were dealt with (记账)."""
    actor = desk.actor_of(request)
    found = book_desk.vouchers(actor=actor, today=desk.default_as_of())
    context = voucher_words.desk_context(found, may_write=Power.KEEP_BOOK in actor.powers)
    return render(request, "funding/vouchers.html", context)


@access("funding.write_voucher", Power.KEEP_BOOK, form=True)
def new(request: HttpRequest) -> HttpResponse:
    """Write a voucher down: first of which step, then what that step asks for (制单)."""
    step = _STEPS.get(request.GET.get("step", ""))
    if step is None:
        return render(request, "funding/voucher_steps.html", {"steps": voucher_words.steps()})
    actor, today = desk.actor_of(request), desk.default_as_of()
    names = Names(today)
    choices = voucher_words.choices(names, actor.scope)
    form = VoucherForm(
        request.POST or None,
        step=step,
        choices=choices,
        initial={"on": today, "county": _only(choices["county"])},
    )
    if request.method == "POST" and form.is_valid():
        told = _told(step, form.cleaned_data, names)
        answer = _written(request, told, form)
        if answer is not None:
            return answer
    context = {"form": form, "step": step, "moves": book_words.moves_said(step),
               "refused_because": voucher_words.REFUSED_BECAUSE}  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "funding/voucher_new.html", context, status=status)


def _only(choices: Any) -> object:
    return choices[0][0] if len(choices) == 1 else None


def _told(step: MoneyStep, said: dict[str, Any], names: Names) -> Voucher:
    contract = names.contracts.get(said.get("contract") or 0)
    return Voucher(
        step=step,
        earmark=said["earmark"],
        county=said["county"],
        amount_fen=said["fen"],
        on=said["on"],
        paper=said["paper"],
        project=contract.project_id if contract else said.get("project"),
        contract=said.get("contract"),
        giver=said.get("giver"),
        memo=said["memo"],
    )


def _written(request: HttpRequest, told: Voucher, form: VoucherForm) -> HttpResponse | None:
    """Write a voucher; None if it was refused, and the form says why."""
    try:
        done = writing.write_voucher(
            told,
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=form.cleaned_data["key"],
        )
    except AlreadyDone:
        desk.say(request, "这张凭证刚才已经写下了，没有再写一张。", kind="info")
        return redirect("funding:vouchers")
    except KeyReused:
        form.refuse([BookRefusal.form_reused()])
        return None
    if done.id is None:
        form.refuse(done.findings)
        return None
    desk.say(request, f"第 {done.id} 号凭证已写下，等另一位财政岗复核后才算数。")
    return redirect("funding:voucher", voucher_id=done.id)


def load_voucher(request: HttpRequest, voucher_id: int) -> VoucherPage:
    """Load a voucher within the officer's reach."""
    return book_desk.voucher(voucher_id, actor=desk.actor_of(request), today=desk.default_as_of())


@access("funding.voucher", Power.SEE, load=load_voucher)
def voucher(request: HttpRequest, found: VoucherPage) -> HttpResponse:
    """Show a voucher, and what the officer at the desk may do with it (凭证)."""
    return render(request, "funding/voucher.html", voucher_words.voucher_context(found))


@access("funding.do_voucher", Power.SEE, writes=True, load=load_voucher)
def do(request: HttpRequest, found: VoucherPage) -> HttpResponse:
    """Post a voucher, send it back, or write down that it is to be undone (办理)."""
    kind = next((one for one in DEEDS if one == request.POST.get("kind")), "")
    form = voucher_words.form_for(kind or "post", found, request.POST)
    if not kind or not form.is_valid():
        form.add_error(None, "有没填好的地方，没有写入任何数据，请看下面的提示。")
        return _refused(request, found, form, kind)
    try:
        findings, voucher_id = _done(request, found, kind, form.cleaned_data)
    except (AlreadyDone, KeyReused):
        desk.say(request, "这一步刚才已经办过了，没有再办一次。", kind="info")
        return redirect("funding:voucher", voucher_id=found.line.id)
    if findings:
        form.refuse(findings)
        return _refused(request, found, form, kind)
    desk.say(request, _SAID[kind].format(found.line.id))
    return redirect("funding:voucher", voucher_id=voucher_id)


_SAID = {
    "post": "第 {} 号凭证已记账。",
    "back": "第 {} 号凭证已退回，制单人会看到理由。",
    "reverse": "冲销第 {} 号凭证的单子已写下，等另一位财政岗复核后才算数。",
}


def _refused(request: HttpRequest, found: VoucherPage, form: DeedForm, kind: str) -> HttpResponse:
    context = voucher_words.voucher_context(found, form, kind)
    return render(request, "funding/voucher.html", context, status=422)


def _done(
    request: HttpRequest, found: VoucherPage, kind: str, said: dict[str, Any]
) -> tuple[tuple[Finding, ...], int]:
    """Do a deed; return what refuses it, and the voucher to show next."""
    actor, today, line = desk.actor_of(request), desk.default_as_of(), found.line
    if kind == "post":
        done = writing.post_voucher(line.id, actor=actor, today=today, key=said["key"])
        return (() if done.entered else done.findings), line.id
    if kind == "back":
        done = writing.refuse_voucher(line.id, said["reason"], actor=actor, key=said["key"])
        return (() if done.entered else done.findings), line.id
    if line.posting_id is None:
        return (BookRefusal.done_meanwhile(),), line.id
    done = writing.reverse(
        line.posting_id,
        paper=said["paper"],
        reason=said["reason"],
        actor=actor,
        today=today,
        key=said["key"],
    )
    return (() if done.entered else done.findings), done.id or line.id
