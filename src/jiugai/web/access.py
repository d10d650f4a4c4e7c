"""Who may open which page (授权): policy as data, deny by default.

Every view names its action and what it needs::

    @access("registry.communities", Power.SEE)
    def communities(request): ...

    @access("registry.community", Power.SEE, load=load_community)
    def community(request, community): ...       # the object, never its number

    @access("programme.approve", Power.MANAGE_PROGRAMME, writes=True)
    def approve(request): ...                    # POST only

A view without a policy stops the start-up, and is denied should it ever be reached. What every
post meets at every URL is written down, and reviewed, in ``tests/web/access_matrix.txt``.
"""

import logging
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.core import checks
from django.core.exceptions import ImproperlyConfigured, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.html import format_html

from jiugai.services.accounts import AlreadyDone, KeyReused, SameHands, signing_in
from jiugai.services.actor import NotAllowed, OwnWork, Power
from jiugai.services.reach import as_officer
from jiugai.storage.accounts import queries
from jiugai.web import desk

View = Callable[..., HttpResponseBase]
Loader = Callable[..., object]
Next = Callable[[HttpRequest], HttpResponseBase]

log = logging.getLogger("jiugai.access")


class Open(Enum):
    """What needs no power."""

    PUBLIC = "public"  # whoever comes by
    SIGNED_IN = "signed_in"  # whoever has signed in, in whichever post or none


PUBLIC, SIGNED_IN = Open.PUBLIC, Open.SIGNED_IN


@dataclass(frozen=True, slots=True)
class Policy:
    """What an action asks of whoever calls it.

    Attributes:
      action: ``room.verb``; the name in logs.
      needs: the power that the post must carry, or PUBLIC, or SIGNED_IN.
      methods: the HTTP methods it answers; others get 405.
      scoped: its object is loaded through the officer's scope; absent and foreign are both 404.
    """

    action: str
    needs: Power | Open
    methods: frozenset[str]
    scoped: bool = False


ACCESS: dict[str, Policy] = {}
"""Every action's policy, filled as views are imported."""

_READS = frozenset({"GET", "HEAD"})
_WRITES = frozenset({"POST"})


def access(
    action: str,
    needs: Power | Open,
    *,
    writes: bool = False,
    form: bool = False,
    load: Loader | None = None,
) -> Callable[[View], View]:
    """Give a view its policy, and hold it to it.

    :param writes: it changes something: POST only.
    :param form: it shows a form by GET and takes it by POST.
    :param load: called as ``load(request, **url_arguments)``; returns the object that the view is
      given in their place. A ``LookupError`` of the queries answers 404.
    """
    methods = _WRITES if writes else _READS | _WRITES if form else _READS
    policy = Policy(action, needs, methods, scoped=load is not None)
    if ACCESS.setdefault(action, policy) != policy:
        raise ImproperlyConfigured(f"two policies are named {action!r}")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            refusal = _refusal(request, policy) or _unkeepable(request)
            if refusal is not None:
                return refusal
            if load is None:
                return view(request, *args, **kwargs)
            return view(request, _loaded(load, request, kwargs))

        guarded.policy = policy  # type: ignore[attr-defined]  # read by the check and the matrix
        return guarded

    return decorate


def _loaded(load: Loader, request: HttpRequest, kwargs: dict[str, object]) -> object:
    try:
        return load(request, **kwargs)
    except (KeyError, IndexError):
        raise  # a slip of ours, not an object that is absent
    except LookupError as absent:
        raise Http404(str(absent)) from absent


def _refusal(request: HttpRequest, policy: Policy) -> HttpResponseBase | None:
    if request.method not in policy.methods:
        return refuse(request, 405, "这个地址不这样用，请从页面上的按钮进入。")
    if policy.needs is Open.PUBLIC:
        return None
    if not request.user.is_authenticated:
        return _to_the_door(request, policy)
    if policy.needs is Open.SIGNED_IN:
        return None
    actor = desk.desk_of(request).actor
    if actor is None:
        return _denied(request, policy, "您的账号现在没有岗位，请联系系统管理员。")
    if policy.needs not in actor.powers:
        return _denied(
            request,
            policy,
            f"“{actor.label}”没有“{policy.needs.title}”的职权。"
            "如另有岗位，请先换岗再来；确需办理的，请联系系统管理员。",
        )
    return None


def _unkeepable(request: HttpRequest) -> HttpResponse | None:
    """Refuse the one character that no database keeps (NUL), so that no view needs to know of it."""
    sent = [request.path]
    for query in (request.GET, request.POST):
        for name, values in query.lists():
            sent += [name, *map(str, values)]
    if not any("\x00" in text for text in sent):
        return None
    return refuse(
        request,
        400,
        "填写的内容里夹着看不见的空字符（多半是从别处粘贴来的），没有改动任何数据。"
        "请返回，把这一段删去，手工重新输入。",
    )


def _to_the_door(request: HttpRequest, policy: Policy) -> HttpResponseBase:
    door = reverse("accounts:sign-in")
    over = getattr(request, "over", None)
    asked = {"next": request.get_full_path()} if request.method in _READS else {}
    if isinstance(over, signing_in.Over):
        asked["why"] = over.name.lower()
    target = f"{door}?{urlencode(asked)}" if asked else door
    if "HX-Request" in request.headers:
        response = refuse(request, 403, "登录已过期，请重新登录。")
        response["HX-Redirect"] = door
        return response
    if request.method in _READS:
        return HttpResponseRedirect(target)
    return _denied(request, policy, "没有登录或登录已过期，没有改动任何数据。请登录后再办。")


def _denied(request: HttpRequest, policy: Policy, sentence: str) -> HttpResponse:
    seat = desk.desk_of(request)
    log.warning(
        "denied action=%s user=%s post=%s method=%s path=%r",
        policy.action,
        seat.actor.user_id if seat.actor else 0,
        seat.actor.post_id if seat.actor else 0,
        request.method,
        request.path,
    )
    return refuse(request, 403, sentence)


_PAGES = {403: "errors/403.html", 409: "errors/409.html"}


def refuse(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """Answer with one plain sentence: a page, or a note where HTMX asked for a fragment."""
    if "HX-Request" in request.headers:
        note = format_html('<p role="alert">{}</p>', sentence)
        return HttpResponse(note, status=status)
    page = _PAGES.get(status, "errors/refusal.html")
    return render(request, page, {"sentence": sentence}, status=status)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without a valid token (CSRF)."""
    log.warning("stale form path=%r reason=%r", request.path, reason)
    return refuse(
        request, 403, "这一页放得太久，或浏览器不收 Cookie，没有改动任何数据。请返回刷新后重填。"
    )


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read, such as one with too much text (handler400)."""
    log.warning("unreadable path=%r reason=%r", request.path, exception)
    most = f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20} MB"
    sentence = (
        f"填写的文字超过 {most}（文件不算在内），没有改动任何数据。请分几次填写，或改用文件导入。"
        if isinstance(exception, RequestDataTooBig)
        else "没有读懂这次请求，没有改动任何数据。请返回刷新后重试。"
    )
    return refuse(request, 400, sentence)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer ``PermissionDenied`` (handler403)."""
    return refuse(request, 403, str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Answer for what is absent and for what is foreign, in the same words (handler404)."""
    return render(request, "errors/404.html", status=404)


def fault(request: HttpRequest) -> HttpResponse:
    """Answer for a fault of ours, with a number to quote that also stands in the log (handler500)."""
    reference = secrets.token_hex(4)
    log.error("fault reference=%s method=%s path=%r", reference, request.method, request.path)
    page = render_to_string("errors/500.html", {"reference": reference})  # nothing that may fail
    return HttpResponse(page, status=500)


# --- Middleware -----------------------------------------------------------------------------


class Headers:
    """Tells browsers what this site never does: foreign scripts, frames, guessing, caching."""

    CONTENT = "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.CONTENT)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=()")
        return response


class SessionRules:
    """Seats the officer at the desk, or ends a session that no longer holds.

    Whatever the request then asks of the database reaches as far as the officer's post.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        seat = request.desk = desk.Desk()  # type: ignore[attr-defined]  # read by desk_of
        if request.user.is_authenticated:
            over = self._sit(request, seat)
            if over is not None:
                logout(request)
                request.over = over  # type: ignore[attr-defined]  # said at the door
                seat = request.desk = desk.Desk()  # type: ignore[attr-defined]
        if seat.actor is not None:
            try:
                desk.take_horizon(request)
            except desk.Unreadable as unreadable:
                return refuse(request, 400, str(unreadable))
        with as_officer(seat.actor):
            return self.get_response(request)

    def _sit(self, request: HttpRequest, seat: desk.Desk) -> signing_in.Over | None:
        at, user_id = desk.now(), request.user.pk or 0
        found = queries.sign_in(int(request.session.get("sign_in_id", 0)))
        over = signing_in.over(
            found,
            user_id=user_id,
            at=at,
            idle=timedelta(seconds=settings.SESSION_IDLE_SECONDS),
            whole=timedelta(seconds=settings.SESSION_COOKIE_AGE),
        )
        if over is not None or found is None:
            return over
        signing_in.note_seen(found, at=at)
        seat.sign_in_id = found.id
        seat.posts = queries.posts_held(user_id, day=desk.today())
        post = signing_in.chosen(seat.posts, request.session.get("post_id"))
        if post is not None:
            seat.actor = signing_in.actor_in(post, day=desk.today(), held=seat.posts)
        return None


class DenyByDefault:
    """Denies a view that carries no policy; turns the services' refusals into pages."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        found = every_url_has_a_policy()
        if found:  # a web server starts without running the checks
            raise ImproperlyConfigured("\n".join(str(error.msg) for error in found))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        if isinstance(getattr(view, "policy", None), Policy):
            return None
        log.error("no policy path=%r", request.path)
        return refuse(request, 403, "这个页面还没有定下谁可以看，暂不开放。请联系系统管理员。")

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        if isinstance(exception, NotAllowed | OwnWork | SameHands):
            return refuse(request, 403, str(exception))
        if isinstance(exception, AlreadyDone | KeyReused):
            return refuse(request, 409, str(exception))
        return None


# --- The check --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Url:
    """A URL pattern of the site, in included apps too."""

    route: str
    name: str
    view: View

    @property
    def policy(self) -> Policy | None:
        found = getattr(self.view, "policy", None)
        return found if isinstance(found, Policy) else None


def urls(resolver: URLResolver | None = None, route: str = "/", space: str = "") -> Iterator[Url]:
    """Yield every URL of the site, with its full name such as ``accounts:sign-in``."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            name = f"{space}{pattern.name}" if pattern.name else ""
            yield Url(path, name, pattern.callback)
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from urls(pattern, path, inner)


@checks.register("access")
def every_url_has_a_policy(**_options: Any) -> list[checks.CheckMessage]:
    """Refuse to start with a URL that nobody has decided upon, or that has no name."""
    found: list[checks.CheckMessage] = []
    for url in urls():
        if url.policy is None:
            found.append(checks.Error(f"{url.route} has no policy", id="access.E001"))
        if not url.name:
            found.append(checks.Error(f"{url.route} has no name", id="access.E002"))
    return found
