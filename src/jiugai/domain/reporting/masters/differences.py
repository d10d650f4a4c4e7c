"""Why two masters' figures of one idea differ (三口差异台账).

One figure is counted again under the other's definition, one aspect after another: the day, the
scope, the unit. Each step's amount is the difference that it makes; what is left is between what
was told and what the book holds, and is named an error. The steps sum to the difference exactly.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.masters.counting import CountyFacts, count
from jiugai.domain.reporting.masters.forms import MasterCell


class Cause(Enum):
    """Why a step makes a difference (差异原因)."""

    TIMING = "timing"
    SCOPE = "scope"
    UNIT = "unit"
    ERROR = "error"

    @property
    def word(self) -> str:
        """Return the office's word."""
        return {"timing": "时间", "scope": "范围", "unit": "单位", "error": "差错"}[self.value]


class StepKind(Enum):
    """A step from one figure to another (差异步骤), in their order."""

    TYPED = "typed"
    LATER = "later"
    ONCE = "once"
    CUT_OFF = "cut_off"
    SCOPE = "scope"
    UNIT = "unit"
    RECORD = "record"

    @property
    def word(self) -> str:
        """Return what the step is called."""
        return _STEPS[self][0]

    @property
    def cause(self) -> Cause:
        """Return why it makes a difference."""
        return _STEPS[self][1]


_STEPS = {
    StepKind.TYPED: ("报送时手填", Cause.ERROR),
    StepKind.LATER: ("报送后事实又有登记", Cause.TIMING),
    StepKind.ONCE: ("列在几份清单里的只算一次", Cause.SCOPE),
    StepKind.CUT_OFF: ("换成对方的截止日", Cause.TIMING),
    StepKind.SCOPE: ("换成对方的范围", Cause.SCOPE),
    StepKind.UNIT: ("换成对方的单位和小数位", Cause.UNIT),
    StepKind.RECORD: ("换成对方的数据来源", Cause.ERROR),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """What a county sent for a cell (报送数), in what is stored.

    Attributes:
      value: as sent; ``counted`` what the facts said then; ``now`` what they say now, list by list.
    """

    value: int
    counted: int
    now: int


@dataclass(frozen=True, slots=True)
class DifferenceStep:
    """One step (差异步骤): its amount, and what each project has of it.

    Attributes:
      amount: what is added to come nearer to the other figure.
      by_project: the projects that it comes from; rounding, and what was typed for a whole list,
        is nobody's.
    """

    kind: StepKind
    amount: int
    by_project: Mapping[int | None, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two masters' figures of one idea and the way from one to the other (差异).

    Attributes:
      first, second: as their returns show them, in what is stored.
      steps: those that make a difference; they sum to ``second - first``.
    """

    one: MasterCell
    other: MasterCell
    first: int
    second: int
    steps: tuple[DifferenceStep, ...]

    @property
    def amount(self) -> int:
        """Return the difference."""
        return self.second - self.first

    def of(self, cause: Cause) -> int:
        """Return what the steps of a cause sum to."""
        return sum(step.amount for step in self.steps if step.kind.cause is cause)

    @property
    def has_error(self) -> bool:
        """Say whether some step of it is an error, whatever the others make of it."""
        return any(step.kind.cause is Cause.ERROR for step in self.steps)


def difference(
    one: MasterCell,
    other: MasterCell,
    facts: CountyFacts,
    month: Month,
    sent: Sent | None = None,
) -> Difference:
    """Return the way from one master's figure to another's.

    :param one, other: cells of one idea.
    :param facts: the county's on both days and at one stamp.
    :param sent: what the county sent for ``one``; None where nothing was, then it is as counted.
    """
    dated = replace(one, cut_off=other.cut_off)
    scoped = replace(dated, projects=other.projects, money=other.money)
    united = replace(scoped, counted_in=other.counted_in, decimals=other.decimals)
    first, last = _counted(one, facts, month), _counted(other, facts, month)
    before = _counted(dated, facts, month)
    within = _counted(scoped, facts, month)
    measured = _counted(united, facts, month)
    whole = first.total()
    told = sent or Sent(whole, whole, whole)
    rounding = _rounding(other, last.total()) - _rounding(one, told.value)
    steps = (
        DifferenceStep(StepKind.TYPED, told.counted - told.value, {}),
        DifferenceStep(StepKind.LATER, told.now - told.counted, {}),
        DifferenceStep(StepKind.ONCE, whole - told.now, {}),
        _step(StepKind.CUT_OFF, first, before),
        _step(StepKind.SCOPE, before, within),
        _step(StepKind.UNIT, within, measured, more=rounding),
        _step(StepKind.RECORD, measured, last),
    )
    return Difference(
        one,
        other,
        one.shown_stored(told.value),
        other.shown_stored(last.total()),
        tuple(step for step in steps if step.amount or step.by_project),
    )


def _counted(cell: MasterCell, facts: CountyFacts, month: Month) -> Counter[int | None]:
    return count(cell, facts[cell.day(month)])


def _rounding(cell: MasterCell, stored: int) -> int:
    return cell.shown_stored(stored) - stored


def _step(
    kind: StepKind, one: Counter[int | None], other: Counter[int | None], *, more: int = 0
) -> DifferenceStep:
    parts = {key: other[key] - one[key] for key in sorted({*one, *other}, key=_order)}
    return DifferenceStep(
        kind, sum(parts.values()) + more, {key: part for key, part in parts.items() if part}
    )


def _order(project_id: int | None) -> tuple[bool, int]:
    return project_id is None, project_id or 0
