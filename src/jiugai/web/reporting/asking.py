"""Asking for another figure on a figure's own page (换一个数看)."""

from typing import Any

from jiugai.domain.programme.plans import Authority
from jiugai.services.actor import Actor
from jiugai.services.reporting.board import Board
from jiugai.services.reporting.measures import measures_on
from jiugai.services.reporting.trace import Trace
from jiugai.web.reporting.wording import figure_url, offered


def years(city: Board, actor: Actor) -> tuple[int, ...]:
    """Return the cohorts that an officer may ask about, those with a filed plan last."""
    found = []
    for year in city.years:
        listed = city.list_of(year, Authority.PROVINCIAL)
        sites = city.cohort(year, actor.scope)
        if listed is not None and sites:
            found.append((any(listed.id in site.filed for site in sites), year))
    return tuple(year for _, year in sorted(found))


def switches(found: Trace, city: Board, actor: Actor) -> dict[str, Any]:
    """Return the switches of measure, basis and cohort, and the choice of a county if there is one."""
    return {
        "switches": [
            {"label": "批次", "options": _of_years(found, city, actor)},
            {"label": "指标", "options": _of_measures(found)},
            {"label": "口径", "options": _of_bases(found)},
        ],
        "counties": _counties(found, city, actor),
    }


def _of_years(found: Trace, city: Board, actor: Actor) -> list[dict[str, Any]]:
    asked = found.question
    return [
        {
            "label": f"{year} 年",
            "url": figure_url(asked.measure, asked.basis, year, asked.county_id),
            "current": year == asked.year,
        }
        for year in sorted(years(city, actor))
    ]


def _of_measures(found: Trace) -> list[dict[str, Any]]:
    asked = found.question
    return [
        {
            "label": measure.title,
            "url": figure_url(
                measure.code,
                asked.basis if asked.basis in measure.bases else measure.bases[0],
                asked.year,
                asked.county_id,
            ),
            "current": measure.code == asked.measure,
        }
        for measure in offered(measures_on(found.horizon))
    ]


def _of_bases(found: Trace) -> list[dict[str, Any]]:
    asked = found.question
    return [
        {
            "label": basis.word,
            "url": figure_url(asked.measure, basis, asked.year, asked.county_id),
            "current": basis is asked.basis,
        }
        for basis in found.declared.bases
    ]


def _counties(found: Trace, city: Board, actor: Actor) -> list[dict[str, Any]]:
    chosen = found.question.county_id
    mine = [county for county in city.counties.values() if actor.scope.covers(county.id)]
    ordered = sorted(mine, key=lambda county: ("-" in county.code, county.code))
    if len(ordered) == 1:
        return []  # nothing to choose between
    label = "全市" if actor.scope.counties is None else "本辖区"
    whole = [{"value": "", "label": label, "selected": not chosen}]
    return whole + [
        {"value": county.id, "label": county.name, "selected": county.id == chosen}
        for county in ordered
    ]
