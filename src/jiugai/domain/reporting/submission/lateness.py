"""Late or in time, stage by stage, by the register's clock (及时性): who held the return, how long."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from jiugai.domain.calendar import Month
from jiugai.domain.law import Rule, rules_in_force
from jiugai.domain.reporting.submission.stages import MoveKind, Stage

SHANGHAI = ZoneInfo("Asia/Shanghai")

LEAVES = {
    Stage.DRAFT: (MoveKind.SUBMIT, MoveKind.CORRECT),
    Stage.SUBMITTED: (MoveKind.VERIFY,),
    Stage.VERIFIED: (MoveKind.ACCEPT,),
}
"""The move with which a return leaves a stage; being sent back is not leaving."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule(Rule):
    """By which day after the month's end a stage is to be left (报送期限).

    Attributes:
      stage: the stage.
      days_after: the day counted from the month's last; that day still counts, until midnight.
    """

    stage: Stage
    days_after: int


@dataclass(frozen=True, slots=True)
class Extension:
    """A later day for everything of a month, granted in public with a reason (延期)."""

    days: int
    reason: str


@dataclass(frozen=True, slots=True)
class StageTiming:
    """How a stage was kept (环节用时).

    Attributes:
      due_on: the last day that still counted, any extension included.
      left_at: when the return left the stage; None while it has not.
      late: by how many whole or begun days; 0 in time.
    """

    stage: Stage
    due_on: date
    left_at: datetime | None
    late: int

    @property
    def holder(self) -> str:
        return self.stage.holder


def due_days(
    month: Month,
    rules: Iterable[DeadlineRule],
    *,
    code: str,
    extensions: Iterable[Extension] = (),
) -> dict[Stage, date]:
    """Return the last day of each stage for a month at a place.

    The rules are those in force on the month's last day: a later change does not make anybody late.
    """
    more = sum(extension.days for extension in extensions)
    found: dict[Stage, date] = {}
    for rule in rules_in_force(rules, code, month.last_day):
        found.setdefault(rule.stage, month.last_day + timedelta(days=rule.days_after + more))
    return found


def timings(
    moves: Sequence[tuple[MoveKind, datetime]], due: dict[Stage, date], *, now: datetime
) -> tuple[StageTiming, ...]:
    """Return how each stage was kept, in their order.

    A stage counts as left when it was left for the last time: a return sent back and sent again
    left its draft only then. A correction after acceptance makes nobody late.

    :param moves: kinds and the register's own instants, in their order.
    :param now: until when what is not yet done counts as late; no move counts as later.
    """
    left: dict[Stage, datetime] = {}
    settled = False
    for kind, at in moves:
        if kind is MoveKind.CORRECT and settled:
            break
        if kind is MoveKind.SEND_BACK:
            left.clear()
        for stage, leaving in LEAVES.items():
            if kind in leaving:
                left[stage] = at
        settled = settled or kind is MoveKind.ACCEPT
    return tuple(
        StageTiming(
            stage, due[stage], left.get(stage), _late(min(left.get(stage, now), now), due[stage])
        )
        for stage in LEAVES
        if stage in due
    )


def _late(at: datetime, due_on: date) -> int:
    midnight = datetime.combine(due_on + timedelta(days=1), time(), SHANGHAI)
    if at < midnight:
        return 0
    return (at.astimezone(SHANGHAI).date() - due_on).days


@dataclass(frozen=True, slots=True)
class Discipline:
    """How whole and how timely a month's returns are (报送纪律).

    Attributes:
      owing: how many counties owe a return.
      sent: how many have sent one; ``in_time`` of these within their day.
    """

    owing: int
    sent: int
    in_time: int

    @property
    def completeness(self) -> Fraction | None:
        """Return 完整率: sent ÷ owing; None if nobody owes."""
        return Fraction(self.sent, self.owing) if self.owing else None

    @property
    def timeliness(self) -> Fraction | None:
        """Return 及时率: sent in time ÷ owing; a return not sent is not timely."""
        return Fraction(self.in_time, self.owing) if self.owing else None
