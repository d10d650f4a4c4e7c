"""What may be done to an order (办理动作), by whom, and in which state it then stands."""

from dataclasses import dataclass
from datetime import date
from enum import Enum


class OrderState(Enum):
    """Where an order stands (办理状态)."""

    OPENED = "opened"
    ASSIGNED = "assigned"
    SIGNED = "signed"
    ANSWERED = "answered"
    CHECKED = "checked"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def word(self) -> str:
        return _STATE_WORDS[self]

    @property
    def is_open(self) -> bool:
        return self not in {OrderState.CLOSED, OrderState.CANCELLED}

    @property
    def waits_for_owner(self) -> bool:
        """Say whether the body that answers for the order is the one to act."""
        return self in {OrderState.ASSIGNED, OrderState.SIGNED}


_STATE_WORDS = {
    OrderState.OPENED: "待交办",
    OrderState.ASSIGNED: "待签收",
    OrderState.SIGNED: "办理中",
    OrderState.ANSWERED: "待核查",
    OrderState.CHECKED: "待销号",
    OrderState.CLOSED: "已销号",
    OrderState.CANCELLED: "已撤销",
}


class DeedKind(Enum):
    """One deed upon an order (办理动作); the values are stored."""

    OPEN = "open"
    ASSIGN = "assign"
    SIGN = "sign"
    ANSWER = "answer"
    CHASE = "chase"
    ASK_EXTENSION = "ask_extension"
    EXTEND = "extend"
    REFUSE_EXTENSION = "refuse_extension"
    PASS = "pass"
    RETURN = "return"
    CLOSE = "close"
    REOPEN = "reopen"
    CANCEL = "cancel"

    @property
    def word(self) -> str:
        return _DEED_WORDS[self]


_DEED_WORDS = {
    DeedKind.OPEN: "立项",
    DeedKind.ASSIGN: "交办",
    DeedKind.SIGN: "签收",
    DeedKind.ANSWER: "反馈",
    DeedKind.CHASE: "催办",
    DeedKind.ASK_EXTENSION: "申请延期",
    DeedKind.EXTEND: "准予延期",
    DeedKind.REFUSE_EXTENSION: "不予延期",
    DeedKind.PASS: "核查通过",
    DeedKind.RETURN: "退回整改",
    DeedKind.CLOSE: "销号",
    DeedKind.REOPEN: "恢复办理",
    DeedKind.CANCEL: "撤销立项",
}

OWNERS_DEEDS = frozenset({DeedKind.SIGN, DeedKind.ANSWER, DeedKind.ASK_EXTENSION})
"""Deeds of the body that answers for the order; all others are the issuing office's."""

JUDGEMENTS = frozenset(
    {DeedKind.PASS, DeedKind.RETURN, DeedKind.CLOSE, DeedKind.EXTEND, DeedKind.REFUSE_EXTENSION}
)
"""Deeds that judge what somebody else did: another hand's."""

REASONED = frozenset(
    {
        DeedKind.ANSWER,
        DeedKind.ASK_EXTENSION,
        DeedKind.EXTEND,
        DeedKind.REFUSE_EXTENSION,
        DeedKind.PASS,
        DeedKind.RETURN,
        DeedKind.REOPEN,
        DeedKind.CANCEL,
    }
)
"""Deeds that say something or give a reason in words."""

_RUNNING = frozenset({OrderState.ASSIGNED, OrderState.SIGNED})

NEXT: dict[tuple[OrderState, DeedKind], OrderState] = {
    (OrderState.OPENED, DeedKind.ASSIGN): OrderState.ASSIGNED,
    (OrderState.ASSIGNED, DeedKind.SIGN): OrderState.SIGNED,
    (OrderState.SIGNED, DeedKind.ANSWER): OrderState.ANSWERED,
    (OrderState.ANSWERED, DeedKind.PASS): OrderState.CHECKED,
    (OrderState.ANSWERED, DeedKind.RETURN): OrderState.SIGNED,
    (OrderState.CHECKED, DeedKind.CLOSE): OrderState.CLOSED,
    (OrderState.CHECKED, DeedKind.RETURN): OrderState.SIGNED,
    (OrderState.CLOSED, DeedKind.REOPEN): OrderState.SIGNED,
    **{
        (state, kind): state
        for state in _RUNNING
        for kind in (
            DeedKind.CHASE,
            DeedKind.ASK_EXTENSION,
            DeedKind.EXTEND,
            DeedKind.REFUSE_EXTENSION,
        )
    },
    **{(state, DeedKind.CANCEL): OrderState.CANCELLED for state in OrderState if state.is_open},
}
"""The state after a deed; a pair that is absent is out of turn."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand does a deed (经手人).

    Attributes:
      user_id: the person, in whichever post.
      organisation_id: the body at whose post the person sits.
      on_behalf: the issuing office enters what a body without a desk here said on paper.
    """

    user_id: int
    organisation_id: int
    on_behalf: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed upon an order (办理记录).

    Attributes:
      due_on: the day set by ``ASSIGN``, ``RETURN``, ``EXTEND``, or asked for by ``ASK_EXTENSION``.
      words: the answer, the finding of the check, or the reason.
      paper: the number or name of the paper that goes with it.
    """

    kind: DeedKind
    hand: Hand
    on: date
    due_on: date | None = None
    words: str = ""
    paper: str = ""
