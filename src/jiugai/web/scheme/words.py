"""A scheme in the words of the screen (方案的写法)."""

from fractions import Fraction
from typing import Any

from django.urls import reverse

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.quantities import FEN_PER_YUAN, round_half_up, wan_yuan, yuan
from jiugai.domain.scheme.bill import BillLine, BillStage
from jiugai.domain.scheme.changes import ItemChange
from jiugai.domain.scheme.local_catalogue import by_head, head_of
from jiugai.domain.scheme.needs import Answered
from jiugai.services.scheme.bills import BillDone, SchemePage, Version

_KINDS = {Weight.BLOCKS: "refused", Weight.WARNS: "warns", Weight.NOTES: "doubt"}


def page_context(page: SchemePage) -> dict[str, Any]:
    """Return a scheme as its page shows it."""
    current = page.current
    return {
        "page": page,
        "sentence": _sentence(page),
        "strip": _strip(page),
        "findings": [finding_card(one) for one in page.findings],
        "needs_table": _needs(page),
        "lines_table": _lines(page, current.lines) if current else None,
        "heads_table": _heads(page) if current and any(one.head for one in current.lines) else None,
        "heads_title": page.heads[0].title if page.heads else "没有选本地目录",
        "current_title": f"{current.stage.word}第{current.number}版" if current else "",
        "waived": [
            {"code": code, "word": _word(page, code), "why": why}
            for code, why in (current.waived if current else {}).items()
        ],
        "stages": [
            {"word": stage.word, "table": _versions(page, stage)}
            for stage in reversed(BillStage)
            if page.versions[stage]
        ],
    }


def looked_context(page: SchemePage, done: BillDone, stage: BillStage) -> dict[str, Any]:
    """Return what entering a bill would do."""
    blocks = [one for one in done.findings if one.weight is Weight.BLOCKS]
    return {
        "looked": {
            "title": f"{stage.word}第{done.number}版",
            "refused": bool(blocks),
            "count": len(done.lines),
            "findings": [finding_card(one) for one in done.findings],
            "changes": _changes(page, done.changed) if done.changed and done.number > 1 else None,
            "lines": _lines(page, done.lines) if done.lines and not blocks else None,
        }
    }


def finding_card(finding: Finding) -> dict[str, Any]:
    """Return a finding as its card shows it."""
    place = " ".join(part for part in (finding.place.document, finding.place.cell) if part)
    return {"kind": _KINDS[finding.weight], "title": place or "方案", "message": finding.message}


def item_choices(page: SchemePage) -> list[tuple[str, str]]:
    """Return the items that a need may name."""
    return [("", "请选择"), *((code, f"{code} {one.word}") for code, one in page.catalogue.items())]


def _word(page: SchemePage, code: str) -> str:
    item = page.catalogue.get(code)
    return item.word if item else code


def _sentence(page: SchemePage) -> str:
    if page.current is None:
        return "还没有方案；下载空表填好，登记估算第一版"
    missing = sum(one.is_missing for one in page.answered)
    told = (
        f"{len(page.answered)} 项需求，{missing} 项没有着落" if page.answered else "还没有登记需求"
    )
    return (
        f"{page.current.stage.word}第{page.current.number}版"
        f"（{page.current.effective_on}），{wan_yuan(page.current.total_fen, 2):,} 万元；{told}"
    )


def _strip(page: SchemePage) -> list[dict[str, Any]]:
    if page.current is None:
        return []
    sums = [("合计", page.current.total_fen), *((one.word, fen) for one, fen in page.sums.items())]
    told = [(word, f"{wan_yuan(fen, 2):,}", "万元") for word, fen in sums]
    households = page.card.households
    if households:
        each = round_half_up(Fraction(page.current.total_fen, households * FEN_PER_YUAN), 0)
        told.append(("户均", f"{each:,}", "元"))
    return [{"term": word, "parts": [{"value": value, "unit": unit}]} for word, value, unit in told]


def _needs(page: SchemePage) -> dict[str, Any]:
    rows = []
    for row, answered in zip(page.needs, page.answered, strict=True):
        rows.append(
            {
                "cells": [
                    {"value": row.need.words},
                    {"value": f"{_word(page, row.need.item)}（{row.need.item}）"},
                    {"value": row.need.kind.word},
                    {"value": str(row.effective_on)},
                    {"status": _standing(answered)},
                ]
            }
        )
    return {
        "caption": "改造需求和着落",
        "stacked": True,
        "columns": [
            {"label": "缺什么"},
            {"label": "靠哪项解决"},
            {"label": "来源"},
            {"label": "发现日期"},
            {"label": "着落"},
        ],
        "rows": rows,
        "empty": "还没有登记摸底缺口、安全隐患和承诺事项。",
    }


def _standing(answered: Answered) -> dict[str, str]:
    if answered.covered:
        return {"kind": "ok", "word": "方案里有"}
    if answered.waived:
        return {"kind": "idle", "word": f"不改：{answered.waived}"}
    return {"kind": "bad", "word": "没有着落"}


def _head(page: SchemePage, line: BillLine) -> dict[str, Any]:
    if not line.head:
        return {"value": "—"}
    if head_of(line, page.heads) is None:
        return {"status": {"kind": "idle", "word": f"自有：{line.head}"}}
    return {"value": line.head}


def _heads(page: SchemePage) -> dict[str, Any]:
    assert page.current is not None, "asked only where there is a bill"
    known = {head.word for head in page.heads}
    return {
        "caption": "按本地分类合计",
        "stacked": True,
        "columns": [{"label": "本地分类"}, {"label": "合计", "unit": "元", "numeric": True}],
        "rows": [
            {
                "cells": [
                    {"value": word if word in known else f"自有：{word}" if word else "没有写"},
                    {"value": f"{yuan(fen):,}"},
                ]
            }
            for word, fen in by_head(page.current.lines, page.heads).items()
        ],
    }


def _lines(page: SchemePage, lines: tuple[BillLine, ...]) -> dict[str, Any]:
    local = any(line.head for line in lines)
    return {
        "caption": "工程量清单",
        "stacked": True,
        "heading": 1,
        "columns": [
            {"label": "序号", "numeric": True},
            {"label": "名称"},
            {"label": "改造内容"},
            {"label": "范围"},
            {"label": "数量", "numeric": True},
            {"label": "单价", "unit": "元", "numeric": True},
            {"label": "合价", "unit": "元", "numeric": True},
            {"label": "对应缺口"},
            *([{"label": "本地分类"}] if local else []),
        ],
        "rows": [
            {
                "cells": [
                    {"value": line.number},
                    {"value": line.name},
                    {"value": f"{_word(page, line.item)}（{line.item}）"},
                    {"value": line.reach.word},
                    {"value": f"{_plain(line)} {line.unit}"},
                    {"value": f"{yuan(line.unit_price_fen):,}"},
                    {"value": f"{yuan(line.amount_fen):,}"},
                    {"value": line.answers or "—"},
                    *([_head(page, line)] if local else []),
                ]
            }
            for line in lines
        ],
    }


def _plain(line: BillLine) -> str:
    return f"{round_half_up(line.quantity, 3).normalize():,f}"


def _versions(page: SchemePage, stage: BillStage) -> dict[str, Any]:
    return {
        "caption": f"{stage.word}各版",
        "stacked": True,
        "columns": [
            {"label": "版"},
            {"label": "生效"},
            {"label": "合计", "unit": "元", "numeric": True},
            {"label": "改了什么"},
            {"label": "依据"},
            {"label": "清单"},
        ],
        "rows": [_version(page, one) for one in page.versions[stage]],
    }


def _version(page: SchemePage, version: Version) -> dict[str, Any]:
    row = version.row
    grounds = "；".join(filter(None, (row.grounds.reason, row.grounds.paper, row.grounds.vote)))
    changed = "；".join(_change_words(page, one) for one in version.changed)
    where = {
        "public_id": page.card.public_id,
        "stage": row.stage.name.lower(),
        "number": row.number,
    }
    first = "首版" if row.number == 1 else "金额没有变"
    return {
        "cells": [
            {"value": f"第{row.number}版"},
            {"value": str(row.effective_on)},
            {"value": f"{yuan(row.total_fen):,}"},
            {"value": changed or first},
            {"value": grounds or "—"},
            {"value": "下载 .xlsx", "url": reverse("scheme:file", kwargs=where)},
        ]
    }


def _change_words(page: SchemePage, change: ItemChange) -> str:
    moved = change.after_fen - change.before_fen
    sign = "+" if moved > 0 else "−"
    return f"{change.kind.word}{_word(page, change.item)} {sign}{yuan(abs(moved)):,} 元"


def _changes(page: SchemePage, changed: tuple[ItemChange, ...]) -> dict[str, Any]:
    return {
        "caption": "与现行版本相比",
        "stacked": True,
        "columns": [
            {"label": "改造内容"},
            {"label": "怎样变"},
            {"label": "现行", "unit": "元", "numeric": True},
            {"label": "改为", "unit": "元", "numeric": True},
        ],
        "rows": [
            {
                "cells": [
                    {"value": f"{_word(page, one.item)}（{one.item}）"},
                    {"value": one.kind.word},
                    {"value": f"{yuan(one.before_fen):,}"},
                    {"value": f"{yuan(one.after_fen):,}"},
                ]
            }
            for one in changed
        ],
    }
