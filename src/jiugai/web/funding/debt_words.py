"""The debt red line in the words of the screen (举债红线的写法)."""

from typing import Any

from jiugai.services.funding.debt import CountyDebt, DebtPage
from jiugai.storage.funding.debt import ListedCompany
from jiugai.web.funding.book_words import pages
from jiugai.web.funding.debt_forms import SignForm
from jiugai.web.templatetags.formats import moment


def page_context(found: DebtPage, *, may_sign: bool) -> dict[str, Any]:
    """Return the red line, the list, and what each county promised for a year."""
    signed = sum(1 for one in found.counties if one.row and one.row.signed_at)
    return {
        "pages": pages("/funding/debt/"),
        "year": found.year,
        "sentence": f"{found.year}年 {len(found.counties)} 个县区，{signed} 个签了承诺；"
        f"名录里 {len(found.companies)} 家平台公司",
        "bars": [
            {"fund": rule.fund.word, "citation": rule.citation, "since": rule.in_force_from}
            for rule in found.line.bars
        ],
        "words": "、".join(found.line.words),
        "companies": _companies(found),
        "table": _counties(found.counties),
        "declared": [
            _declared(one, may_sign=may_sign) for one in found.counties if one.row is not None
        ],
    }


def _companies(found: DebtPage) -> dict[str, Any]:
    return {
        "caption": "平台公司名录",
        "stacked": True,
        "columns": [{"label": label} for label in ("公司", "县区", "从哪天起", "依据")],
        "rows": [{"cells": _company_cells(found, one)} for one in found.companies],
        "empty": "还没有登记平台公司。",
    }


def _company_cells(found: DebtPage, one: ListedCompany) -> list[dict[str, Any]]:
    return [
        {"value": one.company.name},
        {"value": found.names.county(one.county_id)},
        {"value": f"{one.company.since}"},
        {"value": one.company.paper},
    ]


def _counties(counties: tuple[CountyDebt, ...]) -> dict[str, Any]:
    return {
        "caption": "各县区承诺",
        "stacked": True,
        "columns": [{"label": label} for label in ("县区", "情况", "文号", "起草", "签署")],
        "rows": [{"cells": _county_cells(one)} for one in counties],
        "empty": "辖区内没有县区。",
    }


def _county_cells(one: CountyDebt) -> list[dict[str, Any]]:
    row = one.row
    if row is None:
        status = {"kind": "bad", "word": "没有承诺"}
        return [{"value": one.county}, {"status": status}, *({"value": "—"} for _ in range(3))]
    signed = row.signed_at is not None
    status = {"kind": "ok", "word": "已签署"} if signed else {"kind": "warn", "word": "等签署"}
    return [
        {"value": one.county, "url": f"#county-{one.county_id}"},
        {"status": status},
        {"value": row.paper},
        {"value": row.drawn_at_post, "note": moment(row.drawn_at)},
        {"value": row.signed_at_post or "—", "note": moment(row.signed_at) if signed else ""},
    ]


def _declared(one: CountyDebt, *, may_sign: bool) -> dict[str, Any]:
    row = one.row
    assert row is not None, "only counties that drew one up are shown"
    waits = row.signed_at is None
    form = SignForm(initial={"seen": row.id, "year": row.year})
    return {
        "id": one.county_id,
        "title": f"{one.county}{row.year}年不新增隐性债务承诺",
        "paper": row.paper,
        "on": row.on_day,
        "paragraphs": row.text.split("\n"),
        "form": form if waits and may_sign and not one.why_not else None,
        "why_not": one.why_not,
        "signed": "" if waits else row.signed_at_post,
        "signed_at": None if waits else row.signed_at,
    }
