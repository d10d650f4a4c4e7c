"""What cannot stand together, and the cheapest relief (无解的原因和放宽办法).

Everything that an office may give up is made elastic; the rules of law never are. Two questions are
asked: how little money would save all requirements, and how few requirements would have to go. Then
the requirements are tried one by one, and those without which the conflict stays are left out of it.
"""

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from jiugai.domain.programme.choice.outcome import (
    Relief,
    Requirement,
    RequirementKind,
    requirements,
)
from jiugai.domain.programme.choice.statement import ChoiceProblem, PoolCommunity, Pot
from jiugai.domain.quantities import FEN_PER_WAN_YUAN
from jiugai.solvers.highs_child import Ending, Question
from jiugai.solvers.linear import Rows
from jiugai.solvers.plan_choice.matrix import ChoiceMatrix, build
from jiugai.solvers.plan_choice.search import Found, Search

_MOST_TRIALS = 60
_NODES = 5_000
_STAGE = "查找不能同时满足的要求"


def find_relief(problem: ChoiceProblem, search: Search) -> Relief | None:
    """Return what would make a statement possible, or None if that was not found in time."""
    asked = requirements(problem)
    found = _fewest(problem, asked, search)
    if found is None:
        return None
    dropped, is_fewest = found
    if not dropped:
        return None
    conflict, is_least = _conflict(problem, asked, search)
    money = _money(problem, asked, search)
    return Relief(conflict, is_least, dropped, is_fewest, money)


def _free(problem: ChoiceProblem) -> ChoiceProblem:
    """Return the statement without any requirement that may be given up."""
    pool = tuple(replace(community, due_by=None) for community in problem.pool)
    return replace(problem, pool=pool, pins_in=frozenset(), floor=None, aims=())


def _needed(problem: ChoiceProblem, asked: Collection[Requirement]) -> ChoiceProblem:
    """Return the statement without the communities that no requirement asks for."""
    keys = {one.of for one in asked if one.kind is not RequirementKind.FLOOR}
    counties = {one.of for one in asked if one.kind is RequirementKind.FLOOR}
    pool = tuple(c for c in problem.pool if c.key in keys or c.county in counties)
    return replace(problem, pool=pool)


class _Elastic:
    """A statement whose requirements may be given up, community by community, at a price each."""

    def __init__(self, problem: ChoiceProblem, asked: Collection[Requirement]) -> None:
        self.problem = _needed(_free(problem), asked)
        self.matrix: ChoiceMatrix = build(self.problem)
        self.rows = Rows.of(self.matrix.linear)
        self.given_up: dict[Requirement, int] = {}
        for one in asked:
            among = [self.matrix.chosen[c.key] for c in self._among(one)]
            terms = [(column, 1.0) for column in among]
            up = self.rows.column(0.0, float(one.number), is_whole=True)
            self.given_up[one] = up
            self.rows.row([*terms, (up, 1.0)], float(one.number), np.inf)

    def _among(self, one: Requirement) -> list[PoolCommunity]:
        if one.kind is RequirementKind.FLOOR:
            return [c for c in self.problem.pool if c.county == one.of]
        return [c for c in self.problem.pool if c.key == one.of]

    def forbid_giving_up(self) -> None:
        for column in self.given_up.values():
            self.rows.most[column] = 0.0

    def add_money(self) -> dict[int, int]:
        """Let every pot be filled up at a price; return the column of each pot."""
        whole = sum(work.cost_fen for c in self.problem.pool for work in c.works)
        most = whole / FEN_PER_WAN_YUAN
        found = {}
        for n, row in enumerate(self.matrix.pots):
            found[n] = self.rows.column(0.0, most, gain=-1.0)
            self.rows.extend(row, found[n], -1.0)
        return found

    def is_possible(self, search: Search) -> bool | None:
        """Say whether the requirements can stand together; None if that was not found in time."""
        question = Question(self.rows.problem(), False, search.left, gap=1.0, nodes=_NODES)
        done = search.run(question, _STAGE)
        if done.columns is not None:
            return True
        return False if done.ending is Ending.INFEASIBLE else None


def _fewest(
    problem: ChoiceProblem, asked: Collection[Requirement], search: Search
) -> tuple[tuple[tuple[Requirement, int], ...], bool] | None:
    """Return the fewest communities to be given up, by requirement, and whether fewer are ruled out."""
    elastic = _Elastic(problem, asked)
    for column in elastic.given_up.values():
        elastic.rows.gain[column] = -1.0
    linear = elastic.rows.problem()
    done = search.best(linear, search.relaxed(linear), _STAGE)
    if done is None:
        return None
    found = ((one, round(done.columns[column])) for one, column in elastic.given_up.items())
    return tuple((one, number) for one, number in found if number), _is_proven(done)


def _is_proven(done: Found) -> bool:
    """Whether no whole number of communities lies between the value and its bound."""
    return done.bound - done.value < 1 - 1e-6


def _conflict(
    problem: ChoiceProblem, asked: tuple[Requirement, ...], search: Search
) -> tuple[tuple[Requirement, ...], bool]:
    """Leave out every requirement without which the conflict stays; say whether all were tried."""
    kept = list(asked)
    if len(asked) > _MOST_TRIALS:
        return asked, False
    for one in asked:
        rest = [other for other in kept if other != one]
        trial = _Elastic(problem, rest)
        trial.forbid_giving_up()
        is_possible = None if search.is_over else trial.is_possible(search)
        if is_possible is None:
            return tuple(kept), False
        if not is_possible:
            kept = rest
    return tuple(kept), True


def _money(
    problem: ChoiceProblem, asked: tuple[Requirement, ...], search: Search
) -> tuple[tuple[Pot, int], ...] | None:
    """Return the least money that would save every requirement, by pot; None if none is found."""
    elastic = _Elastic(problem, asked)
    elastic.forbid_giving_up()
    columns = elastic.add_money()
    linear = elastic.rows.problem()
    done = None if search.is_over else search.best(linear, search.relaxed(linear), _STAGE)
    if done is None:
        return None
    # A whole figure must not gain a 分 from the solver's noise.
    found = {
        n: int(np.ceil(done.columns[column] * FEN_PER_WAN_YUAN - 0.01))
        for n, column in columns.items()
    }
    return tuple((problem.pots[n], fen) for n, fen in found.items() if fen > 0)
