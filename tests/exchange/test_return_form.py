"""The return as a workbook: out and back without a loss; nothing guessed of what was changed."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.findings import Finding
from jiugai.domain.reporting.indicators import COLUMNS, Counts
from jiugai.domain.reporting.submission.cells import Cell, Typed, TypedReason, cells_of
from jiugai.exchange.return_form import FormHead, FormRead, cell_label, write_form
from jiugai.exchange.return_form_reading import read_form

HEAD = FormHead("610922", "石泉县", "2020-10", "2020年10月")
LISTS = {3: "2019年批次", 7: "2020年批次"}
STARTED = (7, "started_communities")


def cells(
    amounts: dict[str, int] | None = None, typed: dict[tuple[int, str], Typed] | None = None
) -> tuple[Cell, ...]:
    found = amounts or {name: 100 * number for number, name in enumerate(COLUMNS)}
    return cells_of([Counts(list_id, 1, found) for list_id in LISTS], typed)


def back(content: bytes) -> FormRead:
    found = read_form(content, "月报.xlsx")
    assert isinstance(found, FormRead), found
    return found


def edited(change: Callable[[Any], None]) -> bytes:
    """Return the form after somebody changed it in a spreadsheet."""
    book = openpyxl.load_workbook(io.BytesIO(write_form(HEAD, cells(), LISTS)))
    change(book)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def where(key: tuple[int, str]) -> str:
    """Return the name of a cell on the form."""
    book = openpyxl.load_workbook(io.BytesIO(write_form(HEAD, cells(), LISTS)))
    for row in book["_jiugai"].iter_rows(min_row=2, values_only=True):
        if (int(row[2]), row[3]) == key:
            return str(row[6])
    raise AssertionError(key)


class TestTheRoundTrip:
    def test_of_an_untouched_form_changes_nothing(self) -> None:
        found = back(write_form(HEAD, cells(), LISTS))

        assert (found.code, found.month, found.changed, found.reasons) == (
            "610922",
            "2020-10",
            {},
            {},
        )

    @settings(max_examples=12)
    @given(
        amounts=st.lists(st.integers(0, 10**14), min_size=len(COLUMNS), max_size=len(COLUMNS)),
        values=st.dictionaries(
            st.tuples(
                st.sampled_from(sorted(LISTS)),
                st.sampled_from([c for c in COLUMNS if not c.startswith("planned_")]),
            ),
            st.tuples(st.integers(0, 10**14), st.sampled_from(TypedReason)),
            max_size=5,
        ),
    )
    def test_loses_no_typed_cell_and_no_digit(
        self,
        amounts: list[int],
        values: dict[tuple[int, str], tuple[int, TypedReason]],
    ) -> None:
        counted = dict(zip(COLUMNS, amounts, strict=True))
        typed = {
            key: Typed(value, reason, f"依据{n}号")
            for n, (key, (value, reason)) in enumerate(values.items())
            if value != counted[key[1]]
        }
        found = back(write_form(HEAD, cells(counted, typed), LISTS))

        assert found.changed == {key: one.value for key, one in typed.items()}
        assert found.reasons == {key: (one.reason, one.words) for key, one in typed.items()}

    def test_makes_the_same_bytes_of_the_same_return(self) -> None:
        assert write_form(HEAD, cells(), LISTS) == write_form(HEAD, cells(), LISTS)

    def test_survives_another_programs_saving(self) -> None:
        assert back(edited(lambda _: None)).changed == {}


class TestAChangedCell:
    @pytest.mark.parametrize(("value", "stored"), [(5, 5), ("5", 5), ("１,２００", 1200), (0, 0)])
    def test_is_read_as_it_was_meant(self, value: object, stored: int) -> None:
        def change(book: Any) -> None:
            book["月报"][where(STARTED)] = value

        assert back(edited(change)).changed == {STARTED: stored}

    def test_brings_the_reason_that_was_written_for_it(self) -> None:
        (label,) = [
            cell_label(LISTS[cell.list_id], cell)
            for cell in cells()
            if (cell.list_id, cell.name) == STARTED
        ]

        def change(book: Any) -> None:
            book["月报"][where(STARTED)] = 5
            for place, text in enumerate((label, "甲", "开工令〔2020〕8号"), 1):
                book["手填理由"].cell(2, place, text)

        assert back(edited(change)).reasons == {STARTED: (TypedReason.PAPER, "开工令〔2020〕8号")}

    @pytest.mark.parametrize(
        ("value", "code"),
        [
            (None, "return_form.not_a_number"),
            ("两个", "return_form.not_a_number"),
            ("=1+1", "return_form.not_a_number"),
            ("1E30", "return_form.not_a_number"),
            ("NaN", "return_form.not_a_number"),
            (1.5, "return_form.too_fine"),
        ],
    )
    def test_that_is_no_number_is_named_with_its_place(self, value: object, code: str) -> None:
        cell = where(STARTED)

        def change(book: Any) -> None:
            book["月报"][cell] = value

        found = read_form(edited(change), "月报.xlsx")
        assert isinstance(found, Finding)
        assert (found.code, found.place.sheet, found.place.cell) == (code, "月报", cell)
        assert found.message.endswith("没有读取，也没有报送。")


class TestAForeignFile:
    @pytest.mark.parametrize(
        ("change", "code"),
        [
            (lambda book: book.remove(book["_jiugai"]), "return_form.no_form"),
            (lambda book: book.remove(book["月报"]), "return_form.no_form"),
            (lambda book: book["_jiugai"].delete_rows(1), "return_form.marks"),
            (lambda book: book["_jiugai"].cell(3, 3, "甲"), "return_form.marks"),
            (lambda book: book["_jiugai"].cell(3, 6, 0), "return_form.marks"),
        ],
    )
    def test_is_refused_whole(self, change: Callable[[Any], None], code: str) -> None:
        found = read_form(edited(change), "月报.xlsx")
        assert isinstance(found, Finding)
        assert found.code == code

    @settings(max_examples=20)
    @given(st.binary(max_size=400))
    def test_never_brings_the_reader_down(self, content: bytes) -> None:
        found = read_form(content, "月报.xlsx")
        assert isinstance(found, Finding)
        assert found.code == "return_form.broken"
