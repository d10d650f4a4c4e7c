"""Reads of orders that have no paper yet (还没有督办单的事项)."""

from dataclasses import dataclass
from datetime import date

from jiugai.domain.bulletins.order_papers import PaperKind
from jiugai.domain.supervision.orders.deeds import NEXT, DeedKind
from jiugai.storage.audit.as_of import rows

_MOVES = {kind: to for (at, kind), to in NEXT.items() if at is not to}
_STEPS = [kind.value for kind in (DeedKind.OPEN, *_MOVES)]
_TO_OWNER = [kind.value for kind, to in _MOVES.items() if to.waits_for_owner]
"""Deeds that change where an order stands, and those after which its owner is the one to act."""


@dataclass(frozen=True, slots=True)
class Unsigned:
    """An order that is with its owner and for which no 督办单 was issued."""

    public_id: str
    year: int
    number: int


def orders_without_paper(*, issuer_post: int, until: date) -> tuple[Unsigned, ...]:
    """Return the orders of a post's body that are with their owners unsigned, the oldest first.

    :param until: orders whose last step was later are left out.
    """
    found = rows(
        """
        SELECT o.public_id, o.year, o.number
        FROM supervision_order o
        JOIN accounts_post p ON p.id = %(post)s AND p.organisation_id = o.issuer_id
        JOIN LATERAL (
          SELECT d.kind, d.on_day FROM supervision_deed d
          WHERE d.order_id = o.id AND d.kind = ANY (%(steps)s)
          ORDER BY d.number DESC LIMIT 1) last
          ON last.kind = ANY (%(to_owner)s) AND last.on_day <= %(until)s
        WHERE NOT EXISTS (SELECT FROM bulletins_order_paper w
                          WHERE w.order_id = o.id AND w.kind = %(kind)s)
        ORDER BY o.year, o.number
        """,
        {
            "post": issuer_post,
            "until": until,
            "kind": PaperKind.SUPERVISE.value,
            "steps": _STEPS,
            "to_owner": _TO_OWNER,
        },
    )
    return tuple(Unsigned(**row) for row in found)
