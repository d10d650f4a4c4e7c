"""Pooling by linear programming (资金统筹求解): one aim after another, each kept while the next is sought.

First the basic items are paid as far as money goes, then the improving, then the upgrading ones; with
that kept, money that lapses soon goes before money that does not; with that kept, projects help each
other as little as they must. HiGHS proposes; ``settle`` makes whole 分 of it, and the domain checks.
The same question has the same answer: simplex on one thread, and fences of time that an instance of
a city never meets.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from jiugai.domain.funding.pooling.outcome import Payments
from jiugai.domain.funding.pooling.settling import settle
from jiugai.domain.funding.pooling.statement import PoolProblem
from jiugai.domain.scheme.catalogue import ScopeClass
from jiugai.solvers.highs_child import Ending, Question
from jiugai.solvers.highs_worker import HighsWorker, WorkerLimits
from jiugai.solvers.linear import Floats, LinearProblem, Rows

_SCALE = 1_000_000  # 分 in a unit of the solver: 万元, so that its tolerances lie below a 分
_KEPT = 1e-7  # of a unit: how far an aim that was reached may be given up for the next
_NEVER = date.max


class NotSolved(Exception):
    """The solver gave no answer within its limits."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """What was found (统筹解).

    Attributes:
      most_paid_fen: what no payments within the rules exceed, in 分, all classes together, given
        that the classes go in their order; rounded up.
    """

    payments: Payments
    most_paid_fen: int


def pool(problem: PoolProblem, *, seconds: float = 60.0) -> Pooled:
    """Return how the money goes.

    :param seconds: the fence of each of the solver's runs.
    :raises NotSolved: if a run fails or meets its fence.
    """
    if not problem.ways:
        return Pooled({}, 0)
    stated = _stated(problem)
    found: Floats = np.zeros(len(problem.ways))
    with HighsWorker(WorkerLimits(threads=1)) as worker:
        for aim in _aims(problem):
            solution = worker.solve(Question(stated.rewarding(aim), False, seconds))
            if solution.ending is not Ending.SOLVED or solution.columns is None:
                raise NotSolved(solution.why or solution.ending.value)
            found = solution.columns
            reached = float(aim @ found)
            stated = stated.with_row(aim, reached - _KEPT)
    wanted = [Fraction(round(float(one) * _SCALE)) for one in found]
    most = int(np.ceil(float(found.sum()) * _SCALE + 0.01 * len(problem.items)))
    owed = sum(one.cost_fen for one in problem.items)
    return Pooled(settle(problem, wanted), min(most, owed))


def _stated(problem: PoolProblem) -> LinearProblem:
    rows = Rows()
    for way in problem.ways:
        rows.column(0.0, way.most_fen / _SCALE)
    by_item: dict[int, list[tuple[int, float]]] = {}
    by_source: dict[int, list[tuple[int, float]]] = {}
    for place, way in enumerate(problem.ways):
        by_item.setdefault(way.item, []).append((place, 1.0))
        by_source.setdefault(way.source, []).append((place, 1.0))
    for i, terms in by_item.items():
        rows.row(terms, -np.inf, problem.items[i].cost_fen / _SCALE)
    for s, terms in by_source.items():
        rows.row(terms, -np.inf, problem.sources[s].amount_fen / _SCALE)
    for terms in _matches(problem):
        rows.row(terms, 0.0, np.inf)
    return rows.problem()


def _matches(problem: PoolProblem) -> list[list[tuple[int, float]]]:
    """Return of each rule and project what stands beside less what it must stand beside."""
    found: dict[tuple[int, str], list[tuple[int, float]]] = {}
    for number, rule in enumerate(problem.matches):
        for place, way in enumerate(problem.ways):
            fund, project = problem.sources[way.source].fund, problem.items[way.item].project
            value = float(fund in rule.by) - float(rule.least) * (fund is rule.fund)
            if value:
                found.setdefault((number, project), []).append((place, value))
    return list(found.values())


def _aims(problem: PoolProblem) -> list[Floats]:
    classes = [problem.items[way.item].item.scope_class for way in problem.ways]
    aims = [np.array([float(one is each) for one in classes]) for each in ScopeClass]
    days = sorted({source.until or _NEVER for source in problem.sources}, reverse=True)
    soon = [float(days.index(problem.sources[way.source].until or _NEVER)) for way in problem.ways]
    crosses = [-float(way.crosses) for way in problem.ways]
    aims += [np.array(soon), np.array(crosses)]
    return [aim for aim in aims if aim.any()]
