"""The two upper mouths on screen (两个口): a community's scheme against both, and everybody who asked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiugai.domain.funding.two_mouths import WonAt
from jiugai.services.actor import Power
from jiugai.services.funding import mouths
from jiugai.services.funding.mouths import MouthsList, MouthsPage, mouths_of
from jiugai.services.scheme.bills import NoSuchCommunity
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.funding import mouths_words
from jiugai.web.funding.batches import number_in
from jiugai.web.registry.views import workbook


def load_mouths(request: HttpRequest, public_id: str) -> MouthsPage:
    """Load a community's scheme through the officer's scope."""
    if not public_id.isprintable():
        raise NoSuchCommunity(public_id)
    return mouths_of(public_id, desk.horizon_of(request), actor=desk.actor_of(request))


@access("funding.two_mouths", Power.SEE, load=load_mouths)
def two_mouths(request: HttpRequest, page: MouthsPage) -> HttpResponse:
    """Show what both mouths may pay of a scheme, what each gave, and what neither pays (两口对照)."""
    return render(request, "funding/mouths.html", mouths_words.page_context(page))


def _asked(request: HttpRequest) -> tuple[MouthsList, WonAt | None]:
    found = mouths.mouths_list(
        desk.horizon_of(request),
        number_in(request, "year"),
        number_in(request, "county"),
        actor=desk.actor_of(request),
    )
    named = request.GET.get("won", "")
    return found, next((one for one in WonAt if one.value == named), None)


@access("funding.mouths_list", Power.SEE)
def mouths_list(request: HttpRequest) -> HttpResponse:
    """Show everybody who asked in a year, by what each mouth gave (两口名单)."""
    found, won_at = _asked(request)
    context = mouths_words.list_context(found, won_at, number_in(request, "county"))
    return render(request, "funding/mouths_list.html", context)


@access("funding.mouths_export", Power.SEE)
def mouths_export(request: HttpRequest) -> HttpResponse:
    """Download that list as a workbook."""
    found, won_at = _asked(request)
    return workbook(mouths.mouths_workbook(found, won_at), f"{found.year}年两个口争取情况.xlsx")
