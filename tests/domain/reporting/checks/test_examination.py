from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.catalogue import CHECKS, COUNTY_CHECKS, RETURN_CHECKS
from jiugai.domain.reporting.checks.examination import (
    Examination,
    NoLimitInForce,
    Thresholds,
    examine_returns,
)
from jiugai.domain.reporting.checks.series import ProjectSeries
from jiugai.domain.reporting.checks.verdicts import Answer
from jiugai.exchange.check_limits import check_limits
from tests.domain.reporting.checks.returns import (
    THRESHOLDS,
    changed,
    honest_city,
    month,
    project,
)

CITY = honest_city(projects=10)


def examined(*mine: ProjectSeries) -> Examination:
    return examine_returns([*CITY, *mine], THRESHOLDS)


@cache
def honest() -> Examination:
    return examined()


class TestExamineReturns:
    def test_asks_every_check_of_every_return(self):
        found = honest()
        returns = sum(len(series.returns) for series in CITY)

        for check in RETURN_CHECKS:
            answers = found.passed.get(check.code, 0)
            answers += sum(found.not_applicable.get(check.code, {}).values())
            answers += sum(flag.check is check for flag in found.flags)
            assert answers == returns, check.code

    def test_refuses_nothing_of_an_honest_city_and_looks_at_next_to_nothing(self):
        answers = [flag.answer for flag in honest().flags]
        county_months = len({(series.county, r.month) for series in CITY for r in series.returns})

        assert Answer.REFUSE not in answers
        assert answers.count(Answer.LOOK) <= county_months / 10
        assert answers.count(Answer.EXPLAIN) <= county_months

    def test_says_in_one_sentence_what_was_found_and_what_follows(self):
        shrunk = project([10, 20], planned_households=[200, 150])

        (flag,) = [f for f in examined(shrunk).flags if f.county == "甲县"]

        assert (flag.check.code, flag.project, flag.month) == ("denominator", "河滨小区", month(1))
        assert flag.message == (
            "计划户数由 200 户 减为 150 户，少了 50 户，分母只能凭计划调整文件改动。"
            "这一项不可能成立，请核对后改正；确有依据的，按更正办理并写明理由。"
        )

    def test_asks_about_the_months_that_are_named(self):
        shrunk = project([10, 20, 30], planned_households=[200, 150, 100])

        found = examine_returns([shrunk], THRESHOLDS, months=[month(2)])

        assert {flag.month for flag in found.flags} == {month(2)}

    def test_says_of_a_silent_county_that_no_project_is_meant(self):
        loud = [
            project([5, 12, 20, 28, 36, 44], county=county, name=str(n), complaints=2)
            for county in ("乙县", "丙县", "丁县")
            for n in range(5)
        ]
        mute = [project([5, 12, 20, 28, 36, 44], name=str(n), complaints=0) for n in range(5)]

        found = examine_returns([*loud, *mute], THRESHOLDS)

        assert ("silent_county", "甲县", "") in {
            (flag.check.code, flag.county, flag.project) for flag in found.flags
        }

    @settings(max_examples=8)
    @given(st.integers(6, 23), st.sampled_from(range(len(CITY))))
    def test_says_of_a_month_what_it_said_before_later_months_came(self, last: int, which: int):
        until = [replace(series, returns=series.returns[: last + 1]) for series in CITY]
        later = [
            changed(series, 23, progress=0, photos=99) if n == which else series
            for n, series in enumerate(CITY)
        ]
        asked = [month(last)]

        before = examine_returns(until, THRESHOLDS, months=asked)
        after = examine_returns(later if last < 23 else CITY, THRESHOLDS, months=asked)

        assert before.flags == after.flags
        assert before.passed == after.passed


DISHONEST = [0, 0, 0, 0, 0, 9, 18, 24, 33]
MONEY = [10_000 * points for points in DISHONEST]


@pytest.mark.parametrize(
    ("code", "series"),
    [
        ("hard_logic", project([*DISHONEST, 30])),
        ("denominator", project([*DISHONEST, 40], planned_households=[*[200] * 9, 160])),
        ("paid_beyond_progress", project([*DISHONEST, 40], paid=[*[0] * 9, 700_000])),
        ("false_start", project([*[0] * 9, 2, 3, 4], photos=0, paid=[0] * 12)),
        ("copy_forward", project([*DISHONEST, 33, 33])),
        ("equal_steps", project([*[0] * 6, 6.5, 13, 19.5, 26, 32.5])),
        ("jump", project([*DISHONEST, 100])),
        ("thin_evidence", project([*DISHONEST, 100], photos=1)),
        ("cost_break", project([*DISHONEST, 70], invested=[*MONEY, 400_000])),
    ],
)
def test_what_a_dishonest_county_does_is_found(code: str, series: ProjectSeries):
    """Series by hand, after the prose of the audits; how often it is found is measured elsewhere."""
    last = series.returns[-1].month

    found = [f for f in examined(series).flags if f.county == "甲县" and f.month == last]

    assert code in {flag.check.code for flag in found}


class TestThresholds:
    def test_a_later_threshold_follows_and_the_past_stays(self):
        old = next(limit for limit in check_limits() if limit.check == "measures_diverge")
        new = replace(old, in_force_from=date(2022, 1, 1), value=old.value * 2)
        thresholds = Thresholds([old, new])
        check = next(check for check in CHECKS if check.code == "measures_diverge")

        assert thresholds.of(check, date(2021, 12, 31)) == {"points": 5}
        assert thresholds.of(check, date(2022, 1, 1)) == {"points": 10}

    def test_a_check_without_its_threshold_is_not_asked_by_guess(self):
        with pytest.raises(NoLimitInForce, match="jump"):
            Thresholds([]).of(next(c for c in CHECKS if c.code == "jump"), date(2020, 1, 1))


class TestCatalogue:
    def test_names_each_check_once(self):
        assert len({check.code for check in CHECKS}) == len(CHECKS)
        assert len({check.title for check in CHECKS}) == len(CHECKS)

    @pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
    def test_says_of_each_what_it_is_and_how_far_to_trust_it(self, check):
        assert check.version >= 1
        assert len(check.formula) > 10
        assert len(check.base_rate) > 10
        assert check.reads

    def test_counts_every_check_of_a_county_by_county(self):
        assert {check.code for check in COUNTY_CHECKS} == {"rates_diverge", "silent_county"}
