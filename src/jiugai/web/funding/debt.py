"""The debt red line on screen (举债红线): what is refused, the list, what each county promised."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.findings import Finding
from jiugai.services.actor import Power
from jiugai.services.funding import debt
from jiugai.services.funding.book.names import Names
from jiugai.services.funding.debt import AlreadyDone, KeyReused
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.funding import debt_words
from jiugai.web.funding.batches import number_in
from jiugai.web.funding.debt_forms import DeclareForm, ListingForm, SignForm
from jiugai.web.registry.forms import Keyed

_TWICE = "这一步刚才已经办过了，没有再办一次。"


@access("funding.debt", Power.SEE)
def red_line(request: HttpRequest) -> HttpResponse:
    """Show the red line, the list of platform companies, and the counties' promises (举债红线)."""
    return _page(request)


def _page(
    request: HttpRequest,
    refused: Keyed | None = None,
    problems: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    actor, asked = desk.actor_of(request), desk.horizon_of(request)
    found = debt.debt_page(asked, number_in(request, "year"), actor=actor)
    context = debt_words.page_context(
        found, may_sign=Power.SIGN_DECLARATION in actor.powers and asked.is_now
    )
    context["problems"] = problems
    context["forms"] = []
    if Power.KEEP_BOOK in actor.powers and asked.is_now:
        for word, action, form in (
            ("列入或移出平台公司", "funding:list-platform", _listing_form(request)),
            ("起草承诺", "funding:declare", _declare_form(request)),
        ):
            same = type(refused) is type(form)
            shown = refused if same else form
            context["forms"].append({"word": word, "action": action, "form": shown, "open": same})
    return render(request, "funding/debt.html", context, status=status)


def _counties(request: HttpRequest) -> list[tuple[object, str]]:
    scope = desk.actor_of(request).scope
    return list(Names(desk.default_as_of()).counties_of(scope).items())


def _listing_form(request: HttpRequest, typed: Any = None) -> ListingForm:
    initial = {"on": desk.default_as_of()}
    return ListingForm(typed, counties=_counties(request), initial=initial)


def _declare_form(request: HttpRequest, typed: Any = None) -> DeclareForm:
    initial = {"year": desk.default_as_of().year}
    return DeclareForm(typed, counties=_counties(request), initial=initial)


def _answered(
    request: HttpRequest, form: Keyed, findings: tuple[Finding, ...], said: str
) -> HttpResponse:
    if findings:
        return _page(request, form, tuple(one.message for one in findings), 422)
    desk.say(request, said)
    return redirect("funding:debt")


@access("funding.list_platform", Power.KEEP_BOOK, writes=True)
def list_company(request: HttpRequest) -> HttpResponse:
    """Enter a company on a county's list, or that it left (列入、移出)."""
    form = _listing_form(request, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    actor, today = desk.actor_of(request), desk.default_as_of()
    try:
        findings = debt.list_company(
            form.listing(), actor=actor, today=today, key=form.cleaned_data["key"]
        )
    except (AlreadyDone, KeyReused):
        desk.say(request, _TWICE, kind="info")
        return redirect("funding:debt")
    return _answered(request, form, findings, "名录已更新，原来的记录保留可查。")


@access("funding.declare", Power.KEEP_BOOK, writes=True)
def declare(request: HttpRequest) -> HttpResponse:
    """Draw up a county's promise from what is on file (起草承诺)."""
    form = _declare_form(request, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    said = form.cleaned_data
    try:
        findings = debt.declare(
            said["county"],
            said["year"],
            said["paper"],
            desk.horizon_of(request),
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=said["key"],
        )
    except (AlreadyDone, KeyReused):
        desk.say(request, _TWICE, kind="info")
        return redirect("funding:debt")
    return _answered(request, form, findings, "承诺已按账上的事实起草，等县区审核岗签署。")


@access("funding.sign_declaration", Power.SIGN_DECLARATION, writes=True)
def sign(request: HttpRequest) -> HttpResponse:
    """Sign another's declaration for the county (签署)."""
    form = SignForm(request.POST)
    if not form.is_valid():
        return _page(request, None, ("没有读懂要签哪一份，没有写入任何数据。请刷新后重试。",), 422)
    said = form.cleaned_data
    try:
        findings = debt.sign(
            said["seen"],
            said["year"],
            desk.horizon_of(request),
            actor=desk.actor_of(request),
            key=said["key"],
        )
    except (AlreadyDone, KeyReused):
        desk.say(request, _TWICE, kind="info")
        return redirect("funding:debt")
    return _answered(request, form, findings, "承诺已签署。")
