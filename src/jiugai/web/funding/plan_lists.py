"""Where the communities of a run are listed (比选台的图和表): by county, on the map, a line each."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from jiugai.domain.divisions import Outline
from jiugai.services.funding.plan_studio.results import CommunityLine, StudioPage
from jiugai.web.funding import plan_reasons
from jiugai.web.home.map_svg import AreaValue, county_map
from jiugai.web.templatetags.formats import thousands, wan

PAGE = 50


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which lines of a run the page lists (筛选)."""

    show: str = "in"
    county: int = 0
    page: int = 1

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Narrowed":
        """Read it from an address; what is no condition is none."""
        county, page = asked.get("county", ""), asked.get("page", "")
        return cls(
            show=asked.get("show", "") if asked.get("show", "") in ("out", "changed") else "in",
            county=int(county) if county.isascii() and county.isdigit() and len(county) < 16 else 0,
            page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        )

    def url(self, found: StudioPage, **changed: object) -> str:
        """Return the page's address with some conditions changed."""
        said: dict[str, object] = {
            "run": found.run.id if found.run else "",
            "show": self.show,
            "county": self.county or "",
        } | changed
        kept = {name: value for name, value in said.items() if value}
        return f"{reverse('funding:plan', args=[found.case.public_id])}?{urlencode(kept)}#list"


def community_url(found: StudioPage, one: CommunityLine) -> str:
    """Return where a run's word on a community is read."""
    page = reverse("funding:plan-community", args=[found.case.public_id, one.card.public_id])
    return f"{page}?run={found.run.id}" if found.run else page


def _tally(found: StudioPage) -> tuple[Counter[int], Counter[int], Counter[int]]:
    """Return by county how many are in the pool, how many are in, and what those cost in 分."""
    pool: Counter[int] = Counter()
    chosen: Counter[int] = Counter()
    cost: Counter[int] = Counter()
    for one in found.lines:
        pool[one.line.county_id] += 1
        if one.is_in:
            chosen[one.line.county_id] += 1
            cost[one.line.county_id] += one.line.cost_fen
    return pool, chosen, cost


def drawn(
    found: StudioPage, narrowed: Narrowed, outlines: Sequence[Outline]
) -> dict[str, Any] | None:
    if not outlines or not found.lines:
        return None
    pool, chosen, _ = _tally(found)
    values = [
        AreaValue(
            code=county.code,
            name=county.name,
            fraction=f"{chosen[county.id]} / {pool[county.id]}",
            share=Fraction(chosen[county.id], pool[county.id]),
            url=narrowed.url(found, county=county.id),
            spoken=f"{county.name}，储备{pool[county.id]}个，入选{chosen[county.id]}个",
        )
        for county in found.counties.values()
        if pool[county.id]
    ]
    return {
        "map": county_map(outlines, values),
        "label": "各县区入选占储备小区的比重，明细见旁边的表",
    }


def counties_table(found: StudioPage, narrowed: Narrowed) -> dict[str, Any] | None:
    if not found.lines:
        return None
    pool, chosen, cost = _tally(found)
    by_code = sorted(found.counties.values(), key=lambda one: ("-" in one.code, one.code))
    return {
        "caption": "各县区入选",
        "tight": True,
        "columns": [
            {"label": "县区"},
            {"label": "储备", "unit": "个", "numeric": True},
            {"label": "入选", "unit": "个", "numeric": True},
            {"label": "投资", "unit": "万元", "numeric": True},
        ],
        "rows": [
            {
                "selected": one.id == narrowed.county,
                "cells": [
                    {"value": one.name, "url": narrowed.url(found, county=one.id)},
                    {"value": thousands(pool[one.id])},
                    {"value": thousands(chosen[one.id])},
                    {"value": wan(cost[one.id])},
                ],
            }
            for one in by_code
            if pool[one.id]
        ],
        "total": {
            "cells": [
                {"value": "合计"},
                {"value": thousands(pool.total())},
                {"value": thousands(chosen.total())},
                {"value": wan(cost.total())},
            ]
        },
        "empty": "没有结果。",
    }


def _picked(found: StudioPage, narrowed: Narrowed) -> list[CommunityLine]:
    lines: Iterable[CommunityLine] = found.lines
    if narrowed.show == "changed":
        lines = [one.now for one in found.changed]
    elif narrowed.show == "out":
        lines = [one for one in found.lines if not one.is_in]
    else:
        lines = [one for one in found.lines if one.is_in]
    here = [one for one in lines if narrowed.county in (0, one.line.county_id)]
    return sorted(here, key=lambda one: (one.line.county_id, one.line.year or 0, one.card.name))


def views(found: StudioPage, narrowed: Narrowed) -> dict[str, Any] | None:
    if not found.lines:
        return None
    here = [one for one in found.lines if narrowed.county in (0, one.line.county_id)]
    chosen = sum(one.is_in for one in here)
    options = [("in", "入选", chosen), ("out", "没有入选", len(here) - chosen)]
    if found.before is not None:
        moved = sum(narrowed.county in (0, one.now.line.county_id) for one in found.changed)
        options.append(("changed", "有变动", moved))
    return {
        "label": "看哪些",
        "options": [
            {
                "label": label,
                "count": count,
                "url": narrowed.url(found, show=show),
                "current": narrowed.show == show,
            }
            for show, label, count in options
        ],
    }


def listed(found: StudioPage, narrowed: Narrowed) -> list[dict[str, Any]]:
    picked = _picked(found, narrowed)[(narrowed.page - 1) * PAGE : narrowed.page * PAGE]
    return [
        {
            "name": one.card.name,
            "url": community_url(found, one),
            "public_id": one.card.public_id,
            "county": county_name(found, one.line.county_id),
            "households": thousands(one.line.households),
            "cost": wan(one.line.cost_fen),
            "is_in": one.is_in,
            "year": one.line.year,
            "pinned": one.pinned,
            "why": plan_reasons.in_short(one),
        }
        for one in picked
    ]


def pager(found: StudioPage, narrowed: Narrowed) -> dict[str, Any]:
    many = len(_picked(found, narrowed))
    first, last = (narrowed.page - 1) * PAGE + 1, min(narrowed.page * PAGE, many)
    return {
        "summary": f"第 {first}–{last} 个，共 {many:,} 个" if many else "共 0 个",
        "previous": narrowed.url(found, page=narrowed.page - 1) if narrowed.page > 1 else "",
        "next": narrowed.url(found, page=narrowed.page + 1) if last < many else "",
    }


def county_name(found: StudioPage, county_id: int) -> str:
    county = found.counties.get(county_id)
    return county.name if county else ""
