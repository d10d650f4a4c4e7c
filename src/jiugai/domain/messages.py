"""What an officer is told (消息): one sentence for each act that concerns the post."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that happened, told to a post that it concerns (消息).

    Attributes:
      seq: the stamp of the act that it follows from.
      sentence: what happened, in one sentence of the screen.
      page: the page where it can be seen, by the name under which the front door knows it.
      arguments: what that page is told in its address.
      is_new: the officer has not read as far yet.
    """

    seq: int
    at: datetime
    sentence: str
    page: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Inbox:
    """The messages of an officer in one post (收件箱), newest first.

    Attributes:
      newest: the stamp up to which everything is read once these are.
    """

    messages: tuple[Message, ...]

    @property
    def newest(self) -> int:
        return max((message.seq for message in self.messages), default=0)

    @property
    def unread(self) -> int:
        return sum(message.is_new for message in self.messages)


def digest_of(sentences: Sequence[str], *, most_bytes: int) -> str:
    """Return one text that tells several sentences, the first of them whole as far as they fit.

    What does not fit is counted, never dropped in silence.

    :param most_bytes: how long the text may be in UTF-8; at least some two hundred.
    """
    head = f"旧改通有 {len(sentences)} 条新消息："
    lines = [f"{number}. {sentence}" for number, sentence in enumerate(sentences, start=1)]
    for shown in range(len(lines), -1, -1):
        left = len(lines) - shown
        rest = [f"还有 {left} 条，请登录查看。"] if left else []
        text = "\n".join([head, *lines[:shown], *rest])
        if len(text.encode()) <= most_bytes:
            return text
    return head


class Outcome(Enum):
    """What became of a try to send messages out (外发结果); the values are stored."""

    BEGUN = "begun"
    SENT = "sent"
    REFUSED = "refused"
    TOO_FAST = "too_fast"
    GIVEN_UP = "given_up"

    @property
    def is_settled(self) -> bool:
        """Say whether nothing more is to be tried with what it told."""
        return self in {Outcome.BEGUN, Outcome.SENT, Outcome.GIVEN_UP}


class SendingState(Enum):
    """How it stands with what was to be told at one time (外发状态); the values stand in addresses."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"
    BEGUN = "begun"

    @property
    def word(self) -> str:
        return _STATE_WORDS[self]

    @classmethod
    def of(cls, last: Outcome) -> "SendingState":
        """Return the state after a last try."""
        return _STATES.get(last, cls.WAITING)


_STATE_WORDS = {
    SendingState.WAITING: "待再试",
    SendingState.SENT: "已发出",
    SendingState.GIVEN_UP: "已放弃",
    SendingState.BEGUN: "已启用",
}
_STATES = {
    Outcome.SENT: SendingState.SENT,
    Outcome.GIVEN_UP: SendingState.GIVEN_UP,
    Outcome.BEGUN: SendingState.BEGUN,
}
_MAIL = re.compile(r"[^\s<>'\"(){},;:：，]+@[^\s<>'\"(){},;:，。]+")
_URL = re.compile(r"https?://[^\s'\"）)，。]+")
_KEY = re.compile(r"\b(key|access_token|secret|sign)=[^\s&'\"]+", re.IGNORECASE)


def without_addresses(words: str) -> str:
    """Return what the other side said without addresses and keys that it may have repeated."""
    return _KEY.sub(r"\1=…", _MAIL.sub("（邮箱略）", _URL.sub("（网址略）", words)))


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a robot may be called (外发频率), as its maker says.

    Attributes:
      a_minute: how many calls a minute; ``most_bytes``: how long a text may be.
      pause: for how long nothing is tried once it said that it was too fast.
      tries: after how many refusals in a row what was to be told is given up.
    """

    a_minute: int
    most_bytes: int
    pause: timedelta
    tries: int = 5


def not_before(tried: Sequence[tuple[Outcome, datetime]], pace: Pace) -> datetime | None:
    """Return the moment before which a channel does not try again; None if it may at once.

    Refused once it waits a minute, then two, four, eight; too fast, the whole pause.

    :param tried: the last tries, newest first.
    """
    if not tried or tried[0][0].is_settled:
        return None
    outcome, at = tried[0]
    if outcome is Outcome.TOO_FAST:
        return at + pace.pause
    return at + timedelta(minutes=2 ** (refusals(tried) - 1))


def refusals(tried: Sequence[tuple[Outcome, datetime]]) -> int:
    """Return how many times in a row a channel was refused, the last time included."""
    count = 0
    for outcome, _ in tried:
        if outcome.is_settled:
            break
        count += outcome is Outcome.REFUSED
    return count
