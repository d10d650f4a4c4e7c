import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.unit_slip import CHECK
from jiugai.domain.reporting.checks.verdicts import Outcome
from tests.domain.reporting.checks.returns import ask, project


def told(*yuan: float) -> object:
    return ask(CHECK, project([20] * len(yuan), invested=yuan, paid=[0] * len(yuan)))


class TestUnitSlip:
    def test_passes_money_that_grows(self):
        assert told(1_200_000, 1_250_000).outcome is Outcome.PASSED

    def test_needs_an_earlier_amount(self):
        assert told(1_200_000).outcome is Outcome.NOT_APPLICABLE

    @pytest.mark.parametrize("slipped", [130, 13_000_000_000])
    def test_asks_about_ten_thousand_times_as_much_or_as_little(self, slipped: float):
        verdict = told(1_200_000, 1_250_000, slipped)

        assert verdict.outcome is Outcome.FAILED
        assert "像是多写或漏写了“万”，没有替您改" in verdict.message

    def test_says_how_many_times(self):
        assert told(1_250_000, 125).numbers["times"] == 10_000

    @given(st.floats(1.0, 50.0))
    def test_never_takes_growth_for_a_slip(self, times: float):
        assert not told(100_000, 100_000 * times).failed
