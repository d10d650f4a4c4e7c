"""How one objective is searched (求解方法): outright, or from the relaxed problem, by its size.

Small problems are solved outright. In large ones the root of a monolithic search takes minutes, so
there the relaxed problem is solved by an interior point method without crossover, choices that come
out whole are kept, and the search is left with the rest. The bound is recomputed from the prices by
weak duality, so it holds even though the relaxed solution is not exact. Within a short fence of time
the relaxed solution is found less exactly, and is settled as it stands, without any search.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from jiugai.solvers.highs_child import Better, Ending, Question, Solution
from jiugai.solvers.highs_worker import HighsWorker
from jiugai.solvers.linear import Floats, LinearProblem

SMALL = 300
"""Whole columns up to which a problem is solved outright."""
MEDIUM = 4_000
"""Whole columns up to which all is searched once more, from what was found first."""
SHORT = 20.0
"""Seconds below which a large problem is not searched: its relaxed solution is settled."""
_ROUGH = 1e-4
_NEAR = (0.02, 0.25, 1.0)
_NODES = 20_000
_MEDIUM_NODES = 2_000
_LAST_SECOND = 1.0
_KEPT_BACK = 0.15
_MOST_KEPT_BACK = 3.0


@dataclass(frozen=True, slots=True)
class ChoiceProgress:
    """How far the choice has got (比选进度).

    Attributes:
      stage: in Chinese.
      value, bound: of the rank at hand, where known.
    """

    stage: str
    seconds: float
    value: float | None = None
    bound: float | None = None


Tell = Callable[[ChoiceProgress], None]


@dataclass(frozen=True)
class Found:
    """A solution (求解所得), what no solution exceeds, and the prices of the rows if they are known.

    Of a relaxed problem the columns need not be whole, nor does the value bind.
    """

    columns: Floats
    value: float
    bound: float
    prices: Floats | None = None


class Search:
    """Searches one problem after another within one fence of time.

    Attributes:
      ended_by_time: whether the fence was reached, so that another run may end otherwise.
    """

    def __init__(
        self, worker: HighsWorker, seconds: float, gap: float, tell: Tell | None = None
    ) -> None:
        self._worker, self._seconds, self._gap, self._tell = worker, seconds, gap, tell
        self._began = time.monotonic()
        self.ended_by_time = False

    @property
    def left(self) -> float:
        """Return the seconds that are left, never quite none."""
        return max(0.1, self._seconds - (time.monotonic() - self._began))

    @property
    def _to_search(self) -> float:
        """Return the seconds that a search may take, some being kept back for the money."""
        kept = min(_MOST_KEPT_BACK, _KEPT_BACK * self._seconds)
        return max(0.1, self.left - kept)

    @property
    def is_over(self) -> bool:
        """Say whether there is too little time left to begin anything."""
        return self.left < _LAST_SECOND

    def is_hasty(self, linear: LinearProblem) -> bool:
        """Say whether a problem is too large to be searched in the time there is."""
        return self._seconds < SHORT and bool(linear.is_whole.sum() > SMALL)

    def best(self, linear: LinearProblem, relaxed: Found | None, stage: str) -> Found | None:
        """Return the best solution and its bound, or None if none was found."""
        if linear.is_whole.sum() <= SMALL:
            done = self.run(Question(linear, False, self._to_search, 0.0, _NODES), stage)
            if done.columns is None:
                return None
            # A search that was stopped early may know no bound; that of no prices at all is one.
            top = linear.bound(np.zeros(len(linear.row_least)))
            top = min(top, done.bound, np.inf if relaxed is None else relaxed.bound)
            prices = None if relaxed is None else relaxed.prices
            return Found(done.columns, done.value, top, prices)
        if relaxed is None:
            return None
        for near in _NEAR:
            done = self._rest(linear, relaxed, near, stage)
            if done.columns is not None:
                found = Found(done.columns, done.value, relaxed.bound, relaxed.prices)
                return self._once_more(linear, found, stage)
            if self.is_over:
                break
        return None

    def relaxed(self, linear: LinearProblem) -> Found | None:
        """Return the solution of the relaxed problem with its prices, or None if there is none."""
        tolerance = _ROUGH if self.is_hasty(linear) else 0.0
        question = Question(linear, True, self._to_search, tolerance=tolerance)
        done = self.run(question, "求解松弛问题，得到上界")
        if done.prices is None or done.columns is None:
            return None
        prices = -done.prices  # HiGHS counts the gain downward
        return Found(done.columns, done.value, linear.bound(prices), prices)

    def run(self, question: Question, stage: str, bound: float | None = None) -> Solution:
        """Ask the worker one question, and tell how it gets on."""
        self.say(stage, None, bound)

        def better(found: Better) -> None:
            value = found.value if np.isfinite(found.value) else None
            self.say(stage, value, found.bound if bound is None else bound)

        done = self._worker.solve(question, better)
        if done.ending is Ending.STOPPED and done.why in ("Time limit reached", "time"):
            self.ended_by_time = True
        return done

    def say(self, stage: str, value: float | None = None, bound: float | None = None) -> None:
        """Tell how far it has got."""
        if self._tell:
            self._tell(ChoiceProgress(stage, time.monotonic() - self._began, value, bound))

    def _rest(self, linear: LinearProblem, relaxed: Found, near: float, stage: str) -> Solution:
        """Search where the relaxed solution is not whole; keep what is within ``near`` of whole."""
        least, most = linear.least.copy(), linear.most.copy()
        if near < 1.0:
            least[linear.is_whole & (relaxed.columns > 1 - near)] = 1.0
            most[linear.is_whole & (relaxed.columns < near) & (least < 1.0)] = 0.0
        rest = linear.within(least, np.maximum(least, most))
        question = Question(rest, False, self._to_search, self._gap, _NODES)
        return self.run(question, stage, relaxed.bound)

    def _once_more(self, linear: LinearProblem, found: Found, stage: str) -> Found:
        """Search all of a problem that is not too large, from what was found first."""
        is_good = found.bound - found.value <= self._gap * abs(found.bound)
        if is_good or linear.is_whole.sum() > MEDIUM or self.is_over:
            return found
        question = Question(linear, False, self._to_search, self._gap, _MEDIUM_NODES, found.columns)
        done = self.run(question, stage)
        found = replace(found, bound=min(found.bound, done.bound))
        if done.columns is None or done.value <= found.value:
            return found
        return replace(found, columns=done.columns, value=done.value)
