"""An import's plan in the words of the screen (导入方案的写法)."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.registry.ledger import Column, LedgerReading, LedgerRow, ReadTable
from jiugai.domain.registry.plan import ImportPlan, RowKind, RowPlan
from jiugai.domain.reporting.returns import ReturnPlan
from jiugai.services.reporting.uploads import Planned, UploadRow
from jiugai.web.registry import plan_tables
from jiugai.web.registry.plan_choices import choices, look_alikes

ROWS_SHOWN = 60
FINDINGS_SHOWN = 40

_STATE_SHAPE = {
    "queued": "idle",
    "reading": "run",
    "planned": "doubt",
    "writing": "run",
    "written": "ok",
    "refused": "bad",
    "abandoned": "idle",
}


def stepper(current: int) -> dict[str, Any]:
    """Return where the officer is: 1 选文件 … 4 写入; 5 once everything is done."""
    labels = ("选文件", "读取", "看方案", "写入")
    return {
        "label": "导入进度",
        "steps": [
            {
                "label": label,
                "state": "done" if n < current else "current" if n == current else "next",
            }
            for n, label in enumerate(labels, start=1)
        ],
    }


def file_line(upload: UploadRow) -> dict[str, Any]:
    """Return a file of a batch as its line shows it."""
    told = upload.summary
    words = [told["county"]] if told.get("county") else []
    if told.get("tables"):
        words.append(f"{told['tables']} 张表，{told['rows']:,} 行")
    words += [f"{word} {told[name]:,}" for name, word in _SUMMARY if told.get(name)]
    standing = {"kind": _STATE_SHAPE[upload.state], "word": upload.state_word}
    waits = upload.state == "planned" and bool(_to_do(upload))
    if upload.state == "planned" and not waits:
        standing = {"kind": "idle", "word": "没有要写的"}
    return {
        "upload": upload,
        "status": standing,
        "waits": waits,
        "words": " · ".join(words),
        "sentence": told.get("sentence", ""),
        "url": f"/import/files/{upload.id}/",
        "progress": {
            "label": f"《{upload.name}》{upload.state_word}",
            "done": upload.progress,
            "total": 100,
            "kind": "bad" if upload.state == "refused" else "run",
            "shown": f"{upload.progress}%",
        },
    }


_SUMMARY = (
    ("add", "新增"),
    ("change", "改动"),
    ("same", "不变"),
    ("ask", "待定"),
    ("refuse", "拒收"),
    ("repairs", "修正"),
)


def _to_do(upload: UploadRow) -> int:
    """Return how many rows of a file that was read want a look: to be written, or asked about."""
    return sum(int(upload.summary.get(name, 0)) for name in ("add", "change", "ask"))


def page(found: Planned, *, columns: Iterable[Column]) -> dict[str, Any]:
    """Return the context of a file's plan."""
    plan, reading = found.plan, found.reading
    pins = _pins(found)
    return {
        "planned": found,
        "stepper": stepper({"writing": 4, "written": 5}.get(found.upload.state, 3)),
        "file": file_line(found.upload),
        "counts": _counts(found),
        "sheets": [_sheet(reading, table, plan, pins) for table in reading.tables],
        "findings": [_card(found, pin, finding) for pin, finding in pins[:FINDINGS_SHOWN]],
        "more_findings": max(0, len(pins) - FINDINGS_SHOWN),
        "repairs": plan_tables.repairs(reading),
        "changes": plan_tables.changes(plan),
        "totals": plan_tables.totals(reading),
        "look_alikes": look_alikes(found),
        "read_columns": plan_tables.read_columns(reading, columns),
        "going": plan.accepted,
        "left": _left(plan),
        "seen_before": _seen_before(found),
        "returned": _returned(plan) or len(pins) > FINDINGS_SHOWN,
    }


def _seen_before(found: Planned) -> dict[str, Any] | None:
    """Say of a file that was written before what writing it again would do; nobody is lulled."""
    if found.seen_before is None:
        return None
    going = found.plan.accepted
    if found.upload.state == "written":
        return {"kind": "ok", "before": "这份文件已于", "after": "写入。"}
    if not going:
        return {
            "kind": "info",
            "before": "同一份文件已于",
            "after": "写入过；再写一次不会改变任何数据。",
        }
    return {
        "kind": "warn",
        "before": "同一份文件已于",
        "after": f"写入过，此后台账又有改动。再写会把 {going:,} 行改回这份文件里的样子，"
        "请先看下面的“改动”。",
    }


def _returned(plan: ImportPlan | ReturnPlan) -> bool:
    """Say whether some rows come back to the county with a comment."""
    if isinstance(plan, ImportPlan):
        return plan.count(RowKind.REFUSE) + plan.count(RowKind.ASK) > 0
    return plan.refused > 0


def onward(siblings: Iterable[dict[str, Any]], upload: UploadRow) -> dict[str, str]:
    """Return where one goes on from a file with nothing left to write: the next one, else the ledger."""
    for file in siblings:
        if file["waits"] and file["upload"].id != upload.id:
            return {"label": "看下一个文件", "url": file["url"]}
    county = f"?county={upload.county_id}" if upload.county_id else ""
    return {"label": "去看台账", "url": f"/communities/{county}"}


def batch(files: Iterable[UploadRow]) -> dict[str, Any]:
    """Return the context of a batch: how far it is, and which file wants a look next."""
    found = list(files)
    lines = [file_line(upload) for upload in found]
    working = any(upload.is_working for upload in found)
    waiting = [line for line in lines if line["waits"]]
    if working:
        done = sum(not upload.is_working for upload in found)
        lead = f"正在处理，已完成 {done} / {len(found)} 个。可以离开本页，稍后回来看。"
    elif waiting:
        lead = f"都处理完了。还有 {len(waiting)} 个文件等您看方案，看过再写入。"
    else:
        lead = "都处理完了，没有等您办的。"
    return {
        "files": lines,
        "working": working,
        "lead": lead,
        "next": waiting[0]["upload"].id if waiting and not working else None,
        "stepper": stepper(2 if working else 3 if waiting else 5),
        "batch": found[0].batch,
    }


def _left(plan: ImportPlan | ReturnPlan) -> str:
    if isinstance(plan, ImportPlan):
        asked, refused = plan.count(RowKind.ASK), plan.count(RowKind.REFUSE)
        return (
            f"新增 {plan.count(RowKind.ADD):,}、改动 {plan.count(RowKind.CHANGE):,}，"
            f"共写入 {plan.accepted:,} 行；不变 {plan.count(RowKind.SAME):,} 行；"
            f"待定 {asked:,} 行、拒收 {refused:,} 行这次不写。"
        )
    return (
        f"有新事实的 {plan.accepted:,} 行；不变 {plan.unchanged:,} 行；"
        f"拒收 {plan.refused:,} 行这次不写。"
    )


def _counts(found: Planned) -> dict[str, Any]:
    plan, repairs = found.plan, len(found.reading.repairs)
    if isinstance(plan, ImportPlan):
        items = [
            ("新增", plan.count(RowKind.ADD), "行", ""),
            ("改动", plan.count(RowKind.CHANGE), "行，逐格可比", ""),
            ("不变", plan.count(RowKind.SAME), "行", ""),
            ("已修正", repairs, "处", ""),
            ("待定", plan.count(RowKind.ASK), "行，要您说", "doubt"),
            ("拒收", plan.count(RowKind.REFUSE), "行，带批注退回", "bad"),
        ]
    else:
        facts = sum(len(row.steps) + len(row.readings) + len(row.flows) for row in plan.rows)
        items = [
            ("新事实", facts, "条", ""),
            ("有变化", plan.accepted, "行", ""),
            ("不变", plan.unchanged, "行", ""),
            ("已修正", repairs, "处", ""),
            ("拒收", plan.refused, "行，带批注退回", "bad"),
        ]
    return {
        "label": "这个文件将要做的事",
        "items": [
            {"label": label, "count": count, "note": note, "status": status}
            for label, count, note, status in items
        ],
    }


def _pins(found: Planned) -> list[tuple[str, Finding]]:
    """Return every finding with its mark: refusals and questions first, then remarks."""
    plan = found.plan
    findings: list[Finding] = list(found.reading.findings)
    for row in plan.rows:
        findings += row.row.findings
        if isinstance(row, RowPlan):
            findings += [row.question] if row.question else []
        else:
            findings += row.findings
    findings.sort(key=lambda finding: finding.weight is not Weight.BLOCKS)
    return [(str(n), finding) for n, finding in enumerate(findings, start=1)]


def _card(found: Planned, pin: str, finding: Finding) -> dict[str, Any]:
    asked = {
        row.question: row
        for row in found.plan.rows
        if isinstance(row, RowPlan) and row.question and row.kind in {RowKind.ASK, RowKind.ADD}
    }
    row = asked.get(finding)
    kind = "refused" if finding.weight is Weight.BLOCKS else "warns"
    place = f"{finding.place.sheet} {finding.place.cell}".strip()
    return {
        "pin": pin,
        "kind": "doubt" if row else kind,
        "title": place or "整份文件",
        "message": finding.message,
        "actions": choices(found, row) if row else [],
        "after": "" if row or kind == "warns" else "随退回行带批注返回",
    }


def _sheet(
    reading: LedgerReading,
    table: ReadTable,
    plan: ImportPlan | ReturnPlan,
    pins: list[tuple[str, Finding]],
) -> dict[str, Any]:
    shown = [column for column in table.columns if column.column]
    repaired = {(r.place.sheet, r.place.cell): r for r in reading.repairs}
    marked = {
        (finding.place.sheet, finding.place.cell): (pin, finding)
        for pin, finding in reversed(pins)
        if finding.place.cell
    }
    rows = [
        row.row
        for row in plan.rows
        if row.row.sheet == table.sheet and table.first_row <= row.row.row <= table.last_row
    ]
    heads = [{"text": column.header, "kind": "heading"} for column in shown]
    head_row = table.header_rows[-1] if table.header_rows else table.first_row - 1
    last = min(ROWS_SHOWN, len(rows))
    return {
        "name": table.sheet or reading.document,
        "shown": f"前 {last} 行，共 {len(rows):,} 行",
        "columns": [column.letter for column in shown],
        "rows": [
            {"number": head_row, "cells": heads},
            *(
                {
                    "number": row.row,
                    "cells": [
                        _cell(row, column.column, repaired, marked)
                        for column in shown
                        if column.column
                    ],
                }
                for row in rows[:ROWS_SHOWN]
            ),
        ],
    }


def _cell(
    row: LedgerRow, column: Column, repaired: dict[Any, Any], marked: dict[Any, Any]
) -> dict[str, Any]:
    place = (row.sheet, row.cells.get(column, ""))
    value = row.values.get(column)
    cell: dict[str, Any] = {
        "text": plan_tables.said(value),
        "numeric": isinstance(value, int | Decimal),
    }
    if place in repaired:
        cell |= {"kind": "repaired", "text": repaired[place].read, "now": plan_tables.said(value)}
    if place in marked and place[1]:
        pin, finding = marked[place]
        refused = finding.weight is Weight.BLOCKS
        cell |= {"kind": "refused" if refused else "doubt", "pin": pin}
        if value is None:
            quoted = re.search(r"读到“([^”]*)”", finding.message)
            cell["text"] = quoted.group(1) if quoted else ""
    return cell
