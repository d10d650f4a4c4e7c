"""What was shared out in the words of the screen (资金分配的写法)."""

from typing import Any

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.funding.allocation import TIE_RULE, RegionShare
from jiugai.domain.funding.allocation_rule import AllocationRule
from jiugai.domain.quantities import percent, round_half_up, yuan
from jiugai.services.funding.desk import Allocated, because, step_word
from jiugai.web.funding.reward_words import performance_sentence, rewarded_context

_KINDS = {Weight.BLOCKS: "refused", Weight.WARNS: "warns", Weight.NOTES: "doubt"}
_OPENED = 40


def page_context(found: Allocated | None) -> dict[str, Any]:
    """Return what was shared out; nothing before anything was."""
    if found is None:
        return {"shared": False, "rewarded": None}
    rule, shares = found.found.rule, found.found.shares
    return {
        "shared": bool(shares),
        "findings": [finding_card(one, "分配") for one in _findings(found)],
        **rewarded_context(found),
        "performance": performance_sentence(found),
        "title": rule.title,
        "source": found.source,
        "citation": rule.citation,
        "note": rule.note,
        "doubts": rule.doubts,
        "sentence": f"{yuan(found.found.total_fen):,} 元分给 {len(shares)} 个地区，合计一分不差",
        "table": _table(found),
        "sensitivity": _sensitivity(found),
        "regions": [_region(one) for one in shares[:_OPENED]],
        "left": max(len(shares) - _OPENED, 0),
        "tie_rule": TIE_RULE,
    }


def _findings(found: Allocated) -> tuple[Finding, ...]:
    more = found.rewarded.findings if found.rewarded else ()
    return (*found.found.findings, *more)


def choice_word(rule: AllocationRule) -> str:
    """Return a rule as a list offers it: what tells it from the others comes first."""
    title, _, which = rule.title.removesuffix("）").partition("（")
    doubt = "，有待核实的数" if rule.doubts else ""
    return f"{which}{doubt}：{title}" if which else f"{title}{doubt}"


def finding_card(finding: Finding, otherwise: str) -> dict[str, Any]:
    """Return a finding as its card shows it."""
    place = " ".join(part for part in (finding.place.document, finding.place.cell) if part)
    return {
        "kind": _KINDS[finding.weight],
        "title": place or otherwise,
        "message": finding.message,
    }


def _table(found: Allocated) -> dict[str, Any]:
    return {
        "caption": "各地区份额和金额",
        "stacked": True,
        "columns": [
            {"label": "地区"},
            {"label": "份额", "numeric": True},
            {"label": "金额", "unit": "元", "numeric": True},
        ],
        "rows": [
            {
                "cells": [
                    {"value": one.region},
                    {"value": percent(one.share, 4)},
                    {
                        "value": f"{yuan(one.fen):,}",
                        "note": "含尾差 0.01 元" if one.got_remainder else "",
                    },
                ]
            }
            for one in found.found.shares
        ],
        "total": {
            "cells": [
                {"value": "合计"},
                {"value": "100%"},
                {"value": f"{yuan(sum(one.fen for one in found.found.shares)):,}"},
            ]
        },
        "empty": "没有地区。",
    }


def _sensitivity(found: Allocated) -> dict[str, Any]:
    columns = found.found.shares[0].one_more if found.found.shares else ()
    return {
        "caption": "其余不变，多报一个单位会多得多少元",
        "stacked": True,
        "columns": [
            {"label": "地区"},
            *({"label": one.column.word, "unit": f"多 {step_word(one)}", "numeric": True} for one in columns),
        ],
        "rows": [
            {
                "cells": [
                    {"value": share.region},
                    *(
                        {"value": "没有定义" if one.fen is None else f"{round_half_up(one.fen / 100, 2):,}"}
                        for one in share.one_more
                    ),
                ]
            }
            for share in found.found.shares
        ],
        "empty": "没有地区。",
    }  # fmt: skip


def _region(share: RegionShare) -> dict[str, Any]:
    return {
        "region": share.region,
        "yuan": f"{yuan(share.fen):,} 元",
        "because": because(share),
        "table": {
            "caption": f"{share.region}的钱从哪里来",
            "stacked": True,
            "heading": 1,
            "columns": [
                {"label": "部分"},
                {"label": "因素"},
                {"label": "占各地区合计", "numeric": True},
                {"label": "权重", "numeric": True},
                {"label": "合全部的", "numeric": True},
                {"label": "合金额", "unit": "元", "numeric": True},
            ],
            "rows": [
                {
                    "cells": [
                        {"value": one.term.part.word},
                        {"value": one.term.word},
                        {"value": percent(one.part_of, 4)},
                        {"value": percent(one.term.weight, 2)},
                        {"value": percent(one.share, 4)},
                        {"value": f"{yuan(one.fen):,}"},
                    ]
                }
                for one in share.contributions
            ],
            "total": {"cells": [
                {"value": ""}, {"value": "合计"}, {"value": ""}, {"value": ""},
                {"value": percent(share.share, 4)}, {"value": f"{yuan(share.fen):,}"},
            ]},
            "empty": "没有因素。",
        },
    }  # fmt: skip
