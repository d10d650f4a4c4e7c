import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.registry.ledger import Column
from jiugai.domain.registry.plausibility import Bounds, Limit, Outlier, Ratio, doubts

HOUSEHOLDS, BUILDINGS, AREA, MONEY = (
    Column.HOUSEHOLDS,
    Column.BUILDINGS,
    Column.FLOOR_AREA,
    Column.INVESTMENT,
)
BOUNDS = Bounds(
    ratios=(
        Ratio(AREA, HOUSEHOLDS, "平方米/户", (15, 400), (1, 6000), (0.5, 12000)),
        Ratio(HOUSEHOLDS, BUILDINGS, "户/栋", (2, 500), (1, 2000), (0.2, 8000)),
        Ratio(MONEY, AREA, "元/平方米", (20, 10000), (4, 60000), (0.5, 300000)),
    ),
    limits={
        HOUSEHOLDS: Limit(HOUSEHOLDS, "户", (4, 15000), (1, 30000), (0, 100000)),
        BUILDINGS: Limit(BUILDINGS, "栋", (1, 500), (1, 2000), (0, 5000)),
        AREA: Limit(AREA, "平方米", (150, 1500000), (60, 3000000), (20, 8000000)),
    },
    outlier=Outlier(6, 25, 4, 2000, 12),
)
PLAIN = {HOUSEHOLDS: 105.0, BUILDINGS: 3.0, AREA: 13000.0, MONEY: 4180000.0}


def _said(**changed: float) -> list[tuple[str, tuple[Column, ...], bool]]:
    figures = PLAIN | {Column[name.upper()]: value for name, value in changed.items()}
    return [(d.code, d.columns, d.refuses) for d in doubts(figures, BOUNDS, {MONEY: 10_000.0})]


class TestDoubts:
    def test_never_doubts_a_plain_row(self) -> None:
        assert _said() == []

    @pytest.mark.parametrize("slipped", [1.3, 130_000_000.0])
    def test_explains_a_slip_of_ten_thousand(self, slipped: float) -> None:
        assert _said(floor_area=slipped) == [("ledger.unit_slip", (AREA,), True)]

    def test_explains_two_columns_in_each_others_place(self) -> None:
        assert _said(households=3.0, buildings=105.0) == [
            ("ledger.columns_swapped", (HOUSEHOLDS, BUILDINGS), True)
        ]

    def test_swaps_the_numbers_that_stand_in_the_cells(self) -> None:
        # 418 ㎡ and 13,000 万元: the cells' numbers are in each other's place.
        assert _said(floor_area=418.0, investment=130_000_000.0) == [
            ("ledger.columns_swapped", (AREA, MONEY), True)
        ]

    def test_asks_about_what_nothing_explains(self) -> None:
        assert _said(buildings=80.0, households=60.0, floor_area=5000.0, investment=1500000.0) == [
            ("ledger.implausible", (HOUSEHOLDS, BUILDINGS), False)
        ]

    def test_asks_about_one_figure_that_no_community_has(self) -> None:
        (doubt,) = doubts({HOUSEHOLDS: 44012.0}, BOUNDS, {})
        assert (doubt.code, doubt.columns, doubt.refuses) == (
            "ledger.implausible",
            (HOUSEHOLDS,),
            False,
        )
        assert "4—15000 户" in doubt.said

    def test_holds_a_county_to_no_limit_of_a_community(self) -> None:
        county = {HOUSEHOLDS: 670_000.0, BUILDINGS: 20_000.0, AREA: 62_000_000.0}
        assert doubts(county, BOUNDS, {}, alone=False) == []

    @given(
        households=st.integers(20, 5000),
        each=st.floats(30, 200),
        per_building=st.integers(4, 200),
        price=st.floats(100, 3000),
    )
    def test_never_doubts_what_is_usual(
        self, households: int, each: float, per_building: int, price: float
    ) -> None:
        buildings = max(1, households // per_building)
        figures = {
            HOUSEHOLDS: float(households),
            BUILDINGS: float(buildings),
            AREA: households * each,
        }
        assert doubts(figures | {MONEY: figures[AREA] * price}, BOUNDS, {}) == []
