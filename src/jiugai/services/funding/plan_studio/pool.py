"""The pool of a plan case (储备库): every community that stands in no list yet, from facts alone.

What nobody recorded is not made up: how many households agreed is not known before votes are, a
community with no hazard on file has none on file, and a cost that is reckoned from unit prices says so.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from jiugai.domain.eligibility.verdict import Outcome
from jiugai.domain.funding.sources import Source
from jiugai.domain.law import rules_in_force
from jiugai.domain.programme.choice.case import CaseInputs
from jiugai.domain.programme.choice.estimate import CostBasis, EstimatedCost, UnitPrice, estimate
from jiugai.domain.programme.choice.statement import (
    CandidateWork,
    ChoiceProblem,
    PoolCommunity,
    Pot,
)
from jiugai.domain.scheme.needs import NeedKind
from jiugai.exchange.plan_choice.estimates import unit_prices
from jiugai.exchange.plan_choice.rules_folder import PlanRules
from jiugai.services import eligibility
from jiugai.services.facts import Horizon, remembered
from jiugai.services.registry import register
from jiugai.services.registry.register import Card
from jiugai.storage.programme import plan_cases
from jiugai.storage.scheme import queries as scheme

_Needs = tuple[tuple[NeedKind, str], ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """Who could enter a plan, as known at a horizon (储备库).

    Attributes:
      cards: those who can, by identity.
      costs: what each would cost, by identity.
      hazards: those of whom a hazard is on file.
      counts: how many there are of each reason for standing outside, and of each basis of cost.
    """

    cards: Mapping[int, Card]
    costs: Mapping[int, EstimatedCost]
    hazards: frozenset[int]
    counts: Mapping[str, int]


@remembered
def pool_at(asked: Horizon, code: str) -> Pool:
    """Return the pool at a horizon: on the register, eligible or not yet decided, in no list, priced.

    :param code: the city, under whose unit prices a cost is reckoned.
    """
    last, day = asked.last_seq, asked.as_of
    listed = plan_cases.listed_communities(last_seq=last, on_day=day)
    decided = eligibility.decisions(asked)
    needs = scheme.needs_of_all(last_seq=last, on_day=day)
    bills = scheme.latest_costs(last_seq=last, on_day=day)
    prices = _prices(code, asked)
    counts: Counter[str] = Counter()
    cards, costs = {}, {}
    for card in register.cards(asked):
        outcome = decided[card.id].outcome if card.id in decided else ""
        cost = _cost(card, bills, needs, prices)
        outside = _outside(card, listed, outcome, cost)
        if outside or cost is None:
            counts[outside] += 1
            continue
        counts[cost.basis.value] += 1
        counts["undecided"] += outcome != Outcome.ELIGIBLE.value
        cards[card.id], costs[card.id] = card, cost
    hazards = frozenset(
        one for one in cards if any(kind is NeedKind.HAZARD for kind, _ in needs.get(one, ()))
    )
    return Pool(cards, costs, hazards, dict(counts))


def _prices(code: str, asked: Horizon) -> tuple[UnitPrice, ...]:
    nearest: dict[str, UnitPrice] = {}
    for price in rules_in_force(unit_prices(), code, asked.as_of):
        nearest.setdefault(price.item, price)
    return tuple(nearest[item] for item in sorted(nearest))


def _cost(
    card: Card,
    bills: Mapping[int, Mapping[str, int]],
    needs: Mapping[int, _Needs],
    prices: tuple[UnitPrice, ...],
) -> EstimatedCost | None:
    wanted = {item for _, item in needs.get(card.id, ())}
    return estimate(bills.get(card.id, {}), card.investment_fen, card.area_dm2, prices, wanted)


def _outside(card: Card, listed: frozenset[int], outcome: str, cost: EstimatedCost | None) -> str:
    if card.id in listed:
        return "listed"
    if outcome == Outcome.EXCLUDED.value:
        return "excluded"
    if not card.households:
        return "no_households"
    return "" if cost else "no_cost"


def problem_of(
    pool: Pool,
    inputs: CaseInputs,
    rules: PlanRules,
    *,
    year: int,
    names: Mapping[int, str],
    before: frozenset[int] = frozenset(),
) -> ChoiceProblem:
    """State the choice of one year.

    :param names: of the counties, by identity.
    :param before: communities that the run before chose, if the case keeps to them.
    """
    beside = _neighbours(pool)
    works = _works(pool, rules)
    community = {
        one: PoolCommunity(
            key=card.public_id,
            name=card.name,
            county=names.get(card.county_id, "未知县区"),
            households=card.households or 0,
            works=works[one],
            hazard=Fraction(one in pool.hazards),
            was_listed=one in before,
            neighbours=beside.get(one, ()),
        )
        for one, card in pool.cards.items()
        if works[one]
    }
    key_of = {one: card.public_id for one, card in pool.cards.items()}
    return ChoiceProblem(
        year=year,
        pool=tuple(community[one] for one in sorted(community)),
        pots=_pots(inputs, names),
        kinds=rules.kinds,
        sources=rules.sources,
        payments=rules.payments,
        floor=rules.floor,
        aims=rules.aims,
        pins_in=frozenset(key_of[one] for one in inputs.pins_in if one in key_of),
        pins_out=frozenset(key_of[one] for one in inputs.pins_out if one in key_of),
    )


def _works(pool: Pool, rules: PlanRules) -> dict[int, tuple[CandidateWork, ...]]:
    kinds = {item.code: item.kind for item in rules.items}
    owed = {kind.code: kind.is_owed for kind in rules.kinds}
    return {
        one: tuple(
            CandidateWork(item, kinds[item], fen, owed[kinds[item]])
            for item, fen in sorted(pool.costs[one].fen.items())
            if item in kinds
        )
        for one in pool.cards
    }


def _neighbours(pool: Pool) -> dict[int, tuple[str, ...]]:
    """Communities of one neighborhood lie side by side: there are no coordinates yet to say more.

    Each is tied to the next in the order of names, so that a neighborhood of five is four pairs.
    """
    rows: dict[tuple[int, str, str], list[Card]] = {}
    for card in pool.cards.values():
        if card.neighborhood:
            place = (card.county_id, card.street, card.neighborhood)
            rows.setdefault(place, []).append(card)
    found: dict[int, tuple[str, ...]] = {}
    for row in rows.values():
        ordered = sorted(row, key=lambda card: (card.name, card.id))
        for one, other in pairwise(ordered):
            found[one.id] = (other.public_id,)
    return found


def _pots(inputs: CaseInputs, names: Mapping[int, str]) -> tuple[Pot, ...]:
    return tuple(
        Pot(
            Source(one.source).name.lower(),
            "" if one.county_id is None else names.get(one.county_id, "未知县区"),
            one.tried_fen,
        )
        for one in sorted(inputs.budgets, key=lambda each: (each.source, each.county_id or 0))
        if one.tried_fen
    )


def without(pool: Pool, gone: frozenset[int]) -> Pool:
    """Return a pool without those who have entered an earlier year."""
    cards = {one: card for one, card in pool.cards.items() if one not in gone}
    return replace(pool, cards=cards)


BASIS_WORDS = {basis.value: basis.word for basis in CostBasis}
OUTSIDE_WORDS = {
    "listed": "已在年度批次里",
    "excluded": "认定为不符合",
    "no_households": "台账没有户数",
    "no_cost": "没有方案、台账投资和面积，估不出造价",
}
