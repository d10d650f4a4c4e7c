"""Meetings in the words of the screen (会议的写法)."""

from collections.abc import Iterable, Sequence
from typing import Any

from jiugai.domain.bulletins.agenda import Agenda, MeetingKind, StepMoved
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.reporting.indicators import Basis
from jiugai.services.bulletins.meetings import MeetingPage
from jiugai.storage.bulletins.meeting_queries import MeetingRow
from jiugai.web.reporting.wording import community_url, figure_url
from jiugai.web.supervision.order_words import card_context
from jiugai.web.supervision.order_words import url as order_url
from jiugai.web.templatetags.formats import moment, wan


def url(public_id: str) -> str:
    """Return a meeting's address."""
    return f"/meetings/{public_id}/"


def meetings_table(rows: Sequence[MeetingRow]) -> dict[str, Any]:
    """Return the meetings as a table."""
    return {
        "caption": "会议",
        "stacked": True,
        "columns": [
            {"label": "会议"},
            {"label": "日期"},
            {"label": "地点"},
            {"label": "纪要"},
        ],
        "rows": [{"cells": _meeting_cells(row)} for row in rows],
        "empty": "还没有登记会议。登记以后，议程和材料由系统按事实算出。",
    }


def _meeting_cells(row: MeetingRow) -> list[dict[str, Any]]:
    return [
        {"value": MeetingKind(row.kind).word, "url": url(row.public_id)},
        {"value": f"{row.held_on:%Y-%m-%d}"},
        {"value": row.place or None},
        {"status": dict(zip(("kind", "word"), state(row), strict=True))},
    ]


def state(row: MeetingRow) -> tuple[str, str]:
    """Return the shape and the word of how far a meeting's minutes are."""
    if row.issue is not None:
        return "ok", f"已印发第{row.issue.number}期"
    return ("run", f"已录第{len(row.minutes)}稿") if row.minutes else ("idle", "未录")


def page_context(found: MeetingPage) -> dict[str, Any]:
    """Return a meeting with its agenda, papers, minutes and orders."""
    row, agenda = found.row, found.agenda
    return {
        "meeting": row,
        "kind": found.kind,
        "agenda": agenda,
        "state": state(row),
        "seen": found.version,
        "sections": [
            _changes(agenda),
            _orders(agenda),
            _behind(agenda),
            _returns(agenda),
            _idle(agenda),
            *([_visits(agenda)] if agenda.kind.tells_visits else []),
        ],
        "minutes": found.minutes,
        "kept": moment(found.minutes.recorded_at) if found.minutes else "",
        "orders": [card_context(card) for card in found.orders],
        "about": [
            {"term": term, "value": value}
            for term, value in (
                ("会议日期", f"{row.held_on:%Y-%m-%d}"),
                ("地点", row.place),
                ("主持", row.chair),
                ("上次同类会议", f"{agenda.last_on:%Y-%m-%d}" if agenda.last_on else "没有"),
            )
            if value
        ],
    }


def _section(
    name: str, sentence: str, labels: Iterable[str], rows: Sequence[Sequence[dict[str, Any]]]
) -> dict[str, Any]:
    return {
        "name": name,
        "sentence": sentence,
        "table": {
            "caption": name,
            "stacked": True,
            "tight": True,
            "columns": [{"label": label} for label in labels],
            "rows": [{"cells": cells} for cells in rows],
        },
    }


def _named(words: str, address: str) -> dict[str, Any]:
    return {"value": words, "url": address} if address else {"value": words}


def _changes(agenda: Agenda) -> dict[str, Any]:
    fresh = "、".join(f"{step.word} {many} 个" for step, many in agenda.reached)
    told = f"新增{fresh}" if fresh else "没有小区进入新的环节"
    fixed = f"；更正或撤销 {agenda.corrected} 处" if agenda.corrected else ""
    first = "" if agenda.last_on else "（首次会议）"
    rows = [
        [
            _named(one.reached.community, community_url(one.reached.public_id)),
            {"value": one.reached.county},
            {"value": f"{one.reached.year} 年批次"},
            {"value": one.reached.step.word},
            {"value": f"{one.now:%Y-%m-%d}" if one.now else "已撤销", "note": _before(one)},
        ]
        for one in agenda.changes
    ]
    labels = ("小区", "县（市、区）", "批次", "环节", "日期")
    sentence = f"{agenda.since:%Y-%m-%d} 以来{first}，{told}{fixed}。"
    return _section("会间变化", sentence, labels, rows)


def _before(one: StepMoved) -> str:
    return f"原为 {one.before:%Y-%m-%d}" if one.before else ""


def _orders(agenda: Agenda) -> dict[str, Any]:
    rows: list[list[dict[str, Any]]] = [
        [
            {"value": one.demand, "url": order_url(one.public_id)},
            {"value": one.label},
            {"value": one.owner},
            {"value": f"{one.due_on:%Y-%m-%d}"},
            {"status": {"kind": "bad", "word": f"超期{one.days_late}天"}},
        ]
        for one in agenda.late_orders
    ]
    sentence = f"在办 {agenda.running} 件，其中逾期 {len(rows)} 件。"
    return _section(
        "逾期督办事项", sentence, ("任务要求", "编号", "责任单位", "期限", "逾期"), rows
    )


def _behind(agenda: Agenda) -> dict[str, Any]:
    rows = [
        [
            _named(one.community, community_url(one.public_id)),
            {"value": one.county},
            {"value": f"{one.year} 年批次"},
            {"value": _WANTED[one.step]},
            {"value": f"{one.due_on:%Y-%m-%d}"},
        ]
        for one in agenda.behind
    ]
    counties = len({one.county for one in agenda.behind})
    sentence = (
        f"已过期限仍未完成相应环节的 {len(rows)} 个小区，涉及 {counties} 个县区。"
        if rows
        else "没有小区过了期限还没完成相应环节。"
    )
    return _section(
        "已过期限的小区", sentence, ("小区", "县（市、区）", "批次", "缺", "期限"), rows
    )


_WANTED = {Step.START: "未开工", Step.COMPLETION: "未完工", Step.ACCEPTANCE: "未竣工验收"}


def _returns(agenda: Agenda) -> dict[str, Any]:
    rows = [
        [
            _named(one.county, f"/returns/{agenda.month}/{one.county_id}/"),
            {"value": f"{one.days_late} 天"},
            {"value": "已报" if one.is_sent else "未报"},
        ]
        for one in agenda.late_returns
    ]
    unsent = sum(not one.is_sent for one in agenda.late_returns)
    sentence = (
        f"{agenda.month} 月报应报 {agenda.owing} 个县区，迟报或未报 {len(rows)} 个"
        f"，其中未报 {unsent} 个。"
        if rows
        else f"{agenda.month} 月报应报 {agenda.owing} 个县区，没有迟报。"
    )
    return _section("月报迟报、未报", sentence, ("县（市、区）", "迟", "现状"), rows)


def _idle(agenda: Agenda) -> dict[str, Any]:
    rows = [
        [
            _named(one.county, figure_url("payment_rate", Basis.FEN, one.year, one.county_id)),
            {"value": f"{one.year} 年批次"},
            {"value": f"{wan(one.fen)} 万元"},
            {"value": f"{one.since:%Y-%m-%d}"},
        ]
        for one in agenda.idle
    ]
    kept = f"满 {agenda.idle_days} 天" if agenda.idle_days is not None else ""
    total = wan(sum(one.fen for one in agenda.idle))
    sentence = (
        f"到位{kept}、项目尚未开工而没有拨付的资金合计 {total} 万元。"
        if rows
        else f"没有到位{kept}、项目尚未开工而没有拨付的资金。"
    )
    return _section("到位未拨付资金", sentence, ("县（市、区）", "批次", "金额", "最早到位"), rows)


def _visits(agenda: Agenda) -> dict[str, Any]:
    rows = [
        [
            _named(one.leader, f"/leads/{one.number}/?year=all"),
            {"value": one.thing},
            {"value": f"{one.last_on:%Y-%m-%d}" if one.last_on else "没有"},
            {"value": f"{one.waiting} 天"},
        ]
        for one in agenda.due_visits
    ]
    leaders = len({one.number for one in agenda.due_visits})
    sentence = (
        f"施工期间该走访而没有走访的包抓事项 {len(rows)} 处，涉及 {leaders} 位领导。"
        if rows
        else "没有该走访而没有走访的包抓领导。"
    )
    return _section("领导包抓走访", sentence, ("领导", "包抓什么", "最近走访", "已过"), rows)
