"""What the rank of a unit with few things to count is worth (名次浮动): one more, one fewer.

Only where a table gives the counts behind a rate: a per cent by itself does not say of how many.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from jiugai.domain.supervision.scoring import ResultSheet, Scores, score


@dataclass(frozen=True, slots=True)
class RankInterval:
    """The ranks that a unit would have with one thing more or fewer in one item (名次浮动).

    Attributes:
      planned: the least that any of its rates is counted of.
    """

    best: int
    worst: int
    planned: int


def intervals(scores: Scores, sheets: Sequence[ResultSheet], small: int) -> dict[str, RankInterval]:
    """Return the interval of each ranked unit whose rates are counted of so many things or fewer.

    All others are left as they are; a unit without a rank has none.
    """
    found = {}
    known = {row.unit: row.score for row in scores.rows if row.score is not None}
    for row in scores.rows:
        own = [sheet for sheet in sheets if sheet.unit == row.unit]
        planned = [result.of for sheet in own for result in sheet.results.values() if result.of]
        if row.rank is None or not planned or min(planned) > small:
            continue
        others = [other for unit, other in known.items() if unit != row.unit]
        ranks = [row.rank]
        for changed in _changed(own, small):
            (again,) = score(scores.scheme, changed).rows
            if again.score is not None:
                ranks.append(1 + sum(other > again.score for other in others))
        found[row.unit] = RankInterval(min(ranks), max(ranks), min(planned))
    return found


def _changed(own: Sequence[ResultSheet], small: int) -> Iterator[list[ResultSheet]]:
    """Yield a unit's sheets with one small item one up, and one down."""
    for place, sheet in enumerate(own):
        for code, result in sheet.results.items():
            if not result.of or result.of > small:
                continue
            for more in (1, -1):
                step = Fraction(100 * more, result.of)
                value = min(max(result.value + step, Fraction(0)), max(result.value, Fraction(100)))
                results = {**sheet.results, code: replace(result, value=value)}
                yield [*own[:place], replace(sheet, results=results), *own[place + 1 :]]
