"""Screens of the bulletin: closed months, the studio, the papers (通报)."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.bulletins.document import Template
from jiugai.domain.calendar import Month, months_between
from jiugai.domain.findings import blocking
from jiugai.services.actor import Power
from jiugai.services.bulletins import closing_desk, lint, writing
from jiugai.services.bulletins.writing import Paper
from jiugai.services.reporting import closing
from jiugai.services.reporting.board import board
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.bulletins import desk_text, presenters
from jiugai.web.bulletins.issue_forms import LONGEST_REASON, UnheardForm
from jiugai.web.registry.views import attachment, workbook

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@access("bulletins.months", Power.WRITE_BULLETIN)
def months(request: HttpRequest) -> HttpResponse:
    """List the months: closed, open, issued (通报)."""
    actor = desk.actor_of(request)
    closes = closing.closes(actor=actor)
    last = Month.of(desk.default_as_of())
    first = closes[0].month if closes else last.previous
    newest = closes[-1].month.next if closes else last
    context = {
        "lines": presenters.month_lines(
            months_between(first, max(last, newest)),
            closes,
            writing.issues(actor=actor),
            may_close=Power.CLOSE_MONTH in actor.powers,
            over=Month.of(desk.today()).previous,
        ),
        "forms": [(form.value, words) for form, words in presenters.FORMS.items()],
        "asked_month": presenters.month_told(desk.horizon_of(request).as_of),
    }
    return render(request, "bulletins/months.html", context)


@access("bulletins.close", Power.CLOSE_MONTH, writes=True)
def close(request: HttpRequest, month: Month) -> HttpResponse:
    """Close a month and go on to its bulletin (封账)."""
    try:
        done = closing_desk.close(
            month,
            actor=desk.actor_of(request),
            at=desk.now(),
            snapshots=desk.snapshots_folder(),
        )
    except (closing.MonthNotOver, closing.OutOfOrder, closing.NothingToReport) as refusal:
        desk.say(request, str(refusal), kind="warn")
        return redirect("bulletins:months")
    for finding in done.findings:
        desk.say(request, finding.message, kind="warn")
    words = (
        f"{month} 已封账，快照摘要 {done.row.digest[:8]}…。"
        if done.is_new
        else f"{month} 早已封账。"
    )
    desk.say(request, words, kind="ok")
    return redirect("bulletins:studio", month=month, template=Template.RED_HEAD)


def load_paper(request: HttpRequest, month: Month, template: Template) -> Paper:
    """Load a month's bulletin; a month that is open has none."""
    return writing.paper(month, template, actor=desk.actor_of(request))


@access("bulletins.studio", Power.WRITE_BULLETIN, load=load_paper)
def studio(request: HttpRequest, found: Paper) -> HttpResponse:
    """Show a bulletin on the desk: page, text, figures, doubts (通报写作)."""
    return _studio(request, found)


def _studio(request: HttpRequest, found: Paper, **more: object) -> HttpResponse:
    actor = desk.actor_of(request)
    city = board(closing.horizon_of(found.row))
    counties = {county.name: county.id for county in city.counties.values()}
    may_issue = Power.ISSUE_BULLETIN in actor.powers and found.issue is None
    in_order = may_issue and found.is_in_order
    key = uuid.uuid4()
    context = presenters.studio(found, counties) | {
        "may_issue": may_issue,
        "may_issue_now": in_order and not found.waits_for,
        "issue_dialog": presenters.issue_dialog(found, key=key),
        "unheard_form": UnheardForm(initial={"key": key}) if in_order and found.waits_for else None,
        **more,
    }
    return render(request, "bulletins/studio.html", context)


def _back(found: Paper) -> HttpResponse:
    return redirect(
        "bulletins:studio",
        month=found.row.month,
        template=found.bulletin.imprint.template,
    )


@access("bulletins.keep", Power.WRITE_BULLETIN, writes=True, load=load_paper)
def keep(request: HttpRequest, found: Paper) -> HttpResponse:
    """Keep the clerk's text (保存正文)."""
    typed = request.POST.get("source", "")
    source = desk_text.kept(typed, found.bulletin.figures)
    try:
        kept = writing.keep(
            found.row.month,
            found.bulletin.imprint.template,
            source,
            actor=desk.actor_of(request),
            at=desk.now(),
        )
    except writing.AlreadyIssued as refusal:
        desk.say(request, str(refusal), kind="warn")
        return _back(found)
    doubts = len(blocking(kept.findings))
    words = f"正文已保存，有 {doubts} 处要改。" if doubts else "正文已保存，各数都与快照一致。"
    desk.say(request, words, kind="warn" if doubts else "ok")
    return _back(found)


@access("bulletins.recompose", Power.WRITE_BULLETIN, writes=True, load=load_paper)
def recompose(request: HttpRequest, found: Paper) -> HttpResponse:
    """Throw the clerk's text away (恢复自动成文)."""
    try:
        writing.recompose(
            found.row.month, found.bulletin.imprint.template, actor=desk.actor_of(request)
        )
    except writing.AlreadyIssued as refusal:
        desk.say(request, str(refusal), kind="warn")
    else:
        desk.say(request, "已恢复为自动成文的正文。", kind="ok")
    return _back(found)


@access("bulletins.issue", Power.ISSUE_BULLETIN, writes=True, load=load_paper)
def issue(request: HttpRequest, found: Paper) -> HttpResponse:
    """Issue a bulletin (发出通报)."""
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid.uuid4()
    try:
        issued = writing.issue(
            found.row.month,
            found.bulletin.imprint.template,
            issued_on=desk.today(),
            actor=desk.actor_of(request),
            unheard_because=request.POST.get("because", "")[:LONGEST_REASON],
            key=key,
        )
    except (
        writing.NotInOrder,
        writing.NotHeard,
        writing.AlreadyIssued,
        writing.AlreadyDone,
    ) as refusal:
        desk.say(request, str(refusal), kind="warn")
    else:
        desk.say(request, f"通报已发出，文件摘要 {issued.sm3[:8]}…。", kind="ok")
    return _back(found)


@access("bulletins.check", Power.WRITE_BULLETIN, writes=True, load=load_paper)
def check(request: HttpRequest, found: Paper) -> HttpResponse:
    """Check a .docx that was edited outside against the snapshot (校对)."""
    sent = request.FILES.get("file")
    most_bytes, most_words = lint.largest_file()
    if sent is None or (sent.size or 0) > most_bytes:
        desk.say(request, f"请选择一份 {most_words} 以内的 .docx 通报。没有校对。", kind="warn")
        return _back(found)
    report = writing.check_file(
        found.row.month,
        found.bulletin.imprint.template,
        sent.read(),
        actor=desk.actor_of(request),
    )
    return _studio(request, found, report=presenters.lint(report), checked_name=sent.name)


@access("bulletins.docx", Power.WRITE_BULLETIN, load=load_paper)
def docx(_request: HttpRequest, found: Paper) -> HttpResponse:
    """Download the bulletin (导出 .docx)."""
    name = f"{found.row.month.in_prose}通报.docx"
    return HttpResponse(
        writing.docx(found),
        content_type=_DOCX,
        headers={"Content-Disposition": attachment(name)},
    )


@access("bulletins.annex", Power.WRITE_BULLETIN, load=load_paper)
def annex(_request: HttpRequest, found: Paper) -> HttpResponse:
    """Download the annex (附表 .xlsx)."""
    return workbook(writing.annex(found), f"{found.row.month.in_prose}附表.xlsx")


@access("bulletins.figures", Power.WRITE_BULLETIN, load=load_paper)
def figures(_request: HttpRequest, found: Paper) -> HttpResponse:
    """Download the figures by which an edited copy is checked (数据底稿)."""
    name = f"{found.row.month.in_prose}数据底稿.json"
    return HttpResponse(
        writing.record(found),
        content_type="application/json",
        headers={"Content-Disposition": attachment(name)},
    )
