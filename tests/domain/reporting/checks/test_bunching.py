from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.bunching import CHECK, examine
from jiugai.domain.reporting.checks.verdicts import Outcome, Verdict
from tests.domain.reporting.checks.returns import LAST_DAY, THRESHOLDS

LINE = Fraction(95)


def asked(over: int, under: int) -> Verdict:
    results = [Fraction(96)] * over + [Fraction(94)] * under
    return examine(results, LINE, THRESHOLDS.of(CHECK, LAST_DAY))


class TestBunching:
    def test_looks_where_nearly_all_lie_just_over_the_line(self):
        verdict = asked(12, 1)

        assert "考核线 95.0% 以上 2.0 个百分点内有 12 个，以下同样宽处只有 1 个" in verdict.message

    def test_passes_results_that_fall_on_both_sides(self):
        assert asked(6, 4).outcome is Outcome.PASSED

    def test_is_not_asked_of_few_results_near_the_line(self):
        far = [Fraction(80)] * 30
        assert asked(6, 1).outcome is Outcome.NOT_APPLICABLE
        assert examine(far, LINE, THRESHOLDS.of(CHECK, LAST_DAY)).outcome is Outcome.NOT_APPLICABLE

    @given(st.integers(0, 40), st.integers(0, 40))
    def test_never_looks_where_no_more_lie_over_than_under(self, over: int, more: int):
        assert not asked(over, over + more).failed
