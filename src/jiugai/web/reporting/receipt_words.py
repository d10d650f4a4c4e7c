"""A county's receipts in the words of the screen (回执的写法)."""

from typing import Any

from django.urls import reverse

from jiugai.domain.calendar import Month
from jiugai.domain.sealing.checkpoint import grouped
from jiugai.services.audit.witness import FilingList, FilingRow, ReceiptPage
from jiugai.web.reporting.acts_presenter import word_of
from jiugai.web.templatetags.formats import moment

_ALGORITHM = "SM3"
_STANDS = {
    True: "登记簿里它写入的每一行都与封存时相同",
    False: "登记簿里它写入的内容与封存时不同",
    None: "它的内容已依法删去个人信息或随系统升级换了表样，只能核对摘要，不能逐行比对",
}


def filings(found: FilingList) -> dict[str, Any]:
    """Return the context of a county's list of filings."""
    return {
        "county": found.county,
        "many": len(found.filings),
        "waiting": found.waiting,
        "later": found.later,
        "size": found.sealed.size,
        "root": grouped(found.sealed.root),
        "sealed_at": found.sealed.sealed_at,
        "table": {
            "caption": "报送和回执",
            "stacked": True,
            "columns": [
                {"label": "登记序号", "numeric": True},
                {"label": "报送时间"},
                {"label": "办了什么"},
                {"label": "对象"},
                {"label": "回执"},
            ],
            "rows": [{"cells": _cells(row, found.county.id)} for row in found.filings],
            "empty": "到这一天，本县区还没有报送过。" if found.later else "本县区还没有报送过。",
        },
    }


def _cells(row: FilingRow, county_id: int) -> list[dict[str, Any]]:
    place: dict[str, Any] = {"status": {"kind": "run", "word": "等封存"}}
    if row.number is not None:
        url = reverse("reporting:receipt", kwargs={"county_id": county_id, "seq": row.seq})
        place = {"value": f"第 {row.number + 1:,} 条留痕", "url": url}
    return [
        {"value": row.seq},
        {"value": moment(row.recorded_at)},
        {"value": word_of(row.verb)},
        {"value": row.subject, "verb": True},
        place,
    ]


def receipt(found: ReceiptPage) -> dict[str, Any]:
    """Return the context of one receipt."""
    event = found.event
    return {
        "county": found.county,
        "seq": found.receipt.seq,
        "what": word_of(str(event["verb"])),
        "subject": event["subject"],
        "at": str(event["at"])[:16].replace("T", " "),
        "rows": sum(int(rows["n"]) for rows in event["rows"].values()),
        "place": found.receipt.index + 1,
        "size": found.size,
        "root": grouped(found.root),
        "agrees": found.agrees,
        "leads": found.leads,
        "stands": _STANDS[found.stands],
        "steps": [part.hex() for part in found.receipt.proof],
        "text": found.receipt.event,
        "printed": [
            {"month": Month.parse(one.month).in_prose, "size": one.size} for one in found.printed
        ],
        "algorithm": _ALGORITHM,
    }
