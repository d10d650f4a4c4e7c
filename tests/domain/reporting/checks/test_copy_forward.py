import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.copy_forward import CHECK
from jiugai.domain.reporting.checks.verdicts import Outcome
from tests.domain.reporting.checks.returns import ask, changed, project

COPIED = project([10, 35, 35, 35], photos=1)


class TestCopyForward:
    def test_asks_about_two_months_that_repeat_a_third(self):
        verdict = ask(CHECK, COPIED)

        assert verdict.failed
        assert "与前 2 个月完全相同，没有申报停工，连续 2 个月不变" in verdict.message
        assert verdict.numbers["months"] == 2

    def test_lets_one_quiet_month_pass(self):
        assert ask(CHECK, COPIED, at=2).outcome is Outcome.PASSED

    def test_asks_at_once_where_photos_show_that_nothing_stood_still(self):
        busy = project([10, 35, 35], photos=[3, 3, 6])

        assert "而本月有照片 6 张，现场并没有停" in ask(CHECK, busy).message

    def test_asks_at_once_where_a_whole_county_stands_still(self):
        others = [project([8, 20, 20], name=f"{n}号院", photos=0) for n in range(2)]
        mine = project([10, 35, 35], photos=0)

        assert "在建的 3 个项目本月全都不变" in ask(CHECK, mine, others).message

    @pytest.mark.parametrize(
        ("series", "because"),
        [
            (project([10, 35, 35, 35], stopped=(3,)), "已申报停工，数不变是应当的"),
            (project([0, 0, 0]), "没有在建：尚未开工，或已经完工"),
            (project([90, 100, 100, 100]), "没有在建：尚未开工，或已经完工"),
            (project([35]), "没有上个月的数可比"),
        ],
    )
    def test_is_not_asked_where_standing_still_is_right(self, series, because: str):
        verdict = ask(CHECK, series)

        assert (verdict.outcome, verdict.message) == (Outcome.NOT_APPLICABLE, because)

    @given(st.sampled_from(["progress", "invested_fen", "households_done"]), st.integers(1, 99))
    def test_is_content_as_soon_as_any_figure_of_the_works_moves(self, figure: str, more: int):
        value = getattr(COPIED.returns[3], figure) + more

        assert not ask(CHECK, changed(COPIED, 3, **{figure: value})).failed
