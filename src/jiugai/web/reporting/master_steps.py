"""What a master's figure is counted from, and why two differ, in words (三口报表溯源的写法)."""

from collections.abc import Mapping
from typing import Any

from jiugai.domain.funding.sources import Source
from jiugai.domain.reporting.masters.differences import Difference, StepKind
from jiugai.domain.reporting.masters.forms import MasterCell, Record
from jiugai.services.reporting.masters.desk import CountyMasters, MasterFigure
from jiugai.services.reporting.masters.facts import FIGURES
from jiugai.web.reporting.masters_words import cell_url, exact, shown, signed, unit, url
from jiugai.web.reporting.wording import community_url

_WHY = {
    StepKind.TYPED: "报送时有格没有按事实，是手填的；理由等级见手填计量。",
    StepKind.LATER: "报送以后事实又有登记或更正，报送的一版不动。",
    StepKind.ONCE: "月报按清单各报一遍，这里一个小区、一个项目只算一次。",
    StepKind.CUT_OFF: "两口截止日不同，中间发生的只有一口算。",
    StepKind.SCOPE: "两口管的项目和资金来源不同。",
    StepKind.UNIT: "一口按小区、一口按项目，或者小数位不同，四舍五入差出来的。",
    StepKind.RECORD: "截止日、范围、单位都相同了还差的：月报报的和资金账记的对不上，要逐个项目查；月报没有分来源的钱去不掉，也在这里。",
}


def cell_context(
    found: CountyMasters,
    figure: MasterFigure,
    places: Mapping[int, tuple[str, str]],
    earmarks: Mapping[int, tuple[Source, int]],
) -> dict[str, Any]:
    """Return what a cell is counted from."""
    cell = figure.cell
    return {
        "found": found,
        "cell": cell,
        "back": url(found.month, found.county_id),
        "title": f"{cell.master.word}：{cell.label}",
        "sentence": f"{shown(figure)} {cell.counted_in.word}，到 {figure.on}，"
        f"从{cell.record.word}计算",
        "sent": _sent_sentence(figure),
        "scope": _scope(cell),
        "table": _projects_table(found, figure, places),
        "earmarks": _earmarks_table(found, figure, earmarks) if earmarks else None,
    }


def _sent_sentence(figure: MasterFigure) -> str:
    if figure.sent is None:
        return ""
    idea, sent = figure.cell.idea, figure.sent
    return (
        f"月报报的是 {exact(idea, sent.value)} {unit(idea)}，当时事实 {exact(idea, sent.counted)}，"
        f"现在按清单各算一遍是 {exact(idea, sent.now)}，一个小区只算一次是 {exact(idea, figure.stored)}。"
    )


def _scope(cell: MasterCell) -> str:
    projects = "、".join(one.word for one in cell.projects)
    money = "、".join(one.word for one in cell.money)
    return (
        f"{f'只算有{projects}的项目' if projects else '年度计划里的项目都算'}"
        f"{f'；只算{money}的钱，没有分来源的不凭猜去掉' if money else ''}"
    )


def _projects_table(
    found: CountyMasters, figure: MasterFigure, places: Mapping[int, tuple[str, str]]
) -> dict[str, Any]:
    idea = figure.cell.idea
    rows = sorted(figure.by_project.items(), key=lambda item: (-abs(item[1]), item[0] or 0))
    return {
        "caption": "每个项目多少",
        "stacked": True,
        "columns": [{"label": "项目"}, {"label": "数", "unit": unit(idea), "numeric": True}],
        "rows": [
            {"cells": [_project_cell(found, id_, places), {"value": exact(idea, part)}]}
            for id_, part in rows
        ],
        "total": {"cells": [{"value": "合计"}, {"value": exact(idea, figure.stored)}]},
        "empty": "没有一个项目有数。",
    }


def _project_cell(
    found: CountyMasters, project_id: int | None, places: Mapping[int, tuple[str, str]]
) -> dict[str, Any]:
    public_id, name = places.get(project_id or 0, ("", ""))
    shown = found.project(project_id)
    if project_id is None:
        return {"value": shown, "note": "资金账里专户的钱只分专款，不分项目"}
    return {"value": shown, "url": community_url(public_id), "note": f"看{name}的事实"}


def _earmarks_table(
    found: CountyMasters, figure: MasterFigure, earmarks: Mapping[int, tuple[Source, int]]
) -> dict[str, Any]:
    """Return the earmarks behind a figure of the book; each opens to its postings."""
    idea = figure.cell.idea
    return {
        "caption": "每项专款多少",
        "stacked": True,
        "columns": [
            {"label": "专款"},
            {"label": "数", "unit": "元", "numeric": True},
            *({"label": f"{one.word}的每一笔"} for one in FIGURES[idea]),
        ],
        "rows": [
            {
                "cells": [
                    {"value": source.word, "note": f"专款第 {earmark} 号"},
                    {"value": exact(idea, part)},
                    *(
                        {
                            "value": "看记账",
                            "url": f"/funding/book/{earmark}/{found.county_id}/{one.value}/"
                            f"?as_of={figure.on}",
                        }
                        for one in FIGURES[idea]
                    ),
                ]
            }
            for earmark, (source, part) in sorted(earmarks.items())
        ],
    }


def difference_context(
    found: CountyMasters, one: Difference, places: Mapping[int, tuple[str, str]]
) -> dict[str, Any]:
    """Return the way from one master's figure to another's."""
    idea = one.one.idea
    return {
        "found": found,
        "one": one,
        "back": url(found.month, found.county_id),
        "title": f"{idea.word}：{one.one.master.word}与{one.other.master.word}为什么不同",
        "sentence": f"{one.one.master.word} {exact(idea, one.first)} → "
        f"{one.other.master.word} {exact(idea, one.second)}，差 {signed(idea, one.amount)} "
        f"{unit(idea) or one.other.counted_in.word}",
        "steps": _steps_table(found, one),
        "projects": _by_project_table(found, one, places),
    }


def _steps_table(found: CountyMasters, one: Difference) -> dict[str, Any]:
    idea, running = one.one.idea, one.first
    rows: list[dict[str, Any]] = []
    rows.append({"cells": _line(found, one.one, exact(idea, running))})
    for step in one.steps:
        running += step.amount
        rows.append(
            {
                "cells": [
                    {"value": step.kind.word, "note": _WHY[step.kind]},
                    {"value": step.kind.cause.word},
                    {"value": signed(idea, step.amount)},
                    {"value": exact(idea, running)},
                ]
            }
        )
    rows.append({"cells": _line(found, one.other, exact(idea, one.second))})
    return {
        "caption": "一步一步换过去",
        "stacked": True,
        "columns": [
            {"label": "步骤"},
            {"label": "原因"},
            {"label": "差", "unit": unit(idea), "numeric": True},
            {"label": "到这一步是", "unit": unit(idea), "numeric": True},
        ],
        "rows": rows,
    }


def _line(found: CountyMasters, cell: MasterCell, shown: str) -> list[dict[str, Any]]:
    record = "" if cell.record is Record.FACTS else f"，{cell.record.word}"
    return [
        {
            "value": f"{cell.master.word}：{cell.label}",
            "url": cell_url(found, cell),
            "note": f"到 {cell.day(found.month)}，{cell.counted_in.word}{record}",
        },
        {"value": ""},
        {"value": ""},
        {"value": shown},
    ]


def _by_project_table(
    found: CountyMasters, one: Difference, places: Mapping[int, tuple[str, str]]
) -> dict[str, Any] | None:
    """Return which projects each step comes from; None where none does."""
    idea = one.one.idea
    steps = [step for step in one.steps if step.by_project]
    ids = {id_ for step in steps for id_ in step.by_project}
    if not ids:
        return None
    order = sorted(ids, key=lambda id_: (id_ is None, found.project(id_)))
    nobody = [step.amount - sum(step.by_project.values()) for step in steps]
    rows = [
        {
            "cells": [
                _project_cell(found, id_, places),
                *({"value": signed(idea, step.by_project.get(id_, 0))} for step in steps),
            ]
        }
        for id_ in order
    ]
    if any(nobody):
        rows.append(
            {
                "cells": [
                    {"value": "四舍五入"},
                    *({"value": signed(idea, part)} for part in nobody),
                ]
            }
        )
    return {
        "caption": "差在哪些项目",
        "stacked": True,
        "columns": [
            {"label": "项目"},
            *({"label": step.kind.word, "unit": unit(idea), "numeric": True} for step in steps),
        ],
        "rows": rows,
        "total": {
            "cells": [{"value": "合计"}, *({"value": signed(idea, s.amount)} for s in steps)]
        },
    }
