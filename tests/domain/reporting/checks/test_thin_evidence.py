from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.thin_evidence import CHECK
from jiugai.domain.reporting.checks.verdicts import Outcome
from tests.domain.reporting.checks.returns import ask, honest_city, project

CITY = honest_city()
QUICK = [0, 0, 0, 0, 0, 10, 35, 60, 85]


class TestThinEvidence:
    def test_looks_at_much_progress_with_hardly_a_photo(self):
        verdict = ask(CHECK, project(QUICK, photos=0), CITY)

        assert verdict.failed
        assert "照片只有 0 张，其他县区同样的进度约有" in verdict.message
        assert verdict.numbers["expected_photos"] > 10

    def test_passes_as_many_photos_as_others_take(self):
        assert ask(CHECK, project(QUICK, photos=12), CITY).outcome is Outcome.PASSED

    def test_is_not_asked_where_little_grew_or_nothing_is_filled_in(self):
        assert (
            ask(CHECK, project([0, 0, 1, 2, 3], photos=0), CITY).outcome is Outcome.NOT_APPLICABLE
        )
        assert ask(CHECK, project(QUICK, photos=None), CITY).outcome is Outcome.NOT_APPLICABLE

    def test_is_not_asked_where_nobody_has_photos_at_all(self):
        blind = [project(QUICK, county=county, photos=0) for county in ("乙县", "丙县", "丁县")]

        verdict = ask(CHECK, project(QUICK, photos=0), blind)

        assert verdict.message == "全部项目都没有照片，看不出是没有拍还是没有报"

    def test_falls_back_on_ten_points_and_no_photo_where_there_are_no_others(self):
        assert ask(CHECK, project([0, 4, 10], photos=0)).failed
        assert not ask(CHECK, project([0, 4, 9.9], photos=0)).failed
        assert not ask(CHECK, project([0, 4, 14], photos=[0, 0, 1])).failed

    @settings(max_examples=40)
    @given(st.integers(0, 40), st.integers(1, 40))
    def test_never_minds_more_photos(self, photos: int, more: int):
        few = ask(CHECK, project(QUICK, photos=photos), CITY).failed
        many = ask(CHECK, project(QUICK, photos=photos + more), CITY).failed

        assert many <= few
