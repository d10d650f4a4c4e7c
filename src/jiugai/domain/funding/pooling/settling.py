"""From a solver's figures to whole 分 (统筹取整): nothing overpaid, no rule broken, hardly a 分 left."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from jiugai.domain.funding.pooling.outcome import Payments
from jiugai.domain.funding.pooling.statement import PoolProblem
from jiugai.domain.funding.sources import Source
from jiugai.domain.scheme.catalogue import ScopeClass

_NEVER = date.max
_CLASSES = tuple(ScopeClass)


def settle(problem: PoolProblem, wanted: Sequence[Fraction]) -> Payments:
    """Return payments in whole 分 near to those wanted, which keep every rule.

    Each is rounded down and cut to what is left; then what a match lacks is taken back; then every
    分 that may still go somewhere goes there, the basic items and the money that lapses first.

    :param wanted: 分 over each way, in their order; what no rule allows is cut away.
    """
    book = _Book(problem)
    for place in preferred(problem):
        book.pay(place, int(max(wanted[place], Fraction(0))))
    book.restore_matches()
    for place in preferred(problem):
        book.pay(place, problem.ways[place].most_fen)
    return {place: fen for place, fen in sorted(book.payments.items()) if fen}


def preferred(problem: PoolProblem) -> list[int]:
    """Return the places of the ways, those first over which money would rather go.

    Basic items before others, money that is matched by nobody before money that must be, the
    project's own before another's, what lapses soon before what does not.
    """
    matched = {rule.fund for rule in problem.matches}

    def key(place: int) -> tuple[int, bool, bool, date, int]:
        way = problem.ways[place]
        source, item = problem.sources[way.source], problem.items[way.item]
        rank = _CLASSES.index(item.item.scope_class)
        return rank, source.fund in matched, way.crosses, source.until or _NEVER, place

    return sorted(range(len(problem.ways)), key=key)


@dataclass
class _Book:
    problem: PoolProblem
    payments: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        self._left = [one.amount_fen for one in self.problem.sources]
        self._owed = [one.cost_fen for one in self.problem.items]
        self._sums: dict[str, dict[Source, int]] = defaultdict(lambda: defaultdict(int))

    def pay(self, place: int, most: int) -> None:
        """Pay as much over a way as the money, the cost, the share and the matches allow."""
        way = self.problem.ways[place]
        room = way.most_fen - self.payments[place]
        fen = min(most, room, self._left[way.source], self._owed[way.item], self._beside(place))
        if fen > 0:
            self._move(place, fen)

    def restore_matches(self) -> None:
        """Take back what is paid beyond its match."""
        for rule in self.problem.matches:
            for place in reversed(preferred(self.problem)):
                source = self.problem.sources[self.problem.ways[place].source]
                over = -self._beside(place) if source.fund is rule.fund else 0
                if over > 0:
                    self._move(place, -min(over, self.payments[place]))

    def _move(self, place: int, fen: int) -> None:
        way = self.problem.ways[place]
        self.payments[place] += fen
        self._left[way.source] -= fen
        self._owed[way.item] -= fen
        fund = self.problem.sources[way.source].fund
        self._sums[self.problem.items[way.item].project][fund] += fen

    def _beside(self, place: int) -> int:
        """Return how much more of the way's fund its project's matches bear; below nought if less."""
        way = self.problem.ways[place]
        fund = self.problem.sources[way.source].fund
        sums = self._sums[self.problem.items[way.item].project]
        bearable = [
            int(sum(sums[one] for one in rule.by) / rule.least) - sums[fund]
            for rule in self.problem.matches
            if rule.fund is fund and rule.least
        ]
        return min(bearable, default=way.most_fen)
