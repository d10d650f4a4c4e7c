"""Orders in the words of the screen (督办的写法)."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html

from jiugai.domain.supervision.orders.deeds import DeedKind, OrderState
from jiugai.domain.supervision.orders.ladder import Rung
from jiugai.services.supervision.orders.desk import DeedRow, OrderCard, OrderList, OrderPage
from jiugai.web.supervision.order_forms import STRENGTHS, DeedForm
from jiugai.web.templatetags.formats import moment

LANES = (
    OrderState.OPENED,
    OrderState.ASSIGNED,
    OrderState.SIGNED,
    OrderState.ANSWERED,
    OrderState.CHECKED,
    OrderState.CLOSED,
)
_SOON = 3
_LANE_SHOWS = 20
_SHAPES = {
    OrderState.OPENED: "idle",
    OrderState.ASSIGNED: "run",
    OrderState.SIGNED: "run",
    OrderState.ANSWERED: "run",
    OrderState.CHECKED: "run",
    OrderState.CLOSED: "ok",
    OrderState.CANCELLED: "idle",
}
_RUNG_SHAPES = {Rung.REMIND: "warn"}
CHAIN = (
    (DeedKind.OPEN, OrderState.OPENED),
    (DeedKind.ASSIGN, OrderState.ASSIGNED),
    (DeedKind.SIGN, OrderState.SIGNED),
    (DeedKind.ANSWER, OrderState.ANSWERED),
    (DeedKind.PASS, OrderState.CHECKED),
    (DeedKind.CLOSE, OrderState.CLOSED),
)
_FIRST = (
    DeedKind.ASSIGN,
    DeedKind.SIGN,
    DeedKind.EXTEND,
    DeedKind.ANSWER,
    DeedKind.PASS,
    DeedKind.CLOSE,
)
"""Deeds that lead on; of those possible, the first is offered first."""


def url(public_id: str) -> str:
    """Return an order's address."""
    return f"/orders/{public_id}/"


def list_url(**by: object) -> str:
    """Return the address of the list, narrowed."""
    asked = {name: value for name, value in by.items() if value}
    return f"/orders/?{urlencode(asked)}" if asked else "/orders/"


def tabs(found: OrderList, view: str, *, mine: bool, late: bool) -> list[dict[str, Any]]:
    """Return the views kept at hand, each with its count."""
    return [
        {
            "label": "全部",
            "count": found.total,
            "url": list_url(view=view),
            "current": not (mine or late),
        },
        {
            "label": "等我办",
            "count": found.mine,
            "url": list_url(view=view, mine=1),
            "current": mine,
        },
        {
            "label": "已逾期",
            "count": found.late,
            "url": list_url(view=view, late=1),
            "current": late,
        },
    ]


def sentence(found: OrderList) -> str:
    """Return the sentence at the head of the board."""
    if not found.total:
        return "还没有督办事项"
    running = sum(many for state, many in found.by_state.items() if state.is_open)
    closed = found.by_state.get(OrderState.CLOSED, 0)
    return f"在办 {running} 件，已销号 {closed} 件；谁办的不能由谁销"


def lanes(cards: Sequence[OrderCard]) -> list[dict[str, Any]]:
    """Return the board: a lane for each link of the chain."""
    found = []
    for state in LANES:
        own = [card for card in cards if card.standing.state is state]
        found.append(
            {
                "word": state.word,
                "count": len(own),
                "cards": [card_context(card) for card in own[:_LANE_SHOWS]],
                "more": max(0, len(own) - _LANE_SHOWS),
                "more_url": list_url(view="list", state=state.value),
            }
        )
    return found


def card_context(card: OrderCard) -> dict[str, Any]:
    """Return one order as the board shows it."""
    return {
        "url": url(card.row.public_id),
        "label": card.label,
        "demand": card.row.demand,
        "owner": card.row.owner_name,
        "kind": pressure(card)[0],
        "pressure": pressure(card),
        "rung": rung(card),
        "mine": card.waits_for_me,
        "arrived": bool(card.arrival and card.arrival.arrived and card.standing.state.is_open),
    }


def pressure(card: OrderCard) -> tuple[str, str]:
    """Return the shape and the words of how an order stands against its day."""
    known = card.standing
    if known.state is OrderState.CLOSED and known.closed_on and known.assigned_on:
        days = (known.closed_on - known.assigned_on).days
        return "ok", f"{known.closed_on:%m-%d}销号，用时{days}天"
    if known.state is OrderState.CANCELLED:
        return "idle", "已撤销"
    if card.days_late:
        return "bad", f"超期{card.days_late}天"
    if known.due_on is None:
        return "idle", f"期限“{card.row.deadline}”" if card.row.deadline else "期限未定"
    left = card.days_left
    if left is not None and 0 <= left <= _SOON:
        return "warn", "今天到期" if left == 0 else f"剩{left}天"
    return "run", f"期限{known.due_on:%m-%d}"


def rung(card: OrderCard) -> tuple[str, str] | None:
    """Return the measure that an order has come to, as a mark."""
    if card.proposed is None:
        return None
    found = card.proposed.rule.rung
    return _RUNG_SHAPES.get(found, "bad"), f"可以{found.word}"


def table(cards: Iterable[OrderCard]) -> dict[str, Any]:
    """Return the orders as a table."""
    return {
        "caption": "督办事项",
        "stacked": True,
        "columns": [
            {"label": "任务要求"},
            {"label": "编号"},
            {"label": "责任单位"},
            {"label": "现状"},
            {"label": "期限"},
            {"label": "建议措施"},
        ],
        "rows": [{"cells": _cells(card)} for card in cards],
        "empty": "没有符合条件的事项。去掉一两个条件再看。",
    }


def _cells(card: OrderCard) -> list[dict[str, Any]]:
    mark = rung(card)
    state = card.standing.state
    return [
        {"value": card.row.demand, "url": url(card.row.public_id)},
        {"value": card.label},
        {"value": card.row.owner_name},
        _mark(_SHAPES[state], state.word),
        _mark(*pressure(card)),
        _mark(*mark) if mark else {"value": None},
    ]


def _mark(kind: str, word: str) -> dict[str, Any]:
    return {"status": {"kind": kind, "word": word}}


def page_context(found: OrderPage, forms: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return one order with its chain, its history and what may be done."""
    card = found.card
    row = card.row
    return {
        "order": card,
        "state": (_SHAPES[card.standing.state], card.standing.state.word),
        "pressure": pressure(card),
        "life": {"title": "办理经过", "note": "从立项到销号", "stations": _stations(card)},
        "deeds": _deeds(row.deeds),
        "about": _about(card),
        "forms": forms,
        "otherwise": _whose_turn(card.standing.state),
        "why_not": found.why_not,
    }


def _whose_turn(state: OrderState) -> str:
    if state.is_open:
        return f"这一步不由您办，现在是“{state.word}”。"
    return f"这件事项{state.word}，不再办理。"


def _about(card: OrderCard) -> list[dict[str, Any]]:
    row, known = card.row, card.standing
    told = [
        ("责任单位", row.owner_name),
        ("配合单位", row.partners),
        ("交办单位", row.issuer_name),
        ("力度", STRENGTHS.get(row.strength, row.strength)),
        ("期限", f"{known.due_on:%Y-%m-%d}" if known.due_on else ""),
        (
            "原定期限",
            f"{known.first_due_on:%Y-%m-%d}"
            if known.first_due_on and known.first_due_on != known.due_on
            else "",
        ),
        ("期限原文", row.deadline),
        ("来源", row.source),
    ]
    return [{"term": term, "value": value} for term, value in told if value]


def _stations(card: OrderCard) -> list[dict[str, Any]]:
    done = {deed.deed.kind: deed.deed.on for deed in card.row.deeds}
    reached = [state for _, state in CHAIN].index(card.standing.state) if _on_chain(card) else -1
    stations: list[dict[str, Any]] = []
    for number, (kind, state) in enumerate(CHAIN):
        passed = number < reached or card.standing.state is OrderState.CLOSED
        now = state is card.standing.state and not passed
        stations.append(
            {
                "label": kind.word,
                "state": "now" if now else "done" if passed else "next",
                "on": done.get(kind) if passed or now else None,
                "what": state.word if now else "",
            }
        )
    return stations


def _on_chain(card: OrderCard) -> bool:
    return card.standing.state is not OrderState.CANCELLED


def _deeds(rows: Sequence[DeedRow]) -> dict[str, Any]:
    return {
        "caption": "办理记录",
        "stacked": True,
        "columns": [
            {"label": "动作"},
            {"label": "日期"},
            {"label": "情况或理由"},
            {"label": "定下的期限"},
            {"label": "依据"},
            {"label": "经手"},
        ],
        "rows": [{"cells": _deed_cells(row)} for row in reversed(rows)],
    }


def _deed_cells(row: DeedRow) -> list[dict[str, Any]]:
    deed = row.deed
    return [
        {"value": deed.kind.word, "note": "依来文代录" if deed.hand.on_behalf else ""},
        {"value": f"{deed.on:%Y-%m-%d}"},
        {"value": deed.words or None},
        {"value": f"{deed.due_on:%Y-%m-%d}" if deed.due_on else None},
        {"value": deed.paper or None},
        {
            "value": row.label or row.organisation,
            "note": format_html("录入 {}", moment(row.recorded_at)),
        },
    ]


def deed_forms(
    found: OrderPage, refused: DeedForm | None = None, of: DeedKind | None = None
) -> list[dict[str, Any]]:
    """Return a form for each deed that the officer may do, the one that leads on first.

    :param refused: the form that was sent and refused, to be shown as it was typed.
    """
    row = found.card.row
    kinds = sorted(found.card.mine, key=lambda k: _FIRST.index(k) if k in _FIRST else len(_FIRST))
    forms = []
    for number, kind in enumerate(kinds):
        blank = DeedForm(
            for_kind=kind,
            on_behalf=row.owner_id is None,
            initial={"kind": kind.value, "seen": found.version, "key": uuid.uuid4()},
        )
        form = refused if refused is not None and kind is of else blank
        forms.append(
            {
                "kind": kind,
                "word": kind.word,
                "form": form,
                "first": number == 0 and kind in _FIRST,
                "open": kind is of or (number == 0 and of is None),
            }
        )
    return forms
