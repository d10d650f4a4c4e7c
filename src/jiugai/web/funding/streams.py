"""Where money flows, on screen (资金流向): a drawing and its table, every band open to its vouchers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiugai.domain.funding.sources import Source
from jiugai.domain.funding.streams import Flowing
from jiugai.domain.scheme.catalogue import ScopeClass
from jiugai.services.actor import Power
from jiugai.services.funding import streaming
from jiugai.services.funding.streaming import StreamsAsked, StreamsPage
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.funding import stream_words


def _found(request: HttpRequest) -> StreamsPage:
    said = request.GET
    flowing = next((one for one in Flowing if one.value == said.get("money")), Flowing.PAID)
    source = next((one for one in Source if str(one.value) == said.get("source")), None)
    scope_class = next((one for one in ScopeClass if one.value == said.get("class")), None)
    county = said.get("county", "")
    known = county.isascii() and county.isdigit() and len(county) < 10
    wanted = StreamsAsked(source, scope_class, said.get("item"), int(county) if known else None)
    return streaming.streams_of(
        desk.horizon_of(request), flowing, actor=desk.actor_of(request), wanted=wanted
    )


@access("funding.flows", Power.SEE)
def flows(request: HttpRequest) -> HttpResponse:
    """Show where money flows: source, class, item, county (资金流向)."""
    return render(request, "funding/flows.html", stream_words.flows_context(_found(request)))


@access("funding.flow_behind", Power.SEE)
def behind(request: HttpRequest) -> HttpResponse:
    """Show the vouchers behind a band (流向的每一笔)."""
    return render(request, "funding/flow_behind.html", stream_words.behind_context(_found(request)))
