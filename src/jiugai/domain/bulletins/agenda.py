"""The cadence of the office (日调度、周协调、月推进、季通报): what a meeting has before it.

Nothing of an agenda is typed. It is what the facts say as of the meeting's day, beside what they
said at the last meeting of its kind.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from jiugai.domain.calendar import Month, a_month_before
from jiugai.domain.programme.pipeline import Step

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3}


class MeetingKind(Enum):
    """A meeting of the cadence (会议类别); the values are stored."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"

    @property
    def word(self) -> str:
        return _WORDS[self]

    @property
    def tells_visits(self) -> bool:
        """Say whether leaders' visits are told: they are asked for by the month."""
        return self.value in _MONTHS

    def since(self, held_on: date) -> date:
        """Return from when a first meeting of its kind looks back: a day, a week, months."""
        if self.value in _DAYS:
            return held_on - timedelta(days=_DAYS[self.value])
        day = held_on
        for _ in range(_MONTHS[self.value]):
            day = a_month_before(day)
        return day


_WORDS = {
    MeetingKind.DAY: "日调度",
    MeetingKind.WEEK: "周协调",
    MeetingKind.MONTH: "月推进",
    MeetingKind.QUARTER: "季通报",
}


@dataclass(frozen=True, slots=True)
class ReachedStep:
    """A site's step as a board has it (进度节点记录)."""

    site_id: int
    year: int
    county: str
    community: str
    public_id: str
    step: Step
    on: date


@dataclass(frozen=True, slots=True)
class StepMoved:
    """A step that was not so at the last meeting (会间变化).

    Attributes:
      before: the day that was known then, if the step was; ``now`` None if it was withdrawn.
    """

    reached: ReachedStep
    before: date | None
    now: date | None

    @property
    def is_correction(self) -> bool:
        return self.before is not None


def moved(before: Iterable[ReachedStep], now: Iterable[ReachedStep]) -> tuple[StepMoved, ...]:
    """Return what changed between two meetings: steps reached, entered late, moved, withdrawn."""
    then = {(one.site_id, one.step): one for one in before}
    found = {(one.site_id, one.step): one for one in now}
    changes = [
        StepMoved(one, then[key].on if key in then else None, one.on)
        for key, one in found.items()
        if key not in then or then[key].on != one.on
    ]
    changes += [StepMoved(one, one.on, None) for key, one in then.items() if key not in found]
    return tuple(sorted(changes, key=_order))


def _order(change: StepMoved) -> tuple[bool, int, int, str, str]:
    one = change.reached
    return (change.is_correction, one.year, -int(one.step), one.county, one.community)


@dataclass(frozen=True, slots=True)
class LateOrder:
    """An order past its day while its owner is to act (逾期督办事项)."""

    label: str
    public_id: str
    owner: str
    demand: str
    due_on: date
    days_late: int


@dataclass(frozen=True, slots=True)
class SiteBehind:
    """A site that has passed the day by which it was to reach a step (逾期小区)."""

    year: int
    county: str
    community: str
    public_id: str
    step: Step
    due_on: date


@dataclass(frozen=True, slots=True)
class LateReturn:
    """A county whose monthly return came late, or has not come (迟报县区)."""

    county_id: int
    county: str
    days_late: int
    is_sent: bool


@dataclass(frozen=True, slots=True)
class IdleSum:
    """Money of a county's cohort received and not paid on, long enough to be named (资金沉淀)."""

    year: int
    county_id: int
    county: str
    fen: int
    since: date


@dataclass(frozen=True, slots=True)
class DueVisit:
    """A visit of a leader to what he answers for that is due (该走访的包抓领导).

    Attributes:
      leader: with his office; number: his public number.
      waiting: days since his last visit, or since one could first be asked for.
    """

    leader: str
    number: str
    thing: str
    last_on: date | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a meeting has before it (会议议程和材料).

    Attributes:
      last_on: the day of the last such meeting; None before the first.
      since: from when on changes are told: that day, or as far as the kind looks back.
      seq: up to which stamp the facts count.
      running: how many orders are under way, late or not.
      month: of which the returns are told; owing: how many counties owe one.
      idle_days: from how many days on money is named; None where no rule says.
      due_visits: the leaders who should have been on site, where the kind asks for them.
    """

    kind: MeetingKind
    held_on: date
    last_on: date | None
    since: date
    seq: int
    month: Month
    changes: tuple[StepMoved, ...] = ()
    running: int = 0
    late_orders: tuple[LateOrder, ...] = ()
    behind: tuple[SiteBehind, ...] = ()
    owing: int = 0
    late_returns: tuple[LateReturn, ...] = ()
    idle: tuple[IdleSum, ...] = ()
    idle_days: int | None = None
    due_visits: tuple[DueVisit, ...] = ()

    @property
    def reached(self) -> tuple[tuple[Step, int], ...]:
        """Return how many sites newly reached each step, in the order of the pipeline."""
        fresh = [one.reached.step for one in self.changes if not one.is_correction]
        return tuple((step, fresh.count(step)) for step in Step if step in fresh)

    @property
    def corrected(self) -> int:
        return sum(one.is_correction for one in self.changes)

    @property
    def items(self) -> tuple[str, ...]:
        """Return the items to be treated, in their order; only what there is."""
        told = (
            (bool(self.changes), "听取上次会议以来进展情况"),
            (bool(self.late_orders), "研究逾期督办事项"),
            (bool(self.behind), "研究已过期限的小区"),
            (bool(self.late_returns), "通报月报迟报、未报情况"),
            (bool(self.idle), "研究到位未拨付资金"),
            (bool(self.due_visits), "通报领导包抓走访情况"),
        )
        return (*(words for stands, words in told if stands), "部署下一步工作")
