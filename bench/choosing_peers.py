"""One peer of choosing the plan in a process of its own: ``highs``, ``cpsat``; or the whole ``nation``.

Prints three figures: seconds, value and bound; of the nation seconds, gap in % and what is left.
"""

import sys
import time

import numpy as np

from bench.made_nation import made_nation
from bench.made_pool import made_pool
from jiugai.domain.programme.choice.worth import ranks
from jiugai.solvers.highs_child import Question
from jiugai.solvers.highs_worker import HighsWorker
from jiugai.solvers.linear import LinearProblem
from jiugai.solvers.national import choose_nationally
from jiugai.solvers.plan_choice.matrix import build

_SCALE = 100  # CP-SAT wants whole numbers: money in 百元, shares in hundredths
_POINTS = 10_000


def _whole_problem() -> LinearProblem:
    """Return the matrix of the second rank, the first one met: as the project's own search sees it."""
    problem = made_pool()
    matrix = build(problem)
    _, second, *_ = ranks(problem.aims)
    linear = matrix.linear.rewarding(matrix.gains(problem, second))
    least = linear.least.copy()
    for community in problem.pool:
        if community.is_carried_over:
            least[matrix.chosen[community.key]] = 1.0
    return linear.within(least, linear.most)


def highs(seconds: float) -> tuple[float, float]:
    """Return value and bound of HiGHS on the whole matrix."""
    with HighsWorker() as worker:
        found = worker.solve(Question(_whole_problem(), False, seconds, gap=1e-4))
    return found.value, found.bound


def cpsat(seconds: float) -> tuple[float, float]:
    """Return value and bound of CP-SAT on the whole matrix, money in whole hundredths of a 万元."""
    from ortools.sat.python import cp_model

    linear = _whole_problem()
    model = cp_model.CpModel()
    unit = np.where(linear.is_whole | (linear.most <= 1), 1, _SCALE)
    columns = [
        model.new_int_var(int(low * one), int(high * one), "")
        for low, high, one in zip(linear.least, linear.most, unit, strict=True)
    ]
    for row, (begin, end) in enumerate(zip(linear.starts, linear.starts[1:], strict=False)):
        places = linear.columns[begin:end]
        # A column in hundredths counts a hundredth; times 10,000 every share stays whole.
        factors = np.round(linear.values[begin:end] * 10_000 / unit[places]).astype(np.int64)
        total = cp_model.LinearExpr.weighted_sum([columns[n] for n in places], factors.tolist())
        low, high = linear.row_least[row], linear.row_most[row]
        slack = _SCALE if low == high else 0  # a sum of whole units may miss a cost by one
        if np.isfinite(low):
            model.add(total >= int(np.floor(low * 10_000)) - slack)
        if np.isfinite(high):
            model.add(total <= int(np.ceil(high * 10_000)) + slack)
    gains = np.round(linear.gain * _POINTS / unit).astype(np.int64)
    paid = np.flatnonzero(gains)
    model.maximize(
        cp_model.LinearExpr.weighted_sum([columns[n] for n in paid], gains[paid].tolist())
    )
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    solver.parameters.random_seed = 1
    status = solver.solve(model)
    has = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    value = solver.objective_value / _POINTS if has else 0.0
    return value, solver.best_objective_bound / _POINTS


def nation(rounds: int) -> tuple[float, float]:
    """Return gap in % and the least that is left in a pot."""
    found = choose_nationally(_NATION, rounds)
    return 100 * found.gap, float(found.left.min())


if __name__ == "__main__":
    name, figure = sys.argv[1], int(sys.argv[2])
    _NATION = made_nation(280_000 if name == "nation" else 100)
    began = time.perf_counter()
    told = {"highs": highs, "cpsat": cpsat, "nation": nation}[name](figure)
    print(time.perf_counter() - began, *told)
