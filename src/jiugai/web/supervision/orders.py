"""The orders of the office: board, list, one order, laying one (督办)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.orders.deeds import DeedKind, OrderState
from jiugai.domain.supervision.orders.waits import Wait
from jiugai.services.actor import Power
from jiugai.services.bulletins import order_papers
from jiugai.services.supervision import documents_owed, duty_matrix
from jiugai.services.supervision.leads import visiting
from jiugai.services.supervision.orders import desk as order_desk
from jiugai.services.supervision.orders import doing
from jiugai.services.supervision.orders.desk import OrderPage
from jiugai.services.supervision.orders.doing import OrderDraft, Said
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.supervision import duty_words, order_words, owed_words, paper_words
from jiugai.web.supervision.order_forms import DeedForm, OrderForm

_STATES = {state.value: state for state in OrderState}


@access("supervision.orders", Power.SEE)
def board(request: HttpRequest) -> HttpResponse:
    """Show the orders in the lanes of their chain, or as a list (督办)."""
    actor = desk.actor_of(request)
    asked = request.GET
    view = "list" if asked.get("view") == "list" else ""
    state = _STATES.get(asked.get("state", ""))
    mine, late = "mine" in asked, "late" in asked
    found = order_desk.orders(
        actor=actor,
        today=desk.default_as_of(),
        state=state,
        late=late,
        mine=mine,
        words=asked.get("q", "").strip()[:64],
    )
    context: dict[str, Any] = {
        "found": found,
        "sentence": order_words.sentence(found),
        "views": order_words.tabs(found, view, mine=mine, late=late),
        "as_list": bool(view),
        "state": state,
        "may_issue": Power.ISSUE_ORDER in actor.powers,
        "lanes_url": order_words.list_url(mine=mine and 1, late=late and 1),
        "list_url": order_words.list_url(view="list", mine=mine and 1, late=late and 1),
    }
    if view:
        context["table"] = order_words.table(found.cards)
    else:
        context["lanes"] = order_words.lanes(found.cards)
    return render(request, "supervision/orders.html", context)


@access("supervision.open_order", Power.ISSUE_ORDER, form=True)
def new(request: HttpRequest) -> HttpResponse:
    """Lay an order on a body (立项)."""
    actor, today = desk.actor_of(request), desk.default_as_of()
    owners = doing.owners(actor=actor, today=today)
    form = OrderForm(request.POST or None, owners=owners, initial=_asked_for(request))
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "supervision/order_new.html", {"form": form}, status=status)
    said = form.cleaned_data
    opened = doing.open_order(_draft(said), actor=actor, today=today, key=said["key"])
    if opened.findings:
        context = {"form": form, "findings": opened.findings}
        return render(request, "supervision/order_new.html", context, status=422)
    desk.say(request, "已立项，还没有交办；核对后点“交办”，责任单位才看得到期限。")
    return redirect("supervision:order", public_id=opened.public_id)


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    """Return what the form is filled in with, where a document or a visit leads to an order."""
    key, visit = request.GET.get("owed", ""), request.GET.get("visit", "")
    if visit:
        return _asked_for_at(request, visit)
    if not key:
        return {}
    actor, today = desk.actor_of(request), desk.default_as_of()
    try:
        return owed_words.order_draft(documents_owed.document(key, actor=actor, today=today))
    except documents_owed.NoSuchDocument:
        return {}


def _asked_for_at(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """Return what the form is filled in with, for what a leader asked for at a visit."""
    actor, today = desk.actor_of(request), desk.default_as_of()
    try:
        row = visiting.visit(public_id, actor=actor, today=today)
    except visiting.NoSuchVisit:
        return {}
    told = visiting.order_of(row, actor=actor, today=today)
    return {
        "demand": told.demand,
        "owner": told.owner_id,
        "owner_name": told.owner_name,
        "source": told.source,
        "sentence": told.sentence,
        "strength": "must",
    }


def _draft(said: dict[str, Any]) -> OrderDraft:
    step = said["wait_step"]
    wait = None if not step else Wait(Step(step), said["wait_year"], None, said["wait_least"])
    return OrderDraft(
        demand=said["demand"],
        owner_id=said["owner"],
        owner_name=said["owner_name"],
        partners=said["partners"],
        deadline=said["deadline"],
        due_on=said["due_on"],
        strength=said["strength"],
        sentence=said["sentence"],
        source=said["source"],
        wait=wait,
    )


def load_order(request: HttpRequest, public_id: str) -> OrderPage:
    """Load an order in the officer's sight."""
    if not public_id.isprintable():
        raise order_desk.NoSuchOrder(public_id)
    return order_desk.page(public_id, actor=desk.actor_of(request), today=desk.default_as_of())


@access("supervision.order", Power.SEE, load=load_order)
def order(request: HttpRequest, found: OrderPage) -> HttpResponse:
    """Show one order with all that was done to it (督办事项)."""
    context = _context(request, found, order_words.deed_forms(found))
    return render(request, "supervision/order.html", context)


def _context(request: HttpRequest, found: OrderPage, forms: list[dict[str, Any]]) -> dict[str, Any]:
    today = desk.default_as_of()
    papers = order_papers.papers(found, actor=desk.actor_of(request), today=today)
    duty = duty_matrix.duty_named(found.card.row.owner_name, today=today)
    return order_words.page_context(found, forms) | {
        "papers": paper_words.card(papers),
        "duty_url": duty_words.url(duty) if duty else "",
    }


@access("supervision.do_order", Power.SEE, writes=True, load=load_order)
def do(request: HttpRequest, found: OrderPage) -> HttpResponse:
    """Do one deed upon an order (办理)."""
    public_id = found.card.row.public_id
    kind = next((k for k in DeedKind if k.value == request.POST.get("kind")), None)
    form = DeedForm(request.POST, for_kind=kind, on_behalf=found.card.row.owner_id is None)
    if kind is None or not form.is_valid():
        return _again(request, found, form, kind)
    said = form.cleaned_data
    try:
        done = doing.do(
            public_id,
            kind,
            Said(words=said["words"], paper=said["paper"], due_on=said.get("due_on")),
            seen=said["seen"],
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=said["key"],
        )
    except (doing.ActedMeanwhile, doing.AlreadyDone) as refusal:
        desk.say(request, str(refusal), kind="info")
        return redirect("supervision:order", public_id=public_id)
    if not done.entered:
        form.refuse(done.findings)
        return _again(request, found, form, kind)
    desk.say(request, f"已{kind.word}，办理记录已写入。")
    return redirect("supervision:order", public_id=public_id)


def _again(
    request: HttpRequest, found: OrderPage, form: DeedForm, kind: DeedKind | None
) -> HttpResponse:
    context = _context(request, found, order_words.deed_forms(found, form, kind))
    if kind is None:
        context["problems"] = ["没有说明要办什么，没有写入任何数据。请从页面上的按钮办理。"]
    else:
        context["problems"] = form.non_field_errors()
    return render(request, "supervision/order.html", context, status=422)
