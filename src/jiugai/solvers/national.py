"""Choosing for a whole country (全国规模的比选): one way for each community, many pots, one thread.

Each community may be done in one of a few ways, each of which draws on a few pots. Pots are priced;
at a set of prices every community chooses for itself, and what all of them gain plus what the pots
are worth is a bound that no choice exceeds (Lagrangian duality). Prices rise where a pot is
overdrawn and fall where it is not, each by a step of its own that grows while it goes one way and
shrinks when it turns: pots differ a thousandfold in how strongly their price moves what they pay,
and one step for all leaves the bound a quarter of a percent too high. A choice is made from the
prices by taking the best for their money first, in rounds, so that no pot is ever overdrawn.

Prices are found on every sixteenth community first, then on every fourth, and only then on all: what
most pots cost is known from a part, and a round over all takes sixteen times as long. Last, within
each city, pairs of changes are looked for that together gain and fit (``national_exchange``).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jiugai.solvers.national_exchange import Exchange

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Bits = NDArray[np.bool_]

# Every so manyth community, rounds in parts of those asked for, first step.
_SCALES = ((16, 1.0, 0.2), (4, 0.5, 0.1), (1, 1.0, 0.05))
_FURTHER, _NEARER = 1.2, 0.6
_LEAST_STEP, _MOST_STEP = 1e-4, 10.0
_MOST_CHANGE = 0.3
_LEAST_PRICE = 1e-9
_ROUNDS = 40
_REACH = 400


@dataclass(frozen=True)
class NationalProblem:
    """Communities, their ways, and the pots (全国比选题目).

    Attributes:
      gain: by way and community; nought or less for a way that there is not.
      use: by pot of the way, way and community; whole units of money, none below nought.
      pot: by pot of the way and community, which pot it is; no community names one twice.
      budget: of each pot, in the same units.
    """

    gain: Floats
    use: Whole
    pot: Whole
    budget: Whole


@dataclass(frozen=True)
class NationalChoice:
    """What was chosen (全国比选结果).

    Attributes:
      way: of each community, or −1.
      left: of each pot; never below nought.
      bound: what no choice exceeds.
      prices: of each pot, at which the bound holds.
    """

    way: Whole
    value: float
    bound: float
    left: Whole
    prices: Floats

    @property
    def gap(self) -> float:
        """Return how far the value stays below the bound, as a part of the bound."""
        return (self.bound - self.value) / self.bound if self.bound else 0.0


def choose_nationally(problem: NationalProblem, rounds: int = 200) -> NationalChoice:
    """Choose ways within the pots, with a bound; the same rounds give the same choice.

    :param rounds: how often prices are moved over all communities.
    """
    search = _National(problem)
    for every, part, first in _SCALES:
        scaled = search if every == 1 else _National(_part(problem, every))
        scaled.begin(search.now, first)
        for _ in range(max(1, int(rounds * part))):
            scaled.move()
        search.now = scaled.now
    return search.choice()


def _part(problem: NationalProblem, every: int) -> NationalProblem:
    """Return every so manyth community, with so much less money."""
    return NationalProblem(
        np.ascontiguousarray(problem.gain[:, ::every]),
        np.ascontiguousarray(problem.use[:, :, ::every]),
        np.ascontiguousarray(problem.pot[:, ::every]),
        problem.budget // every,
    )


class _National:
    """The state of the prices, and what they lead to."""

    def __init__(self, problem: NationalProblem) -> None:
        self._problem = problem
        self._gain = problem.gain.astype(np.float32)
        self._use = problem.use.astype(np.float32)
        whole = float(problem.gain.max(axis=0).clip(min=0).sum())
        wanted = float(problem.use.max(axis=1).sum())
        start = 0.5 * whole / wanted if wanted else 0.0
        self.now = np.full(len(problem.budget), start)
        self.begin(self.now, _LEAST_STEP)

    def begin(self, prices: Floats, step: float) -> None:
        """Start from prices, with the same step for every pot."""
        self.now = self.prices = prices
        self.bound = np.inf
        self._step = np.full(len(prices), step)
        self._slope = np.zeros(len(prices))

    def move(self) -> None:
        """Let every community choose at the prices of now; keep the bound; move the prices."""
        budget = self._problem.budget
        reduced = self._reduced(self.now, self._gain, self._use)
        way = reduced.argmax(axis=0)
        who = np.flatnonzero(np.take_along_axis(reduced, way[None], 0)[0] > 0)
        load = np.zeros(len(budget))
        for pots, use in zip(self._problem.pot, self._use, strict=True):
            load += np.bincount(pots[who], use[way[who], who], minlength=len(budget))
        gained = reduced[way[who], who].sum(dtype=np.float64)
        if gained + self.now @ budget < self.bound:
            self.bound, self.prices = float(gained + self.now @ budget), self.now
        slope = (load - budget) / np.maximum(budget, 1)
        turned = np.sign(slope * self._slope)
        further = np.where(turned > 0, _FURTHER, np.where(turned < 0, _NEARER, 1.0))
        self._step = np.clip(self._step * further, _LEAST_STEP, _MOST_STEP)
        self._slope = slope
        factor = np.exp(np.clip(self._step * slope, -_MOST_CHANGE, _MOST_CHANGE))
        self.now = np.maximum(self.now, _LEAST_PRICE) * factor

    def choice(self) -> NationalChoice:
        """Make a choice at the prices of the best bound, and improve it within each city."""
        problem, prices = self._problem, self.prices
        left, way = problem.budget.copy(), np.full(problem.gain.shape[1], -1)
        reduced = self._reduced(prices, problem.gain, problem.use.astype(np.float64))
        self._fill(way, left, reduced, reduced > 0)
        exchange = Exchange(problem.gain, problem.use, problem.pot, reduced, _REACH)
        exchange.improve(way, left)
        self._fill(way, left, reduced, problem.gain > 0)
        exchange.improve(way, left)
        chosen = np.flatnonzero(way >= 0)
        value = float(problem.gain[way[chosen], chosen].sum())
        return NationalChoice(way, value, self._certain(prices), left, prices)

    def _certain(self, prices: Floats) -> float:
        """Return the bound at prices in double precision: it is the one that is told."""
        reduced = self._reduced(prices, self._problem.gain, self._problem.use)
        return float(reduced.max(axis=0).clip(min=0).sum() + prices @ self._problem.budget)

    def _reduced(self, prices: Floats, gain: NDArray[Any], use: NDArray[Any]) -> NDArray[Any]:
        """Return by way and community what a way gains beyond the price of its money."""
        reduced = gain.copy()
        for pots, drawn in zip(self._problem.pot, use, strict=True):
            reduced -= drawn * prices[pots].astype(gain.dtype)
        return reduced

    def _fill(self, way: Whole, left: Whole, reduced: Floats, may: Bits) -> None:
        """Give those without a way the best that still fits, the best for their money first."""
        problem = self._problem
        for _ in range(_ROUNDS):
            out = np.flatnonzero(way < 0)
            fits = may[:, out].copy()
            for pots, use in zip(problem.pot, problem.use, strict=True):
                fits &= use[:, out] <= left[pots[out]]
            score = np.where(fits, reduced[:, out], -np.inf)
            wish = score.argmax(axis=0)
            some = np.isfinite(score[wish, np.arange(len(out))])
            out, wish = out[some], wish[some]
            if not len(out):
                return
            cost = problem.gain[wish, out] - reduced[wish, out]
            order = np.argsort(-problem.gain[wish, out] / np.maximum(cost, 1e-9), kind="stable")
            out, wish = out[order], wish[order]
            taken = self._together(out, problem.use[:, wish, out], left)
            way[out[taken]] = wish[taken]
            for pots, use in zip(problem.pot, problem.use, strict=True):
                np.subtract.at(left, pots[out[taken]], use[wish[taken], out[taken]])

    def _together(self, who: Whole, use: Whole, left: Whole) -> Bits:
        """Say who can be served in this order; those who could not are counted as if they were.

        That is on the safe side: what is taken never overdraws, and the next round tries the rest.
        """
        taken = np.ones(len(who), dtype=np.bool_)
        for pots, drawn in zip(self._problem.pot, use, strict=True):
            mine = pots[who]
            by_pot = np.argsort(mine, kind="stable")
            running = np.cumsum(drawn[by_pot])
            starts = np.flatnonzero(np.r_[True, mine[by_pot][1:] != mine[by_pot][:-1]])
            before = np.repeat(
                running[starts] - drawn[by_pot][starts], np.diff(np.r_[starts, len(who)])
            )
            fits = np.empty(len(who), dtype=np.bool_)
            fits[by_pot] = running - before <= left[mine[by_pot]]
            taken &= fits
        return taken
