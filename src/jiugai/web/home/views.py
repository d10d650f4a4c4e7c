"""The cockpit (驾驶舱): the page on which a post opens."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiugai.services import divisions
from jiugai.services.actor import Actor, Power
from jiugai.services.facts import Horizon
from jiugai.services.registry.look_alikes import open_count
from jiugai.services.reporting import closing
from jiugai.services.reporting.board import board
from jiugai.services.reporting.measures import measures_on
from jiugai.services.supervision.cockpit import Cockpit, CohortCard, cockpit, ready_by_county
from jiugai.services.supervision.league import NoSuchLeague, league
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.bulletins.presenters import month_told
from jiugai.web.home import cohort_cards, counties, watch
from jiugai.web.reporting import acts_presenter
from jiugai.web.supervision import asking
from jiugai.web.supervision.league_table import Look

_PAGE = "home/cockpit.html"


@access("home.cockpit", Power.SEE)
def cockpit_page(request: HttpRequest) -> HttpResponse:
    """Say the month in one sentence, and show where it stands (驾驶舱)."""
    horizon, actor = desk.horizon_of(request), desk.actor_of(request)
    found = cockpit(horizon, actor=actor)
    cards = cohort_cards.standing(found.cards)
    main = cohort_cards.main_card(cards)
    section = _counties(request, horizon, actor, cards, main)
    if "HX-Request" in request.headers:
        return render(request, f"{_PAGE}#counties", {"counties": section})
    context = _page(found, cards, main, horizon, _place(horizon, actor)) | {
        "counties": section,
        "bulletin": _bulletin(horizon, actor),
        "may_import": Power.IMPORT_LEDGER in actor.powers,
        "look_alikes": open_count(horizon, actor=actor)
        if Power.MATCH_RECORDS in actor.powers
        else 0,
        "below_county": actor.scope.divisions is not None,
        "whole_city": actor.scope.counties is None,
    }
    return render(request, _PAGE, context)


def _bulletin(horizon: Horizon, actor: Actor) -> dict[str, str] | None:
    """Return where the month's bulletin is written; to be closed first, if it is open still."""
    if Power.WRITE_BULLETIN not in actor.powers:
        return None
    month = month_told(horizon.as_of)
    if closing.close_of(month) is None:
        return {"label": "封账、写通报", "url": "/bulletins/"}
    return {"label": f"写 {month} 通报", "url": f"/bulletins/{month}/red_head/"}


def _place(horizon: Horizon, actor: Actor) -> str:
    """Return the county whose cockpit it is; empty for the city's, or for several counties."""
    mine = [c.name for c in board(horizon).counties.values() if actor.scope.covers(c.id)]
    return mine[0] if actor.scope.counties is not None and len(mine) == 1 else ""


def _page(
    found: Cockpit,
    cards: list[CohortCard],
    main: CohortCard | None,
    horizon: Horizon,
    place: str,
) -> dict[str, Any]:
    with_card, finished = cohort_cards.shown(cards)
    today = horizon.as_of
    return {
        "lead": cohort_cards.lead(main, found.communities, found.households, place=place),
        "communities": found.communities,
        "households": found.households,
        "cohorts": [
            cohort_cards.card_context(card, today, is_main=card is main) for card in with_card
        ],
        "finished": finished,
        "zero": watch.zero(
            found.zero, next((c.year for c in cards if c.phase.name == "STARTING"), None)
        ),
        "idle": watch.idle(found.idle, found.idle_rule),
        "trend": watch.trend(found.trend, found.cards, main, today) if main else None,
        "news": watch.news(found.changes, today),
        "acts": [{"row": row, "word": acts_presenter.word_of(row.verb)} for row in found.acts],
    }


def _counties(
    request: HttpRequest,
    horizon: Horizon,
    actor: Actor,
    cards: list[CohortCard],
    main: CohortCard | None,
) -> dict[str, Any] | None:
    """Return the ranking asked for, of the main cohort by what its phase is about if nothing is."""
    if main is None:
        return None
    said = request.GET.copy()
    said.setdefault("year", str(main.year))
    said.setdefault("measure", main.measure)
    years = tuple(card.year for card in cards)
    declared = measures_on(horizon)
    asked = asking.read(said, declared, years)
    try:
        table = league(
            horizon,
            year=asked.year,
            measure=asked.measure.code,
            basis=asked.basis,
            actor=actor,
        )
    except NoSuchLeague:
        return None
    about_starting = asked.measure.code == "start_rate"
    city = desk.city_of(request)
    look = Look(
        ranked=actor.scope.counties is None,
        ready=ready_by_county(board(horizon), asked.year, actor) if about_starting else {},
        with_ready=about_starting,
    )
    # One county alone needs no map; its neighbours would stand there without figures.
    called = board(horizon).counties.values()
    outlines = divisions.county_outlines(city.code, called=called) if city and look.ranked else ()
    return counties.section(table, look, outlines, declared)
