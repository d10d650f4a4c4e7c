"""A community's scheme (一区一案): looked at, entered version by version, held against its needs."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.scheme.bill import BillStage
from jiugai.domain.scheme.needs import Need, NeedKind
from jiugai.services.actor import Power
from jiugai.services.scheme import accepting, bills, needs
from jiugai.services.scheme.bills import NoSuchCommunity, SchemePage
from jiugai.services.supervision import standards
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.registry.views import workbook
from jiugai.web.scheme import accepting_words, standards_words, words
from jiugai.web.scheme.forms import AcceptanceForm, BillForm, NeedForm, WithdrawForm

_PAGE = "scheme/scheme.html"


def load_scheme(request: HttpRequest, public_id: str) -> SchemePage:
    """Load a community's scheme through the officer's scope."""
    if not public_id.isprintable():
        raise NoSuchCommunity(public_id)
    return bills.scheme_of(public_id, desk.horizon_of(request), actor=desk.actor_of(request))


def a_bill(*args: Any, **kwargs: Any) -> BillForm:
    """Return the form of a bill with the local catalogues in force."""
    heads = bills.local_catalogues(desk.default_as_of())
    catalogues = dict.fromkeys((one.catalogue, one.title) for one in heads)
    return BillForm(*args, catalogues=catalogues, **kwargs)


@access("scheme.see", Power.SEE, load=load_scheme)
def scheme(request: HttpRequest, found: SchemePage) -> HttpResponse:
    """Show a community's scheme (改造方案)."""
    return scheme_page(request, found)


def scheme_page(
    request: HttpRequest,
    found: SchemePage,
    bill_form: BillForm | None = None,
    need_form: NeedForm | None = None,
    *,
    accept_form: AcceptanceForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    actor, today = desk.actor_of(request), desk.default_as_of()
    may = Power.RECORD_FACT in actor.powers and desk.horizon_of(request).is_now
    judged = standards.standards_of(found.card.public_id, desk.horizon_of(request), actor=actor)
    accepted = accepting.acceptance_of(found, desk.horizon_of(request))
    context = {
        **words.page_context(found),
        **accepting_words.acceptance_context(found, accepted),
        "accept_form": accept_form
        or AcceptanceForm(items=accepting_words.item_choices(found), initial={"on": today}),
        "standards": standards_words.standards_context(judged),
        "may_record": may,
        "bill_form": bill_form or a_bill(initial={"effective_on": today}),
        "need_form": need_form or NeedForm(items=words.item_choices(found), initial={"on": today}),
        "withdrawable": [
            {"id": row.id, "words": f"{row.effective_on} {row.need.words}", "key": uuid.uuid4()}
            for row in found.needs
        ],
        **more,
    }
    return render(request, _PAGE, context, status=status)


@access("scheme.look", Power.RECORD_FACT, writes=True, load=load_scheme)
def look(request: HttpRequest, found: SchemePage) -> HttpResponse:
    """Say what entering a bill would do; nothing is written (先看一看)."""
    form = a_bill(request.POST, request.FILES)
    if not form.is_valid():
        return scheme_page(request, found, form, status=422)
    sent = form.sent()
    done = bills.look_at_bill(
        found.card.public_id, sent, desk.horizon_of(request), actor=desk.actor_of(request)
    )
    return scheme_page(request, found, form, **words.looked_context(found, done, sent.stage))


@access("scheme.enter", Power.RECORD_FACT, writes=True, load=load_scheme)
def enter(request: HttpRequest, found: SchemePage) -> HttpResponse:
    """Enter a bill as the next version of its stage (登记方案)."""
    form = a_bill(request.POST, request.FILES)
    if not form.is_valid():
        return scheme_page(request, found, form, status=422)
    sent, public_id = form.sent(), found.card.public_id
    try:
        done = bills.enter_bill(
            public_id,
            sent,
            desk.horizon_of(request),
            actor=desk.actor_of(request),
            key=form.cleaned_data["key"],
        )
    except bills.AlreadyDone as before:
        desk.say(request, str(before), kind="info")
        return redirect("scheme:scheme", public_id=public_id)
    except bills.EnteredMeanwhile:
        desk.say(request, "别人刚登记了这一版，没有写入；请看过再登记。", kind="info")
        return redirect("scheme:scheme", public_id=public_id)
    if not done.entered:
        looked = words.looked_context(found, done, sent.stage)
        return scheme_page(request, found, form, status=422, **looked)
    desk.say(
        request, f"已登记{sent.stage.word}第{done.number}版，{len(done.lines)} 行。", kind="ok"
    )
    return redirect("scheme:scheme", public_id=public_id)


@access("scheme.blank_form", Power.SEE, load=load_scheme)
def blank_form(request: HttpRequest, found: SchemePage) -> HttpResponse:
    """Download the empty form of a bill (空表)."""
    return workbook(_file(request, found, None, 0), f"{found.card.name}工程量清单.xlsx")


def load_version(
    request: HttpRequest, public_id: str, stage: str, number: int
) -> tuple[SchemePage, BillStage, int]:
    """Load a version of a bill through the officer's scope."""
    found = load_scheme(request, public_id)
    known = {one.name.lower(): one for one in BillStage}
    if stage not in known or not 1 <= number <= len(found.versions[known[stage]]):
        raise NoSuchCommunity(public_id)
    return found, known[stage], number


@access("scheme.file", Power.SEE, load=load_version)
def version_file(request: HttpRequest, loaded: tuple[SchemePage, BillStage, int]) -> HttpResponse:
    """Download a version of a bill (导出)."""
    found, stage, number = loaded
    name = f"{found.card.name}{stage.word}第{number}版.xlsx"
    return workbook(_file(request, found, stage, number), name)


def _file(request: HttpRequest, found: SchemePage, stage: BillStage | None, number: int) -> bytes:
    return bills.bill_file(
        found.card.public_id,
        stage,
        number,
        desk.horizon_of(request),
        actor=desk.actor_of(request),
    )


@access("scheme.enter_need", Power.RECORD_FACT, writes=True, load=load_scheme)
def need(request: HttpRequest, found: SchemePage) -> HttpResponse:
    """Enter what the community lacks or was promised (登记需求)."""
    form = NeedForm(request.POST, items=words.item_choices(found))
    if not form.is_valid():
        return scheme_page(request, found, need_form=form, status=422)
    said, public_id = form.cleaned_data, found.card.public_id
    try:
        findings = needs.enter_need(
            public_id,
            Need(NeedKind(said["kind"]), said["item"], said["words"]),
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            on=said["on"],
            key=said["key"],
        )
    except needs.AlreadyDone as before:
        desk.say(request, str(before), kind="info")
        return redirect("scheme:scheme", public_id=public_id)
    if findings:
        form.refuse(findings)
        return scheme_page(request, found, need_form=form, status=422)
    desk.say(request, f"已登记需求：{said['words']}。", kind="ok")
    return redirect("scheme:scheme", public_id=public_id)


def load_need(request: HttpRequest, public_id: str, need_id: int) -> tuple[SchemePage, int]:
    """Load a need that stands through the officer's scope."""
    found = load_scheme(request, public_id)
    if need_id not in {one.id for one in found.needs}:
        raise NoSuchCommunity(public_id)
    return found, need_id


@access("scheme.withdraw_need", Power.RECORD_FACT, writes=True, load=load_need)
def withdraw(request: HttpRequest, loaded: tuple[SchemePage, int]) -> HttpResponse:
    """Withdraw a need, with the reason (撤销需求)."""
    found, need_id = loaded
    form, public_id = WithdrawForm(request.POST), found.card.public_id
    if not form.is_valid():
        refused = [str(each) for errors in form.errors.values() for each in errors]
        return scheme_page(request, found, status=422, refused=refused)
    said = form.cleaned_data
    try:
        needs.withdraw_need(
            public_id,
            need_id,
            said["reason"],
            desk.horizon_of(request),
            actor=desk.actor_of(request),
            key=said["key"],
        )
    except (needs.AlreadyDone, needs.EnteredMeanwhile, needs.NoSuchNeed):
        desk.say(request, "这条需求刚才已经撤销，没有重复写入。", kind="info")
    else:
        desk.say(request, "已撤销，原记录保留可查。", kind="ok")
    return redirect("scheme:scheme", public_id=public_id)
