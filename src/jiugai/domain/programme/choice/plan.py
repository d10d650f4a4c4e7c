"""A plan (比选方案): what is chosen, what is done there, and which 分 pays what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jiugai.domain.programme.choice.statement import CandidateWork, ChoiceProblem, PoolCommunity

Payments = Mapping[tuple[str, str], int]
"""By kind and source, money in 分; noughts left out."""


@dataclass(frozen=True, slots=True)
class ChosenCommunity:
    """A community of a plan (入选小区).

    Attributes:
      items: codes of the items that are done; the owed ones are always among them.
      paid: by kind and source, in 分; by kind it sums to the cost of the kind's items.
    """

    key: str
    items: frozenset[str]
    paid: Payments

    def works(self, community: PoolCommunity) -> tuple[CandidateWork, ...]:
        """Return the works that are done."""
        return tuple(work for work in community.works if work.item in self.items)

    def of_source(self, source: str) -> int:
        """Return what one source gives, in 分."""
        return sum(fen for (_, payer), fen in self.paid.items() if payer == source)


@dataclass(frozen=True, slots=True)
class ChoicePlan:
    """A year's plan (比选方案), in the order of the keys."""

    chosen: tuple[ChosenCommunity, ...]

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(one.key for one in self.chosen)


def left_in_pots(problem: ChoiceProblem, chosen: Iterable[ChosenCommunity]) -> list[int]:
    """Return what is left in each pot, in 分; below nought where one is overdrawn."""
    left = [pot.fen for pot in problem.pots]
    for one in chosen:
        community = problem.by_key.get(one.key)
        if community is None:
            continue
        for (_, source), fen in one.paid.items():
            for n in problem.pots_of.get((source, community.county), ()):
                left[n] -= fen
    return left


def by_item(works: Iterable[CandidateWork], paid: Payments) -> dict[tuple[str, str], int]:
    """Split the money of each kind over its items, in 分; each item's cost and each source's sum holds.

    :param works: what is done; by kind its cost is what is paid.
    :returns: by item and source, noughts left out.
    """
    left = dict(paid)
    found: dict[tuple[str, str], int] = {}
    for work in sorted(works, key=lambda one: (one.kind, one.item)):
        payers = [key for key in sorted(left) if key[0] == work.kind and left[key]]
        whole = sum(left[key] for key in payers)
        need = work.cost_fen
        for key in payers:
            # The rest of the item's cost over the rest of the kind's money: never more than is there.
            part = min(left[key], -(-need * left[key] // whole)) if need else 0
            whole -= left[key]
            left[key] -= part
            need -= part
            if part:
                found[work.item, key[1]] = part
    return found
