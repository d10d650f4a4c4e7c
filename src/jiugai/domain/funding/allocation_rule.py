"""A rule by which a sum is shared out among regions (资金分配办法) as data.

A share is a weighted sum of parts of wholes: this region's area of everybody's area, and so on.
A part of the money may be adjusted: then each figure is multiplied, above and below the line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from jiugai.domain.law import Rule
from jiugai.domain.quantities import percent


class WhenNobody(Enum):
    """What becomes of the weight of a factor of which nobody has anything (因素无人有时)."""

    REFUSE = "refuse"  # 不分: the paper does not say, and money is not shared out by guess
    OTHERS = "others"  # 其余因素按权重分: only where an office has written so


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorColumn:
    """A figure that regions report (分配因素).

    Attributes:
      code: for programs, and as a heading; ``word`` for people.
      headings: further headings under which a table may give it.
      unit: how it is counted; a heading that names another unit is not read.
      step: what one more means when it is asked what one more would bring.
      decimals: how many a cell may have.
      above_zero: whether nought is no possible value, as for a coefficient.
    """

    code: str
    word: str
    unit: str = ""
    headings: tuple[str, ...] = ()
    step: Fraction = Fraction(1)
    decimals: int = 0
    above_zero: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationPart:
    """A part of the money that is shared out in one way (分配部分).

    Attributes:
      weight: what part of the whole its factors share out.
      times: columns by which each figure is multiplied, such as the fiscal difficulty.
      verified: False if the weight or the way of adjusting is only recalled, or read so here.
    """

    word: str
    weight: Fraction = Fraction(1)
    times: tuple[str, ...] = ()
    verified: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedFactor:
    """One factor of a part with its weight (因素权重); a weight only recalled is not ``verified``.

    Attributes:
      of: the word of the part.
    """

    of: str
    column: str
    weight: Fraction
    verified: bool = True


@dataclass(frozen=True, slots=True)
class AllocationTerm:
    """One addend of a share (分配项): weight × own figure ÷ everybody's figures.

    Attributes:
      weight: of the whole money.
      times: columns by which the figure is multiplied.
    """

    part: AllocationPart
    column: FactorColumn
    weight: Fraction
    times: tuple[FactorColumn, ...]

    @property
    def word(self) -> str:
        """Return what is shared out by, as people say it: 改造面积×财政困难程度系数."""
        return "×".join(column.word for column in (self.column, *self.times))

    @property
    def columns(self) -> tuple[FactorColumn, ...]:
        """Return the columns that the term reads."""
        return (self.column, *self.times)


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationRule(Rule):
    """A whole rule (资金分配办法). The weights of all its terms sum to one.

    Attributes:
      columns: every column that it reads, by whatever part.
    """

    title: str
    when_nobody: WhenNobody
    parts: tuple[AllocationPart, ...]
    factors: tuple[WeightedFactor, ...]
    columns: tuple[FactorColumn, ...]

    @property
    def terms(self) -> tuple[AllocationTerm, ...]:
        """Return the addends of a share in the order of the paper."""
        return tuple(self._terms())

    @property
    def doubts(self) -> tuple[str, ...]:
        """Return what of the rule is only recalled or read so here, each as a phrase."""
        word = {one.code: one.word for one in self.columns}
        weights = tuple(
            f"{one.of}中“{word[one.column]}”的权重 {percent(one.weight, 0)}"
            for one in self.factors
            if not one.verified
        )
        whole = () if self.verified else (f"《{self.title}》全文",)
        return (*whole, *(one.note or one.word for one in self.parts if not one.verified), *weights)

    def _terms(self) -> Iterator[AllocationTerm]:
        column = {one.code: one for one in self.columns}
        part = {one.word: one for one in self.parts}
        for factor in self.factors:
            own = part[factor.of]
            times = tuple(column[code] for code in own.times)
            yield AllocationTerm(own, column[factor.column], own.weight * factor.weight, times)
