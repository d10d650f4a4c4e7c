"""What waits for a post (今日): one line for each duty, the most pressing first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that waits for a post (待办).

    Attributes:
      sentence: what is to be done, in one sentence of the screen.
      page: the page where it is done, by the name under which the front door knows it.
      arguments: what that page is told in its address; ``query`` is what stands behind it.
      due_on: the last day in time; None where no day was set.
      more: what else there is to know; may be empty.
    """

    sentence: str
    page: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    query: str = ""
    due_on: date | None = None
    more: str = ""

    def days_late(self, today: date) -> int:
        """Return by how many days it is late; 0 in time, or where no day was set."""
        return 0 if self.due_on is None else max(0, (today - self.due_on).days)


@dataclass(frozen=True, slots=True)
class DutyList:
    """Duties by how they press (待办清单), each part the most pressing first.

    Attributes:
      now: late, or to be done by today.
      soon: to be done by a later day.
      undated: without a day, in the order of a community's life.
    """

    now: tuple[Duty, ...]
    soon: tuple[Duty, ...]
    undated: tuple[Duty, ...]

    @property
    def total(self) -> int:
        return len(self.now) + len(self.soon) + len(self.undated)


def most_pressing_first(duties: Iterable[Duty], *, today: date) -> DutyList:
    """Sort duties by their days; those of one day stay in the order given."""
    kept = list(duties)
    dated = sorted(
        ((duty.due_on, place) for place, duty in enumerate(kept) if duty.due_on is not None)
    )
    return DutyList(
        now=tuple(kept[place] for due, place in dated if due <= today),
        soon=tuple(kept[place] for due, place in dated if due > today),
        undated=tuple(duty for duty in kept if duty.due_on is None),
    )
