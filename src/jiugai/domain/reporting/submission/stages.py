"""Where a monthly return stands, and whether the next move may be made (报送环节)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from jiugai.domain.calendar import Month
from jiugai.domain.findings import Finding

_NOTHING = "没有写入任何数据。"


class Stage(Enum):
    """Where a return stands (报送环节)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    ACCEPTED = "accepted"

    @property
    def word(self) -> str:
        return _STAGE_WORDS[self][0]

    @property
    def holder(self) -> str:
        """Return who holds the return at this stage, in the words of the screen."""
        return _STAGE_WORDS[self][1]


_STAGE_WORDS = {
    Stage.DRAFT: ("待报送", "县区填报岗"),
    Stage.SUBMITTED: ("待审核", "县区审核岗"),
    Stage.VERIFIED: ("待接收", "市改造办"),
    Stage.ACCEPTED: ("已接收", ""),
}


class MoveKind(Enum):
    """What is done to a return (报送动作); the values are stored."""

    SUBMIT = "submit"
    VERIFY = "verify"
    SEND_BACK = "send_back"
    ACCEPT = "accept"
    CORRECT = "correct"

    @property
    def word(self) -> str:
        return _MOVE_WORDS[self]


_MOVE_WORDS = {
    MoveKind.SUBMIT: "报送",
    MoveKind.VERIFY: "审核通过",
    MoveKind.SEND_BACK: "退回",
    MoveKind.ACCEPT: "接收",
    MoveKind.CORRECT: "更正报送",
}

NEXT: dict[tuple[Stage, MoveKind], Stage] = {
    (Stage.DRAFT, MoveKind.SUBMIT): Stage.SUBMITTED,
    (Stage.SUBMITTED, MoveKind.VERIFY): Stage.VERIFIED,
    (Stage.SUBMITTED, MoveKind.SEND_BACK): Stage.DRAFT,
    (Stage.VERIFIED, MoveKind.ACCEPT): Stage.ACCEPTED,
    (Stage.VERIFIED, MoveKind.SEND_BACK): Stage.DRAFT,
    (Stage.ACCEPTED, MoveKind.CORRECT): Stage.SUBMITTED,
}
"""The stage after a move; a pair that is absent is out of turn."""

SENDS = frozenset({MoveKind.SUBMIT, MoveKind.CORRECT})
"""Moves that bring a new version of the cells."""

REASONED = frozenset({MoveKind.SEND_BACK, MoveKind.CORRECT})
"""Moves that must say why."""


@dataclass(frozen=True, slots=True)
class Move:
    """One move of a return (报送记录).

    Attributes:
      user_id: whose hand; nobody verifies what he sent, in whichever post.
      on: the day in the city.
      words: the reason, or what the reviewer saw.
    """

    kind: MoveKind
    user_id: int
    on: date
    words: str = ""


@dataclass(frozen=True, slots=True)
class SubmissionStanding:
    """A return after its moves (报送现状).

    Attributes:
      version: how many versions of the cells were sent; 0 before the first.
      sent_by: who sent the version that stands.
      verified_by: who verified it.
    """

    stage: Stage = Stage.DRAFT
    version: int = 0
    sent_by: int | None = None
    verified_by: int | None = None
    sent_back: int = 0
    why_back: str = ""

    @property
    def is_correction(self) -> bool:
        return self.version > 1


def submission_standing(moves: Iterable[Move]) -> SubmissionStanding:
    """Return where a return stands after its moves, in their order.

    :raises ValueError: if a move was out of turn.
    """
    found = SubmissionStanding()
    for move in moves:
        stage = NEXT.get((found.stage, move.kind))
        if stage is None and move.kind is MoveKind.CORRECT:
            stage = Stage.SUBMITTED  # a closed month is corrected from wherever it stood
        if stage is None:
            raise ValueError(f"{move.kind} at {found.stage}")
        found = replace(found, stage=stage)
        if move.kind in SENDS:
            found = replace(
                found,
                version=found.version + 1,
                sent_by=move.user_id,
                verified_by=None,
                why_back="",
            )
        elif move.kind is MoveKind.VERIFY:
            found = replace(found, verified_by=move.user_id)
        elif move.kind is MoveKind.SEND_BACK:
            found = replace(found, sent_back=found.sent_back + 1, why_back=move.words)
    return found


def check_move(
    move: Move, moves: Sequence[Move], *, month: Month, closed: bool
) -> tuple[Finding, ...]:
    """Return what forbids a move, all at once; empty if it may be made.

    :param closed: the city has closed the month: only a correction may still come.
    """
    known = submission_standing(moves)
    return (
        *_turn(move, known, month, closed),
        *_other_hand(move, known),
        *_words(move),
    )


def possible_moves(known: SubmissionStanding, *, closed: bool) -> tuple[MoveKind, ...]:
    """Return the moves in turn, whoever makes them."""
    if closed and known.stage in {Stage.DRAFT, Stage.ACCEPTED}:
        return (MoveKind.CORRECT,)
    return tuple(kind for (stage, kind) in NEXT if stage is known.stage)


def _turn(move: Move, known: SubmissionStanding, month: Month, closed: bool) -> Iterator[Finding]:
    if move.on <= month.last_day and move.kind in SENDS:
        yield Finding(
            "submission.too_early",
            f"{month.in_prose}还没有过完，{month.last_day:%Y-%m-%d}以后才能报送；"
            f"现在可以先核对数字。{_NOTHING}",
        )
    if move.kind is MoveKind.SUBMIT and closed:
        yield Finding(
            "submission.locked",
            f"{month.in_prose}已经封账，不能再报送；数字有误的请用“更正报送”，"
            f"写明理由，作为新的一版公开列出。{_NOTHING}",
        )
    elif move.kind not in possible_moves(known, closed=closed):
        ways = "、".join(kind.word for kind in possible_moves(known, closed=closed))
        yield Finding(
            "submission.out_of_turn",
            f"这份月报现在是“{known.stage.word}”，不能“{move.kind.word}”；"
            f"此时可以办的是：{ways}。{_NOTHING}",
        )


def _other_hand(move: Move, known: SubmissionStanding) -> Iterator[Finding]:
    judges = move.kind in {MoveKind.VERIFY, MoveKind.ACCEPT}
    if judges and move.user_id == known.sent_by:
        yield Finding(
            "submission.own_return",
            f"这份月报是您报送的，“{move.kind.word}”须由另一人办理。{_NOTHING}",
        )
    if move.kind is MoveKind.ACCEPT and move.user_id == known.verified_by:
        yield Finding(
            "submission.own_verification",
            f"这份月报是您审核的，须由另一人接收。{_NOTHING}",
        )


def _words(move: Move) -> Iterator[Finding]:
    if move.kind in REASONED and not move.words.strip():
        yield Finding(
            "submission.no_reason",
            f"“{move.kind.word}”须写明理由，例如“2020年批次开工数与现场不符”。{_NOTHING}",
        )
