"""HiGHS in a process that can be killed: what it answers, and what is left when it ends."""

import os
import signal
import threading

import numpy as np
import pytest

from jiugai.solvers.highs_child import Better, Ending, Question
from jiugai.solvers.highs_worker import HighsWorker, WorkerLimits
from jiugai.solvers.linear import LinearProblem, Rows


def knapsack(items: int, rows_of: int = 1) -> LinearProblem:
    """Return a knapsack with several rows: hard enough to keep a solver busy."""
    dice = np.random.default_rng(7)
    rows = Rows()
    columns = [
        rows.column(0, 1, gain=float(dice.integers(50, 99)), is_whole=True) for _ in range(items)
    ]
    for _ in range(rows_of):
        weights = dice.integers(30, 99, items)
        rows.row(
            [(c, float(w)) for c, w in zip(columns, weights, strict=True)],
            -np.inf,
            float(weights.sum() // 2),
        )
    return rows.problem()


def impossible() -> LinearProblem:
    rows = Rows()
    one = rows.column(0, 1, is_whole=True)
    rows.row([(one, 2.0)], 1.0, 1.0)
    return rows.problem()


def test_solves_one_question_after_another_in_one_process():
    with HighsWorker() as worker:
        first = worker.solve(Question(knapsack(12), False, 10.0))
        pid = worker.pid
        second = worker.solve(Question(impossible(), False, 10.0))
        assert worker.pid == pid

    assert first.ending is Ending.SOLVED
    assert first.columns is not None
    assert first.bound == pytest.approx(first.value)
    assert second.ending is Ending.INFEASIBLE
    assert worker.pid is None


def test_stops_at_its_fence_of_time_with_the_best_and_its_bound():
    with HighsWorker() as worker:
        found = worker.solve(Question(knapsack(120, 30), False, 0.6))

    assert found.ending is Ending.STOPPED
    assert found.columns is not None
    assert found.value <= found.bound < np.inf


def test_keeps_the_best_that_was_told_when_the_process_is_killed():
    told: list[Better] = []
    with HighsWorker() as worker:

        def kill(better: Better) -> None:
            told.append(better)
            if better.columns is not None and worker.pid:
                os.kill(worker.pid, signal.SIGKILL)

        found = worker.solve(Question(knapsack(120, 30), False, 30.0), kill)
        again = worker.solve(Question(knapsack(12), False, 10.0))

    assert found.ending is Ending.FAILED
    assert found.columns is not None
    assert found.value == max(one.value for one in told if one.columns is not None)
    assert again.ending is Ending.SOLVED  # in a new process


@pytest.mark.parametrize("items", [5, 20_000])
def test_kills_a_process_that_does_not_answer_or_does_not_even_listen(items: int):
    with HighsWorker() as worker:
        worker.solve(Question(knapsack(5), False, 10.0))
        pid = worker.pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
        found = worker.solve(Question(knapsack(items), False, 0.1))

    assert (found.ending, found.columns, found.why) == (Ending.STOPPED, None, "time")
    assert not os.path.exists(f"/proc/{pid}/fd")


def test_a_process_without_memory_gives_no_answer_and_harms_nobody():
    with HighsWorker(WorkerLimits(memory_bytes=1 << 25)) as worker:
        found = worker.solve(Question(knapsack(5), False, 10.0))

    assert (found.ending, found.columns) == (Ending.FAILED, None)


def test_can_be_killed_from_another_thread():
    with HighsWorker() as worker:
        timer = threading.Timer(1.0, worker.kill)
        timer.start()
        found = worker.solve(Question(knapsack(120, 30), False, 30.0))
        timer.join()

    assert found.ending is Ending.FAILED
