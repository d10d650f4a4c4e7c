"""The process that runs HiGHS (求解进程): asked on standard input, answering on standard output.

A process of its own, because a solver cannot be stopped from within, takes what memory it likes,
and, from 1.13 on, cannot be loaded beside OR-Tools. It is started by ``highs_worker`` alone: both
ends are this project's own code, so what passes between them is pickled.
"""

import importlib
import pickle
import resource
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, BinaryIO

import numpy as np

from jiugai.solvers.linear import Floats, LinearProblem

LENGTH = struct.Struct("<Q")


class Ending(Enum):
    """How a run ended (求解结局)."""

    SOLVED = "solved"  # within the gap that was asked for
    STOPPED = "stopped"  # at a limit of time or nodes; what is found may be good
    INFEASIBLE = "infeasible"
    FAILED = "failed"  # the solver gave up, was killed, or ran out of memory


@dataclass(frozen=True)
class Question:
    """One run of the solver (求解请求).

    Attributes:
      is_relaxed: leave out that some columns are whole, and find interior prices.
      seconds: fence of time; a run that reaches it need not end the same way twice.
      gap: relative, between the best and the bound, at which the run may end.
      nodes: fence of the search, the same on every machine.
      start: a solution to begin with.
      tolerance: relative, at which a relaxed run may end; nought for the solver's own.
    """

    problem: LinearProblem
    is_relaxed: bool
    seconds: float
    gap: float = 0.0
    nodes: int = 1 << 30
    start: Floats | None = None
    tolerance: float = 0.0


@dataclass(frozen=True)
class Solution:
    """What a run found (求解结果).

    Attributes:
      columns: the best solution, or None.
      bound: what the solver says no solution exceeds; of a relaxed run, its value.
      prices: of the rows, for a relaxed run.
    """

    ending: Ending
    columns: Floats | None
    value: float
    bound: float
    prices: Floats | None = None
    why: str = ""


@dataclass(frozen=True)
class Better:
    """A better solution, told while the run goes on (新的较优解)."""

    columns: Floats | None
    value: float
    bound: float


def send(stream: BinaryIO, message: object) -> None:
    """Write one message."""
    content = pickle.dumps(message, protocol=5)
    stream.write(LENGTH.pack(len(content)) + content)
    stream.flush()


def main() -> None:
    """Answer questions until the input ends."""
    memory, threads = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    while head := asked.read(LENGTH.size):
        (size,) = LENGTH.unpack(head)
        question = pickle.loads(asked.read(size))
        try:
            found = _run(question, threads, lambda better: send(answers, better))
        except MemoryError:
            found = Solution(Ending.FAILED, None, -np.inf, np.inf, why="memory")
        send(answers, found)


def _run(question: Question, threads: int, tell: Callable[[Better], None]) -> Solution:
    highspy: Any = importlib.import_module("highspy")  # loaded here alone; it is not typed
    highs = highspy.Highs()
    for name, value in _options(question, threads).items():
        highs.setOptionValue(name, value)
    highs.passModel(_model(highspy, question))
    if question.start is not None:
        start = highspy.HighsSolution()
        start.col_value = list(question.start)
        highs.setSolution(start)
    if not question.is_relaxed:
        _tell_better(highs, tell)
    highs.run()
    return _found(highspy, highs, question)


def _options(question: Question, threads: int) -> dict[str, Any]:
    options: dict[str, Any] = {
        "output_flag": False,
        "threads": threads,
        "random_seed": 1,
        "time_limit": float(question.seconds),
    }
    if question.is_relaxed:
        if question.tolerance:
            options["ipm_optimality_tolerance"] = question.tolerance
        return {**options, "solver": "ipx", "run_crossover": "off"}
    return {
        **options,
        "mip_rel_gap": question.gap,
        "mip_abs_gap": 0.0,
        "mip_max_nodes": question.nodes,
        "mip_feasibility_tolerance": 1e-9,
        "primal_feasibility_tolerance": 1e-9,
    }


def _model(highspy: Any, question: Question) -> Any:
    problem = question.problem
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(problem.gain), len(problem.row_least)
    model.col_cost_, model.sense_ = problem.gain, highspy.ObjSense.kMaximize
    model.col_lower_, model.col_upper_ = problem.least, problem.most
    model.row_lower_, model.row_upper_ = problem.row_least, problem.row_most
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = problem.starts, problem.columns
    model.a_matrix_.value_ = problem.values
    if not question.is_relaxed:
        kinds = highspy.HighsVarType
        model.integrality_ = [
            kinds.kInteger if whole else kinds.kContinuous for whole in problem.is_whole
        ]
    return model


def _tell_better(highs: Any, tell: Callable[[Better], None]) -> None:
    def improved(event: Any) -> None:
        said = event.data_out
        columns = np.array(said.mip_solution, dtype=np.float64)
        tell(Better(columns, said.objective_function_value, said.mip_dual_bound))

    def logged(event: Any) -> None:
        said = event.data_out
        tell(Better(None, said.mip_primal_bound, said.mip_dual_bound))

    highs.cbMipImprovingSolution.subscribe(improved)
    highs.cbMipLogging.subscribe(logged)


def _found(highspy: Any, highs: Any, question: Question) -> Solution:
    status, told = highs.getModelStatus(), highs.getInfo()
    names = highspy.HighsModelStatus
    if status in (names.kInfeasible, names.kUnboundedOrInfeasible):
        return Solution(Ending.INFEASIBLE, None, -np.inf, -np.inf)
    ending = {
        names.kOptimal: Ending.SOLVED,
        names.kTimeLimit: Ending.STOPPED,
        names.kSolutionLimit: Ending.STOPPED,
        names.kIterationLimit: Ending.STOPPED,
    }.get(status, Ending.FAILED)
    solution = highs.getSolution()
    value = told.objective_function_value
    if question.is_relaxed:
        # HiGHS prices a row by what the gain grows by, which is what the bound wants.
        prices = np.array(solution.row_dual, dtype=np.float64)
        columns = np.array(solution.col_value, dtype=np.float64)
        return Solution(ending, columns, value, value, prices, highs.modelStatusToString(status))
    has = told.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    best = np.array(solution.col_value, dtype=np.float64) if has else None
    why = highs.modelStatusToString(status)
    return Solution(ending, best, value if has else -np.inf, told.mip_dual_bound, why=why)
