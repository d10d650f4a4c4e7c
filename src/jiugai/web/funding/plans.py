"""The plan studio (计划比选台): cases, one case with its sliders, one community of a run."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from jiugai.services import divisions
from jiugai.services.actor import Power
from jiugai.services.funding.plan_studio import adopting, cases, results
from jiugai.services.funding.plan_studio.cases import CaseDone, CaseLine
from jiugai.services.funding.plan_studio.results import CommunityLine, NoSuchRun, StudioPage
from jiugai.services.registry.register import NoSuchCommunity, counties
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.funding import plan_words
from jiugai.web.funding.plan_forms import CaseForm, DecisionForm, ForwardForm, SettingForm
from jiugai.web.funding.plan_lists import Narrowed
from jiugai.web.registry.forms import Keyed

_LIST, _CASE = "funding/plans.html", "funding/plan.html"
_MEANWHILE = (cases.SetMeanwhile, cases.AlreadyDone)


def load_cases(request: HttpRequest) -> tuple[CaseLine, ...]:
    """Load the cases that an officer may look at."""
    return cases.cases_of(actor=desk.actor_of(request))


@access("funding.plans", Power.SEE, load=load_cases)
def plans(request: HttpRequest, found: tuple[CaseLine, ...]) -> HttpResponse:
    """List the cases, and offer a new one (计划比选)."""
    return _list(request, found)


def _list(
    request: HttpRequest, found: tuple[CaseLine, ...], form: CaseForm | None = None
) -> HttpResponse:
    actor = desk.actor_of(request)
    year = desk.default_as_of().year + 1
    sets = cases.may_set(actor)
    if sets and form is None:
        form = CaseForm(initial={"year": max(year, cases.EARLIEST), "years": 1})
    context = {"cases": plan_words.cases_table(found), "form": form if sets else None}
    wrong = form is not None and form.is_bound
    return render(request, _LIST, context, status=422 if wrong else 200)


@access("funding.open_plan", Power.MANAGE_PROGRAMME, writes=True)
def open_case(request: HttpRequest) -> HttpResponse:
    """Open a case (新方案)."""
    form, city = CaseForm(request.POST), desk.city_of(request)
    opened: list[str] = []

    def act(said: dict[str, Any]) -> CaseDone:
        done = cases.open_case(
            said["title"],
            year=said["year"],
            years=said["years"],
            city_id=city.id if city else 0,
            actor=desk.actor_of(request),
            key=said["key"],
        )
        opened.append(done.number)
        return done

    told = "方案已建立。填上资金，点“比选”；事实和清单都不会动。"
    if _carried(request, form, act, told):
        return _list(request, load_cases(request), form)
    return redirect("funding:plan", *opened) if opened else redirect("funding:plans")


def load_case(request: HttpRequest, number: str) -> StudioPage:
    """Load a case with the run that is asked for."""
    asked = request.GET.get("run", "") or request.POST.get("run", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 16):
        raise NoSuchRun(asked)
    actor = desk.actor_of(request)
    return results.studio(number, actor=actor, run_id=int(asked) if asked else None)


@access("funding.plan", Power.SEE, load=load_case)
def plan(request: HttpRequest, found: StudioPage) -> HttpResponse:
    """Show a case: what it assumes, what it came to, who is in and who is not (比选台)."""
    return _page(request, found)


def _page(
    request: HttpRequest,
    found: StudioPage,
    *,
    form: SettingForm | None = None,
    forward: ForwardForm | None = None,
    decision: DecisionForm | None = None,
) -> HttpResponse:
    bound = [one for one in (form, forward, decision) if one is not None and one.is_bound]
    problems = [error for one in bound for error in _errors(one)]
    city = desk.city_of(request)
    outlines = divisions.county_outlines(city.code, called=found.counties.values()) if city else ()
    narrowed = Narrowed.read(request.GET)
    context = plan_words.page_context(found, narrowed, outlines) | {
        "form": form or (_setting_form(request, found) if found.may_set else None),
        "forward_form": forward or (_forward(found) if found.may_propose else None),
        "decision_form": decision or (_decision(found) if found.may_decide else None),
        "problems": problems,
        "seen": found.setting.number if found.setting else 0,
    }
    page = f"{_CASE}#result" if request.headers.get("HX-Request") else _CASE
    return render(request, page, context, status=422 if problems else 200)


def _errors(form: Any) -> list[str]:
    return [
        error if name == "__all__" else f"{form.fields[name].label}：{error}"
        for name, errors in form.errors.items()
        for error in errors
    ]


def _setting_form(request: HttpRequest, found: StudioPage, data: Any = None) -> SettingForm:
    at = desk.horizon_of(request)
    by_code = sorted(counties(at).values(), key=lambda one: ("-" in one.code, one.code))
    number = found.setting.number if found.setting else 0
    named = [(one.id, one.name) for one in by_code]
    return SettingForm(data, inputs=found.inputs, number=number, counties=named)


def _forward(found: StudioPage) -> ForwardForm:
    return ForwardForm(initial={"run": found.run.id if found.run else 0})


def _decision(found: StudioPage) -> DecisionForm:
    return DecisionForm(initial={"run": found.run.id if found.run else 0})


@access("funding.compute_plan", Power.MANAGE_PROGRAMME, writes=True, load=load_case)
def compute(request: HttpRequest, found: StudioPage) -> HttpResponse:
    """Keep what was set and compute it in the background (比选)."""
    form = _setting_form(request, found, request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    number = found.case.public_id
    try:
        done = cases.compute(
            number,
            form.said(),
            desk.horizon_of(request),
            actor=desk.actor_of(request),
            at=desk.now(),
            seen=form.cleaned_data["seen"],
        )
    except cases.SetMeanwhile as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, form=form)
    if not done.entered:
        for finding in done.findings:
            form.add_error(None, finding.message)
        return _page(request, found, form=form)
    return _onward(request, number)


def _onward(request: HttpRequest, number: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return _page(request, results.studio(number, actor=desk.actor_of(request)))
    return redirect("funding:plan", number)


@access("funding.pin_plan", Power.MANAGE_PROGRAMME, writes=True, load=load_case)
def pin(request: HttpRequest, found: StudioPage) -> HttpResponse:
    """Pin a community in or out, or neither, and compute anew (指定)."""
    number, actor = found.case.public_id, desk.actor_of(request)
    community, _, way = request.POST.get("pin", "").partition("|")
    try:
        inputs = cases.pinned(number, community, way, actor=actor)
        done = cases.compute(number, inputs, desk.horizon_of(request), actor=actor, at=desk.now())
        told = [one.message for one in done.findings]
    except (NoSuchCommunity, cases.SetMeanwhile) as refusal:
        told = [f"没有指定：{refusal}"]
    for sentence in told:
        desk.say(request, sentence, kind="warn")
    return redirect("funding:plan", number)


@access("funding.stop_plan", Power.MANAGE_PROGRAMME, writes=True, load=load_case)
def stop(request: HttpRequest, found: StudioPage) -> HttpResponse:
    """Stop what is being computed (停止)."""
    cases.stop(found.case.public_id, actor=desk.actor_of(request))
    return redirect("funding:plan", found.case.public_id)


def load_community(
    request: HttpRequest, number: str, public_id: str
) -> tuple[StudioPage, CommunityLine]:
    """Load what a run says of one community."""
    page = load_case(request, number)
    for one in page.lines:
        if one.card.public_id == public_id:
            return page, one
    raise NoSuchCommunity(public_id)


@access("funding.plan_community", Power.SEE, load=load_community)
def community(request: HttpRequest, found: tuple[StudioPage, CommunityLine]) -> HttpResponse:
    """Say of one community why it is in or not, with every 元 (为什么)."""
    return render(request, "funding/plan_community.html", plan_words.community_context(*found))


@access("funding.propose_plan", Power.MANAGE_PROGRAMME, writes=True, load=load_case)
def propose(request: HttpRequest, found: StudioPage) -> HttpResponse:
    """Put a run forward as the plan (拟采纳)."""
    form = ForwardForm(request.POST)

    def act(said: dict[str, Any]) -> CaseDone:
        return adopting.put_forward(
            found.case.public_id,
            said["run"],
            said["words"],
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=said["key"],
        )

    told = "已提出，等负责人决定；有关县区看得到本县区的部分。年度清单没有动。"
    if _carried(request, form, act, told):
        return _page(request, found, forward=form)
    return _back(found)


@access("funding.decide_plan", Power.ISSUE_PAPER, writes=True, load=load_case)
def decide(request: HttpRequest, found: StudioPage) -> HttpResponse:
    """Decide what was put forward, by another hand (采纳)."""
    form = DecisionForm(request.POST)

    def act(said: dict[str, Any]) -> CaseDone:
        return adopting.decide(
            found.case.public_id,
            said["run"],
            is_adopted=said["ruling"] == "yes",
            paper=said["paper"],
            words=said["words"],
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=said["key"],
        )

    told = "决定已记下。年度清单没有动：请凭批复文件在“导入”里导入年度计划。"
    if _carried(request, form, act, told):
        return _page(request, found, decision=form)
    return _back(found)


def _carried(
    request: HttpRequest, form: Keyed, act: Callable[[dict[str, Any]], CaseDone], told: str
) -> bool:
    """Carry out what a form asks; say whether it must be shown again with what is wrong."""
    if not form.is_valid():
        return True
    try:
        done = act(form.cleaned_data)
    except _MEANWHILE as refusal:
        desk.say(request, str(refusal), kind="info")
        return False
    if not done.entered:
        form.refuse(done.findings)
        return True
    desk.say(request, told)
    return False


def _back(found: StudioPage) -> HttpResponse:
    where = reverse("funding:plan", args=[found.case.public_id])
    return redirect(where if found.run is None else f"{where}?run={found.run.id}")
