"""A small site for the tests of access: one page of each kind."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from jiugai.services.accounts import AlreadyDone
from jiugai.services.actor import Power, require, require_another_hand
from jiugai.web import desk
from jiugai.web.access import PUBLIC, SIGNED_IN, access


class NoSuchSample(LookupError):
    """Absent and foreign alike."""


def load_sample(request: HttpRequest, county_id: int) -> str:
    if not desk.actor_of(request).scope.covers(county_id):
        raise NoSuchSample(county_id)
    return f"object of {county_id}"


def load_badly(request: HttpRequest, county_id: int) -> str:
    return {}[county_id]


@access("sample.public", PUBLIC)
def public(request: HttpRequest) -> HttpResponse:
    return HttpResponse("public")


@access("sample.mine", SIGNED_IN)
def mine(request: HttpRequest) -> HttpResponse:
    return HttpResponse("mine")


@access("sample.see", Power.SEE)
def see(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{desk.horizon_of(request).as_of} {desk.horizon_of(request).is_now}")


@access("sample.write", Power.CLOSE_MONTH, writes=True)
def write(request: HttpRequest) -> HttpResponse:
    return HttpResponse("written")


@access("sample.form", Power.SEE, form=True)
def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse("form")


@access("sample.said", Power.SEE)
def said(request: HttpRequest, text: str) -> HttpResponse:
    return HttpResponse(text)


@access("sample.one", Power.SEE, load=load_sample)
def one(request: HttpRequest, found: str) -> HttpResponse:
    return HttpResponse(found)


@access("sample.slip", Power.SEE, load=load_badly)
def slip(request: HttpRequest, found: str) -> HttpResponse:
    return HttpResponse(found)


@access("sample.lacking", Power.SEE)
def lacking(request: HttpRequest) -> HttpResponse:
    require(desk.actor_of(request), Power.ISSUE_BULLETIN)
    return HttpResponse("issued")


@access("sample.own_work", Power.SEE)
def own_work(request: HttpRequest) -> HttpResponse:
    require_another_hand(desk.actor_of(request), desk.actor_of(request).user_id)
    return HttpResponse("verified")


@access("sample.twice", Power.SEE)
def twice(request: HttpRequest) -> HttpResponse:
    raise AlreadyDone(1)


sample = [
    path("public/", public, name="public"),
    path("mine/", mine, name="mine"),
    path("see/", see, name="see"),
    path("write/", write, name="write"),
    path("form/", form, name="form"),
    path("said/<str:text>/", said, name="said"),
    path("one/<int:county_id>/", one, name="one"),
    path("slip/<int:county_id>/", slip, name="slip"),
    path("lacking/", lacking, name="lacking"),
    path("own-work/", own_work, name="own-work"),
    path("twice/", twice, name="twice"),
]
urlpatterns = [
    path("sample/", include((sample, "sample"))),
    path("", include("jiugai.web.accounts.urls")),
]

handler400 = "jiugai.web.access.unreadable"
handler403 = "jiugai.web.access.forbidden"
handler404 = "jiugai.web.access.not_found"
handler500 = "jiugai.web.access.fault"
