"""What waits for a post, the most pressing first."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.today import Duty, most_pressing_first

TODAY = date(2020, 11, 3)


def duty(name: str, days: int | None) -> Duty:
    return Duty(name, "p", due_on=None if days is None else TODAY + timedelta(days))


class TestMostPressingFirst:
    def test_parts_what_is_late_from_what_comes_and_what_has_no_day(self) -> None:
        found = most_pressing_first(
            [duty("甲", None), duty("乙", 4), duty("丙", 0), duty("丁", -2), duty("戊", 1)],
            today=TODAY,
        )
        assert [one.sentence for one in found.now] == ["丁", "丙"]
        assert [one.sentence for one in found.soon] == ["戊", "乙"]
        assert [one.sentence for one in found.undated] == ["甲"]
        assert found.total == 5

    def test_leaves_those_of_one_day_in_the_order_of_life(self) -> None:
        found = most_pressing_first([duty("台账", 0), duty("通报", 0)], today=TODAY)
        assert [one.sentence for one in found.now] == ["台账", "通报"]

    def test_counts_days_late_from_the_day_after(self) -> None:
        assert [duty("甲", days).days_late(TODAY) for days in (None, 3, 0, -1, -9)] == [
            0, 0, 0, 1, 9,
        ]  # fmt: skip

    @given(st.lists(st.one_of(st.none(), st.integers(-40, 40))))
    def test_loses_none_and_never_puts_a_later_day_first(self, days: list[int | None]) -> None:
        given_ = [duty(str(place), day) for place, day in enumerate(days)]
        found = most_pressing_first(given_, today=TODAY)
        listed = [*found.now, *found.soon, *found.undated]
        assert sorted(one.sentence for one in listed) == sorted(one.sentence for one in given_)
        due = [one.due_on for one in listed if one.due_on is not None]
        assert due == sorted(due)
        assert all(one.due_on is not None and one.due_on <= TODAY for one in found.now)
