"""The statement of the choice (比选题目): a pool of communities, the year's money, and the rules.

Kinds of works and sources of money are known by codes, which the rules define: the choice comes
before schemes and funding in the life of a community and knows neither. What no rule permits is
denied.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from jiugai.domain.programme.choice.aims import Aim
from jiugai.domain.programme.choice.rules import (
    CountyFloor,
    ExtensionCap,
    MatchRule,
    PaymentRule,
    PlanSource,
    WorkKind,
)


@dataclass(frozen=True, slots=True)
class CandidateWork:
    """One item that a community wants (待选内容).

    Attributes:
      item: code of the item.
      kind: code of its kind, which decides what money may pay it.
      cost_fen: estimated cost in 分, above nought.
      is_owed: done whenever the community is chosen (应改尽改); otherwise it may be left out.
      mark: worth of the item for each household, in marks of the aim “works”.
    """

    item: str
    kind: str
    cost_fen: int
    is_owed: bool
    mark: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolCommunity:
    """A community of the pool (储备小区).

    Attributes:
      key: by which plans, neighbours and pins name it; unique in the pool.
      households: 户.
      hazard: from 0 (none) to 1 (grave), as surveyed.
      willing: share of the households who said yes.
      is_carried_over: begun before and to be ended (续建).
      is_endangered: found dangerous (险情).
      is_extension: admitted by an extension, which a cap holds down (延伸纳入).
      was_listed: stood in the list as last published.
      ripe_from: the first year in which works could begin, or None.
      due_by: the last year in which it may enter, or None.
      neighbours: keys of the communities beside it.
      promised_fen: by source, what this community's own people and firms have promised, in 分.
    """

    key: str
    name: str
    county: str
    households: int
    works: tuple[CandidateWork, ...]
    hazard: Fraction = Fraction(0)
    willing: Fraction = Fraction(0)
    is_carried_over: bool = False
    is_endangered: bool = False
    is_extension: bool = False
    was_listed: bool = False
    ripe_from: int | None = None
    due_by: int | None = None
    neighbours: tuple[str, ...] = ()
    promised_fen: Mapping[str, int] = field(default_factory=dict)

    @property
    def owed(self) -> tuple[CandidateWork, ...]:
        return tuple(work for work in self.works if work.is_owed)

    @property
    def optional(self) -> tuple[CandidateWork, ...]:
        return tuple(work for work in self.works if not work.is_owed)


@dataclass(frozen=True, slots=True)
class Pot:
    """Money of a source for the year (年度预算), in 分; of one county, or of the whole city if blank."""

    source: str
    county: str
    fen: int

    def holds_for(self, source: str, county: str) -> bool:
        """Say whether money of a source for a community of a county is taken out of this pot."""
        return self.source == source and self.county in ("", county)


@dataclass(frozen=True)
class ChoiceProblem:
    """What is to be chosen from, with what, and by which rules (比选题目).

    Attributes:
      pins_in: keys that must be chosen.
      pins_out: keys that must not.
    """

    year: int
    pool: tuple[PoolCommunity, ...]
    pots: tuple[Pot, ...]
    kinds: tuple[WorkKind, ...]
    sources: tuple[PlanSource, ...]
    payments: tuple[PaymentRule, ...]
    matches: tuple[MatchRule, ...] = ()
    floor: CountyFloor | None = None
    extension_cap: ExtensionCap | None = None
    aims: tuple[Aim, ...] = ()
    pins_in: frozenset[str] = frozenset()
    pins_out: frozenset[str] = frozenset()

    @cached_property
    def by_key(self) -> Mapping[str, PoolCommunity]:
        return {community.key: community for community in self.pool}

    @cached_property
    def source_of(self) -> Mapping[str, PlanSource]:
        return {source.code: source for source in self.sources}

    @cached_property
    def kind_of(self) -> Mapping[str, WorkKind]:
        return {kind.code: kind for kind in self.kinds}

    @cached_property
    def permits(self) -> Mapping[str, Mapping[str, PaymentRule]]:
        """By kind and source, the rule that lets the one be paid by the other."""
        found: dict[str, dict[str, PaymentRule]] = {kind.code: {} for kind in self.kinds}
        for rule in self.payments:
            for kind in rule.kinds:
                found.setdefault(kind, {})[rule.money] = rule
        return found

    @cached_property
    def pots_of(self) -> Mapping[tuple[str, str], tuple[int, ...]]:
        """By source and county, the places of the pots that money is taken out of."""
        counties = {community.county for community in self.pool}
        return {
            (source.code, county): tuple(
                n for n, pot in enumerate(self.pots) if pot.holds_for(source.code, county)
            )
            for source in self.sources
            for county in sorted(counties)
        }

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The pairs of neighbours in the pool, each once; a neighbour of one is one of the other."""
        found = {
            (min(one.key, other), max(one.key, other))
            for one in self.pool
            for other in one.neighbours
            if other in self.by_key and other != one.key
        }
        return tuple(sorted(found))

    @cached_property
    def floors(self) -> Mapping[str, int]:
        """By county, the least number of communities that must be chosen; noughts left out."""
        if self.floor is None:
            return {}
        sizes: dict[str, int] = {}
        for community in self.pool:
            sizes[community.county] = sizes.get(community.county, 0) + 1
        least = {county: int(self.floor.least * size) for county, size in sizes.items()}
        return {county: number for county, number in sorted(least.items()) if number}

    def must_enter(self, community: PoolCommunity) -> bool:
        """Say whether a community has to be chosen: pinned in, or its last year has come."""
        due = community.due_by is not None and community.due_by <= self.year
        return community.key in self.pins_in or due

    def may_enter(self, community: PoolCommunity) -> bool:
        """Say whether a community may be chosen: not pinned out, and ripe."""
        ripe = community.ripe_from is None or community.ripe_from <= self.year
        return community.key not in self.pins_out and ripe

    def most_from(self, community: PoolCommunity, source: PlanSource) -> int | None:
        """Return the most that a source may give to a community in all, pots aside; None if unbounded."""
        bounds = []
        if source.fen_per_household is not None:
            bounds.append(source.fen_per_household * community.households)
        if source.is_promised:
            bounds.append(community.promised_fen.get(source.code, 0))
        elif not self.pots_of[source.code, community.county]:
            bounds.append(0)
        return min(bounds, default=None)


def demand(works: Iterable[CandidateWork]) -> dict[str, int]:
    """Return the cost of works by kind, in 分."""
    found: dict[str, int] = {}
    for work in works:
        found[work.kind] = found.get(work.kind, 0) + work.cost_fen
    return found
