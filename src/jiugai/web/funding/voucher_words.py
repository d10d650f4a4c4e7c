"""Vouchers in the words of the screen (记账的写法): what waits, one voucher, what may be chosen."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from jiugai.domain.divisions import Scope
from jiugai.domain.funding.book.steps import MOVES, MoneyStep
from jiugai.domain.funding.sources import Source
from jiugai.services.funding.book.desk import Months, VoucherDesk, VoucherLine, VoucherPage
from jiugai.services.funding.book.names import Names, title_of
from jiugai.storage.funding.book_queries import CloseRow
from jiugai.web.funding.book_words import money, moves_said, pages
from jiugai.web.funding.voucher_forms import DEED_FORMS, DEEDS, Choices, DeedForm
from jiugai.web.templatetags.formats import moment

_SHORT_DIGEST = 16
REFUSED_BECAUSE = (
    "钱不够：一个环节只能花上一环节里有的钱",
    "动了别的专款：一项专款的钱只付它自己的",
    "月份已经结账：会改记当期，注明以前期间调整",
    "同一张单交了两次：只记一次；编号相同、内容不同的退回",
    "不是本辖区的县区、项目或合同",
)


def state_of(line: VoucherLine) -> dict[str, str]:
    """Return what became of a voucher, with the shape for it."""
    if line.waits:
        return {"kind": "warn", "word": "待复核"}
    if line.refused_because:
        return {"kind": "lost", "word": "已退回"}
    if line.reversed_by is not None:
        return {"kind": "stop", "word": "已冲销"}
    return {"kind": "ok", "word": "已记账"}


def url(voucher_id: int) -> str:
    """Return the address of a voucher."""
    return f"/funding/vouchers/{voucher_id}/"


def desk_context(found: VoucherDesk, *, may_write: bool) -> dict[str, Any]:
    """Return the vouchers that wait, and the last that were dealt with."""
    return {
        "pages": pages("/funding/vouchers/"),
        "sentence": f"{len(found.waiting)} 张等另一人复核",
        "may_write": may_write,
        "waiting": _table(found.waiting, found.names, "等复核的凭证", "没有等复核的凭证。"),
        "done": _table(found.done, found.names, "最近办过的凭证", "还没有办过的凭证。"),
    }


def _table(
    lines: tuple[VoucherLine, ...], names: Names, caption: str, empty: str
) -> dict[str, Any]:
    return {
        "caption": caption,
        "stacked": True,
        "columns": [
            {"label": "凭证"},
            {"label": "县区、专款"},
            {"label": "金额", "unit": "元", "numeric": True},
            {"label": "业务日期"},
            {"label": "依据"},
            {"label": "制单"},
            {"label": "情况"},
        ],
        "rows": [{"cells": _cells(line, names)} for line in lines],
        "empty": empty,
    }


def _cells(line: VoucherLine, names: Names) -> list[dict[str, Any]]:
    about = "，".join(
        part for part in (names.project(line.project_id), names.contract(line.contract_id)) if part
    )
    return [
        {"value": f"第 {line.id} 号 {line.step.word}", "url": url(line.id), "note": about},
        {"value": names.county(line.county_id), "note": title_of(names.earmarks[line.earmark_id])},
        {"value": money(line.amount_fen)},
        {"value": f"{line.value_on}"},
        {"value": line.paper, "note": line.memo},
        {"value": line.maker},
        {"status": state_of(line)},
    ]


# --- One voucher -------------------------------------------------------------------------


def voucher_context(
    found: VoucherPage, refused: DeedForm | None = None, kind: str = ""
) -> dict[str, Any]:
    """Return a voucher with what may be done with it."""
    line = found.line
    return {
        "page": found,
        "line": line,
        "state": state_of(line),
        "amount": money(line.amount_fen),
        "moves": moves_said(line.step) or "与原记账一正一反",
        "about": _about(found),
        "story": _story(line),
        "forms": _forms(found, refused, kind),
        "otherwise": _otherwise(line),
        "why_not": found.why_not,
        "problems": refused.non_field_errors() if refused is not None else (),
        "earmark_url": f"/funding/book/{line.earmark_id}/{line.county_id}/"
        if line.posting_id
        else "",
        "undoes": url(line.reverses) if line.reverses else "",
        "undone": url(line.reversed_by) if line.reversed_by else "",
    }


def _about(found: VoucherPage) -> list[tuple[str, str]]:
    line, names = found.line, found.names
    earmark = names.earmarks[line.earmark_id]
    contract = names.contracts.get(line.contract_id or 0)
    told = [
        ("专款", f"{title_of(earmark)}，{earmark.year}年"),
        ("县区", names.county(line.county_id)),
        ("从哪里分出", names.county(line.giver_id) if line.giver_id else ""),
        ("项目", names.project(line.project_id)),
        ("合同", f"{contract.number}，{contract.payee}" if contract else ""),
        ("业务日期", f"{line.value_on}"),
        ("依据", line.paper),
        ("摘要", line.memo),
    ]
    return [(term, value) for term, value in told if value]


def _story(line: VoucherLine) -> list[SafeString]:
    told = [format_html("{} 制单：{}", moment(line.made_at), line.maker)]
    if line.refused_because:
        told.append(format_html("退回：{}，理由：{}", line.refused_by, line.refused_because))
    if line.posting_id is not None and line.period is not None:
        told.append(
            format_html(
                "{} 复核记账：{}，第 {} 笔，记在 {}",
                moment(line.checked_at),
                line.checker,
                line.posting_id,
                f"{line.period:%Y-%m}",
            )
        )
    return told


def _otherwise(line: VoucherLine) -> str:
    if line.waits:
        return "等另一位财政岗复核。"
    if line.refused_because:
        return "已经退回；要记的，请重新制单。"
    if line.reversed_by is not None:
        return "已经冲销，不能再办。"
    return "已经记账，不能改也不能删；错了就冲销，再按对的重记。"


def _forms(found: VoucherPage, refused: DeedForm | None, kind: str) -> list[dict[str, Any]]:
    kinds = [
        *(("post", "back") if found.may_check else ()),
        *(("reverse",) if found.may_reverse else ()),
    ]
    return [
        {
            "word": DEEDS[one],
            "form": refused if refused is not None and one == kind else form_for(one, found),
            "open": one in (kind, "post"),
            "first": one == "post",
            "more": "funding/voucher_check.html" if one == "post" else "",
        }
        for one in kinds
    ]


def form_for(kind: str, found: VoucherPage, typed: Any = None) -> DeedForm:
    """Return the form of a deed about a voucher, filled with what was typed if anything was."""
    return DEED_FORMS[kind](typed, initial={"kind": kind, "seen": found.line.id})


# --- What may be chosen ------------------------------------------------------------------


def steps() -> list[dict[str, str]]:
    """Return the steps that a voucher can be of, in the order in which money goes."""
    return [
        {"value": step.value, "word": step.word, "moves": moves_said(step)}
        for step in MOVES
        if step is not MoneyStep.REVERSE
    ]


def choices(names: Names, scope: Scope) -> dict[str, Choices]:
    """Return what a voucher's fields may be chosen from, within an officer's reach."""
    counties = list(names.counties_of(scope).items())
    return {
        "earmark": earmarks(names),
        "county": counties,
        "giver": counties,
        "project": projects(names, scope),
        "contract": [
            (one.id, f"{names.project(one.project_id)}：{one.number}，{one.payee}")
            for one in names.contracts.values()
            if scope.covers(names.homes.get(one.project_id, 0))
        ],
    }


def earmarks(names: Names) -> Choices:
    """Return the earmarks, the newest year first."""
    return [(one.id, f"{one.year}年 {title_of(one)}") for one in names.earmarks.values()]


def projects(names: Names, scope: Scope) -> Choices:
    """Return the projects of an officer's counties, grouped by county."""
    groups: dict[int, list[tuple[int, str]]] = {}
    for key, name in sorted(names.projects.items(), key=lambda one: one[1]):
        home = names.homes.get(key, 0)
        if scope.covers(home):
            groups.setdefault(home, []).append((key, name))
    return [(names.county(home), rows) for home, rows in sorted(groups.items())]


def sources() -> Choices:
    """Return the sources that an earmark can be of."""
    return [(int(one), one.word) for one in Source if one is not Source.UNSPLIT]


# --- Earmarks, contracts, months ----------------------------------------------------------


def contracts_context(names: Names, forms: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the earmarks and contracts on file, with the forms to enter more."""
    return {
        "pages": pages("/funding/contracts/"),
        "sentence": f"{len(names.earmarks)} 项专款，{len(names.contracts)} 份合同",
        "forms": forms,
        "earmarks": _earmark_table(names),
        "contracts": _contract_table(names),
    }


def _earmark_table(names: Names) -> dict[str, Any]:
    return {
        "caption": "登记的专款",
        "stacked": True,
        "columns": [{"label": "下达文号"}, {"label": "资金来源"}, {"label": "预算年度"}],
        "rows": [
            {
                "cells": [
                    {"value": one.paper},
                    {"value": Source(one.source).word},
                    {"value": f"{one.year}"},
                ]
            }
            for one in names.earmarks.values()
        ],
        "empty": "还没有登记专款。",
    }


def _contract_table(names: Names) -> dict[str, Any]:
    return {
        "caption": "登记的合同",
        "stacked": True,
        "columns": [
            {"label": "合同"},
            {"label": "项目"},
            {"label": "收款单位"},
            {"label": "合同价", "unit": "元", "numeric": True},
            {"label": "签订日期"},
        ],
        "rows": [
            {
                "cells": [
                    {"value": one.number},
                    {"value": names.project(one.project_id)},
                    {"value": one.payee},
                    {"value": money(one.amount_fen)},
                    {"value": f"{one.signed_on}"},
                ]
            }
            for one in names.contracts.values()
        ],
        "empty": "还没有登记合同。",
    }


def months_context(found: Months) -> dict[str, Any]:
    """Return the months that are closed."""
    last = found.closed[0].month.in_prose if found.closed else ""
    return {
        "pages": pages("/funding/months/"),
        "sentence": f"已结到 {last}" if last else "还没有结过账",
        "may_close": found.may_close and bool(found.open),
        "table": {
            "caption": "已结的月份",
            "stacked": True,
            "columns": [
                {"label": "月份"},
                {"label": "结账时间"},
                {"label": "试算平衡表摘要（SM3）"},
            ],
            "rows": [{"cells": _close_cells(one)} for one in found.closed],
            "empty": "还没有结过账。",
        },
    }


def _close_cells(one: CloseRow) -> list[dict[str, Any]]:
    digest = one.digest.hex()
    return [
        {"value": one.month.in_prose},
        {"value": moment(one.recorded_at)},
        {"value": f"{digest[:_SHORT_DIGEST]}…", "verb": True},
    ]
