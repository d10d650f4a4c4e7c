"""A plan case (计划比选方案): what the planner assumes before anything is computed.

Budgets, floors, weights and pins are the planner's own; what each means is said by the statement of
the choice. The same case on the same register is the same statement, and so the same plan.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from jiugai.domain.findings import Finding
from jiugai.domain.programme.choice.aims import AimKind

MOST_YEARS = 7
MOST_CHANGE = 50
WEIGHED = (
    AimKind.HOUSEHOLDS,
    AimKind.HAZARD,
    AimKind.WILLING,
    AimKind.WORKS,
    AimKind.NEIGHBOURS,
    AimKind.LISTED,
)
"""The aims whose marks a planner sets; the others stand as the rules have them."""
_MOST_MARK = 1000
_MOST_FEN = 10**15
_NOTHING_DONE = "没有比选，也没有写入任何数据。"


@dataclass(frozen=True, slots=True)
class CaseBudget:
    """Money of a source for each year (方案预算).

    Attributes:
      source: number of the source of money, as funding knows it.
      county_id: whose it is; None for the whole city.
      fen: as entered, in 分.
      change: by how many percent it is tried with more (or less) money.
    """

    source: int
    county_id: int | None
    fen: int
    change: int = 0

    @property
    def tried_fen(self) -> int:
        """Return the money that is reckoned with, whole 分, rounded down."""
        return self.fen * (100 + self.change) // 100


@dataclass(frozen=True, slots=True)
class CaseInputs:
    """What a case assumes (方案设定).

    Attributes:
      floor_percent: the least part of each county's pool that enters, in percent.
      marks: points by aim; an aim without any counts nothing.
      keeps: whether what the run before chose counts as listed (尽量不动).
      pins_in, pins_out: identities of communities.
      seconds: fence of time of one run.
    """

    budgets: tuple[CaseBudget, ...]
    floor_percent: int
    marks: Mapping[AimKind, Fraction]
    keeps: bool
    seconds: int
    pins_in: frozenset[int] = frozenset()
    pins_out: frozenset[int] = frozenset()

    def is_like(self, other: "CaseInputs | None") -> bool:
        """Say whether two assume the same, in whatever order it was written."""
        return other is not None and _sorted(self) == _sorted(other)


def _sorted(inputs: CaseInputs) -> tuple[object, ...]:
    return (
        sorted(
            ((one.source, one.county_id or 0, one.fen, one.change) for one in inputs.budgets),
        ),
        inputs.floor_percent,
        sorted((kind.value, mark) for kind, mark in inputs.marks.items() if mark),
        inputs.keeps,
        inputs.seconds,
        inputs.pins_in,
        inputs.pins_out,
    )


def check_inputs(inputs: CaseInputs) -> tuple[Finding, ...]:
    """Return everything about a case's assumptions that makes no sense."""
    return tuple(_faults(inputs))


def _faults(inputs: CaseInputs) -> Iterator[Finding]:
    if not any(one.tried_fen for one in inputs.budgets):
        message = (
            f"一笔预算也没有，请至少填一个资金来源的金额，例如市级配套 3000 万元。{_NOTHING_DONE}"
        )
        yield Finding("plan_case.no_money", message)
    for one in inputs.budgets:
        if not 0 <= one.fen <= _MOST_FEN or abs(one.change) > MOST_CHANGE:
            message = f"有一笔预算应不小于 0、增减不超过 {MOST_CHANGE}%，请改正。{_NOTHING_DONE}"
            yield Finding("plan_case.budget", message)
    if not 0 <= inputs.floor_percent <= 100:
        message = (
            f"县区保底写的是 {inputs.floor_percent}%，应在 0 到 100 之间，例如 5。{_NOTHING_DONE}"
        )
        yield Finding("plan_case.floor", message)
    for kind, mark in inputs.marks.items():
        if not 0 <= mark <= _MOST_MARK:
            message = f"“{kind.word}”的分值应在 0 到 {_MOST_MARK} 之间，例如 0.6。{_NOTHING_DONE}"
            yield Finding("plan_case.mark", message)
    if not any(inputs.marks.values()):
        message = f"目标的分值都是 0，分不出先后，请至少给一个目标分值，例如户数 1。{_NOTHING_DONE}"
        yield Finding("plan_case.no_aim", message)
    if inputs.pins_in & inputs.pins_out:
        message = f"有小区既指定入选又指定不入选，请去掉一个。{_NOTHING_DONE}"
        yield Finding("plan_case.pinned_twice", message)
