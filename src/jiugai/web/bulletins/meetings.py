"""Screens of the cadence: meetings, their agenda from the facts, their minutes (会议)."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.bulletins.agenda import MeetingKind
from jiugai.domain.findings import Finding, blocking
from jiugai.services.actor import Power
from jiugai.services.bulletins import meetings as service
from jiugai.services.bulletins.meetings import MeetingPage, MinutesTaken
from jiugai.services.supervision.decomposing import DecomposedPaper
from jiugai.services.supervision.orders import doing
from jiugai.storage.bulletins.meeting_queries import MeetingRow
from jiugai.web import desk
from jiugai.web.access import access, refuse
from jiugai.web.bulletins import meeting_words
from jiugai.web.bulletins.meeting_forms import IssueMinutesForm, MeetingForm, MinutesForm
from jiugai.web.registry.views import attachment
from jiugai.web.supervision import apart_words

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LIST = "bulletins/meetings.html"
_PAGE = "bulletins/meeting.html"


@access("bulletins.meetings", Power.ISSUE_ORDER, form=True)
def meetings(request: HttpRequest) -> HttpResponse:
    """List the meetings, and enter one (会议)."""
    actor, today = desk.actor_of(request), desk.default_as_of()
    form = MeetingForm(request.POST or None, initial={"held_on": today, "kind": "week"})
    findings: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            done = service.convene(
                MeetingKind(said["kind"]),
                said["held_on"],
                place=said["place"],
                chair=said["chair"],
                actor=actor,
                today=today,
                key=said["key"],
            )
        except service.KeptMeanwhile as refusal:
            desk.say(request, str(refusal), kind="info")
            return redirect("bulletins:meetings")
        if done.public_id:
            desk.say(request, "会议已登记，议程和材料按事实算好了；开会以后在这里录纪要。")
            return redirect("bulletins:meeting", public_id=done.public_id)
        findings = done.findings
    rows = service.meetings(actor=actor)
    context = {
        "form": form,
        "findings": findings,
        "table": meeting_words.meetings_table(rows),
        "count": len(rows),
    }
    status = 422 if findings or form.errors else 200
    return render(request, _LIST, context, status=status)


def load_meeting(request: HttpRequest, public_id: str) -> MeetingPage:
    """Load a meeting with its agenda and papers."""
    if not public_id.isprintable():
        raise service.NoSuchMeeting(public_id)
    return service.page(public_id, actor=desk.actor_of(request), today=desk.default_as_of())


@access("bulletins.meeting", Power.ISSUE_ORDER, load=load_meeting)
def meeting(request: HttpRequest, found: MeetingPage) -> HttpResponse:
    """Show a meeting: agenda, papers, minutes, and what came of them (会议)."""
    return _shown(request, found)


def _shown(
    request: HttpRequest,
    found: MeetingPage,
    form: MinutesForm | None = None,
    *,
    findings: tuple[Finding, ...] = (),
    status: int = 200,
) -> HttpResponse:
    kept = found.minutes
    initial = {
        "key": uuid.uuid4(),
        "seen": found.version,
        "text": kept.text if kept else "",
        "present": kept.present if kept else "",
    }
    issuing = IssueMinutesForm(initial={"key": uuid.uuid4(), "seen": found.version})
    out = found.row.issue is not None
    held = found.row.held_on <= desk.default_as_of()
    context = meeting_words.page_context(found) | {
        "form": None if out or not held else form or MinutesForm(initial=initial),
        "issuing": issuing,
        "findings": findings,
        "may_issue": kept is not None
        and not out
        and Power.ISSUE_PAPER in desk.actor_of(request).powers,
    }
    return render(request, _PAGE, context, status=status)


@access("bulletins.keep_minutes", Power.ISSUE_ORDER, writes=True, load=load_meeting)
def keep(request: HttpRequest, found: MeetingPage) -> HttpResponse:
    """Keep minutes, typed or from a file (录纪要)."""
    actor, public_id = desk.actor_of(request), found.row.public_id
    form = MinutesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, found, form, status=422)
    said = form.cleaned_data
    text, document = said["text"], ""
    findings: tuple[Finding, ...] = ()
    if said["file"]:
        document = said["file"].name
        text, findings = service.read_minutes(said["file"].read(), document=document, actor=actor)
        if blocking(findings):
            return _shown(request, found, form, findings=findings, status=422)
    taken = MinutesTaken(text, said["present"], document)
    try:
        findings = service.keep_minutes(
            public_id,
            taken,
            seen=said["seen"],
            actor=actor,
            today=desk.default_as_of(),
            key=said["key"],
        )
    except (service.KeptMeanwhile, service.AlreadyDone) as refusal:
        desk.say(request, str(refusal), kind="info")
        return redirect("bulletins:meeting", public_id=public_id)
    if blocking(findings):
        return _shown(request, found, form, findings=findings, status=422)
    desk.say(request, "纪要已保存；点“分解成任务”，一件件核对后立项。")
    return redirect("bulletins:meeting", public_id=public_id)


@access("bulletins.issue_minutes", Power.ISSUE_PAPER, writes=True, load=load_meeting)
def issue(request: HttpRequest, found: MeetingPage) -> HttpResponse:
    """Issue the minutes under the next number (印发纪要)."""
    public_id = found.row.public_id
    form = IssueMinutesForm(request.POST)
    if found.minutes is None or not form.is_valid():
        return refuse(request, 422, "还没有纪要，或者页面不完整，没有印发。请从页面上的按钮办理。")
    try:
        row = service.issue_minutes(
            public_id,
            seen=form.cleaned_data["seen"],
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=form.cleaned_data["key"],
        )
    except (service.KeptMeanwhile, service.AlreadyDone) as refusal:
        desk.say(request, str(refusal), kind="info")
        return redirect("bulletins:meeting", public_id=public_id)
    assert row.issue is not None
    desk.say(request, f"会议纪要第{row.issue.number}期已印发，文件摘要 {row.issue.sm3[:8]}…。")
    return redirect("bulletins:meeting", public_id=public_id)


def load_apart(request: HttpRequest, public_id: str) -> tuple[MeetingRow, DecomposedPaper]:
    """Load the minutes of a meeting, taken apart."""
    if not public_id.isprintable():
        raise service.NoSuchMeeting(public_id)
    return service.apart(public_id, actor=desk.actor_of(request))


@access("bulletins.minutes_apart", Power.ISSUE_ORDER, load=load_apart)
def apart(request: HttpRequest, found: tuple[MeetingRow, DecomposedPaper]) -> HttpResponse:
    """Show the minutes left and their tasks right, each to be confirmed into an order (分解)."""
    row, paper = found
    source = service.source_of_orders(row)
    owners = doing.owners(actor=desk.actor_of(request), today=desk.default_as_of())
    context = apart_words.apart_context(paper, owners, source)
    return render(
        request,
        "supervision/apart.html",
        context | {"title": source, "findings": paper.findings},
    )


_Made = tuple[MeetingRow, bytes] | service.PaperChanged


def load_agenda(request: HttpRequest, public_id: str) -> tuple[MeetingRow, bytes]:
    """Load the agenda and papers of a meeting as a file."""
    if not public_id.isprintable():
        raise service.NoSuchMeeting(public_id)
    return service.agenda_file(public_id, actor=desk.actor_of(request))


@access("bulletins.agenda_file", Power.ISSUE_ORDER, load=load_agenda)
def agenda_file(_request: HttpRequest, found: tuple[MeetingRow, bytes]) -> HttpResponse:
    """Download the agenda and papers (会议材料 .docx)."""
    row, content = found
    return _file(content, f"{row.held_on:%Y-%m-%d}{MeetingKind(row.kind).word}会议材料.docx")


def load_minutes(request: HttpRequest, public_id: str) -> _Made:
    """Load the minutes as a file, or the refusal where it is not what was issued."""
    if not public_id.isprintable():
        raise service.NoSuchMeeting(public_id)
    actor, today = desk.actor_of(request), desk.default_as_of()
    try:
        return service.minutes_file(public_id, actor=actor, today=today)
    except service.PaperChanged as changed:
        return changed


@access("bulletins.minutes_file", Power.ISSUE_ORDER, load=load_minutes)
def minutes_file(request: HttpRequest, found: _Made) -> HttpResponse:
    """Download the minutes (会议纪要 .docx)."""
    if isinstance(found, service.PaperChanged):
        return refuse(request, 409, str(found))
    row, content = found
    draft = "" if row.issue else "（草稿）"
    return _file(content, f"{service.source_of_orders(row)}{draft}.docx")


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=_DOCX, headers={"Content-Disposition": attachment(name)}
    )
