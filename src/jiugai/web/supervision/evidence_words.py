"""The wall of evidence in the words of the screen (证据墙的写法)."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from jiugai.domain.calendar import Month
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.grades import LETTERS, Grade, Graded, Weighed
from jiugai.services.supervision.evidence.grading import CountyGrades
from jiugai.services.supervision.evidence.wall import CommunityWall, Narrowed, Wall, WallSite
from jiugai.web.supervision import photo_words

_MEANINGS = {
    Grade.A: "多种痕迹互证，有的不经填报人之手",
    Grade.B: "几种痕迹互证",
    Grade.C: "痕迹很少",
    Grade.D: "没有凭据",
}
_SHAPES = {Grade.A: "ok", Grade.B: "run", Grade.C: "warn", Grade.D: "bad"}


def url(narrowed: Narrowed, **changed: object) -> str:
    """Return the address of the wall, narrowed."""
    asked = {
        "county": narrowed.county_id,
        "month": narrowed.month,
        "grade": narrowed.grade.value if narrowed.grade else None,
        "claim": int(narrowed.claim) if narrowed.claim else None,
        **changed,
    }
    kept = {name: value for name, value in asked.items() if value}
    return f"/evidence/?{urlencode(kept)}" if kept else "/evidence/"


def page(
    found: Wall,
    narrowed: Narrowed,
    counties: Sequence[tuple[int, str]],
    tally: Sequence[CountyGrades],
) -> dict[str, Any]:
    """Return the context of the wall."""
    return {
        "sentence": _sentence(found),
        "views": _views(found, narrowed),
        "filter": _filter(found, narrowed, counties),
        "sites": [site_card(site, found) for site in found.sites],
        "narrowed": narrowed != Narrowed(page=narrowed.page),
        "tally": _tally(tally),
        "pager": _pager(found, narrowed),
    }


def _sentence(found: Wall) -> str:
    claimed = sum(many for grade, many in found.by_grade.items() if grade is not None)
    if not claimed:
        return "还没有报开工的小区"
    bare = found.by_grade.get(Grade.D, 0)
    return f"报了开工、完工的 {claimed} 个，其中没有凭据的 {bare} 个"


def _views(found: Wall, narrowed: Narrowed) -> list[dict[str, Any]]:
    every = {
        "label": "全部",
        "count": sum(found.by_grade.values()),
        "url": url(narrowed, grade=None),
        "current": narrowed.grade is None,
    }
    return [
        every,
        *(
            {
                "label": f"{grade.value} 没有凭据" if grade is Grade.D else grade.value,
                "count": found.by_grade.get(grade, 0),
                "url": url(narrowed, grade=grade.value),
                "current": narrowed.grade is grade,
            }
            for grade in LETTERS
        ),
    ]


def _filter(found: Wall, narrowed: Narrowed, counties: Sequence[tuple[int, str]]) -> dict[str, Any]:
    return {
        "counties": [
            {"value": "", "label": "全部县区", "selected": narrowed.county_id is None},
            *(
                {"value": id_, "label": name, "selected": id_ == narrowed.county_id}
                for id_, name in counties
            ),
        ],
        "month": str(narrowed.month) if narrowed.month else "",
        "grade": narrowed.grade.value if narrowed.grade else "",
        "claim": int(narrowed.claim) if narrowed.claim else "",
        "found": f"{found.found} 个改造点",
    }


def site_card(site: WallSite, found: Wall) -> dict[str, Any]:
    """Return a site as the wall shows it."""
    return {
        "url": f"/evidence/{site.site.public_id}/" if site.site.public_id else "",
        "name": site.site.name,
        "county": site.site.county,
        "stage": site.site.stage,
        "headline": graded(site.headline) if site.headline else None,
        "photos": [photo_words.photo(row, found.rule) for row in site.photos],
        "many": site.many,
        "warned": site.warned,
    }


def graded(found: Graded) -> dict[str, Any]:
    """Return a grade with the traces of which it is made."""
    return {
        "claim": found.claim.step.word,
        "on": found.claim.on,
        "letter": found.grade.value,
        "kind": _SHAPES[found.grade],
        "meaning": _MEANINGS[found.grade],
        "made_of": "、".join(one.rule.kind.word for one in found.counted) or "没有痕迹",
        "advice": found.advice,
        "lowered": found.grade is not found.unlowered,
        "complaints": found.complaints,
        "traces": [_weighed(one) for one in found.weighed],
        "rules": next(iter(one.rule.citation for one in found.weighed), ""),
    }


def _weighed(one: Weighed) -> dict[str, Any]:
    word = "作数" if one.counts else one.why_not
    return {
        "word": one.rule.kind.word,
        "kind": "ok" if one.counts else "idle",
        "state": word,
        "outside": one.counts and one.is_outside,
        "traces": one.traces,
        "citation": one.rule.citation,
    }


def _tally(rows: Iterable[CountyGrades]) -> dict[str, Any]:
    found = list(rows)
    return {
        "caption": "各县区证据等级",
        "stacked": True,
        "columns": [
            {"label": "县区"},
            {"label": "所报"},
            *({"label": grade.value, "numeric": True} for grade in LETTERS),
            {"label": "合计", "numeric": True},
        ],
        "rows": [
            {
                "cells": [
                    {"value": row.county, "url": f"/evidence/?county={row.county_id}"},
                    {"value": row.claim.word},
                    *(_opened(row, grade) for grade in LETTERS),
                    _opened(row),
                ]
            }
            for row in found
        ],
        "empty": "还没有报开工、完工的小区。",
    }


def _opened(row: CountyGrades, grade: Grade | None = None) -> dict[str, Any]:
    """Return a count that opens to the sites of which it is made."""
    many = row.total if grade is None else row.by_grade.get(grade, 0)
    narrowed = Narrowed(county_id=row.county_id, claim=row.claim, grade=grade)
    return {"value": many, "figure": True, "url": url(narrowed) if many else ""}


def _pager(found: Wall, narrowed: Narrowed) -> dict[str, Any] | None:
    if found.pages < 2:
        return None
    return {
        "summary": f"第 {found.page} 页，共 {found.pages} 页",
        "pages": [],
        "previous": url(narrowed, page=found.page - 1) if found.page > 1 else "",
        "next": url(narrowed, page=found.page + 1) if found.page < found.pages else "",
    }


def community(found: CommunityWall) -> dict[str, Any]:
    """Return the context of a community's evidence."""
    shown = [photo_words.photo(row, found.rule) for row in found.photos]
    by_number = {photo["number"]: photo for photo in shown}
    by_month: dict[str, list[dict[str, Any]]] = {}
    for photo in shown:
        by_month.setdefault(str(Month.of(photo["on"])), []).append(photo)
    return {
        "page": found,
        "grades": [
            graded(one) | {"project": site.site.project}
            for site in found.sites
            for one in site.grades
        ],
        "months": [
            {"word": Month.parse(month).in_prose, "photos": photos}
            for month, photos in sorted(by_month.items(), reverse=True)
        ],
        "pairs": [
            {
                "scene": pair.scene,
                "sides": [by_number[pair.before.number], by_number[pair.after.number]],
            }
            for pair in found.pairs
        ],
        "many": len(shown),
    }


def sites_to_choose(found: CommunityWall) -> list[tuple[int, str]]:
    """Return a community's sites as a form offers them."""
    return [(site.site.site_id, site.site.project) for site in found.sites]


def claims_open(found: CommunityWall) -> frozenset[Step]:
    """Return what was claimed at any of a community's sites."""
    return frozenset(one.claim.step for site in found.sites for one in site.grades)
