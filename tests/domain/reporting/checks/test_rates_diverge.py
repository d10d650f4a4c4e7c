from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.rates_diverge import CHECK
from jiugai.domain.reporting.checks.series import ProjectSeries
from jiugai.domain.reporting.checks.verdicts import Outcome
from tests.domain.reporting.checks.returns import ask_county, project


def county(*done: int, complete: int = 10) -> list[ProjectSeries]:
    return [
        project([100 if n < complete else 50], name=f"{n}号院", households_done=households)
        for n, households in enumerate(done)
    ]


class TestRatesDiverge:
    def test_asks_why_households_lag_behind_projects(self):
        verdict = ask_county(CHECK, county(*[200] * 8, 100, 60))

        assert verdict.message == (
            "按项目完工率 100.0%，按户数只有 88.0%（1,760/2,000 户），相差 12.0 个百分点"
        )

    def test_passes_rates_that_meet(self):
        assert ask_county(CHECK, county(*[200] * 9, 150)).outcome is Outcome.PASSED

    def test_is_not_asked_while_projects_are_open_or_few(self):
        assert ask_county(CHECK, county(*[200] * 4)).outcome is Outcome.NOT_APPLICABLE
        few = county(*[200] * 10, complete=8)
        assert ask_county(CHECK, few).outcome is Outcome.NOT_APPLICABLE

    @given(st.integers(0, 200))
    def test_asks_exactly_above_five_points(self, last: int):
        failed = ask_county(CHECK, county(*[200] * 9, last)).failed

        assert failed is (200 - last > 100)
