"""The policy library in the words of the screen (政策库的写法)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.html import format_html_join

from jiugai.domain.law import NATION
from jiugai.services.supervision.policy_library import PolicyPage, Provision, ReadBy
from jiugai.web.supervision.policy_keys import said

_FOLDERS = {
    "national": "国家规定和全国通用口径",
    "provincial": "省里的规定",
    "municipal": "市县的规定",
    "measures": "指标口径",
    "scoring": "评分办法",
    "allocation": "资金分配办法",
    "grants": "小区补助办法",
    "plan_choice": "计划比选口径",
}
_SHOWN = 3
_NOT_READ = "还没有计算用它，只供查阅"


def url(name: str) -> str:
    """Return the address of a policy file."""
    return f"/policy/{name}/"


def library_context(found: Iterable[PolicyPage]) -> dict[str, Any]:
    """Return the library, a table for each folder."""
    pages = list(found)
    waiting = sum(page.file.unverified for page in pages)
    total = sum(len(page.file.provisions) for page in pages)
    return {
        "sentence": f"{len(pages)} 份、{total} 条，其中 {waiting} 条待核定；页面上的数都按这里算",
        "tables": [
            {"title": title, "count": len(own), "table": _table(title, own)}
            for folder, title in _FOLDERS.items()
            if (own := [page for page in pages if page.file.folder == folder])
        ],
    }


def _table(title: str, pages: Iterable[PolicyPage]) -> dict[str, Any]:
    return {
        "caption": title,
        "stacked": True,
        "columns": [
            {"label": "规定"},
            {"label": "依据"},
            {"label": "地区"},
            {"label": "起止"},
            {"label": "谁用它"},
            {"label": "核实"},
        ],
        "rows": [{"cells": _cells(page)} for page in pages],
    }


def _cells(page: PolicyPage) -> list[dict[str, Any]]:
    file = page.file
    many = len(file.provisions)
    return [
        {
            "value": file.title,
            "url": url(file.name),
            "note": f"{many} 条" if many else f"{len(file.words)} 组用语",
        },
        {"value": _several(_sources(page))},
        {"value": _several(region(code) for code in _regions(page))},
        {"value": _span(file.provisions)},
        {"value": _several(_names(page.read_by)) if page.read_by.readers else _NOT_READ},
        _verified(many, file.unverified),
    ]


def _sources(page: PolicyPage) -> list[str]:
    listed = [one.source for one in page.file.provisions if one.source] or [page.file.source]
    return list(dict.fromkeys(listed))


def _regions(page: PolicyPage) -> list[str]:
    return list(dict.fromkeys(one.region for one in page.file.provisions)) or [NATION]


def _names(found: ReadBy) -> list[str]:
    return list(dict.fromkeys(one.title or one.module for one in found.readers))


def _several(words: Iterable[str]) -> str:
    told = list(words)
    more = f" 等 {len(told)} 项" if len(told) > _SHOWN else ""
    return "、".join(told[:_SHOWN]) + more


def region(code: str) -> str:
    """Return a region as lists show it: the country by its word, others by their code."""
    return "全国" if code == NATION else code


def _span(provisions: Iterable[Provision]) -> str | None:
    begun = [one.since for one in provisions if one.since]
    return f"{min(begun)}起" if begun else None


def _verified(many: int, waiting: int) -> dict[str, Any]:
    if not many:
        return {"value": None}
    if waiting:
        word = "待核定" if waiting == many else f"{waiting} 条待核定"
        return {"status": {"kind": "doubt", "word": word}}
    return {"status": {"kind": "ok", "word": "已核实"}}


def page_context(page: PolicyPage, today: date) -> dict[str, Any]:
    """Return one policy file, its values opened."""
    file = page.file
    many = len(file.provisions)
    holding = sum(one.holds(today) for one in file.provisions)
    return {
        "file": file,
        "sentence": (
            f"{many} 条，{holding} 条在 {today} 有效，{file.unverified} 条待核定"
            if many
            else "用语表，不是规定"
        ),
        "readers": [
            {"title": one.title or one.module, "room": one.room, "module": one.module}
            for one in page.read_by.readers
        ],
        "opened_in": "、".join(
            f"{name.removeprefix('jiugai.').replace('.', '/')}.py"
            for name in page.read_by.opened_in
        ),
        "not_read": _NOT_READ,
        "table": _provisions(file.provisions, today) if many else _words(file.words),
        "waiting": file.unverified,
    }


def _provisions(provisions: Iterable[Provision], today: date) -> dict[str, Any]:
    return {
        "caption": "各条规定",
        "stacked": True,
        "columns": [
            {"label": "条款"},
            {"label": "规定的数和话"},
            {"label": "地区"},
            {"label": "起止"},
            {"label": "依据"},
            {"label": "核实"},
        ],
        "rows": [{"cells": _provision(one, today)} for one in provisions],
    }


def _provision(one: Provision, today: date) -> list[dict[str, Any]]:
    until = f"至{one.until}" if one.until else "起"
    return [
        {"value": one.clause or "—", "note": "" if one.holds(today) else "当日无效"},
        {"value": format_html_join("；", "{}：<b>{}</b>", said(one)) or None},
        {"value": region(one.region)},
        {"value": f"{one.since}{until}" if one.since else None},
        {
            "value": one.source or None,
            "url": one.url if one.url.startswith(("http://", "https://")) else "",
            "note": one.note,
        },
        _verified(1, 0 if one.verified else 1),
    ]


def _words(groups: Iterable[tuple[str, ...]]) -> dict[str, Any]:
    return {
        "caption": "用语",
        "stacked": True,
        "columns": [
            {"label": "第一种写法"},
            {"label": "其他写法"},
            {"label": "写法数", "numeric": True},
        ],
        "rows": [
            {
                "cells": [
                    {"value": group[0]},
                    {"value": "、".join(group[1:]) or None},
                    {"value": len(group)},
                ]
            }
            for group in groups
            if group
        ],
    }
