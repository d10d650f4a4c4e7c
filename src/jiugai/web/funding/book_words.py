"""The book in the words of the screen (资金账的写法): figures that open, and where money lies."""

from typing import Any
from urllib.parse import urlencode

from jiugai.domain.funding.book.ageing import StayLevel, StayRule
from jiugai.domain.funding.book.figures import BookFigure
from jiugai.domain.funding.book.steps import MOVES, MoneyStep
from jiugai.domain.funding.sources import Source
from jiugai.domain.quantities import yuan
from jiugai.services.funding.book.overview import (
    BookLine,
    BookSheet,
    EarmarkPage,
    HopLine,
)
from jiugai.services.funding.book.reading import IdleLine, IdlePage
from jiugai.storage.funding.book_pages import PostingLine
from jiugai.web.templatetags.formats import wan

SHAPES = {StayLevel.MOVING: "ok", StayLevel.SLOW: "warn", StayLevel.STUCK: "bad"}
PAGES = (
    ("资金账", "/funding/book/"),
    ("到位率", "/funding/rates/"),
    ("流向", "/funding/flows/"),
    ("闲置资金", "/funding/idle/"),
    ("记账", "/funding/vouchers/"),
    ("专款与合同", "/funding/contracts/"),
    ("结账", "/funding/months/"),
    ("银行对账", "/funding/bank/"),
    ("举债红线", "/funding/debt/"),
)


def pages(here: str) -> dict[str, Any]:
    """Return the switch between the pages of the book."""
    options = [{"label": label, "url": url, "current": url == here} for label, url in PAGES]
    return {"label": "资金账的各页", "options": options}


def money(fen: int) -> str:
    """Return an amount in 元 to the 分."""
    return f"{yuan(fen):,.2f}"


def earmark_url(line: BookLine) -> str:
    """Return the address of an earmark in a county."""
    return f"/funding/book/{line.earmark.id}/{line.county_id}/"


def paper_of(line: BookLine) -> str:
    """Return what names an earmark: source, paper, year."""
    earmark = line.earmark
    return f"{Source(earmark.source).word} {earmark.paper} {earmark.year}年"


def level_status(level: StayLevel | None) -> dict[str, str]:
    """Return how long money has lain, with the shape for it."""
    if level is None:
        return {"kind": "idle", "word": "没有停留"}
    return {"kind": SHAPES[level], "word": level.word}


def rule_said(rule: StayRule | None) -> str:
    """Return by which days money is named."""
    if rule is None:
        return "没有滞留天数的规定，只列天数，不分程度"
    doubt = "" if rule.verified else "，待核实"
    return (
        f"在一处停留超过 {rule.amber_days} 天为滞留，超过 {rule.red_days} 天为严重滞留"
        f"（{rule.source}{doubt}）"
    )


# --- At a glance ------------------------------------------------------------------------


def sheet_context(found: BookSheet) -> dict[str, Any]:
    """Return the book at a glance."""
    stuck = sum(line.worst is StayLevel.STUCK for line in found.lines)
    return {
        "pages": pages("/funding/book/"),
        "sentence": f"{_limits(found)}{len(found.lines)} 项专款，其中 {stuck} 项有钱严重滞留",
        "switch": years(found, "/funding/book/"),
        "export_url": f"/funding/book/export/{address_of(found)}",
        "table": _table(found),
        "meanings": [(figure.word, figure.meaning) for figure in BookFigure],
        "rule": rule_said(found.rule),
    }


def address_of(found: BookSheet, **more: int | None) -> str:
    """Return the conditions of a page as its address says them, some of them others."""
    wanted = found.asked_for
    said = {"year": wanted.year, "county": wanted.county_id, "source": wanted.source} | more
    kept = {name: int(value) for name, value in said.items() if value is not None}
    return f"?{urlencode(kept)}" if kept else ""


def _limits(found: BookSheet) -> str:
    wanted = found.asked_for
    county = found.lines[0].county if found.lines and wanted.county_id is not None else ""
    said = "、".join(part for part in (county, wanted.source.word if wanted.source else "") if part)
    return f"只看{said}：" if said else ""


def years(found: BookSheet, page: str) -> dict[str, Any]:
    """Return the switch between budget years, on a page."""
    year = found.asked_for.year
    options = [
        {
            "label": "全部年度",
            "url": f"{page}{address_of(found, year=None)}",
            "current": year is None,
        }
    ]
    options += [
        {"label": f"{one}年", "url": f"{page}{address_of(found, year=one)}", "current": one == year}
        for one in found.years
    ]
    return {"label": "预算年度", "options": options}


def _table(found: BookSheet) -> dict[str, Any]:
    figures = [{"label": one.word, "unit": "万元", "numeric": True} for one in BookFigure]
    total = [{"value": wan(found.total(one), 2)} for one in BookFigure]
    return {
        "caption": "各县区各项专款",
        "stacked": True,
        "columns": [{"label": "县区、专款"}, {"label": "停得最久的"}, *figures],
        "rows": [{"cells": _cells(line)} for line in found.lines],
        "total": {"cells": [{"value": "合计"}, {"value": ""}, *total]} if found.lines else None,
        "empty": "还没有记账。登记专款以后，从“记账”页制单，另一人复核后就在这里。",
    }


def _cells(line: BookLine) -> list[dict[str, Any]]:
    longest = next(iter(line.idle), None)
    note = f"{longest.stay.days} 天，{longest.kind.word}" if longest else ""
    return [
        {"value": line.county, "url": earmark_url(line), "note": paper_of(line)},
        {"status": level_status(line.worst), "note": note},
        *(_figure(line, figure) for figure in BookFigure),
    ]


def _figure(line: BookLine, figure: BookFigure) -> dict[str, Any]:
    fen = line.figures[figure]
    return {
        "value": wan(fen, 2) if fen else "0",
        "url": f"{earmark_url(line)}{figure.value}/" if fen else "",
        "figure": True,
        "spoken": f"{line.county}{figure.word} {wan(fen, 2)} 万元，看明细",
        "note": _waiting(line, figure),
    }


def _waiting(line: BookLine, figure: BookFigure) -> str:
    """Say how long the money of a hop has waited for the next, and with whom."""
    said = []
    for one in line.lying(figure.holder)[:1] if figure.holder else ():
        said.append(f"停 {one.stay.days} 天，在{one.holder}")
    if figure is BookFigure.CASH_LEFT and line.suspense_fen:
        said.append(f"另有待查款 {wan(line.suspense_fen, 2)}")
    return "；".join(said)


# --- One earmark ------------------------------------------------------------------------


def earmark_context(found: EarmarkPage) -> dict[str, Any]:
    """Return an earmark in a county: its figures, its accounts, all its postings."""
    line = found.line
    return {
        "line": line,
        "title": f"{line.county} {line.earmark.paper}",
        "paper": paper_of(line),
        "state": level_status(line.worst),
        "strip": [
            {
                "term": figure.word,
                "parts": [
                    {
                        "value": wan(line.figures[figure], 2),
                        "unit": "万元",
                        "url": f"{earmark_url(line)}{figure.value}/"
                        if line.figures[figure]
                        else "",
                    }
                ],
            }
            for figure in BookFigure
        ],
        "hops": _hops(found),
        "table": _chain(found),
        "count": len({one.posting_id for one in found.postings}),
        "rule": rule_said(found.rule),
    }


def _hops(found: EarmarkPage) -> dict[str, Any]:
    return {
        "caption": "各环节现在有多少、在谁手里、停了多久",
        "stacked": True,
        "columns": [
            {"label": "账户"},
            {"label": "在谁手里"},
            {"label": "收", "unit": "元", "numeric": True},
            {"label": "付", "unit": "元", "numeric": True},
            {"label": "结余", "unit": "元", "numeric": True},
            {"label": "最早从哪天起"},
            {"label": "停留", "unit": "天", "numeric": True},
            {"label": "加权", "unit": "天", "numeric": True},
            {"label": "程度"},
        ],
        "rows": [{"cells": _hop_cells(hop)} for hop in found.hops],
        "empty": "还没有记账。",
    }


def _hop_cells(hop: HopLine) -> list[dict[str, Any]]:
    idle = hop.idle
    about = "，".join(part for part in (hop.project, hop.contract, hop.payee) if part)
    return [
        {"value": hop.kind.word, "note": about},
        {"value": idle.holder if idle else "—"},
        {"value": money(hop.came_fen)},
        {"value": money(hop.went_fen)},
        {"value": money(hop.balance_fen)},
        {"value": f"{idle.stay.since}" if idle else "—"},
        {"value": idle.stay.days if idle else "—"},
        {"value": f"{float(idle.stay.weighted_days):.1f}" if idle else "—"},
        {"status": level_status(idle.level)} if idle and idle.level else {"value": "—"},
    ]


def figure_context(found: EarmarkPage, figure: BookFigure) -> dict[str, Any]:
    """Return the postings behind a figure, and that they sum to it."""
    line = found.line
    fen = line.figures[figure]
    return {
        "line": line,
        "back": earmark_url(line),
        "paper": paper_of(line),
        "figure": figure,
        "sentence": f"{len(found.postings)} 笔，合计 {money(fen)} 元：{figure.meaning}",
        "table": _postings(found, figure, fen),
    }


def _postings(found: EarmarkPage, figure: BookFigure, total: int) -> dict[str, Any]:
    blank = {"value": ""}
    return {
        "caption": f"{figure.word}的每一笔",
        "stacked": True,
        "columns": _POSTING_COLUMNS,
        "rows": [
            {"cells": _posting_cells(one, money(figure.sign * one.amount_fen), _lies(one, found))}
            for one in found.postings
        ],
        "total": {"cells": [{"value": "合计"}, blank, {"value": money(total)}, *[blank] * 4]},
        "empty": "没有记账。",
    }


def _chain(found: EarmarkPage) -> dict[str, Any]:
    """Return what happened by day, a line for each posting: from where to where."""
    chain: dict[int, list[PostingLine]] = {}
    for one in found.postings:
        chain.setdefault(one.posting_id, []).append(one)
    return {
        "caption": "每一笔记账",
        "stacked": True,
        "columns": _POSTING_COLUMNS,
        "rows": [
            {"cells": _posting_cells(legs[0], money(_most(legs)), _way(legs, found))}
            for legs in chain.values()
        ],
        "empty": "没有记账。",
    }


_POSTING_COLUMNS = [
    {"label": "业务日期"},
    {"label": "环节"},
    {"label": "金额", "unit": "元", "numeric": True},
    {"label": "账户"},
    {"label": "依据"},
    {"label": "制单、复核"},
    {"label": "凭证"},
]


def _most(legs: list[PostingLine]) -> int:
    return max(abs(one.amount_fen) for one in legs)


def _way(legs: list[PostingLine], found: EarmarkPage) -> dict[str, Any]:
    """Return from which accounts to which a posting moved money, of those that are this county's."""
    came = "、".join(one.kind.word for one in legs if one.amount_fen > 0)
    went = "、".join(one.kind.word for one in legs if one.amount_fen < 0)
    about = dict.fromkeys(_about(one, found) for one in legs)
    said = f"{went} → {came}" if came and went else came or went
    return {"value": said, "note": max(about, key=len)}


def _lies(one: PostingLine, found: EarmarkPage) -> dict[str, Any]:
    return {"value": one.kind.word, "note": _about(one, found)}


def _about(one: PostingLine, found: EarmarkPage) -> str:
    names = (found.names.project(one.project_id), found.names.contract(one.contract_id))
    return "，".join(part for part in names if part)


def _posting_cells(one: PostingLine, amount: str, account: dict[str, Any]) -> list[dict[str, Any]]:
    own = (one.period.year, one.period.month) == (one.value_on.year, one.value_on.month)
    late = "" if own else f"记在 {one.period:%Y-%m}，以前期间调整"
    return [
        {"value": f"{one.value_on}", "note": late},
        {"value": step_word(one), "note": "已冲销" if one.undone else ""},
        {"value": amount},
        account,
        {"value": one.paper, "note": one.memo},
        {"value": one.maker, "note": f"复核 {one.checker}"},
        {"value": f"第 {one.voucher_id} 号", "url": f"/funding/vouchers/{one.voucher_id}/"},
    ]


def step_word(one: PostingLine) -> str:
    """Return what a posting did; a reversal with what it undoes."""
    if one.step is MoneyStep.REVERSE:
        return f"冲销{one.counts_as.word}"
    return one.step.word


def moves_said(step: MoneyStep) -> str:
    """Return from which account to which a step moves money, in words."""
    if step is MoneyStep.ASSIGN:
        return "从市的待下达指标到县区的待下达指标"
    return "，".join(f"从{source.word}到{target.word}" for source, target in MOVES[step])


# --- What lies idle ----------------------------------------------------------------------


def idle_context(found: IdlePage) -> dict[str, Any]:
    """Return what lies idle, the longest first."""
    stuck = [line for line in found.lines if line.level is StayLevel.STUCK]
    slow = [line for line in found.lines if line.level is StayLevel.SLOW]
    return {
        "pages": pages("/funding/idle/"),
        "sentence": f"{len(found.lines)} 处有钱停着；严重滞留 {len(stuck)} 处 {_sum(stuck)} 万元，"
        f"滞留 {len(slow)} 处 {_sum(slow)} 万元",
        "as_of": f"{found.asked.as_of}",
        "rule": rule_said(found.rule),
        "table": {
            "caption": "停着没有动的钱，停得最久的在前",
            "stacked": True,
            "heading": 1,
            "columns": [
                {"label": "程度"},
                {"label": "在谁手里"},
                {"label": "环节"},
                {"label": "金额", "unit": "元", "numeric": True},
                {"label": "停留", "numeric": True},
                {"label": "最早从哪天起"},
                {"label": "加权", "numeric": True},
                {"label": "专款"},
            ],
            "rows": [{"cells": _idle_cells(line)} for line in found.lines],
            "empty": "这一天没有停着的钱。",
        },
    }


def _sum(lines: list[IdleLine]) -> str:
    return wan(sum(line.stay.balance_fen for line in lines), 2)


def _idle_cells(line: IdleLine) -> list[dict[str, Any]]:
    about = "，".join(part for part in (line.project, line.contract) if part)
    url = f"/funding/book/{line.earmark.id}/{line.county_id}/"
    level = level_status(line.level) if line.level else {"kind": "idle", "word": "没有界限"}
    return [
        {"status": level},
        {"value": line.holder},
        {"value": line.kind.word, "note": about},
        {"value": money(line.stay.balance_fen), "url": url, "figure": True},
        {"value": f"{line.stay.days} 天"},
        {"value": f"{line.stay.since}"},
        {"value": f"{float(line.stay.weighted_days):.1f} 天"},
        {
            "value": line.earmark.paper,
            "note": f"{Source(line.earmark.source).word} {line.earmark.year}年",
        },
    ]
