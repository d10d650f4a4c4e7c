"""What passes between two processes comes out as it went in, and nothing else can come out."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.domain.registry.ledger import (
    Column,
    LedgerReading,
    LedgerRow,
    ReadColumn,
    ReadTable,
    Repair,
    StatedTotal,
)
from jiugai.domain.registry.profile import ColumnProfile
from jiugai.domain.registry.values import RowCells, RowValues
from jiugai.exchange.parcel import Garbled, pack, unpack

words = st.text(max_size=8)
values = st.one_of(
    st.none(),
    words,
    st.integers(-(10**9), 10**18),
    st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**12
    ),
    st.dates(),
)
findings = st.builds(
    Finding, words, words, st.sampled_from(Weight), st.builds(Place, words, words, words)
)


@st.composite
def rows(draw: st.DrawFn) -> tuple[LedgerRow, ...]:
    """Rows of one or two tables, with regular and irregular cells."""
    found: list[LedgerRow] = []
    for sheet in ("甲", "乙"):
        columns = draw(st.lists(st.sampled_from(Column), unique=True, max_size=5))
        places = {column: place for place, column in enumerate(columns)}
        letters = {column: chr(65 + place) for column, place in places.items()}
        for number in range(2, 2 + draw(st.integers(0, 4))):
            said = tuple(draw(values) for _ in columns)
            cells: Mapping[Column, str] = RowCells(letters, number)
            if draw(st.booleans()):
                cells = {
                    column: f"{chr(65 + place)}{draw(st.integers(1, 9))}"
                    for column, place in places.items()
                }
            hidden = draw(st.sampled_from([("", None), ("XQ1", 3), ("", 0)]))
            noted = tuple(draw(st.lists(findings, max_size=2)))
            found.append(LedgerRow(sheet, number, RowValues(places, said), noted, cells, *hidden))
    return tuple(found)


class TestPack:
    @given(
        rows=rows(),
        repairs=st.lists(
            st.builds(Repair, st.builds(Place, words, words, words), st.sampled_from(Column), words,
                      values.filter(lambda value: value is not None), words),
            max_size=3,
        ),
        said=st.lists(findings, max_size=3),
    )  # fmt: skip
    def test_carries_a_reading_without_loss(
        self, rows: tuple[LedgerRow, ...], repairs: list[Repair], said: list[Finding]
    ) -> None:
        column = ReadColumn(0, "A", "小区名称", Column.NAME, "", "synonym")
        reading = LedgerReading(
            "台账.xlsx",
            (ReadTable("甲", (1,), 2, 9, (column,), "标题"),),
            rows,
            tuple(repairs),
            (
                StatedTotal(
                    Column.HOUSEHOLDS, Decimal("3726"), Decimal("3725.50"), Place("a", "b", "C9")
                ),
            ),
            tuple(said),
        )

        carried = unpack(pack(reading))

        assert carried == reading
        for before, after in zip(reading.rows, carried.rows, strict=True):
            assert [type(value) for value in after.values.values()] == [
                type(value) for value in before.values.values()
            ]
            assert list(after.cells) == list(before.cells)

    @pytest.mark.parametrize(
        "value",
        [
            None, True, 1, 1.5, "汉", "\ud800", b"\x00\xff", Decimal("1.50"), Fraction(2, 45),
            date(2020, 11, 3), datetime(2020, 11, 3, 1, 2, 3, tzinfo=UTC), time(8, 30), timedelta(days=-1, microseconds=3),
            (1, (2, ("x",))), [1, [2]], {"a": (1,), Column.NAME: None}, frozenset({1, 2}), Weight.WARNS,
            ColumnProfile({"甲": Column.NAME, "乙": None}, {"丙": "万元"}),
        ],
        ids=lambda value: type(value).__name__,
    )  # fmt: skip
    def test_carries_each_kind_of_value_and_its_type(self, value: object) -> None:
        carried = unpack(pack(value))

        assert carried == value
        assert type(carried) is type(value)

    def test_takes_nothing_else(self) -> None:
        with pytest.raises(TypeError):
            pack(object())


class TestUnpack:
    @pytest.mark.parametrize(
        "said",
        [
            {"object": ["os:system", ["true"]]},
            {"object": ["builtins:eval", ["1"]]},
            {"object": ["jiugai.domain.findings:blocking", [[]]]},
            {"object": ["jiugai.domain.findings:Iterable", []]},
            {"object": ["jiugai.domain.findings:Finding.__init__", []]},
            {"object": ["jiugai.domain.nowhere:Finding", []]},
            {"object": ["jiugai.services.actor:Actor", []]},
            {"object": ["jiugai.domain.findings:Finding", []]},
            {"enum": ["jiugai.domain.findings:Weight", "none"]},
            {"decimal": "x"},
            {"decimal": "1", "date": "2020-01-01"},
            {"unheard": 1},
            {"reading": [1]},
            {"reading": ["", [], [], [], [], [["same", "x", 10**12]] * 6]},
            {},
        ],
        ids=str,
    )
    def test_rebuilds_only_plain_classes_of_the_lower_floors(self, said: Any) -> None:
        with pytest.raises(Garbled):
            unpack(json.dumps(said).encode())

    @given(st.binary(max_size=60))
    def test_calls_any_other_bytes_garbled(self, content: bytes) -> None:
        try:
            unpack(content)
        except Garbled:
            return
        json.loads(content.decode("utf-8", "surrogatepass"))  # what it took was JSON, and harmless

    def test_calls_endless_nesting_garbled(self) -> None:
        with pytest.raises(Garbled):
            unpack(b"[" * 100_000)
