"""The orders that a post sees, and one of them with all that was done (督办台)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from jiugai.domain.law import NATION
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.orders.chain import OrderStanding, possible, standing
from jiugai.domain.supervision.orders.deeds import (
    JUDGEMENTS,
    OWNERS_DEEDS,
    DeedKind,
    Hand,
    OrderState,
)
from jiugai.domain.supervision.orders.ladder import Proposed, proposed
from jiugai.domain.supervision.orders.waits import Arrival, Wait
from jiugai.exchange.supervision_policy import rung_rules
from jiugai.services.actor import Actor, Power, require, why_another_hand
from jiugai.services.facts import Horizon, horizon
from jiugai.services.reporting.board import Board, board
from jiugai.storage.accounts import queries as accounts
from jiugai.storage.supervision import queries
from jiugai.storage.supervision.queries import DeedRow, OrderRow

__all__ = ["DeedRow", "NoSuchOrder", "OrderCard", "OrderList", "OrderPage", "orders", "page"]


LEADING = frozenset(
    {
        DeedKind.ASSIGN,
        DeedKind.SIGN,
        DeedKind.ANSWER,
        DeedKind.EXTEND,
        DeedKind.PASS,
        DeedKind.CLOSE,
    }
)
"""Deeds that lead an order on; for the others nobody waits."""


class NoSuchOrder(LookupError):
    """No such order within the officer's sight; absent and hidden look the same."""


@dataclass(frozen=True, slots=True)
class OrderCard:
    """An order as lists show it (督办事项).

    Attributes:
      proposed: the measure it has come to, for the office to decide upon.
      arrival: how far the fact has come that it waits for; None if it waits for none.
      mine: what the officer at the desk may do to it now.
    """

    row: OrderRow
    standing: OrderStanding
    days_late: int
    proposed: Proposed | None
    arrival: Arrival | None
    mine: tuple[DeedKind, ...]

    @property
    def waits_for_me(self) -> bool:
        """Say whether the next link of the chain is the officer's at the desk."""
        return bool(LEADING & set(self.mine))

    @property
    def label(self) -> str:
        """Return the order's number as papers bear it."""
        return f"督〔{self.row.year}〕{self.row.number}号"

    @property
    def days_left(self) -> int | None:
        """Return how many days the owner has; None where no day was set or none is to be kept."""
        return None if self.proposed is None else -self.proposed.days_late


@dataclass(frozen=True, slots=True)
class OrderList:
    """Orders with their counts (督办清单).

    Attributes:
      by_state: how many stand in each state, whatever the filter.
      late: how many are overdue, whatever the filter.
      mine: how many wait for the officer at the desk to lead them on.
    """

    cards: tuple[OrderCard, ...]
    by_state: Mapping[OrderState, int] = field(default_factory=dict)
    late: int = 0
    mine: int = 0

    @property
    def total(self) -> int:
        return sum(self.by_state.values())


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One order with its history; ``version`` is what a deed must name as seen (督办事项页).

    Attributes:
      why_not: which judgement is not the officer's because of those for whom he stands in.
    """

    card: OrderCard
    why_not: str = ""

    @property
    def version(self) -> int:
        return len(self.card.row.deeds)


def orders(
    *,
    actor: Actor,
    today: date,
    state: OrderState | None = None,
    late: bool = False,
    mine: bool = False,
    words: str = "",
    asked: Horizon | None = None,
) -> OrderList:
    """Return the orders that a post sees, the most pressing first.

    :param late, mine, state, words: narrow the list; all must hold.
    :param asked: today's horizon, where a caller has it.
    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    own = accounts.organisation_of(actor.post_id)
    rows = queries.orders(scope=actor.scope, organisation_id=own)
    cards = _cards(rows, actor, own, today, asked)
    shown = [
        card
        for card in cards
        if (state is None or card.standing.state is state)
        and (not late or card.days_late)
        and (not mine or card.waits_for_me)
        and (not words or words in card.row.demand or words in card.row.owner_name)
    ]
    return OrderList(
        cards=tuple(sorted(shown, key=_pressing)),
        by_state=Counter(card.standing.state for card in cards),
        late=sum(card.days_late > 0 for card in cards),
        mine=sum(card.waits_for_me for card in cards),
    )


def page(public_id: str, *, actor: Actor, today: date) -> OrderPage:
    """Return one order.

    :raises NotAllowed: if the actor may see no records.
    :raises NoSuchOrder: if there is none in the actor's sight.
    """
    require(actor, Power.SEE)
    own = accounts.organisation_of(actor.post_id)
    found = queries.order(public_id, scope=actor.scope, organisation_id=own)
    if found is None:
        raise NoSuchOrder(public_id)
    (card,) = _cards((found,), actor, own, today, None)
    return OrderPage(card, _why_not(found, actor, own))


def arrival(wait: Wait, asked: Horizon) -> Arrival:
    """Count how far the fact has come that an order waits for."""
    city: Board = board(asked)
    sites = [
        site
        for site in city.sites.values()
        if wait.year in site.years and wait.county_id in {None, site.site.county_id}
    ]
    return Arrival(wait, sum(int(wait.step) in site.steps for site in sites), len(sites))


def _cards(
    rows: tuple[OrderRow, ...],
    actor: Actor,
    organisation: int,
    today: date,
    asked: Horizon | None,
) -> tuple[OrderCard, ...]:
    if asked is None and any(row.wait for row in rows):
        asked = horizon(today)
    return tuple(_card(row, actor, organisation, today, asked) for row in rows)


def _card(
    row: OrderRow, actor: Actor, organisation: int, today: date, asked: Horizon | None
) -> OrderCard:
    known = standing(row.done)
    return OrderCard(
        row=row,
        standing=known,
        days_late=known.days_late(today),
        proposed=proposed(known, rung_rules(), code=NATION, today=today),
        arrival=arrival(row.wait, asked) if row.wait and asked else None,
        mine=_may(row, actor, organisation),
    )


def _may(row: OrderRow, actor: Actor, organisation_id: int) -> tuple[DeedKind, ...]:
    """Return what an officer may do to an order now: by the chain, by the hand and by the power."""
    hand = Hand(actor.user_id, organisation_id)
    kinds = set(possible(hand, row.done, owner_id=row.owner_id, issuer_id=row.issuer_id))
    if row.owner_id is None and organisation_id == row.issuer_id:
        proxy = Hand(actor.user_id, organisation_id, on_behalf=True)
        ways = possible(proxy, row.done, owner_id=None, issuer_id=row.issuer_id)
        kinds |= OWNERS_DEEDS & set(ways)
    kinds -= _not_his(row, actor, organisation_id)
    return tuple(kind for kind in DeedKind if kind in kinds and _allowed(actor, row, kind))


def _not_his(row: OrderRow, actor: Actor, organisation_id: int) -> frozenset[DeedKind]:
    """Return the judgements that are not an officer's because of those for whom he stands in."""
    refused: set[DeedKind] = set()
    for user_id in actor.stands_for:
        hand = Hand(user_id, organisation_id)
        ways = possible(hand, row.done, owner_id=row.owner_id, issuer_id=row.issuer_id)
        refused |= JUDGEMENTS - set(ways)
    return frozenset(refused)


def _why_not(row: OrderRow, actor: Actor, organisation_id: int) -> str:
    """Say which judgement is not an officer's because of those for whom he stands in, and whose."""
    mine = replace(actor, stands_for=frozenset())
    kinds = set(_may(row, mine, organisation_id)) & _not_his(row, actor, organisation_id)
    words = "、".join(kind.word for kind in DeedKind if kind in kinds)
    if not kinds:
        return ""
    return why_another_hand(actor, actor.stands_for, by="交办单位的另一人", what=f"“{words}”")


def _allowed(actor: Actor, row: OrderRow, kind: DeedKind) -> bool:
    """Say whether the actor's post carries the power for a deed upon this order."""
    return power_for(row, kind) in actor.powers


def power_for(row: OrderRow, kind: DeedKind) -> Power:
    """Return the power that a deed needs; the office enters the papers of bodies without a desk."""
    owners = kind in OWNERS_DEEDS and row.owner_id is not None
    return Power.ANSWER_ORDER if owners else Power.ISSUE_ORDER


def _pressing(card: OrderCard) -> tuple[bool, int, date, int]:
    """Sort open before ended, the latest first, then by the day due, then the newest."""
    due = card.standing.due_on or date.max
    return (not card.standing.state.is_open, -card.days_late, due, -card.row.id)


STEPS_TO_WAIT_FOR = (Step.APPROVAL, Step.START, Step.COMPLETION, Step.ACCEPTANCE, Step.HANDOVER)
"""Steps that an order may wait for, in the order of the screen."""
