"""A return on its way up: in turn, verified by another, never into a locked month."""

from datetime import date

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.submission.stages import (
    SENDS,
    Move,
    MoveKind,
    Stage,
    check_move,
    possible_moves,
    submission_standing,
)

MONTH = Month(2020, 10)
DAY = date(2020, 11, 2)
FILER, REVIEWER, CLERK = 1, 2, 3
SUBMIT = Move(MoveKind.SUBMIT, FILER, DAY)
VERIFY = Move(MoveKind.VERIFY, REVIEWER, DAY)
ACCEPT = Move(MoveKind.ACCEPT, CLERK, DAY)
BACK = Move(MoveKind.SEND_BACK, REVIEWER, DAY, "开工数与现场不符")
CORRECT = Move(MoveKind.CORRECT, FILER, DAY, "漏了一个小区")


def codes(move: Move, moves: list[Move], *, closed: bool = False) -> list[str]:
    return [f.code for f in check_move(move, moves, month=MONTH, closed=closed)]


class TestTheWayUp:
    def test_is_sent_verified_and_accepted(self) -> None:
        way = [SUBMIT, VERIFY, ACCEPT]
        for n, move in enumerate(way):
            assert codes(move, way[:n]) == []
        known = submission_standing(way)
        assert (known.stage, known.version, known.is_correction) == (Stage.ACCEPTED, 1, False)

    @pytest.mark.parametrize(
        ("move", "moves"),
        [
            (VERIFY, []),
            (ACCEPT, [SUBMIT]),
            (SUBMIT, [SUBMIT]),
            (CORRECT, [SUBMIT]),
            (SUBMIT, [SUBMIT, VERIFY, ACCEPT]),
            (BACK, [SUBMIT, VERIFY, ACCEPT]),
        ],
    )
    def test_leaves_out_no_stage(self, move: Move, moves: list[Move]) -> None:
        assert codes(move, moves) == ["submission.out_of_turn"]

    def test_what_was_sent_back_is_sent_again_as_a_new_version(self) -> None:
        known = submission_standing([SUBMIT, BACK])
        assert (known.stage, known.why_back) == (Stage.DRAFT, "开工数与现场不符")
        assert submission_standing([SUBMIT, BACK, SUBMIT]).version == 2

    def test_does_not_begin_before_the_month_is_over(self) -> None:
        early = Move(MoveKind.SUBMIT, FILER, date(2020, 10, 31))
        assert codes(early, []) == ["submission.too_early"]

    def test_sending_back_says_why(self) -> None:
        silent = Move(MoveKind.SEND_BACK, REVIEWER, DAY, "  ")
        assert codes(silent, [SUBMIT]) == ["submission.no_reason"]

    def test_refuses_what_nobody_could_have_done(self) -> None:
        with pytest.raises(ValueError, match="at"):
            submission_standing([VERIFY])


class TestOtherHands:
    def test_nobody_verifies_what_he_sent(self) -> None:
        assert codes(Move(MoveKind.VERIFY, FILER, DAY), [SUBMIT]) == ["submission.own_return"]

    def test_nobody_accepts_what_he_verified_or_sent(self) -> None:
        way = [SUBMIT, VERIFY]
        mine = Move(MoveKind.ACCEPT, REVIEWER, DAY)
        assert codes(mine, way) == ["submission.own_verification"]
        assert codes(Move(MoveKind.ACCEPT, FILER, DAY), way) == ["submission.own_return"]


class TestALockedMonth:
    def test_takes_no_return(self) -> None:
        assert codes(SUBMIT, [], closed=True) == ["submission.locked"]
        assert codes(SUBMIT, [SUBMIT, BACK], closed=True) == ["submission.locked"]

    def test_takes_a_correction_with_a_reason(self) -> None:
        assert codes(CORRECT, [], closed=True) == []
        assert codes(CORRECT, [SUBMIT, VERIFY, ACCEPT], closed=True) == []
        silent = Move(MoveKind.CORRECT, FILER, DAY)
        assert codes(silent, [SUBMIT, VERIFY, ACCEPT], closed=True) == ["submission.no_reason"]

    def test_still_lets_what_was_sent_be_verified(self) -> None:
        assert codes(VERIFY, [SUBMIT], closed=True) == []


class SubmissionMachine(RuleBasedStateMachine):
    """Anybody tries anything, and the city closes the month at some moment."""

    def __init__(self) -> None:
        super().__init__()
        self.moves: list[Move] = []
        self.closed_after: int | None = None

    @rule(
        kind=st.sampled_from(MoveKind), who=st.integers(1, 4), words=st.sampled_from(["", "有误"])
    )
    def try_a_move(self, kind: MoveKind, who: int, words: str) -> None:
        move = Move(kind, who, DAY, words)
        if not codes(move, self.moves, closed=self.closed_after is not None):
            self.moves.append(move)

    @rule()
    def close(self) -> None:
        if self.closed_after is None:
            self.closed_after = len(self.moves)

    @invariant()
    def nobody_judged_his_own(self) -> None:
        sent_by = None
        for move in self.moves:
            if move.kind in SENDS:
                sent_by = move.user_id
            elif move.kind in {MoveKind.VERIFY, MoveKind.ACCEPT}:
                assert move.user_id != sent_by

    @invariant()
    def nothing_was_filed_into_a_locked_month(self) -> None:
        if self.closed_after is not None:
            later = self.moves[self.closed_after :]
            assert all(move.kind is not MoveKind.SUBMIT for move in later)
            assert all(move.words for move in later if move.kind is MoveKind.CORRECT)

    @invariant()
    def something_may_always_be_done(self) -> None:
        known = submission_standing(self.moves)
        assert possible_moves(known, closed=self.closed_after is not None)


SubmissionMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=25)
TestSubmissionMachine = SubmissionMachine.TestCase
