from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.households_lag import CHECK
from jiugai.domain.reporting.checks.verdicts import Outcome
from tests.domain.reporting.checks.returns import ask, honest_city, project

CITY = honest_city(projects=30)
TOLD = [*[0] * 9, 12, 24, 36, 48, 57, 92]
AS_ELSEWHERE = [0 if points <= 50 else round((points - 50) * 4) for points in TOLD]


class TestHouseholdsLag:
    def test_asks_where_progress_left_the_households_behind(self):
        behind = project(TOLD, households_done=[*AS_ELSEWHERE[:-1], 30])

        verdict = ask(CHECK, behind, CITY)

        assert verdict.failed
        assert "完成户数 30 户，占计划 15.0%，其他县区进度相近的项目一般已到" in verdict.message

    def test_passes_households_as_elsewhere(self):
        series = project(TOLD, households_done=AS_ELSEWHERE)

        assert ask(CHECK, series, CITY).outcome is Outcome.PASSED

    def test_is_not_asked_of_what_is_not_under_way_or_without_others(self):
        assert ask(CHECK, project([0, 100]), CITY).outcome is Outcome.NOT_APPLICABLE
        assert ask(CHECK, project(TOLD)).outcome is Outcome.NOT_APPLICABLE

    @settings(max_examples=30)
    @given(st.integers(0, 200), st.integers(1, 50))
    def test_never_minds_more_households(self, done: int, more: int):
        def fails(households: int) -> bool:
            series = project(TOLD, households_done=[*AS_ELSEWHERE[:-1], households])
            return ask(CHECK, series, CITY).failed

        assert fails(done + more) <= fails(done)
