"""Dossiers by checklist (一区一档): one community's, everybody's, and what a checklist asks for."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.services.accounts import city_called
from jiugai.services.actor import Power
from jiugai.services.scheme import dossiers
from jiugai.services.scheme.dossiers import STANDARDS, Dossier, NoSuchChecklist, NoSuchCommunity
from jiugai.services.supervision import standards
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.registry.views import counties_seen
from jiugai.web.scheme import dossier_words, standards_words
from jiugai.web.scheme.dossier_forms import ChecklistForm, MarkForm, typed


def _city(request: HttpRequest) -> str:
    city = city_called(desk.horizon_of(request))
    return city.code if city else ""


def load_dossier(request: HttpRequest, public_id: str) -> Dossier:
    """Load a community's dossier through the officer's scope."""
    if not public_id.isprintable():
        raise NoSuchCommunity(public_id)
    return dossiers.dossier_of(public_id, desk.horizon_of(request), actor=desk.actor_of(request))


@access("scheme.dossier", Power.SEE, load=load_dossier)
def dossier(request: HttpRequest, found: Dossier) -> HttpResponse:
    """Show a community's dossier, checklist by checklist (一区一档)."""
    return _page(request, found)


def _page(
    request: HttpRequest, found: Dossier, form: MarkForm | None = None, status: int = 200
) -> HttpResponse:
    actor = desk.actor_of(request)
    initial: dict[str, Any] = {"on": desk.default_as_of()}
    judged = standards.standards_of(found.card.public_id, desk.horizon_of(request), actor=actor)
    context = {
        **dossier_words.dossier_context(found),
        "standards": standards_words.standards_context(judged),
        "may_record": Power.RECORD_FACT in actor.powers and desk.horizon_of(request).is_now,
        "form": form or MarkForm(items=dossier_words.item_choices(found), initial=initial),
    }
    return render(request, "scheme/dossier.html", context, status=status)


@access("scheme.mark", Power.RECORD_FACT, writes=True, load=load_dossier)
def mark(request: HttpRequest, found: Dossier) -> HttpResponse:
    """Enter what is said of an item (登记办理情况)."""
    form = MarkForm(request.POST, items=dossier_words.item_choices(found))
    if not form.is_valid():
        return _page(request, found, form, status=422)
    code, said = form.said()
    public_id = found.card.public_id
    try:
        findings = dossiers.mark(
            public_id,
            code,
            said,
            desk.horizon_of(request),
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=form.cleaned_data["key"],
        )
    except dossiers.AlreadyDone as before:
        desk.say(request, str(before), kind="info")
        return redirect("scheme:dossier", public_id=public_id)
    if findings:
        form.refuse(findings)
        return _page(request, found, form, status=422)
    desk.say(request, "已登记这一项，原来的记录保留可查。", kind="ok")
    return redirect("scheme:dossier", public_id=public_id)


@access("scheme.checklists", Power.SEE)
def checklists(request: HttpRequest) -> HttpResponse:
    """List the checklists in use (工作法清单)."""
    return _list(request)


def _list(
    request: HttpRequest, form: ChecklistForm | None = None, status: int = 200
) -> HttpResponse:
    found = dossiers.checklists_of(desk.horizon_of(request), _city(request))
    context = {
        **dossier_words.checklists_context(found),
        "may_define": Power.MANAGE_PROGRAMME in desk.actor_of(request).powers,
        "form": form or ChecklistForm(),
    }
    return render(request, "scheme/checklists.html", context, status=status)


@access("scheme.checklist", Power.SEE)
def checklist(request: HttpRequest, code: str) -> HttpResponse:
    """Show every community by one checklist, the least complete first (完整度)."""
    if not code.isprintable():
        raise Http404
    asked, actor = desk.horizon_of(request), desk.actor_of(request)
    if code == STANDARDS:
        return _standards(request)
    try:
        found, lines = dossiers.dossiers(code, asked, division=_city(request), actor=actor)
    except NoSuchChecklist:
        raise Http404 from None
    counties = {county.id: county.name for county in counties_seen(request)}
    initial = {
        "code": found.code,
        "title": found.title,
        "source": found.source,
        "items": typed(found),
    }
    context = {
        **dossier_words.checklist_context(found, lines, counties),
        "may_define": Power.MANAGE_PROGRAMME in actor.powers and asked.is_now,
        "form": ChecklistForm(initial=initial),
    }
    return render(request, "scheme/checklist.html", context)


def _standards(request: HttpRequest) -> HttpResponse:
    """Show every community by the twenty standards, those that break most first."""
    lines = standards.standards_of_all(desk.horizon_of(request), actor=desk.actor_of(request))
    counties = {county.id: county.name for county in counties_seen(request)}
    return render(request, "scheme/standards.html", standards_words.city_context(lines, counties))


@access("scheme.define_checklist", Power.MANAGE_PROGRAMME, writes=True)
def define(request: HttpRequest) -> HttpResponse:
    """Lay down a checklist, or its next version (定清单)."""
    form = ChecklistForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    said = form.cleaned_data
    code = said["code"] or said["key"].hex[:12]
    try:
        findings = dossiers.define(
            form.checklist(code),
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=said["key"],
        )
    except (dossiers.AlreadyDone, dossiers.EnteredMeanwhile):
        desk.say(request, "这份清单刚才已经定了新版，没有重复写入。", kind="info")
        return redirect("scheme:checklist", code=code)
    if findings:
        form.refuse(findings)
        return _list(request, form, status=422)
    desk.say(request, f"已定《{said['title']}》，{len(said['items'])} 项。", kind="ok")
    return redirect("scheme:checklist", code=code)
