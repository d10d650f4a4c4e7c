"""A project's months, counted from its facts."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.doubts.months import (
    ProjectFacts,
    SeenByMonth,
    ToldValue,
    Witness,
    months_of,
    progress,
)

APRIL, JUNE = Month(2020, 4), Month(2020, 6)
EVERY = {Month(2020, month) for month in range(1, 13)}
FACTS = ProjectFacts(
    county="1",
    project="7",
    since=APRIL,
    households=300,
    investment_fen=1_000_00,
    starts=[date(2020, 4, 20), date(2020, 5, 31)],
    completions=[date(2020, 6, 30)],
    households_done=[ToldValue(1, date(2020, 5, 30), 20), ToldValue(2, date(2020, 5, 30), 5)],
    invested=[ToldValue(1, date(2020, 4, 30), 100_00), ToldValue(1, date(2020, 5, 30), 250_00)],
    paid=[(date(2020, 5, 1), 80_00), (date(2020, 6, 1), 20_00)],
    stopped={JUNE},
)


class TestMonthsOf:
    def test_tells_each_month_as_its_facts_stand_at_the_months_end(self) -> None:
        april, may, june = months_of(FACTS, JUNE, EVERY).returns

        assert (april.started, may.started, june.started) == (1, 2, 2)
        assert (april.completed, june.completed) == (0, 1)
        assert (april.invested_fen, may.invested_fen, june.invested_fen) == (100_00, 250_00, 250_00)
        assert (april.paid_fen, may.paid_fen, june.paid_fen) == (0, 80_00, 100_00)
        assert (april.households_done, may.households_done) == (None, 25)
        assert (may.stopped, june.stopped) == (False, True)

    def test_leaves_out_a_month_in_which_the_county_was_silent(self) -> None:
        told = months_of(FACTS, JUNE, EVERY - {Month(2020, 5)}).returns

        assert [one.month for one in told] == [APRIL, JUNE]

    def test_knows_neither_photos_nor_complaints_where_nobody_was_asked(self) -> None:
        assert {(r.photos, r.complaints) for r in months_of(FACTS, JUNE, EVERY)} == {(None, None)}

    def test_takes_photos_and_complaints_from_who_saw_them(self) -> None:
        photos = SeenByMonth({("9", Month(2020, 5)): 4, ("7", JUNE): 2})
        complaints = SeenByMonth({("7", APRIL): 1})
        found = months_of(FACTS, JUNE, EVERY, Witness(photos, complaints))

        assert [r.photos for r in found] == [None, 0, 2], "in April nobody took any anywhere"
        assert [r.complaints for r in found] == [1, 0, 0]

    def test_holds_every_month_against_the_plan_as_last_filed(self) -> None:
        assert {r.planned_households for r in months_of(FACTS, JUNE, EVERY)} == {300}


class TestSeenByMonth:
    def test_says_nothing_where_nothing_was_ever_seen(self) -> None:
        assert SeenByMonth().of("7", JUNE) is None

    @given(st.sets(st.integers(1, 12), min_size=1), st.integers(1, 12))
    def test_counts_nought_only_since_the_first_was_seen(
        self, months: set[int], asked: int
    ) -> None:
        seen = SeenByMonth({("7", Month(2020, number)): 3 for number in months})

        assert (seen.of("8", Month(2020, asked)) is None) == (asked < min(months))


class TestProgress:
    def test_is_reckoned_from_the_money(self) -> None:
        found = [r.progress for r in months_of(FACTS, JUNE, EVERY)]

        assert found == [1_000, 2_500, 2_500]

    def test_is_nought_before_the_start_whatever_was_spent(self) -> None:
        assert progress(500, 1_000, begun=False, done=False) == 0

    def test_is_whole_when_all_is_done_and_never_above(self) -> None:
        assert progress(940, 1_000, begun=True, done=True) == 10_000
        assert progress(1_070, 1_000, begun=True, done=False) == 10_000

    def test_is_unknown_without_a_plan_or_a_reading(self) -> None:
        assert progress(None, 1_000, begun=True, done=False) is None
        assert progress(500, 0, begun=True, done=False) is None

    @given(st.lists(st.integers(0, 10**9), min_size=1, max_size=12))
    def test_never_falls_while_the_money_grows(self, steps: list[int]) -> None:
        total, values = 0, []
        for n, step in enumerate(steps):
            total += step
            values.append(ToldValue(1, date(2020, 1, 15) + timedelta(31 * n), total))
        facts = ProjectFacts(
            county="1",
            project="7",
            since=Month(2020, 1),
            households=1,
            investment_fen=10**9,
            starts=[date(2020, 1, 1)],
            invested=values,
        )
        found = [r.progress or 0 for r in months_of(facts, Month(2020, 12), EVERY)]

        assert found == sorted(found)
        assert max(found) <= 10_000
