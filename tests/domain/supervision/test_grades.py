"""Grades of claims: kinds are counted, not papers; outside hands make an A; complaints lower."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.grades import (
    LETTERS,
    Claim,
    Complaint,
    Grade,
    Graded,
    Trace,
    TraceKind,
    graded,
)
from jiugai.exchange.supervision_policy import grade_rules, trace_rules

ON = date(2020, 10, 12)
FILER, FINANCE = 7, 9
CLAIM = Claim(Step.START, ON, FILER)
EVERY = (
    TraceKind.PERMIT,
    TraceKind.CONTRACT,
    TraceKind.SITE_LOG,
    TraceKind.UTILITY,
    TraceKind.RESIDENT,
    TraceKind.PAYMENT,
)


def trace(kind: TraceKind, *, days: int = 0, by: int | None = FILER, many: int = 1) -> Trace:
    return Trace(kind, ON + timedelta(days=days), "一条", by, many=many)


def weigh(*traces: Trace, complaints: int = 0, claim: Claim = CLAIM) -> Graded:
    return graded(
        claim,
        traces,
        [Complaint(ON, "没有开工")] * complaints,
        trace_rules=trace_rules(),
        grade_rules=grade_rules(),
    )


OUTSIDE = trace(TraceKind.RESIDENT, by=FINANCE)
FIVE = [trace(kind) for kind in EVERY[:4]] + [OUTSIDE]


class TestGraded:
    @pytest.mark.parametrize(
        ("traces", "grade"),
        [
            ([], Grade.D),
            ([trace(TraceKind.CONTRACT)], Grade.C),  # a contract alone is no start
            ([trace(TraceKind.CONTRACT)] * 9, Grade.C),  # kinds are counted, not papers
            ([trace(kind) for kind in EVERY[:2]], Grade.C),
            ([trace(kind) for kind in EVERY[:3]], Grade.B),
            ([trace(kind) for kind in EVERY], Grade.B),  # all by the hand that made the claim
            (FIVE, Grade.A),
            (FIVE[1:], Grade.B),
        ],
    )
    def test_goes_by_kinds_and_by_hands(self, traces: list[Trace], grade: Grade):
        assert weigh(*traces).grade is grade

    @pytest.mark.parametrize(
        ("complaints", "grade"),
        [(0, Grade.A), (1, Grade.B), (2, Grade.C), (3, Grade.D), (9, Grade.D)],
    )
    def test_falls_by_one_with_each_complaint(self, complaints: int, grade: Grade):
        found = weigh(*FIVE, complaints=complaints)

        assert (found.grade, found.unlowered) == (grade, Grade.A)

    @pytest.mark.parametrize(
        ("days", "counts"), [(-8, False), (-7, True), (0, True), (30, True), (31, False)]
    )
    def test_counts_a_site_log_only_near_the_claimed_day(self, days: int, counts: bool):
        found = weigh(trace(TraceKind.SITE_LOG, days=days))

        assert (found.grade is Grade.C) is counts

    @pytest.mark.parametrize(("many", "grade"), [(2, Grade.D), (3, Grade.C)])
    def test_wants_three_photos(self, many: int, grade: Grade):
        assert weigh(trace(TraceKind.PHOTOS, by=None, many=many)).grade is grade

    def test_takes_no_trace_of_another_claim(self):
        assert weigh(trace(TraceKind.SELF_CHECK)).grade is Grade.D
        finish = Claim(Step.COMPLETION, ON, FILER)
        assert weigh(trace(TraceKind.SELF_CHECK), claim=finish).grade is Grade.C

    @given(
        st.lists(st.sampled_from(TraceKind), max_size=8),
        st.sampled_from(TraceKind),
        st.integers(0, 3),
    )
    def test_never_falls_with_one_more_trace(
        self, kinds: list[TraceKind], more: TraceKind, complaints: int
    ):
        before = [trace(kind, by=FINANCE, many=3) for kind in kinds]
        after = [*before, trace(more, by=FINANCE, many=3)]

        place = [LETTERS.index(weigh(*t, complaints=complaints).grade) for t in (before, after)]
        assert place[1] <= place[0]


class TestTheAdvice:
    @pytest.mark.parametrize(
        ("traces", "complaints", "advice"),
        [
            ([], 0, "再有1种痕迹就到C，例如施工许可或开工令、施工合同、首笔付款。"),
            (
                [trace(TraceKind.CONTRACT)],
                0,
                "再有2种痕迹就到B，例如施工许可或开工令、首笔付款、施工或监理日志。",
            ),
            (
                [trace(kind) for kind in EVERY[:5]],
                0,
                "再有1种不经填报人之手的痕迹就到A，例如首笔付款、专营单位通知（由另一岗位登记）、"
                "居民确认（由另一岗位登记）。",
            ),
            (FIVE, 0, ""),
            (FIVE, 1, "有1件投诉没有了结，降到B；查清销掉投诉，可回到A。"),
        ],
    )
    def test_says_in_one_sentence_what_would_raise_it(
        self, traces: list[Trace], complaints: int, advice: str
    ):
        assert weigh(*traces, complaints=complaints).advice == advice

    def test_says_why_what_is_there_does_not_count(self):
        found = weigh(trace(TraceKind.PHOTOS, by=None), trace(TraceKind.PERMIT, days=400))

        why = {one.rule.kind: one.why_not for one in found.weighed if one.traces}
        assert why == {
            TraceKind.PHOTOS: "只有1张，至少3张",
            TraceKind.PERMIT: "离所报日期太远，应在此前365天到此后15天之间",
        }

    @given(st.lists(st.sampled_from(EVERY), max_size=5, unique=True))
    def test_followed_raises_the_grade(self, kinds: list[TraceKind]):
        have = [trace(kind, by=FINANCE) for kind in kinds]
        before = weigh(*have)
        lacking = [one.rule.kind for one in before.weighed if not one.counts]

        after = weigh(*have, *(trace(kind, by=FINANCE, many=3) for kind in lacking))

        assert bool(before.advice) == (before.grade is not Grade.A)
        assert after.grade is Grade.A
