"""Found ÷ declared (核实比): what the drawn projects say of all of them, with an interval.

Each project speaks for as many as it was improbable to be drawn. What is too high in one project
never offsets what is too low in another: the light goes by the deviation, the sum of all differences
either way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from math import comb

from jiugai.domain.supervision.lights import Light, LightRules, light_of

_T = (
    "12.706", "4.303", "3.182", "2.776", "2.571", "2.447", "2.365", "2.306", "2.262", "2.228",
    "2.201", "2.179", "2.160", "2.145", "2.131", "2.120", "2.110", "2.101", "2.093", "2.086",
    "2.080", "2.074", "2.069", "2.064", "2.060", "2.056", "2.052", "2.048", "2.045", "2.042",
)  # fmt: skip
"""The t distribution's 0.975 point for 1 to 30 degrees of freedom; beyond, the normal's."""
_NORMAL = Fraction(1960, 1000)
_DOUBT = Fraction(1, 20)


@dataclass(frozen=True, slots=True)
class Recount:
    """One project recounted on site (复核结果).

    Attributes:
      declared: what its county had reported; ``found``: what stood there, in the same unit.
      chance: how probable it was to be drawn.
    """

    project: str
    declared: Fraction
    found: Fraction
    chance: Fraction

    @property
    def is_wrong(self) -> bool:
        """Say whether the two differ at all."""
        return self.declared != self.found


@dataclass(frozen=True, slots=True)
class Verified:
    """What a round of recounts says (核实结论).

    Attributes:
      ratio: found ÷ declared, each project by its weight; None if nothing was declared.
      low: the ratio's 95 % interval, with ``high``; None with fewer than two projects. An interval
        without width says that the recounts show no spread, not that the rest is sure.
      deviation: all differences ÷ all that was declared; None if nothing was declared.
      light: None if nothing was declared and nothing found.
      most_wrong: so many of all projects may yet be wrong, at 95 %, as the random draws have it.
    """

    projects: int
    wrong: int
    ratio: Fraction | None
    low: Fraction | None
    high: Fraction | None
    deviation: Fraction | None
    light: Light | None
    most_wrong: int | None = None


def verify(recounts: Sequence[Recount], lights: LightRules) -> Verified:
    """Weigh the recounts of a draw.

    :raises ValueError: if a chance is not above nought and at most 1.
    """
    if any(not 0 < r.chance <= 1 for r in recounts):
        raise ValueError("a chance is above nought and at most 1")
    wrong = sum(r.is_wrong for r in recounts)
    declared = _weighted(recounts, [r.declared for r in recounts])
    found = _weighted(recounts, [r.found for r in recounts])
    if not declared:
        light = Light.RED if found else None
        return Verified(len(recounts), wrong, None, None, None, None, light)
    ratio = found / declared
    differences = [abs(r.declared - r.found) for r in recounts]
    deviation = _weighted(recounts, differences) / declared
    half = _half_width(recounts, ratio, declared)
    return Verified(
        len(recounts),
        wrong,
        ratio,
        None if half is None else max(ratio - half, Fraction(0)),
        None if half is None else ratio + half,
        deviation,
        light_of(deviation, lights),
    )


def most_wrong(projects: int, recounted: int, wrong: int) -> int:
    """Return the most wrong projects among all that a random draw leaves possible, at 95 %.

    The largest number with which finding so few would not be rarer than one time in twenty
    (hypergeometric, one-sided).

    :raises ValueError: if more were recounted than there are, or more wrong than recounted.
    """
    if not 0 <= wrong <= recounted <= projects:
        raise ValueError("wrong ≤ recounted ≤ projects")
    low, high = wrong, projects - (recounted - wrong)
    while low < high:
        middle = (low + high + 1) // 2
        if _probability(projects, middle, recounted, wrong) >= _DOUBT:
            low = middle
        else:
            high = middle - 1
    return low


def _probability(projects: int, bad: int, recounted: int, wrong: int) -> Fraction:
    """Return how probable it is to find at most so many of the bad ones."""
    ways = sum(comb(bad, n) * comb(projects - bad, recounted - n) for n in range(wrong + 1))
    return Fraction(ways, comb(projects, recounted))


def _weighted(recounts: Sequence[Recount], values: Sequence[Fraction]) -> Fraction:
    return sum((value / r.chance for r, value in zip(recounts, values, strict=True)), Fraction(0))


def _half_width(
    recounts: Sequence[Recount], ratio: Fraction, declared: Fraction
) -> Fraction | None:
    """Return half of the ratio's 95 % interval: linearised residuals, Deville's variance."""
    many = len(recounts)
    if many < 2:
        return None
    rests = [(r.found - ratio * r.declared) / r.chance for r in recounts]
    shares = [(1 - r.chance) * Fraction(many, many - 1) for r in recounts]
    whole = sum(shares, Fraction(0))
    if not whole:
        return Fraction(0)  # everything was recounted
    middle = sum((c * e for c, e in zip(shares, rests, strict=True)), Fraction(0)) / whole
    variance = sum((c * (e - middle) ** 2 for c, e in zip(shares, rests, strict=True)), Fraction(0))
    point = Fraction(_T[many - 2]) if many - 2 < len(_T) else _NORMAL
    return point * _root(variance) / declared


def _root(value: Fraction) -> Fraction:
    with localcontext() as context:
        context.prec = 30
        return Fraction((Decimal(value.numerator) / Decimal(value.denominator)).sqrt())
