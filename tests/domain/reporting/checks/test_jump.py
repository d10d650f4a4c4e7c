import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.jump import CHECK
from jiugai.domain.reporting.checks.verdicts import Outcome
from tests.domain.reporting.checks.returns import ask, honest_city, project, without

CITY = honest_city()
STEADY = [0, 0, 0, 8, 16, 24, 33, 42]


class TestJump:
    def test_passes_an_ordinary_step(self):
        assert ask(CHECK, project(STEADY), CITY).outcome is Outcome.PASSED

    @pytest.mark.parametrize(
        ("series", "because"),
        [
            (project([30]), "没有上一次的形象进度可比"),
            (project([30, None]), "没有上一次的形象进度可比"),
            (project([80, 100, 100]), "以前已报到 100%"),
        ],
    )
    def test_needs_an_earlier_step(self, series, because: str):
        verdict = ask(CHECK, series)

        assert (verdict.outcome, verdict.message) == (Outcome.NOT_APPLICABLE, because)

    def test_asks_for_photos_where_there_are_too_few_for_the_step(self):
        verdict = ask(CHECK, project([*STEADY, 68], photos=1), CITY)

        assert verdict.failed
        assert "形象进度由 42% 升到 68%，一个月增加 26.0 个百分点，照片 1 张" in verdict.message
        assert verdict.numbers["expected_photos"] > 5

    def test_asks_for_none_where_they_are_there(self):
        photos = [0, 0, 0, 4, 4, 4, 4, 4, 30]

        assert not ask(CHECK, project([*STEADY, 80], photos=photos), CITY).failed

    def test_holds_a_project_to_its_own_pace_where_nobody_takes_photos(self):
        verdict = ask(CHECK, project([*STEADY, 90], photos=None))

        assert "是本项目以前每次 8.0 个百分点的 6.0 倍" in verdict.message

    def test_takes_the_plain_limit_where_there_is_nothing_else(self):
        assert ask(CHECK, project([0, 26])).failed
        assert not ask(CHECK, project([0, 25])).failed

    def test_spreads_a_step_over_the_months_that_were_never_sent(self):
        assert not ask(CHECK, without(project([0, 20, 45]), 1)).failed

    @settings(max_examples=40)
    @given(st.floats(0.1, 20))
    def test_never_asks_about_a_small_step(self, points: float):
        assert not ask(CHECK, project([10, 20, 30, 30 + points], photos=0), CITY).failed
