"""Photos used again: the nearer two prints, the graver the answer, and never on a bare wall."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.supervision.photos import PhotoRule, Reuse, Verdict, settled

RULE = PhotoRule(
    clause="ZP",
    source="某条",
    in_force_from=date(2015, 1, 1),
    refuse_at_most=31,
    look_at_most=48,
    sort_at_most=64,
    quality_at_least=50,
)
_GRAVITY = [None, Reuse.SORT, Reuse.LOOK, Reuse.REFUSE]


@pytest.mark.parametrize(
    ("distance", "quality", "answer"),
    [
        (0, 100, Reuse.REFUSE),
        (31, 50, Reuse.REFUSE),
        (31, 49, Reuse.SORT),
        (32, 100, Reuse.LOOK),
        (48, 100, Reuse.LOOK),
        (48, 0, Reuse.SORT),
        (49, 100, Reuse.SORT),
        (64, 100, Reuse.SORT),
        (65, 100, None),
    ],
)
def test_answers_by_the_bounds_both_included(distance: int, quality: int, answer: Reuse | None):
    assert RULE.answer(distance, quality) is answer


@given(st.integers(0, 255), st.integers(0, 100))
def test_is_never_graver_for_what_is_less_alike(distance: int, quality: int):
    nearer, farther = RULE.answer(distance, quality), RULE.answer(distance + 1, quality)

    assert _GRAVITY.index(nearer) >= _GRAVITY.index(farther)


class TestSettled:
    @pytest.mark.parametrize(
        ("answer", "verdict", "holds"),
        [
            (Reuse.LOOK, Verdict.DIFFERENT, Reuse.SORT),
            (Reuse.LOOK, Verdict.SAME, Reuse.REFUSE),
            (Reuse.LOOK, None, Reuse.LOOK),
            (None, Verdict.SAME, None),
        ],
    )
    def test_only_what_was_to_be_looked_at_is_settled(
        self, answer: Reuse | None, verdict: Verdict | None, holds: Reuse | None
    ) -> None:
        assert settled(answer, verdict) is holds

    @given(st.sampled_from([None, Reuse.SORT, Reuse.REFUSE]), st.sampled_from([None, *Verdict]))
    def test_looking_changes_no_other_answer(
        self, answer: Reuse | None, verdict: Verdict | None
    ) -> None:
        assert settled(answer, verdict) is answer
