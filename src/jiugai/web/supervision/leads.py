"""Leaders who answer by name: the table, a leader's page, naming one, what is done (领导包抓)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.findings import Finding
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.leads import LeaderLevel, NewCharge, Term
from jiugai.services.actor import Power
from jiugai.services.supervision.leads import assigning, page, roster, visiting, workbook
from jiugai.services.supervision.leads.page import LeaderPage
from jiugai.services.supervision.leads.roster import ChargeLine, LeaderLine
from jiugai.services.supervision.leads.visiting import VisitDraft
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.registry import views
from jiugai.web.supervision import lead_words, leader_words
from jiugai.web.supervision.lead_forms import DEEDS, AssignForm, LeadForm

FACTS = {"started": Step.START, "completed": Step.COMPLETION}
_EVERY = "all"
Answer = tuple[LeaderLine, ChargeLine]


def _asked(request: HttpRequest) -> dict[str, Any]:
    """Return of which cohort things are asked for: one, all, or the running one."""
    year = request.GET.get("year", "")
    known = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None
    return {"year": known, "every": year == _EVERY}


def _roster(request: HttpRequest) -> roster.Roster:
    actor, today = desk.actor_of(request), desk.default_as_of()
    return roster.roster(actor=actor, today=today, **_asked(request))


@access("supervision.leads", Power.SEE)
def leads(request: HttpRequest) -> HttpResponse:
    """Show who answers for what, and what nobody answers for (包抓)."""
    may = Power.ASSIGN_LEADER in desk.actor_of(request).powers
    context = lead_words.table_context(_roster(request), may_assign=may)
    return render(request, "supervision/leads.html", context)


@access("supervision.export_leads", Power.SEE)
def export(request: HttpRequest) -> HttpResponse:
    """Download the list of leaders as a workbook (包抓责任清单)."""
    found = _roster(request)
    return views.workbook(workbook.leads_workbook(found), f"包抓责任清单{found.today}.xlsx")


def load_answers(request: HttpRequest, public_id: str) -> tuple[Answer, ...]:
    """Load who answers for a community in the officer's sight."""
    actor, today = desk.actor_of(request), desk.default_as_of()
    return roster.answering(public_id, actor=actor, today=today)


@access("supervision.leads_of_community", Power.SEE, load=load_answers)
def of_community(request: HttpRequest, found: tuple[Answer, ...]) -> HttpResponse:
    """Show who answers for a community, to stand on its page (谁包抓)."""
    if not request.headers.get("HX-Request"):
        return redirect("supervision:leads")
    answers = lead_words.answers(found)
    return render(request, "supervision/lead_answers.html", {"answers": answers})


@access("supervision.assign_leader", Power.ASSIGN_LEADER, form=True)
def new(request: HttpRequest) -> HttpResponse:
    """Name a leader for a county, a project or a community (指定包抓领导)."""
    actor, today = desk.actor_of(request), desk.default_as_of()
    wanted = request.GET.get("for", "")[:32]
    things = assigning.things_to_choose(
        actor=actor, today=today, also=request.POST.get("thing", wanted)[:32]
    )
    form = AssignForm(
        request.POST or None,
        things=lead_words.things(things),
        posts=lead_words.posts(assigning.posts_to_choose(actor=actor, today=today)),
        initial={"thing": wanted, "since": today, "level": lead_words.level_of(actor)},
    )
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "supervision/lead_new.html", {"form": form}, status=status)
    said = form.cleaned_data
    findings = assigning.assign(
        said["thing"],
        _charge(said, LeaderLevel(said["level"])),
        post_id=said["post"],
        actor=actor,
        today=today,
        request=said["key"],
    )
    if findings:
        form.refuse(findings)
        return render(request, "supervision/lead_new.html", {"form": form}, status=422)
    desk.say(request, f"已指定{said['name'].strip()}包抓，从{said['since']:%Y-%m-%d}起。")
    return redirect("supervision:leads")


def _charge(said: dict[str, Any], level: LeaderLevel) -> NewCharge:
    term = Term(said["since"], said["until"])
    return NewCharge(said["name"], said["office"], level, term, said["ground"], said["number"])


def load_leader(request: HttpRequest, public_id: str) -> LeaderPage:
    """Load a leader within the officer's sight."""
    actor, today = desk.actor_of(request), desk.default_as_of()
    return page.leader(public_id, actor=actor, today=today, **_asked(request))


@access("supervision.leader", Power.SEE, load=load_leader)
def leader(request: HttpRequest, found: LeaderPage) -> HttpResponse:
    """Show a leader with each thing he answers for (包抓领导)."""
    return _page(request, found)


def _page(
    request: HttpRequest,
    found: LeaderPage,
    refused: LeadForm | None = None,
    kind: str = "",
    status: int = 200,
) -> HttpResponse:
    wanted = request.GET.get("correct", "")
    forms = leader_words.deed_forms(found, _posts(request), wanted, refused, kind)
    context = leader_words.page_context(found, forms)
    context["problems"] = refused.non_field_errors() if refused is not None else ()
    return render(request, "supervision/leader.html", context, status=status)


def _posts(request: HttpRequest) -> list[tuple[object, str]]:
    actor, today = desk.actor_of(request), desk.default_as_of()
    if Power.ASSIGN_LEADER not in actor.powers:
        return []
    return lead_words.posts(assigning.posts_to_choose(actor=actor, today=today))


def load_facts(request: HttpRequest, public_id: str, what: str) -> tuple[LeaderPage, str]:
    """Load a leader and one of his figures.

    :raises LookupError: if there is no such figure.
    """
    if what not in FACTS:
        raise page.NoSuchLeader(what)
    return load_leader(request, public_id), what


@access("supervision.leader_facts", Power.SEE, load=load_facts)
def facts(request: HttpRequest, loaded: tuple[LeaderPage, str]) -> HttpResponse:
    """Show the facts that a leader's figure is counted from (数字溯源)."""
    found, what = loaded
    rows = page.facts(found, FACTS[what], actor=desk.actor_of(request))
    context = leader_words.facts_context(found, FACTS[what], rows)
    return render(request, "supervision/leader_facts.html", context)


@access("supervision.do_lead", Power.SEE, writes=True, load=load_leader)
def do(request: HttpRequest, found: LeaderPage) -> HttpResponse:
    """Write down or correct a visit, end or hand over a charge (办理)."""
    kind = next((one for one in DEEDS if one == request.POST.get("kind")), "")
    form = leader_words.form_for(kind or "visit", found, _posts(request), request.POST)
    if not kind or not form.is_valid():
        form.add_error(None, "有没填好的地方，没有写入任何数据，请看下面的提示。")
        return _page(request, found, form, kind, status=422)
    public_id = found.leader.public_id
    try:
        findings = _done(request, found, kind, form.cleaned_data)
    except (assigning.LedMeanwhile, assigning.AlreadyDone) as refusal:
        desk.say(request, str(refusal), kind="info")
        return redirect("supervision:leader", public_id=public_id)
    if findings:
        form.refuse(findings)
        return _page(request, found, form, kind, status=422)
    desk.say(request, f"已{DEEDS[kind]}，登记在册。")
    return redirect("supervision:leader", public_id=public_id)


def _done(
    request: HttpRequest, found: LeaderPage, kind: str, said: dict[str, Any]
) -> tuple[Finding, ...]:
    by: dict[str, Any] = {
        "actor": desk.actor_of(request),
        "today": desk.default_as_of(),
        "request": said["key"],
    }
    if kind == "end":
        return assigning.end(said["charge"], last_day=said["last_day"], reason=said["reason"], **by)
    if kind == "hand":
        new = _charge(said, LeaderLevel(found.leader.level))
        return assigning.hand_over(
            said["charge"], new, reason=said["reason"], post_id=said["post"], **by
        )
    draft = VisitDraft(said["community"], said["on"], said["found"], said["asked"])
    if kind == "correct":
        seen = next((one for one in found.visits if one.row.id == said["seen"]), None)
        if seen is None:
            raise assigning.LedMeanwhile
        return visiting.correct(
            seen.row.public_id, draft, seen=said["seen"], reason=said["reason"], **by
        )
    return visiting.record(found.leader.public_id, draft, **by)
