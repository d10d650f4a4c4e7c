"""What a plan is worth (方案得分): rank by rank, exact, with the part of each aim."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from jiugai.domain.programme.choice.aims import Aim, AimKind
from jiugai.domain.programme.choice.plan import ChoicePlan
from jiugai.domain.programme.choice.statement import CandidateWork, ChoiceProblem, PoolCommunity
from jiugai.domain.quantities import FEN_PER_WAN_YUAN


@dataclass(frozen=True, slots=True)
class AimRank:
    """The aims of one rank (目标次序)."""

    rank: int
    aims: tuple[Aim, ...]

    @property
    def chooses(self) -> bool:
        """Whether it looks at what is chosen, not only at who pays."""
        return any(not aim.counts.is_of_money for aim in self.aims)

    @property
    def word(self) -> str:
        return "、".join(aim.counts.word for aim in self.aims)

    def of_community(self, community: PoolCommunity) -> Fraction:
        """Return what a community is worth once it is chosen, its optional items aside."""
        return sum((aim.mark * _counted(aim.counts, community) for aim in self.aims), Fraction(0))

    def of_work(self, community: PoolCommunity, work: CandidateWork) -> Fraction:
        """Return what an optional item is worth where it is done."""
        return self._mark(AimKind.WORKS) * community.households * work.mark

    @property
    def of_pair(self) -> Fraction:
        """What two neighbours are worth where both are chosen."""
        return self._mark(AimKind.NEIGHBOURS)

    @property
    def of_local_wan(self) -> Fraction:
        """What a 万元 of local money is worth."""
        return self._mark(AimKind.LOCAL_MONEY)

    def _mark(self, kind: AimKind) -> Fraction:
        return sum((aim.mark for aim in self.aims if aim.counts is kind), Fraction(0))


def ranks(aims: Iterable[Aim]) -> tuple[AimRank, ...]:
    """Return the aims by rank, the first one first."""
    found: dict[int, list[Aim]] = {}
    for aim in aims:
        found.setdefault(aim.rank, []).append(aim)
    return tuple(AimRank(rank, tuple(each)) for rank, each in sorted(found.items()))


def score(problem: ChoiceProblem, plan: ChoicePlan, rank: AimRank) -> Fraction:
    """Return what a plan is worth on one rank, counted from the plan alone."""
    keys = plan.keys
    total = rank.of_pair * paired(problem, keys)
    for one in plan.chosen:
        community = problem.by_key[one.key]
        total += rank.of_community(community)
        total += sum(
            (rank.of_work(community, w) for w in one.works(community) if not w.is_owed),
            Fraction(0),
        )
    if rank.of_local_wan:
        local = {source.code for source in problem.sources if source.is_local}
        fen = sum(one.of_source(source) for one in plan.chosen for source in sorted(local))
        total += rank.of_local_wan * Fraction(fen, FEN_PER_WAN_YUAN)
    return total


def paired(problem: ChoiceProblem, keys: Collection[str]) -> int:
    """Return how many pairs of neighbours are chosen together."""
    return sum(one in keys and other in keys for one, other in problem.pairs)


def _counted(kind: AimKind, community: PoolCommunity) -> Fraction:
    households = Fraction(community.households)
    if kind is AimKind.HAZARD:
        return households * community.hazard
    if kind is AimKind.WILLING:
        return households * community.willing
    holds = {
        AimKind.HOUSEHOLDS: True,
        AimKind.CARRIED_OVER: community.is_carried_over,
        AimKind.ENDANGERED: community.is_endangered,
        AimKind.LISTED: community.was_listed,
    }
    return households if holds.get(kind, False) else Fraction(0)
