"""The papers of an order: drafted on the screen, issued by the head, downloaded (督办公文)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.bulletins.order_papers import PaperKind
from jiugai.services.actor import Power
from jiugai.services.bulletins import order_papers
from jiugai.services.bulletins.order_papers import Drafted, IssuedPaper, PaperChanged
from jiugai.services.supervision.orders import desk as order_desk
from jiugai.services.supervision.orders.desk import OrderPage
from jiugai.web import desk
from jiugai.web.access import access, refuse
from jiugai.web.registry.views import attachment
from jiugai.web.supervision import paper_words
from jiugai.web.supervision.paper_forms import IssueForm, PaperForm

_PAGE = "supervision/order_paper.html"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

Asked = tuple[OrderPage, PaperKind]
Issued = tuple[IssuedPaper, bytes] | PaperChanged


def load_asked(request: HttpRequest, public_id: str, kind: PaperKind) -> Asked:
    """Load the order of which a paper is asked, in the officer's sight."""
    if not public_id.isprintable():
        raise order_desk.NoSuchOrder(public_id)
    actor, today = desk.actor_of(request), desk.default_as_of()
    return order_desk.page(public_id, actor=actor, today=today), kind


@access("supervision.draft_paper", Power.ISSUE_ORDER, load=load_asked)
def paper(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the draft of a paper with what is to be typed into it (拟文)."""
    found, kind = asked
    form = PaperForm(request.GET if _was_typed(request, kind) else None, kind=kind)
    drafted = _drafted(request, found, kind, form) if form.is_valid() else None
    wrong = form.is_bound and (drafted is None or drafted.bulletin is None)
    return _shown(request, asked, form, drafted, status=422 if wrong else 200)


def _was_typed(request: HttpRequest, kind: PaperKind) -> bool:
    """Say whether the paper was filled in; a 督办单 asks for nothing and is shown at once."""
    return kind is PaperKind.SUPERVISE or bool(set(PaperForm.base_fields) & set(request.GET))


def _drafted(request: HttpRequest, found: OrderPage, kind: PaperKind, form: PaperForm) -> Drafted:
    return order_papers.draft(
        found.card.row.public_id,
        kind,
        form.words(),
        actor=desk.actor_of(request),
        today=desk.default_as_of(),
    )


def _shown(
    request: HttpRequest, asked: Asked, form: PaperForm, drafted: Drafted | None, *, status: int
) -> HttpResponse:
    found, kind = asked
    context: dict[str, Any] = {
        "order": found.card,
        "kind": kind,
        "form": form,
        "findings": drafted.findings if drafted else (),
        "may_issue": Power.ISSUE_PAPER in desk.actor_of(request).powers,
    }
    if drafted and drafted.bulletin:
        context["lines"] = paper_words.lines(drafted.bulletin)
        context["draft_url"] = paper_words.draft_url(found, kind, form)
        context["issue"] = IssueForm(
            kind=kind, initial={**form.cleaned_data, "seen": found.version}
        )
    return render(request, _PAGE, context, status=status)


@access("supervision.paper_draft_file", Power.ISSUE_ORDER, load=load_asked)
def draft_file(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Download the draft, without a number (草稿 .docx)."""
    found, kind = asked
    form = PaperForm(request.GET, kind=kind)
    drafted = _drafted(request, found, kind, form) if form.is_valid() else None
    if drafted is None or drafted.bulletin is None:
        return _shown(request, asked, form, drafted, status=422)
    name = f"{found.card.label}{kind.word}（草稿）.docx"
    return _file(order_papers.draft_file(drafted), name)


@access("supervision.issue_paper", Power.ISSUE_PAPER, writes=True, load=load_asked)
def issue(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Issue a paper under the next number (签发)."""
    found, kind = asked
    form = IssueForm(request.POST, kind=kind)
    if not form.is_valid():
        return _shown(request, asked, form, None, status=422)
    public_id = found.card.row.public_id
    try:
        out, findings = order_papers.issue(
            public_id,
            kind,
            form.words(),
            seen=form.cleaned_data["seen"],
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=form.cleaned_data["key"],
        )
    except (order_papers.ActedMeanwhile, order_papers.AlreadyDone) as refusal:
        desk.say(request, str(refusal), kind="info")
        return redirect("supervision:order", public_id=public_id)
    if out is None:
        return _shown(request, asked, form, Drafted(None, findings), status=422)
    desk.say(request, f"{out.label}{kind.word}已签发，文件摘要 {out.row.sm3[:8]}…。")
    return redirect("supervision:order", public_id=public_id)


def load_issued(
    request: HttpRequest, public_id: str, kind: PaperKind, year: int, number: int
) -> Issued:
    """Load an issued paper, made again; or the refusal where it is not what was issued."""
    if not public_id.isprintable():
        raise order_desk.NoSuchOrder(public_id)
    actor, today = desk.actor_of(request), desk.default_as_of()
    try:
        return order_papers.paper_file(public_id, kind, year, number, actor=actor, today=today)
    except PaperChanged as changed:
        return changed


@access("supervision.paper_file", Power.SEE, load=load_issued)
def issued_file(request: HttpRequest, found: Issued) -> HttpResponse:
    """Download an issued paper, made again from its facts (.docx)."""
    if isinstance(found, PaperChanged):
        return refuse(request, 409, str(found))
    out, content = found
    return _file(content, f"{out.label}{out.kind.word}.docx")


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=_DOCX, headers={"Content-Disposition": attachment(name)}
    )
