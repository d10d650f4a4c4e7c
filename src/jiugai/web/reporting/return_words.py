"""Monthly returns in the words of the screen (月报的写法)."""

import uuid
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.utils.html import format_html
from django.utils.timezone import localtime

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.indicators import Basis, Quantity
from jiugai.domain.reporting.submission.cells import ROWS, Cell
from jiugai.domain.reporting.submission.lateness import StageTiming
from jiugai.domain.reporting.submission.stages import MoveKind, Stage
from jiugai.services.reporting.submission.desk import CountyReturn, MonthBoard, MoveRow, ReturnPage
from jiugai.web.reporting.return_forms import MoveForm, sends
from jiugai.web.reporting.wording import amount, column_word, figure_url
from jiugai.web.templatetags.formats import grouped, moment, rate_text

_COLUMNS = (Basis.COMMUNITIES, Basis.BUILDINGS, Basis.HOUSEHOLDS, Basis.AREA, Basis.FEN)
_HEADS = {b: b.word for b in Basis} | {Basis.HOUSEHOLDS: "户数"}
_MEASURE = {
    Quantity.PLANNED: "start_rate",
    Quantity.STARTED: "start_rate",
    Quantity.COMPLETED: "completion_rate",
    Quantity.ACCEPTED: "acceptance_rate",
    Quantity.INVESTED: "investment_rate",
    Quantity.RECEIVED: "funding_rate",
    Quantity.PAID: "payment_rate",
}
_SHAPES = {
    Stage.DRAFT: "idle",
    Stage.SUBMITTED: "run",
    Stage.VERIFIED: "run",
    Stage.ACCEPTED: "ok",
}
_MAIN = (MoveKind.SUBMIT, MoveKind.VERIFY, MoveKind.ACCEPT)


def url(month: Month, county_id: int | None = None) -> str:
    """Return where a month's returns are, or one county's."""
    return f"/returns/{month}/" if county_id is None else f"/returns/{month}/{county_id}/"


def import_url(month: Month) -> str:
    """Return where a month's ledgers come in, told as of its last day."""
    return f"/import/?on={month.last_day}"


def months(month: Month, last: Month) -> dict[str, Any]:
    """Return where the months before and after are; nothing after the last that is over."""
    return {
        "before": url(month.previous),
        "after": url(month.next) if month < last else "",
    }


# --- All counties -------------------------------------------------------------------------


def discipline(found: MonthBoard) -> list[dict[str, Any]]:
    """Return the few figures that say how the month is kept."""
    kept = found.discipline
    return [
        {"term": "应报", "parts": [{"value": kept.owing, "unit": "个县区"}]},
        {"term": "已报", "parts": [{"value": kept.sent, "unit": "个"}]},
        {"term": "完整率", "parts": [{"value": _share(kept.completeness)}]},
        {"term": "及时率", "parts": [{"value": _share(kept.timeliness)}]},
    ]


def _share(share: Fraction | None) -> str | None:
    return None if share is None else rate_text(share)


def extensions(found: MonthBoard) -> list[str]:
    """Return what was granted, in sentences; every county reads them."""
    names = {one.county_id: one.county for one in found.counties}
    return [
        f"{'所有县区' if one.county_id is None else names.get(one.county_id, '另一个县区')}"
        f"延期 {one.extension.days} 天：{one.extension.reason}"
        f"（{one.label}，{localtime(one.recorded_at):%Y-%m-%d %H:%M}）"
        for one in found.extensions
    ]


def board_table(found: MonthBoard) -> dict[str, Any]:
    """Return the counties, the latest first, with who holds each return."""
    return {
        "caption": f"{found.month.in_prose}月报收报情况",
        "stacked": True,
        "columns": [
            {"label": "县区"},
            {"label": "环节"},
            {"label": "在谁手里"},
            {"label": "报送"},
            {"label": "审核"},
            {"label": "接收"},
            {"label": "版次", "numeric": True},
        ],
        "rows": [{"cells": _board_cells(found, one)} for one in found.counties],
        "empty": "这个月没有县区要报：还没有上报计划，或本岗位看不到整个县区。",
    }


def _board_cells(found: MonthBoard, one: CountyReturn) -> list[dict[str, Any]]:
    stage = one.standing.stage
    by_stage = {timing.stage: timing for timing in one.timings}
    timed = [
        _timing_cell(by_stage.get(of)) for of in (Stage.DRAFT, Stage.SUBMITTED, Stage.VERIFIED)
    ]
    return [
        {"value": one.county, "url": url(found.month, one.county_id)},
        {"status": {"kind": _SHAPES[stage], "word": stage.word}},
        {"value": stage.holder or None},
        *timed,
        {"value": one.standing.version or None},
    ]


def _timing_cell(timing: StageTiming | None) -> dict[str, Any]:
    return {"value": None} if timing is None else {"status": _timing(timing)}


def _timing(timing: StageTiming) -> dict[str, str]:
    if timing.late:
        word = f"迟 {timing.late} 天" if timing.left_at else f"已迟 {timing.late} 天"
        return {"kind": "bad", "word": word}
    if timing.left_at:
        return {"kind": "ok", "word": "按时"}
    return {"kind": "idle", "word": f"限 {timing.due_on:%m-%d}"}


# --- One county ---------------------------------------------------------------------------


def page_context(found: ReturnPage) -> dict[str, Any]:
    """Return one county's return: cells, timings, moves."""
    one = found.county
    stage = one.standing.stage
    return {
        "found": found,
        "state": {"kind": _SHAPES[stage], "word": stage.word},
        "sheets": [_sheet(found, list_id) for list_id in _lists(found.cells)],
        "timings": _timings(one),
        "moves": _moves(one.moves),
        "changed": len(found.changed),
        "otherwise": _whose_turn(stage),
        "why_not": found.why_not,
        "board_url": url(found.month),
    }


def _whose_turn(stage: Stage) -> str:
    held = f"，在{stage.holder}手里" if stage.holder else ""
    return f"这一步不由您办，现在是“{stage.word}”{held}。"


def _lists(cells: Sequence[Cell]) -> list[int]:
    return list(dict.fromkeys(cell.list_id for cell in cells))


def _sheet(found: ReturnPage, list_id: int) -> dict[str, Any]:
    cells = {(c.quantity, c.basis): c for c in found.cells if c.list_id == list_id}
    sent = {}
    if found.county.sent is not None:
        sent = {(c.list_id, c.name): c for c in found.county.sent.cells}
    title = found.lists.get(list_id, "")
    return {
        "title": title,
        "table": {
            "caption": f"{title}月报",
            "columns": [
                {"label": "指标"},
                *({"label": _HEADS[b], "unit": b.unit, "numeric": True} for b in _COLUMNS),
            ],
            "rows": [
                {
                    "cells": [
                        {"value": column_word(quantity)},
                        *(_cell(found, cells.get((quantity, basis)), sent) for basis in _COLUMNS),
                    ]
                }
                for quantity, _ in ROWS
            ],
        },
    }


def _cell(
    found: ReturnPage, cell: Cell | None, sent: dict[tuple[int, str], Cell]
) -> dict[str, Any]:
    if cell is None:
        return {"value": None}
    before = sent.get((cell.list_id, cell.name))
    notes = []
    if before is not None and before.typed is not None:
        grade = before.typed.reason.grade
        notes.append(f"报送手填 {amount(before.value, cell.basis)}（{grade}）")
    if (cell.list_id, cell.name) in found.changed and before is not None:
        notes.append(f"报送时 {amount(before.counted, cell.basis)}")
    year = found.lists.get(cell.list_id, "")[:4]
    money = cell.quantity is Quantity.PLANNED and cell.basis is Basis.FEN
    return {
        "value": grouped(amount(cell.counted, cell.basis)),
        "url": figure_url(
            "investment_rate" if money else _MEASURE[cell.quantity],
            cell.basis,
            int(year) if year.isdigit() else found.month.year,
            found.county.county_id,
            when={"as_of": found.month.last_day.isoformat()},
        ),
        "figure": True,
        "note": "；".join(notes),
    }


def _timings(one: CountyReturn) -> dict[str, Any]:
    return {
        "caption": "各环节时限",
        "stacked": True,
        "columns": [
            {"label": "环节"},
            {"label": "在谁手里"},
            {"label": "期限"},
            {"label": "办结"},
            {"label": "及时"},
        ],
        "rows": [
            {
                "cells": [
                    {"value": timing.stage.word.removeprefix("待")},
                    {"value": timing.holder},
                    {"value": f"{timing.due_on:%Y-%m-%d}"},
                    {"value": moment(timing.left_at) if timing.left_at else None},
                    {"status": _timing(timing)},
                ]
            }
            for timing in one.timings
        ],
        "empty": "这个月没有定期限。",
    }


def _moves(rows: Sequence[MoveRow]) -> dict[str, Any]:
    return {
        "caption": "报送记录",
        "stacked": True,
        "columns": [
            {"label": "动作"},
            {"label": "日期"},
            {"label": "说明"},
            {"label": "摘要"},
            {"label": "经手"},
        ],
        "rows": [
            {
                "cells": [
                    {"value": row.move.kind.word},
                    {"value": f"{row.move.on:%Y-%m-%d}"},
                    {"value": row.move.words or None},
                    {"value": row.digest[:16] or None},
                    {"value": row.label, "note": format_html("登记 {}", moment(row.recorded_at))},
                ]
            }
            for row in reversed(rows)
        ],
        "empty": "还没有报送过。",
    }


def move_forms(
    found: ReturnPage, refused: MoveForm | None = None, of: MoveKind | None = None
) -> list[dict[str, Any]]:
    """Return a form for each move that the officer may make."""
    forms: list[dict[str, Any]] = []
    for kind in found.county.mine:
        blank = MoveForm(
            for_kind=kind,
            initial={
                "kind": kind.value,
                "seen": found.county.version,
                "key": uuid.uuid4(),
            },
        )
        forms.append(
            {
                "word": kind.word,
                "form": refused if refused is not None and kind is of else blank,
                "first": kind in _MAIN or (kind is MoveKind.CORRECT and not forms),
                "open": kind is of or (of is None and not forms),
                "more": "reporting/typed_cells.html" if sends(kind) else "",
            }
        )
    return forms
