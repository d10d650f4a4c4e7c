"""How long money has lain where it lies (资金滞留): first in, first out, account by account.

What leaves an account is taken from what came first, so that the days shown are the least that can
be said of whoever holds it. A posting that was reversed is as if it had never been.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from jiugai.domain.law import Rule


class StayLevel(Enum):
    """How long money has lain, in a word (滞留程度)."""

    MOVING = "moving"
    SLOW = "slow"
    STUCK = "stuck"

    @property
    def word(self) -> str:
        """Return the word of the screen."""
        return {"moving": "正常", "slow": "滞留", "stuck": "严重滞留"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class StayRule(Rule):
    """After how many days money that does not move is named, and named red (滞留天数规定)."""

    amber_days: int
    red_days: int

    def level(self, days: int) -> StayLevel:
        """Return how long so many days are; the limits themselves are not beyond them."""
        if days <= self.amber_days:
            return StayLevel.MOVING
        return StayLevel.SLOW if days <= self.red_days else StayLevel.STUCK


@dataclass(frozen=True, slots=True)
class Movement:
    """What came into an account on a day, negative what left it (收付), in 分."""

    on: date
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Stay:
    """What lies in an account and since when (滞留).

    Attributes:
      since: the day on which the oldest of it came.
      days: since then, whole days.
      weighted_days: the mean age of a yuan in it, in days, exact.
    """

    balance_fen: int
    since: date
    days: int
    weighted_days: Fraction


def stay(movements: Iterable[Movement], on: date) -> Stay | None:
    """Return what lies in an account on a day; None if nothing does.

    On one day what came is taken before what left: money passed on the same day never lay. What
    left, by its date, before it came is taken from what comes next.
    """
    layers: deque[list[int]] = deque()  # [ordinal of the day, 分]
    owed = 0
    known = (one for one in movements if one.on <= on)
    for one in sorted(known, key=lambda one: (one.on, -one.amount_fen)):
        if one.amount_fen > 0:
            kept = max(0, one.amount_fen - owed)
            owed -= one.amount_fen - kept
            if kept:
                layers.append([one.on.toordinal(), kept])
        else:
            owed += _take(layers, -one.amount_fen)
    if not layers:
        return None
    balance = sum(fen for _, fen in layers)
    since = date.fromordinal(layers[0][0])
    weighted = sum((on.toordinal() - day) * fen for day, fen in layers)
    return Stay(balance, since, (on - since).days, Fraction(weighted, balance))


def _take(layers: deque[list[int]], fen: int) -> int:
    """Take an amount from what came first; return what was not there."""
    while fen and layers:
        taken = min(fen, layers[0][1])
        layers[0][1] -= taken
        fen -= taken
        if not layers[0][1]:
            layers.popleft()
    return fen
