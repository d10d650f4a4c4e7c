"""Published lists on screen (公开名单与企业意向): the lists, one list, what may be done with it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.services.actor import Power
from jiugai.services.funding.interest import publishing, reading, taking_in
from jiugai.services.funding.interest.publishing import AlreadyDone, InterestDone, KeyReused
from jiugai.services.funding.interest.reading import InterestPage
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.funding import interest_words
from jiugai.web.funding.batch_words import mouth_word, told
from jiugai.web.funding.interest_forms import OffersForm, PublishForm, WithdrawForm
from jiugai.web.registry.forms import Keyed
from jiugai.web.registry.views import workbook

_TWICE = "这一步刚才已经办过了，没有再办一次。"


@access("funding.interest", Power.SEE)
def lists(request: HttpRequest) -> HttpResponse:
    """Show the published lists (公开名单)."""
    return _lists(request)


def _lists(
    request: HttpRequest,
    refused: PublishForm | None = None,
    problems: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    actor, asked = desk.actor_of(request), desk.horizon_of(request)
    context = interest_words.lists_context(reading.lists_of(asked, actor=actor))
    may = Power.PUBLISH_INTEREST in actor.powers and asked.is_now
    context |= {
        "form": (refused or _publish_form(request)) if may else None,
        "open": refused is not None,
        "problems": problems,
    }
    return render(request, "funding/interest.html", context, status=status)


def _publish_form(request: HttpRequest, typed: Any = None) -> PublishForm:
    asked, today = desk.horizon_of(request), desk.default_as_of()
    return PublishForm(
        typed,
        batches=[
            (row.id, f"{row.year}年{mouth_word(row)} {row.paper}")
            for row in publishing.approved_batches(asked)
        ],
        kinds=[(one.clause, one.word) for one in reading.kinds_in_force(asked)],
        initial={"year": today.year, "on": today},
    )


@access("funding.publish_interest", Power.PUBLISH_INTEREST, writes=True)
def publish(request: HttpRequest) -> HttpResponse:
    """Publish a list (公开)."""
    form = _publish_form(request, request.POST)
    if not form.is_valid():
        return _lists(request, form, status=422)
    try:
        done = publishing.publish(
            form.new(),
            desk.horizon_of(request),
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=form.cleaned_data["key"],
        )
    except (AlreadyDone, KeyReused):
        desk.say(request, _TWICE, kind="info")
        return redirect("funding:interest")
    if done.list_id is None:
        return _lists(request, form, told(done.findings), 422)
    desk.say(request, f"名单已公开，{done.count} 行；各县区可以登记企业意向了。")
    return redirect("funding:interest-list", list_id=done.list_id)


@access("funding.blank_interest", Power.SEE)
def blank(request: HttpRequest) -> HttpResponse:
    """Download the empty form of offers (空表)."""
    content = reading.blank_interest(actor=desk.actor_of(request))
    return workbook(content, "意向登记表（空表）.xlsx")


def load_list(request: HttpRequest, list_id: int) -> InterestPage:
    """Load a published list with its rows within the officer's reach."""
    return reading.list_of(list_id, desk.horizon_of(request), actor=desk.actor_of(request))


@access("funding.interest_list", Power.SEE, load=load_list)
def interest_list(request: HttpRequest, found: InterestPage) -> HttpResponse:
    """Show a list: who offers what, what nobody wants, firms by kind (名单)."""
    return _list(request, found)


def _list(
    request: HttpRequest,
    found: InterestPage,
    refused: Keyed | None = None,
    problems: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    narrowed = interest_words.narrowed_by(request.GET)
    context = interest_words.list_context(found, narrowed)
    context["deeds"] = _deeds(request, found, refused)
    context["problems"] = problems
    return render(request, "funding/interest_list.html", context, status=status)


def _deeds(
    request: HttpRequest, found: InterestPage, refused: Keyed | None
) -> list[dict[str, Any]]:
    """Return what the officer at the desk may do now."""
    actor = desk.actor_of(request)
    if not desk.horizon_of(request).is_now:
        return []
    offered: list[tuple[str, str, Keyed]] = []
    standing = interest_words.standing_rows(found)
    if Power.TAKE_INTEREST in actor.powers and standing:
        form = OffersForm(initial={"on": desk.default_as_of()})
        offered.append(("登记企业意向", "funding:take-interest", form))
    if Power.PUBLISH_INTEREST in actor.powers and standing:
        offered.append(("撤下一行", "funding:withdraw-interest", WithdrawForm(rows=standing)))
    return [
        {
            "word": word,
            "action": action,
            "form": refused if type(refused) is type(form) else form,
            "open": type(refused) is type(form),
        }
        for word, action, form in offered
    ]


@access("funding.interest_file", Power.SEE, load=load_list)
def interest_file(request: HttpRequest, found: InterestPage) -> HttpResponse:
    """Download a list with its offers as a workbook."""
    row = found.view.row
    content = reading.interest_file(found, actor=desk.actor_of(request))
    return workbook(content, f"{row.year}年企业意向{row.published_on}.xlsx")


@access("funding.withdraw_interest", Power.PUBLISH_INTEREST, writes=True, load=load_list)
def withdraw(request: HttpRequest, found: InterestPage) -> HttpResponse:
    """Take a row from its list, with the reason (撤下)."""
    form = WithdrawForm(request.POST, rows=interest_words.standing_rows(found))
    if not form.is_valid():
        return _list(request, found, form, status=422)
    said = form.cleaned_data
    try:
        done = publishing.withdraw(
            found, said["row"], said["reason"], actor=desk.actor_of(request), key=said["key"]
        )
    except (AlreadyDone, KeyReused):
        desk.say(request, _TWICE, kind="info")
        return redirect("funding:interest-list", list_id=found.view.row.id)
    return _after(request, found, form, done, "已从名单撤下，理由留在名单上；原来的意向保留可查。")


@access("funding.take_interest", Power.TAKE_INTEREST, writes=True, load=load_list)
def take(request: HttpRequest, found: InterestPage) -> HttpResponse:
    """Take in what firms offer (登记意向)."""
    form = OffersForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list(request, found, form, status=422)
    try:
        done = taking_in.take_in(
            found,
            form.sent(),
            desk.horizon_of(request),
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=form.cleaned_data["key"],
        )
    except (AlreadyDone, KeyReused):
        desk.say(request, _TWICE, kind="info")
        return redirect("funding:interest-list", list_id=found.view.row.id)
    return _after(request, found, form, done, f"已登记 {done.count} 条意向；联系方式只留存证。")


def _after(
    request: HttpRequest, found: InterestPage, form: Keyed, done: InterestDone, said: str
) -> HttpResponse:
    if done.list_id is None:
        return _list(request, found, form, told(done.findings), 422)
    desk.say(request, said)
    return redirect("funding:interest-list", list_id=found.view.row.id)
