"""How official prose writes numbers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.bulletins import wording
from jiugai.domain.bulletins.figures import Basis
from jiugai.domain.registry.numerals import whole


class TestNumeral:
    @pytest.mark.parametrize(
        ("number", "written"),
        [
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (56, "五十六"),
            (100, "一百"),
            (105, "一百零五"),
            (110, "一百一十"),
            (1008, "一千零八"),
            (2020, "二千零二十"),
        ],
    )
    def test_writes_the_number_of_an_issue(self, number: int, written: str):
        assert wording.numeral(number) == written

    @pytest.mark.parametrize("number", [0, -1, 10_000])
    def test_refuses_what_no_issue_bears(self, number: int):
        with pytest.raises(ValueError, match="no issue bears"):
            wording.numeral(number)

    @given(st.integers(1, 9999))
    def test_is_read_back_as_the_same_number(self, number: int):
        assert whole(wording.numeral(number)) == number


class TestMoney:
    @pytest.mark.parametrize(
        ("fen", "shown"),
        [
            (0, "0"),
            (1_000_000, "1"),
            (51_000_000_000, "51000"),
            (123_450_000, "123.5"),
            (123_440_000, "123.4"),
            (1, "0.0"),
        ],
    )
    def test_shows_a_decimal_only_where_there_is_a_part(self, fen: int, shown: str):
        assert wording.money(fen) == shown


class TestChange:
    @pytest.mark.parametrize(
        ("change", "decimals", "said"),
        [
            (Fraction(1, 45), 1, "提高2.2个百分点"),
            (Fraction(-1, 45), 1, "下降2.2个百分点"),
            (Fraction(1, 4500), 1, "持平"),
            (Fraction(0), 2, "持平"),
            (Fraction(5, 1000), 0, "提高1个百分点"),
        ],
    )
    def test_says_the_direction_in_words(self, change: Fraction, decimals: int, said: str):
        assert wording.change(change, decimals) == said


def test_area_is_read_in_ten_thousand_square_metres():
    assert wording.quantity(Basis.AREA, 12_345_000) == "12.35万平方米"


def test_a_digest_is_printed_in_groups_of_four():
    assert wording.grouped("7c1e09a4d2b8") == "7c1e 09a4 d2b8"
