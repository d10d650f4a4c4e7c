"""What comes of a choice (比选结果): the plan with its bound, or what cannot stand together."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from jiugai.domain.programme.choice.plan import ChoicePlan
from jiugai.domain.programme.choice.statement import ChoiceProblem, Pot
from jiugai.domain.programme.choice.worth import AimRank

PROVEN_GAP = Fraction(1, 1_000_000)
"""A plan within this part of its bound is called optimal: below it floats cannot tell."""


class ChoiceStatus(Enum):
    """How far a choice got (比选状态)."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"  # stopped before there was a plan, and nothing is proven

    @property
    def word(self) -> str:
        return {
            "optimal": "已证最优",
            "feasible": "可行，离上界有差距",
            "infeasible": "要求不能同时满足",
            "unknown": "限时内没有算出方案",
        }[self.value]


@dataclass(frozen=True, slots=True)
class RankOutcome:
    """How good a plan is on one rank (分级得分).

    Attributes:
      value: counted from the plan, exact.
      bound: what no plan exceeds that is as good on the earlier ranks.
    """

    rank: AimRank
    value: Fraction
    bound: Fraction

    @property
    def gap(self) -> Fraction:
        """Return how far the value stays below the bound, as a part of the bound."""
        short = max(Fraction(0), self.bound - self.value)
        return short / abs(self.bound) if self.bound else short


@dataclass(frozen=True, slots=True)
class PotPrice:
    """What one more 万元 in a pot would add to the objective (资金影子价格), about."""

    pot: Pot
    points: Fraction


class RequirementKind(Enum):
    """A requirement that an office may give up (可放宽的要求)."""

    PIN = "pin"
    DUE = "due"
    FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement (比选要求): a community that must enter, or a county's floor.

    Attributes:
      of: key of the community, or name of the county.
      number: how many communities the floor asks for; 1 for a community.
    """

    kind: RequirementKind
    of: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class Relief:
    """What would make a choice possible (放宽办法).

    Attributes:
      conflict: requirements that cannot stand together with the money and the rules.
      is_least: whether each of them is needed for the conflict; else it may be smaller.
      dropped: the way by requirements: each with how many communities it gives up.
      is_fewest: whether no fewer communities would do.
      money: the cheapest way by money: each pot with what is missing in 分; None if no money helps.
    """

    conflict: tuple[Requirement, ...]
    is_least: bool
    dropped: tuple[tuple[Requirement, int], ...]
    is_fewest: bool
    money: tuple[tuple[Pot, int], ...] | None


@dataclass(frozen=True, slots=True)
class ChoiceOutcome:
    """What comes of a choice (比选结果).

    Attributes:
      ranks: in their order; empty without a plan.
      prices: of the pots, from the relaxed problem; none where it was not solved.
      ended_by_time: whether the fence of time was reached, so that another run may end otherwise.
    """

    status: ChoiceStatus
    plan: ChoicePlan | None
    ranks: tuple[RankOutcome, ...] = ()
    prices: tuple[PotPrice, ...] = ()
    relief: Relief | None = None
    ended_by_time: bool = False

    @property
    def main(self) -> RankOutcome | None:
        """Return the last rank that chooses communities: the one that is said first."""
        choosing = [one for one in self.ranks if one.rank.chooses]
        return choosing[-1] if choosing else None


def requirements(problem: ChoiceProblem) -> tuple[Requirement, ...]:
    """Return what an office asked for and may give up; the rules of law are never among it."""
    pins = tuple(
        Requirement(RequirementKind.PIN, c.key) for c in problem.pool if c.key in problem.pins_in
    )
    due = tuple(
        Requirement(RequirementKind.DUE, c.key)
        for c in problem.pool
        if c.key not in problem.pins_in and problem.must_enter(c)
    )
    floors = tuple(
        Requirement(RequirementKind.FLOOR, county, least)
        for county, least in problem.floors.items()
    )
    return (*pins, *due, *floors)
