"""Quantities (量): money in fen, floor area in square decimetres, shares as fractions.

Whole numbers in the smallest unit are what is stored and summed, so that no engine can
round; 万元, 万㎡ and per cent exist only where people read.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

FEN_PER_YUAN = 100
FEN_PER_WAN_YUAN = 1_000_000
DM2_PER_M2 = 100


def round_half_up(value: Fraction, decimals: int) -> Decimal:
    """Round a fraction half away from zero, as published tables do (四舍五入).

    Exact: the fraction is never passed through a float.

    >>> round_half_up(Fraction(2, 45) * 100, 1)
    Decimal('4.4')
    """
    scale = 10**decimals
    scaled = abs(value) * scale
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    if 2 * rest >= scaled.denominator:
        whole += 1
    signed = -whole if value < 0 else whole
    return Decimal(f"{signed}E{-decimals}")  # the constructor alone never rounds to a context


def percent(share: Fraction, decimals: int = 1) -> str:
    """Return a share as people print it: ``4.4%``; above 100 % it stays above."""
    return f"{round_half_up(share * 100, decimals)}%"


def points(change: Fraction, decimals: int = 1) -> str:
    """Return a change of a share in percentage points (个百分点), signed; ``持平`` if it shows as none.

    The change is taken from the unrounded shares and rounded once.
    """
    shown = round_half_up(change * 100, decimals)
    if shown == 0:
        return "持平"
    return f"{'+' if shown > 0 else '−'}{abs(shown)}"


def fen_from_yuan(yuan: Decimal) -> int:
    """Return an amount of 元 in whole 分.

    :raises ValueError: if the amount has more than two decimals.
    """
    fen = yuan * FEN_PER_YUAN
    if fen != fen.to_integral_value():
        raise ValueError(f"{yuan} 元 has more than two decimals")
    return int(fen)


def yuan(fen: int) -> Decimal:
    """Return 分 as 元 with two decimals."""
    return Decimal(fen).scaleb(-2)


def wan_yuan(fen: int, decimals: int = 1) -> Decimal:
    """Return 分 as 万元, rounded half up for reading."""
    return round_half_up(Fraction(fen, FEN_PER_WAN_YUAN), decimals)


def square_metres(dm2: int) -> Decimal:
    """Return square decimetres as ㎡ with two decimals."""
    return Decimal(dm2).scaleb(-2)


def whole_half_up(value: Decimal) -> int:
    """Round to a whole number, half up."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def split_by_largest_remainder(total: int, weights: list[int]) -> list[int]:
    """Split a whole amount by weights so that the parts sum to it exactly (最大余额法).

    :raises ValueError: if the weights do not sum to more than zero.
    """
    whole = sum(weights)
    if whole <= 0:
        raise ValueError("weights must sum to more than zero")
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
