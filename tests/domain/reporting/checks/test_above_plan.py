from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.above_plan import CHECK
from jiugai.domain.reporting.checks.verdicts import Answer, Outcome
from tests.domain.reporting.checks.returns import ask, project


class TestAbovePlan:
    def test_passes_the_whole_plan(self):
        assert ask(CHECK, project([50, 100])).outcome is Outcome.PASSED

    def test_needs_something_to_compare(self):
        assert ask(CHECK, project([None])).outcome is Outcome.NOT_APPLICABLE

    def test_asks_for_a_reason_and_says_that_it_is_allowed(self):
        verdict = ask(CHECK, project([50, 100], households_done=[100, 220]))

        assert CHECK.answer is Answer.EXPLAIN
        assert verdict.message == "完成户数 220 户，超过计划 200 户，为 110.0%；超过计划允许"

    def test_asks_once(self):
        assert not ask(CHECK, project([50, 100, 100], households_done=[100, 220, 220])).failed

    def test_asks_about_progress_above_all(self):
        assert "形象进度 104%，超过 100%" in ask(CHECK, project([50, 104])).message

    @given(st.integers(0, 200))
    def test_never_asks_within_the_plan(self, done: int):
        assert not ask(CHECK, project([10, 90], households_done=[0, done])).failed
