"""The officer's desk: who is asking, at what time, and for which time (经办人与时点).

The only clock of the screens. Whoever needs the time takes it from here and passes it on.
"""

import os
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from jiugai.domain.calendar import in_prose
from jiugai.services import facts
from jiugai.services.accounts import city_called
from jiugai.services.actor import Actor, Power
from jiugai.services.messages import inbox
from jiugai.services.supervision.orders.from_paper import Endpoint
from jiugai.storage.accounts.queries import HeldPost
from jiugai.storage.divisions.queries import DivisionRow
from jiugai.web import menu

_AS_OF, _RECORDED_BY = "as_of", "recorded_by"
# A month (domain/calendar.py) lies within 1900 to 2100, and pages look some months back.
_EARLIEST, _LATEST = 1902, 2100
_NOW = "now"
_NOTICE = "notice"


def now() -> datetime:
    """Return this instant; the only clock of the screens."""
    return timezone.now()


def today() -> date:
    """Return the day in the city (Asia/Shanghai)."""
    return timezone.localdate(now())


def snapshots_folder() -> Path:
    """Return where the snapshots of closed months lie."""
    return Path(settings.VAR) / "snapshots"


def model_endpoint() -> Endpoint | None:
    """Return the language model that the administrator named, if one was."""
    if not settings.MODEL_URL:
        return None
    return Endpoint(settings.MODEL_URL, settings.MODEL_NAME, settings.MODEL_KEY)


def default_as_of() -> date:
    """Return the day that screens show unasked: today, or the day at which a demo city stands still."""
    pinned = os.environ.get("JIUGAI_AS_OF")
    return date.fromisoformat(pinned) if pinned else today()


def default_now() -> datetime:
    """Return this instant, or the evening of the day at which a demo city stands still."""
    day = default_as_of()
    return now() if day == today() else timezone.make_aware(datetime.combine(day, time(18)))


@dataclass(frozen=True, slots=True)
class Horizon(facts.Horizon):
    """The time for which a page is true (时点), as services take it.

    Attributes:
      stands_now: no other time was asked for: the page shows things as they stand.
    """

    stands_now: bool

    @property
    def is_now(self) -> bool:
        return self.stands_now


class Unreadable(ValueError):
    """A time that cannot be read; the message is for the person who sent it."""


@dataclass(slots=True)
class Desk:
    """What is known of a request's sender; set by ``access.SessionRules`` before any view runs."""

    actor: Actor | None = None
    posts: tuple[HeldPost, ...] = ()
    sign_in_id: int | None = None


def desk_of(request: HttpRequest) -> Desk:
    """Return the desk at which a request's sender sits; an empty one for a stranger."""
    found = getattr(request, "desk", None)
    return found if isinstance(found, Desk) else Desk()


def actor_of(request: HttpRequest) -> Actor:
    """Return the officer who asks, in the post taken.

    :raises PermissionDenied: if nobody is signed in or the account holds no post; a view whose
      policy names a power never meets that.
    """
    actor = desk_of(request).actor
    if actor is None:
        raise PermissionDenied("您的账号现在没有岗位，请联系系统管理员。")
    return actor


# --- The time asked about ---------------------------------------------------------------


def read_day(text: str) -> date:
    """Read a day such as ``2020-11-03``.

    :raises Unreadable: if it is none, or lies outside 1902 to 2100.
    """
    try:
        # fromisoformat also reads 20201103 and 2020-W45-1, which nobody here means.
        found = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        found = None
    if found is None or not _EARLIEST <= found.year <= _LATEST:
        raise Unreadable(f"没有读懂日期“{text[:20]}”，请写成 2020-11-03 这样的年-月-日。")
    return found


def read_instant(text: str) -> datetime:
    """Read an instant such as ``2020-11-05T18:00``, as clocks in the city show it.

    :raises Unreadable: if it is none, or lies outside 1902 to 2100.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or not _EARLIEST <= found.year <= _LATEST:
        raise Unreadable(
            f"没有读懂录入时间“{text[:32]}”，请写成 2020-11-05T18:00 这样的日期和时刻。"
        )
    return found if found.tzinfo else timezone.make_aware(found)


def take_horizon(request: HttpRequest) -> None:
    """Keep the time that a request asks for until its sender returns to now.

    ``?as_of=2020-11-03`` and ``?recorded_by=2020-11-05T18:00`` set it, ``?as_of=now`` returns.
    A fragment, such as a figure opened in the drawer, asks for itself alone: the page beneath it
    stays at its own time.

    :raises Unreadable: if it cannot be read; what was kept before still holds.
    """
    as_of, recorded_by = request.GET.get(_AS_OF), request.GET.get(_RECORDED_BY)
    if as_of == _NOW:
        _keep(request, _AS_OF, None)
        _keep(request, _RECORDED_BY, None)
        return
    day = read_day(as_of) if as_of else None
    instant = read_instant(recorded_by) if recorded_by else None
    if day is not None:
        _keep(request, _AS_OF, None if day == default_as_of() else day.isoformat())
    if recorded_by is not None:  # given but empty: all there is
        _keep(request, _RECORDED_BY, instant.isoformat() if instant else None)


def asked_once(request: HttpRequest) -> dict[str, str]:
    """Return the time that a fragment asks for itself, as its address says it."""
    found: dict[str, str | None] = getattr(request, "_asked_once", {})
    return {name: value for name, value in found.items() if value is not None}


def _keep(request: HttpRequest, name: str, value: str | None) -> None:
    if request.session.get(name) == value:
        return
    if "HX-Request" in request.headers:
        once = getattr(request, "_asked_once", {})
        request._asked_once = once | {name: value}  # type: ignore[attr-defined]  # for this answer
        return
    if value is None:
        del request.session[name]
    else:
        request.session[name] = value


def horizon_of(request: HttpRequest) -> Horizon:
    """Return the time for which to answer: the one asked for and kept, else now."""
    known = getattr(request, "_horizon", None)
    if isinstance(known, Horizon):
        return known
    session = getattr(request, "session", {})
    once = getattr(request, "_asked_once", {})
    as_of, recorded_by = (once.get(name, session.get(name)) for name in (_AS_OF, _RECORDED_BY))
    instant = datetime.fromisoformat(recorded_by) if recorded_by else None
    day = date.fromisoformat(as_of) if as_of else default_as_of()
    asked = facts.horizon(day, instant)
    horizon = Horizon(
        as_of=asked.as_of,
        recorded_by=asked.recorded_by,
        last_seq=asked.last_seq,
        key=asked.key,
        stands_now=instant is None and day == default_as_of(),
    )
    request._horizon = horizon  # type: ignore[attr-defined]  # asked for once a request
    return horizon


# --- What was just done ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence at the head of a page; ``kind`` is that of the component ``notice.html``."""

    kind: str
    text: str


def say(request: HttpRequest, sentence: str, *, kind: str = "ok") -> None:
    """Keep a sentence for the next page that this browser is shown (办结提示)."""
    request.session[_NOTICE] = [*request.session.get(_NOTICE, []), [kind, sentence]]


def _said(request: HttpRequest) -> list[Notice]:
    session = getattr(request, "session", None)
    kept = session.pop(_NOTICE, None) if session is not None else None
    return [Notice(*said) for said in kept or []]


def city_of(request: HttpRequest) -> DivisionRow | None:
    """Return the city served, as called on the day asked about; None before it is founded."""
    if not hasattr(request, "_city"):
        request._city = city_called(horizon_of(request))  # type: ignore[attr-defined]  # asked for once a request
    found = getattr(request, "_city", None)
    return found if isinstance(found, DivisionRow) else None


def city_name(request: HttpRequest) -> str:
    """Return what the city served is called on the day asked about; empty before it is founded."""
    city = city_of(request)
    return city.name if city else ""


def unread(seat: Desk) -> str:
    """Return how many messages wait to be read, as the frame shows it; empty for none.

    A deputy's other posts count too: he is reached in whichever he sits.
    """
    if seat.actor is None or Power.SEE not in seat.actor.powers:
        return ""
    count = inbox.unread(actor=seat.actor, now=now(), days=settings.MESSAGE_DAYS)
    count += sum(one.count for one in unread_elsewhere(seat))
    return f"{inbox.COUNTED - 1}+" if count >= inbox.COUNTED else str(count or "")


def unread_elsewhere(seat: Desk) -> tuple[inbox.Elsewhere, ...]:
    """Return what waits in the other posts of an officer who stands in for somebody."""
    return inbox.unread_elsewhere(
        seat.posts,
        taken=seat.actor.post_id if seat.actor else 0,
        today=today(),
        now=now(),
        days=settings.MESSAGE_DAYS,
    )


# --- What every page shows ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PostChoice:
    """One of the posts that an officer may take."""

    id: int
    label: str


def desk(request: HttpRequest) -> dict[str, Any]:
    """Give every template the officer, the rail, the time, the city, and whether it is a demo."""
    seat = desk_of(request)
    return {
        "actor": seat.actor,
        "posts": tuple(PostChoice(post.post_id, post.label) for post in seat.posts),
        "nav": menu.nav_of(seat.actor, request.path),
        "horizon": SimpleLazyObject(lambda: horizon_of(request)),
        "as_of_in_prose": SimpleLazyObject(lambda: in_prose(horizon_of(request).as_of)),
        "city": SimpleLazyObject(lambda: city_name(request)),
        "demo": settings.DEMO,
        "landing": menu.landing(seat.actor) if seat.sign_in_id is not None else "/",
        "notices": SimpleLazyObject(lambda: _said(request)),
        "reads_messages": seat.actor is not None and Power.SEE in seat.actor.powers,
        "unread": SimpleLazyObject(lambda: unread(seat)),
    }
