"""What was built of a scheme (验收缺项): entered by another hand, withdrawn, and everybody's gaps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.scheme.accepted import plain
from jiugai.services.actor import Power
from jiugai.services.scheme import accepting
from jiugai.services.scheme.bills import NoSuchCommunity, SchemePage
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.registry.views import counties_seen
from jiugai.web.scheme import accepting_words
from jiugai.web.scheme.forms import AcceptanceForm, WithdrawAcceptedForm
from jiugai.web.scheme.views import load_scheme, scheme_page


@access("scheme.acceptance", Power.SEE)
def gaps(request: HttpRequest) -> HttpResponse:
    """Show every community whose works are complete, those that differ most first (验收缺项)."""
    lines = accepting.acceptance_gaps(desk.horizon_of(request), actor=desk.actor_of(request))
    counties = {county.id: county.name for county in counties_seen(request)}
    context = accepting_words.gaps_context(lines, counties)
    return render(request, "scheme/acceptance.html", context)


@access("scheme.accept_item", Power.RECORD_FACT, writes=True, load=load_scheme)
def accept(request: HttpRequest, found: SchemePage) -> HttpResponse:
    """Enter how much of an item was accepted (登记验收数量)."""
    form = AcceptanceForm(request.POST, items=accepting_words.item_choices(found))
    if not form.is_valid():
        return scheme_page(request, found, accept_form=form, status=422)
    public_id, told = found.card.public_id, form.said()
    try:
        findings = accepting.accept(
            public_id,
            told,
            desk.horizon_of(request),
            actor=desk.actor_of(request),
            key=form.cleaned_data["key"],
        )
    except accepting.AlreadyDone as before:
        desk.say(request, str(before), kind="info")
        return redirect("scheme:scheme", public_id=public_id)
    if findings:
        form.refuse(findings)
        return scheme_page(request, found, accept_form=form, status=422)
    desk.say(request, f"已登记验收：{told.item}，{plain(told.quantity)} {told.unit}。", kind="ok")
    return redirect("scheme:scheme", public_id=public_id)


def load_accepted(request: HttpRequest, public_id: str, row_id: int) -> tuple[SchemePage, int]:
    """Load an acceptance that stands through the officer's scope."""
    found = load_scheme(request, public_id)
    rows = accepting.acceptance_of(found, desk.horizon_of(request)).rows
    if row_id not in {one.id for one in rows}:
        raise NoSuchCommunity(public_id)
    return found, row_id


@access("scheme.withdraw_acceptance", Power.RECORD_FACT, writes=True, load=load_accepted)
def withdraw(request: HttpRequest, loaded: tuple[SchemePage, int]) -> HttpResponse:
    """Withdraw an acceptance, with the reason (撤销验收数量)."""
    found, row_id = loaded
    form, public_id = WithdrawAcceptedForm(request.POST), found.card.public_id
    if not form.is_valid():
        refused = [str(each) for errors in form.errors.values() for each in errors]
        return scheme_page(request, found, status=422, refused=refused)
    said = form.cleaned_data
    try:
        findings = accepting.withdraw_acceptance(
            public_id,
            row_id,
            said["reason"],
            desk.horizon_of(request),
            actor=desk.actor_of(request),
            key=said["key"],
        )
    except (accepting.AlreadyDone, accepting.EnteredMeanwhile, accepting.NoSuchAcceptance):
        desk.say(request, "这条验收数量刚才已经撤销，没有重复写入。", kind="info")
        return redirect("scheme:scheme", public_id=public_id)
    if findings:
        refused = [one.message for one in findings]
        return scheme_page(request, found, status=422, refused=refused)
    desk.say(request, "已撤销，原记录保留可查。", kind="ok")
    return redirect("scheme:scheme", public_id=public_id)
