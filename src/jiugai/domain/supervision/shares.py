"""A share as far as it is known (占比): exactly, to the printed digits, or only as full.

A published table rounds. Two rates printed alike may differ, and nobody can tell how: the order
of such rows is not ours to invent.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jiugai.domain.quantities import round_half_up


@dataclass(frozen=True, slots=True)
class Share:
    """A share between two bounds (占比).

    Attributes:
      low: the least that it can be, included.
      high: what it is below; None for no bound. Equal to ``low`` if it is known exactly.
      value: the reading to work with; None if only the bounds are known (全部开工).
      decimals: decimals of the per cent to which it is known; None if exactly.
    """

    low: Fraction
    high: Fraction | None
    value: Fraction | None
    decimals: int | None = None

    @classmethod
    def exact(cls, value: Fraction) -> "Share":
        """Return a share that is known exactly."""
        return cls(value, value, value)

    @classmethod
    def of(cls, numerator: int, denominator: int) -> "Share | None":
        """Return the exact share of two counts; None where nothing was planned."""
        return cls.exact(Fraction(numerator, denominator)) if denominator > 0 else None

    @classmethod
    def printed(cls, percent: Decimal, decimals: int) -> "Share":
        """Return a share printed as per cent, rounded half up to some decimals."""
        value = Fraction(percent) / 100
        half = Fraction(1, 2 * 10 ** (decimals + 2))
        return cls(max(value - half, Fraction(0)), value + half, value, decimals)

    @classmethod
    def full(cls) -> "Share":
        """Return what the words 全部开工 say: all of it, or more."""
        return cls(Fraction(1), None, None)

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    def surely_above(self, other: "Share") -> bool:
        """Say whether this share is the larger one, whatever the rounding has hidden."""
        if other.high is None:
            return False
        return self.low > other.high or (self.low == other.high and not other.is_exact)

    def may_equal(self, other: "Share") -> bool:
        """Say whether the two cannot be told apart."""
        return not self.surely_above(other) and not other.surely_above(self)

    def meets(self, low: Fraction, high: Fraction) -> bool:
        """Say whether the share may lie between two bounds, both included."""
        if self.high is not None and (self.high < low or (self.high == low and not self.is_exact)):
            return False
        return self.low <= high

    def narrowed(self, low: Fraction, high: Fraction) -> "Share":
        """Return the share within bounds that it is also known to keep."""
        top = high if self.high is None else min(self.high, high)
        return Share(max(self.low, low), top, self.value, self.decimals)

    def shown(self, decimals: int) -> str:
        """Return the share as per cent, with no more digits than are known."""
        if self.value is None:
            return "100%以上"
        digits = decimals if self.decimals is None else min(decimals, self.decimals)
        return f"{round_half_up(self.value * 100, digits)}%"
