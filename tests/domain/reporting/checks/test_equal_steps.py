from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.equal_steps import CHECK
from jiugai.domain.reporting.checks.verdicts import Outcome
from tests.domain.reporting.checks.returns import ask, honest_city, project

CITY = honest_city()
UNEVEN_MONEY = [0, 90_000, 210_000, 290_000, 430_000, 480_000]


class TestEqualSteps:
    def test_looks_at_four_steps_of_one_size(self):
        verdict = ask(CHECK, project([4, 12.3, 20.6, 29, 37.3]))

        assert verdict.failed
        assert "近 4 个月形象进度每月各增加 8.3、8.3、8.4、8.3 个百分点" in verdict.message

    def test_is_not_asked_before_there_are_four(self):
        assert ask(CHECK, project([4, 12.3, 20.6, 29])).outcome is Outcome.NOT_APPLICABLE
        assert ask(CHECK, project([None])).outcome is Outcome.NOT_APPLICABLE

    def test_passes_steps_as_sites_take_them(self):
        assert ask(CHECK, project([4, 12.3, 26, 31, 44])).outcome is Outcome.PASSED

    def test_begins_anew_after_a_month_that_stood_still(self):
        assert not ask(CHECK, project([4, 12.3, 20.6, 20.6, 28.9, 37.2])).failed

    def test_forgives_an_office_that_rounds_unless_money_is_drawn_with_the_same_ruler(self):
        rounded = [0, 10, 20, 30, 40]
        assert not ask(CHECK, project(rounded, invested=UNEVEN_MONEY[:5])).failed
        assert ask(CHECK, project(rounded)).failed

    def test_forgives_no_longer_where_rounding_hardly_explains_it(self):
        rounded = [0, 10, 20, 30, 40, 50, 60, 70]
        money = [*UNEVEN_MONEY, 700_000, 730_000]

        assert ask(CHECK, project(rounded, invested=money), CITY).failed

    def test_looks_at_steps_that_are_nearly_equal_and_nobody_elses_are(self):
        nearly = [*[0] * 12, 2, 11, 20.2, 29.1, 38.3, 47.2, 56.4]

        assert "匀得少见" in ask(CHECK, project(nearly), CITY).message

    @settings(max_examples=40)
    @given(st.lists(st.sampled_from([4, 7, 11, 16]), min_size=5, max_size=8))
    def test_looks_only_at_runs_that_are_even(self, steps: list[int]):
        told = [0.0]
        for step in steps:
            told.append(told[-1] + step)

        assert not ask(
            CHECK, project([*told[:-4], *(t + n for n, t in enumerate(told[-4:]))])
        ).failed
