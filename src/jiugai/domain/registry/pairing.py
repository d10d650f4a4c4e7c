"""One community or two (重名核对): what people decided of records that look alike, and what follows.

Nothing is merged. Where two records are one community, one of them goes on standing in the register
and the other *stands down*: it keeps its card, its facts and its number, and is no longer counted
by itself. Where they are two, nobody is asked again until one of the names changes.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from jiugai.domain.registry.duplicates import Pair


@dataclass(frozen=True, slots=True)
class PairDecision:
    """What was decided of two records (核对结论).

    Attributes:
      low, high: the communities' ids, the lower first.
      kept: the id of the one that stands for both; None where they are two communities.
      low_key, high_key: the names as they were then, in the spelling of ``names.key``.
    """

    low: int
    high: int
    kept: int | None
    low_key: str
    high_key: str

    @property
    def same(self) -> bool:
        return self.kept is not None

    @property
    def places(self) -> tuple[int, int]:
        """Return the two ids, the lower first."""
        return self.low, self.high

    def holds(self, keys: Mapping[int, str]) -> bool:
        """Say whether the decision still speaks of the names in force.

        What is one community stays one whatever it is called; that two names are two communities
        was said of those names alone.
        """
        return self.same or (
            keys.get(self.low, self.low_key) == self.low_key
            and keys.get(self.high, self.high_key) == self.high_key
        )


@dataclass(frozen=True, slots=True)
class Settlement:
    """What all decisions together say (核对结果).

    Attributes:
      stands_for: who is counted in whose stead: each record that stands down, and for which.
      apart: which communities are two, by the ids of those that stand, the lower first.
    """

    stands_for: Mapping[int, int]
    apart: frozenset[tuple[int, int]]

    def standing(self, community_id: int) -> int:
        """Return the record under which a community is counted."""
        return self.stands_for.get(community_id, community_id)

    def answers(self, a: int, b: int) -> bool:
        """Say whether it is known of two records that they are one community, or that they are two."""
        places = _ordered(self.standing(a), self.standing(b))
        return places[0] == places[1] or places in self.apart


def settle(decisions: Sequence[PairDecision], keys: Mapping[int, str]) -> Settlement:
    """Return what decisions say together: who is one with A's B is one with A.

    :param decisions: of each pair the one that stands, oldest first.
    :param keys: what each community is called now, in the spelling of ``names.key``.
    """
    members: dict[int, set[int]] = {}
    standing: dict[int, int] = {}
    for decision in decisions:
        if decision.kept is None:
            continue
        other = decision.high if decision.kept == decision.low else decision.low
        mine, theirs = (standing.setdefault(each, each) for each in (decision.kept, other))
        one = members.setdefault(mine, {mine}) | members.setdefault(theirs, {theirs})
        # Whoever stands for the record kept stands for all; within one group, that record itself.
        stands = decision.kept if mine == theirs else mine
        members[stands] = one
        standing.update(dict.fromkeys(one, stands))
    down = {each: stands for each, stands in standing.items() if each != stands}
    return Settlement(
        stands_for=down,
        apart=frozenset(
            _ordered(down.get(each.low, each.low), down.get(each.high, each.high))
            for each in decisions
            if not each.same and each.holds(keys)
        ),
    )


def standing_down(present: Collection[int], settlement: Settlement) -> dict[int, int]:
    """Return which of the records on file on a day are not counted, and which is in their stead.

    Of each community one record is counted, whatever the day: where the one that stands for the
    others was not yet on file, it is the oldest of those that were.
    """
    counted: dict[int, int] = {}
    for each in sorted(present):
        stands = settlement.standing(each)
        counted.setdefault(stands, stands if stands in present else each)
    found = {each: counted[settlement.standing(each)] for each in present}
    return {each: stands for each, stands in found.items() if each != stands}


def open_pairs(pairs: Iterable[Pair], settlement: Settlement) -> dict[tuple[int, int], Pair]:
    """Return the pairs still to be decided, by their ids: the refs of their entries, lower first."""
    found: dict[tuple[int, int], Pair] = {}
    for pair in pairs:
        a, b = pair.first.ref, pair.second.ref
        if isinstance(a, int) and isinstance(b, int) and not settlement.answers(a, b):
            found[_ordered(a, b)] = pair
    return found


def contradicted(
    wanted: PairDecision, others: Sequence[PairDecision], keys: Mapping[int, str]
) -> PairDecision | None:
    """Return an earlier decision that cannot be true together with a new one, or None.

    :param others: what was decided of other pairs, oldest first.
    """
    settled = settle(others, keys)
    low, high = (settled.standing(each) for each in wanted.places)
    for other in others:
        places = {settled.standing(each) for each in other.places}
        is_between = not other.same and other.holds(keys) and places == {low, high}
        is_within = other.same and low == high and places == {low}
        if is_between if wanted.same else is_within:
            return other
    return None


def _ordered(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a <= b else (b, a)
