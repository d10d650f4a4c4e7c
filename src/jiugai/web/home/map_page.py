"""The map (地图): the counties to pan and zoom, and the communities of the one chosen beside it.

The drawing is MapLibre's, of our own outlines, without tiles or any other host. Where a browser
cannot do it, the same map stands there as the server drew it. A community without coordinates is
never put anywhere: the map counts by county, the list beside it names them.
"""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiugai.domain.divisions import Outline
from jiugai.services import divisions
from jiugai.services.actor import Power
from jiugai.services.reporting.board import board
from jiugai.services.reporting.ledger_list import Filter, LedgerLine, list_page
from jiugai.services.reporting.measures import measures_on
from jiugai.services.supervision.league import League, NoSuchLeague, Place, league
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.home import counties
from jiugai.web.home.map_svg import CountyMap
from jiugai.web.reporting.asking import years
from jiugai.web.reporting.wording import ledger_url
from jiugai.web.supervision import asking
from jiugai.web.supervision.asking import Asked
from jiugai.web.supervision.league_table import Look, league_table
from jiugai.web.templatetags.formats import thousands

_PAGE = "home/map.html"


def load_map(request: HttpRequest) -> tuple[Asked, League, int | None] | None:
    """Load what the map shows, within the officer's scope; None while there is no cohort.

    :raises NoSuchLeague: if the county asked for is not the officer's.
    """
    horizon, actor = desk.horizon_of(request), desk.actor_of(request)
    city = board(horizon)
    known = years(city, actor)
    if not known or actor.scope.divisions is not None:
        return None
    asked = asking.read(request.GET, measures_on(horizon), known)
    table = league(
        horizon, year=asked.year, measure=asked.measure.code, basis=asked.basis, actor=actor
    )
    chosen = request.GET.get("county", "")
    if not chosen:
        return asked, table, None
    county = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 16 else 0
    if county not in {place.county_id for place in table.places}:
        raise NoSuchLeague(chosen)
    return asked, table, county


@access("home.map", Power.SEE, load=load_map)
def map_page(request: HttpRequest, found: tuple[Asked, League, int | None] | None) -> HttpResponse:
    """Show one measure of a cohort on the map, and the communities of the county chosen (地图)."""
    if found is None:
        below = desk.actor_of(request).scope.divisions is not None
        return render(request, _PAGE, {"counties": None, "below_county": below})
    asked, table, county = found
    context = _beside(request, asked, table, county)
    if "HX-Request" in request.headers:
        return render(request, f"{_PAGE}#beside", context)
    horizon, actor = desk.horizon_of(request), desk.actor_of(request)
    city = desk.city_of(request)
    called = board(horizon).counties.values()
    outlines = divisions.county_outlines(city.code, called=called) if city else ()

    def leads(place: Place) -> str:
        return _url(asked, place.county_id)

    look = Look(ranked=actor.scope.counties is None)
    where = counties.Where(page="/map/", leads=leads, target="")
    section = counties.section(table, look, outlines, measures_on(horizon), where)
    return render(
        request,
        _PAGE,
        context
        | {
            "counties": section,
            "cohorts": _cohorts(asked, years(board(horizon), actor)),
            "contract": _contract(outlines, section["map"], table, county),
        },
    )


def _url(asked: Asked, county_id: int | None = None) -> str:
    said: dict[str, object] = {
        "year": asked.year,
        "measure": asked.measure.code,
        "basis": asked.basis.value,
    }
    if county_id is not None:
        said["county"] = county_id
    return f"/map/?{urlencode(said)}"


def _cohorts(asked: Asked, known: tuple[int, ...]) -> dict[str, Any]:
    return {
        "label": "批次",
        "options": [
            {
                "label": f"{year} 年",
                "url": f"/map/?{urlencode({'year': year, 'measure': asked.measure.code, 'basis': asked.basis.value})}",
                "current": year == asked.year,
            }
            for year in sorted(known)
        ],
    }


def _beside(
    request: HttpRequest, asked: Asked, table: League, county: int | None
) -> dict[str, Any]:
    """Return what stands beside the map: the counties, or the communities of the one chosen."""
    look = Look(ranked=desk.actor_of(request).scope.counties is None)
    context: dict[str, Any] = {
        "year": asked.year,
        "measure": asked.measure,
        "league": league_table(table, look),
        "back_url": _url(asked),
        "chosen": None,
    }
    if county is None:
        return context
    place = next(place for place in table.places if place.county_id == county)
    found = list_page(
        desk.horizon_of(request),
        Filter(county_id=county, cohort=str(asked.year)),
        page=1,
        actor=desk.actor_of(request),
    )
    return context | {
        "chosen": place.county,
        "communities": {
            "caption": f"{place.county} {asked.year} 年批次的小区",
            "tight": True,
            "columns": [
                {"label": "小区"},
                {"label": "户数", "unit": "户", "numeric": True},
                {"label": "进度"},
            ],
            "rows": [{"cells": _cells(line, asked.year)} for line in found.lines],
            "empty": "这个县区没有列入这一批次的小区。",
        },
        "count": found.count,
        "more": max(found.count - len(found.lines), 0),
        "ledger_url": ledger_url(county=county, cohort=asked.year),
    }


def _cells(line: LedgerLine, year: int) -> list[dict[str, Any]]:
    page = f"/communities/{line.card.public_id}/"
    households = line.card.households
    stage = line.stages.get(year)
    return [
        {"value": line.card.name, "url": page},
        {"value": "未定"} if households is None else {"value": thousands(households)},
        {"value": stage.word if stage else "—"},
    ]


def _contract(
    outlines: tuple[Outline, ...], drawn: CountyMap | None, table: League, county: int | None
) -> dict[str, Any] | None:
    """Return what ``islands/map.js`` draws from; its contract stands at the top of that file."""
    if drawn is None:
        return None
    chosen = next((place.code for place in table.places if place.county_id == county), "")
    return {
        "id": "county-map",
        "counties": [
            {
                "code": area.value.code,
                "name": area.value.name,
                "fraction": area.value.fraction,
                "tone": area.tone,
                "url": area.value.url,
                "spoken": area.spoken,
                "chosen": area.value.code == chosen,
                "rings": outline.rings,
            }
            for outline, area in zip(outlines, drawn.areas, strict=True)
        ],
    }
