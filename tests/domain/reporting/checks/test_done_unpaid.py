from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.done_unpaid import CHECK
from jiugai.domain.reporting.checks.verdicts import Outcome
from tests.domain.reporting.checks.returns import ask, project

DONE = [90, *[100] * 7]


def paid(share: float) -> list[float]:
    return [1_000_000 * share] * len(DONE)


class TestDoneUnpaid:
    def test_looks_at_half_a_year_with_less_than_half_paid(self):
        verdict = ask(CHECK, project(DONE, paid=paid(0.4)))

        assert verdict.message == (
            "2020年2月报完工，已过 6 个月，累计支付 400,000.00 元，"
            "只占累计完成投资 1,000,000.00 元 的 40.0%"
        )

    def test_passes_half(self):
        assert ask(CHECK, project(DONE, paid=paid(0.5))).outcome is Outcome.PASSED

    def test_waits_for_half_a_year(self):
        assert ask(CHECK, project(DONE, paid=paid(0)), at=6).outcome is Outcome.NOT_APPLICABLE
        assert ask(CHECK, project([50, 60])).outcome is Outcome.NOT_APPLICABLE

    @given(st.integers(0, 100))
    def test_looks_exactly_below_half(self, percent: int):
        assert ask(CHECK, project(DONE, paid=paid(percent / 100))).failed is (percent < 50)
