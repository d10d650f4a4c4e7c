"""What the two upper mouths may pay of one scheme (财政、发改两个口), and what each was asked for and gave.

A project that wins only one of the two cannot be renovated whole: some items are then nobody's. The
gap is known before anybody applies, from the rules and the bill; once answered, from the papers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from jiugai.domain.funding.batches import UNSPLIT, Answer, LineState, Mouth, line_state
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


@dataclass(frozen=True, slots=True)
class MouthLineAsked:
    """What one mouth was asked for an item of a community, and what it answered (一口一项), in 分."""

    mouth: Mouth
    item: str
    asked_fen: int
    answer: Answer | None

    @property
    def state(self) -> LineState:
        """Return what became of it."""
        return line_state(self.asked_fen, self.answer)

    @property
    def won_fen(self) -> int:
        """Return what it brought."""
        return self.answer.won_fen if self.answer else 0


class WonAt(Enum):
    """At which of the two a community won money (争取到的口)."""

    BOTH = "both"
    PLANNERS = "planners"
    TREASURY = "treasury"
    NEITHER = "neither"
    OPEN = "open"

    @property
    def word(self) -> str:
        """Return the office's words."""
        words = {
            "both": "两个口都争取到",
            "planners": "争取到发改，没有财政",
            "treasury": "争取到财政，没有发改",
            "neither": "两个口都没有争取到",
            "open": "还在等批复",
        }
        return words[self.value]


@dataclass(frozen=True, slots=True)
class ItemGap:
    """An item beside what each mouth was asked and gave (逐项两口), in 分.

    Attributes:
      cost_fen: None for money that was asked or won without an item, and for an item that the
        scheme does not have.
    """

    item: str
    cost_fen: int | None
    asked: Mapping[Mouth, int]
    won: Mapping[Mouth, int]

    @property
    def gap_fen(self) -> int | None:
        """Return what neither pays of it; None where its cost is not known."""
        if self.cost_fen is None:
            return None
        return max(self.cost_fen - sum(self.won.values()), 0)


@dataclass(frozen=True, slots=True)
class CommunityWon:
    """What a community asked and won at both mouths (两口争取情况).

    Attributes:
      cost_fen: what it is to cost, in 分; None if nobody said.
    """

    lines: tuple[MouthLineAsked, ...]
    cost_fen: int | None

    def asked_fen(self, mouth: Mouth) -> int:
        """Return what a mouth was asked for, in 分."""
        return sum(one.asked_fen for one in self.lines if one.mouth is mouth)

    def won_fen(self, mouth: Mouth) -> int:
        """Return what a mouth gave, in 分."""
        return sum(one.won_fen for one in self.lines if one.mouth is mouth)

    @property
    def won_at(self) -> WonAt:
        """Say where it won money; it stays open while a mouth that gave nothing may still answer."""
        won = {mouth for mouth in Mouth if self.won_fen(mouth)}
        if len(won) == len(Mouth):
            return WonAt.BOTH
        open_at = {one.mouth for one in self.lines if one.state is LineState.WAITING}
        if open_at - won:
            return WonAt.OPEN
        return WonAt(next(iter(won)).value) if won else WonAt.NEITHER

    @property
    def gap_fen(self) -> int | None:
        """Return what neither pays of its cost; None where that is not known."""
        if self.cost_fen is None:
            return None
        return max(self.cost_fen - sum(one.won_fen for one in self.lines), 0)

    def by_item(self, costs: Mapping[str, int]) -> tuple[ItemGap, ...]:
        """Return every item of the scheme, and whatever else was asked for, beside both mouths.

        :param costs: what the scheme's items cost, in 分, by code.
        """
        others = {one.item for one in self.lines} - costs.keys()
        items = [*costs, *sorted(others, key=lambda item: (item == UNSPLIT, item))]
        return tuple(self._gap(item, costs.get(item)) for item in items)

    def _gap(self, item: str, cost_fen: int | None) -> ItemGap:
        own = [one for one in self.lines if one.item == item]
        return ItemGap(
            item,
            cost_fen,
            {m: sum(one.asked_fen for one in own if one.mouth is m) for m in Mouth},
            {m: sum(one.won_fen for one in own if one.mouth is m) for m in Mouth},
        )
