"""Reporting months, the day to compare with, and days left."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.calendar import Month, a_month_before, days_left, in_prose, months_between

days = st.dates(date(1901, 1, 1), date(2099, 12, 31))


class TestMonth:
    @pytest.mark.parametrize(
        "text",
        [
            "2020-13",
            "2020-00",
            "2020-1",
            "20-10",
            "2020/10",
            "2020-10-03",
            "",
            "２０２０-10",
            "-10",
        ],
    )
    def test_refuses_what_is_not_a_year_and_a_month(self, text: str) -> None:
        with pytest.raises(ValueError, match="month"):
            Month.parse(text)

    @pytest.mark.parametrize("year", [1899, 2101])
    def test_refuses_years_beyond_the_office(self, year: int) -> None:
        with pytest.raises(ValueError, match="no such month"):
            Month(year, 1)

    @pytest.mark.parametrize(
        ("text", "last"),
        [
            ("2020-02", date(2020, 2, 29)),
            ("2021-02", date(2021, 2, 28)),
            ("2020-12", date(2020, 12, 31)),
            ("2020-11", date(2020, 11, 30)),
        ],
    )
    def test_ends_on_its_last_day(self, text: str, last: date) -> None:
        assert Month.parse(text).last_day == last

    def test_is_written_as_official_prose_writes_it(self) -> None:
        assert Month(2020, 3).in_prose == "2020年3月"
        assert in_prose(date(2020, 11, 3)) == "2020年11月3日"

    @given(days)
    def test_holds_the_days_between_its_first_and_its_last(self, day: date) -> None:
        month = Month.of(day)

        assert month.first_day <= day <= month.last_day
        assert Month.parse(str(month)) == month
        assert month.next.previous == month == month.previous.next
        assert month.next.first_day == month.last_day + timedelta(days=1)


class TestMonthsBetween:
    def test_counts_both_ends_across_new_year(self) -> None:
        found = months_between(Month(2020, 11), Month(2021, 2))

        assert [str(month) for month in found] == ["2020-11", "2020-12", "2021-01", "2021-02"]

    def test_is_empty_backwards(self) -> None:
        assert months_between(Month(2021, 1), Month(2020, 12)) == []


class TestAMonthBefore:
    @pytest.mark.parametrize(
        ("day", "before"),
        [
            (date(2020, 11, 3), date(2020, 10, 3)),
            (date(2020, 11, 30), date(2020, 10, 31)),  # a month's end with the end before it
            (date(2020, 10, 31), date(2020, 9, 30)),
            (date(2020, 10, 30), date(2020, 9, 30)),
            (date(2021, 3, 29), date(2021, 2, 28)),
            (date(2020, 3, 29), date(2020, 2, 29)),
            (date(2021, 1, 15), date(2020, 12, 15)),
        ],
    )
    def test_names_the_day_to_compare_with(self, day: date, before: date) -> None:
        assert a_month_before(day) == before

    @given(days)
    def test_lies_in_the_month_before(self, day: date) -> None:
        before = a_month_before(day)

        assert Month.of(before) == Month.of(day).previous
        assert (day == Month.of(day).last_day) <= (before == Month.of(before).last_day)


@pytest.mark.parametrize(
    ("today", "left"),
    [(date(2020, 11, 30), 0), (date(2020, 11, 3), 27), (date(2020, 12, 2), -2)],
)
def test_days_left_fall_below_zero_once_the_day_has_passed(today: date, left: int) -> None:
    assert days_left(date(2020, 11, 30), today) == left
