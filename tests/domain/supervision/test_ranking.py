"""Ranking: who stands before whom, what cannot be told, and who may be named first or last."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.supervision.ranking import (
    Contender,
    Method,
    Ranking,
    Ties,
    inputs_text,
    rank,
)
from jiugai.domain.supervision.shares import Share

RUNNING = Method("start_rate", "communities")
SHARED = Method("start_rate", "communities", ties=Ties.SHARED)


def exact(*shares: str) -> list[Contender]:
    """Return rows named A, B, C… with exact shares."""
    return [Contender(chr(65 + n), Share.exact(Fraction(s))) for n, s in enumerate(shares)]


def printed(*percents: str) -> list[Contender]:
    """Return rows named A, B, C… of which only the printed rate is known."""
    rows = []
    for n, text in enumerate(percents):
        decimals = len(text.partition(".")[2])
        rows.append(Contender(chr(65 + n), Share.printed(Decimal(text), decimals)))
    return rows


def lines(ranking: Ranking) -> str:
    return " ".join(f"{row.rank or '-'}{row.contender.region}" for row in ranking.rows)


class TestRank:
    @pytest.mark.parametrize(
        ("rows", "running", "shared"),
        [
            (exact("1/2", "2/3", "1/3"), "1B 2A 3C", "1B 2A 3C"),
            (exact("1/2", "1", "1/2", "1"), "1B 2D 3A 4C", "1B 1D 3A 3C"),
            (exact("3/4", "1", "1", "1/4"), "1B 2C 3A 4D", "1B 1C 3A 4D"),
            (exact("11/10", "1", "0"), "1A 2B 3C", "1A 2B 3C"),  # above 100 % is the greater
            (exact("415/1000", "4151/10000"), "1B 2A", "1B 2A"),  # shown alike, not level
            (printed("41.5", "41.5", "43.2"), "1C 2A 3B", "1C 2A 2B"),
            (printed("41.4", "41.5"), "1B 2A", "1B 2A"),
            (printed("28", "27.7"), "1A 2B", "1A 1B"),  # 28 may be 27.5, which 27.7 may not be
        ],
    )
    def test_orders_by_the_unrounded_share_and_numbers_as_told(
        self, rows: list[Contender], running: str, shared: str
    ) -> None:
        assert lines(rank(rows, RUNNING)) == running
        assert lines(rank(rows, SHARED)) == shared

    def test_leaves_what_cannot_be_told_as_it_stands_but_never_against_what_can(self) -> None:
        vague = Contender("约", Share.printed(Decimal("41.5"), 1))
        low = Contender("低", Share.exact(Fraction(4146, 10000)))
        high = Contender("高", Share.exact(Fraction(4154, 10000)))

        assert lines(rank([vague, low, high], RUNNING)) == "1约 2高 3低"
        assert lines(rank([low, vague, high], RUNNING)) == "1约 2高 3低"
        assert lines(rank([low, high, vague], RUNNING)) == "1高 2低 3约"

    def test_puts_words_for_all_above_whatever_is_surely_less(self) -> None:
        rows = [
            Contender("甲", Share.printed(Decimal("99.9"), 1)),
            Contender("乙", Share.full()),
            Contender("丙", Share.printed(Decimal("100.0"), 1)),
        ]

        assert lines(rank(rows, SHARED)) == "1乙 1丙 3甲"
        assert [row.shown for row in rank(rows, SHARED).rows] == ["100%以上", "100.0%", "99.9%"]

    def test_parts_equals_by_the_second_key_and_leaves_those_without_it_last(self) -> None:
        full = Share.exact(Fraction(1))
        seconds = [None, Share.exact(Fraction(1, 3)), Share.exact(Fraction(2, 3))]
        seconds.append(Share.exact(Fraction(1, 3)))
        rows = [Contender(chr(65 + n), full, second) for n, second in enumerate(seconds)]

        assert lines(rank(rows, RUNNING)) == "1C 2B 3D 4A"
        assert lines(rank(rows, SHARED)) == "1C 2B 2D 4A"

    def test_gives_no_rank_where_there_is_no_share(self) -> None:
        rows = [Contender("甲", Share.of(0, 0)), *exact("1/2")]

        assert lines(rank(rows, RUNNING)) == "1A -甲"

    def test_marks_only_those_whose_order_is_convention(self) -> None:
        ranking = rank(exact("1", "1/2", "1"), RUNNING)

        assert [row.is_tied for row in ranking.rows] == [True, True, False]

    @pytest.mark.parametrize(
        ("decimals", "shown"), [(0, "95%"), (1, "95.5%"), (2, "95.46%"), (3, "95.455%")]
    )
    def test_shows_half_up_with_the_decimals_asked_for(self, decimals: int, shown: str) -> None:
        method = Method("start_rate", "communities", decimals=decimals)

        assert rank(exact("95455/100000"), method).rows[0].shown == shown

    def test_never_shows_a_digit_that_the_table_does_not_have(self) -> None:
        method = Method("start_rate", "communities", decimals=2)

        assert rank(printed("94.8"), method).rows[0].shown == "94.8%"


shares = st.one_of(
    st.fractions(0, 2, max_denominator=40).map(Share.exact),
    st.builds(Share.printed, st.integers(0, 150).map(Decimal), st.just(0)),
    st.just(Share.full()),
)


class TestEveryRanking:
    @given(st.lists(shares, max_size=12), st.sampled_from(Ties))
    def test_never_puts_a_row_before_one_that_is_surely_above_it(
        self, found: list[Share], ties: Ties
    ) -> None:
        rows = [Contender(str(n), share) for n, share in enumerate(found)]

        ranking = rank(rows, Method("start_rate", "communities", ties=ties))

        assert sorted(row.contender.region for row in ranking.rows) == sorted(
            row.region for row in rows
        )
        for upper, lower in combinations(ranking.rows, 2):
            assert upper.contender.share is not None
            assert lower.contender.share is not None
            assert not lower.contender.share.surely_above(upper.contender.share)
            assert upper.rank is not None
            assert lower.rank is not None
            assert upper.rank <= lower.rank
            if upper.rank == lower.rank:
                assert upper.contender.share.may_equal(lower.contender.share)

    @given(st.lists(shares, max_size=12))
    def test_of_its_own_result_changes_nothing(self, found: list[Share]) -> None:
        once = rank([Contender(str(n), share) for n, share in enumerate(found)], RUNNING)

        twice = rank([row.contender for row in once.rows], RUNNING)

        assert lines(twice) == lines(once)


class TestEnds:
    @pytest.mark.parametrize(
        ("rows", "leading", "trailing"),
        [
            (exact("1", "9/10", "8/10", "5/10", "4/10", "3/10", "2/10"), "ABC", "EFG"),
            (exact("1", "1", "1", "1", "5/10", "3/10", "0"), "ABCD", "EFG"),  # level with the third
            (exact("1", "9/10", "8/10", "0", "0", "0", "0"), "ABC", "DEFG"),
            (exact("0", "0", "0", "0"), "", ""),  # all level: nobody leads, nobody trails
            (exact("1", "1/2", "0"), "AB", "C"),
            (exact("1", "9/10", "0", "0", "0", "0"), "AB", "CDEF"),
            (exact("1"), "", ""),
            ([], "", ""),
        ],
    )
    def test_name_all_who_are_level_and_nobody_twice(
        self, rows: Sequence[Contender], leading: str, trailing: str
    ) -> None:
        ranking = rank(rows, RUNNING)

        assert "".join(row.contender.region for row in ranking.leading()) == leading
        assert "".join(row.contender.region for row in ranking.trailing()) == trailing


class TestChange:
    def test_is_of_the_unrounded_shares(self) -> None:
        now, before = Share.exact(Fraction(2, 45)), Share.exact(Fraction(1, 46))
        row = rank([Contender("安康", now, before=before)], RUNNING).rows[0]

        assert row.change == Fraction(2, 45) - Fraction(1, 46)

    @pytest.mark.parametrize("before", [None, Share.full()])
    def test_is_unknown_when_either_is(self, before: Share | None) -> None:
        row = rank([Contender("安康", Share.exact(Fraction(1)), before=before)], RUNNING).rows[0]

        assert row.change is None


class TestInputsText:
    def test_holds_everything_that_decides(self) -> None:
        rows = [
            Contender("汉滨区", Share.exact(Fraction(2, 45)), Share.exact(Fraction(1))),
            Contender("石泉\t县", Share.printed(Decimal("4.4"), 1), before=Share.full()),
            Contender("宁陕县", None),
        ]

        assert inputs_text(rows, SHARED).decode() == (
            "ranking 1\tstart_rate 1\tcommunities\t1\tshared\t\n"
            "汉滨区\t2/45\t1\t\\N\n"
            "石泉\\t县\t87/2000..89/2000\t\\N\t1..\n"
            "宁陕县\t\\N\t\\N\t\\N\n"
        )

    def test_differs_when_the_order_of_the_rows_does(self) -> None:
        rows = exact("1", "1")

        assert inputs_text(rows, RUNNING) != inputs_text(rows[::-1], RUNNING)


class TestShare:
    @pytest.mark.parametrize(
        ("low", "high", "meets"),
        [
            ("4145", "4146", True),
            ("4140", "4145", True),
            ("4155", "4160", False),
            ("4100", "4144", False),
        ],
    )
    def test_meets_the_bounds_that_its_rounding_allows(
        self, low: str, high: str, meets: bool
    ) -> None:
        share = Share.printed(Decimal("41.5"), 1)

        assert share.meets(Fraction(low) / 10000, Fraction(high) / 10000) is meets

    @pytest.mark.parametrize(
        ("share", "low", "high", "meets"),
        [
            (Share.exact(Fraction(1, 2)), "1/2", "1/2", True),
            (Share.exact(Fraction(1, 2)), "51/100", "1", False),
            (Share.exact(Fraction(1, 2)), "0", "49/100", False),
            (Share.printed(Decimal(50), 0), "505/1000", "1", False),  # its end is not its own
            (Share.full(), "1/2", "1", True),
            (Share.full(), "1/2", "99/100", False),
        ],
    )
    def test_meets_its_own_ends_only_where_they_are_its_own(
        self, share: Share, low: str, high: str, meets: bool
    ) -> None:
        assert share.meets(Fraction(low), Fraction(high)) is meets

    @pytest.mark.parametrize(
        ("share", "expected"),
        [
            (Share.printed(Decimal(50), 0), ("495/1000", "502/1000")),
            (Share.full(), ("1", "502/1000")),
            (Share.printed(Decimal("50.0"), 1), ("4995/10000", "5005/10000")),
        ],
    )
    def test_is_narrowed_to_what_both_allow(self, share: Share, expected: tuple[str, str]) -> None:
        found = share.narrowed(Fraction(49, 100), Fraction(502, 1000))

        assert (found.low, found.high) == (Fraction(expected[0]), Fraction(expected[1]))
        assert (found.value, found.decimals) == (share.value, share.decimals)
