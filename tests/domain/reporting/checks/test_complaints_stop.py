from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.complaints_stop import CHECK
from jiugai.domain.reporting.checks.series import ProjectSeries
from jiugai.domain.reporting.checks.verdicts import Outcome
from tests.domain.reporting.checks.returns import ask, project

TOLD = [5, 12, 20, 28, 36, 44, 52, 60, 68, 76]
CITY = [
    project(TOLD, county=county, name=f"{county}{n}号院", complaints=2)
    for county in ("乙县", "丙县", "丁县")
    for n in range(3)
]


def heard(*complaints: int) -> ProjectSeries:
    return project(TOLD[: len(complaints)], complaints=complaints)


class TestComplaintsStop:
    def test_looks_where_many_complaints_end_at_once(self):
        verdict = ask(CHECK, heard(3, 4, 4, 2, 3, 4, 0, 0, 0), CITY)

        assert verdict.failed
        assert "以前 6 个月共有投诉 20 件，近 3 个月一件也没有" in verdict.message

    def test_passes_as_long_as_somebody_is_heard(self):
        assert ask(CHECK, heard(3, 2, 4, 2, 3, 2, 0, 0, 1), CITY).outcome is Outcome.PASSED

    def test_passes_a_silence_that_chance_brings(self):
        assert ask(CHECK, heard(1, 0, 2, 0, 1, 1, 0, 0, 0), CITY).outcome is Outcome.PASSED

    def test_is_not_asked_where_little_was_ever_heard(self):
        assert ask(CHECK, heard(1, 0, 0, 0, 0), CITY).outcome is Outcome.NOT_APPLICABLE

    def test_is_not_asked_where_nobody_complains_anywhere(self):
        silent = [project(TOLD, county=county, complaints=0) for county in ("乙县", "丙县", "丁县")]
        verdict = ask(CHECK, heard(3, 2, 4, 2, 3, 2, 0, 0, 0), silent)

        assert verdict.message == "其他县区也没有投诉，或可比的县区不足"

    @settings(max_examples=40)
    @given(st.lists(st.integers(0, 6), min_size=6, max_size=6), st.integers(1, 5))
    def test_never_looks_when_the_month_itself_has_one(self, before: list[int], now: int):
        assert not ask(CHECK, heard(*before, 0, 0, now), CITY).failed
