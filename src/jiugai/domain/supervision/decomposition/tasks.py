"""What a decomposition gives (拆解结果): tasks, figures, and what was left out, each with its place.

These are the values that go to 督办 (an order is made from a task once a person has confirmed it),
to the screen with the text on its left, and to the command line.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiugai.domain.programme.targets import Strength
from jiugai.domain.supervision.decomposition.deadlines import Deadline
from jiugai.domain.supervision.decomposition.numbers import Quantity
from jiugai.domain.supervision.decomposition.organisations import Owner


@dataclass(frozen=True, slots=True)
class Task:
    """One duty of one text (任务): what one body, or several together, must do by one day.

    Attributes:
      text: what must be done, in the text's own words, with what it is about.
      sentence: the sentence that it came from; ``start`` and ``end`` are its place in the text.
      owners: as the text names them, those who lead first; empty if it names none.
      deadline: None if the text sets none; its day is None if it cannot be told.
      indicator: the word of progress, such as 开工; empty if none fits.
      amount: how much of it; None if the text says nothing, its number None if it is blanked out.
      cohort: the year of the projects that it is about.
      urgent: 尽快, 立即 … if it is hurried on without a day.
      why: in words, what makes it a task.
      forbids: whether it forbids something.
      repeats: places of the other sentences that state the same duty.
    """

    text: str
    sentence: str
    start: int
    end: int
    owners: tuple[Owner, ...] = ()
    deadline: Deadline | None = None
    indicator: str = ""
    amount: Quantity | None = None
    cohort: int | None = None
    strength: Strength = Strength.MUST
    urgent: str = ""
    why: str = ""
    forbids: bool = False
    repeats: tuple[tuple[int, int], ...] = ()

    @property
    def due_on(self) -> date | None:
        return self.deadline.day if self.deadline else None


@dataclass(frozen=True, slots=True)
class Appeal:
    """An order too general to be tracked (原则性要求): kept beside the tasks, so that nothing is lost."""

    sentence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CheckedFigure:
    """A figure of the text, computed again where it can be (复算).

    Attributes:
      start, end: where it stands in the text; ``sentence`` is the sentence around it.
      recomputed: in the unit of the figure, rounded as it is; None if nothing gives it.
      formula: how, such as ``2 ÷ 45``.
      agrees: whether both are the same; None where nothing could be compared.
    """

    name: str
    figure: Quantity
    sentence: str
    start: int
    end: int
    recomputed: Decimal | None = None
    formula: str = ""
    agrees: bool | None = None


@dataclass(frozen=True, slots=True)
class Decomposition:
    """What a text was taken apart into (拆解结果).

    Attributes:
      text: the normalised text in which all places count.
    """

    text: str
    tasks: tuple[Task, ...] = ()
    figures: tuple[CheckedFigure, ...] = ()
    appeals: tuple[Appeal, ...] = ()
