"""The counties on map and in table (县区图与排名): one measure of one cohort, on the cockpit and
on the map's own page.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from jiugai.domain.divisions import Outline
from jiugai.domain.reporting.indicators import Basis, Measure
from jiugai.services.reporting.statement import BASIS_WORDS
from jiugai.services.supervision.league import League, Place
from jiugai.web.home.map_svg import AreaValue, county_map
from jiugai.web.reporting.wording import amount, column_word, figure_url, offered
from jiugai.web.supervision.league_table import Look, league_table
from jiugai.web.templatetags.formats import rate_text, thousands

TARGET = "#counties"
Leads = Callable[[Place], str]


@dataclass(frozen=True, slots=True)
class Where:
    """The page on which the counties stand (所在页).

    Attributes:
      leads: where a county on the map leads; its figure's trace by default.
      target: the fragment that a switch changes; empty where it loads the whole page.
    """

    page: str = "/"
    leads: Leads | None = None
    target: str = TARGET


def section(
    table: League,
    look: Look,
    outlines: Sequence[Outline],
    declared: dict[str, Measure],
    where: Where = Where(),
) -> dict[str, Any]:
    """Return the counties of one ranking: switches, map, table."""
    values = [_area(place, table, where.leads) for place in table.places]
    return {
        "year": table.year,
        "title": table.measure.title,
        "verified": table.measure.verified,
        "switches": [
            _measures(table, declared, where),
            *([_bases(table, where)] if len(table.measure.bases) > 1 else []),
        ],
        "basis_words": BASIS_WORDS[table.basis],
        "map": county_map(outlines, values) if outlines else None,
        "map_label": f"各县区 {table.year} 年批次{table.measure.title}，明细见旁边的表",
        "table": league_table(table, look),
        "ranked": look.ranked,
        "ranking_url": "/ranking/?"
        + urlencode(
            {"year": table.year, "measure": table.measure.code, "basis": table.basis.value}
        ),
    }


def _area(place: Place, table: League, leads: Leads | None) -> AreaValue:
    value, basis = place.rate.value, table.basis
    done = f"{thousands(amount(place.rate.numerator, basis))}{basis.unit}"
    whole = f"{thousands(amount(place.rate.denominator, basis))}{basis.unit}"
    measure = table.measure
    if value is None:
        printed = "—"
    elif basis in (Basis.AREA, Basis.FEN):
        printed = rate_text(value)
    else:
        printed = f"{thousands(place.rate.numerator)} / {thousands(place.rate.denominator)}"
    return AreaValue(
        code=place.code,
        name=place.county,
        fraction=printed,
        share=value,
        url=leads(place) if leads else figure_url(measure.code, basis, table.year, place.county_id),
        spoken=(
            f"{place.county}，{column_word(measure.numerator)}{done}，"
            f"{column_word(measure.denominator)}{whole}"
        ),
    )


def _url(page: str, year: int, measure: Measure, basis: Basis) -> str:
    kept = basis if basis in measure.bases else measure.bases[0]
    asked = {"year": year, "measure": measure.code, "basis": kept.value}
    return f"{page}?{urlencode(asked)}"


def _measures(table: League, declared: dict[str, Measure], where: Where) -> dict[str, Any]:
    return {
        "label": "指标",
        "target": where.target,
        "push": bool(where.target),
        "options": [
            {
                "label": measure.title,
                "url": _url(where.page, table.year, measure, table.basis),
                "current": measure.code == table.measure.code,
            }
            for measure in offered(declared)
        ],
    }


def _bases(table: League, where: Where) -> dict[str, Any]:
    return {
        "label": "口径",
        "target": where.target,
        "push": bool(where.target),
        "options": [
            {
                "label": basis.word,
                "url": _url(where.page, table.year, table.measure, basis),
                "current": basis is table.basis,
            }
            for basis in table.measure.bases
        ],
    }
