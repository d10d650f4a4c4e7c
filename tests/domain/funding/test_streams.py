"""Where money flows: an item by memo, by bill, or by nobody; nothing is lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.funding.sources import Source
from jiugai.domain.funding.streams import (
    Band,
    BillItem,
    SpentLeg,
    ToldBy,
    banded,
    items_named,
    streams,
)
from jiugai.domain.scheme.catalogue import ScopeClass

BASIC, UPGRADE = ScopeClass.BASIC, ScopeClass.UPGRADE
BILL = (BillItem("B01", BASIC, 200), BillItem("T03", UPGRADE, 100))


def leg(
    fen: int,
    *,
    project: int = 1,
    named: str = "",
    named_class: ScopeClass | None = None,
    county: int = 3,
) -> SpentLeg:
    return SpentLeg(1, 1, Source.CITY, county, project, fen, named, named_class)


class TestStreams:
    def test_follow_the_memo_before_the_bill(self) -> None:
        (one,) = streams([leg(100, named="B05", named_class=BASIC)], {1: BILL})
        assert (one.item, one.scope_class, one.amount_fen, one.told_by) == (
            "B05",
            BASIC,
            100,
            ToldBy.MEMO,
        )

    def test_share_a_leg_out_over_the_bill_to_the_fen(self) -> None:
        found = streams([leg(101)], {1: BILL})
        assert [(one.item, one.amount_fen, one.told_by) for one in found] == [
            ("B01", 67, ToldBy.BILL),
            ("T03", 34, ToldBy.BILL),
        ]

    @pytest.mark.parametrize("bills", [{}, {2: BILL}, {1: ()}, {1: (BillItem("B01", BASIC, 0),)}])
    def test_guess_nothing_where_nobody_says(self, bills: dict[int, tuple[BillItem, ...]]) -> None:
        (one,) = streams([leg(7)], bills)
        assert (one.item, one.scope_class, one.told_by) == ("", None, ToldBy.NOBODY)

    def test_take_back_what_came_back_in_the_same_parts(self) -> None:
        found = streams([leg(101), leg(-101)], {1: BILL})
        assert not any(banded(found).values())

    @given(
        legs=st.lists(
            st.builds(
                leg,
                st.integers(-(10**12), 10**12),
                project=st.integers(1, 4),
                county=st.integers(1, 3),
            ),
            max_size=8,
        ),
        bills=st.dictionaries(
            st.integers(1, 4),
            st.lists(
                st.builds(
                    BillItem,
                    st.sampled_from(["B01", "B02", "W05", "T03"]),
                    st.sampled_from([*ScopeClass]),
                    st.integers(0, 10**10),
                ),
                max_size=4,
            ),
            max_size=4,
        ),
    )
    def test_lose_no_fen(self, legs: list[SpentLeg], bills: dict[int, list[BillItem]]) -> None:
        found = streams(legs, bills)
        assert sum(banded(found).values()) == sum(one.amount_fen for one in legs)
        for county in {one.county_id for one in legs}:
            own = sum(fen for band, fen in banded(found).items() if band.county_id == county)
            assert own == sum(one.amount_fen for one in legs if one.county_id == county)


class TestBanded:
    def test_sums_what_goes_the_same_way(self) -> None:
        found = streams([leg(5, named="B01", named_class=BASIC)] * 2, {})
        assert banded(found) == {Band(Source.CITY, BASIC, "B01", 3): 10}


class TestItemsNamed:
    @pytest.mark.parametrize(
        ("memo", "named"),
        [
            ("B01 供水进度款", ("B01",)),
            ("付B01、W05款", ("B01", "W05")),
            ("B01和B01", ("B01",)),
            ("供水进度款", ()),
            ("合同B012", ()),
            ("AB01", ()),
            ("", ()),
        ],
    )
    def test_are_codes_never_words(self, memo: str, named: tuple[str, ...]) -> None:
        assert items_named(memo) == named
