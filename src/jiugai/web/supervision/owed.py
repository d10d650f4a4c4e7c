"""Who owes which policy document by when: the list, one document, what is done about it (配套文件)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.findings import Finding
from jiugai.services.actor import Power
from jiugai.services.supervision import documents_owed
from jiugai.services.supervision.documents_owed import DocumentLine, Promulgation
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.registry.views import workbook
from jiugai.web.supervision import owed_words
from jiugai.web.supervision.owed_forms import DEEDS, OwedForm


@access("supervision.documents_owed", Power.SEE)
def owed(request: HttpRequest) -> HttpResponse:
    """Show which body owes which document by when (配套文件台账)."""
    lines = documents_owed.documents(actor=desk.actor_of(request), today=desk.default_as_of())
    return render(request, "supervision/owed.html", owed_words.list_context(lines))


@access("supervision.export_documents_owed", Power.SEE)
def export(request: HttpRequest) -> HttpResponse:
    """Download the list as a workbook (导出)."""
    today = desk.default_as_of()
    lines = documents_owed.documents(actor=desk.actor_of(request), today=today)
    return workbook(documents_owed.documents_workbook(lines, today), f"配套文件台账{today}.xlsx")


def load_document(request: HttpRequest, key: str) -> DocumentLine:
    """Load a document that is owed, in the officer's sight."""
    return documents_owed.document(key, actor=desk.actor_of(request), today=desk.default_as_of())


@access("supervision.document_owed", Power.SEE, load=load_document)
def document(request: HttpRequest, found: DocumentLine) -> HttpResponse:
    """Show one document that is owed (应出台的文件)."""
    return _page(request, found)


def _page(
    request: HttpRequest,
    found: DocumentLine,
    refused: OwedForm | None = None,
    kind: str = "",
    status: int = 200,
) -> HttpResponse:
    forms = owed_words.deed_forms(found, desk.default_as_of(), refused, kind)
    context = owed_words.page_context(found, forms)
    context["problems"] = refused.non_field_errors() if refused is not None else ()
    return render(request, "supervision/document.html", context, status=status)


@access("supervision.do_document", Power.SEE, writes=True, load=load_document)
def do(request: HttpRequest, found: DocumentLine) -> HttpResponse:
    """Enter an issue, set a day, or withdraw an entry (登记印发、定期限、撤销登记)."""
    kind = next((k for k in DEEDS if k == request.POST.get("kind")), "")
    form = owed_words.form_for(kind or "issue", request.POST)
    if not kind or not form.is_valid():
        form.add_error(None, "有没填好的地方，没有写入任何数据，请看下面的提示。")
        return _page(request, found, form, kind, status=422)
    try:
        findings = _done(request, found, kind, form.cleaned_data)
    except (documents_owed.ChangedMeanwhile, documents_owed.AlreadyDone) as refusal:
        desk.say(request, str(refusal), kind="info")
        return redirect("supervision:document-owed", key=found.key)
    if findings:
        form.refuse(findings)
        return _page(request, found, form, kind, status=422)
    desk.say(request, f"已{DEEDS[kind]}，登记在册。")
    return redirect("supervision:document-owed", key=found.key)


def _done(
    request: HttpRequest, found: DocumentLine, kind: str, said: dict[str, Any]
) -> tuple[Finding, ...]:
    by: dict[str, Any] = {
        "seen": said["seen"],
        "actor": desk.actor_of(request),
        "today": desk.default_as_of(),
        "request": said["key"],
    }
    if kind == "due":
        return documents_owed.set_due(found.key, said["due_on"], said["ground"], **by)
    if kind == "withdraw":
        return documents_owed.withdraw(found.key, said["words"], **by)
    new = Promulgation(
        said["number"], said["title"], said["on"], said["paper"], tuple(said["changes"])
    )
    return documents_owed.issue(found.key, new, **by)
