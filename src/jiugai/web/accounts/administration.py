"""The administration of accounts, organisations and posts (账号与岗位管理)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from jiugai.domain.delegation import Absence
from jiugai.services import accounts
from jiugai.services.accounts.delegating import Wanted
from jiugai.services.actor import PostKind, Power
from jiugai.services.organisations import OrganisationKind
from jiugai.storage.accounts import queries
from jiugai.storage.accounts.queries import Account
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.accounts import presenters
from jiugai.web.accounts.forms import (
    AccountForm,
    AppointmentForm,
    DeputyForm,
    EndAppointmentForm,
    KeyedForm,
    OrganisationForm,
    PostForm,
)


def load_account(_request: HttpRequest, user_id: int) -> Account:
    """Load an account by its number; whoever may administer accounts may administer all."""
    return queries.account(user_id)


# --- All accounts -----------------------------------------------------------------------------


@access("accounts.overview", Power.MANAGE_ACCOUNTS)
def overview(request: HttpRequest) -> HttpResponse:
    """List accounts, organisations and posts (账号与岗位)."""
    return _overview(request)


def _overview(
    request: HttpRequest,
    *,
    account_form: AccountForm | None = None,
    organisation_form: OrganisationForm | None = None,
    post_form: PostForm | None = None,
    invited: accounts.Invited | None = None,
) -> HttpResponse:
    offices = queries.organisations(day=desk.today())
    posts = queries.posts()
    forms = (account_form, organisation_form, post_form)
    page: dict[str, Any] = {
        "accounts": presenters.accounts(queries.accounts(), today=desk.today()),
        "offices": presenters.offices(offices, posts),
        "account_form": account_form or AccountForm(),
        "organisation_form": organisation_form or OrganisationForm(),
        "divisions": accounts.places_offered(day=desk.today()),
        "post_form": post_form or PostForm(offices=offices),
        "link": _link(request, invited) if invited else None,
    }
    status = 422 if any(form is not None and form.errors for form in forms) else 200
    return render(request, "accounts/administration.html", page, status=status)


def _link(request: HttpRequest, invited: accounts.Invited) -> presenters.LinkShown:
    path = reverse("accounts:link", args=[invited.token])
    return presenters.LinkShown(invited.username, request.build_absolute_uri(path))


@access("accounts.add_account", Power.MANAGE_ACCOUNTS, writes=True)
def add_account(request: HttpRequest) -> HttpResponse:
    """Open an account and show its one-time link, once (新增账号)."""
    form = AccountForm(request.POST)
    if form.is_valid():
        try:
            invited = accounts.add_account(
                actor=desk.actor_of(request),
                username=form.cleaned_data["username"],
                label=form.cleaned_data["label"],
                at=desk.now(),
                key=form.cleaned_data["key"],
            )
        except accounts.Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _overview(request, invited=invited)
    return _overview(request, account_form=form)


@access("accounts.add_organisation", Power.MANAGE_ACCOUNTS, writes=True)
def add_organisation(request: HttpRequest) -> HttpResponse:
    """Enter an organisation (新增单位)."""
    form = OrganisationForm(request.POST)
    if form.is_valid():
        try:
            place = accounts.find_place(form.cleaned_data["division"], day=desk.today())
            accounts.add_organisation(
                actor=desk.actor_of(request),
                name=form.cleaned_data["name"],
                kind=OrganisationKind(form.cleaned_data["kind"]),
                division_id=place.id,
                today=desk.today(),
                key=form.cleaned_data["key"],
            )
        except accounts.Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            desk.say(request, f"已新增单位“{form.cleaned_data['name']}”。")
            return redirect("accounts:administration")
    return _overview(request, organisation_form=form)


@access("accounts.add_post", Power.MANAGE_ACCOUNTS, writes=True)
def add_post(request: HttpRequest) -> HttpResponse:
    """Enter a post in an organisation (新增岗位)."""
    form = PostForm(request.POST, offices=queries.organisations(day=desk.today()))
    if form.is_valid():
        try:
            accounts.add_post(
                actor=desk.actor_of(request),
                organisation_id=int(form.cleaned_data["organisation"]),
                title=form.cleaned_data["title"],
                kind=PostKind(form.cleaned_data["kind"]),
                today=desk.today(),
                key=form.cleaned_data["key"],
            )
        except accounts.Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            desk.say(request, f"已新增岗位“{form.cleaned_data['title']}”。")
            return redirect("accounts:administration")
    return _overview(request, post_form=form)


# --- One account --------------------------------------------------------------------------------


@access("accounts.account", Power.MANAGE_ACCOUNTS, load=load_account)
def account(request: HttpRequest, found: Account) -> HttpResponse:
    """Show one account: its posts, its state, what may be done (一个账号)."""
    return _account(request, found)


def _account(
    request: HttpRequest,
    found: Account,
    *,
    form: AppointmentForm | None = None,
    deputy_form: DeputyForm | None = None,
    refusal: str = "",
    invited: accounts.Invited | None = None,
) -> HttpResponse:
    today, user_id = desk.today(), desk.actor_of(request).user_id
    theirs = accounts.my_delegations(user_id=found.id, today=today)
    page: dict[str, Any] = {
        "delegations": presenters.delegations(theirs.rows, user_id=user_id, today=today),
        "has_posts": bool(theirs.posts) and found.is_active,
        "has_colleagues": any(theirs.colleagues.values()),
        "deputy_form": deputy_form or DeputyForm(mine=theirs, today=today),
        "account": presenters.account(found, today=today),
        "own": found.id == user_id,
        "form": form or AppointmentForm(posts=queries.posts(), today=today),
        "once": KeyedForm(),  # one number for each button: a page is acted upon once
        "refusal": refusal,
        "link": _link(request, invited) if invited else None,
    }
    wrong = refusal or any(one is not None and one.errors for one in (form, deputy_form))
    return render(request, "accounts/account.html", page, status=422 if wrong else 200)


@access("accounts.appoint", Power.MANAGE_ACCOUNTS, writes=True, load=load_account)
def appoint(request: HttpRequest, found: Account) -> HttpResponse:
    """Put the account in a post (任岗)."""
    form = AppointmentForm(request.POST, posts=queries.posts(), today=desk.today())
    if form.is_valid():
        try:
            accounts.appoint(
                actor=desk.actor_of(request),
                user_id=found.id,
                post_id=int(form.cleaned_data["post"]),
                since=form.cleaned_data["since"],
                today=desk.today(),
                key=form.cleaned_data["key"],
            )
        except accounts.Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            desk.say(request, "已任岗。")
            return redirect("accounts:account", found.id)
    return _account(request, found, form=form)


@access("accounts.end_appointment", Power.MANAGE_ACCOUNTS, writes=True, load=load_account)
def end_appointment(request: HttpRequest, found: Account) -> HttpResponse:
    """End one of the account's appointments today (免岗)."""
    form = EndAppointmentForm(request.POST)
    if not form.is_valid():
        return _account(request, found, refusal="没有读懂要免去哪一项任职，请从任职列表里选。")
    try:
        accounts.end_appointment(
            actor=desk.actor_of(request),
            user_id=found.id,
            appointment_id=form.cleaned_data["appointment"],
            today=desk.today(),
            key=form.cleaned_data["key"],
        )
    except accounts.Refusal as refusal:
        return _account(request, found, refusal=str(refusal))
    desk.say(request, "已免岗，对方的下一次点击就不再有这个岗位。")
    return redirect("accounts:account", found.id)


@access("accounts.name_deputy", Power.MANAGE_ACCOUNTS, writes=True, load=load_account)
def name_deputy(request: HttpRequest, found: Account) -> HttpResponse:
    """Name a deputy for an officer who cannot do so himself (替人委托代办)."""
    today = desk.today()
    theirs = accounts.my_delegations(user_id=found.id, today=today)
    form = DeputyForm(request.POST, mine=theirs, today=today)
    if form.is_valid():
        given = form.cleaned_data
        wanted = Wanted(
            post_id=int(given["post"]),
            deputy_id=int(given["deputy"]),
            first_day=given["first_day"],
            last_day=given["last_day"],
            absence=Absence(given["absence"]),
            words=given["words"],
        )
        try:
            accounts.delegate_for(
                found.id, wanted, actor=desk.actor_of(request), today=today, key=given["key"]
            )
        except accounts.Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            desk.say(request, "已替他委托，双方都会收到消息，留痕里写明理由。")
            return redirect("accounts:account", found.id)
    return _account(request, found, deputy_form=form)


@access("accounts.renew_link", Power.MANAGE_ACCOUNTS, writes=True, load=load_account)
def renew_link(request: HttpRequest, found: Account) -> HttpResponse:
    """Make a new one-time link and show it, once (重发一次性链接)."""
    form = KeyedForm(request.POST)
    if not form.is_valid():
        return _account(request, found, refusal="这一页放得太久，请刷新后重试。")
    try:
        invited = accounts.renew_link(
            actor=desk.actor_of(request),
            user_id=found.id,
            at=desk.now(),
            key=form.cleaned_data["key"],
        )
    except accounts.Refusal as refusal:
        return _account(request, found, refusal=str(refusal))
    return _account(request, found, invited=invited)


@access("accounts.disable", Power.MANAGE_ACCOUNTS, writes=True, load=load_account)
def disable(request: HttpRequest, found: Account) -> HttpResponse:
    """Close the account; its sign-ins end at their next click (停用)."""
    form = KeyedForm(request.POST)
    if not form.is_valid():
        return _account(request, found, refusal="这一页放得太久，请刷新后重试。")
    try:
        accounts.disable(
            actor=desk.actor_of(request),
            user_id=found.id,
            at=desk.now(),
            key=form.cleaned_data["key"],
        )
    except accounts.Refusal as refusal:
        return _account(request, found, refusal=str(refusal))
    desk.say(request, f"账号“{found.username}”已停用，对方的下一次点击就会退出。")
    return redirect("accounts:account", found.id)


@access("accounts.enable", Power.MANAGE_ACCOUNTS, writes=True, load=load_account)
def enable(request: HttpRequest, found: Account) -> HttpResponse:
    """Open the account again (启用)."""
    form = KeyedForm(request.POST)
    if not form.is_valid():
        return _account(request, found, refusal="这一页放得太久，请刷新后重试。")
    try:
        accounts.enable(
            actor=desk.actor_of(request), user_id=found.id, key=form.cleaned_data["key"]
        )
    except accounts.Refusal as refusal:
        return _account(request, found, refusal=str(refusal))
    desk.say(request, f"账号“{found.username}”已启用。")
    return redirect("accounts:account", found.id)
