import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.false_start import CHECK
from jiugai.domain.reporting.checks.verdicts import Outcome
from tests.domain.reporting.checks.returns import ask, project

FALSE = {"paid": [0] * 5, "photos": 0}


class TestFalseStart:
    def test_looks_at_a_start_of_two_months_without_any_trace(self):
        verdict = ask(CHECK, project([0, 0, 0, 2, 3], **FALSE))

        assert verdict.message == (
            "2020年4月起报开工，已 2 个月，形象进度 3%，没有一张照片，也没有付过一笔款"
        )

    def test_gives_a_start_a_month_to_show_itself(self):
        assert not ask(CHECK, project([0, 0, 0, 0, 3], **FALSE)).failed

    def test_looks_where_the_first_two_returns_of_all_tell_of_it(self):
        assert ask(CHECK, project([2, 3], photos=0, paid=[0, 0])).failed

    @pytest.mark.parametrize(
        "traces",
        [
            {"photos": [0, 0, 0, 1, 0], "paid": [0] * 5},
            {"photos": 0, "paid": [0, 0, 0, 0, 1]},
        ],
    )
    def test_passes_at_any_trace_of_works(self, traces):
        assert ask(CHECK, project([0, 0, 2, 3, 4], **traces)).outcome is Outcome.PASSED

    @pytest.mark.parametrize(
        ("series", "because"),
        [
            (project([0] * 5, **FALSE), "没有报开工"),
            (project([0, 0, 2, 3, 15], **FALSE), "形象进度已过开头"),
            (
                project([0, 0, 2, 3, 4], **FALSE, stopped=(3,)),
                "开工后申报过停工，没有照片是应当的",
            ),
            (project([2], photos=0, paid=[0]), "文件从开工以后才开始，看不到开工那个月"),
            (project([0, 2, 3, 4], photos=None, paid=[0] * 4), "没有填形象进度、照片或支付"),
        ],
    )
    def test_is_not_asked_where_a_trace_is_not_to_be_expected(self, series, because: str):
        verdict = ask(CHECK, series)

        assert (verdict.outcome, verdict.message) == (Outcome.NOT_APPLICABLE, because)

    @given(st.integers(1, 30))
    def test_one_photo_is_enough(self, photos: int):
        series = project([0, 0, 2, 3, 4], paid=[0] * 5, photos=[0, 0, photos, 0, 0])

        assert not ask(CHECK, series).failed
