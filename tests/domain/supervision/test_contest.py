"""Rounds of judging: who may judge, what a sheet holds, who closes, what it came to."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.findings import Finding
from jiugai.domain.supervision.contest import (
    Contest,
    ContestEntrant,
    Juror,
    ModelDecision,
    Sheet,
    SheetLine,
    check_closing,
    check_model,
    check_opening,
    check_sheet,
    points,
)
from jiugai.domain.supervision.contest_result import deviation, judge

DAY, CLOSED = date(2020, 11, 2), date(2020, 11, 3)
OPENER, HEAD, JUROR = 1, 2, 7
ROUND = Contest(
    title="观摩评比",
    opened_by=OPENER,
    on=DAY,
    criteria=(SheetLine("工程质量", 60), SheetLine("长效管理", 40)),
    entrants=(
        ContestEntrant(1, "甲", 10),
        ContestEntrant(2, "乙", 20),
        ContestEntrant(3, "丙", 30),
    ),
    jurors=(
        Juror(1, "一", "县局", 10, JUROR),
        *(Juror(n, f"第{n}位", "市局", None) for n in range(2, 7)),
    ),
    least_sheets=3,
    trim_from=5,
)


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def sheets(*totals: tuple[int, int, int]) -> list[Sheet]:
    """Return sheets of (juror, entrant, points)."""
    return [Sheet(juror, entrant, (total * 10, 0)) for juror, entrant, total in totals]


class TestOpening:
    def test_takes_a_whole_round(self) -> None:
        assert check_opening(ROUND) == ()

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"title": " "}, "contest.no_title"),
            ({"criteria": ()}, "contest.no_criteria"),
            ({"criteria": (SheetLine("甲", 1), SheetLine("甲", 2))}, "contest.criterion_twice"),
            ({"criteria": (SheetLine("甲", 0),)}, "contest.full_out_of_range"),
            ({"criteria": (SheetLine("甲", 1001),)}, "contest.full_out_of_range"),
            ({"entrants": ROUND.entrants[:1]}, "contest.too_few_entrants"),
            ({"entrants": ROUND.entrants * 2}, "contest.entrant_twice"),
            ({"jurors": (*ROUND.jurors, ROUND.jurors[1])}, "contest.juror_twice"),
            ({"jurors": ROUND.jurors[:2]}, "contest.too_few_judges"),
        ],
    )
    def test_says_what_is_wrong(self, changed: dict[str, object], code: str) -> None:
        found = codes(check_opening(replace(ROUND, **changed)))  # type: ignore[arg-type]  # a table
        assert code in found

    def test_counts_no_juror_of_the_own_county(self) -> None:
        three = replace(ROUND, jurors=ROUND.jurors[:3])
        (finding,) = check_opening(three)
        assert finding.code == "contest.too_few_judges"
        assert "“甲”除去本县区的评委，只有 2 位可评" in finding.message

    def test_takes_one_account_once(self) -> None:
        again = Juror(7, "别名", "县局", None, JUROR)
        found = codes(check_opening(replace(ROUND, jurors=(*ROUND.jurors, again))))
        assert found == ["contest.account_twice"]


class TestSheet:
    @pytest.mark.parametrize(
        ("sheet", "code"),
        [
            (Sheet(1, 1, (600, 400)), "contest.own_county"),
            (Sheet(2, 1, (601, 400)), "contest.mark_out_of_range"),
            (Sheet(2, 1, (-1, 400)), "contest.mark_out_of_range"),
            (Sheet(2, 1, (600,)), "contest.marks_missing"),
        ],
    )
    def test_is_refused(self, sheet: Sheet, code: str) -> None:
        assert codes(check_sheet(ROUND, sheet, is_closed=False)) == [code]

    @pytest.mark.parametrize("marks", [(0, 0), (600, 400)])
    def test_takes_both_ends(self, marks: tuple[int, int]) -> None:
        assert check_sheet(ROUND, Sheet(1, 2, marks), is_closed=False) == ()

    def test_comes_too_late_once_the_round_is_closed(self) -> None:
        found = check_sheet(ROUND, Sheet(2, 1, (1, 1)), is_closed=True)
        assert codes(found) == ["contest.closed"]

    def test_is_corrected_with_a_reason_and_a_change(self) -> None:
        before, after = Sheet(2, 1, (1, 1)), Sheet(2, 1, (1, 2))
        assert check_sheet(ROUND, after, is_closed=False, before=before, reason="看错行") == ()
        assert codes(check_sheet(ROUND, before, is_closed=False, before=before)) == [
            "contest.unchanged",
            "contest.no_reason",
        ]

    def test_reads_as_it_is_written(self) -> None:
        assert [points(n) for n in (0, 285, 300, -5)] == ["0", "28.5", "30", "−0.5"]


class TestClosing:
    THREE = sheets((2, 1, 80), (3, 1, 80), (4, 1, 80))

    def test_is_another_hands(self) -> None:
        assert check_closing(ROUND, self.THREE, HEAD, is_closed=False) == ()
        found = check_closing(ROUND, self.THREE, OPENER, is_closed=False)
        assert codes(found) == ["contest.own_round"]

    def test_waits_until_somebody_has_a_rank(self) -> None:
        found = check_closing(ROUND, self.THREE[:2], HEAD, is_closed=False)
        assert codes(found) == ["contest.nobody_ranked"]

    def test_is_done_once(self) -> None:
        found = check_closing(ROUND, self.THREE, HEAD, is_closed=True)
        assert codes(found) == ["contest.closed_already"]


class TestModel:
    @pytest.mark.parametrize(
        ("user", "on", "paper", "closed", "code"),
        [
            (OPENER, CLOSED, "文件", CLOSED, "contest.own_round_named"),
            (JUROR, CLOSED, "文件", CLOSED, "contest.juror_names"),
            (HEAD, DAY, "文件", CLOSED, "contest.model_too_early"),
            (HEAD, date(2020, 11, 5), "文件", CLOSED, "contest.model_in_future"),
            (HEAD, CLOSED, " ", CLOSED, "contest.no_paper"),
            (HEAD, CLOSED, "文件", None, "contest.not_closed"),
        ],
    )
    def test_is_refused(
        self, user: int, on: date, paper: str, closed: date | None, code: str
    ) -> None:
        said = ModelDecision(user, on, paper)
        today = date(2020, 11, 4)
        found = check_model(ROUND, said, closed_on=closed, is_model=False, today=today)
        assert codes(found) == [code]

    def test_is_named_once_by_another_hand(self) -> None:
        said = ModelDecision(HEAD, CLOSED, "文件")
        assert check_model(ROUND, said, closed_on=CLOSED, is_model=False, today=CLOSED) == ()
        found = check_model(ROUND, said, closed_on=CLOSED, is_model=True, today=CLOSED)
        assert codes(found) == ["contest.model_already"]


class TestResult:
    def test_gives_mean_ends_and_spread(self) -> None:
        row = judge(ROUND, sheets((2, 1, 80), (3, 1, 90), (4, 1, 94))).rows[0]
        assert (row.rank, row.score, row.lowest, row.highest) == (1, 88, 80, 94)
        assert row.variance == Fraction(104, 3)
        assert deviation(Fraction(104, 3)) == Fraction(589, 100)

    def test_shares_a_rank(self) -> None:
        level = sheets(*((juror, entrant, 80) for juror in (2, 3, 4) for entrant in (1, 2)))
        worse = sheets(*((juror, 3, 70) for juror in (2, 3, 4)))
        assert [row.rank for row in judge(ROUND, level + worse).rows] == [1, 1, 3]

    def test_ranks_nobody_with_too_few_sheets_and_puts_him_last(self) -> None:
        few = sheets((2, 1, 99), (3, 1, 99), *((juror, 2, 50) for juror in (2, 3, 4)))
        first, second, third = judge(ROUND, few).rows
        assert (first.entrant.name, first.rank) == ("乙", 1)
        assert (second.entrant.name, second.rank, second.sheets, second.mean) == ("甲", None, 2, 99)
        assert (third.rank, third.sheets, third.mean) == (None, 0, None)

    def test_leaves_out_best_and_worst_only_where_all_have_enough(self) -> None:
        five = [
            (juror, 1, total)
            for juror, total in zip(range(2, 7), (0, 80, 81, 82, 100), strict=True)
        ]
        trimmed = judge(ROUND, sheets(*five))
        assert (trimmed.is_trimmed, trimmed.rows[0].score, trimmed.rows[0].lowest) == (True, 81, 0)
        four = [(juror, 2, 70) for juror in range(2, 6)]
        plain = judge(ROUND, sheets(*five, *four))
        assert not plain.is_trimmed
        assert plain.rows[1].score == Fraction(343, 5)

    def test_says_on_whom_a_rank_hangs(self) -> None:
        marks = ((2, 1, 90), (3, 1, 80), (4, 1, 80), (2, 2, 70), (3, 2, 85), (4, 2, 85))
        first, second = judge(ROUND, sheets(*marks)).rows[:2]
        assert (first.entrant.name, first.rank, first.best, first.worst) == ("甲", 1, 1, 2)
        assert first.swayed_by == second.swayed_by == (2,)

    @given(
        st.permutations([(juror, entrant) for juror in range(2, 7) for entrant in (1, 2, 3)]),
        st.lists(st.integers(0, 1000), min_size=15, max_size=15),
        st.integers(0, 15),
    )
    def test_hangs_not_on_the_order_of_the_sheets(
        self, pairs: list[tuple[int, int]], totals: list[int], kept: int
    ) -> None:
        marked = dict(zip(sorted(pairs), totals, strict=True))
        handed = [Sheet(j, e, (marked[j, e], 0)) for j, e in pairs[:kept]]
        found = judge(ROUND, handed)
        assert found == judge(ROUND, sorted(handed, key=lambda one: (one.juror, one.entrant)))
        for row in found.rows:
            if row.rank is not None:
                assert row.lowest <= row.score <= row.highest  # type: ignore[operator]  # ranked
                assert row.best <= row.rank <= row.worst  # type: ignore[operator]  # ranked


class TestDeviation:
    @given(st.fractions(min_value=0, max_value=10**6))
    def test_is_the_nearest_hundredth_of_the_root(self, variance: Fraction) -> None:
        found, half = deviation(variance), Fraction(1, 200)
        assert (found + half) ** 2 > variance
        assert found == 0 or (found - half) ** 2 <= variance
