"""Signing in and out, one's posts, sessions and password (登录、岗位、会话、密码)."""

from datetime import timedelta

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_ip_address, get_credentials
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib.auth import (
    authenticate,
    get_user_model,
    login,
    logout,
    update_session_auth_hash,
)
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters

from jiugai.services import accounts
from jiugai.services.accounts import signing_in
from jiugai.storage.accounts import queries
from jiugai.web import desk, menu
from jiugai.web.access import PUBLIC, SIGNED_IN, access
from jiugai.web.accounts import presenters
from jiugai.web.accounts.forms import ChangePasswordForm, NewPasswordForm

_SAID_AT_THE_DOOR = {over.name.lower(): over.value for over in signing_in.Over} | {
    "out": "已退出。",
    "set": "密码已设好，请登录。",
}


@sensitive_post_parameters("password")
@access("accounts.sign_in", PUBLIC, form=True)
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with an account and its password (登录)."""
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(_onward(request))
        said = _SAID_AT_THE_DOOR.get(request.GET.get("why", ""), "")
        return _door(request, said=said)
    username = request.POST.get("username", "").strip().lower()[:64]
    password = request.POST.get("password", "")[:128]
    if not username or not password:
        return _door(request, refusal="请填账号和密码。", username=username)
    user = authenticate(request, username=username, password=password)
    if user is None:
        return _door(request, refusal=_attempts_left(request, username), username=username)
    return _seat(request, user)


def _door(
    request: HttpRequest,
    *,
    said: str = "",
    refusal: str = "",
    username: str = "",
    status: int = 422,
) -> HttpResponse:
    page = {
        "notices": [desk.Notice("info", said)] if said else [],
        "messages": [refusal] if refusal else [],
        "username": username,
        "next": request.POST.get("next", request.GET.get("next", "")),
        "demo_accounts": _demo_accounts(),
    }
    return render(request, "accounts/sign_in.html", page, status=status if refusal else 200)


def _demo_accounts() -> tuple[presenters.DemoAccount, ...]:
    day = desk.default_as_of()
    city = accounts.city_served(day=day) if settings.DEMO else None
    if city is None:
        return ()
    return presenters.demo_accounts(accounts.demo_sign_ins(city_id=city.id, day=day))


def _attempts_left(request: HttpRequest, username: str) -> str:
    failures = AxesProxyHandler.get_failures(request, get_credentials(username=username))
    left = int(settings.AXES_FAILURE_LIMIT) - int(failures)
    minutes = round(_cool_off() / timedelta(minutes=1))
    return f"账号或密码不对。还可试 {max(left, 0)} 次，之后锁定 {minutes} 分钟。"


def _cool_off() -> timedelta:
    return timedelta(hours=float(settings.AXES_COOLOFF_TIME))


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, credentials: dict[str, str] | None
) -> HttpResponse:
    """Say for how many minutes an account is locked at this address; named in the settings."""
    username = (credentials or {}).get("username", "")
    last = (
        AccessAttempt.objects.filter(username=username, ip_address=get_client_ip_address(request))
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    opens_at = (last or desk.now()) + _cool_off()
    minutes = max(1, -((desk.now() - opens_at) // timedelta(minutes=1)))
    refusal = (
        f"密码连续错了 {settings.AXES_FAILURE_LIMIT} 次，此账号在本机已锁定，"
        f"{minutes} 分钟后可再试。忘了密码请找系统管理员要一次性链接。"
    )
    return _door(request, refusal=refusal, username=username, status=429)


def _seat(request: HttpRequest, user: AbstractBaseUser) -> HttpResponseRedirect:
    assert isinstance(user, get_user_model())
    login(request, user)  # with a new session number, whatever number the browser brought
    request.session["sign_in_id"] = signing_in.begin(
        user_id=user.pk,
        at=desk.now(),
        address=get_client_ip_address(request) or "",
        browser=request.headers.get("User-Agent", ""),
    )
    return HttpResponseRedirect(_onward(request))


def _onward(request: HttpRequest) -> str:
    """Return where the officer wanted to go, if that is on this site, else where the post begins.

    The bare address of the site names no page: not every post may see the cockpit.
    """
    wanted = request.POST.get("next", request.GET.get("next", ""))
    if wanted != "/" and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    posts = queries.posts_held(request.user.pk or 0, day=desk.today())
    post = signing_in.chosen(posts, request.session.get("post_id"))
    return menu.landing(signing_in.actor_in(post, day=desk.today()) if post else None)


@access("accounts.sign_out", SIGNED_IN, writes=True)
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave the desk (退出)."""
    seat = desk.desk_of(request)
    if seat.sign_in_id is not None and request.user.pk is not None:
        signing_in.end(user_id=request.user.pk, sign_in_id=seat.sign_in_id, at=desk.now())
    logout(request)
    return _to_the_door("out")


def _to_the_door(why: str) -> HttpResponse:
    response = redirect("accounts:sign-in")
    response["Location"] += f"?why={why}"
    return response


@sensitive_post_parameters("new", "again")
@access("accounts.use_link", PUBLIC, form=True)
def use_link(request: HttpRequest, token: str) -> HttpResponse:
    """Set a password through a one-time link (一次性链接)."""
    try:
        link = signing_in.link(token, at=desk.now())
    except accounts.Refusal:
        return render(request, "accounts/one_time_link.html", {"spent": True}, status=410)
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            username = accounts.set_password_by_link(
                token=token, password=form.cleaned_data["new"], at=desk.now()
            )
        except accounts.Refusal as refusal:
            form.add_error("new", str(refusal))
        else:
            reset(username=username)
            return _to_the_door("set")
    page = {"form": form, "account": link.username}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/one_time_link.html", page, status=status)


@access("accounts.take_post", SIGNED_IN, writes=True)
def take_post(request: HttpRequest) -> HttpResponse:
    """Take another of one's posts (换岗)."""
    wanted = request.POST.get("post", "")
    post = next((one for one in desk.desk_of(request).posts if str(one.post_id) == wanted), None)
    if post is None:
        raise Http404("您没有这个岗位。")
    request.session["post_id"] = post.post_id
    desk.say(request, f"已换到“{post.label}”。")
    return HttpResponseRedirect(_onward(request))


@access("accounts.sessions", SIGNED_IN)
def sessions(request: HttpRequest) -> HttpResponse:
    """Show where one is signed in (登录会话)."""
    since = desk.now() - timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    page = {
        "sign_ins": presenters.sign_ins(
            queries.open_sign_ins(request.user.pk or 0, seen_since=since)
        ),
        "current": desk.desk_of(request).sign_in_id,
    }
    return render(request, "accounts/sessions.html", page)


@access("accounts.end_session", SIGNED_IN, writes=True)
def end_session(request: HttpRequest) -> HttpResponse:
    """End one of one's own sign-ins; another's is not found (结束一次登录)."""
    wanted = request.POST.get("sign_in", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        raise Http404("没有这次登录。")
    if signing_in.end(user_id=request.user.pk or 0, sign_in_id=int(wanted), at=desk.now()):
        desk.say(request, "那次登录已结束，那边的下一次点击就会退出。")
    else:
        desk.say(request, "那次登录已经结束，没有改动任何数据。")
    return redirect("accounts:sessions")


@access("accounts.end_other_sessions", SIGNED_IN, writes=True)
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all of one's sign-ins but this (结束其他登录)."""
    count = signing_in.end_others(
        user_id=request.user.pk or 0,
        keep=desk.desk_of(request).sign_in_id or 0,
        at=desk.now(),
    )
    desk.say(request, f"已结束其他 {count} 次登录。" if count else "没有其他登录。")
    return redirect("accounts:sessions")


def _stay_signed_in(request: HttpRequest) -> None:
    """Sign this session with the new password; those signed with the old one are void."""
    user = request.user
    assert isinstance(user, get_user_model())
    user.refresh_from_db()
    update_session_auth_hash(request, user)


@sensitive_post_parameters("old", "new", "again")
@access("accounts.change_password", SIGNED_IN, form=True)
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; all other sign-ins end (改密码)."""
    form = ChangePasswordForm(request.POST if request.method == "POST" else None)
    seat = desk.desk_of(request)
    if form.is_valid():
        try:
            accounts.change_password(
                user_id=request.user.pk or 0,
                post_id=seat.actor.post_id if seat.actor else 0,
                old=form.cleaned_data["old"],
                new=form.cleaned_data["new"],
                keep=seat.sign_in_id or 0,
                at=desk.now(),
                key=form.cleaned_data["key"],
            )
        except accounts.Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            _stay_signed_in(request)
            desk.say(request, "密码已改，其他登录已全部结束。")
            return redirect("accounts:sessions")
    page = {"form": form}
    return render(request, "accounts/password.html", page, status=422 if form.is_bound else 200)
