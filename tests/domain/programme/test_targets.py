"""Targets, the pace they ask for, and the word for the risk."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.programme.targets import (
    Pace,
    Promise,
    Risk,
    RiskRule,
    Strength,
    Target,
    pace,
    recent_pace,
    risk_of,
)

TODAY = date(2020, 11, 3)
YEAR_END = date(2020, 12, 31)
RULE = RiskRule(
    clause="FX", source="默认", in_force_from=TODAY, weeks=8, behind_below=Fraction(1, 4)
)
HEADLINE = Target("610900", 2020, "start", 45, Strength.MUST, YEAR_END)


class TestPace:
    def test_is_that_of_the_speech(self):
        needed = pace(45, 2, YEAR_END, TODAY)

        assert needed == Pace(left=43, days=58, per_week=Fraction(43 * 7, 58))
        assert needed.sentence("开工") == "剩 58 天，还有 43 个，按期须每周开工 5.2 个。"

    @pytest.mark.parametrize(
        ("done", "due_on", "sentence"),
        [
            (45, YEAR_END, "已全部开工。"),
            (48, YEAR_END, "已全部开工。"),
            (45, None, "已全部开工。"),
            (2, None, "还有 43 个没有开工；期限未定，文件未写。"),
            (2, TODAY, "今天到期，还有 43 个没有开工。"),
            (2, TODAY - timedelta(days=3), "期限已过 3 天，还有 43 个没有开工。"),
            (44, TODAY + timedelta(days=1), "剩 1 天，还有 1 个，按期须每周开工 7.0 个。"),
        ],
    )
    def test_says_how_it_stands(self, done: int, due_on: date | None, sentence: str):
        assert pace(45, done, due_on, TODAY).sentence("开工") == sentence

    @given(whole=st.integers(0, 500), done=st.integers(0, 500), days=st.integers(1, 400))
    def test_kept_to_the_deadline_does_exactly_what_is_left(self, whole: int, done: int, days: int):
        needed = pace(whole, done, TODAY + timedelta(days=days), TODAY)

        assert (needed.per_week or 0) * days / 7 == needed.left


class TestRecentPace:
    def test_counts_the_last_weeks_with_today_and_without_their_eve(self):
        starts = [TODAY, TODAY - timedelta(days=55), TODAY - timedelta(days=56)]

        assert recent_pace(starts, TODAY) == Fraction(2, 8)
        assert recent_pace([TODAY + timedelta(days=1)], TODAY) == 0

    def test_refuses_no_weeks(self):
        with pytest.raises(ValueError, match="no such span"):
            recent_pace([], TODAY, weeks=0)


class TestRiskOf:
    @pytest.mark.parametrize(
        ("recent", "risk"),
        [
            (Fraction(4), Risk.ON_TIME),  # just the pace that is needed
            (Fraction(399, 100), Risk.AT_RISK),
            (Fraction(1), Risk.AT_RISK),  # a quarter of it is not below a quarter
            (Fraction(99, 100), Risk.BEHIND),
            (Fraction(0), Risk.BEHIND),
        ],
    )
    def test_holds_the_real_pace_against_the_needed_one(self, recent: Fraction, risk: Risk):
        needed = pace(4, 0, TODAY + timedelta(days=7), TODAY)

        assert risk_of(needed, recent, RULE).risk is risk

    def test_says_both_paces(self):
        verdict = risk_of(pace(45, 2, YEAR_END, TODAY), Fraction(2, 8), RULE)

        assert (verdict.risk.word, verdict.why) == (
            "滞后",
            "按期须每周 5.2 个，近 8 周为每周 0.3 个。",
        )

    @pytest.mark.parametrize(
        ("due_on", "done", "word", "why"),
        [
            (None, 2, "未定", "文件未写期限，无法判断是否按期。"),
            (None, 45, "正常", "任务已完成。"),
            (TODAY, 2, "已失期", "今天到期，还有 43 个没有完成。"),
            (TODAY - timedelta(days=1), 2, "已失期", "期限已过 1 天，还有 43 个没有完成。"),
            (TODAY - timedelta(days=1), 45, "正常", "任务已完成。"),
        ],
    )
    def test_does_not_judge_without_a_deadline_and_not_by_pace_after_it(
        self, due_on: date | None, done: int, word: str, why: str
    ):
        verdict = risk_of(pace(45, done, due_on, TODAY), Fraction(9), RULE)

        assert (verdict.risk.word, verdict.why) == (word, why)


class TestPromise:
    @pytest.mark.parametrize(
        ("headline", "filed", "gap", "sentence"),
        [
            (HEADLINE, 45, 0, "上报计划 45 个小区，为各项率的分母，与目标任务一致。"),
            (HEADLINE, 47, 2, "上报计划 47 个小区，为各项率的分母，比目标任务 45 个多 2 个。"),
            (HEADLINE, 40, -5, "上报计划 40 个小区，为各项率的分母，比目标任务 45 个少 5 个。"),
            (None, 40, None, "上报计划 40 个小区，为各项率的分母；没有录入目标任务。"),
            (HEADLINE, None, None, "还没有上报计划，各项率没有分母，暂不计算。"),
        ],
    )
    def test_keeps_headline_and_plan_apart(
        self, headline: Target | None, filed: int | None, gap: int | None, sentence: str
    ):
        promise = Promise(headline, filed)

        assert (promise.gap, promise.sentence) == (gap, sentence)


def test_a_deadline_that_the_paper_does_not_give_is_not_invented():
    undated = Target("610900", 2021, "start", 72, Strength.STRIVE)

    assert undated.due_in_words == "未定，文件未写期限"
    assert HEADLINE.due_in_words == "2020-12-31"
    assert [strength.word for strength in Strength] == ["必须", "力争", "鼓励"]
