"""Reads of orders and deeds (督办事项、办理记录)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jiugai.domain.divisions import Scope
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.orders.deeds import Deed, DeedKind, Hand
from jiugai.domain.supervision.orders.waits import Wait
from jiugai.storage.audit.as_of import rows


@dataclass(frozen=True, slots=True)
class DeedRow:
    """A deed, whose it was in words, and when the register took it."""

    deed: Deed
    label: str
    organisation: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order with all its deeds, in their turn."""

    id: int
    public_id: str
    year: int
    number: int
    issuer_id: int
    issuer_name: str
    owner_id: int | None
    owner_name: str
    partners: str
    county_id: int | None
    demand: str
    deadline: str
    strength: str
    sentence: str
    source: str
    wait: Wait | None
    deeds: tuple[DeedRow, ...]

    @property
    def done(self) -> tuple[Deed, ...]:
        return tuple(row.deed for row in self.deeds)


_ORDERS = """
    SELECT o.id, o.public_id, o.year, o.number, o.issuer_id, i.name AS issuer_name, o.owner_id,
           o.owner_name, o.partners, o.county_id, o.demand, o.deadline, o.strength, o.sentence,
           o.source, o.wait_step, o.wait_year, o.wait_least
    FROM supervision_order o JOIN accounts_organisation i ON i.id = o.issuer_id
"""
_SEEN = """
    (%(everything)s OR o.owner_id = %(organisation)s
     OR (%(counties)s::bigint[] IS NOT NULL AND o.county_id = ANY (%(counties)s)))
"""
_DEEDS = """
    SELECT d.order_id, d.kind, d.user_id, d.organisation_id, d.on_behalf, d.on_day, d.due_on,
           d.words, d.paper, coalesce(u.label, '') AS label, o.name AS organisation, s.recorded_at
    FROM supervision_deed d
    JOIN accounts_organisation o ON o.id = d.organisation_id
    LEFT JOIN accounts_user u ON u.id = d.user_id
    JOIN audit_stamp s ON s.act_id = d.act_id
    WHERE d.order_id = ANY (%(orders)s) ORDER BY d.order_id, d.number
"""


def orders(*, scope: Scope, organisation_id: int) -> tuple[OrderRow, ...]:
    """Return the orders that a post may see, newest first.

    Whoever reaches the city sees all; a county those of its bodies; others their own body's.
    """
    found = rows(
        f"{_ORDERS} WHERE {_SEEN} ORDER BY o.year DESC, o.number DESC",
        _reach(scope, organisation_id),
    )
    return _with_deeds(found)


def order(public_id: str, *, scope: Scope, organisation_id: int) -> OrderRow | None:
    """Return one order if the post may see it; absent and hidden look the same."""
    found = rows(
        f"{_ORDERS} WHERE o.public_id = %(public_id)s AND {_SEEN}",
        {"public_id": public_id} | _reach(scope, organisation_id),
    )
    return next(iter(_with_deeds(found)), None)


def _reach(scope: Scope, organisation_id: int) -> dict[str, Any]:
    whole_counties = scope.counties is not None and scope.divisions is None
    return {
        "everything": scope.counties is None,
        "counties": list(scope.counties or ()) if whole_counties else None,
        "organisation": organisation_id,
    }


def _with_deeds(found: Iterable[dict[str, Any]]) -> tuple[OrderRow, ...]:
    kept = list(found)
    deeds: dict[int, list[DeedRow]] = defaultdict(list)
    if kept:
        for row in rows(_DEEDS, {"orders": [order["id"] for order in kept]}):
            deeds[row["order_id"]].append(_deed(row))
    return tuple(_order(row, deeds[row["id"]]) for row in kept)


def _order(row: dict[str, Any], deeds: Iterable[DeedRow]) -> OrderRow:
    step, year, least = (row.pop(f"wait_{name}") for name in ("step", "year", "least"))
    wait = None if step is None else Wait(Step(step), year, row["county_id"], least)
    return OrderRow(**row, wait=wait, deeds=tuple(deeds))


def _deed(row: dict[str, Any]) -> DeedRow:
    hand = Hand(row["user_id"], row["organisation_id"], row["on_behalf"])
    deed = Deed(
        DeedKind(row["kind"]), hand, row["on_day"], row["due_on"], row["words"], row["paper"]
    )
    return DeedRow(deed, row["label"], row["organisation"], row["recorded_at"])
