"""Who takes whose post for some days, and what forbids it (代办, AB角)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from jiugai.domain.calendar import in_prose
from jiugai.domain.findings import Finding

_ONE = timedelta(days=1)


class Absence(Enum):
    """Why an officer is away (代办事由); the values are stored."""

    LEAVE = "leave"
    ILLNESS = "illness"
    TRIP = "trip"

    @property
    def word(self) -> str:
        return _ABSENCE_WORDS[self]


_ABSENCE_WORDS = {Absence.LEAVE: "休假", Absence.ILLNESS: "病假", Absence.TRIP: "出差"}


@dataclass(frozen=True, slots=True)
class Delegation:
    """A post that its officer leaves to a deputy (代办).

    Attributes:
      principal: the account that holds the post (A角); ``deputy``: the one that takes it (B角).
      first_day, last_day: both are days of it.
      ended_on: from this day on it is over, before its last day; None if nobody ended it.
    """

    post_id: int
    principal: int
    deputy: int
    first_day: date
    last_day: date
    ended_on: date | None = None

    @property
    def until(self) -> date:
        """Return the last day that it covers, before ``first_day`` if it covers none."""
        if self.ended_on is None:
            return self.last_day
        return min(self.last_day, max(self.ended_on, self.first_day) - _ONE)

    def covers(self, day: date) -> bool:
        """Say whether a day is one of it, as long as both hold their posts and accounts."""
        return self.first_day <= day <= self.until

    def meets(self, other: "Delegation") -> bool:
        """Say whether two of one post share a day."""
        if self.post_id != other.post_id:
            return False
        return max(self.first_day, other.first_day) <= min(self.until, other.until)


def check_delegation(
    wanted: Delegation, others: Iterable[Delegation], *, today: date
) -> tuple[Finding, ...]:
    """Return what forbids a delegation, all at once; empty if it may be made.

    :param others: those on file, of whichever posts.
    """
    return (*_parties(wanted), *_days(wanted, today), *_overlaps(wanted, others))


def _parties(wanted: Delegation) -> Iterator[Finding]:
    if wanted.principal == wanted.deputy:
        yield Finding("delegation.to_oneself", "不能委托自己代办，请选本单位的另一个账号。")


def _days(wanted: Delegation, today: date) -> Iterator[Finding]:
    if wanted.first_day < today:
        yield Finding(
            "delegation.in_the_past",
            f"起始日{wanted.first_day:%Y-%m-%d}已经过去，代办不能倒填；"
            f"请填今天（{today:%Y-%m-%d}）或以后的日期。",
        )
    if wanted.last_day < wanted.first_day:
        yield Finding(
            "delegation.out_of_order",
            f"截止日{wanted.last_day:%Y-%m-%d}早于起始日{wanted.first_day:%Y-%m-%d}，"
            "请改成同一天或以后的日期。",
        )


def _overlaps(wanted: Delegation, others: Iterable[Delegation]) -> Iterator[Finding]:
    met = next((other for other in others if other.meets(wanted)), None)
    if met is not None:
        yield Finding(
            "delegation.overlaps",
            f"这个岗位{in_prose(met.first_day)}至{in_prose(met.until)}已有人代办，"
            "同一天只能有一人；请改日期，或先结束那一次。",
        )


def judges_own_work(judging: Iterable[int], reported: Iterable[int]) -> bool:
    """Say whether somebody who stands behind a check also stands behind what is checked.

    :param judging: who checks, for whom he does, and everybody whose deputy he is that day.
    :param reported: who reported, and for whom.
    """
    return not frozenset(judging).isdisjoint(reported)
