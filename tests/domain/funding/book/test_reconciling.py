"""Bank and book held against each other: nothing is matched by guess, no damage passes unseen."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.findings import Finding
from jiugai.domain.funding.book import reconciling
from jiugai.domain.funding.book.reconciling import (
    BankLine,
    OpenItem,
    OpenLine,
    in_order,
    runs_on,
)

DAY = date(2020, 10, 9)
APART = 3
propose = partial(reconciling.propose, days_apart=APART)
reconcile = partial(reconciling.reconcile, days_apart=APART)


def line(number: int, fen: int, days: int = 0, serial: str = "") -> OpenLine:
    return OpenLine(number, DAY + timedelta(days), fen, serial or f"S{number}")


def item(number: int, fen: int, days: int = 0, paper: str = "回单") -> OpenItem:
    return OpenItem(number, DAY + timedelta(days), fen, paper)


class TestPropose:
    @pytest.mark.parametrize("days", [-APART, 0, APART])
    def test_pairs_what_is_alone_of_its_amount_within_days(self, days: int):
        found = propose([line(1, -500)], [item(7, -500, days)])
        assert (found.pairs, found.asked, found.lines, found.items) == (((1, 7),), {}, (), ())

    @pytest.mark.parametrize("other", [item(7, -501), item(7, 500), item(7, -500, APART + 1)])
    def test_leaves_open_on_both_sides_what_fits_nothing(self, other: OpenItem):
        found = propose([line(1, -500)], [other])
        assert (found.pairs, found.asked, found.lines, found.items) == ((), {}, (1,), (7,))

    def test_asks_where_several_fit(self):
        found = propose([line(1, -500)], [item(7, -500), item(8, -500, 1)])
        assert (found.pairs, found.asked) == ((), {1: (7, 8)})

    def test_asks_where_two_lines_want_one(self):
        found = propose([line(1, -500), line(2, -500)], [item(7, -500)])
        assert (found.pairs, found.asked) == ((), {1: (7,), 2: (7,)})

    def test_goes_by_the_serial_on_the_slip_first(self):
        found = propose(
            [line(1, -500, serial="0099")], [item(7, -500), item(8, -500, 9, "回单 0099")]
        )
        assert found.pairs == ((1, 8),)

    def test_goes_by_whom_the_bank_says_it_paid(self):
        paid = OpenLine(1, DAY, -500, "S1", "建工")
        to_them, to_others = OpenItem(7, DAY, -500, "", "建工"), OpenItem(8, DAY, -500, "", "市政")
        assert propose([paid], [to_them, to_others]).pairs == ((1, 7),)
        assert propose([paid], [to_others]).pairs == ((1, 8),)

    @given(
        st.lists(st.tuples(st.integers(-3, 3).filter(bool), st.integers(0, 9)), max_size=7),
        st.lists(st.tuples(st.integers(-3, 3).filter(bool), st.integers(0, 9)), max_size=7),
    )
    def test_never_pairs_twice_and_forgets_nothing(self, banked, booked):
        lines = [line(n, fen, days) for n, (fen, days) in enumerate(banked)]
        items = [item(n, fen, days) for n, (fen, days) in enumerate(booked)]
        found = propose(lines, items)

        paired = [one for one, _ in found.pairs]
        assert sorted([*paired, *found.asked, *found.lines]) == [one.id for one in lines]
        taken = [one for _, one in found.pairs]
        asked = {one for many in found.asked.values() for one in many}
        assert len(set(taken)) == len(taken)
        assert not asked & set(taken)
        assert sorted([*taken, *asked, *found.items]) == [one.id for one in items]
        assert all(lines[a].amount_fen == items[b].amount_fen for a, b in found.pairs)


def statement(amounts: list[int], opening: int = 1_000_000) -> list[BankLine]:
    """Return a statement of a line a day."""
    lines, balance = [], opening
    for number, fen in enumerate(amounts):
        balance += fen
        lines.append(
            BankLine(number, DAY + timedelta(number), fen, "甲", "", balance, f"S{number}")
        )
    return lines


AMOUNTS = st.lists(st.integers(-9_999, 9_999).filter(bool), min_size=3, max_size=9)


class TestInOrder:
    def test_takes_the_newest_first_as_well(self):
        told = statement([5, -3, 8])
        assert in_order(told[::-1]) == tuple(told) == in_order(told)

    @given(AMOUNTS, st.data())
    def test_tells_of_a_line_that_was_dropped_or_changed(self, amounts, data):
        told = statement(amounts)
        at = data.draw(st.integers(1, len(told) - 2))
        dropped = [*told[:at], *told[at + 1 :]]
        changed = [*told]
        changed[at] = replace(told[at], amount_fen=told[at].amount_fen + 7)

        for damaged in (dropped, changed):
            found = in_order(damaged)
            assert isinstance(found, Finding)
            assert found.code == "bank.balance_broken"

    def test_names_the_line_and_the_balance_that_was_expected(self):
        told = statement([5, -3, 8])
        told[1] = replace(told[1], balance_fen=0)
        found = in_order(told)
        assert isinstance(found, Finding)
        assert "流水号 S1" in found.message
        assert "应为 10,000.02 元" in found.message


class TestRunsOn:
    def test_asks_for_the_part_between(self):
        told = statement([5, -3, 8])
        assert runs_on(None, told[0]) is None
        assert runs_on(told[0], told[1]) is None
        gap = runs_on(told[0], told[2])
        assert gap is not None
        assert gap.code == "bank.gap"


class TestReconcile:
    def test_explains_the_difference_by_what_is_under_way(self):
        lines = [(line(1, 900), 7), (line(2, -200, 3), None), (line(3, -300, 9), 8)]
        items = [(item(7, 900), 1), (item(8, -300, 1), 3), (item(9, -50, 2), None)]

        found = reconcile(lines, items, opening_fen=0, since=DAY, until=DAY + timedelta(5))

        assert (found.bank_fen, found.book_fen) == (700, 550)
        assert [one.id for one in found.lines] == [2]
        assert [one.id for one in found.items] == [8, 9]
        assert found.adjusted_bank_fen == found.adjusted_book_fen == 350
        assert found.difference_fen == 0
        assert found.undecided == 0

    def test_says_what_nobody_has_decided(self):
        found = reconcile(
            [(line(1, 900), None)], [(item(7, 900), None)], opening_fen=0, since=DAY, until=DAY
        )
        assert (found.difference_fen, found.undecided) == (0, 1)

    def test_counts_what_came_before_the_first_statement_as_its_opening(self):
        early = (item(6, 1_000, -30), None)
        found = reconcile(
            [(line(1, -200), 7)], [early, (item(7, -200), 1)],
            opening_fen=1_000, since=DAY, until=DAY,
        )  # fmt: skip
        assert (found.bank_fen, found.book_fen, found.difference_fen) == (800, 800, 0)
        short = reconcile([], [early], opening_fen=900, since=DAY, until=DAY)
        assert short.difference_fen == short.opening_fen == -100

    @given(st.data())
    def test_always_agrees_where_the_opening_does(self, data):
        """Whatever was matched, and whatever the day: what is not the same is listed."""
        amounts = data.draw(st.lists(st.integers(-99, 99).filter(bool), max_size=8))
        shifts = data.draw(st.lists(st.integers(0, 3), min_size=8, max_size=8))
        kept = data.draw(st.lists(st.integers(0, 3), min_size=8, max_size=8))
        lines, items = [], []
        for n, fen in enumerate(amounts):
            if kept[n] != 1:
                lines.append((line(n, fen, n + shifts[n]), n if kept[n] == 3 else None))
            if kept[n] != 2:
                items.append((item(n, fen, n), n if kept[n] == 3 else None))
        until = DAY + timedelta(data.draw(st.integers(0, 12)))

        found = reconcile(lines, items, opening_fen=0, since=DAY, until=until)

        assert found.difference_fen == 0
        assert found.bank_fen == sum(one.amount_fen for one, _ in lines if one.on <= until)
