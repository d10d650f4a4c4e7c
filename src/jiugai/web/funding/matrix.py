"""Which money may pay for what (资金用途): looked up, never typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiugai.domain.scheme.catalogue import ScopeClass
from jiugai.services.accounts import city_called
from jiugai.services.actor import Power
from jiugai.services.funding.matrix import matrix_on
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.funding import matrix_words


@access("funding.matrix", Power.SEE)
def matrix(request: HttpRequest) -> HttpResponse:
    """Show every source against every item of a class, and why one pair may or may not be (资金用途)."""
    horizon = desk.horizon_of(request)
    city = city_called(horizon)
    found = matrix_on(horizon.as_of, city.code if city else "", actor=desk.actor_of(request))
    named = request.GET.get("class")
    shown = next((one for one in ScopeClass if one.value == named), ScopeClass.BASIC)
    fund = matrix_words.fund_called(request.GET.get("fund", ""))
    asked = found.pair(fund, request.GET.get("item", "")) if fund else None
    context = matrix_words.page_context(found, shown, asked)
    return render(request, "funding/matrix.html", context)
