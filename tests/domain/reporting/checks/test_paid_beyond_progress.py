import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.reporting.checks import paid_ahead, paid_beyond_progress
from jiugai.domain.reporting.checks.verdicts import Answer, Outcome
from tests.domain.reporting.checks.returns import ask, honest_city, project

CHECK = paid_beyond_progress.CHECK


def paid_at(percent_paid: float, progress: float = 60) -> object:
    told = [progress - 20, progress - 10, progress]
    return ask(CHECK, project(told, paid=[0, 0, 10_000 * percent_paid]))


class TestPaidBeyondProgress:
    def test_refuses_more_than_advance_and_progress_can_come_to(self):
        verdict = paid_at(80)

        assert verdict.message == (
            "累计支付 800,000.00 元，约占全部工程的 80.0%，形象进度 60%（累计完成投资 600,000.00 元），"
            "超出 20.0 个百分点，合同预付款和进度款合起来至多超出 15.0 个"
        )
        assert verdict.numbers["beyond_points"] == 20

    @pytest.mark.parametrize(
        ("progress", "percent_paid", "fails"),
        [
            (60, 75, False),  # the margin itself is let pass
            (60, 75.1, True),
            (30, 51, False),  # 21 points of the advance are still outstanding
            (30, 51.1, True),
        ],
    )
    def test_sets_the_advance_off_in_step_with_the_works(
        self, progress: float, percent_paid: float, fails: bool
    ):
        assert paid_at(percent_paid, progress).failed is fails

    def test_is_not_asked_before_there_is_any_work(self):
        before = project([0], invested=[0], paid=[300_000])

        assert ask(CHECK, before).outcome is Outcome.NOT_APPLICABLE

    def test_reads_a_single_rounded_figure_in_the_countys_favour(self):
        assert not ask(CHECK, project([5], invested=[74_000], paid=[300_000])).failed

    @settings(max_examples=40)
    @given(st.data())
    def test_never_refuses_an_honest_return(self, data: st.DataObject):
        series = data.draw(st.sampled_from(honest_city()))
        at = data.draw(st.integers(0, len(series.returns) - 1))

        assert not ask(CHECK, series, at=at).failed


class TestPaidAhead:
    def test_asks_for_the_contract_below_what_is_refused(self):
        told = project([40, 50, 60], paid=[0, 0, 720_000])

        assert paid_ahead.CHECK.answer is Answer.EXPLAIN
        assert "超出 12.0 个百分点，一般不超过 10.0 个" in ask(paid_ahead.CHECK, told).message
        assert not ask(CHECK, told).failed

    def test_passes_what_is_usual(self):
        told = project([40, 50, 60], paid=[0, 0, 700_000])

        assert ask(paid_ahead.CHECK, told).outcome is Outcome.PASSED

    def test_is_not_asked_before_there_is_any_work(self):
        assert ask(paid_ahead.CHECK, project([0])).outcome is Outcome.NOT_APPLICABLE

    @settings(max_examples=40)
    @given(st.integers(0, 110), st.integers(21, 100))
    def test_asks_about_all_that_is_refused(self, percent_paid: int, progress: int):
        told = project([20, 20.5, progress], paid=[0, 0, 10_000 * percent_paid])

        assert ask(CHECK, told).failed <= ask(paid_ahead.CHECK, told).failed
