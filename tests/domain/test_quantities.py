"""Whole numbers in the smallest unit, and how people read them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.quantities import (
    fen_from_yuan,
    percent,
    points,
    round_half_up,
    split_by_largest_remainder,
    square_metres,
    wan_yuan,
    whole_half_up,
    yuan,
)


class TestRoundHalfUp:
    @pytest.mark.parametrize(
        ("value", "decimals", "expected"),
        [
            (Fraction(2, 45) * 100, 1, "4.4"),
            (Fraction(1, 2), 0, "1"),
            (Fraction(3, 2), 0, "2"),
            (Fraction(5, 2), 0, "3"),  # never to the even neighbour
            (Fraction(-1, 2), 0, "-1"),  # away from zero on both sides
            (Fraction(-5, 2), 0, "-3"),
            (Fraction(49, 100), 0, "0"),
            (Fraction(2675, 1000), 2, "2.68"),  # a float would give 2.67
            (Fraction(1064, 10), 0, "106"),
            (Fraction(0), 2, "0.00"),
            (Fraction(1, 3), 2, "0.33"),
        ],
    )
    def test_rounds_half_away_from_zero(
        self, value: Fraction, decimals: int, expected: str
    ) -> None:
        assert str(round_half_up(value, decimals)) == expected

    @given(st.fractions(max_denominator=10**6), st.integers(0, 4))
    def test_is_never_further_off_than_half_a_unit(self, value: Fraction, decimals: int) -> None:
        rounded = Fraction(round_half_up(value, decimals))

        assert abs(rounded - value) <= Fraction(1, 2 * 10**decimals)
        assert round_half_up(-value, decimals) == round_half_up(value, decimals).copy_negate()


class TestPercent:
    @pytest.mark.parametrize(
        ("share", "decimals", "shown"),
        [
            (Fraction(2, 45), 1, "4.4%"),
            (Fraction(21, 21), 1, "100.0%"),
            (Fraction(1064, 1000), 1, "106.4%"),
            (Fraction(0), 0, "0%"),
            (Fraction(1, 3), 2, "33.33%"),
        ],
    )
    def test_prints_a_share_as_people_do(self, share: Fraction, decimals: int, shown: str) -> None:
        assert percent(share, decimals) == shown


class TestPoints:
    @pytest.mark.parametrize(
        ("change", "shown"),
        [
            (Fraction(22, 1000), "+2.2"),
            (Fraction(-22, 1000), "−2.2"),
            (Fraction(0), "持平"),
            (Fraction(4, 10000), "持平"),
            (Fraction(-4, 10000), "持平"),
            (Fraction(5, 10000), "+0.1"),
        ],
    )
    def test_prints_a_change_in_percentage_points(self, change: Fraction, shown: str) -> None:
        assert points(change) == shown

    def test_is_taken_from_unrounded_shares(self) -> None:
        # 4.44 % and 4.36 % print as 4.4 % both; their difference is 0.1 points all the same.
        assert points(Fraction(444, 10000) - Fraction(436, 10000)) == "+0.1"


class TestMoney:
    def test_refuses_a_third_decimal(self) -> None:
        with pytest.raises(ValueError, match="more than two decimals"):
            fen_from_yuan(Decimal("0.005"))

    @given(st.integers(-(10**14), 10**14))
    def test_comes_back_from_yuan_as_it_was(self, fen: int) -> None:
        assert fen_from_yuan(yuan(fen)) == fen

    @pytest.mark.parametrize(
        ("fen", "decimals", "shown"),
        [
            (1_234_567_89, 1, "123.5"),
            (5_000, 2, "0.01"),
            (4_999, 2, "0.00"),
            (-5_000, 2, "-0.01"),
        ],
    )
    def test_is_read_in_wan_yuan(self, fen: int, decimals: int, shown: str) -> None:
        assert str(wan_yuan(fen, decimals)) == shown


def test_area_is_read_in_square_metres() -> None:
    assert str(square_metres(123_456)) == "1234.56"


@pytest.mark.parametrize(
    ("value", "expected"), [("2.5", 3), ("3.5", 4), ("-2.5", -3), ("2.49", 2), ("7", 7)]
)
def test_whole_numbers_round_half_up(value: str, expected: int) -> None:
    assert whole_half_up(Decimal(value)) == expected


class TestSplitByLargestRemainder:
    @pytest.mark.parametrize(
        ("total", "weights", "parts"),
        [
            (100, [1, 1, 1], [34, 33, 33]),  # equal remainders: the first takes the rest
            (10, [0, 5, 5], [0, 5, 5]),
            (0, [3, 4], [0, 0]),
            (7, [1], [7]),
            (5, [2, 2, 1], [2, 2, 1]),
        ],
    )
    def test_gives_the_rest_to_the_largest_remainders(
        self, total: int, weights: list[int], parts: list[int]
    ) -> None:
        assert split_by_largest_remainder(total, weights) == parts

    @pytest.mark.parametrize("weights", [[], [0, 0]])
    def test_refuses_weights_without_a_sum(self, weights: list[int]) -> None:
        with pytest.raises(ValueError, match="more than zero"):
            split_by_largest_remainder(10, weights)

    @given(
        st.integers(0, 10**12),
        st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(lambda w: sum(w) > 0),
    )
    def test_loses_nothing_and_is_off_by_less_than_one(
        self, total: int, weights: list[int]
    ) -> None:
        parts = split_by_largest_remainder(total, weights)

        assert sum(parts) == total
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part - Fraction(total * weight, sum(weights))) < 1
