"""Lateness by the register's clock, stage by stage."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.submission.lateness import (
    DeadlineRule,
    Discipline,
    Extension,
    due_days,
    timings,
)
from jiugai.domain.reporting.submission.stages import MoveKind, Stage

SHANGHAI = ZoneInfo("Asia/Shanghai")
OCTOBER = Month(2020, 10)
RULES = tuple(
    DeadlineRule(
        clause=f"BS-{n}", source="测试", in_force_from=date(2015, 1, 1), stage=stage, days_after=n
    )
    for n, stage in ((3, Stage.DRAFT), (4, Stage.SUBMITTED), (5, Stage.VERIFIED))
)
DUE = due_days(OCTOBER, RULES, code="610900")


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2020, 11, day, hour, minute, tzinfo=SHANGHAI)


NOVEMBER_20 = at(20)


def late(*moves: tuple[MoveKind, datetime], now: datetime = NOVEMBER_20) -> list[int]:
    return [timing.late for timing in timings(moves, DUE, now=now)]


class TestDueDays:
    def test_are_counted_from_the_months_last_day(self) -> None:
        assert {
            Stage.DRAFT: date(2020, 11, 3),
            Stage.SUBMITTED: date(2020, 11, 4),
            Stage.VERIFIED: date(2020, 11, 5),
        } == DUE

    def test_move_together_with_an_extension(self) -> None:
        later = due_days(OCTOBER, RULES, code="610900", extensions=[Extension(2, "汛期")])
        assert {stage: later[stage] - DUE[stage] for stage in DUE} == dict.fromkeys(
            DUE, timedelta(2)
        )


class TestTimings:
    @pytest.mark.parametrize(
        ("sent", "days"),
        [(at(3, 23, 59), 0), (at(4, 0, 0), 1), (at(4, 23, 59), 1), (at(9), 6), (at(1), 0)],
    )
    def test_the_due_day_counts_until_midnight(self, sent: datetime, days: int) -> None:
        assert late((MoveKind.SUBMIT, sent))[0] == days

    def test_midnight_is_the_citys_not_the_servers(self) -> None:
        utc = at(3, 23, 59).astimezone(ZoneInfo("UTC"))
        assert late((MoveKind.SUBMIT, utc))[0] == 0

    def test_what_is_not_done_grows_later_by_the_day(self) -> None:
        assert late(now=at(3)) == [0, 0, 0]
        assert late(now=at(6)) == [3, 2, 1]

    def test_each_holder_answers_for_his_own_stage(self) -> None:
        moves = ((MoveKind.SUBMIT, at(3)), (MoveKind.VERIFY, at(8)), (MoveKind.ACCEPT, at(8)))
        assert late(*moves) == [0, 4, 3]

    def test_a_return_sent_back_was_not_sent(self) -> None:
        moves = (
            (MoveKind.SUBMIT, at(2)),
            (MoveKind.SEND_BACK, at(3)),
            (MoveKind.SUBMIT, at(6)),
        )
        assert late(*moves, now=at(6)) == [3, 2, 1]

    def test_a_correction_after_acceptance_makes_nobody_late(self) -> None:
        way = ((MoveKind.SUBMIT, at(3)), (MoveKind.VERIFY, at(4)), (MoveKind.ACCEPT, at(5)))
        assert late(*way, (MoveKind.CORRECT, at(18))) == [0, 0, 0]

    def test_a_correction_into_a_closed_month_is_late(self) -> None:
        assert late((MoveKind.CORRECT, at(10)))[0] == 7

    @given(st.lists(st.integers(0, 60 * 24 * 30), min_size=3, max_size=3).map(sorted))
    def test_is_never_less_when_sent_later(self, minutes: list[int]) -> None:
        found = [late((MoveKind.SUBMIT, at(1, 0) + timedelta(minutes=m)))[0] for m in minutes]
        assert all(first <= then for first, then in pairwise(found))


class TestDiscipline:
    def test_counts_what_is_owed(self) -> None:
        kept = Discipline(owing=12, sent=9, in_time=6)
        assert (kept.completeness, kept.timeliness) == (Fraction(3, 4), Fraction(1, 2))

    def test_says_nothing_where_nobody_owes(self) -> None:
        assert Discipline(0, 0, 0).completeness is None
        assert Discipline(0, 0, 0).timeliness is None
