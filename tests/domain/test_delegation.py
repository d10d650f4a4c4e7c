"""Delegations: their days, what forbids one, and whose work may be judged by whom."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.delegation import Delegation, check_delegation, judges_own_work

TODAY = date(2026, 11, 22)
ZHANG, LI, WANG = 1, 2, 3
LEAVE = Delegation(7, ZHANG, LI, date(2026, 11, 23), date(2026, 11, 30))

days = st.dates(date(2026, 11, 1), date(2026, 12, 31))
delegations = st.builds(
    lambda post, first, length, ended: Delegation(
        post,
        ZHANG,
        LI,
        first,
        first + timedelta(days=length),
        None if ended is None else first + timedelta(days=ended),
    ),
    st.sampled_from([7, 8]),
    days,
    st.integers(0, 20),
    st.none() | st.integers(-5, 25),
)


def codes(wanted: Delegation, *others: Delegation) -> list[str]:
    return [finding.code for finding in check_delegation(wanted, others, today=TODAY)]


class TestTheDays:
    @pytest.mark.parametrize(
        ("day", "covered"),
        [(22, False), (23, True), (30, True)],
    )
    def test_are_counted_with_the_first_and_the_last(self, day: int, covered: bool) -> None:
        assert LEAVE.covers(date(2026, 11, day)) is covered

    @pytest.mark.parametrize(
        ("ended_on", "until"),
        [(date(2026, 11, 25), 24), (date(2026, 12, 5), 30), (date(2026, 11, 20), 22)],
    )
    def test_stop_before_the_day_on_which_it_was_ended(self, ended_on: date, until: int) -> None:
        assert replace(LEAVE, ended_on=ended_on).until == date(2026, 11, until)

    @given(delegations, delegations)
    def test_two_meet_when_some_day_of_one_post_is_covered_twice(
        self, one: Delegation, other: Delegation
    ) -> None:
        span = [date(2026, 10, 1) + timedelta(days=n) for n in range(150)]
        shared = any(one.covers(day) and other.covers(day) for day in span)

        assert one.meets(other) is (shared and one.post_id == other.post_id)
        assert one.meets(other) is other.meets(one)


class TestCheckDelegation:
    def test_lets_one_pass_that_begins_today(self) -> None:
        assert codes(replace(LEAVE, first_day=TODAY)) == []

    def test_says_everything_at_once(self) -> None:
        wrong = replace(
            LEAVE, deputy=ZHANG, first_day=date(2026, 11, 21), last_day=date(2026, 11, 20)
        )

        assert codes(wrong) == [
            "delegation.to_oneself",
            "delegation.in_the_past",
            "delegation.out_of_order",
        ]

    @pytest.mark.parametrize(
        ("other", "expected"),
        [
            (replace(LEAVE, first_day=date(2026, 11, 30), last_day=date(2026, 12, 9)), True),
            (replace(LEAVE, first_day=date(2026, 12, 1), last_day=date(2026, 12, 9)), False),
            (replace(LEAVE, post_id=8), False),
            (replace(LEAVE, ended_on=date(2026, 11, 23)), False),
        ],
        ids=["last day shared", "the day after", "another post", "ended before it began"],
    )
    def test_refuses_a_second_on_a_day_of_the_first(
        self, other: Delegation, expected: bool
    ) -> None:
        assert ("delegation.overlaps" in codes(LEAVE, other)) is expected


class TestJudgesOwnWork:
    @pytest.mark.parametrize(
        ("judging", "reported"),
        [
            ({LI}, {LI, ZHANG}),  # the deputy what he reported for another
            ({ZHANG}, {LI, ZHANG}),  # the principal what was reported for him
            ({LI, ZHANG}, {ZHANG}),  # the deputy what his principal reported
        ],
    )
    def test_is_so_for_either_of_the_two(self, judging: set[int], reported: set[int]) -> None:
        assert judges_own_work(judging, reported)

    def test_is_not_so_for_a_third(self) -> None:
        assert not judges_own_work({WANG}, {LI, ZHANG})
