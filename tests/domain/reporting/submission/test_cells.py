"""The cells of a return: counted, and typed only with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.reporting.indicators import COLUMNS, Counts
from jiugai.domain.reporting.submission.cells import (
    Cell,
    Typed,
    TypedReason,
    cells_of,
    cells_text,
    check_cells,
)

COUNTS = Counts(7, 1, {name: number for number, name in enumerate(COLUMNS)})
PAPER = TypedReason.PAPER


def typed(name: str, value: int, words: str = "开工令〔2020〕8号") -> tuple[Cell, ...]:
    return cells_of([COUNTS], {(7, name): Typed(value, PAPER, words)})


class TestCells:
    def test_hold_every_count_once(self) -> None:
        cells = cells_of([COUNTS])
        assert sorted(cell.name for cell in cells) == sorted(COLUMNS)
        assert all(cell.value == COUNTS.amounts[cell.name] for cell in cells)

    def test_stand_list_by_list(self) -> None:
        other = Counts(3, 1, COUNTS.amounts)
        assert [cell.list_id for cell in cells_of([COUNTS, other])] == sorted([3, 7] * len(COLUMNS))

    def test_keep_the_count_beside_what_was_typed(self) -> None:
        (cell,) = [c for c in typed("started_communities", 99) if c.typed]
        assert (cell.value, cell.counted) == (99, COUNTS.amounts["started_communities"])


class TestTyped:
    @pytest.mark.parametrize(
        ("name", "value", "words", "code"),
        [
            ("planned_households", 9000, "另有文件", "cell.plan_typed"),
            ("started_communities", -1, "另有文件", "cell.negative"),
            ("started_communities", 99, "  ", "cell.no_reason"),
            (
                "started_communities",
                COUNTS.amounts["started_communities"],
                "另有文件",
                "cell.same_as_counted",
            ),
        ],
    )
    def test_is_refused(self, name: str, value: int, words: str, code: str) -> None:
        assert [f.code for f in check_cells(typed(name, value, words))] == [code]

    def test_passes_with_a_reason(self) -> None:
        assert check_cells(typed("started_communities", 99)) == ()

    def test_counted_cells_are_never_doubted_here(self) -> None:
        assert check_cells(cells_of([COUNTS])) == ()


class TestText:
    def test_changes_with_every_value_and_reason(self) -> None:
        texts = {
            cells_text(cells_of([COUNTS])),
            cells_text(typed("started_communities", 99)),
            cells_text(typed("started_communities", 98)),
            cells_text(typed("started_communities", 99, "别的文件")),
        }
        assert len(texts) == 4

    @given(st.text(max_size=40))
    def test_is_one_line_a_cell_whatever_the_words(self, words: str) -> None:
        text = cells_text(typed("started_communities", 99, words))
        assert len(text.split("\n")) == len(COLUMNS)
