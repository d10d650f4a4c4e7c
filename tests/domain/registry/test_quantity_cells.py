from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.registry.measures import Dimension, Units
from jiugai.domain.registry.quantity_cells import Measured, exact, read_quantity
from jiugai.domain.registry.readings import MISSING

HOUSEHOLDS = Measured(Dimension.HOUSEHOLDS)
AREA = Measured(Dimension.AREA)
WAN_YUAN = Measured(Dimension.MONEY, Decimal(10_000), "万元")


class TestReadQuantity:
    @pytest.mark.parametrize(
        ("cell", "measured", "value"),
        [
            (105, HOUSEHOLDS, 105),
            (105.0, HOUSEHOLDS, 105),
            ("１０５户", HOUSEHOLDS, 105),
            ("3,726", HOUSEHOLDS, 3726),
            ("0.5万户", HOUSEHOLDS, 5000),
            ("十二", HOUSEHOLDS, 12),
            ("1.3万㎡", AREA, Decimal(13000)),
            (1.23456, AREA, Decimal("1.23")),
            (418, WAN_YUAN, Decimal(4180000)),
            ("4180000元", WAN_YUAN, Decimal(4180000)),
            ("0.0418亿元", WAN_YUAN, Decimal(4180000)),
            (333.3333333333333, WAN_YUAN, Decimal("3333333.33")),
        ],
    )
    def test_gives_base_units(
        self, cell: object, measured: Measured, value: object, units: Units
    ) -> None:
        assert read_quantity(cell, measured, units).value == value  # type: ignore[arg-type]

    def test_says_nothing_of_a_plain_number(self, units: Units) -> None:
        for cell in (105, 105.0, "105", " 105 "):
            read = read_quantity(cell, HOUSEHOLDS, units)
            assert (read.value, read.why, read.code) == (105, "", "")

    def test_takes_a_dash_for_missing_and_a_nought_for_nought(self, units: Units) -> None:
        assert read_quantity("—", HOUSEHOLDS, units) == MISSING
        assert read_quantity("0", HOUSEHOLDS, units).value == 0

    @pytest.mark.parametrize(
        ("cell", "code"),
        [
            ("440/447", "two_readings"), ("300-320", "two_readings"), ("13,00", "two_readings"), ("1 234", "two_readings"),
            ("3.98万户(另页39851户)", "two_readings"), ("一", "two_readings"), ("若干", "not_a_number"), ("1e5", "not_a_number"),
            ("٣", "not_a_number"), (True, "not_a_number"), (date(2020, 3, 5), "not_a_number"), (float("nan"), "not_a_number"),
            ("9" * 400, "not_a_number"), ("105人", "unit_mismatch"), (3.5, "not_whole"), ("¥105", "unit_mismatch"), ("-3", "negative"), (-3, "negative"),
        ],
    )  # fmt: skip
    def test_refuses_what_has_no_single_reading(
        self, cell: object, code: str, units: Units
    ) -> None:
        read = read_quantity(cell, HOUSEHOLDS, units)  # type: ignore[arg-type]
        assert (read.value, read.code, read.blocks) == (None, f"ledger.{code}", True)

    def test_asks_about_what_is_rough(self, units: Units) -> None:
        read = read_quantity("约500余户", HOUSEHOLDS, units)
        assert (read.value, read.code, read.blocks) == (500, "ledger.approximate", False)
        assert "概数" in read.why

    def test_names_the_unit_that_measures_something_else(self, units: Units) -> None:
        assert "亩" in read_quantity("19亩", AREA, units).said

    @given(number=st.integers(0, 10**9))
    def test_reads_thousands_signs_and_full_width_as_the_same_number(self, number: int) -> None:
        empty = Units({d: {} for d in Dimension}, {})
        wide = f"{number:,}".translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789,"})
        assert read_quantity(f"{number:,}", HOUSEHOLDS, empty).value == number
        assert read_quantity(wide, HOUSEHOLDS, empty).value == number

    @given(text=st.text(max_size=30))
    def test_is_never_silent_about_a_text_that_is_no_number(self, text: str) -> None:
        units = Units({d: {"户": Decimal(1)} for d in Dimension}, {})
        read = read_quantity(text, HOUSEHOLDS, units)
        plain = text.strip().isascii() and text.strip().replace(".", "", 1).isdigit()
        assert plain or read == MISSING or read.why or read.code


def test_exact_drops_the_noise_of_binary_numbers() -> None:
    assert exact(418.00000000000006) == 418
    assert exact(0.1 + 0.2) == Decimal("0.3")
    assert exact(float("inf")) is None
