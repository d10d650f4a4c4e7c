"""One fact, three masters, in the words of the screen (三口报表的写法)."""

from typing import Any

from jiugai.domain.calendar import Month
from jiugai.domain.quantities import round_half_up, yuan
from jiugai.domain.reporting.masters.differences import Cause, Difference
from jiugai.domain.reporting.masters.forms import Idea, Master, MasterCell
from jiugai.domain.reporting.masters.meter import TypedMeter
from jiugai.domain.reporting.submission.cells import TypedReason
from jiugai.services.reporting.masters.desk import CountyMasters, MasterFigure, MonthMasters
from jiugai.web.reporting.return_words import url as return_url
from jiugai.web.templatetags.formats import grouped


def url(month: Month, county_id: int | None = None) -> str:
    """Return where a month's three returns are, or one county's."""
    return f"/masters/{month}/" if county_id is None else f"/masters/{month}/{county_id}/"


def cell_url(found: CountyMasters, cell: MasterCell) -> str:
    return f"{url(found.month, found.county_id)}cells/{cell.clause}/"


def _difference_url(found: CountyMasters, one: Difference) -> str:
    there = url(found.month, found.county_id)
    return f"{there}differences/{one.one.clause}/{one.other.clause}/"


def exact(idea: Idea, stored: int) -> str:
    """Return an amount that nothing was rounded off: 元 to the 分, or pieces."""
    return grouped(yuan(stored)) if idea.is_money else grouped(stored)


def signed(idea: Idea, stored: int) -> str:
    said = exact(idea, abs(stored))
    return f"{'+' if stored > 0 else '−'}{said}" if stored else "0"


def unit(idea: Idea) -> str:
    return "元" if idea.is_money else ""


def shown(figure: MasterFigure) -> str:
    stored = figure.stored if figure.sent is None else figure.sent.value
    return grouped(figure.cell.shown(stored))


# --- All counties -------------------------------------------------------------------------


def month_context(found: MonthMasters, last: Month) -> dict[str, Any]:
    """Return how each county's three returns agree."""
    with_error = sum(any(d.has_error for d in one.differences) for one in found.counties)
    return {
        "found": found,
        "sentence": f"{len(found.counties)} 个县区，{with_error} 个有差错要查",
        "months": {
            "before": url(found.month.previous),
            "after": url(found.month.next) if found.month < last else "",
        },
        "returns_url": return_url(found.month),
        "table": {
            "caption": f"{found.month.in_prose}三口报表",
            "stacked": True,
            "columns": [
                {"label": "县区"},
                {"label": "核对"},
                {"label": "住建报到位", "unit": "万元", "numeric": True},
                {"label": "财政记到位", "unit": "元", "numeric": True},
                {"label": "差的处数", "numeric": True},
                {"label": "差错的处数", "numeric": True},
                {"label": "手填格", "numeric": True},
                {"label": "每项目月", "unit": "手填格", "numeric": True},
            ],
            "rows": [{"cells": _county_cells(one)} for one in found.counties],
            "empty": "这个月没有县区要报：还没有上报计划，或本岗位看不到整个县区。",
        },
    }


def _county_cells(found: CountyMasters) -> list[dict[str, Any]]:
    there = url(found.month, found.county_id)
    apart = [one for one in found.differences if one.amount or one.steps]
    errors = [one for one in apart if one.has_error]
    meter = found.meters[0]
    return [
        {"value": found.county, "url": there},
        {"status": _state(len(apart), len(errors))},
        *(
            _figure_cell(found, found.of(m, Idea.RECEIVED))
            for m in (Master.HOUSING, Master.FINANCE)
        ),
        {"value": len(apart), "url": f"{there}#differences", "figure": True, "by_name": True},
        {"value": len(errors), "url": f"{there}#differences", "figure": True, "by_name": True},
        {"value": _typed(meter), "url": f"{there}#meter", "figure": True, "by_name": True},
        {"value": _per_project(meter)},
    ]


def _state(apart: int, errors: int) -> dict[str, str]:
    if errors:
        return {"kind": "warn", "word": "有差错要查"}
    if apart:
        return {"kind": "run", "word": "差异都说得清"}
    return {"kind": "ok", "word": "三口相同"}


def _typed(meter: TypedMeter) -> str:
    return f"{meter.typed_cells}/{meter.cells}" if meter.cells else "没有报送"


def _per_project(meter: TypedMeter) -> str | None:
    share = meter.per_project
    return None if share is None or not meter.cells else f"{round_half_up(share, 2)}"


def _figure_cell(found: CountyMasters, figure: MasterFigure | None) -> dict[str, Any]:
    if figure is None:
        return {"value": None}
    return {
        "value": shown(figure),
        "url": cell_url(found, figure.cell),
        "figure": True,
        "spoken": f"{figure.cell.master.word}{figure.cell.label} {shown(figure)}"
        f"{figure.cell.counted_in.word}，看每个项目",
    }


# --- One county ---------------------------------------------------------------------------


def county_context(found: CountyMasters) -> dict[str, Any]:
    """Return a county's three returns side by side, their differences and the meter."""
    apart = [one for one in found.differences if one.steps]
    return {
        "found": found,
        "back": url(found.month),
        "return_url": return_url(found.month, found.county_id),
        "sentence": _whole_sentence(found),
        "files": [
            {
                "label": f"{one.master.word}口 .xlsx",
                "url": f"{url(found.month, found.county_id)}{one.master.value}.xlsx",
            }
            for one in found.forms
        ],
        "forms": [
            {"word": one.master.word, "title": one.title, "citation": one.citation}
            for one in found.forms
        ],
        "table": _forms_table(found),
        "differences": _differences_table(found, apart),
        "same": len(found.differences) - len(apart),
        "meter": _meter_table(found),
    }


def _whole_sentence(found: CountyMasters) -> str:
    apart = [one for one in found.differences if one.steps]
    errors = sum(one.has_error for one in apart)
    return (
        f"同一含义的数有 {len(found.differences)} 对，{len(apart)} 对不同："
        f"{len(apart) - errors} 对由时间、范围、单位说清，{errors} 对有差错要查"
    )


def _forms_table(found: CountyMasters) -> dict[str, Any]:
    return {
        "caption": "同一含义，三口各是多少",
        "stacked": True,
        "columns": [
            {"label": "含义"},
            *({"label": master.word, "numeric": True} for master in Master),
        ],
        "rows": [
            {"cells": [{"value": idea.word}, *(_master_cell(found, m, idea) for m in Master)]}
            for idea in Idea
        ],
    }


def _master_cell(found: CountyMasters, master: Master, idea: Idea) -> dict[str, Any]:
    figure = found.of(master, idea)
    if figure is None:
        return {"value": "不要", "note": ""}
    typed = figure.sent is not None and figure.sent.value != figure.sent.counted
    cell = figure.cell
    note = f"{cell.label}，{cell.counted_in.word}，到 {figure.on}{'，手填' if typed else ''}"
    return _figure_cell(found, figure) | {"note": note}


def _differences_table(found: CountyMasters, apart: list[Difference]) -> dict[str, Any]:
    return {
        "caption": "差在哪里：时间＋范围＋单位＋差错＝差",
        "stacked": True,
        "columns": [
            {"label": "含义"},
            {"label": "前一口", "numeric": True},
            {"label": "后一口", "numeric": True},
            {"label": "差", "numeric": True},
            *({"label": cause.word, "numeric": True} for cause in Cause),
        ],
        "rows": [{"cells": _difference_cells(found, one)} for one in apart],
        "empty": "同一含义的数三口都相同。",
    }


def _difference_cells(found: CountyMasters, one: Difference) -> list[dict[str, Any]]:
    idea = one.one.idea
    there = _difference_url(found, one)
    return [
        {
            "value": f"{idea.word}：{one.one.master.word}—{one.other.master.word}",
            "url": there,
            "note": f"单位：{unit(idea)}" if idea.is_money else "",
        },
        {"value": exact(idea, one.first), "url": cell_url(found, one.one), "figure": True},
        {"value": exact(idea, one.second), "url": cell_url(found, one.other), "figure": True},
        {"value": signed(idea, one.amount), "url": there, "figure": True, "by_name": True},
        *(_cause_cell(there, idea, one.of(cause)) for cause in Cause),
    ]


def _cause_cell(there: str, idea: Idea, amount: int) -> dict[str, Any]:
    if not amount:
        return {"value": "0"}
    return {"value": signed(idea, amount), "url": there, "figure": True, "by_name": True}


def _meter_table(found: CountyMasters) -> dict[str, Any]:
    return {
        "caption": "这个月各口报表有多少格是手填的",
        "stacked": True,
        "columns": [
            {"label": "报表"},
            {"label": "格数", "numeric": True},
            {"label": "由事实计算", "numeric": True},
            *({"label": f"手填·{one.grade}", "numeric": True} for one in TypedReason),
            {"label": "项目", "unit": "个", "numeric": True},
            {"label": "每项目月手填", "unit": "格", "numeric": True},
        ],
        "rows": [{"cells": _meter_cells(found, one)} for one in found.meters],
    }


def _meter_cells(found: CountyMasters, meter: TypedMeter) -> list[dict[str, Any]]:
    ours = meter.master is Master.HOUSING
    there = return_url(found.month, found.county_id) if ours else ""
    return [
        {
            "value": f"{meter.master.word}口",
            "url": there,
            "note": ("月报报送的一版" if meter.cells else "还没有报送") if ours else "只算不填",
        },
        {"value": meter.cells or None},
        {"value": meter.counted_cells if meter.cells else None},
        *({"value": meter.typed.get(reason, 0) if meter.cells else None} for reason in TypedReason),
        {"value": meter.projects},
        {"value": _per_project(meter)},
    ]
