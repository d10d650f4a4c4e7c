from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.cost_break import CHECK
from jiugai.domain.reporting.checks.verdicts import Outcome
from tests.domain.reporting.checks.returns import ask, honest_city, project

CITY = honest_city(projects=14)
BEFORE = [0, 0, 0, 0, 0, 0, 10, 22, 34]
MONEY = [10_000 * points for points in BEFORE]


class TestCostBreak:
    def test_asks_why_progress_moved_alone(self):
        verdict = ask(CHECK, project([*BEFORE, 76], invested=[*MONEY, 440_000]), CITY)

        assert verdict.failed
        assert "每个百分点的投资由 10,000.00 元降到 5,789.47 元" in verdict.message

    def test_asks_why_money_moved_alone(self):
        verdict = ask(CHECK, project([*BEFORE, 40], invested=[*MONEY, 900_000]), CITY)

        assert "升到 22,500.00 元" in verdict.message

    def test_passes_when_both_move(self):
        moved = project([*BEFORE, 76], invested=[*MONEY, 760_000])

        assert ask(CHECK, moved, CITY).outcome is Outcome.PASSED

    def test_is_not_asked_at_the_beginning_or_without_others(self):
        assert ask(CHECK, project([0, 5, 9]), CITY).outcome is Outcome.NOT_APPLICABLE
        assert ask(CHECK, project(BEFORE)).outcome is Outcome.NOT_APPLICABLE

    @settings(max_examples=30)
    @given(st.integers(36, 95), st.floats(0.87, 1.14))
    def test_never_asks_within_the_change_that_rounding_makes(self, points: int, off: float):
        series = project([*BEFORE, points], invested=[*MONEY, 10_000 * points * off])

        assert not ask(CHECK, series, CITY).failed
