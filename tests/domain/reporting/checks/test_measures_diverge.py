from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.measures_diverge import CHECK
from jiugai.domain.reporting.checks.verdicts import Outcome
from tests.domain.reporting.checks.returns import ask, project


class TestMeasuresDiverge:
    def test_asks_why_what_is_complete_lacks_households(self):
        verdict = ask(CHECK, project([90, 100], households_done=[150, 180]))

        assert verdict.message == "已报完工，完成户数 180 户，只占计划 200 户的 90.0%"

    def test_asks_why_what_is_complete_lacks_progress(self):
        verdict = ask(CHECK, project([60, 80], completed=[0, 1], households_done=200))

        assert verdict.message == "已报完工，形象进度只有 80%"

    def test_passes_five_points(self):
        assert ask(CHECK, project([95], completed=1, households_done=190)).outcome is Outcome.PASSED

    def test_is_not_asked_before_completion(self):
        assert ask(CHECK, project([60])).outcome is Outcome.NOT_APPLICABLE

    def test_waits_for_all_communities_of_a_project(self):
        halfway = project([60], started=4, completed=2)

        assert ask(CHECK, halfway).outcome is Outcome.NOT_APPLICABLE

    @given(st.integers(0, 250))
    def test_asks_exactly_above_five_points(self, done: int):
        assert ask(CHECK, project([100], households_done=done)).failed is (done < 190)
