import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.hard_logic import CHECK
from jiugai.domain.reporting.checks.verdicts import Outcome
from tests.domain.reporting.checks.returns import ask, changed, honest_city, project, without

PLAIN = project([0, 20, 45])


class TestHardLogic:
    def test_passes_what_only_grows(self):
        assert ask(CHECK, PLAIN).outcome is Outcome.PASSED

    def test_has_nothing_to_say_of_an_empty_month(self):
        empty = project([0, None], households_done=None, started=None, completed=None)

        verdict = ask(CHECK, empty)

        assert (verdict.outcome, verdict.message) == (
            Outcome.NOT_APPLICABLE,
            "本月各数都没有填",
        )

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"completed": 2}, "完工数 2 大于开工数 1，应为完工 ≤ 开工"),
            ({"started": 0}, "没有开工，却报形象进度 45%，应先有开工"),
            ({"progress": 1990}, "形象进度由 20% 减为 19.9%，累计数不应减少"),
            ({"households_done": 39}, "完成户数由 40 户 减为 39 户，累计数不应减少"),
            ({"invested_fen": 19_999_999}, "累计完成投资由 200,000.00 元 减为 199,999.99 元"),
            ({"paid_fen": 1}, "累计支付由 100,000.00 元 减为 0.01 元"),
        ],
    )
    def test_refuses_what_cannot_be_and_says_by_which_figures(
        self, values: dict[str, int], sentence: str
    ):
        verdict = ask(CHECK, changed(PLAIN, 2, **values))

        assert verdict.outcome is Outcome.FAILED
        assert sentence in verdict.message
        assert verdict.numbers

    def test_tells_all_contradictions_of_one_return_at_once(self):
        verdict = ask(CHECK, changed(PLAIN, 2, progress=100, paid_fen=0))

        assert verdict.message.count("累计数不应减少") == 2

    def test_sees_a_fall_across_a_month_that_was_never_sent(self):
        assert ask(CHECK, without(project([0, 30, 40, 25]), 2)).failed

    def test_leaves_a_slip_of_the_unit_to_the_check_of_units(self):
        slipped = changed(PLAIN, 2, invested_fen=2_250, paid_fen=None)

        assert ask(CHECK, slipped).outcome is Outcome.PASSED

    @settings(max_examples=40)
    @given(st.data())
    def test_never_refuses_an_honest_return(self, data: st.DataObject):
        series = data.draw(st.sampled_from(honest_city()))
        at = data.draw(st.integers(0, len(series.returns) - 1))

        assert not ask(CHECK, series, at=at).failed
