"""The ledger's list in the words of the screen (台账列表的写法)."""

from typing import Any
from urllib.parse import urlencode

from jiugai.domain.eligibility.verdict import Outcome
from jiugai.domain.programme.cohorts import Stage
from jiugai.domain.scheme.classification import RenewalType
from jiugai.services.reporting.ledger_list import PAGE, Filter, LedgerLine, LedgerPage
from jiugai.storage.divisions.queries import DivisionRow
from jiugai.web.templatetags.formats import m2, thousands, wan

FACTS, REVISIONS = "#facts-title", "#revisions-title"
"""Where a community's page lists the facts behind a figure."""
OUTCOME_SHAPE = {
    "eligible": "ok",
    "reserve": "run",
    "excluded": "idle",
    "unknown": "doubt",
    "": "idle",
}
STAGE_SHAPE = {Stage.EXITED: "idle", Stage.UNDER_WORKS: "run"}


def parameters(narrowed: Filter, **changed: object) -> str:
    """Return the query string of a list, with some conditions changed."""
    values: dict[str, object] = {
        "county": narrowed.county_id or "",
        "cohort": narrowed.cohort,
        "plan": "1" if narrowed.in_plan and narrowed.cohort else "",
        "stage": narrowed.stage,
        "outcome": narrowed.outcome,
        "type": narrowed.renewal_type,
        "q": narrowed.name,
        "sort": "" if narrowed.sort == "county" else narrowed.sort,
        "down": "1" if narrowed.descending else "",
    } | changed
    kept = {name: value for name, value in values.items() if value not in ("", None)}
    return f"?{urlencode(kept)}" if kept else "?"


def page(found: LedgerPage, narrowed: Filter, counties: tuple[DivisionRow, ...]) -> dict[str, Any]:
    """Return the context of the list."""
    return {
        "views": [
            {
                "label": label,
                "count": count,
                "url": parameters(narrowed, cohort=value, plan=""),
                "current": narrowed.cohort == value,
            }
            for value, label, count in found.tabs
        ],
        "filter": _filter(found, narrowed, counties),
        "table": _table(found, narrowed),
        "pager": _pager(found, narrowed),
        "count": found.count,
        "export_url": f"export/{parameters(narrowed)}",
    }


def _filter(
    found: LedgerPage, narrowed: Filter, counties: tuple[DivisionRow, ...]
) -> dict[str, Any]:
    return {
        "action": "/communities/",
        "target": "#ledger",
        "search": {"name": "q", "value": narrowed.name, "placeholder": "按小区名称找"},
        "choices": _choices(narrowed, counties),
        "kept": [
            {"name": name, "value": value}
            for name, value in (
                ("cohort", narrowed.cohort),
                ("plan", "1" if narrowed.in_plan else ""),
                ("sort", "" if narrowed.sort == "county" else narrowed.sort),
                ("down", "1" if narrowed.descending else ""),
            )
            if value
        ],
        "chips": [{"label": "只看批复计划内", "remove_url": parameters(narrowed, plan="")}]
        if narrowed.in_plan and narrowed.cohort
        else [],
        "found": _found(found),
    }


def _found(found: LedgerPage) -> str:
    """Say how much a list comes to; of a cohort also in projects, which cards count as applied."""
    projects = "" if found.projects is None else f"（{found.projects:,} 个项目）"
    return f"{found.count:,} 个小区{projects} · {found.households:,} 户"


def _choices(narrowed: Filter, counties: tuple[DivisionRow, ...]) -> list[dict[str, Any]]:
    by_code = sorted(counties, key=lambda county: ("-" in county.code, county.code))
    in_counties = [(str(county.id), county.name) for county in by_code]
    at_stages = [(stage.name, stage.word) for stage in reversed(Stage)]
    decided = [(outcome.value, outcome.word) for outcome in Outcome]
    of_types = [(kind.value, kind.word) for kind in RenewalType]
    return [
        _choice("county", "县区", in_counties, str(narrowed.county_id or "")),
        _choice("stage", "进度", at_stages, narrowed.stage),
        _choice("outcome", "认定", decided, narrowed.outcome),
        _choice("type", "改造类型", of_types, narrowed.renewal_type, every="全部类型"),
    ]


def _choice(
    name: str, label: str, pairs: list[tuple[str, str]], chosen: str, every: str = ""
) -> dict[str, Any]:
    options = [
        {"value": value, "label": word, "selected": value == chosen}
        for value, word in [("", every or f"全部{label}"), *pairs]
    ]
    return {"name": name, "label": label, "options": options}


_COLUMNS: tuple[tuple[str, str, str, bool, bool], ...] = (
    ("小区", "", "name", False, False),
    ("县区", "", "county", False, False),
    ("街道（镇）", "", "", False, True),
    ("建成", "年", "built_year", True, True),
    ("楼栋", "栋", "buildings", True, True),
    ("户数", "户", "households", True, False),
    ("面积", "㎡", "area", True, True),
    ("批次", "", "", False, False),
    ("进度", "", "stage", False, False),
    ("完成投资", "万元", "invested", True, True),
    ("认定", "", "", False, True),
)


def _table(found: LedgerPage, narrowed: Filter) -> dict[str, Any]:
    return {
        "caption": "小区台账",
        "columns": [_column(*column, narrowed) for column in _COLUMNS],
        "rows": [{"cells": _cells(line)} for line in found.lines],
        "total": {
            "cells": [
                {"value": f"合计 {found.count:,} 个"},
                *({"value": ""} for _ in range(4)),
                {"value": thousands(found.households)},
                {"value": m2(found.area_dm2)},
                *({"value": ""} for _ in range(4)),
            ]
        },
        "heading": 0,
        "stacked": True,
        "tight": True,
        "empty": "没有符合条件的小区。去掉一两个条件再看。",
    }


def _column(
    label: str, unit: str, sort: str, numeric: bool, no_phone: bool, narrowed: Filter
) -> dict[str, Any]:
    sorted_here = bool(sort) and narrowed.sort == sort
    down = sorted_here and not narrowed.descending
    return {
        "label": label,
        "unit": unit,
        "numeric": numeric,
        "no_phone": no_phone,
        "sort_url": parameters(narrowed, sort=sort, down="1" if down else "") if sort else "",
        "sorted": ("descending" if narrowed.descending else "ascending") if sorted_here else None,
    }


def _cells(line: LedgerLine) -> list[dict[str, Any]]:
    card = line.card
    outcome = Outcome(line.outcome).word if line.outcome else "未认定"
    page = f"/communities/{card.public_id}/"

    def stated(value: int | None, shown: str) -> dict[str, Any]:
        if value is None:
            return {"value": "未定"}
        return {"value": shown, "figure": True, "url": f"{page}{REVISIONS}", "by_name": True}

    return [
        {"value": card.name, "url": page},
        {"value": line.county},
        {"value": card.street or "未填"},
        stated(card.built_year, str(card.built_year)),
        stated(card.buildings, thousands(card.buildings)),
        stated(card.households, thousands(card.households)),
        stated(card.area_dm2, m2(card.area_dm2)),
        {"value": "、".join(str(year) for year in line.years) or "—"},
        _stage_cell(line),
        {
            "value": wan(line.invested_fen),
            "figure": True,
            "url": f"{page}{FACTS}",
            "by_name": True,
        }
        if line.invested_fen is not None
        else {"value": "—"},
        {"status": {"kind": OUTCOME_SHAPE.get(line.outcome, "idle"), "word": outcome}},
    ]


def _stage_cell(line: LedgerLine) -> dict[str, Any]:
    if line.stage is None:
        return {"value": "—"}
    if line.stage is Stage.EXITED:
        return {"status": {"kind": "idle", "word": line.step_word}}
    kind = "ok" if line.stage > Stage.UNDER_WORKS else STAGE_SHAPE.get(line.stage, "idle")
    return {"status": {"kind": kind, "word": line.stage.word}}


def _pager(found: LedgerPage, narrowed: Filter) -> dict[str, Any]:
    first = (found.page - 1) * PAGE + 1 if found.count else 0
    last = min(found.page * PAGE, found.count)
    shown = sorted({1, found.pages, *range(found.page - 2, found.page + 3)})
    pages: list[dict[str, Any]] = []
    before = 0
    for number in (n for n in shown if 1 <= n <= found.pages):
        if number != before + 1:
            pages.append({"label": "…", "url": "", "current": False})
        pages.append(
            {
                "label": number,
                "url": parameters(narrowed, page=number),
                "current": number == found.page,
            }
        )
        before = number
    return {
        "summary": f"第 {first:,}–{last:,} 个，共 {found.count:,} 个",
        "pages": pages,
        "previous": parameters(narrowed, page=found.page - 1) if found.page > 1 else "",
        "next": parameters(narrowed, page=found.page + 1) if found.page < found.pages else "",
    }
