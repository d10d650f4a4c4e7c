"""What the two upper mouths may pay of one scheme (财政、发改两个口): together, alone, or neither.

A project that wins only one of the two cannot be renovated whole: some items are then nobody's. The
gap is known before anybody applies, from the rules and the bill.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from jiugai.domain.funding.source_rules import MayPay
from jiugai.domain.scheme.bill import BillLine


class Mouths(Enum):
    """Which of the two may pay an item (可付的口)."""

    BOTH = "both"
    TREASURY = "treasury"
    PLANNERS = "planners"
    NEITHER = "neither"

    @property
    def word(self) -> str:
        """Return the office's words."""
        words = {
            "both": "两个口都能付",
            "treasury": "只有财政能付",
            "planners": "只有发改能付",
            "neither": "两个口都不能付",
        }
        return words[self.value]


@dataclass(frozen=True, slots=True)
class MouthLine:
    """A line of a bill with what each mouth may pay of it (两口对照行); amounts in 分."""

    line: BillLine
    treasury: MayPay
    planners: MayPay

    @property
    def mouths(self) -> Mouths:
        """Return which of the two may pay it."""
        if self.treasury.allowed:
            return Mouths.BOTH if self.planners.allowed else Mouths.TREASURY
        return Mouths.PLANNERS if self.planners.allowed else Mouths.NEITHER

    @property
    def treasury_fen(self) -> int:
        """Return the most that the treasury's money may pay."""
        return int(self.treasury.most_share * Fraction(self.line.amount_fen))

    @property
    def planners_fen(self) -> int:
        """Return the most that the planners' money may pay."""
        return int(self.planners.most_share * Fraction(self.line.amount_fen))


@dataclass(frozen=True, slots=True)
class TwoMouths:
    """A bill against the two mouths (两口对照)."""

    lines: tuple[MouthLine, ...]

    def fen(self, mouths: Mouths) -> int:
        """Return what the lines of one kind come to, in 分."""
        return sum(one.line.amount_fen for one in self.lines if one.mouths is mouths)

    @property
    def gap_if_treasury_alone_fen(self) -> int:
        """Return what nobody above pays if only the treasury's money is won."""
        return sum(one.line.amount_fen - one.treasury_fen for one in self.lines)

    @property
    def gap_if_planners_alone_fen(self) -> int:
        """Return what nobody above pays if only the planners' money is won."""
        return sum(one.line.amount_fen - one.planners_fen for one in self.lines)

    @property
    def gap_fen(self) -> int:
        """Return what nobody above pays even if both are won."""
        return sum(
            max(one.line.amount_fen - one.treasury_fen - one.planners_fen, 0) for one in self.lines
        )


def two_mouths(lines: Iterable[tuple[BillLine, MayPay, MayPay]]) -> TwoMouths:
    """Put each line beside what the treasury and the planners may pay of it."""
    return TwoMouths(tuple(MouthLine(*each) for each in lines))
