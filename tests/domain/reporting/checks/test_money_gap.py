from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.money_gap import CHECK
from jiugai.domain.reporting.checks.verdicts import Outcome
from tests.domain.reporting.checks.returns import ask, honest_city, project

CITY = honest_city(projects=14)
TOLD = [0, 0, 0, 0, 0, 0, 10, 22, 34, 47, 60, 72]


def paid(share: float) -> list[float]:
    return [10_000 * points * share for points in TOLD]


class TestMoneyGap:
    def test_asks_about_much_work_that_nobody_was_paid_for(self):
        verdict = ask(CHECK, project(TOLD, paid=paid(0)), CITY)

        assert verdict.failed
        assert "已报未付相当于全部工程的 72.0%，其他县区进度相近的项目一般为" in verdict.message

    def test_passes_what_is_paid_as_elsewhere(self):
        assert ask(CHECK, project(TOLD, paid=paid(0.65)), CITY).outcome is Outcome.PASSED

    def test_is_not_asked_at_the_beginning_or_without_others(self):
        assert ask(CHECK, project([0, 10]), CITY).outcome is Outcome.NOT_APPLICABLE
        assert ask(CHECK, project(TOLD)).outcome is Outcome.NOT_APPLICABLE

    @settings(max_examples=30)
    @given(st.floats(0, 0.9), st.floats(0.01, 0.1))
    def test_never_minds_more_being_paid(self, share: float, more: float):
        less = ask(CHECK, project(TOLD, paid=paid(share)), CITY).failed
        greater = ask(CHECK, project(TOLD, paid=paid(share + more)), CITY).failed

        assert greater <= less
