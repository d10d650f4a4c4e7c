import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.reporting.checks import photo_alike, photo_repeated
from jiugai.domain.reporting.checks.photo_repeated import PhotoMatch
from jiugai.domain.reporting.checks.verdicts import Answer, Outcome
from tests.domain.reporting.checks.returns import LAST_DAY, THRESHOLDS

SAME = THRESHOLDS.of(photo_repeated.CHECK, LAST_DAY)
ALIKE = THRESHOLDS.of(photo_alike.CHECK, LAST_DAY)


def match(distance: int | None) -> PhotoMatch:
    return PhotoMatch("IMG_1.jpg", "河滨小区 2020年9月", distance)


@pytest.mark.parametrize(
    ("distance", "same", "alike"),
    [
        (0, Outcome.FAILED, Outcome.NOT_APPLICABLE),
        (31, Outcome.FAILED, Outcome.NOT_APPLICABLE),
        (32, Outcome.PASSED, Outcome.FAILED),
        (48, Outcome.PASSED, Outcome.FAILED),
        (49, Outcome.PASSED, Outcome.PASSED),
        (None, Outcome.NOT_APPLICABLE, Outcome.NOT_APPLICABLE),
    ],
)
def test_a_photo_is_the_same_or_alike_or_neither(
    distance: int | None, same: Outcome, alike: Outcome
):
    assert photo_repeated.examine(match(distance), SAME).outcome is same
    assert photo_alike.examine(match(distance), ALIKE).outcome is alike


def test_the_same_photo_is_refused_and_the_other_one_named():
    assert photo_repeated.CHECK.answer is Answer.REFUSE
    assert "“河滨小区 2020年9月”已交的一张是同一幅画面，指纹 256 位中只差 12 位" in (
        photo_repeated.examine(match(12), SAME).message
    )


def test_photos_that_are_alike_are_looked_at_side_by_side():
    assert photo_alike.CHECK.answer is Answer.LOOK
    assert "请并排看两张" in photo_alike.examine(match(40), ALIKE).message


@given(st.integers(0, 256))
def test_no_photo_is_both(distance: int):
    found = (
        photo_repeated.examine(match(distance), SAME).failed,
        photo_alike.examine(match(distance), ALIKE).failed,
    )

    assert sum(found) <= 1
