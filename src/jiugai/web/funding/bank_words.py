"""Bank and book side by side, in the words of the screen (对账的写法)."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.services.funding.bank.comparing import (
    AccountLine,
    BalanceSheet,
    Comparison,
    ItemRow,
    LineRow,
    StatementRow,
)
from jiugai.services.funding.bank.sheet_rows import sheet_rows
from jiugai.web.funding.book_words import money, pages
from jiugai.web.funding.voucher_words import url as voucher_url
from jiugai.web.templatetags.formats import moment

_RESULTS = {"账面余额（专户和待查款）", "调节后的账面余额", "银行对账单余额", "调节后的银行余额", "差额"}  # fmt: skip
_SHOWN = 200


def accounts_context(found: tuple[AccountLine, ...], form: Any) -> dict[str, Any]:
    """Return the special accounts, and the form to enter one."""
    return {
        "pages": pages("/funding/bank/"),
        "sentence": f"{len(found)} 个专户",
        "form": form,
        "table": {
            "caption": "各县区专户",
            "stacked": True,
            "columns": [
                {"label": "专户"},
                {"label": "账号"},
                {"label": "对账单到"},
                {"label": "银行余额", "unit": "元", "numeric": True},
                {"label": "银行有账面没有", "unit": "笔", "numeric": True},
                {"label": "账面有银行没有", "unit": "笔", "numeric": True},
                {"label": "情况"},
            ],
            "rows": [{"cells": _account_cells(one)} for one in found],
            "empty": "还没有登记专户。登记以后，把银行下载的对账单拖进来就能对。",
        },
    }


def _account_cells(one: AccountLine) -> list[dict[str, Any]]:
    page = f"/funding/bank/{one.row.id}/"
    open_count = one.unmatched_lines + one.unmatched_items
    state = (
        {"kind": "idle", "word": "没有对账单"}
        if one.last is None
        else {"kind": "warn", "word": "有未达账项"}
        if open_count
        else {"kind": "ok", "word": "都对上了"}
    )
    return [
        {"value": one.county, "url": page, "note": one.row.bank},
        {"value": one.row.number, "verb": True},
        {"value": f"{one.last.on}" if one.last else "—"},
        {"value": money(one.last.balance_fen) if one.last else "—"},
        {"value": one.unmatched_lines},
        {"value": one.unmatched_items},
        {"status": state},
    ]


# --- One account -------------------------------------------------------------------------


def comparison_context(found: Comparison, *, may_take: bool, may_confirm: bool) -> dict[str, Any]:
    """Return an account: what is proposed, what is asked, what is open on either side."""
    proposal = found.proposal
    pairs = [(found.lines[line], found.items[item]) for line, item in proposal.pairs]
    matched = [line for line in found.lines.values() if line.posting_id is not None]
    since = next(iter(found.lines.values())).on if found.lines else None
    items = [found.items[one] for one in proposal.items]
    return {
        "page": found,
        "title": f"{found.county}专户",
        "number": found.row.number,
        "sentence": f"对上 {len(matched)} 笔，可以确认 {len(pairs)} 笔，要人选 {len(proposal.asked)} 笔",
        "may_take": may_take,
        "may_confirm": may_confirm,
        "days": found.days_apart,
        "pairs": [f"{line.id}-{item.id}" for line, item in pairs],
        "paired": _paired(pairs[:_SHOWN]),
        "more_pairs": max(len(pairs) - _SHOWN, 0),
        "asked": [_asked(found, line) for line in proposal.asked][:_SHOWN],
        "lines": _lines([found.lines[one] for one in proposal.lines]),
        "items": _items([one for one in items if since is None or one.on >= since]),
        "before": sum(since is not None and one.on < since for one in items),
        "matched": [_matched(found, line) for line in reversed(matched)][:_SHOWN],
        "months": [
            {"label": one.in_prose, "url": f"/funding/bank/{found.row.id}/months/{one}/"}
            for one in found.months
        ],
        "statements": _statements(found.statements),
    }


def _paired(pairs: list[tuple[LineRow, ItemRow]]) -> dict[str, Any]:
    return {
        "caption": "金额相等、日期相近、只有一笔能对的",
        "stacked": True,
        "columns": [
            {"label": "银行"},
            {"label": "对方、摘要"},
            {"label": "金额", "unit": "元", "numeric": True},
            {"label": "账面"},
            {"label": "依据"},
        ],
        "rows": [
            {
                "cells": [
                    {"value": f"{line.on}", "note": line.serial},
                    {"value": line.counterparty or "—", "note": line.summary},
                    {"value": money(line.amount_fen)},
                    {"value": f"{item.on} {_step(item)}", "url": voucher_url(item.voucher_id)},
                    {"value": item.paper, "note": item.payee},
                ]
            }
            for line, item in pairs
        ],
        "empty": "没有可以确认的。",
    }


def _step(item: ItemRow) -> str:
    return MoneyStep(item.step).word


def line_said(line: LineRow) -> str:
    """Return a line of the bank in a sentence."""
    way = "收到" if line.amount_fen > 0 else "付出"
    whom = f"，{line.counterparty}" if line.counterparty else ""
    return f"{line.on} 银行{way} {money(abs(line.amount_fen))} 元{whom}（流水号 {line.serial}）"


def _asked(found: Comparison, line_id: int) -> dict[str, Any]:
    candidates = [found.items[one] for one in found.proposal.asked[line_id]]
    return {
        "id": line_id,
        "said": line_said(found.lines[line_id]),
        "options": [
            (
                f"{line_id}-{one.id}",
                f"{one.on} {_step(one)}，{one.paper}，{one.payee or '无收款单位'}",
            )
            for one in candidates
        ],
    }


def _lines(lines: list[LineRow]) -> dict[str, Any]:
    return {
        "caption": "银行有、账面没有的",
        "stacked": True,
        "columns": [
            {"label": "日期"},
            {"label": "金额", "unit": "元", "numeric": True},
            {"label": "对方、摘要"},
            {"label": "流水号"},
        ],
        "rows": [
            {
                "cells": [
                    {"value": f"{line.on}"},
                    {"value": money(line.amount_fen)},
                    {"value": line.counterparty or "—", "note": line.summary},
                    {"value": line.serial, "verb": True},
                ]
            }
            for line in lines[:_SHOWN]
        ],
        "empty": "没有。",
    }


def _items(items: list[ItemRow]) -> dict[str, Any]:
    return {
        "caption": "账面有、银行没有的",
        "stacked": True,
        "columns": [
            {"label": "日期"},
            {"label": "金额", "unit": "元", "numeric": True},
            {"label": "环节、收款单位"},
            {"label": "依据"},
            {"label": "凭证"},
        ],
        "rows": [
            {
                "cells": [
                    {"value": f"{item.on}"},
                    {"value": money(item.amount_fen)},
                    {"value": _step(item), "note": item.payee},
                    {"value": item.paper},
                    {"value": f"第 {item.voucher_id} 号", "url": voucher_url(item.voucher_id)},
                ]
            }
            for item in items[:_SHOWN]
        ],
        "empty": "没有。",
    }


def _matched(found: Comparison, line: LineRow) -> dict[str, Any]:
    item = found.items[line.posting_id or 0]
    return {
        "match": line.match_id,
        "said": line_said(line),
        "url": voucher_url(item.voucher_id),
        "voucher": f"{item.on} {_step(item)}，{item.paper}",
    }


def _statements(statements: tuple[StatementRow, ...]) -> dict[str, Any]:
    return {
        "caption": "导入过的对账单",
        "stacked": True,
        "columns": [
            {"label": "起止"},
            {"label": "新增", "unit": "行", "numeric": True},
            {"label": "期初", "unit": "元", "numeric": True},
            {"label": "期末", "unit": "元", "numeric": True},
            {"label": "文件"},
            {"label": "导入"},
        ],
        "rows": [
            {
                "cells": [
                    {"value": f"{one.first_on} 至 {one.last_on}"},
                    {"value": one.new_lines},
                    {"value": money(one.opening_fen)},
                    {"value": money(one.closing_fen)},
                    {"value": one.document, "verb": True},
                    {"value": one.importer, "note": moment(one.recorded_at)},
                ]
            }
            for one in statements
        ],
        "empty": "还没有导入对账单。",
    }


# --- The end of a month ------------------------------------------------------------------


def sheet_context(found: BalanceSheet) -> dict[str, Any]:
    """Return how bank and book stand at the end of a month."""
    said = found.found
    return {
        "page": found,
        "title": f"{found.county}专户余额调节表",
        "month": found.month.in_prose,
        "number": found.row.number,
        "state": _agrees(found),
        "sentence": _sentence(found),
        "table": {
            "caption": f"{found.month.in_prose}余额调节表",
            "stacked": True,
            "columns": [
                {"label": "项目"},
                {"label": "日期"},
                {"label": "依据、流水号"},
                {"label": "对方"},
                {"label": "金额", "unit": "元", "numeric": True},
            ],
            "rows": [
                {
                    "cells": [
                        {"value": _strong(what)},
                        {"value": f"{on}" if on else ""},
                        {"value": paper},
                        {"value": whom},
                        {"value": f"{amount:,.2f}"},
                    ]
                }
                for what, on, paper, whom, amount in sheet_rows(said, found.lines, found.items)
            ],
        },
        "export_url": f"/funding/bank/{found.row.id}/months/{found.month}/export/",
        "back": f"/funding/bank/{found.row.id}/",
    }


def _strong(what: str) -> SafeString:
    return format_html("<b>{}</b>", what) if what in _RESULTS else format_html("{}", what)


def _agrees(found: BalanceSheet) -> dict[str, str]:
    if found.found.difference_fen:
        return {"kind": "bad", "word": "不符"}
    if found.found.undecided:
        return {"kind": "warn", "word": "没有对完"}
    return {"kind": "ok", "word": "相符"}


def _sentence(found: BalanceSheet) -> str:
    said = found.found
    if said.difference_fen == 0 and said.undecided:
        return (
            f"还有 {said.undecided} 笔银行流水像是账上记过的，没有人确认，下面两边都列着；"
            "请先到专户页对完，再看这张表"
        )
    if said.difference_fen == 0:
        return f"账面余额加减未达账项，等于银行余额加减未达账项，都是 {money(said.adjusted_bank_fen)} 元"
    return (
        f"还差 {money(said.difference_fen)} 元没有说清。请先把可以确认的都确认；还差的，"
        "是第一份对账单开始时银行的余额和账面不一样，请补记更早的收付，或导入更早的对账单"
    )
