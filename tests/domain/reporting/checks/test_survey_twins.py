from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.survey_twins import CHECK, examine
from jiugai.domain.reporting.checks.verdicts import Outcome
from tests.domain.reporting.checks.returns import LAST_DAY, THRESHOLDS

LIMITS = THRESHOLDS.of(CHECK, LAST_DAY)


def sheets(seed: int, count: int = 40, questions: int = 10) -> list[list[int]]:
    dice = Random(seed)
    return [[dice.choice((3, 4, 4, 5, 5)) for _ in range(questions)] for _ in range(count)]


class TestSurveyTwins:
    def test_looks_at_sheets_that_were_copied(self):
        honest = sheets(1)

        verdict = examine([*honest, *[honest[0]] * 12], LIMITS)

        assert verdict.failed
        assert "最多的一种有 13 份" in verdict.message

    def test_passes_sheets_that_residents_filled_in(self):
        assert examine(sheets(2), LIMITS).outcome is Outcome.PASSED

    def test_is_not_asked_of_few_sheets_or_of_those_who_tick_one_answer(self):
        contented = [[5] * 10 for _ in range(60)]
        assert examine(sheets(3, 19), LIMITS).outcome is Outcome.NOT_APPLICABLE
        assert examine(contented, LIMITS).outcome is Outcome.NOT_APPLICABLE
        assert examine([*sheets(4), [3, 4, 5]], LIMITS).outcome is Outcome.NOT_APPLICABLE

    def test_gives_the_same_chance_whenever_it_is_asked(self):
        copied = [*sheets(5), *[sheets(5)[0]] * 9]

        assert examine(copied, LIMITS) == examine(copied, LIMITS)

    @settings(max_examples=25)
    @given(st.integers(100, 10_000))
    def test_hardly_ever_looks_at_honest_sheets(self, seed: int):
        assert not examine(sheets(seed), {**LIMITS, "chance": LIMITS["chance"] / 10}).failed
