"""Choosing the plan with HiGHS (用 HiGHS 选计划): rank by rank, each with a bound that is proven.

What is found is settled in whole 分 by the domain and held against its checker; the value is counted
from the plan that results, so that nothing rests on the solver's word but the bound.

The same statement gives the same plan, because threads, seed, and the number of nodes are fixed; a
run that reaches its fence of time says so (``ended_by_time``), and then need not.

Where there is no time to search, or a search found nothing, the relaxed solution is settled as it
stands: few of its choices are not whole, and settling offers again what rounding left over.
"""

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from jiugai.domain.programme.choice.checking import check_plan
from jiugai.domain.programme.choice.outcome import (
    PROVEN_GAP,
    ChoiceOutcome,
    ChoiceStatus,
    PotPrice,
    RankOutcome,
)
from jiugai.domain.programme.choice.plan import ChoicePlan
from jiugai.domain.programme.choice.settling import ProposedCommunity, settle
from jiugai.domain.programme.choice.statement import ChoiceProblem
from jiugai.domain.programme.choice.worth import AimRank, ranks, score
from jiugai.domain.quantities import FEN_PER_WAN_YUAN
from jiugai.solvers.highs_child import Question
from jiugai.solvers.highs_worker import HighsWorker, WorkerLimits
from jiugai.solvers.linear import Floats, LinearProblem
from jiugai.solvers.plan_choice.matrix import ChoiceMatrix, build
from jiugai.solvers.plan_choice.relief import find_relief
from jiugai.solvers.plan_choice.search import Found, Search, Tell

_RELATIVE = 1e-6
_ROUNDING = 1e-9
_FEN = 1 / FEN_PER_WAN_YUAN
_EXACT = 10**6
# How much of a community a relaxed solution must choose for it to be proposed; the best is kept.
_SURE = (0.9, 0.5)


@dataclass(frozen=True, slots=True)
class ChoiceLimits:
    """What a choice may take (比选限额).

    Attributes:
      seconds: fence of time.
      gap: relative, at which the search of a large statement ends.
    """

    seconds: float = 60.0
    gap: float = 1e-4
    worker: WorkerLimits = field(default_factory=WorkerLimits)


def choose(
    problem: ChoiceProblem, limits: ChoiceLimits | None = None, tell: Tell | None = None
) -> ChoiceOutcome:
    """Choose the plan of a statement; the plan it returns has passed the domain's checker."""
    limits = limits or ChoiceLimits()
    with HighsWorker(limits.worker) as worker:
        worker.start()
        search = Search(worker, limits.seconds, limits.gap, tell)
        return _Choice(problem, search).run()


class _Choice:
    def __init__(self, problem: ChoiceProblem, search: Search) -> None:
        self._problem, self._search = problem, search
        self._matrix: ChoiceMatrix = build(problem)
        self._every = ranks(problem.aims)
        self._offered = settle(problem, [], self._every)
        self._can_offer = not check_plan(problem, self._offered)

    def run(self) -> ChoiceOutcome:
        choosing = [rank for rank in self._every if rank.chooses]
        linear = self._matrix.linear
        bounds: dict[AimRank, float] = {}
        for rank in choosing:
            gains = self._matrix.gains(self._problem, rank)
            asked = linear.rewarding(gains)
            if rank is choosing[-1]:
                return self._last(asked, rank, bounds)
            all_in = self._all_in(linear, gains)
            if all_in is not None:
                linear = all_in
                bounds[rank] = float(gains @ linear.least)
                continue
            found = self._search.best(asked, self._search.relaxed(asked), _stage(rank))
            if found is None:
                break
            bounds[rank] = found.bound
            linear = linear.with_row(gains, found.value - abs(found.value) * _RELATIVE)
        return self._without_plan()

    def _last(
        self, asked: LinearProblem, rank: AimRank, bounds: dict[AimRank, float]
    ) -> ChoiceOutcome:
        """Choose by the last rank: by search, or by settling where that is too slow or finds none."""
        search = self._search
        relaxed = search.relaxed(asked)
        plan = self._rounded(relaxed) if search.is_hasty(asked) else None
        if plan is not None and relaxed is not None:
            return self._outcome(plan, {**bounds, rank: relaxed.bound}, relaxed)
        found = search.best(asked, relaxed, _stage(rank))
        if found is not None:
            plan = self._settled(found, self._every)
            return self._outcome(plan, {**bounds, rank: found.bound}, found)
        plan = self._rounded(relaxed)
        if plan is not None and relaxed is not None:
            return self._outcome(plan, {**bounds, rank: relaxed.bound}, relaxed)
        return self._without_plan()

    def _rounded(self, relaxed: Found | None) -> ChoicePlan | None:
        """Settle a relaxed solution as it stands; None if what must be in it could not be kept."""
        if relaxed is None:
            return None
        problem = self._problem
        plans: list[ChoicePlan] = []
        for sure in _SURE:
            if plans and self._search.is_over:
                self._search.ended_by_time = True
                break
            self._search.say("落到分，逐项核对", None, relaxed.bound)
            near = proposed(problem, self._matrix, relaxed.columns, sure)
            plan = settle(problem, near, self._every)
            if not check_plan(problem, plan):
                plans.append(plan)
        return max(plans, key=self._worth, default=None)

    def _worth(self, plan: ChoicePlan) -> list[Fraction]:
        return [score(self._problem, plan, rank) for rank in self._every if rank.chooses]

    def _all_in(self, linear: LinearProblem, gains: Floats) -> LinearProblem | None:
        """Return the problem with all that a rank rewards chosen, if that can stand; else None.

        Where it can, the rank is at its best by itself, and no search is needed.
        """
        wanted = gains > 0
        if (gains < 0).any() or (wanted & ~linear.is_whole).any():
            return None
        trial = linear.within(np.where(wanted, linear.most, linear.least), linear.most)
        if self._is_offered(trial):
            return trial  # what was offered without any search proves it
        only = trial.most.copy()
        only[list(self._matrix.done.values())] = 0.0  # whatever is not needed only takes money away
        chosen = np.array(list(self._matrix.chosen.values()))
        others = chosen[trial.least[chosen] < 1]
        if not self._matrix.floors:
            only[others] = 0.0
        fewest = np.zeros(len(gains))
        fewest[chosen] = -1.0
        asked = trial.within(trial.least, only).rewarding(fewest)
        question = Question(asked, False, self._search.left, gap=1.0, nodes=1000)
        done = self._search.run(question, "核对第一级目标能否全部做到")
        return None if done.columns is None else trial

    def _is_offered(self, trial: LinearProblem) -> bool:
        """Say whether the plan that nobody searched for is a solution of the problem."""
        has_more_rows = len(trial.row_least) > len(self._matrix.linear.row_least)
        items = list(self._matrix.done.values())
        if not self._can_offer or has_more_rows or trial.least[items].any():
            return False
        asked = {key for key, column in self._matrix.chosen.items() if trial.least[column]}
        return asked <= self._offered.keys

    def _settled(self, found: Found, every: tuple[AimRank, ...]) -> ChoicePlan:
        """Settle the choice in whole 分; once more with room in the pots, if rounding cost anything."""
        problem, fixed = self._problem, self._fixed(found.columns, every)
        plans = []
        for tried in (fixed, self._with_room(fixed)):
            question = Question(tried, False, self._search.left)
            done = self._search.run(question, "安排资金")
            columns = found.columns if done.columns is None else done.columns
            self._search.say("落到分，逐项核对")
            plan = settle(problem, proposed(problem, self._matrix, columns), every)
            plans.append(plan)
            if float(self._worth(plan)[-1]) >= found.value * (1 - _ROUNDING):
                break
        return max(plans, key=self._worth)

    def _fixed(self, columns: Floats, every: tuple[AimRank, ...]) -> LinearProblem:
        """Return the problem of who pays, the choice being made, with the aims of money."""
        linear = self._matrix.linear
        gains = np.zeros(len(linear.gain))
        for rank in every:
            if not rank.chooses:  # of several ranks of money the first weighs by far the most
                gains = gains * 1000 + self._matrix.gains(self._problem, rank)
        whole = np.round(columns)
        least = np.where(linear.is_whole, whole, linear.least)
        most = np.where(linear.is_whole, whole, linear.most)
        return linear.within(least, most).rewarding(gains)

    def _with_room(self, linear: LinearProblem) -> LinearProblem:
        """Hold a few 分 of every pot back, so that rounding has room."""
        most = linear.row_most.copy()
        widths = np.diff(linear.starts)
        for row in self._matrix.pots:
            most[row] = max(0.0, most[row] - 2 * _FEN * widths[row])
        return linear.between(linear.row_least, most)

    def _outcome(
        self,
        plan: ChoicePlan,
        bounds: dict[AimRank, float],
        found: Found,
    ) -> ChoiceOutcome:
        problem = self._problem
        if check_plan(problem, plan):
            return ChoiceOutcome(
                ChoiceStatus.UNKNOWN, None, ended_by_time=self._search.ended_by_time
            )
        told = tuple(self._told(plan, rank, bounds.get(rank)) for rank in self._every)
        choosing = [one for one in told if one.rank.chooses]
        proven = all(one.gap <= PROVEN_GAP for one in choosing)
        return ChoiceOutcome(
            ChoiceStatus.OPTIMAL if proven else ChoiceStatus.FEASIBLE,
            plan,
            told,
            self._prices(found),
            ended_by_time=self._search.ended_by_time,
        )

    def _told(self, plan: ChoicePlan, rank: AimRank, bound: float | None) -> RankOutcome:
        value = score(self._problem, plan, rank)
        # Of the money, the choice being made, no bound is claimed beyond what is counted.
        top = value if bound is None else max(value, Fraction(bound).limit_denominator(_EXACT))
        return RankOutcome(rank, value, top)

    def _prices(self, found: Found) -> tuple[PotPrice, ...]:
        if found.prices is None:
            return ()
        pairs = zip(self._problem.pots, self._matrix.pots, strict=True)
        return tuple(
            PotPrice(
                pot,
                Fraction(round(max(0.0, float(found.prices[row])), 6)).limit_denominator(_EXACT),
            )
            for pot, row in pairs
        )

    def _without_plan(self) -> ChoiceOutcome:
        """Say why there is none; or, where time ran out, offer what can be paid best first."""
        if self._can_offer:
            return self._without_search()
        relief = None if self._search.is_over else find_relief(self._problem, self._search)
        if relief is None:
            over = self._search.ended_by_time or self._search.is_over
            return ChoiceOutcome(ChoiceStatus.UNKNOWN, None, ended_by_time=over)
        return ChoiceOutcome(ChoiceStatus.INFEASIBLE, None, relief=relief)

    def _without_search(self) -> ChoiceOutcome:
        """Return the plan that nobody searched for, below the bound of no prices at all."""
        linear = self._matrix.linear
        free = np.zeros(len(linear.row_least))
        bounds = {
            rank: linear.rewarding(self._matrix.gains(self._problem, rank)).bound(free)
            for rank in self._every
            if rank.chooses
        }
        plan = self._offered
        told = tuple(self._told(plan, rank, bounds.get(rank)) for rank in self._every)
        over = self._search.ended_by_time or self._search.is_over
        return ChoiceOutcome(ChoiceStatus.FEASIBLE, plan, told, ended_by_time=over)


def _stage(rank: AimRank) -> str:
    return f"求解第 {rank.rank} 级目标"


def proposed(
    problem: ChoiceProblem, matrix: ChoiceMatrix, columns: Floats, sure: float = 0.5
) -> list[ProposedCommunity]:
    """Read a solution back: who is chosen, which optional items, and the money rounded down to 分."""
    found = []
    money: dict[str, dict[tuple[str, str], int]] = {}
    for (key, kind, source), column in matrix.money.items():
        # A hundredth of a 分 is the solver's noise; a whole figure must not lose a 分 to it.
        fen = int(np.floor(columns[column] * FEN_PER_WAN_YUAN + 0.01))
        if fen > 0:
            money.setdefault(key, {})[kind, source] = fen
    for community in problem.pool:
        key = community.key
        if columns[matrix.chosen[key]] < sure:
            continue
        items = frozenset(
            work.item for work in community.optional if columns[matrix.done[key, work.item]] > 0.5
        )
        found.append(ProposedCommunity(key, items, money.get(key, {})))
    return found
