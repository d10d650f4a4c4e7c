"""The measures of every cohort at a moment, as machines read them (指标清单)."""

from collections import defaultdict
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from jiugai.domain.programme.plans import Authority
from jiugai.domain.quantities import percent, round_half_up
from jiugai.domain.reporting.indicators import Basis, Figure, figures, rate
from jiugai.services.facts import horizon
from jiugai.services.reporting.board import Board, board
from jiugai.services.reporting.measures import counted, measures_on

BASIS_WORDS = {
    Basis.COMMUNITIES: "按小区数计",
    Basis.BUILDINGS: "按楼栋数计",
    Basis.HOUSEHOLDS: "按户数计",
    Basis.AREA: "按面积计",
    Basis.FEN: "按金额计",
}
_OWN = Authority.MUNICIPAL.value


def state(
    as_of: date, *, recorded_by: datetime | None = None, by_county: bool = False
) -> dict[str, Any] | None:
    """Return every measure of every task list at a moment; None while there is no task list.

    Rates are given exactly (numerator, denominator), as a decimal with six places, and as shown.
    """
    asked = horizon(as_of, recorded_by)
    city = board(asked)
    if not city.lists:
        return None
    declared = measures_on(asked)
    found: dict[tuple[int, str, Basis, int | None], list[Figure]] = defaultdict(list)
    planned = {list_id for site in city.sites.values() for list_id in site.filed}
    for figure in figures(counted(asked), declared.values()):
        if figure.list_id not in planned and city.lists[figure.list_id].authority == _OWN:
            continue  # the city's own list of applications is no plan: it has no denominator
        county = figure.county_id if by_county else None
        found[figure.list_id, figure.measure, figure.basis, county].append(figure)
    return {
        "as_of": as_of.isoformat(),
        "recorded_by": recorded_by.isoformat() if recorded_by else None,
        "last_seq": asked.last_seq,
        "rows": [
            _row(city, key, group, declared[key[1]].title)
            for key, group in sorted(found.items(), key=lambda item: _order(city, item[0]))
        ],
    }


def _order(city: Board, key: tuple[int, str, Basis, int | None]) -> tuple[object, ...]:
    list_id, measure, basis, county = key
    row = city.lists[list_id]
    division = city.counties.get(county) if county is not None else None
    code = division.code if division else ""
    return row.year, row.authority, code, measure, basis.value


def _row(
    city: Board, key: tuple[int, str, Basis, int | None], group: list[Figure], title: str
) -> dict[str, Any]:
    list_id, measure, basis, county = key
    numerator = sum(figure.numerator for figure in group)
    denominator = sum(figure.denominator for figure in group)
    value = rate(numerator, denominator)
    task_list = city.lists[list_id]
    row: dict[str, Any] = {
        "cohort": task_list.year,
        "list": Authority(task_list.authority).value,
        "measure": measure,
        "title": title,
        "basis": basis.value,
        "basis_title": BASIS_WORDS[basis],
        "numerator": numerator,
        "denominator": denominator,
        "rate": _decimal(value),
        "shown": percent(value) if value is not None else "未定",
    }
    if county is not None:
        division = city.counties.get(county)
        row |= {
            "county": city.county_name(county),
            "code": division.code if division else None,
        }
    return row


def _decimal(value: Fraction | None) -> str | None:
    return None if value is None else str(round_half_up(value, 6))
