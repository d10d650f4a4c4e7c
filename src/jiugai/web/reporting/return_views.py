"""The monthly returns: how the counties keep the month, and one county's return (月报)."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.calendar import Month
from jiugai.domain.findings import blocking
from jiugai.domain.reporting.submission.stages import MoveKind
from jiugai.services.actor import Power
from jiugai.services.reporting.doubts.desk import doubts_of_return
from jiugai.services.reporting.submission import desk as return_desk
from jiugai.services.reporting.submission import moving, paper
from jiugai.services.reporting.submission.desk import MonthBoard, ReturnPage
from jiugai.services.supervision.evidence.witnessing import witnessed
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.registry.views import workbook
from jiugai.web.reporting import doubt_words, return_words
from jiugai.web.reporting.doubt_forms import ExamineForm
from jiugai.web.reporting.return_forms import (
    ExtensionForm,
    FormFile,
    MoveForm,
    TypedForm,
    sends,
    typed_forms,
    typed_values,
)

_BOARD, _PAGE = "reporting/returns.html", "reporting/return.html"


def _last_month(today: date) -> Month:
    return Month.of(today).previous


@access("reporting.returns", Power.SEE)
def latest(request: HttpRequest) -> HttpResponse:
    """Lead to the last month that is over."""
    return redirect(return_words.url(_last_month(desk.horizon_of(request).as_of)))


def load_month(request: HttpRequest, month: Month) -> MonthBoard:
    """Load the returns of a month within the officer's scope."""
    if month > Month.of(desk.default_as_of()):
        raise return_desk.NoSuchReturn(month)
    return return_desk.month_board(month, actor=desk.actor_of(request), now=desk.default_now())


@access("reporting.month_of_returns", Power.SEE, load=load_month)
def month_board(request: HttpRequest, found: MonthBoard) -> HttpResponse:
    """Show how the counties keep a month (收报情况)."""
    return _board(request, found)


def _board(
    request: HttpRequest,
    found: MonthBoard,
    form: ExtensionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    grants = Power.ACCEPT_RETURN in desk.actor_of(request).powers and not found.closed
    context: dict[str, Any] = {
        "found": found,
        "strip": return_words.discipline(found),
        "table": return_words.board_table(found),
        "months": return_words.months(found.month, _last_month(desk.default_as_of())),
        "form": (form or _extension_form(found)) if grants else None,
        "extensions": return_words.extensions(found),
    }
    return render(request, _BOARD, context, status=status)


def _extension_form(found: MonthBoard, data: Any = None) -> ExtensionForm:
    return ExtensionForm(data, counties=[(one.county_id, one.county) for one in found.counties])


@access("reporting.extend_deadline", Power.ACCEPT_RETURN, writes=True, load=load_month)
def extend(request: HttpRequest, found: MonthBoard) -> HttpResponse:
    """Grant days more for a month, in public (延期)."""
    form = _extension_form(found, request.POST)
    if not form.is_valid():
        return _board(request, found, form, status=422)
    said = form.cleaned_data
    granted = moving.grant_extension(
        found.month,
        county_id=said["county"],
        days=said["days"],
        reason=said["reason"],
        actor=desk.actor_of(request),
        key=said["key"],
    )
    for finding in granted.findings:
        desk.say(request, finding.message, kind="bad")
    if granted.granted:
        desk.say(request, f"已延期 {said['days']} 天，理由对各县区公开。")
    return redirect(return_words.url(found.month))


def load_return(request: HttpRequest, month: Month, county_id: int) -> ReturnPage:
    """Load a county's return within the officer's scope."""
    if month > Month.of(desk.default_as_of()):
        raise return_desk.NoSuchReturn(month)
    return return_desk.page(month, county_id, actor=desk.actor_of(request), now=desk.default_now())


@access("reporting.return", Power.SEE, load=load_return)
def county_return(request: HttpRequest, found: ReturnPage) -> HttpResponse:
    """Show a county's return with its cells (月报)."""
    return _page(request, found)


def _page(
    request: HttpRequest,
    found: ReturnPage,
    *,
    refused: MoveForm | None = None,
    kind: MoveKind | None = None,
    typed: list[TypedForm] | None = None,
    file_form: FormFile | None = None,
    read: str = "",
    status: int = 200,
) -> HttpResponse:
    actor = desk.actor_of(request)
    doubts, examined = doubts_of_return(
        found.month, found.county.county_id, actor=actor, today=desk.default_as_of()
    )
    context = return_words.page_context(found) | {
        "forms": return_words.move_forms(found, refused, kind),
        "typed": typed or typed_forms(found.cells, found.lists),
        "problems": refused.non_field_errors() if refused is not None else (),
        "doubts": doubt_words.table(doubts),
        "examined": doubt_words.examined_sentence(examined),
        "examine_form": ExamineForm() if Power.SUBMIT_RETURN in actor.powers else None,
        "file_form": file_form or FormFile() if any(map(sends, found.county.mine)) else None,
        "read": read,
        "import_url": return_words.import_url(found.month)
        if Power.IMPORT_LEDGER in actor.powers and not found.closed
        else "",
    }
    return render(request, _PAGE, context, status=status)


@access("reporting.move_return", Power.SEE, writes=True, load=load_return)
def move(request: HttpRequest, found: ReturnPage) -> HttpResponse:
    """Make one move of a county's return (报送、审核、退回、接收、更正)."""
    kind = next((k for k in MoveKind if k.value == request.POST.get("kind")), None)
    form = MoveForm(request.POST, for_kind=kind)
    typed = typed_forms(found.cells, found.lists, request.POST if kind and sends(kind) else None)
    whole = all([form.is_valid(), *(row.is_valid() for row in typed if row.is_bound)])
    if kind is None or not whole:
        form.add_error(None, "有没填好的地方，没有写入任何数据，请看下面的提示。")
        return _page(request, found, refused=form, kind=kind, typed=typed, status=422)
    try:
        done = moving.move_return(
            found.month,
            found.county.county_id,
            kind,
            words=form.cleaned_data["words"],
            typed=typed_values([row for row in typed if row.is_bound], found.cells),
            seen=form.cleaned_data["seen"],
            actor=desk.actor_of(request),
            now=desk.default_now(),
            key=form.cleaned_data["key"],
            ask=witnessed,
        )
    except (moving.MovedMeanwhile, moving.AlreadyDone) as refusal:
        desk.say(request, str(refusal), kind="info")
        return redirect(return_words.url(found.month, found.county.county_id))
    if not done.made:
        form.refuse(done.findings)
        return _page(request, found, refused=form, kind=kind, typed=typed, status=422)
    desk.say(request, f"已{kind.word}，登记在册。")
    return redirect(return_words.url(found.month, found.county.county_id))


@access("reporting.return_form", Power.SEE, load=load_return)
def form_file(request: HttpRequest, found: ReturnPage) -> HttpResponse:
    """Download a return as a workbook (下载表样)."""
    name = f"{found.county.county}{found.month.in_prose}月报.xlsx"
    return workbook(paper.form_of(found, actor=desk.actor_of(request)), name)


@access("reporting.read_form", Power.SUBMIT_RETURN, writes=True, load=load_return)
def read_form(request: HttpRequest, found: ReturnPage) -> HttpResponse:
    """Read a workbook that comes back, and show what it would type; nothing is sent (传回表样)."""
    form = FormFile(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, file_form=form, status=422)
    file = form.cleaned_data["file"]
    actor = desk.actor_of(request)
    back = paper.read_back(file.read(), file.name or "", found, actor=actor)
    if blocking(back.findings):
        for finding in back.findings:
            form.add_error("file", finding.message)
        return _page(request, found, file_form=form, status=422)
    rows = typed_forms(found.cells, found.lists, typed=back.typed)
    said = [finding.message for finding in back.findings]
    if back.typed:
        said.insert(0, f"表里有 {len(back.typed)} 格与计算的不同，已填在“手填”里，还没有报送。")
    else:
        said.insert(0, "表里各格与计算的相同，没有要手填的；可以直接报送。")
    return _page(request, found, typed=rows, read="".join(said))
