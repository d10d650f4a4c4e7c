"""What a community would cost before it has a scheme: by the best that is known, to the 分."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.programme.choice.estimate import CostBasis, UnitPrice, estimate


def price(item: str, yuan: str) -> UnitPrice:
    return UnitPrice(
        clause=f"GJ-{item}",
        source="自定",
        in_force_from=date(2020, 1, 1),
        item=item,
        yuan_per_m2=Fraction(yuan),
    )


PRICES = (price("B01", "30"), price("B02", "10"))


class TestEstimate:
    def test_takes_the_bill_before_all_else(self):
        found = estimate({"B01": 500, "W02": 0}, 10_000, 100_000, PRICES)

        assert found is not None
        assert (found.basis, dict(found.fen)) == (CostBasis.BILL, {"B01": 500})

    def test_spreads_the_ledgers_sum_as_the_unit_prices_stand(self):
        found = estimate({}, 1_001, 100_000, PRICES)

        assert found is not None
        assert (found.basis, sum(found.fen.values())) == (CostBasis.LEDGER, 1_001)
        assert found.fen["B02"] == 250

    def test_reckons_from_the_area_where_there_is_neither(self):
        found = estimate({}, None, 12_000 * 100, PRICES)

        assert found is not None
        assert found.basis is CostBasis.UNIT_PRICE
        assert found.fen == {"B01": 36_000_000, "B02": 12_000_000}

    def test_reckons_only_what_is_known_to_be_wanting(self):
        found = estimate({}, 900, None, PRICES, wanted={"B02", "T09"})

        assert found is not None
        assert found.fen == {"B02": 900}

    def test_guesses_nothing_where_nothing_is_known(self):
        assert estimate({}, None, None, PRICES) is None
        assert estimate({}, 0, 0, PRICES) is None
        assert estimate({}, 900, 900, ()) is None

    @given(fen=st.integers(1, 10**14))
    def test_keeps_the_ledgers_sum_to_the_fen(self, fen: int):
        found = estimate({}, fen, None, PRICES)

        assert found is not None
        assert sum(found.fen.values()) == fen
