"""A figure's trace in the words of the screen (溯源的写法)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from jiugai.domain.quantities import percent, points
from jiugai.domain.reporting.indicators import Basis, Quantity
from jiugai.services.reporting.statement import BASIS_WORDS
from jiugai.services.reporting.trace import (
    CountyShare,
    LeftOut,
    PlannedSite,
    Trace,
    TracedFact,
    Why,
)
from jiugai.storage.audit.queries import Paper
from jiugai.web.reporting.due_words import due_section
from jiugai.web.reporting.wording import (
    amount,
    column_word,
    community_url,
    exact_percent,
    figure_url,
    ledger_url,
    long_word,
)
from jiugai.web.templatetags.formats import rate, rate_number, thousands
from jiugai.web.templatetags.jiugai import status

FACTS_IN_DRAWER = 30
LEFT_OUT_SHOWN = 8
_WHY_SHAPE = {
    Why.LATE_RECORDED: "doubt",
    Why.WITHDRAWN: "idle",
    Why.CORRECTED: "idle",
    Why.LATER: "idle",
}
_NEW_LINE = mark_safe("<br>")
_MONEY = {Quantity.INVESTED, Quantity.RECEIVED, Quantity.PAID}


@dataclass(frozen=True, slots=True)
class _Way:
    """The ways out of a trace: each stays at the time for which the trace is true."""

    found: Trace
    when: Mapping[str, str]

    def to(self, county_id: int | None = None) -> str:
        """Return the address of this figure, or of the same one in a county."""
        asked = self.found.question
        county = county_id or asked.county_id
        return figure_url(asked.measure, asked.basis, asked.year, county, when=self.when)


def title_of(found: Trace) -> str:
    """Return what the figure is called: ``2020 年批次 开工率``."""
    return f"{found.question.year} 年批次 {found.declared.title}"


def context(
    found: Trace, *, whole: bool, may_read_acts: bool, when: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the context of ``components/trace.html``.

    :param whole: everything, for the figure's own page; the drawer shows the first lines.
    :param when: the time that the drawer alone is at, for the links that lead out of it.
    """
    way = _Way(found, when or {})
    return {
        "title": title_of(found),
        "note": f"{found.place} · {BASIS_WORDS[found.question.basis]}",
        "equation": _equation(found),
        "how": _how(found),
        "due": due_section(found.due),
        "numerator": _facts(way, found.counted, found.declared.numerator, name="分子", whole=whole),
        "left_out": _left_out(way, whole=whole),
        "denominator": _denominator(way, whole=whole),
        "times": _times(found, may_read_acts=may_read_acts),
        "actions": _actions(way, whole=whole),
        "as_page": whole,
    }


def _equation(found: Trace) -> dict[str, Any]:
    basis, value = found.question.basis, found.rate.value
    parts = (
        ("numerator", found.declared.numerator, found.rate.numerator),
        ("denominator", found.declared.denominator, found.rate.denominator),
    )
    equation: dict[str, Any] = {
        name: {
            "label": long_word(quantity, basis),
            "count": amount(count, basis),
            "unit": basis.unit,
        }
        for name, quantity, count in parts
    }
    equation["result"] = "未定" if value is None else rate(value)
    equation["exact"] = "" if value is None else exact_percent(value)
    return equation


def _how(found: Trace) -> str:
    if found.rate.value is None:
        what = "到位资金" if found.declared.denominator is Quantity.RECEIVED else "上报计划"
        return f"截至当日还没有{what}，没有分母，率为未定，不写成 0。"
    rounded = f"按未取整的数相除，四舍五入保留 1 位。{_idle(found)}"
    if found.before is None or found.before.value is None or found.change is None:
        return f"{rounded}上月同日还没有分母，不作比较。"
    basis = found.question.basis
    then = (
        f"{thousands(amount(found.before.numerator, basis))} ÷ "
        f"{thousands(amount(found.before.denominator, basis))} = {percent(found.before.value)}"
    )
    moved = points(found.change)
    if moved == "持平":
        return f"{rounded}上月同日 {then}，持平。"
    verb = "提高" if found.change > 0 else "降低"
    return f"{rounded}上月同日 {then}，{verb} {moved[1:]} 个百分点（按未取整的率相减）。"


def _idle(found: Trace) -> str:
    """Say how much was received and not paid on, where that is what the figure tells of."""
    if found.declared.numerator is not Quantity.PAID:
        return ""
    idle = found.rate.denominator - found.rate.numerator
    said = f"{thousands(amount(abs(idle), Basis.FEN))} 万元。"
    return f"到位而未拨付 {said}" if idle >= 0 else f"拨付多于到位 {said}"


def _facts(
    way: _Way, facts: Sequence[TracedFact], quantity: Quantity, *, name: str, whole: bool
) -> dict[str, Any]:
    found = way.found
    shown = facts if whole else facts[:FACTS_IN_DRAWER]
    section: dict[str, Any] = {
        "title": f"{name}：{_how_many(found, facts, quantity)}",
        "facts": {
            "caption": f"{name}的事实",
            "rows": [_fact(found, fact) for fact in shown],
        },
    }
    if len(shown) < len(facts):
        section["more"] = {"label": f"看全部 {len(facts):,} 条事实", "url": way.to()}
    return section


def _how_many(found: Trace, facts: Sequence[TracedFact], quantity: Quantity) -> str:
    basis = found.question.basis
    word = column_word(quantity)
    if not facts:
        return f"还没有{word}的事实"
    sum_of = f"{thousands(amount(sum(f.size for f in facts), basis))} {basis.unit}"
    if quantity in _MONEY:
        return f"{len(facts):,} 笔{word}，合计 {sum_of}"
    counted = f"{len(facts):,} 个{word}事实"
    return counted if basis is Basis.COMMUNITIES else f"{counted}，合计 {sum_of}"


def _fact(found: Trace, fact: TracedFact) -> dict[str, Any]:
    basis = found.question.basis
    size = "" if basis is Basis.COMMUNITIES else f" {thousands(amount(fact.size, basis))}"
    unit = "" if basis is Basis.COMMUNITIES else f" {basis.unit}"
    return {
        "on": fact.on,
        "text": f"{fact.word}{size}{unit}",
        "place": f"{fact.county} {fact.community}",
        "place_url": community_url(fact.public_id),
        "evidence": " ".join(filter(None, (papers_of(fact.papers), fact.origin))),
        "by": fact.post,
        "recorded_at": fact.recorded_at,
    }


def papers_of(papers: Sequence[Paper]) -> str:
    """Return the papers behind a fact in one phrase; a number goes before the file's name."""
    return "、".join(paper.number or f"《{paper.name}》" for paper in papers)


def _left_out(way: _Way, *, whole: bool) -> dict[str, Any] | None:
    rows = way.found.left_out
    if not rows:
        return None
    shown, rest = rows[:LEFT_OUT_SHOWN], rows[LEFT_OUT_SHOWN:]
    lines: list[dict[str, Any]] = [
        {"kind": _WHY_SHAPE[row.kind], "word": row.kind.word, "text": _left_out_text(row)}
        for row in shown
    ]
    if rest:
        words = "、".join(dict.fromkeys(row.kind.word for row in rest))
        lines.append(
            {"kind": "idle", "word": f"另有 {len(rest):,} 条", "text": _folded(rest, words)}
            if whole
            else {
                "kind": "idle",
                "word": f"另有 {len(rest):,} 条",
                "text": f"{words}；看整页",
                "url": way.to(),
            }
        )
    return {"title": f"没有计入的 {len(rows):,} 条", "rows": lines}


def _left_out_text(row: LeftOut) -> SafeString:
    url = community_url(row.public_id)
    name = format_html('<a href="{}">{}</a>', url, row.community) if url else row.community
    return format_html("{} {}：{}", row.county, name, row.why)


def _folded(rows: Sequence[LeftOut], words: str) -> SafeString:
    listed = format_html_join("", "<p>{}</p>", ((_left_out_text(row),) for row in rows))
    return format_html(
        '{}<details class="more"><summary>逐条看</summary>{}</details>', words, listed
    )


def _denominator(way: _Way, *, whole: bool) -> dict[str, Any]:
    found = way.found
    basis = found.question.basis
    by_plan = found.declared.denominator is Quantity.PLANNED
    counted = f"{thousands(amount(found.rate.denominator, basis))} {basis.unit}"
    if by_plan:
        title = f"分母：计划内 {len(found.planned):,} 个小区"
        title += "" if basis is Basis.COMMUNITIES else f"，合计 {counted}"
    else:
        title = f"分母：{_how_many(found, found.divided_by, found.declared.denominator)}"
    section: dict[str, Any] = {"title": title, "note": _plan_note(found) if by_plan else ""}
    if found.question.county_id is None:
        section["table"] = _by_county(way)
    elif found.planned and not whole:
        section["table"] = planned_table(found)
    if not whole and found.question.county_id is None and (found.planned or found.divided_by):
        many = len(found.planned) or len(found.divided_by)
        noun = "个小区" if found.planned else "笔到位资金"
        section["more"] = {
            "label": f"列出这 {many:,} {noun}",
            "url": f"{way.to()}#denominator",
        }
    section["after"] = _outside(found) if by_plan else ""
    return section


def _plan_note(found: Trace) -> str:
    if found.plan is None:
        return "还没有上报计划"
    papers = "、".join(
        f"{paper.number}《{paper.name}》" if paper.number else f"《{paper.name}》"
        for paper in found.plan.papers
    )
    return f"{papers or '上报计划'}，{found.plan.on} 起算"


def _outside(found: Trace) -> SafeString:
    """Say how many of the cohort are not in the plan, and so not in the denominator."""
    if not found.unplanned:
        return SafeString("")
    asked = found.question
    return format_html(
        '另有 {} 个小区在本批次而不在计划内，不入分母（<a href="{}">看本批次台账</a>）。',
        f"{found.unplanned:,}",
        ledger_url(cohort=asked.year, county=asked.county_id),
    )


def _by_county(way: _Way) -> dict[str, Any]:
    found = way.found
    basis = found.question.basis
    declared = found.declared
    columns = [
        {"label": "县区"},
        {"label": column_word(declared.denominator), "unit": basis.unit, "numeric": True},
        {"label": column_word(declared.numerator), "unit": basis.unit, "numeric": True},
        {"label": "率", "unit": "%", "numeric": True},
    ]

    def cells(share: CountyShare) -> list[dict[str, Any]]:
        url = way.to(share.county_id)
        value = share.rate.value
        return [
            {"value": share.county},
            {"value": thousands(amount(share.rate.denominator, basis)), "figure": True, "url": url},
            {"value": thousands(amount(share.rate.numerator, basis)), "figure": True, "url": url},
            {"value": "未定"}
            if value is None
            else {"value": rate_number(value), "figure": True, "url": url},
        ]

    return {
        "caption": f"各县区{column_word(declared.denominator)}与{column_word(declared.numerator)}",
        "tight": True,
        "columns": columns,
        "rows": [{"cells": cells(share)} for share in found.shares],
        "empty": "截至当日还没有计划。",
    }


def planned_table(found: Trace) -> dict[str, Any]:
    """Return the lines of the filed plan, each with whether it counts above the line."""
    basis = found.question.basis
    sized = basis is not Basis.COMMUNITIES
    counts = any(line.counts is not None for line in found.planned)
    word = column_word(found.declared.numerator)
    columns: list[dict[str, Any]] = [{"label": "小区"}, {"label": "县区"}]
    if sized:
        columns.append({"label": "计划", "unit": basis.unit, "numeric": True})
    if counts:
        columns.append({"label": f"是否{word}"})

    def cells(line: PlannedSite) -> list[dict[str, Any]]:
        found_cells: list[dict[str, Any]] = [
            {"value": line.community, "url": community_url(line.public_id)},
            {"value": line.county},
        ]
        if sized:
            found_cells.append({"value": thousands(amount(line.size, basis))})
        if counts:
            kind, said = ("ok", f"已{word}") if line.counts else ("idle", f"未{word}")
            found_cells.append({"status": {"kind": kind, "word": said}})
        return found_cells

    return {
        "caption": "列入计划的小区",
        "tight": True,
        "columns": columns,
        "rows": [{"cells": cells(line)} for line in found.planned],
    }


def divided_by(found: Trace) -> dict[str, Any] | None:
    """Return the facts of a denominator that is money received, for the figure's own page."""
    if not found.divided_by:
        return None
    return _facts(
        _Way(found, {}), found.divided_by, found.declared.denominator, name="分母", whole=True
    )


def _times(found: Trace, *, may_read_acts: bool) -> list[dict[str, Any]]:
    asked, declared = found.horizon, found.declared
    if asked.recorded_by is not None:
        recorded = f"只计 {_moment(asked.recorded_by)} 前录入的事实"
    elif found.last_seq_at is not None:
        recorded = f"不限，最近一笔录入于 {_moment(found.last_seq_at)}"
    else:
        recorded = "不限"
    unverified = SafeString("") if declared.verified else status("doubt", "待核实")
    return [
        {"term": "截至", "text": f"{asked.as_of} 24:00（事实发生之日）"},
        {"term": "录入截止", "text": recorded},
        {
            "term": "登记序号",
            "text": f"第 {asked.last_seq:,} 号",
            "url": f"/trace/acts/?before={asked.last_seq + 1}" if may_read_acts else "",
        },
        {
            "term": "指标定义",
            "text": f"{declared.title}第 {declared.version} 版，{declared.since} 起用："
            f"{declared.definition}",
        },
        {"term": "依据", "text": format_html("{} {}", declared.source, unverified)},
        {"term": "为什么看", "text": declared.why},
        {
            "term": "可以追问",
            "text": format_html_join(_NEW_LINE, "{}", ((one,) for one in declared.checked_by)),
        },
    ]


def _moment(at: datetime) -> str:
    return localtime(at).strftime("%Y-%m-%d %H:%M")


def _actions(way: _Way, *, whole: bool) -> list[dict[str, Any]]:
    page = way.to()
    actions = [{"label": "下载明细 .xlsx", "url": page.replace("/trace/?", "/trace/export/?")}]
    if not whole:
        actions.insert(0, {"label": "整页看", "url": page})
    return actions
