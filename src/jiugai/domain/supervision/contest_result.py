"""What a round of judging came to (评比结果): places, and how far the jurors were apart.

All entrants are reckoned alike: either everybody's best and worst sheet is left out or nobody's.
Jurors who may not judge the own county give the entrants different juries; how much hangs on any
one juror is therefore part of the result.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from jiugai.domain.supervision.contest import TENTHS, Contest, ContestEntrant, Sheet


@dataclass(frozen=True, slots=True)
class Judged:
    """An entrant with what the jurors gave it, in points (评比结果行).

    Attributes:
      rank: None where there are too few sheets; level entrants share a rank.
      score: what ranks: the mean, or the mean without the best and the worst sheet.
      variance: of all its sheets, each deviation from the mean squared; its root is the spread.
      without: the rank that it would have without a juror, by the juror's number.
    """

    entrant: ContestEntrant
    sheets: int
    rank: int | None = None
    score: Fraction | None = None
    mean: Fraction | None = None
    lowest: Fraction | None = None
    highest: Fraction | None = None
    variance: Fraction | None = None
    without: tuple[tuple[int, int], ...] = ()

    @property
    def best(self) -> int | None:
        """Return the best rank that leaving out one juror, or nobody, gives."""
        return None if self.rank is None else min([self.rank, *(r for _, r in self.without)])

    @property
    def worst(self) -> int | None:
        """Return the worst such rank."""
        return None if self.rank is None else max([self.rank, *(r for _, r in self.without)])

    @property
    def swayed_by(self) -> tuple[int, ...]:
        """Return the jurors without whom it would have another rank."""
        return tuple(juror for juror, rank in self.without if rank != self.rank)


@dataclass(frozen=True, slots=True)
class ContestResult:
    """A round's result (评比结果): entrants by rank, those without one last."""

    rows: tuple[Judged, ...]
    is_trimmed: bool


_Totals = Mapping[int, Mapping[int, Fraction]]


def judge(contest: Contest, sheets: Sequence[Sheet]) -> ContestResult:
    """Reckon a round from its sheets, one of each juror and entrant, in whatever order."""
    totals: dict[int, dict[int, Fraction]] = {one.number: {} for one in contest.entrants}
    for sheet in sheets:
        totals[sheet.entrant][sheet.juror] = Fraction(sheet.total, TENTHS)
    ranked = {n: by for n, by in totals.items() if len(by) >= contest.least_sheets}
    trimmed = bool(ranked) and all(len(by) >= contest.trim_from for by in ranked.values())
    ranks = _ranks(ranked, trimmed)
    others = {
        juror: _ranks(_leaving_out(juror, ranked), trimmed)
        for juror in sorted({juror for by in ranked.values() for juror in by})
    }
    rows = [
        _judged(one, totals[one.number], ranks.get(one.number), others, trimmed)
        for one in contest.entrants
    ]
    rows.sort(key=lambda row: (row.rank is None, row.rank or 0, row.entrant.number))
    return ContestResult(tuple(rows), trimmed)


def _leaving_out(juror: int, ranked: _Totals) -> _Totals:
    return {
        entrant: {who: total for who, total in by.items() if who != juror}
        for entrant, by in ranked.items()
    }


def _ranks(totals: _Totals, trimmed: bool) -> dict[int, int]:
    scores = {entrant: _score(list(by.values()), trimmed) for entrant, by in totals.items()}
    return {
        entrant: 1 + sum(other > score for other in scores.values())
        for entrant, score in scores.items()
    }


def _score(totals: Sequence[Fraction], trimmed: bool) -> Fraction:
    kept = sorted(totals)[1:-1] if trimmed else totals
    return sum(kept, Fraction(0)) / len(kept)


def _judged(
    entrant: ContestEntrant,
    by: Mapping[int, Fraction],
    rank: int | None,
    others: Mapping[int, Mapping[int, int]],
    trimmed: bool,
) -> Judged:
    if not by:
        return Judged(entrant, 0)
    totals = list(by.values())
    mean = sum(totals, Fraction(0)) / len(totals)
    return Judged(
        entrant=entrant,
        sheets=len(totals),
        rank=rank,
        score=None if rank is None else _score(totals, trimmed),
        mean=mean,
        lowest=min(totals),
        highest=max(totals),
        variance=sum(((one - mean) ** 2 for one in totals), Fraction(0)) / len(totals),
        without=()
        if rank is None
        else tuple((juror, ranks[entrant.number]) for juror, ranks in others.items()),
    )


def deviation(variance: Fraction, decimals: int = 2) -> Fraction:
    """Return the root of a variance, rounded half up from its exact value.

    ``isqrt`` of four times the scaled square is the floor of twice the root, so that no floating
    point stands between the sheets and the digit.
    """
    scale = 10**decimals
    doubled = isqrt(4 * variance.numerator * scale**2 // variance.denominator)
    return Fraction((doubled + 1) // 2, scale)
