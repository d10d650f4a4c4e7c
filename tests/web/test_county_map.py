"""The county map: read without its legend, no label on another, nobody left out."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.divisions import Outline
from jiugai.exchange.map_layers import county_outlines
from jiugai.web.home.map_svg import AreaValue, Box, county_map, tone


def square(x: float, y: float, size: float = 1.0, code: str = "610902") -> Outline:
    ring = ((x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y))
    return Outline(code, f"县{code[-2:]}", (ring,))


class TestTone:
    @pytest.mark.parametrize(
        ("share", "expected"),
        [
            (None, "none"),
            (Fraction(0), "zero"),
            (Fraction(1, 1000), "1"),
            (Fraction(1, 4), "2"),  # a bound belongs to the class above it
            (Fraction(1, 2), "3"),
            (Fraction(3, 4), "4"),
            (Fraction(999, 1000), "4"),
            (Fraction(1), "5"),
            (Fraction(21, 20), "5"),
        ],
    )
    def test_puts_a_share_in_its_fixed_class(self, share: Fraction | None, expected: str):
        assert tone(share) == expected

    @given(st.fractions(0, 2), st.fractions(0, 2))
    def test_never_grows_lighter_as_the_share_grows(self, one: Fraction, other: Fraction):
        low, high = sorted((one, other))

        assert tone(low).replace("zero", "0") <= tone(high).replace("zero", "0")


class TestCountyMap:
    def test_draws_every_county_of_the_demo_city_once(self):
        values = [AreaValue("610928", "旬阳县", "0 / 5", Fraction(0)),
                  AreaValue("610922", "石泉县", "1 / 4", Fraction(1, 4), "/x/", "石泉县，开工1个")]  # fmt: skip

        drawn = county_map(county_outlines("610900"), values)

        assert len(drawn.areas) == 10
        by_name = {area.value.name: area for area in drawn.areas}
        assert by_name["旬阳县"].tone == "zero"  # found by the code it bore in 2020
        assert by_name["石泉县"].tone == "2"
        assert by_name["石泉县"].spoken == "石泉县，开工1个"
        assert by_name["汉滨区"].tone == "none"
        assert drawn.has_gaps

    def test_shows_units_without_an_outline_as_squares_in_a_free_corner(self):
        outlines = county_outlines("610900")
        loose = AreaValue("610900-L01", "高新区", "0 / 2", Fraction(0))

        drawn = county_map(outlines, [loose])

        (unit,) = drawn.units
        square_of_unit = Box(unit.x, unit.y, 15, 15)
        assert unit.spoken == "高新区，0 / 2"
        assert not any(square_of_unit.overlaps(area.label) for area in drawn.areas)
        assert unit.y + 15 <= drawn.height

    def test_needs_outlines(self):
        with pytest.raises(ValueError, match="needs outlines"):
            county_map((), [])

    @settings(max_examples=25)
    @given(
        st.lists(
            st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=9, unique=True
        ),
        st.integers(1, 999),
    )
    def test_never_puts_one_label_on_another(self, places: list[tuple[int, int]], planned: int):
        outlines = [
            square(108 + x * 0.3, 32 + y * 0.3, 0.3, f"6109{i:02d}")
            for i, (x, y) in enumerate(places)
        ]
        values = [
            AreaValue(one.code, "恒口示范区", f"0 / {planned}", Fraction(0)) for one in outlines
        ]

        drawn = county_map(outlines, values)

        labels = [area.label for area in drawn.areas]
        assert not any(one.overlaps(other) for one, other in combinations(labels, 2))
        assert all(box.x >= 0 and box.x + box.width <= drawn.width for box in labels)
        assert all(box.y + box.height <= drawn.height for box in labels)
