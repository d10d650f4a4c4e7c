"""To which firm a community's sites are given; given and taken back (施工单位)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.services.actor import Power
from jiugai.services.supervision.evidence import firms
from jiugai.services.supervision.evidence.firms import (
    AssignmentDraft,
    EndedMeanwhile,
    NoSuchSite,
)
from jiugai.services.supervision.evidence.wall import CommunityWall
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.supervision import evidence_words
from jiugai.web.supervision.evidence import load_community
from jiugai.web.supervision.firm_forms import EndForm, GiveForm


@access("supervision.firms", Power.SEE, load=load_community)
def of_community(request: HttpRequest, found: CommunityWall) -> HttpResponse:
    """Show to which firms a community's sites are given (施工单位)."""
    return _page(request, found)


def _choices(found: CommunityWall) -> dict[str, list[tuple[int, str]]]:
    known = firms.firms(on=desk.default_as_of())
    return {
        "sites": evidence_words.sites_to_choose(found),
        "firms": [(firm.id, firm.name) for firm in known],
    }


def _page(
    request: HttpRequest,
    found: CommunityWall,
    form: GiveForm | None = None,
    ending: EndForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    choices, actor = _choices(found), desk.actor_of(request)
    sites = dict(choices["sites"])
    rows = firms.assignments(list(sites), desk.horizon_of(request), actor=actor)
    context = {
        "page": found,
        "rows": [{"row": row, "project": sites[row.site_id]} for row in rows],
        "may_give": firms.may_give(actor.powers, actor.scope),
        "has_firms": bool(choices["firms"]),
        "form": form or GiveForm(**choices),
        "end_form": ending or EndForm(),
        "problems": [
            *(form.non_field_errors() if form else ()),
            *(
                problem
                for errors in (ending.errors.values() if ending else ())
                for problem in errors
            ),
        ],
    }
    return render(request, "supervision/firms.html", context, status=status)


@access("supervision.give_site", Power.RECORD_FACT, writes=True, load=load_community)
def give(request: HttpRequest, found: CommunityWall) -> HttpResponse:
    """Give a site to a firm (派给施工单位)."""
    form = GiveForm(request.POST, **_choices(found))
    if not form.is_valid():
        return _page(request, found, form, status=422)
    said = form.cleaned_data
    findings = firms.give(
        AssignmentDraft(said["site"], said["firm"], said["since"], said["until"], said["said"]),
        actor=desk.actor_of(request),
        today=desk.default_as_of(),
        key=said["key"],
    )
    if findings:
        form.refuse(findings)
        return _page(request, found, form, status=422)
    desk.say(request, "已派给，它的岗位从那天起能看到这个小区、领口令拍照。")
    return redirect("supervision:firms", public_id=found.public_id)


@access("supervision.end_site", Power.RECORD_FACT, writes=True, load=load_community)
def end(request: HttpRequest, found: CommunityWall) -> HttpResponse:
    """Take a site back from a firm (收回)."""
    form = EndForm(request.POST)
    if not form.is_valid():
        return _page(request, found, ending=form, status=422)
    said = form.cleaned_data
    try:
        findings = firms.end(
            said["site"],
            said["firm"],
            said=said["said"],
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=said["key"],
        )
    except (EndedMeanwhile, NoSuchSite) as refusal:
        gone = isinstance(refusal, NoSuchSite)
        sentence = "现在没有派给这个单位，没有改动任何数据。" if gone else str(refusal)
        desk.say(request, sentence, kind="info")
        return redirect("supervision:firms", public_id=found.public_id)
    if findings:
        form.refuse(findings)
        return _page(request, found, ending=form, status=422)
    desk.say(request, "已收回，它的岗位从今天起看不到这个小区；已传的照片还在。")
    return redirect("supervision:firms", public_id=found.public_id)
