"""From a solver's floats to whole 分 (落到分): what is proposed is paid exactly, or given up.

A proposal is near enough right; its 分 are not. Each community is paid anew from what the proposal
gave it, rounded down, so that together they never exceed a pot. Then what is left over is offered to
those left out and to items left out, best first, so that nothing stays out that could be paid.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from jiugai.domain.programme.choice.paying import pay
from jiugai.domain.programme.choice.plan import ChoicePlan, ChosenCommunity, left_in_pots
from jiugai.domain.programme.choice.statement import (
    CandidateWork,
    ChoiceProblem,
    PoolCommunity,
    demand,
)
from jiugai.domain.programme.choice.worth import AimRank


@dataclass(frozen=True, slots=True)
class ProposedCommunity:
    """A community as a solver proposes it (求解建议).

    Attributes:
      items: codes of the optional items that are done.
      fen: by kind and source, not above what the proposal gives, in 分.
    """

    key: str
    items: frozenset[str]
    fen: Mapping[tuple[str, str], int]


def settle(
    problem: ChoiceProblem,
    proposed: list[ProposedCommunity],
    aims: tuple[AimRank, ...],
) -> ChoicePlan:
    """Return the plan that a proposal comes to, exact; ranks say what is offered first.

    A community or item that cannot be paid to the 分 is given up; ``check_plan`` then says so where
    it had to be in.
    """
    return _Settling(problem, aims).settle(proposed)


class _Settling:
    def __init__(self, problem: ChoiceProblem, aims: tuple[AimRank, ...]) -> None:
        self._problem = problem
        self._aims = tuple(rank for rank in aims if rank.chooses)
        self._chosen: dict[str, ChosenCommunity] = {}
        self._left = [pot.fen for pot in problem.pots]
        self._reach = [
            max(1, sum(pot.county in ("", one.county) for one in problem.pool))
            for pot in problem.pots
        ]

    def settle(self, proposed: list[ProposedCommunity]) -> ChoicePlan:
        first = {one.key: self._rounded(one) for one in proposed}
        self._left = left_in_pots(self._problem, first.values())
        for one in sorted(proposed, key=lambda each: each.key):
            self._pay(first[one.key])
        self._offer_places()
        self._offer_items()
        return ChoicePlan(tuple(self._chosen[key] for key in sorted(self._chosen)))

    def _rounded(self, one: ProposedCommunity) -> ChosenCommunity:
        community = self._problem.by_key[one.key]
        items = one.items | {work.item for work in community.owed}
        return ChosenCommunity(
            one.key, items, {cell: fen for cell, fen in one.fen.items() if fen > 0}
        )

    def _pay(self, one: ChosenCommunity) -> None:
        """Pay a community from what it was given and what is left; with fewer items if need be."""
        community = self._problem.by_key[one.key]
        self._take(community, one, -1)
        works = sorted(one.works(community), key=lambda work: self._worth(community, work))
        while True:
            found = pay(self._problem, community, works, self._left, one.paid)
            if found.is_whole:
                items = frozenset(work.item for work in works)
                self._keep(community, ChosenCommunity(one.key, items, found.paid))
                return
            spare = next((work for work in works if not work.is_owed), None)
            if spare is None:
                return
            works.remove(spare)

    def _offer_places(self) -> None:
        problem = self._problem
        extended = self._extended()
        cap = problem.extension_cap
        for community in sorted(problem.pool, key=self._place_order):
            if community.key in self._chosen or not problem.may_enter(community):
                continue
            more = community.households if community.is_extension else 0
            if cap is not None and more and extended + more > cap.households:
                continue
            if not self._is_wanted(community) and not problem.must_enter(community):
                continue
            found = pay(problem, community, community.owed, self._left, self._spread(community))
            if found.is_whole:
                items = frozenset(work.item for work in community.owed)
                self._keep(community, ChosenCommunity(community.key, items, found.paid))
                extended += more

    def _offer_items(self) -> None:
        for key in sorted(self._chosen):
            community = self._problem.by_key[key]
            one = self._chosen[key]
            wanted = [work for work in community.optional if work.item not in one.items]
            for work in sorted(wanted, key=lambda w: self._worth(community, w), reverse=True):
                if self._worth(community, work)[1] > self._nothing():
                    self._add(community, work)

    def _spread(self, community: PoolCommunity) -> dict[tuple[str, str], int]:
        """Spread the cost over the pots by what is left in them for each community that they reach.

        So none runs dry long before the others. Those who match take half as much again, or the match would lack a little everywhere.
        """
        problem = self._problem
        payers = {payer for rule in problem.matches for payer in rule.payers}
        found = {}
        for kind, fen in demand(community.owed).items():
            weights = {}
            for source in problem.permits.get(kind, {}):
                pots = problem.pots_of[source, community.county]
                weight = min((self._left[n] // self._reach[n] for n in pots), default=0)
                weights[source] = max(0, weight) * (3 if source in payers else 2)
            whole = sum(weights.values())
            if whole:
                found.update({(kind, s): fen * w // whole for s, w in weights.items()})
        return found

    def _add(self, community: PoolCommunity, work: CandidateWork) -> None:
        one = self._chosen[community.key]
        self._take(community, one, -1)
        works = [*one.works(community), work]
        found = pay(self._problem, community, works, self._left, one.paid)
        kept = (
            ChosenCommunity(one.key, one.items | {work.item}, found.paid) if found.is_whole else one
        )
        self._keep(community, kept)

    def _keep(self, community: PoolCommunity, one: ChosenCommunity) -> None:
        self._chosen[one.key] = one
        self._take(community, one, 1)

    def _take(self, community: PoolCommunity, one: ChosenCommunity, sign: int) -> None:
        for (_, source), fen in one.paid.items():
            for n in self._problem.pots_of.get((source, community.county), ()):
                self._left[n] -= sign * fen

    def _extended(self) -> int:
        chosen = (self._problem.by_key[key] for key in self._chosen)
        return sum(community.households for community in chosen if community.is_extension)

    def _nothing(self) -> tuple[Fraction, ...]:
        return (Fraction(0),) * len(self._aims)

    def _worth(
        self, community: PoolCommunity, work: CandidateWork
    ) -> tuple[bool, tuple[Fraction, ...], str]:
        """Return what an item is worth rank by rank, owed ones above all; its code settles ties."""
        worth = tuple(rank.of_work(community, work) for rank in self._aims)
        return work.is_owed, worth, work.item

    def _is_wanted(self, community: PoolCommunity) -> bool:
        return tuple(rank.of_community(community) for rank in self._aims) >= self._nothing()

    def _place_order(self, community: PoolCommunity) -> tuple[object, ...]:
        cost = sum(work.cost_fen for work in community.owed) or 1
        worth = tuple(-rank.of_community(community) / cost for rank in self._aims)
        return (not self._problem.must_enter(community), *worth, community.key)
