"""Why a community is in or not, and how good a plan is, in plain sentences (比选的理由)."""

from collections import Counter
from typing import Any

from jiugai.services.funding.plan_studio.pool import BASIS_WORDS, OUTSIDE_WORDS
from jiugai.services.funding.plan_studio.results import ChangedLine, CommunityLine, StudioPage
from jiugai.services.funding.plan_studio.words import item_words, source_words
from jiugai.storage.programme.plan_runs import RunRow
from jiugai.web.templatetags.formats import thousands, wan, yuan

_BY_WORDS = {
    "pinned_out": "指定不入选",
    "not_ripe": "没到动工年份",
    "unpayable": "全年资金都给它也付不齐",
    "extension_cap": "延伸上限用完",
    "money": "剩下的钱不够",
    "its_worth": "不增加得分",
}


def hero(run: RunRow) -> list[dict[str, Any]]:
    """Return how good a plan is, year by year, a sentence each."""
    return [
        {
            "year": one["year"],
            "chosen": thousands(one["chosen"]),
            "households": thousands(one["households"]),
            "cost": wan(one["cost_fen"]),
            "good": _good(one["ranks"]),
            "is_best": all(rank["is_best"] for rank in one["ranks"] if rank["is_proven"]),
        }
        for one in run.summary["years"]
    ]


def _good(ranks: list[dict[str, Any]]) -> str:
    """Say the gap in words: of the last rank that chooses communities."""
    choosing = [one for one in ranks if one["is_proven"]]
    if not choosing:
        return "没有目标可比。"
    main = choosing[-1]
    if all(one["is_best"] for one in choosing):
        return "已证最优：在这些资金和规定下，没有更好的选法。"
    return (
        f"得 {main['value']} 分；可以证明任何选法都不超过 {main['bound']} 分，"
        f"离最好的至多差 {main['gap']}。"
    )


def ranks_table(run: RunRow) -> dict[str, Any]:
    """Return the ranks of the first year, each with its bound and gap."""
    return {
        "caption": "目标逐级得分",
        "stacked": True,
        "tight": True,
        "columns": [
            {"label": "级"},
            {"label": "看什么"},
            {"label": "得分", "numeric": True},
            {"label": "上界", "numeric": True},
            {"label": "差距", "numeric": True},
        ],
        "rows": [
            {
                "cells": [
                    {"value": f"第 {one['rank']} 级"},
                    {"value": one["word"]},
                    {"value": one["value"]},
                    {"value": one["bound"] if one["is_proven"] else "—"},
                    {"value": one["gap"] if one["is_proven"] else "选定小区后的最好安排"},
                ]
            }
            for one in run.summary["years"][0]["ranks"]
        ],
        "empty": "没有目标。",
    }


def pool_notes(found: StudioPage) -> list[str]:
    """Say what the pool is made of, and what nobody has recorded."""
    run = found.run
    counts = run.summary.get("counts") if run else None
    if run is None or not counts:
        return []
    outside = [
        f"{word} {counts[why]:,} 个" for why, word in OUTSIDE_WORDS.items() if counts.get(why)
    ]
    priced = [
        f"{word} {counts[code]:,} 个" for code, word in BASIS_WORDS.items() if counts.get(code)
    ]
    notes = [
        f"数据截至 {run.as_of}，储备小区 {run.summary.get('pool', 0):,} 个；"
        f"没有进储备的：{'、'.join(outside) or '没有'}。",
        f"造价：{'、'.join(priced)}。" + _estimated(counts),
        "同意率：还没有表决记录，一律按不详、不计分；安全隐患按登记的需求计，没有登记的不猜。",
        "相邻：小区还没有坐标，同一社区（居委会）的按名称顺次算相邻；居民和单位愿出的钱没有记录，按 0 计。",
    ]
    if counts.get("undecided"):
        notes.append(f"储备里有 {counts['undecided']:,} 个还没有认定为“纳入”，入选前请先认定。")
    if counts.get("pins_gone"):
        notes.append(f"有 {counts['pins_gone']:,} 个指定的小区已不在储备里，指定没有起作用。")
    if run.summary.get("ended_by_time"):
        notes.append("算到了时限：同样的输入再算一次，不保证得到同一份方案；要稳定请加长时限。")
    return notes


def _estimated(counts: dict[str, int]) -> str:
    return "按面积单价的是估算，单价是占位，待各市核定。" if counts.get("unit_price") else ""


def in_short(one: CommunityLine) -> str:
    """Say in a line why a community is in or not."""
    if one.is_in:
        sources: Counter[str] = Counter()
        for _, source, fen in one.line.told["paid"]:
            sources[source] += fen
        words = source_words()
        paid = "，".join(f"{words[code]} {wan(fen)} 万元" for code, fen in sources.most_common(3))
        return f"{'指定入选。' if one.pinned == 'in' else ''}{paid}"
    missing = one.line.missing_fen
    lacks = f"，差 {wan(missing, 2)} 万元" if missing else ""
    return f"{_BY_WORDS.get(one.line.by, one.line.by)}{lacks}"


def verdict(one: CommunityLine, found: StudioPage) -> str:
    """Say in one sentence why a community is in or not."""
    if not one.is_in:
        return str(one.line.told.get("because", ""))
    if one.pinned == "in":
        return f"{one.line.year} 年列入：指定入选。"
    later = one.line.year != found.case.year
    first = f"{found.case.year} 年没有进：{one.line.told.get('because', '')}" if later else ""
    return f"{one.line.year} 年列入：在资金和规定之内，它是得分最高的选法里的一个。{first}"


def why_moved(changed: ChangedLine, found: StudioPage) -> str:
    """Say why a community came in or went out."""
    if changed.came_in:
        return "指定入选" if changed.now.pinned == "in" else in_short(changed.now)
    del found
    return str(changed.now.line.told.get("because", "")) or in_short(changed.now)


def basis_word(one: CommunityLine) -> str:
    """Return whence a community's cost is known."""
    return BASIS_WORDS.get(one.line.told.get("basis", ""), "")


def items_table(one: CommunityLine) -> dict[str, Any]:
    """Return the items with what each costs and, where it is in, who pays it, to the 分."""
    words, sources = item_words(), source_words()
    paid: dict[str, list[str]] = {}
    for item, source, fen in one.line.told.get("paid", []):
        paid.setdefault(item, []).append(f"{sources[source]} {yuan(fen)} 元")
    return {
        "caption": "内容和资金",
        "stacked": True,
        "columns": [
            {"label": "内容"},
            {"label": "造价", "unit": "元", "numeric": True},
            {"label": "谁出" if one.is_in else "谁出（没有入选，还没有安排）"},
        ],
        "rows": [
            {
                "cells": [
                    {"value": f"{words.get(item, item)}（{item}）"},
                    {"value": yuan(fen)},
                    {"value": "，".join(paid.get(item, [])) or "—"},
                ]
            }
            for item, fen in one.line.told["items"]
        ],
        "total": {"cells": [{"value": "合计"}, {"value": yuan(one.line.cost_fen)}, {"value": ""}]},
        "empty": "没有内容。",
    }
