"""The ranking of the counties (排名)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiugai.services.actor import Actor, Power
from jiugai.services.reporting.board import Board, board
from jiugai.services.reporting.measures import measures_on
from jiugai.services.reporting.statement import BASIS_WORDS
from jiugai.services.supervision.cockpit import ready_by_county
from jiugai.services.supervision.league import League, NoSuchLeague, league
from jiugai.services.supervision.league_export import ranking_workbook
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.registry.views import workbook
from jiugai.web.reporting.asking import years
from jiugai.web.supervision import asking, league_table
from jiugai.web.supervision.asking import Asked
from jiugai.web.supervision.league_table import Look

_PAGE = "supervision/ranking.html"


def load_ranking(request: HttpRequest) -> tuple[Asked, League] | None:
    """Load the ranking asked for, within the officer's scope; None while there is no cohort."""
    horizon, actor = desk.horizon_of(request), desk.actor_of(request)
    known = years(board(horizon), actor)
    if not known:
        return None
    asked = asking.read(request.GET, measures_on(horizon), known)
    table = league(
        horizon,
        year=asked.year,
        measure=asked.measure.code,
        basis=asked.basis,
        actor=actor,
        ties=asked.ties,
        decimals=asked.decimals,
        second_key=asked.second_key,
    )
    return asked, table


@access("supervision.ranking", Power.SEE, load=load_ranking)
def ranking(request: HttpRequest, found: tuple[Asked, League] | None) -> HttpResponse:
    """Rank the counties by one measure on one basis (排名)."""
    if found is None:
        below = desk.actor_of(request).scope.divisions is not None
        return render(request, _PAGE, {"table": None, "below_county": below})
    asked, table = found
    horizon, actor = desk.horizon_of(request), desk.actor_of(request)
    ranked = actor.scope.counties is None
    context: dict[str, Any] = {
        "league": table,
        "basis_words": BASIS_WORDS[table.basis],
        "filter": asking.choices(asked, measures_on(horizon), years(board(horizon), actor)),
        "table": league_table.league_table(table, _look(asked, board(horizon), actor)),
        "ends": league_table.ends(table) if ranked else {},
        "ranked": ranked,
        "may_score": Power.RELEASE_RANKING in actor.powers,
        "method": league_table.method_sentence(table),
        "export_url": f"/ranking/export/{asked.parameters}",
    }
    fragment = "#ranking" if "HX-Request" in request.headers else ""
    return render(request, f"{_PAGE}{fragment}", context)


def _look(asked: Asked, city: Board, actor: Actor) -> Look:
    """Return how the page shows its table; who could start at once stands beside the starts."""
    about_starting = asked.measure.code == "start_rate"
    return Look(
        ranked=actor.scope.counties is None,
        full_in_words=asked.full_in_words,
        ready=ready_by_county(city, asked.year, actor) if about_starting else {},
        with_ready=about_starting,
        bars=True,
    )


def load_export(request: HttpRequest) -> tuple[Asked, League]:
    """Load the ranking to be exported."""
    found = load_ranking(request)
    if found is None:
        raise NoSuchLeague("no cohort")
    return found


@access("supervision.ranking_export", Power.SEE, load=load_export)
def export(request: HttpRequest, found: tuple[Asked, League]) -> HttpResponse:
    """Download the ranking as a workbook (导出)."""
    asked, table = found
    content = ranking_workbook(table, desk.horizon_of(request))
    return workbook(content, f"{asked.year}年批次{asked.measure.title}排名.xlsx")
