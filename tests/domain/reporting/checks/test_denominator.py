from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.denominator import CHECK
from jiugai.domain.reporting.checks.verdicts import Outcome
from tests.domain.reporting.checks.returns import ask, project


class TestDenominator:
    def test_passes_a_plan_that_stands_or_grows(self):
        assert (
            ask(CHECK, project([10, 20], planned_households=[200, 200])).outcome is Outcome.PASSED
        )
        assert (
            ask(CHECK, project([10, 20], planned_households=[200, 260])).outcome is Outcome.PASSED
        )

    def test_needs_a_plan_and_an_earlier_one(self):
        assert ask(CHECK, project([10])).outcome is Outcome.NOT_APPLICABLE
        unfilled = project([10, 20], planned_households=[200, None])
        assert ask(CHECK, unfilled).outcome is Outcome.NOT_APPLICABLE

    def test_refuses_a_plan_that_shrinks(self):
        verdict = ask(CHECK, project([10, 20], planned_households=[1200, 1000]))

        assert verdict.message == (
            "计划户数由 1,200 户 减为 1,000 户，少了 200 户，分母只能凭计划调整文件改动"
        )
        assert verdict.numbers == {"planned_households": 1000, "planned_households_before": 1200}

    def test_looks_past_a_month_in_which_it_was_not_filled_in(self):
        assert ask(CHECK, project([1, 2, 3], planned_households=[200, None, 199])).failed

    @given(st.lists(st.integers(1, 999), min_size=2, max_size=6))
    def test_refuses_exactly_when_it_is_below_the_last(self, plans: list[int]):
        series = project([10] * len(plans), planned_households=plans)

        assert ask(CHECK, series).failed is (plans[-1] < plans[-2])
