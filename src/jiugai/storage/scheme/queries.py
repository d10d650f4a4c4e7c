"""Reads of renewal types, needs and schemes at (day, stamp) (改造类型、需求、方案)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from jiugai.domain.scheme.bill import BillLine, BillStage
from jiugai.domain.scheme.catalogue import Reach
from jiugai.domain.scheme.changes import Grounds
from jiugai.domain.scheme.needs import Need, NeedKind
from jiugai.storage.audit.as_of import latest, rows, standing


@dataclass(frozen=True, slots=True)
class ClassificationRow:
    """Which type a community was last classified as, on which card, and why.

    ``renewal_type`` is empty while the card cannot tell.
    """

    community_id: int
    version_id: int
    renewal_type: str
    reasons: list[dict[str, Any]]
    effective_on: date
    seq: int


def classifications(*, last_seq: int, on_day: date) -> dict[int, ClassificationRow]:
    """Return the last classification of each community, by community."""
    found = rows(
        f"""
        SELECT community_id, version_id, renewal_type, reasons::text AS reasons, effective_on, seq
        FROM ({latest("scheme_classification", "community_id")}) c
        """,
        {"seq": last_seq, "day": on_day},
    )
    return {
        row["community_id"]: ClassificationRow(**row | {"reasons": json.loads(row["reasons"])})
        for row in found
    }


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need that stands, as it was entered."""

    id: int
    community_id: int
    need: Need
    effective_on: date
    seq: int
    user_id: int
    recorded_at: datetime


def needs(*, last_seq: int, on_day: date, community_id: int | None = None) -> tuple[NeedRow, ...]:
    """Return the needs that stand, of a community or of all, by item and the day they were found."""
    found = rows(
        f"""
        SELECT n.id, n.community_id, n.kind, n.item, n.words, n.effective_on, n.seq,
               a.user_id, s.recorded_at
        FROM ({standing("scheme_need")}) n
        JOIN audit_act a ON a.id = n.act_id JOIN audit_stamp s ON s.act_id = a.id
        WHERE %(community)s::bigint IS NULL OR n.community_id = %(community)s
        ORDER BY n.item, n.effective_on, n.id
        """,
        {"seq": last_seq, "day": on_day, "community": community_id},
    )
    return tuple(
        NeedRow(
            row["id"],
            row["community_id"],
            Need(NeedKind(row["kind"]), row["item"], row["words"]),
            row["effective_on"],
            row["seq"],
            row["user_id"],
            row["recorded_at"],
        )
        for row in found
    )


@dataclass(frozen=True, slots=True)
class BillRow:
    """A version of a bill with its lines (方案版本)."""

    id: int
    community_id: int
    stage: BillStage
    number: int
    effective_on: date
    grounds: Grounds
    waived: dict[str, str]
    total_fen: int
    origin: str
    catalogue: str
    seq: int
    user_id: int
    recorded_at: datetime
    lines: tuple[BillLine, ...]


def bills(*, last_seq: int, on_day: date, community_id: int | None = None) -> tuple[BillRow, ...]:
    """Return every version of the bills of a community, or of all, by stage and number, with lines."""
    found = rows(
        """
        SELECT b.id, b.community_id, b.stage, b.number, b.effective_on, b.reason, b.paper, b.vote,
               b.waived::text AS waived, b.total_fen, b.origin, b.catalogue, s.seq, a.user_id, s.recorded_at
        FROM scheme_bill b JOIN audit_act a ON a.id = b.act_id
        JOIN audit_stamp s ON s.act_id = a.id AND s.seq <= %(seq)s
        WHERE b.effective_on <= %(day)s
          AND (%(community)s::bigint IS NULL OR b.community_id = %(community)s)
        ORDER BY b.stage, b.number, b.id
        """,
        {"seq": last_seq, "day": on_day, "community": community_id},
    )
    lines = _lines(row["id"] for row in found)
    return tuple(_bill(row, lines) for row in found)


def _bill(row: dict[str, Any], lines: dict[int, list[BillLine]]) -> BillRow:
    return BillRow(
        id=row["id"],
        community_id=row["community_id"],
        stage=BillStage(row["stage"]),
        number=row["number"],
        effective_on=row["effective_on"],
        grounds=Grounds(row["reason"], row["paper"], row["vote"]),
        waived=json.loads(row["waived"]),
        total_fen=row["total_fen"],
        origin=row["origin"],
        catalogue=row["catalogue"],
        seq=row["seq"],
        user_id=row["user_id"],
        recorded_at=row["recorded_at"],
        lines=tuple(lines[row["id"]]),
    )


def _lines(bill_ids: Iterable[int]) -> dict[int, list[BillLine]]:
    wanted = list(bill_ids)
    by_bill: dict[int, list[BillLine]] = {bill_id: [] for bill_id in wanted}
    found = rows(
        """
        SELECT bill_id, number, item, reach, name, unit, quantity, unit_price_fen, answers, head
        FROM scheme_line WHERE bill_id = ANY(%(bills)s) ORDER BY bill_id, number
        """,
        {"bills": wanted},
    )
    for row in found:
        by_bill[row["bill_id"]].append(
            BillLine(
                number=row["number"],
                item=row["item"],
                reach=Reach(row["reach"]),
                name=row["name"],
                unit=row["unit"],
                quantity=Fraction(row["quantity"]),
                unit_price_fen=row["unit_price_fen"],
                answers=row["answers"],
                head=row["head"],
            )
        )
    return by_bill


@dataclass(frozen=True, slots=True)
class ItemSum:
    """What an item of a community's current bill comes to (清单项合计), in 分."""

    community_id: int
    item: str
    amount_fen: int


def current_items(*, last_seq: int, on_day: date) -> tuple[ItemSum, ...]:
    """Return the items of every current bill within reach: the last of the furthest stage."""
    found = rows(
        """
        WITH current AS (
          SELECT DISTINCT ON (b.community_id) b.id, b.community_id FROM scheme_bill b
          JOIN audit_stamp s ON s.act_id = b.act_id AND s.seq <= %(seq)s
          WHERE b.effective_on <= %(day)s
          ORDER BY b.community_id, b.stage DESC, b.number DESC)
        SELECT c.community_id, l.item, sum(l.amount_fen)::bigint AS amount_fen
        FROM current c JOIN scheme_line l ON l.bill_id = c.id
        GROUP BY c.community_id, l.item ORDER BY c.community_id, l.item
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(ItemSum(**row) for row in found)


def latest_costs(*, last_seq: int, on_day: date) -> dict[int, dict[str, int]]:
    """Return by community what each item of its current bill costs, in 分."""
    costs: dict[int, dict[str, int]] = {}
    for row in current_items(last_seq=last_seq, on_day=on_day):
        costs.setdefault(row.community_id, {})[row.item] = row.amount_fen
    return costs


def needs_of_all(*, last_seq: int, on_day: date) -> dict[int, tuple[tuple[NeedKind, str], ...]]:
    """Return by community the kinds and items of its needs that stand."""
    found = rows(
        f"""SELECT n.community_id, n.kind, n.item FROM ({standing("scheme_need")}) n
            ORDER BY n.community_id, n.item, n.kind""",
        {"seq": last_seq, "day": on_day},
    )
    needs: dict[int, tuple[tuple[NeedKind, str], ...]] = {}
    for row in found:
        told = (NeedKind(row["kind"]), row["item"])
        needs[row["community_id"]] = (*needs.get(row["community_id"], ()), told)
    return needs


def current_totals(*, last_seq: int, on_day: date) -> dict[int, int]:
    """Return what the newest bill of the furthest stage comes to, in 分, by community within reach."""
    costs = latest_costs(last_seq=last_seq, on_day=on_day)
    return {community: sum(items.values()) for community, items in costs.items()}
