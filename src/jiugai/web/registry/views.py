"""Screens of the register: the list, a community, its facts (台账、小区)."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.programme.pipeline import Step
from jiugai.services.actor import Power
from jiugai.services.registry import buildings
from jiugai.services.registry.buildings import add_building
from jiugai.services.registry.look_alikes import of_community, open_count
from jiugai.services.reporting import board, community, corrections, exports
from jiugai.services.reporting.community import CommunityPage, NoSuchCommunity
from jiugai.services.reporting.ledger_list import SORTS, Filter, list_page
from jiugai.storage.divisions.queries import DivisionRow
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.registry import community_presenter, list_presenter, look_alike_presenter
from jiugai.web.registry.forms import BuildingForm, CorrectionForm, StepForm

_LIST = "registry/list.html"
_COMMUNITY = "registry/community.html"


def narrowed_by(request: HttpRequest) -> Filter:
    """Read the conditions of a list from its address; what makes no sense narrows nothing."""
    county = request.GET.get("county", "")
    sort = request.GET.get("sort", "county")
    return Filter(
        county_id=int(county) if county.isascii() and county.isdigit() else None,
        cohort=request.GET.get("cohort", "")[:8],
        in_plan=request.GET.get("plan") == "1",
        stage=request.GET.get("stage", "")[:32],
        outcome=request.GET.get("outcome", "")[:16],
        renewal_type=request.GET.get("type", "")[:32],
        name=request.GET.get("q", "")[:64],
        sort=sort if sort in SORTS else "county",
        descending=request.GET.get("down") == "1",
    )


def counties_seen(request: HttpRequest) -> tuple[DivisionRow, ...]:
    """Return the counties that the officer may see."""
    actor = desk.actor_of(request)
    city = board.board(desk.horizon_of(request))
    return tuple(
        county
        for county in city.counties.values()
        if actor.scope.counties is None or county.id in actor.scope.counties
    )


@access("registry.list", Power.SEE)
def community_list(request: HttpRequest) -> HttpResponse:
    """List the communities (台账)."""
    asked = request.GET.get("page", "1")
    narrowed = narrowed_by(request)
    found = list_page(
        desk.horizon_of(request),
        narrowed,
        page=int(asked) if asked.isascii() and asked.isdigit() else 1,
        actor=desk.actor_of(request),
    )
    context = list_presenter.page(found, narrowed, counties_seen(request))
    context["look_alikes"] = open_count(desk.horizon_of(request), actor=desk.actor_of(request))
    template = f"{_LIST}#ledger" if request.headers.get("HX-Request") else _LIST
    return render(request, template, context)


@access("registry.export", Power.SEE)
def export(request: HttpRequest) -> HttpResponse:
    """Download the narrowed list as a workbook (导出)."""
    content = exports.ledger(
        desk.horizon_of(request), narrowed_by(request), actor=desk.actor_of(request)
    )
    return workbook(content, "小区台账.xlsx")


def workbook(content: bytes, name: str) -> HttpResponse:
    """Answer with a workbook to be saved under a Chinese name."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": attachment(name)},
    )


def attachment(name: str) -> str:
    """Return the header under which a browser saves a file with a Chinese name."""
    from urllib.parse import quote

    return f"attachment; filename=\"download\"; filename*=UTF-8''{quote(name)}"


def load_community(request: HttpRequest, public_id: str) -> CommunityPage:
    """Load a community through the officer's scope."""
    if not public_id.isprintable():
        raise NoSuchCommunity(public_id)
    return community.page(public_id, desk.horizon_of(request), actor=desk.actor_of(request))


@access("registry.community", Power.SEE, load=load_community)
def community_page(request: HttpRequest, found: CommunityPage) -> HttpResponse:
    """Show a community's life (小区)."""
    return _community(request, found)


def _community(
    request: HttpRequest,
    found: CommunityPage,
    *,
    step_form: StepForm | None = None,
    building_form: BuildingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = desk.actor_of(request)
    context: dict[str, Any] = community_presenter.page(found) | {
        "may_record": Power.RECORD_FACT in actor.powers,
        "step_form": step_form
        or StepForm(sites=_sites(found), initial={"step": community_presenter.next_step(found)}),
        "building_form": building_form or BuildingForm(),
        "correction_key": uuid.uuid4(),
        "pairs": look_alike_presenter.notices(
            of_community(found.card.public_id, desk.horizon_of(request), actor=actor),
            found.card.public_id,
        ),
    }
    return render(request, _COMMUNITY, context, status=status)


def _sites(found: CommunityPage) -> list[tuple[int, str]]:
    return [
        (site.site.id, f"{'、'.join(map(str, site.years))} 年批次 {site.site.project_name}")
        for site in found.sites
    ]


@access("registry.record_step", Power.RECORD_FACT, writes=True, load=load_community)
def record_step(request: HttpRequest, found: CommunityPage) -> HttpResponse:
    """Record a step of one of the community's sites (记一条事实)."""
    form = StepForm(request.POST, sites=_sites(found))
    if not form.is_valid():
        return _community(request, found, step_form=form, status=422)
    said = form.cleaned_data
    try:
        done = corrections.record_step(
            site_id=said["site"],
            step=Step(said["step"]),
            on=said["on"],
            document=said["document"],
            actor=desk.actor_of(request),
            today=desk.today(),
            key=said["key"],
        )
    except corrections.AlreadyDone as done_before:
        desk.say(request, str(done_before), kind="info")
        return redirect("registry:community", public_id=found.card.public_id)
    return _told(request, found, done, "已记下这条事实。")


def _told(
    request: HttpRequest, found: CommunityPage, done: corrections.Recorded, words: str
) -> HttpResponse:
    for finding in done.findings:
        desk.say(request, finding.message, kind="warn")
    if done.written:
        desk.say(request, words, kind="ok")
    return redirect("registry:community", public_id=found.card.public_id)


def load_fact(
    request: HttpRequest, public_id: str, fact_id: int
) -> tuple[CommunityPage, community.FactLine]:
    """Load a correctable fact of a community through the officer's scope."""
    found = load_community(request, public_id)
    for line in found.facts:
        if line.id == fact_id and line.can_correct:
            return found, line
    raise NoSuchCommunity(public_id)


@access("registry.correct_step", Power.RECORD_FACT, form=True, load=load_fact)
def correct_step(
    request: HttpRequest, loaded: tuple[CommunityPage, community.FactLine]
) -> HttpResponse:
    """Correct or withdraw a step, with a reason (更正、撤销)."""
    found, line = loaded
    form = CorrectionForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = {"page": found, "line": line, "form": form}
        status = 422 if request.method == "POST" else 200
        return render(request, "registry/correct.html", context, status=status)
    said = form.cleaned_data
    common = {
        "site_id": line.site_id or 0,
        "fact_id": line.id,
        "reason": said["reason"],
        "actor": desk.actor_of(request),
        "today": desk.today(),
        "key": said["key"],
    }
    try:
        if said["withdraw"]:
            done = corrections.withdraw_step(**common)
        else:
            done = corrections.correct_step(**common, on=said["on"])
    except (corrections.AlreadyDone, corrections.AlreadyCorrected) as refusal:
        desk.say(request, str(refusal), kind="info")
        return redirect("registry:community", public_id=found.card.public_id)
    words = "已撤销，原记录保留可查。" if said["withdraw"] else "已更正，原记录保留可查。"
    return _told(request, found, done, words)


@access("registry.add_building", Power.RECORD_FACT, writes=True, load=load_community)
def record_building(request: HttpRequest, found: CommunityPage) -> HttpResponse:
    """Register a building with its entrances (登记楼栋)."""
    form = BuildingForm(request.POST)
    if not form.is_valid():
        return _community(request, found, building_form=form, status=422)
    said = form.cleaned_data
    try:
        add_building(
            public_id=found.card.public_id,
            name=said["name"],
            built_year=said["built_year"],
            storeys=said["storeys"],
            households=said["households"],
            entrances=said["entrances"],
            actor=desk.actor_of(request),
            today=desk.today(),
            key=said["key"],
        )
    except (buildings.BuildingExists, buildings.AlreadyDone) as refusal:
        desk.say(request, str(refusal), kind="info")
    else:
        desk.say(request, f"已登记{said['name']}。", kind="ok")
    return redirect("registry:community", public_id=found.card.public_id)
