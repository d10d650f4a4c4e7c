import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.last_digit import CHECK, score, upper_tail
from jiugai.domain.reporting.checks.verdicts import Outcome
from tests.domain.reporting.checks.returns import LAST_DAY, THRESHOLDS

LIMITS = THRESHOLDS.of(CHECK, LAST_DAY)
USUAL = list(range(300))
ROUND = [n * 10 for n in range(300)]


class TestScore:
    def test_is_not_applicable_to_few_figures(self):
        assert score(USUAL[:119], USUAL, LIMITS).outcome is Outcome.NOT_APPLICABLE

    def test_is_high_for_digits_like_those_of_the_peers(self):
        assert score(ROUND, ROUND, LIMITS).numbers["chance"] == 1

    def test_is_low_for_digits_unlike_those_of_the_peers(self):
        assert score([n * 10 + 7 for n in range(150)], USUAL, LIMITS).numbers["chance"] < 0.001

    @given(st.lists(st.integers(0, 10_000), min_size=120, max_size=150))
    def test_only_orders_a_list_and_never_fails(self, own: list[int]):
        assert CHECK.answer is None
        assert score(own, ROUND, LIMITS).outcome is Outcome.PASSED


class TestUpperTail:
    @pytest.mark.parametrize(
        ("statistic", "freedom", "tail"),
        [(16.919, 9, 0.05), (27.877, 9, 0.001), (5.991, 2, 0.05), (3.841, 1, 0.05), (0, 9, 1)],
    )
    def test_agrees_with_the_tables(self, statistic: float, freedom: int, tail: float):
        assert upper_tail(statistic, freedom) == pytest.approx(tail, rel=0.01)
