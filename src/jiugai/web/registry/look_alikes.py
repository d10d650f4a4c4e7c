"""Screens on which records that look alike are told apart or found to be one (重名核对)."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from jiugai.services.actor import Power
from jiugai.services.registry import pairing
from jiugai.services.registry.look_alikes import (
    STATES,
    Filter,
    LookAlike,
    NoSuchPair,
    look_alike,
    look_alikes,
)
from jiugai.services.reporting.pair_stakes import stakes
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.registry import look_alike_presenter as presenter
from jiugai.web.registry.look_alike_forms import SAME, DecisionForm
from jiugai.web.registry.views import counties_seen

_OF_THE_PAST = "这里看的是别的时点，只能看；要定，请先在页首“回到最新”。没有改动任何数据。"
_LIST = "registry/look_alikes.html"
_PAIR = "registry/look_alike.html"


def narrowed_by(asked: QueryDict) -> Filter:
    """Read the conditions of the list from its address; what makes no sense narrows nothing."""
    county, state, reach = (asked.get(name, "") for name in ("county", "state", "reach"))
    return Filter(
        state=state if state in STATES else STATES[0],
        county_id=int(county[:18]) if county.isascii() and county.isdigit() else None,
        reach=reach if reach in {"within", "across"} else "",
        name=asked.get("q", "")[:64],
    )


@access("registry.look_alikes", Power.SEE)
def list_pairs(request: HttpRequest) -> HttpResponse:
    """List the records that look alike, those to be decided first (重名核对)."""
    asked, actor = request.GET.get("page", "1"), desk.actor_of(request)
    narrowed, horizon = narrowed_by(request.GET), desk.horizon_of(request)
    found = look_alikes(
        horizon,
        narrowed,
        page=int(asked[:9]) if asked.isascii() and asked.isdigit() else 1,
        actor=actor,
    )
    context = presenter.page(found, narrowed, counties_seen(request))
    for card in context["pairs"]:
        card["key"] = uuid.uuid4()
        card["refusal"] = _refusal(request, card["found"])
    context["back"] = presenter.parameters(narrowed)
    context["crumbs"] = [{"label": "台账", "url": reverse("registry:list")}]
    template = f"{_LIST}#pairs" if request.headers.get("HX-Request") else _LIST
    return render(request, template, context)


def _refusal(request: HttpRequest, found: LookAlike) -> str:
    """Return why nothing can be decided here and now; empty if it can."""
    if not desk.horizon_of(request).stands_now:
        return _OF_THE_PAST
    return pairing.may_decide(found, actor=desk.actor_of(request))


def load_pair(request: HttpRequest, first: str, second: str) -> LookAlike:
    """Load a pair that touches the officer's scope."""
    if not (first + second).isprintable():
        raise NoSuchPair(first)
    return look_alike(first, second, desk.horizon_of(request), actor=desk.actor_of(request))


@access("registry.look_alike", Power.SEE, load=load_pair)
def pair_page(request: HttpRequest, found: LookAlike) -> HttpResponse:
    """Show two records side by side, what would follow, and what was decided (一对)."""
    return _pair(request, found, DecisionForm(found=found))


def _pair(
    request: HttpRequest, found: LookAlike, form: DecisionForm, *, status: int = 200
) -> HttpResponse:
    refusal = _refusal(request, found)
    context: dict[str, Any] = {
        "pair": presenter.card(found, is_whole_card=True),
        "crumbs": [
            {"label": "台账", "url": reverse("registry:list")},
            {"label": "重名核对", "url": reverse("registry:look-alikes")},
        ],
        "form": form,
        "refusal": refusal,
        "back": request.POST.get("back", ""),
    }
    if not refusal:
        found_stakes = stakes(found, desk.horizon_of(request), actor=desk.actor_of(request))
        context["consequences"] = presenter.consequences(found, found_stakes)
    return render(request, _PAIR, context, status=status)


@access("registry.decide_pair", Power.MATCH_RECORDS, writes=True, load=load_pair)
def decide_pair(request: HttpRequest, found: LookAlike) -> HttpResponse:
    """Record that two records are one community, or two (核定)."""
    form = DecisionForm(request.POST, found=found)
    if not desk.horizon_of(request).stands_now:
        form.add_error(None, _OF_THE_PAST)
    if not form.is_valid():
        return _pair(request, found, form, status=422)
    said = form.cleaned_data
    first, second = (side.card.public_id for side in found.sides)
    try:
        done = pairing.decide(
            first=first,
            second=second,
            kept=said["kept"] if form.verdict == SAME else None,
            basis=said["basis"],
            seen=said["seen"],
            on_day=desk.horizon_of(request).as_of,
            actor=desk.actor_of(request),
            key=said["key"],
        )
    except pairing.AlreadyDone as done_before:
        desk.say(request, str(done_before), kind="info")
        return _back(request)
    if not done.written:
        anew = request.POST.copy()
        anew["seen"] = found.seen  # what is shown now, to be looked at again
        form = DecisionForm(anew, found=found)
        form.add_error(None, done.findings[0].message)
        return _pair(request, found, form, status=422)
    word = presenter.STATE_WORDS["same" if form.verdict == SAME else "apart"]
    desk.say(request, f"已记下：{presenter.card(found)['title']}，{word}。结论留痕，可再更正。")
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """Return to the list from which the officer came, narrowed as it was."""
    narrowed = narrowed_by(QueryDict(request.POST.get("back", "").removeprefix("?")))
    return redirect(f"{reverse('registry:look-alikes')}{presenter.parameters(narrowed)}")
