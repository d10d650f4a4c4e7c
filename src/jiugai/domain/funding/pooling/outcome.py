"""How the money goes (统筹结果): what pays what, what stays unpaid, what lies idle, who helps whom."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jiugai.domain.funding.pooling.statement import PoolProblem, projects_of
from jiugai.domain.scheme.catalogue import ScopeClass

Payments = Mapping[int, int]
"""What goes over each way, in 分, by the place of the way."""


@dataclass(frozen=True, slots=True)
class ProjectBalance:
    """A project's sheet within its package (项目平衡表); 分.

    ``own`` + ``received`` + ``unpaid`` = ``cost``; what all give in a package is what all receive.

    Attributes:
      own: paid by money that is free, or the project's own.
      received: paid by money that belongs to other projects of the package.
      given: of its own money, what went to others.
      left: of its own money, what stays.
      borrowed: of what pays it, what must be paid back: bonds and loans.
    """

    project: str
    package: str
    cost_fen: int
    own_fen: int
    received_fen: int
    unpaid_fen: int
    given_fen: int
    left_fen: int
    borrowed_fen: int


_COLUMNS = (
    "cost_fen",
    "own_fen",
    "received_fen",
    "unpaid_fen",
    "given_fen",
    "left_fen",
    "borrowed_fen",
)


@dataclass(frozen=True, slots=True)
class PoolOutcome:
    """How the money goes (统筹结果).

    Attributes:
      paid, unpaid: 分 of each item, by its place.
      idle: 分 of each source that is left, by its place.
      by_class: 分 unpaid of each class.
      balances: of every project, in the order of the table.
    """

    payments: Mapping[int, int]
    paid: tuple[int, ...]
    unpaid: tuple[int, ...]
    idle: tuple[int, ...]
    by_class: Mapping[ScopeClass, int]
    balances: tuple[ProjectBalance, ...]

    @property
    def unpaid_fen(self) -> int:
        return sum(self.unpaid)

    @property
    def idle_fen(self) -> int:
        return sum(self.idle)


def outcome(problem: PoolProblem, payments: Payments) -> PoolOutcome:
    """Count up what payments come to."""
    paid = [0] * len(problem.items)
    used = [0] * len(problem.sources)
    for place, fen in payments.items():
        way = problem.ways[place]
        paid[way.item] += fen
        used[way.source] += fen
    unpaid = tuple(one.cost_fen - fen for one, fen in zip(problem.items, paid, strict=True))
    idle = tuple(one.amount_fen - fen for one, fen in zip(problem.sources, used, strict=True))
    by_class = dict.fromkeys(ScopeClass, 0)
    for item, fen in zip(problem.items, unpaid, strict=True):
        by_class[item.item.scope_class] += fen
    return PoolOutcome(
        dict(payments),
        tuple(paid),
        unpaid,
        idle,
        by_class,
        _balances(problem, payments, unpaid, idle),
    )


def _balances(
    problem: PoolProblem, payments: Payments, unpaid: Sequence[int], idle: Sequence[int]
) -> tuple[ProjectBalance, ...]:
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    packages = {}
    for item, fen in zip(problem.items, unpaid, strict=True):
        packages[item.project] = item.package
        sums[item.project]["cost_fen"] += item.cost_fen
        sums[item.project]["unpaid_fen"] += fen
    for place, fen in payments.items():
        way = problem.ways[place]
        item, source = problem.items[way.item], problem.sources[way.source]
        sums[item.project]["received_fen" if way.crosses else "own_fen"] += fen
        if way.crosses:
            sums[source.project]["given_fen"] += fen
        if source.fund.is_borrowed:
            sums[item.project]["borrowed_fen"] += fen
    for source, fen in zip(problem.sources, idle, strict=True):
        if source.project:
            sums[source.project]["left_fen"] += fen
    return tuple(
        ProjectBalance(name, packages[name], **{column: sums[name][column] for column in _COLUMNS})
        for name in projects_of(problem.items)
    )
