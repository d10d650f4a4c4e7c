"""The wall of evidence: every site's photos and grade; one community's in full (证据墙)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.calendar import Month
from jiugai.domain.supervision.grades import Grade
from jiugai.services.actor import Power
from jiugai.services.reporting.board import board
from jiugai.services.supervision.evidence import grading, looking
from jiugai.services.supervision.evidence.grading import (
    AlreadyWithdrawn,
    NoSuchTrace,
    TraceDraft,
)
from jiugai.services.supervision.evidence.wall import (
    CommunityWall,
    Narrowed,
    NoSuchCommunity,
    community_wall,
    wall,
)
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.supervision import evidence_words
from jiugai.web.supervision.evidence_forms import TraceForm, WithdrawForm

_PAGE = "supervision/community_evidence.html"


def _narrowed(request: HttpRequest) -> Narrowed:
    """Read what the wall is narrowed to; what makes no sense narrows nothing."""
    county, page = request.GET.get("county", ""), request.GET.get("page", "1")
    grade, claim = request.GET.get("grade", ""), request.GET.get("claim", "")
    try:
        month = Month.parse(request.GET.get("month", ""))
    except ValueError:
        month = None
    return Narrowed(
        county_id=_number(county),
        month=month,
        grade=Grade(grade) if grade in {one.value for one in Grade} else None,
        claim=next((step for step in grading.CLAIMS if str(int(step)) == claim), None),
        page=_number(page) or 1,
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


@access("supervision.evidence", Power.SEE)
def evidence(request: HttpRequest) -> HttpResponse:
    """Show the wall: photos and grades of every site (证据墙)."""
    actor, asked = desk.actor_of(request), desk.horizon_of(request)
    narrowed = _narrowed(request)
    found = wall(asked, narrowed, actor=actor)
    counties = [
        (county.id, county.name)
        for county in board(asked).counties.values()
        if actor.scope.counties is None or county.id in actor.scope.counties
    ]
    tally = grading.county_grades(asked, actor=actor)
    context = evidence_words.page(found, narrowed, counties, tally)
    context["looks"] = len(looking.waiting(asked, actor=actor))
    return render(request, "supervision/evidence.html", context)


def load_community(request: HttpRequest, public_id: str) -> CommunityWall:
    """Load a community's evidence through the officer's scope."""
    if not public_id.isprintable():
        raise NoSuchCommunity(public_id)
    return community_wall(public_id, desk.horizon_of(request), actor=desk.actor_of(request))


@access("supervision.community_evidence", Power.SEE, load=load_community)
def of_community(request: HttpRequest, found: CommunityWall) -> HttpResponse:
    """Show one community's evidence: grades with their traces, photos over time (小区证据)."""
    return _community(request, found)


@access("supervision.community_grades", Power.SEE, load=load_community)
def grades(request: HttpRequest, found: CommunityWall) -> HttpResponse:
    """Show one community's grades, to stand on its page (证据等级)."""
    if not request.headers.get("HX-Request"):
        return redirect("supervision:community-evidence", public_id=found.public_id)
    return render(request, f"{_PAGE}#grades", evidence_words.community(found))


def _community(
    request: HttpRequest,
    found: CommunityWall,
    form: TraceForm | None = None,
    withdrawing: WithdrawForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    may_record = Power.RECORD_FACT in desk.actor_of(request).powers
    context = evidence_words.community(found) | {
        "may_record": may_record and bool(evidence_words.claims_open(found)),
        "form": form or TraceForm(sites=evidence_words.sites_to_choose(found)),
        "withdraw_form": withdrawing or WithdrawForm(),
        "withdrawing": withdrawing,
    }
    return render(request, _PAGE, context, status=status)


@access("supervision.record_trace", Power.RECORD_FACT, writes=True, load=load_community)
def record(request: HttpRequest, found: CommunityWall) -> HttpResponse:
    """Enter a trace or a complaint (登记痕迹)."""
    form = TraceForm(request.POST, sites=evidence_words.sites_to_choose(found))
    if not form.is_valid():
        return _community(request, found, form, status=422)
    said = form.cleaned_data
    key: UUID = said["key"]
    findings = grading.record_trace(
        TraceDraft(said["site"], said["claim"], said["kind"], said["on"], said["said"]),
        actor=desk.actor_of(request),
        today=desk.default_as_of(),
        key=key,
    )
    if findings:
        form.refuse(findings)
        return _community(request, found, form, status=422)
    desk.say(request, "已登记，证据等级随即重算；写错了只能撤销，不能改。")
    return redirect("supervision:community-evidence", public_id=found.public_id)


@access("supervision.withdraw_trace", Power.RECORD_FACT, writes=True, load=load_community)
def withdraw(request: HttpRequest, found: CommunityWall) -> HttpResponse:
    """Withdraw a trace, or end a complaint (撤销、了结)."""
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _community(request, found, withdrawing=form, status=422)
    try:
        findings = grading.withdraw_trace(
            form.cleaned_data["trace"],
            reason=form.cleaned_data["reason"],
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=form.cleaned_data["key"],
        )
    except (AlreadyWithdrawn, NoSuchTrace) as refusal:
        gone = isinstance(refusal, NoSuchTrace)
        sentence = "这一条已经不在了，没有改动任何数据。" if gone else str(refusal)
        desk.say(request, sentence, kind="info")
        return redirect("supervision:community-evidence", public_id=found.public_id)
    if findings:
        form.refuse(findings)
        return _community(request, found, withdrawing=form, status=422)
    desk.say(request, "已撤销，证据等级随即重算；原来那一条仍在留痕里。")
    return redirect("supervision:community-evidence", public_id=found.public_id)
