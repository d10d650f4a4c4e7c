"""The pipeline from reserve to handover (进度节点), and where a site stands on a day.

A step is an event: it happened once, on a day, moved by a document. Where a site stands is
never stored as truth; it is computed from its steps.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from jiugai.domain.registry.ledger import Column


class Step(IntEnum):
    """A step of the pipeline, or an exit from it (进度节点、退出); the numbers are stored."""

    RESERVE = 10
    APPLICATION = 20
    APPROVAL = 30
    PREPARATION = 40
    TENDER = 50
    START = 60
    COMPLETION = 70
    ACCEPTANCE = 80
    SETTLEMENT = 90
    HANDOVER = 100
    VETO = 201
    SWAP = 202
    WITHDRAWAL = 203

    @property
    def is_exit(self) -> bool:
        return self >= Step.VETO

    @property
    def word(self) -> str:
        return STEP_WORDS[self]


STEP_WORDS = {
    Step.RESERVE: "储备",
    Step.APPLICATION: "申报",
    Step.APPROVAL: "批复",
    Step.PREPARATION: "前期",
    Step.TENDER: "招标",
    Step.START: "开工",
    Step.COMPLETION: "完工",
    Step.ACCEPTANCE: "竣工验收",
    Step.SETTLEMENT: "结算",
    Step.HANDOVER: "移交",
    Step.VETO: "居民否决",
    Step.SWAP: "调换",
    Step.WITHDRAWAL: "撤销",
}

PIPELINE = tuple(step for step in Step if not step.is_exit)
EXITS = tuple(step for step in Step if step.is_exit)

STEP_OF_COLUMN = {
    Column.APPLIED_ON: Step.APPLICATION,
    Column.APPROVED_ON: Step.APPROVAL,
    Column.PREPARED_ON: Step.PREPARATION,
    Column.TENDERED_ON: Step.TENDER,
    Column.STARTED_ON: Step.START,
    Column.COMPLETED_ON: Step.COMPLETION,
    Column.ACCEPTED_ON: Step.ACCEPTANCE,
    Column.SETTLED_ON: Step.SETTLEMENT,
    Column.HANDED_OVER_ON: Step.HANDOVER,
}
"""The step that a ledger's date column tells of."""

_EXIT_WORDS = (
    (Step.VETO, ("否决", "居民不同意", "群众不同意")),
    (Step.SWAP, ("调换", "置换", "调整出", "替换")),
    (Step.WITHDRAWAL, ("撤销", "取消", "退出", "撤项")),
)


def exit_named(text: str) -> Step | None:
    """Read the exit that a ledger's cell names, or None if it names none or more than one."""
    named = [step for step, words in _EXIT_WORDS if any(word in text for word in words)]
    return named[0] if len(named) == 1 else None


@dataclass(frozen=True, slots=True)
class StepEvent:
    """A site reached a step on a day (节点事实); corrections and withdrawals are already applied.

    Attributes:
      document: the number or title of the paper that moved it; empty if none is on record.
    """

    step: Step
    on: date
    document: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a site stands on a day (现状).

    Attributes:
      step: the furthest step reached; None before the first.
      since: the day on which it was reached.
      exit: how it left the pipeline, if it did; ``step`` still tells how far it had come.
      exited_on: the day on which it left.
    """

    step: Step | None = None
    since: date | None = None
    exit: Step | None = None
    exited_on: date | None = None

    @property
    def in_pipeline(self) -> bool:
        return self.exit is None

    def reached(self, step: Step) -> bool:
        """Say whether the site came at least as far as a step, whether or not it left later."""
        return self.step is not None and self.step >= step

    @property
    def word(self) -> str:
        if self.exit:
            return self.exit.word
        return self.step.word if self.step else "未入库"


def standing(events: Iterable[StepEvent], on: date) -> Standing:
    """Compute where a site stands at the end of a day from its steps.

    The furthest step counts, not the newest: a settlement recorded before a late acceptance
    stays a settlement. Of a step that was wrongly recorded twice the first day counts, and of
    several exits the first.
    """
    past = [event for event in events if event.on <= on]
    steps = [event for event in past if not event.step.is_exit]
    exits = [event for event in past if event.step.is_exit]
    furthest = min(steps, key=lambda event: (-event.step, event.on), default=None)
    left = min(exits, key=lambda event: (event.on, event.step), default=None)
    return Standing(
        step=furthest.step if furthest else None,
        since=furthest.on if furthest else None,
        exit=left.step if left else None,
        exited_on=left.on if left else None,
    )


def reached_on(events: Iterable[StepEvent], step: Step, on: date) -> date | None:
    """Return the first day, up to a given one, on which a step was reached; None if it was not."""
    return min(
        (event.on for event in events if event.step is step and event.on <= on), default=None
    )
