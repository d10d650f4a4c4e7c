"""The import wizard (导入向导): drop files, watch them read, look at the plan, write."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.divisions import named_in
from jiugai.domain.registry.ledger import Column
from jiugai.services.actor import Power
from jiugai.services.registry import reading_only, templates
from jiugai.services.reporting import uploads
from jiugai.services.reporting.uploads import NoSuchUpload, Planned, UploadRow
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.registry import plan_presenter
from jiugai.web.registry.import_forms import UploadForm
from jiugai.web.registry.plan_tables import COLUMN_WORDS
from jiugai.web.registry.views import counties_seen, workbook

MOST_FILES = 40
LONGEST_HEADER = 128


@access("registry.import", Power.IMPORT_LEDGER, form=True)
def start(request: HttpRequest) -> HttpResponse:
    """Take files, many at once (选文件)."""
    actor = desk.actor_of(request)
    counties = counties_seen(request)
    form = UploadForm(
        request.POST if request.method == "POST" else None,
        counties=[(county.code, county.name) for county in counties],
        initial=_of_day(request.GET.get("on", "")),
    )
    sent = request.FILES.getlist("files")
    most_bytes, most_words = reading_only.largest_file()
    if request.method == "POST":
        if not sent:
            form.add_error(None, "还没有选文件。请拖入或选择一个以上的台账文件。")
        if len(sent) > MOST_FILES:
            form.add_error(None, f"一次最多 {MOST_FILES} 个文件，您选了 {len(sent)} 个。请分批。")
        for file in sent:
            if (file.size or 0) > most_bytes:
                form.add_error(
                    None, f"《{file.name}》超过 {most_words}，这批文件都没有收下。请拆成几个文件。"
                )
        codes = _counties_of(request, form, [str(file.name) for file in sent])
        if form.is_valid():
            together = uploads.receive(
                [(str(f.name), f, code) for f, code in zip(sent, codes, strict=True)],
                year=form.cleaned_data["year"],
                effective_on=form.cleaned_data["effective_on"],
                actor=actor,
                at=desk.now(),
            )
            return redirect("registry:batch", batch=together)
    context = {
        "form": form,
        "most_bytes": most_bytes,
        "most_words": most_words,
        "stepper": plan_presenter.stepper(1),
        "recent": [plan_presenter.file_line(row) for row in uploads.recent(actor=actor)],
    }
    return render(request, "registry/import.html", context, status=422 if form.errors else 200)


def _of_day(said: str) -> dict[str, Any]:
    """Return what the form says at first: the day that a return's page asks about, or today."""
    day = desk.read_day(said) if said else desk.default_as_of()
    return {"effective_on": day, "year": day.year}


def _counties_of(request: HttpRequest, form: UploadForm, names: list[str]) -> list[str]:
    """Return whose file each is: the county chosen, or else the one that its name speaks of."""
    chosen = form.cleaned_data.get("county", "") if form.is_valid() else ""
    if chosen:
        return [chosen] * len(names)
    counties = {county.name: county.code for county in counties_seen(request)}
    if len(counties) == 1:
        return list(counties.values()) * len(names)
    codes = []
    for name in names:
        county = named_in(name, list(counties), city=desk.city_name(request))
        if county is None:
            form.add_error(
                None,
                f"看不出《{name}》是哪个县区的。请在“县区”里选定，或把县区名写进文件名，再传。",
            )
        codes.append(counties.get(county or "", ""))
    return codes


@access("registry.template", Power.IMPORT_LEDGER)
def template(request: HttpRequest) -> HttpResponse:
    """Download a county's ledger as a template to be filled in (下载模板)."""
    code = request.GET.get("county", "")
    try:
        content = templates.ledger_template(
            code, actor=desk.actor_of(request), today=desk.default_as_of()
        )
    except uploads.OutsideScope:
        raise Http404(code) from None
    return workbook(content, f"台账模板_{code}.xlsx")


def load_batch(request: HttpRequest, batch: UUID) -> tuple[UploadRow, ...]:
    """Load the files that this officer sent together."""
    found = uploads.batch(batch, actor=desk.actor_of(request))
    if not found:
        raise NoSuchUpload(batch)
    return found


@access("registry.batch", Power.IMPORT_LEDGER, load=load_batch)
def batch(request: HttpRequest, found: tuple[UploadRow, ...]) -> HttpResponse:
    """Watch files being read, and go on to their plans (读取)."""
    context = plan_presenter.batch(found)
    page = "registry/batch.html"
    return render(request, f"{page}#files" if request.headers.get("HX-Request") else page, context)


def load_plan(request: HttpRequest, upload_id: int) -> Planned | UploadRow:
    """Load a file that this officer sent, with its plan once it has been read."""
    actor = desk.actor_of(request)
    try:
        return uploads.plan_of(upload_id, actor=actor)
    except uploads.NotReady:
        return uploads.one_of(upload_id, actor=actor)


@access("registry.plan", Power.IMPORT_LEDGER, load=load_plan)
def plan(request: HttpRequest, found: Planned | UploadRow) -> HttpResponse:
    """Show what a file would do, before anything is written (看方案)."""
    if isinstance(found, UploadRow):
        return redirect("registry:batch", batch=found.batch)
    context = plan_presenter.page(found, columns=list(COLUMN_WORDS))
    siblings = [
        plan_presenter.file_line(upload)
        for upload in uploads.batch(found.upload.batch, actor=desk.actor_of(request))
    ]
    context |= {"siblings": siblings, "onward": plan_presenter.onward(siblings, found.upload)}
    return render(request, "registry/plan.html", context)


def load_upload(request: HttpRequest, upload_id: int) -> UploadRow:
    """Load a file that this officer sent."""
    return uploads.one_of(upload_id, actor=desk.actor_of(request))


@access("registry.choose", Power.IMPORT_LEDGER, writes=True, load=load_upload)
def choose(request: HttpRequest, found: UploadRow) -> HttpResponse:
    """Keep what the officer says of a row that was asked about (逐条决定)."""
    row, _, choice = request.POST.get("choice", "").partition("|")
    if row and choice:
        try:
            uploads.choose(found.id, {row: choice}, actor=desk.actor_of(request))
        except uploads.NotReady as refusal:
            desk.say(request, str(refusal), kind="warn")
    return redirect("registry:plan", upload_id=found.id)


@access("registry.name_columns", Power.IMPORT_LEDGER, writes=True, load=load_upload)
def name_columns(request: HttpRequest, found: UploadRow) -> HttpResponse:
    """Keep how this county's headers are to be read, and read the file again (指定列)."""
    known = {column.value: column for column in Column}
    named = zip(request.POST.getlist("header"), request.POST.getlist("column"), strict=False)
    columns = {header: known[value] for header, value in named if value in known}
    for header in [header for header in columns if len(header) > LONGEST_HEADER]:
        desk.say(
            request, f"表头“{header[:16]}…”超过 {LONGEST_HEADER} 个字，没有记下。", kind="warn"
        )
        del columns[header]
    try:
        uploads.name_columns(found.id, columns, actor=desk.actor_of(request), today=desk.today())
    except uploads.NotReady as refusal:
        desk.say(request, str(refusal), kind="warn")
    return redirect("registry:batch", batch=found.batch)


@access("registry.write", Power.IMPORT_LEDGER, writes=True, load=load_upload)
def write(request: HttpRequest, found: UploadRow) -> HttpResponse:
    """Queue the plan to be written; a second click does nothing more (写入)."""
    mark = request.POST.get("mark", "")[:64]
    uploads.start_writing(found.id, actor=desk.actor_of(request), mark=mark)
    return redirect("registry:batch", batch=found.batch)


@access("registry.abandon", Power.IMPORT_LEDGER, writes=True, load=load_upload)
def abandon(request: HttpRequest, found: UploadRow) -> HttpResponse:
    """Give a file up; nothing of it is written (放弃)."""
    uploads.abandon(found.id, actor=desk.actor_of(request))
    after = load_upload(request, found.id)
    if after.state == "abandoned":
        desk.say(request, f"已放弃《{after.name}》，没有写入任何数据。", kind="info")
    else:
        desk.say(request, f"《{after.name}》{after.state_word}，不能放弃。", kind="warn")
    return redirect("registry:batch", batch=found.batch)


@access("registry.returned", Power.IMPORT_LEDGER, load=load_upload)
def returned(request: HttpRequest, found: UploadRow) -> HttpResponse:
    """Download the same workbook with a comment in each bad cell (退回行)."""
    try:
        name, content = uploads.returned(found.id, actor=desk.actor_of(request))
    except uploads.NotReady:
        return redirect("registry:batch", batch=found.batch)
    return workbook(content, name)
