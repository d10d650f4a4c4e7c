"""Codes on the board: readable, and what time proves of a photo."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.supervision.capture import (
    CODE_LENGTH,
    LETTERS,
    CaptureRule,
    Timeliness,
    code_of,
    contradictions,
)
from jiugai.domain.supervision.photos import PhotoClaims

RULE = CaptureRule(
    clause="ZP-02",
    source="测试",
    in_force_from=date(2015, 1, 1),
    code_minutes=15,
    late_hours=48,
    most_photos=12,
    clock_minutes=5,
)
GIVEN = datetime(2020, 11, 3, 9, 0)  # noqa: DTZ001  a camera knows no zone
RECEIVED = GIVEN + timedelta(minutes=10)


def said_of(taken: datetime | None) -> list[str]:
    found = contradictions(PhotoClaims(taken), given_at=GIVEN, received_at=RECEIVED, rule=RULE)
    return [finding.code for finding in found]


class TestCodeOf:
    @given(st.binary(min_size=64, max_size=64).filter(lambda b: sum(x < 253 for x in b) >= 4))
    def test_uses_only_what_can_be_told_apart_by_hand(self, noise: bytes):
        code = code_of(noise)

        assert len(code) == CODE_LENGTH
        assert set(code) <= set(LETTERS)
        assert not set("0O1IL2Z5S8BGQ") & set(code)

    def test_favours_no_letter(self):
        every = [code_of(bytes([byte] * CODE_LENGTH))[0] for byte in range(253)]

        assert {letter: every.count(letter) for letter in LETTERS} == dict.fromkeys(LETTERS, 11)

    def test_says_when_chance_gave_it_too_little(self):
        with pytest.raises(ValueError, match="too little"):
            code_of(bytes([255] * 63 + [0]))


class TestArrival:
    @pytest.mark.parametrize(
        ("waited", "arrival"),
        [
            (timedelta(0), Timeliness.ON_SPOT),
            (timedelta(minutes=15), Timeliness.ON_SPOT),  # the minute itself is still on the spot
            (timedelta(minutes=15, seconds=1), Timeliness.LATE),
            (timedelta(hours=48), Timeliness.LATE),
            (timedelta(hours=48, seconds=1), None),
        ],
    )
    def test_is_told_by_how_long_the_whole_photo_took(
        self, waited: timedelta, arrival: Timeliness | None
    ):
        assert RULE.arrival(GIVEN, GIVEN + waited) is arrival

    @given(st.integers(0, 10**6), st.integers(0, 10**6))
    def test_never_grows_better_with_waiting(self, one: int, other: int):
        worth = {Timeliness.ON_SPOT: 2, Timeliness.LATE: 1, None: 0}
        soon, late = sorted((one, other))

        assert (
            worth[RULE.arrival(GIVEN, GIVEN + timedelta(seconds=soon))]
            >= worth[RULE.arrival(GIVEN, GIVEN + timedelta(seconds=late))]
        )


class TestContradictions:
    @pytest.mark.parametrize(
        ("taken", "codes"),
        [
            (None, []),  # browsers take it out: nothing is claimed, nothing contradicted
            (GIVEN + timedelta(minutes=3), []),
            (GIVEN - timedelta(minutes=5), []),  # a clock may be that wrong
            (GIVEN - timedelta(minutes=6), ["photo.before_its_code"]),
            (RECEIVED + timedelta(minutes=5), []),
            (RECEIVED + timedelta(minutes=6), ["photo.after_its_arrival"]),
        ],
    )
    def test_are_found_between_code_and_arrival(self, taken: datetime | None, codes: list[str]):
        assert said_of(taken) == codes
