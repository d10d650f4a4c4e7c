"""A moved cut-off in the words of the screen (年限试算的写法)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jiugai.domain.eligibility.candidate import Candidate
from jiugai.domain.eligibility.what_if import Extent, WhatIf
from jiugai.storage.registry.queries import Card
from jiugai.web.templatetags.formats import m2, thousands

LISTED = 200


def what_if_context(
    found: WhatIf, by_public_id: Mapping[str, Card], county_name: Callable[[int], str]
) -> dict[str, Any]:
    """Return what a moved cut-off would change."""
    changes = [("多纳入", found.gained, found.more), ("不再纳入", found.lost, found.fewer)]
    return {
        "built_by": found.built_by,
        "now": _extent(found.now),
        "then": _extent(found.then),
        "more": _extent(found.more),
        "fewer": _extent(found.fewer),
        "undecided": len(found.undecided),
        "lists": [
            {
                "title": f"{word}的 {extent.communities:,} 个小区",
                "cut": max(extent.communities - LISTED, 0),
                "table": _candidates(word, members[:LISTED], by_public_id, county_name),
            }
            for word, members, extent in changes
            if members
        ],
    }


def _extent(extent: Extent) -> dict[str, Any]:
    gaps = []
    if extent.without_households:
        gaps.append(f"{extent.without_households:,} 个没有户数")
    if extent.without_area:
        gaps.append(f"{extent.without_area:,} 个没有面积")
    return {
        "communities": extent.communities,
        "households": extent.households,
        "area_dm2": extent.area_dm2,
        "gaps": f"其中{'、'.join(gaps)}，未计入合计" if gaps else "",
    }


def _candidates(
    word: str,
    members: Sequence[Candidate],
    by_public_id: Mapping[str, Card],
    county_name: Callable[[int], str],
) -> dict[str, Any]:
    return {
        "caption": f"{word}的小区",
        "tight": True,
        "columns": [
            {"label": "小区"},
            {"label": "县区"},
            {"label": "建成", "unit": "年", "numeric": True},
            {"label": "户数", "unit": "户", "numeric": True},
            {"label": "面积", "unit": "㎡", "numeric": True},
        ],
        "rows": [
            {
                "cells": [
                    {"value": one.name, "url": f"/communities/{one.key}/"},
                    {"value": county_name(by_public_id[one.key].county_id)},
                    {"value": "未定" if one.built_year is None else one.built_year},
                    {"value": "未定" if one.households is None else thousands(one.households)},
                    {"value": "未定" if one.area_dm2 is None else m2(one.area_dm2)},
                ]
            }
            for one in members
        ],
    }
