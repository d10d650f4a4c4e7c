"""From printed figures to shares (推算): what the counts say, what the printed rate says, and both.

Counts in whole units give the share exactly. Counts that were rounded (万户, 万元) leave a range,
and the printed rate was made from the unrounded ones: where the two disagree by no more than
rounding explains, the printed rate is nearer to the truth; by more, it does not follow.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jiugai.domain.quantities import round_half_up
from jiugai.domain.reporting.indicators import Quantity
from jiugai.domain.supervision.published import (
    PublishedCell,
    PublishedColumn,
    PublishedRow,
    PublishedTable,
    TableBasis,
)
from jiugai.domain.supervision.shares import Share

RATE_PLACES = 6


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that give one rate (取数列): of its two counts, and of the rate as printed."""

    numerator: PublishedColumn | None
    denominator: PublishedColumn | None
    rate: PublishedColumn | None

    @classmethod
    def of(
        cls, table: PublishedTable, numerator: Quantity, denominator: Quantity, basis: TableBasis
    ) -> "Columns":
        """Return the columns of a rate on a basis, as far as the table has them."""
        return cls(
            table.column(numerator, basis),
            table.column(denominator, basis),
            table.column(numerator, basis, is_rate=True),
        )

    @property
    def suffice(self) -> bool:
        """Whether a rate can be had of them."""
        return bool(self.rate or (self.numerator and self.denominator))


@dataclass(frozen=True, slots=True)
class Told:
    """What one row tells of a rate (推算结果).

    Attributes:
      numerator, denominator: in base units; None where nothing is printed.
      text: the rate as a decimal share: as printed, or of the counts to six places.
      follows: False if the printed rate cannot come from the printed counts.
      words: what the sheet says instead of a number, such as 全部开工.
    """

    numerator: Fraction | None
    denominator: Fraction | None
    share: Share | None
    text: str | None = None
    follows: bool = True
    words: str = ""


def told(row: PublishedRow, columns: Columns) -> Told:
    """Return what a row tells of a rate; None for each thing that it does not tell."""
    numerator = amount(row, columns.numerator)
    denominator = amount(row, columns.denominator)
    printed = row.figures.get(columns.rate.index) if columns.rate else None
    stated = _stated(printed, columns.rate)
    words = printed.printed if printed and printed.value is None else ""
    if numerator is None or not denominator:
        text = _as_printed(printed)
        return Told(numerator, denominator, stated, text, words=words)
    ratio = numerator / denominator
    counted = Told(numerator, denominator, Share.exact(ratio), decimal_text(ratio), words=words)
    low, high = _range(row, columns)
    if stated is None:
        return counted
    if not stated.meets(low, high):
        return Told(numerator, denominator, counted.share, counted.text, follows=False)
    if stated.value is None or stated.meets(ratio, ratio):
        return counted
    narrowed = stated.narrowed(low, high)
    return Told(numerator, denominator, narrowed, _as_printed(printed), words=words)


def amount(row: PublishedRow, column: PublishedColumn | None) -> Fraction | None:
    """Return a row's figure in base units; None if the row has none."""
    cell = row.figures.get(column.index) if column else None
    if column is None or cell is None or cell.value is None:
        return None
    return Fraction(cell.value) * Fraction(column.scale)


def decimal_text(value: Fraction) -> str:
    """Return a share as a decimal: exactly if six places do, else rounded to six."""
    rounded = round_half_up(value, RATE_PLACES)
    return format(rounded.normalize() + 0, "f")


def _as_printed(cell: PublishedCell | None) -> str | None:
    return format(cell.value.scaleb(-2), "f") if cell and cell.value is not None else None


def _stated(cell: PublishedCell | None, column: PublishedColumn | None) -> Share | None:
    if cell is None or column is None:
        return None
    return Share.full() if cell.value is None else Share.printed(cell.value, column.decimals)


def _range(row: PublishedRow, columns: Columns) -> tuple[Fraction, Fraction]:
    """Return between which shares the counts lie before they were rounded."""
    low_top, high_top = _bounds(row, columns.numerator)
    low_base, high_base = _bounds(row, columns.denominator)
    return low_top / high_base, high_top / low_base  # a printed figure is larger than half a step


def _bounds(row: PublishedRow, column: PublishedColumn | None) -> tuple[Fraction, Fraction]:
    assert column is not None
    value = row.figures[column.index].value or Decimal(0)
    scale = Fraction(column.scale)
    half = Fraction(column.half_step)
    return max(Fraction(value) - half, Fraction(0)) * scale, (Fraction(value) + half) * scale
