"""What an officer is told (消息): one sentence for each act that concerns the post."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


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
