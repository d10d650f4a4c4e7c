"""How much of each item was accepted (验收数量): entered, withdrawn, read at (day, stamp)."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db import IntegrityError, transaction

from jiugai.domain.quantities import round_half_up
from jiugai.domain.scheme.accepted import AcceptedItem
from jiugai.storage.audit.as_of import rows, standing
from jiugai.storage.audit.models import Act
from jiugai.storage.scheme import models
from jiugai.storage.scheme.entries import EnteredMeanwhile


@dataclass(frozen=True, slots=True)
class AcceptanceRow:
    """An acceptance that stands, as it was entered."""

    id: int
    community_id: int
    bill_id: int
    accepted: AcceptedItem
    seq: int
    user_id: int
    recorded_at: datetime
    post: str


def acceptances(
    *, last_seq: int, on_day: date, community_id: int | None = None
) -> tuple[AcceptanceRow, ...]:
    """Return the acceptances that stand, of a community or of all, by item and day."""
    found = rows(
        f"""
        SELECT c.id, c.community_id, c.bill_id, c.item, c.unit, c.quantity, c.paper,
               c.effective_on, c.seq, a.user_id, s.recorded_at,
               coalesce(o.name || ' ' || t.title, '系统') AS post
        FROM ({standing("scheme_acceptance")}) c
        JOIN audit_act a ON a.id = c.act_id JOIN audit_stamp s ON s.act_id = a.id
        LEFT JOIN accounts_post t ON t.id = a.post_id
        LEFT JOIN accounts_organisation o ON o.id = t.organisation_id
        WHERE %(community)s::bigint IS NULL OR c.community_id = %(community)s
        ORDER BY c.item, c.effective_on, c.id
        """,
        {"seq": last_seq, "day": on_day, "community": community_id},
    )
    return tuple(
        AcceptanceRow(
            row["id"],
            row["community_id"],
            row["bill_id"],
            AcceptedItem(
                row["item"],
                row["unit"],
                Fraction(row["quantity"]),
                row["effective_on"],
                row["paper"],
            ),
            row["seq"],
            row["user_id"],
            row["recorded_at"],
            row["post"],
        )
        for row in found
    )


def enter(act: Act, *, community_id: int, bill_id: int, accepted: AcceptedItem) -> int:
    """Enter how much of an item was accepted; return its id.

    Whoever drew up the bill, or stands in for him, is refused by the database itself.
    """
    entered = models.Acceptance.objects.create(
        act=act,
        effective_on=accepted.on,
        community_id=community_id,
        bill_id=bill_id,
        item=accepted.item,
        unit=accepted.unit,
        quantity=round_half_up(accepted.quantity, 3),
        paper=accepted.paper,
    )
    return entered.pk


def withdraw(act: Act, row: AcceptanceRow, *, effective_on: date, reason: str) -> None:
    """Enter that an acceptance was entered wrongly.

    :raises EnteredMeanwhile: if it was withdrawn meanwhile.
    """
    accepted = row.accepted
    try:
        with transaction.atomic():
            models.Acceptance.objects.create(
                act=act,
                effective_on=effective_on,
                replaces_id=row.id,
                reason=reason,
                withdrawn=True,
                community_id=row.community_id,
                bill_id=row.bill_id,
                item=accepted.item,
                unit=accepted.unit,
                quantity=round_half_up(accepted.quantity, 3),
                paper=accepted.paper,
            )
    except IntegrityError as refused:
        if "scheme_acceptance_replaced_once" in str(refused):
            raise EnteredMeanwhile from refused
        raise
