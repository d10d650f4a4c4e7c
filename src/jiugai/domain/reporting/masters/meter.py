"""How many cells of a return were typed (手填计量): a return that is typed proves nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from jiugai.domain.reporting.masters.forms import Master
from jiugai.domain.reporting.submission.cells import Cell, TypedReason


@dataclass(frozen=True, slots=True)
class TypedMeter:
    """The cells of a county's return for a month (手填计量).

    Attributes:
      cells: how many there are; 0 while nothing was sent.
      typed: how many were typed, by the grade of the reason.
      projects: how many projects the return speaks of.
    """

    master: Master
    cells: int
    typed: Mapping[TypedReason, int]
    projects: int

    @property
    def typed_cells(self) -> int:
        """Return how many were typed."""
        return sum(self.typed.values())

    @property
    def counted_cells(self) -> int:
        """Return how many were counted."""
        return self.cells - self.typed_cells

    @property
    def per_project(self) -> Fraction | None:
        """Return the typed cells of a project-month; None where no project is spoken of."""
        return Fraction(self.typed_cells, self.projects) if self.projects else None


def metered(master: Master, cells: Iterable[Cell], projects: int) -> TypedMeter:
    """Return the meter of what was sent: every cell was counted unless it says that it was typed."""
    sent = tuple(cells)
    typed = Counter(cell.typed.reason for cell in sent if cell.typed is not None)
    return TypedMeter(master, len(sent), dict(typed), projects)
