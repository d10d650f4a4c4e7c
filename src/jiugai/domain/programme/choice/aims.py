"""What a good plan is (比选目标): aims in named ranks, an earlier rank before all later ones.

Aims of one rank are added up with their marks; no gain on a later rank ever pays for a loss on an
earlier one. Marks are exact.
"""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from jiugai.domain.law import Rule


class AimKind(Enum):
    """What an aim counts (目标口径)."""

    CARRIED_OVER = "carried_over"
    ENDANGERED = "endangered"
    HOUSEHOLDS = "households"
    HAZARD = "hazard"
    WILLING = "willing"
    LISTED = "listed"
    WORKS = "works"
    NEIGHBOURS = "neighbours"
    LOCAL_MONEY = "local_money"

    @property
    def word(self) -> str:
        return _WORDS[self]

    @property
    def is_of_money(self) -> bool:
        """Whether it looks at who pays, not at what is chosen."""
        return self is AimKind.LOCAL_MONEY


_WORDS = {
    AimKind.CARRIED_OVER: "续建小区的户数",
    AimKind.ENDANGERED: "有险情小区的户数",
    AimKind.HOUSEHOLDS: "户数",
    AimKind.HAZARD: "户数乘隐患程度",
    AimKind.WILLING: "户数乘同意率",
    AimKind.LISTED: "上次已公布小区的户数",
    AimKind.WORKS: "可选内容的户数乘内容分值",
    AimKind.NEIGHBOURS: "相邻小区同时入选的对数",
    AimKind.LOCAL_MONEY: "市县财政出资（万元）",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim(Rule):
    """One aim (比选目标).

    Attributes:
      rank: 1 goes before 2; aims of one rank are added up.
      mark: points for each unit that is counted; below nought for what should be small.
    """

    rank: int
    counts: AimKind
    mark: Fraction
