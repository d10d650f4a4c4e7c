"""The statement of the choice as a matrix (比选题目的矩阵): money in 万元, choices between 0 and 1.

Owed items need no column of their own, being done with the community. Money is by community, kind
and source; items are split within the kind afterwards, exactly.
"""

from dataclasses import dataclass, field

import numpy as np

from jiugai.domain.programme.choice.statement import (
    ChoiceProblem,
    PoolCommunity,
    demand,
)
from jiugai.domain.programme.choice.worth import AimRank
from jiugai.domain.quantities import FEN_PER_WAN_YUAN
from jiugai.solvers.linear import Floats, LinearProblem, Rows

INF = float("inf")


@dataclass
class ChoiceMatrix:
    """A statement's matrix, and where in it everything stands.

    Attributes:
      chosen: column of each community.
      done: column of each optional item, by community and item.
      money: column by community, kind and source.
      pair: column of each pair of neighbours.
      pots: row of each pot.
      floors: row of each county's floor; ``cap`` that of the extension, if there is one.
    """

    linear: LinearProblem
    chosen: dict[str, int] = field(default_factory=dict)
    done: dict[tuple[str, str], int] = field(default_factory=dict)
    money: dict[tuple[str, str, str], int] = field(default_factory=dict)
    pair: dict[tuple[str, str], int] = field(default_factory=dict)
    pots: list[int] = field(default_factory=list)
    floors: dict[str, int] = field(default_factory=dict)
    cap: int | None = None

    def gains(self, problem: ChoiceProblem, rank: AimRank) -> Floats:
        """Return what each column gives on a rank."""
        gain = np.zeros(len(self.linear.gain))
        for key, column in self.chosen.items():
            gain[column] = float(rank.of_community(problem.by_key[key]))
        for community in problem.pool:
            for work in community.optional:
                gain[self.done[community.key, work.item]] = float(rank.of_work(community, work))
        gain[list(self.pair.values())] = float(rank.of_pair)
        if rank.of_local_wan:
            local = {source.code for source in problem.sources if source.is_local}
            for (_, _, source), column in self.money.items():
                gain[column] = float(rank.of_local_wan) if source in local else 0.0
        return gain


def wan(fen: int) -> float:
    """Return 分 as 万元."""
    return fen / FEN_PER_WAN_YUAN


def build(problem: ChoiceProblem) -> ChoiceMatrix:
    """Return the matrix of a statement, without gains."""
    return _Builder(problem).build()


class _Builder:
    def __init__(self, problem: ChoiceProblem) -> None:
        self._problem = problem
        self._rows = Rows()
        self._matrix = ChoiceMatrix(self._rows.problem())
        self._in_pot: list[list[tuple[int, float]]] = [[] for _ in problem.pots]

    def build(self) -> ChoiceMatrix:
        problem, rows, matrix = self._problem, self._rows, self._matrix
        for community in problem.pool:
            least, most = problem.must_enter(community), problem.may_enter(community)
            matrix.chosen[community.key] = rows.column(least, most, is_whole=True)
        for community in problem.pool:
            self._community(community)
        for pot, terms in zip(problem.pots, self._in_pot, strict=True):
            matrix.pots.append(rows.row(terms, 0.0, wan(pot.fen)))
        self._together()
        self._neighbours()
        matrix.linear = rows.problem()
        return matrix

    def _community(self, community: PoolCommunity) -> None:
        rows, matrix, key = self._rows, self._matrix, community.key
        chosen = matrix.chosen[key]
        owed = demand(community.owed)
        whole = demand(community.works)
        by_kind: dict[str, list[tuple[int, float]]] = {kind: [] for kind in whole}
        for work in community.optional:
            done = matrix.done[key, work.item] = rows.column(0.0, 1.0, is_whole=True)
            rows.row([(done, 1.0), (chosen, -1.0)], -INF, 0.0)
            by_kind[work.kind].append((done, wan(work.cost_fen)))
        for kind, fen in owed.items():
            by_kind[kind].append((chosen, wan(fen)))
        for kind, cost in by_kind.items():
            self._kind(community, kind, cost, whole[kind])
        self._sources(community, whole)

    def _kind(
        self, community: PoolCommunity, kind: str, cost: list[tuple[int, float]], whole: int
    ) -> None:
        """Add the money of one kind: it sums to the cost, within each source's least and most."""
        rows, matrix = self._rows, self._matrix
        money = []
        for source, rule in self._problem.permits.get(kind, {}).items():
            column = rows.column(0.0, wan(whole))
            matrix.money[community.key, kind, source] = column
            money.append((column, 1.0))
            for n in self._problem.pots_of[source, community.county]:
                self._in_pot[n].append((column, 1.0))
            if rule.least:
                part = [(place, -float(rule.least) * each) for place, each in cost]
                rows.row([(column, 1.0), *part], 0.0, INF)
            if rule.most < 1:
                part = [(place, -float(rule.most) * each) for place, each in cost]
                rows.row([(column, 1.0), *part], -INF, 0.0)
        rows.row(money + [(place, -each) for place, each in cost], 0.0, 0.0)

    def _sources(self, community: PoolCommunity, whole: dict[str, int]) -> None:
        problem, rows, money = self._problem, self._rows, self._matrix.money
        chosen = self._matrix.chosen[community.key]
        given = {
            source.code: [
                (money[community.key, kind, source.code], 1.0)
                for kind in whole
                if (community.key, kind, source.code) in money
            ]
            for source in problem.sources
        }
        for source in problem.sources:
            most = problem.most_from(community, source)
            payable = sum(
                fen for kind, fen in whole.items() if (community.key, kind, source.code) in money
            )
            if most is not None and most < payable:
                rows.row([*given[source.code], (chosen, -wan(most))], -INF, 0.0)
        for rule in problem.matches:
            payers = [term for payer in rule.payers for term in given[payer]]
            of = [(place, -float(rule.share)) for each in rule.of for place, _ in given[each]]
            if of:
                rows.row(payers + of, 0.0, INF)

    def _together(self) -> None:
        problem, rows, matrix = self._problem, self._rows, self._matrix
        for county, least in problem.floors.items():
            terms = [(matrix.chosen[c.key], 1.0) for c in problem.pool if c.county == county]
            matrix.floors[county] = rows.row(terms, float(least), INF)
        if problem.extension_cap is not None:
            terms = [
                (matrix.chosen[c.key], float(c.households)) for c in problem.pool if c.is_extension
            ]
            matrix.cap = rows.row(terms, -INF, float(problem.extension_cap.households))

    def _neighbours(self) -> None:
        rows, matrix = self._rows, self._matrix
        for one, other in self._problem.pairs:
            pair = matrix.pair[one, other] = rows.column(0.0, 1.0)
            rows.row([(pair, 1.0), (matrix.chosen[one], -1.0)], -INF, 0.0)
            rows.row([(pair, 1.0), (matrix.chosen[other], -1.0)], -INF, 0.0)
