"""Which body answers for what, and what it has in hand now (责任分工)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jiugai.domain.supervision.decomposition.organisations import DutyPart
from jiugai.domain.supervision.duties import BodyDuty, duty_of, names_in
from jiugai.exchange.duty_files import duties
from jiugai.services.accounts import city_served
from jiugai.services.actor import Actor, Power, require
from jiugai.services.supervision.orders import desk
from jiugai.services.supervision.orders.desk import OrderCard

__all__ = [
    "BodyDuty",
    "BodyLine",
    "DutyPart",
    "InHand",
    "NoSuchBody",
    "duty_named",
    "matrix",
    "page",
]


class NoSuchBody(LookupError):
    """No paper on file lays a duty upon this body."""


@dataclass(frozen=True, slots=True)
class InHand:
    """An open order of a body (在办事项), and whether it leads or assists in it."""

    card: OrderCard
    part: DutyPart


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body with its duty and the open orders that the officer may see (单位).

    Attributes:
      is_sample: the paper is of another place than this city, shown as an example.
    """

    duty: BodyDuty
    is_sample: bool
    in_hand: tuple[InHand, ...]

    @property
    def late(self) -> int:
        """Return how many of the orders are overdue."""
        return sum(one.card.days_late > 0 for one in self.in_hand)


def matrix(*, actor: Actor, today: date) -> tuple[BodyLine, ...]:
    """Return every body with its duty, this city's own papers first.

    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    samples, own = _sorted(today)
    cards = desk.orders(actor=actor, today=today).cards
    in_hand = _in_hand(cards, own, samples)
    return tuple(
        BodyLine(duty, duty in samples, tuple(in_hand.get(duty.clause, ())))
        for duty in (*own, *samples)
    )


def page(clause: str, *, actor: Actor, today: date) -> BodyLine:
    """Return one body by the clause of its duty.

    :raises NotAllowed: if the actor may see no records.
    :raises NoSuchBody: if there is none.
    """
    found = next(
        (line for line in matrix(actor=actor, today=today) if line.duty.clause == clause), None
    )
    if found is None:
        raise NoSuchBody(clause)
    return found


def duty_named(name: str, *, today: date) -> BodyDuty | None:
    """Return the duty of an organisation by its name; None if it is no body that is known."""
    samples, own = _sorted(today)
    return duty_of(name, own) or duty_of(name, samples)


def _sorted(today: date) -> tuple[tuple[BodyDuty, ...], tuple[BodyDuty, ...]]:
    """Return the duties of other places' papers, and those of this city's."""
    city = city_served(day=today)
    samples = tuple(duty for duty in duties() if city is None or duty.is_sample_for(city.code))
    return samples, tuple(duty for duty in duties() if duty not in samples)


def _in_hand(
    cards: Iterable[OrderCard], own: tuple[BodyDuty, ...], samples: tuple[BodyDuty, ...]
) -> dict[str, list[InHand]]:
    """Return the open orders by the clause of the body that leads or assists in each."""
    found: dict[str, list[InHand]] = {}
    for card in cards:
        if not card.standing.state.is_open:
            continue
        named = [(card.row.owner_name, DutyPart.LEADS)]
        named += [(name, DutyPart.ASSISTS) for name in names_in(card.row.partners)]
        met: set[str] = set()
        for name, part in named:
            duty = duty_of(name, own) or duty_of(name, samples)
            if duty is not None and duty.clause not in met:
                met.add(duty.clause)
                found.setdefault(duty.clause, []).append(InHand(card, part))
    return found
