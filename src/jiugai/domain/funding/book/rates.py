"""How much of the money has come, and how much of it from residents (到位率、支付率、居民筹资率), on the book."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from jiugai.domain.funding.book.figures import BookFigure
from jiugai.domain.funding.sources import Source


@dataclass(frozen=True, slots=True)
class Raised:
    """What was granted, has come, was paid, and came from residents (筹资情况), in 分.

    A rate without anything to divide by is None; above one it is legal, and asks for a reason.
    """

    quota_fen: int
    arrived_fen: int
    paid_fen: int
    residents_fen: int

    @property
    def arrival(self) -> Fraction | None:
        """Return what has come of what was granted (到位率)."""
        return _share(self.arrived_fen, self.quota_fen)

    @property
    def payment(self) -> Fraction | None:
        """Return what was paid of what has come (支付率)."""
        return _share(self.paid_fen, self.arrived_fen)

    @property
    def residents(self) -> Fraction | None:
        """Return what residents have brought of what was granted (居民筹资率)."""
        return _share(self.residents_fen, self.quota_fen)


def raised(told: Iterable[tuple[Source, Mapping[BookFigure, int]]]) -> Raised:
    """Sum the figures of earmarks up, each with its source."""
    quota = arrived = paid = residents = 0
    for source, figures in told:
        quota += figures[BookFigure.RECEIVED] - figures[BookFigure.WITHDRAWN]
        arrived += figures[BookFigure.FUNDED]
        paid += figures[BookFigure.PAID] - figures[BookFigure.REFUNDED]
        if source is Source.RESIDENTS:
            residents += figures[BookFigure.FUNDED]
    return Raised(quota, arrived, paid, residents)


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
