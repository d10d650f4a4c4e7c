"""Where batches stand follows from their lines; what was won at both mouths never exceeds what was asked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.funding.batches import (
    UNSPLIT,
    Answer,
    AskedLine,
    BatchState,
    CommunityState,
    Grounds,
    LineState,
    Mouth,
    batch_state,
    check_answer,
    check_asked,
    check_grounds,
    community_state,
    line_state,
)
from jiugai.domain.funding.two_mouths import CommunityWon, MouthLineAsked, WonAt

DAY = date(2020, 6, 2)
W, A, P, R = LineState.WAITING, LineState.APPROVED, LineState.PARTLY, LineState.REFUSED


def answer(fen: int) -> Answer:
    return Answer(fen, "", "陕财建〔2020〕9号", DAY)


class TestLineState:
    @pytest.mark.parametrize(("won", "state"), [(None, W), (0, R), (1, P), (99, P), (100, A)])
    def test_follows_from_the_answer(self, won: int | None, state: LineState) -> None:
        assert line_state(100, None if won is None else answer(won)) is state


class TestBatchState:
    @pytest.mark.parametrize(
        ("confirmed", "lines", "state"),
        [
            (False, [A, A], BatchState.DRAFT),
            (True, [], BatchState.FILED),
            (True, [W, W], BatchState.FILED),
            (True, [W, A], BatchState.ANSWERED_IN_PART),
            (True, [A, A], BatchState.APPROVED),
            (True, [A, R], BatchState.PARTLY),
            (True, [P], BatchState.PARTLY),
            (True, [R, R], BatchState.REFUSED),
        ],
    )
    def test_follows_from_its_lines(
        self, confirmed: bool, lines: list[LineState], state: BatchState
    ) -> None:
        assert batch_state(confirmed, lines) is state
        assert state.word


class TestCommunityState:
    @pytest.mark.parametrize(
        ("lines", "state"),
        [
            ([A, R, W], CommunityState.APPROVED),
            ([P], CommunityState.APPROVED),
            ([R, W], CommunityState.WAITING),
            ([R, R], CommunityState.REFUSED),
        ],
    )
    def test_counts_any_money_won(self, lines: list[LineState], state: CommunityState) -> None:
        assert community_state(lines) is state


class TestCheckAsked:
    NAMES = {1: "金州家属院", 2: "北苑小区"}

    @pytest.mark.parametrize(
        ("lines", "before", "codes"),
        [
            ([(1, "B14"), (1, "B01"), (2, UNSPLIT)], [], []),
            ([(1, "B14"), (1, "B14")], [], ["batch.line_twice"]),
            ([(1, "B14"), (1, UNSPLIT)], [], ["batch.whole_and_split"]),
            ([(1, "B14")], [(1, "B14")], ["batch.asked_twice"]),
            ([(1, UNSPLIT)], [(1, "B14")], ["batch.asked_twice"]),
            ([(1, "B14")], [(1, UNSPLIT)], ["batch.asked_twice"]),
            ([(1, "B14")], [(1, "B01"), (2, "B14")], []),
        ],
    )
    def test_names_each_community_that_is_asked_for_twice(
        self, lines: list[tuple[int, str]], before: list[tuple[int, str]], codes: list[str]
    ) -> None:
        asked = [AskedLine(community, item, 1) for community, item in lines]
        assert [one.code for one in check_asked(asked, self.NAMES, before)] == codes


class TestChecks:
    def test_ask_for_the_paper_its_day_and_the_reason(self) -> None:
        found = check_grounds(Grounds(" ", date(2020, 6, 3)), corrects=True, today=DAY)
        assert [one.code for one in found] == [
            "batch.paper_missing",
            "batch.paper_in_future",
            "batch.reason_missing",
        ]
        assert not check_grounds(Grounds("安旧改办〔2020〕6号", DAY), corrects=False, today=DAY)

    @pytest.mark.parametrize(
        ("won", "because", "codes"),
        [
            (100, "", []),
            (101, "", ["batch.won_more_than_asked"]),
            (99, " ", ["batch.refused_without_reason"]),
            (0, "方案不成熟", []),
        ],
    )
    def test_ask_why_whatever_falls_short(self, won: int, because: str, codes: list[str]) -> None:
        found = check_answer(100, won, because, name="金州家属院", item="B14")
        assert [one.code for one in found] == codes


def line(mouth: Mouth, won: int | None, item: str = UNSPLIT, asked: int = 100) -> MouthLineAsked:
    return MouthLineAsked(mouth, item, asked, None if won is None else answer(won))


class TestCommunityWon:
    @pytest.mark.parametrize(
        ("planners", "treasury", "won_at"),
        [
            (1, 1, WonAt.BOTH),
            (1, 0, WonAt.PLANNERS),
            (0, 1, WonAt.TREASURY),
            (0, 0, WonAt.NEITHER),
            (None, 1, WonAt.OPEN),
            (None, None, WonAt.OPEN),
        ],
    )
    def test_says_where_money_was_won(
        self, planners: int | None, treasury: int | None, won_at: WonAt
    ) -> None:
        lines = (line(Mouth.PLANNERS, planners), line(Mouth.TREASURY, treasury))
        assert CommunityWon(lines, None).won_at is won_at

    def test_leaves_the_gap_open_where_no_cost_is_known(self) -> None:
        assert CommunityWon((line(Mouth.TREASURY, 10),), None).gap_fen is None
        assert CommunityWon((line(Mouth.TREASURY, 10),), 30).gap_fen == 20
        assert CommunityWon((line(Mouth.TREASURY, 100),), 30).gap_fen == 0

    def test_puts_money_without_an_item_apart(self) -> None:
        found = CommunityWon((line(Mouth.TREASURY, 40), line(Mouth.PLANNERS, 30, "B01")), 100)
        pipes, roof, rest = found.by_item({"B01": 50, "B14": 50})
        assert (pipes.gap_fen, roof.gap_fen, rest.gap_fen) == (20, 50, None)
        assert rest.won[Mouth.TREASURY] == 40

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(Mouth), st.sampled_from(["", "B01", "B14"]), st.integers(0, 100)
            ),
            max_size=8,
        ),
        st.dictionaries(st.sampled_from(["B01", "B14"]), st.integers(1, 300), max_size=2),
    )
    def test_gap_and_items_lose_no_fen(
        self, told: list[tuple[Mouth, str, int]], costs: dict[str, int]
    ) -> None:
        """What is won by item is what is won; the whole gap is the cost less all that was won."""
        found = CommunityWon(
            tuple(line(m, won, item) for m, item, won in told), sum(costs.values())
        )
        gaps = found.by_item(costs)
        for mouth in Mouth:
            assert sum(one.won[mouth] for one in gaps) == found.won_fen(mouth)
            assert sum(one.asked[mouth] for one in gaps) == found.asked_fen(mouth)
        won = sum(found.won_fen(mouth) for mouth in Mouth)
        assert found.gap_fen == max(sum(costs.values()) - won, 0)
