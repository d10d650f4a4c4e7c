"""What the book rests on, and its months, on screen (专款与合同、结账)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.calendar import Month
from jiugai.domain.funding.sources import Source
from jiugai.services.accounts import AlreadyDone, KeyReused
from jiugai.services.actor import Power
from jiugai.services.funding.book import closing, opening
from jiugai.services.funding.book import desk as book_desk
from jiugai.services.funding.book.names import Names
from jiugai.services.funding.book.opening import NewContract
from jiugai.services.funding.book.refusals import BookRefusal
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.funding import voucher_words
from jiugai.web.funding.voucher_forms import CloseForm, ContractForm, EarmarkForm
from jiugai.web.registry.forms import Keyed


@access("funding.contracts", Power.SEE)
def contracts(request: HttpRequest) -> HttpResponse:
    """Show the earmarks and contracts on file (专款与合同)."""
    return _contracts(request)


def _contracts(
    request: HttpRequest, refused: Keyed | None = None, status: int = 200
) -> HttpResponse:
    actor, names = desk.actor_of(request), Names(desk.default_as_of())
    forms: list[dict[str, Any]] = []
    if Power.KEEP_BOOK in actor.powers:
        for word, action, form in (
            ("登记专款", "funding:earmark-new", _earmark_form()),
            ("登记合同", "funding:contract-new", _contract_form(request, names)),
        ):
            same = type(refused) is type(form)
            forms.append(
                {"word": word, "action": action, "form": refused if same else form, "open": same}
            )
    context = voucher_words.contracts_context(names, forms)
    return render(request, "funding/contracts.html", context, status=status)


def _earmark_form(typed: Any = None) -> EarmarkForm:
    return EarmarkForm(typed, sources=voucher_words.sources())


def _contract_form(request: HttpRequest, names: Names, typed: Any = None) -> ContractForm:
    scope = desk.actor_of(request).scope
    return ContractForm(
        typed,
        projects=voucher_words.projects(names, scope),
        initial={"on": desk.default_as_of()},
    )


@access("funding.open_earmark", Power.KEEP_BOOK, writes=True)
def earmark_new(request: HttpRequest) -> HttpResponse:
    """Enter the paper that grants money (登记专款)."""
    form = _earmark_form(request.POST)
    if not form.is_valid():
        return _contracts(request, form, 422)
    said = form.cleaned_data
    actor, today = desk.actor_of(request), desk.default_as_of()
    source, paper = Source(said["source"]), said["paper"].strip()
    try:
        opening.earmark_for(source, paper, said["year"], actor=actor, today=today)
    except opening.CrossesRedLine as crossed:
        form.refuse(crossed.findings)
        return _contracts(request, form, 422)
    desk.say(request, f"专款 {paper} 已登记在册。")
    return redirect("funding:contracts")


@access("funding.open_contract", Power.KEEP_BOOK, writes=True)
def contract_new(request: HttpRequest) -> HttpResponse:
    """Enter a contract of a project (登记合同)."""
    names = Names(desk.default_as_of())
    form = _contract_form(request, names, request.POST)
    if not form.is_valid():
        return _contracts(request, form, 422)
    said = form.cleaned_data
    told = NewContract(said["project"], said["number"], said["payee"], said["fen"], said["on"])
    try:
        done = opening.open_contract(
            told, actor=desk.actor_of(request), today=desk.default_as_of(), key=said["key"]
        )
    except AlreadyDone:
        desk.say(request, "这份合同刚才已经登记了，没有再登记一次。", kind="info")
        return redirect("funding:contracts")
    except KeyReused:
        form.refuse([BookRefusal.form_reused()])
        return _contracts(request, form, 422)
    if done.id is None:
        form.refuse(done.findings)
        return _contracts(request, form, 422)
    desk.say(request, f"合同 {said['number']} 已登记，可以占用和支付了。")
    return redirect("funding:contracts")


@access("funding.months", Power.SEE)
def months(request: HttpRequest) -> HttpResponse:
    """Show the closed months of the book (结账)."""
    return _months(request)


def _months(
    request: HttpRequest, refused: CloseForm | None = None, status: int = 200
) -> HttpResponse:
    found = book_desk.months(actor=desk.actor_of(request), today=desk.default_as_of())
    form = refused or _close_form(found)
    context = voucher_words.months_context(found) | {"form": form}
    return render(request, "funding/months.html", context, status=status)


def _close_form(found: book_desk.Months, typed: Any = None) -> CloseForm:
    return CloseForm(typed, months=[(str(one), one.in_prose) for one in found.open])


@access("funding.close_period", Power.CHECK_BOOK, writes=True)
def close(request: HttpRequest) -> HttpResponse:
    """Close a month's book, and every month before it, for good (结账)."""
    actor, today = desk.actor_of(request), desk.default_as_of()
    form = _close_form(book_desk.months(actor=actor, today=today), request.POST)
    if not form.is_valid():
        return _months(request, form, 422)
    month = Month.parse(form.cleaned_data["month"])
    try:
        done = closing.close_period(month, actor=actor, today=today, key=form.cleaned_data["key"])
    except AlreadyDone:
        desk.say(request, "刚才已经结过账了。", kind="info")
        return redirect("funding:months")
    if not done.entered:
        form.refuse(done.findings)
        return _months(request, form, 422)
    desk.say(request, f"{month.in_prose}的账结了，不再打开。")
    return redirect("funding:months")
