"""Batches in the words of the screen (申报与批复的写法)."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jiugai.domain.findings import Finding
from jiugai.domain.funding.batches import BatchState, CommunityState, LineState
from jiugai.services.funding.batches.reading import (
    BatchPage,
    BatchView,
    CommunityAsked,
    Pipeline,
    state_of,
)
from jiugai.storage.funding.batch_queries import BatchRow, LineRow
from jiugai.web.templatetags.formats import moment, wan
from jiugai.web.templatetags.jiugai import dates_whole

KINDS = {
    BatchState.DRAFT: "idle",
    BatchState.FILED: "run",
    BatchState.ANSWERED_IN_PART: "run",
    BatchState.APPROVED: "ok",
    BatchState.PARTLY: "warn",
    BatchState.REFUSED: "bad",
}
LINE_KINDS = {
    LineState.WAITING: "run",
    LineState.APPROVED: "ok",
    LineState.PARTLY: "warn",
    LineState.REFUSED: "bad",
}
_COMMUNITY_KINDS = {
    CommunityState.APPROVED: "ok",
    CommunityState.WAITING: "run",
    CommunityState.REFUSED: "bad",
}


def batch_url(batch_id: int) -> str:
    """Return the address of a batch."""
    return reverse("funding:batch", kwargs={"batch_id": batch_id})


def mouths_url(public_id: str) -> str:
    """Return the address where a community is held against both mouths."""
    return reverse("funding:mouths", kwargs={"public_id": public_id})


def told(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """Return findings as sentences, each with its cell."""
    return tuple(
        f"{one.place.cell}：{one.message}" if one.place.cell else one.message for one in findings
    )


def pipeline_context(found: Pipeline, shown: CommunityState | None) -> dict[str, Any]:
    """Return a year's batches, and the communities in one state."""
    filed = [view for view in found.batches if view.row.confirmed]
    return {
        "year": found.year,
        "sentence": f"{found.year}年报出 {len(filed)} 批，申报 {len(found.communities)} 个小区",
        "switch": {
            "label": "年度",
            "options": [
                {"label": f"{year}年", "url": f"?year={year}", "current": year == found.year}
                for year in found.years or (found.year,)
            ],
        },
        "strip": _strip(found, filed),
        "table": _batches(found.batches),
        "shown": shown,
        "communities": _communities(found, shown),
        "states": {
            "label": "小区结果",
            "options": [
                {
                    "label": state.word if state else "申报的",
                    "url": _address(found.year, state),
                    "current": state is shown,
                    "count": len(found.of(state)),
                }
                for state in (None, *CommunityState)
            ],
        },
    }


def _address(year: int, state: CommunityState | None) -> str:
    asked = {"year": year, "state": state.value} if state else {"year": year}
    return f"?{urlencode(asked)}#communities"


def _strip(found: Pipeline, filed: list[BatchView]) -> list[dict[str, Any]]:
    counts = [
        {
            "term": state.word if state else "申报",
            "parts": [
                {
                    "value": len(found.of(state)),
                    "unit": "个小区",
                    "url": _address(found.year, state),
                }
            ],
        }
        for state in (None, *CommunityState)
    ]
    sums = (
        ("申请", sum(view.asked_fen for view in filed)),
        ("批准", sum(view.won_fen for view in filed)),
    )
    return [
        *counts,
        *(
            {"term": word, "parts": [{"value": wan(fen, 2), "unit": "万元", "url": "#batches"}]}
            for word, fen in sums
        ),
    ]


def _batches(batches: tuple[BatchView, ...]) -> dict[str, Any]:
    return {
        "caption": "各批申报",
        "stacked": True,
        "columns": [
            {"label": "文号"},
            {"label": "报给"},
            {"label": "报送单位"},
            {"label": "小区", "unit": "个", "numeric": True},
            {"label": "申请", "unit": "万元", "numeric": True},
            {"label": "批准", "unit": "万元", "numeric": True},
            {"label": "情况"},
        ],
        "rows": [{"cells": _batch_cells(view)} for view in batches],
        "empty": "这一年还没有申报批次。",
    }


def _batch_cells(view: BatchView) -> list[dict[str, Any]]:
    row, url = view.row, batch_url(view.row.id)
    return [
        {"value": row.paper, "url": url, "note": f"{row.filed_on}"},
        {"value": mouth_word(row)},
        {"value": view.owner},
        {"value": view.communities, "url": url, "figure": True, "by_name": True},
        {"value": wan(view.asked_fen, 2), "url": url, "figure": True, "by_name": True},
        {"value": wan(view.won_fen, 2), "url": url, "figure": True, "by_name": True},
        {"status": status(view.state)},
    ]


def mouth_word(row: BatchRow) -> str:
    """Return to whom a batch went: ``省级发改``."""
    return f"{row.decider.word}{row.mouth.word}"


def status(state: BatchState) -> dict[str, str]:
    """Return where a batch stands, with the shape for it."""
    return {"kind": KINDS[state], "word": state.word}


def _communities(found: Pipeline, shown: CommunityState | None) -> dict[str, Any]:
    return {
        "caption": f"{found.year}年{shown.word if shown else '申报'}的小区",
        "stacked": True,
        "columns": [
            {"label": "小区"},
            {"label": "县区"},
            {"label": "申请", "unit": "万元", "numeric": True},
            {"label": "批准", "unit": "万元", "numeric": True},
            {"label": "结果"},
            {"label": "没有批足的理由"},
        ],
        "rows": [{"cells": _community_cells(one)} for one in found.of(shown)],
        "empty": "没有这样的小区。",
    }


def _community_cells(one: CommunityAsked) -> list[dict[str, Any]]:
    url = mouths_url(one.card.public_id)
    return [
        {"value": one.card.name, "url": url},
        {"value": one.county},
        {"value": wan(sum(line.asked_fen for _, line in one.lines), 2)},
        {"value": wan(sum(line.answer.won_fen for _, line in one.lines if line.answer), 2)},
        {"status": {"kind": _COMMUNITY_KINDS[one.state], "word": one.state.word}},
        {"value": one.because or "—"},
    ]


# --- One batch ----------------------------------------------------------------------------


def batch_context(page: BatchPage) -> dict[str, Any]:
    """Return a batch with its lines, its versions and the papers that answered it."""
    view = page.view
    row = view.row
    return {
        "page": page,
        "row": row,
        "title": f"{row.year}年{mouth_word(row)}申报",
        "owner": view.owner,
        "state": status(view.state),
        "strip": [
            {"term": "小区", "parts": [{"value": view.communities, "unit": "个"}]},
            {"term": "申请", "parts": [{"value": wan(view.asked_fen, 2), "unit": "万元"}]},
            {"term": "批准", "parts": [{"value": wan(view.won_fen, 2), "unit": "万元"}]},
            *(
                {"term": state.word, "parts": [{"value": count, "unit": "行"}]}
                for state in LineState
                if (count := sum(state_of(line) is state for line in view.lines))
            ),
        ],
        "table": _lines(page),
        "story": _story(page),
    }


def _lines(page: BatchPage) -> dict[str, Any]:
    return {
        "caption": "申报的行和批复",
        "stacked": True,
        "columns": [
            {"label": "小区"},
            {"label": "县区"},
            {"label": "改造内容"},
            {"label": "申请", "unit": "万元", "numeric": True},
            {"label": "批准", "unit": "万元", "numeric": True},
            {"label": "结果"},
            {"label": "批复、理由"},
        ],
        "rows": [{"cells": _line_cells(page, line)} for line in page.view.lines],
        "empty": "这一批没有您辖区内的小区。",
    }


def _line_cells(page: BatchPage, line: LineRow) -> list[dict[str, Any]]:
    card, answer, state = page.cards[line.community_id], line.answer, state_of(line)
    return [
        {"value": card.name, "url": mouths_url(card.public_id)},
        {"value": page.counties.get(card.county_id, "—")},
        {"value": page.item_word(line.item), "note": line.item},
        {"value": wan(line.asked_fen, 2)},
        {"value": wan(answer.won_fen, 2) if answer else "—"},
        {"status": {"kind": LINE_KINDS[state], "word": state.word}},
        {
            "value": answer.because or answer.paper,
            "note": dates_whole(f"{answer.paper} {answer.on}"),
        }
        if answer and answer.because
        else {"value": answer.paper, "note": dates_whole(f"{answer.on}")}
        if answer
        else {"value": "—"},
    ]


def _story(page: BatchPage) -> list[SafeString]:
    """Return what happened to a batch, the newest first."""
    answers = [
        format_html(
            "{} {} 登记批复 {}（{}）{}",
            moment(one.recorded_at),
            one.by_post,
            one.paper,
            dates_whole(one.answered_on),
            _because(one.reason),
        )
        for one in page.answers
    ]
    versions = []
    for row in page.versions:
        if row.confirmed:
            at, post = moment(row.confirmed_at), row.confirmed_at_post
            versions.append(format_html("{} {} 复核报出第{}版", at, post, row.number))
        versions.append(
            format_html(
                "{} {} 拟第{}版 {}（{}）{}",
                moment(row.drawn_at),
                row.drawn_at_post,
                row.number,
                row.paper,
                dates_whole(row.filed_on),
                _because(row.reason),
            )
        )
    return [*answers, *versions]


def _because(reason: str) -> str:
    return f"，更正理由：{reason}" if reason else ""
