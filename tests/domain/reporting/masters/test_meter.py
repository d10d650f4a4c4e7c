"""The meter of typed cells: by the grade of the reason, over projects."""

from fractions import Fraction

from jiugai.domain.reporting.indicators import Basis, Quantity
from jiugai.domain.reporting.masters.forms import Master
from jiugai.domain.reporting.masters.meter import metered
from jiugai.domain.reporting.submission.cells import Cell, Typed, TypedReason


def cell(reason: TypedReason | None = None) -> Cell:
    typed = Typed(9, reason, "开工令") if reason else None
    return Cell(1, Quantity.STARTED, Basis.COMMUNITIES, 3, typed)


class TestMetered:
    def test_counts_typed_cells_by_grade(self) -> None:
        sent = [
            cell(),
            cell(TypedReason.PAPER),
            cell(TypedReason.ESTIMATE),
            cell(TypedReason.PAPER),
        ]
        found = metered(Master.HOUSING, sent, 6)
        assert (found.cells, found.counted_cells, found.typed_cells) == (4, 1, 3)
        assert found.typed == {TypedReason.PAPER: 2, TypedReason.ESTIMATE: 1}
        assert found.per_project == Fraction(1, 2)

    def test_divides_by_no_projects_not_at_all(self) -> None:
        assert metered(Master.HOUSING, [cell()], 0).per_project is None

    def test_says_nothing_of_what_was_not_sent(self) -> None:
        found = metered(Master.HOUSING, [], 3)
        assert (found.cells, found.typed_cells) == (0, 0)
