"""The matrix of sources and items (资金用途表): which money may pay for what at a place on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jiugai.domain.funding.source_rules import MayPay, may_pay
from jiugai.domain.funding.sources import FUNDS, Source
from jiugai.domain.scheme.catalogue import Reach, ScopeItem, items_in_force
from jiugai.exchange.funding.source_rules import source_rules
from jiugai.exchange.policy_files import scope_items
from jiugai.services.actor import Actor, Power, require

__all__ = ["Matrix", "Pair", "matrix_on"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A source and an item (一对来源和内容).

    Attributes:
      by_reach: the answer for each place where the item may take effect.
    """

    fund: Source
    item: ScopeItem
    by_reach: Mapping[Reach, MayPay]

    @property
    def places(self) -> tuple[Reach, ...]:
        """Return where the source may pay for the item."""
        return tuple(place for place, found in self.by_reach.items() if found.allowed)

    @property
    def found(self) -> MayPay:
        """Return the answer of a place where it may be; else a refusal, a rule's before silence."""
        answers = sorted(self.by_reach.values(), key=lambda one: (not one.allowed, one.is_unspoken))
        return answers[0]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Every source and every item of the catalogue (资金用途表), items by code."""

    pairs: Mapping[str, tuple[Pair, ...]]
    items: Mapping[str, ScopeItem]

    @property
    def allowed(self) -> int:
        """Return how many pairs may be."""
        return sum(bool(pair.places) for row in self.pairs.values() for pair in row)

    @property
    def denied(self) -> int:
        """Return how many may not."""
        return sum(not pair.places for row in self.pairs.values() for pair in row)

    def pair(self, fund: Source, code: str) -> Pair | None:
        """Return one pair; None if the catalogue has no such item."""
        return next((one for one in self.pairs.get(code, ()) if one.fund is fund), None)


def matrix_on(day: date, code: str, *, actor: Actor) -> Matrix:
    """Return what the rules in force say of every source and every item.

    :param code: the division where the money is spent.
    :raises NotAllowed: if the actor may not look at records.
    """
    require(actor, Power.SEE)
    rules = source_rules()
    items = items_in_force(scope_items(), code, day)
    pairs = {
        name: tuple(
            Pair(
                fund,
                item,
                {
                    place: may_pay(fund, item, rules, code=code, on=day, reach=place)
                    for place in item.reach
                },
            )
            for fund in FUNDS
        )
        for name, item in items.items()
    }
    return Matrix(pairs, items)
