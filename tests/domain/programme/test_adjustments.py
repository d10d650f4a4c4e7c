"""What was decided for a county's next plan and money, summed as its later readers take it."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.programme.adjustments import Adjusted, Adjustment, change_of, together

TENTH = Fraction(1, 10)


class TestTogether:
    def test_adds_shares_up_and_does_not_compound_them(self) -> None:
        found = together(
            [
                Adjustment(1, 2021, -TENTH, -TENTH, "纪要一"),
                Adjustment(1, 2021, -TENTH, Fraction(1, 20), "纪要二"),
                Adjustment(2, 2021, Fraction(0), TENTH, "纪要一"),
            ]
        )
        assert found == {
            1: Adjusted(Fraction(-1, 5), Fraction(-1, 20)),
            2: Adjusted(Fraction(0), TENTH),
        }

    @given(st.lists(st.fractions(-1, 1), max_size=8))
    def test_never_cuts_more_than_the_whole(self, shares: list[Fraction]) -> None:
        found = together(Adjustment(1, 2021, share, share, "") for share in shares)
        for sums in found.values():
            assert sums.plan == sums.money == max(sum(shares), -1)


class TestChangeOf:
    def test_rounds_half_up_once_and_leaves_the_unknown_unknown(self) -> None:
        assert change_of(105, TENTH) == 11
        assert change_of(105, -TENTH) == -11
        assert change_of(0, TENTH) == 0
        assert change_of(None, TENTH) is None
