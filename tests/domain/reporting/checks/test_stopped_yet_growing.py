from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.stopped_yet_growing import CHECK
from jiugai.domain.reporting.checks.verdicts import Outcome
from tests.domain.reporting.checks.returns import ask, project, without


class TestStoppedYetGrowing:
    def test_passes_a_stop_in_which_only_rounding_moved(self):
        assert ask(CHECK, project([33, 35], stopped=(1,))).outcome is Outcome.PASSED

    def test_is_not_asked_without_a_stop_or_a_month_before(self):
        assert ask(CHECK, project([33, 60])).outcome is Outcome.NOT_APPLICABLE
        gap = without(project([33, 33, 60], stopped=(2,)), 1)
        assert ask(CHECK, gap).outcome is Outcome.NOT_APPLICABLE

    def test_asks_how_a_stopped_site_came_further(self):
        verdict = ask(CHECK, project([33, 60.5], stopped=(1,)))

        assert "本月申报停工，形象进度却由 33% 升到 60.5%，增加 27.5 个百分点" in verdict.message

    @given(st.floats(0, 5))
    def test_never_asks_within_rounding(self, points: float):
        assert not ask(CHECK, project([33, 33 + points], stopped=(1,))).failed
