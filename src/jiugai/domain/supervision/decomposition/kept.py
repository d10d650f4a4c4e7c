"""What the reading of a text keeps for later blocks (承接): leads, labels said ahead or beside."""

from dataclasses import dataclass, field

from jiugai.domain.supervision.decomposition.deadlines import Deadline
from jiugai.domain.supervision.decomposition.labels import Label
from jiugai.domain.supervision.decomposition.layout import Block
from jiugai.domain.supervision.decomposition.organisations import Owner


@dataclass(slots=True)
class Lead:
    """A line with a colon and what it says of the items below it (引领句)."""

    owners: tuple[Owner, ...]
    due: Deadline | None
    tells: bool = False  # 发现以下问题：
    measures: bool = False  # 整改措施：
    rank: int | None = None  # of its items, once one is met


@dataclass(slots=True)
class Ahead:
    """Who and by when as said before what is to be done (前置标注), for the items that follow.

    Where no item follows, it is the heading itself that must be done.
    """

    heading: Block | None
    rank: int
    owners: tuple[Owner, ...] = ()
    due: Deadline | None = None
    is_used: bool = False

    def is_before(self, block: Block) -> bool:
        """Say whether a block stands below the heading that this was said of."""
        return self.heading is None or self.heading.paragraph in block.path


@dataclass(frozen=True, slots=True)
class Said:
    """A label, where its sentence begins, and which tasks stand before it."""

    label: Label
    start: int
    first: int
    end: int


@dataclass(slots=True)
class Record:
    """A record, or an item with the labels beside it (记录).

    Attributes:
      first: its first task.
      names: the names of its fields so far; one that comes again begins the next record.
      owners: whom its labels below its tasks have named.
      leads: whether its labels stand before its tasks.
      labelled: whether it has any; ``tells``: whether a field of it tells how things stand.
    """

    first: int = 0
    names: set[str] = field(default_factory=set)
    owners: tuple[Owner, ...] = ()
    leads: bool = False
    labelled: bool = False
    tells: bool = False

    def is_over(self, tasks: int) -> bool:
        """Say whether the labels below its tasks have been said, so that an item begins another."""
        return self.labelled and not self.leads and tasks > self.first
