"""Checks of special bonds in the words of the screen (专项债核对的写法)."""

from collections import Counter
from typing import Any

from jiugai.domain.funding.bond_form import BondCheck
from jiugai.services.funding.bond_checking import CheckedBond
from jiugai.services.funding.desk import CheckedBonds
from jiugai.web.funding.allocation_words import finding_card

_STATUS = {True: ("ok", "相符"), False: ("bad", "不符"), None: ("idle", "给不出结论")}
_FIRST = {False: 0, True: 1, None: 2}


def page_context(found: CheckedBonds | None) -> dict[str, Any]:
    """Return what was checked; nothing before anything was."""
    if found is None:
        return {"checked": False}
    counts = Counter(one.agrees for project in found.projects for one in project.checks)
    return {
        "checked": not found.refused,
        "findings": [finding_card(one, "核对") for one in found.findings],
        "sentence": f"{len(found.projects)} 个项目：相符 {counts[True]} 项，不符 {counts[False]} 项，"
        f"给不出结论 {counts[None]} 项",
        "projects": [_project(one) for one in found.projects],
    }


def _project(project: CheckedBond) -> dict[str, Any]:
    wrong = sum(one.agrees is False for one in project.checks)
    return {
        "code": project.code,
        "wrong": wrong,
        "table": {
            "caption": f"{project.code} 的核对",
            "stacked": True,
            "columns": [
                {"label": "核对"},
                {"label": "公布的", "numeric": True},
                {"label": "算出的", "numeric": True},
                {"label": "结论"},
                {"label": "为什么"},
            ],
            "rows": [
                {"cells": _cells(one)}
                for one in sorted(project.checks, key=lambda one: _FIRST[one.agrees])
            ],
            "empty": "没有核对项。",
        },
    }


def _cells(check: BondCheck) -> list[dict[str, Any]]:
    kind, word = _STATUS[check.agrees]
    return [
        {"value": check.title},
        {"value": check.stated},
        {"value": check.computed},
        {"status": {"kind": kind, "word": word}},
        {"value": check.because},
    ]
