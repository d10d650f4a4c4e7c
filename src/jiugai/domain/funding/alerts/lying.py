"""How much has lain too long (滞留金额): first in, first out, exact to the 分."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from jiugai.domain.funding.book.ageing import Movement

Movements = tuple[Movement, ...]


@dataclass(frozen=True, slots=True)
class Late:
    """What was passed on too late, or still lies (逾期未转): how much, and since when."""

    amount_fen: int
    since: date


def balance(moves: Iterable[Movement], on: date) -> int:
    """Return what lies on a day."""
    return sum(one.amount_fen for one in moves if one.on <= on)


def came(moves: Iterable[Movement], by: date) -> int:
    """Return all that had come by a day."""
    return sum(one.amount_fen for one in moves if one.amount_fen > 0 and one.on <= by)


def went(moves: Iterable[Movement], by: date) -> int:
    """Return all that had gone by a day."""
    return -sum(one.amount_fen for one in moves if one.amount_fen < 0 and one.on <= by)


def still_lying(moves: Movements, came_by: date, on: date) -> int:
    """Return how much of what had come by one day still lies on a later one."""
    return max(0, came(moves, came_by) - went(moves, on))


def latest_overdue(moves: Movements, on: date, due: Callable[[date], date]) -> date | None:
    """Return the last day on which money came whose time is over on a day."""
    days = [one.on for one in moves if one.amount_fen > 0 and due(one.on) < on]
    return max(days, default=None)


def passed_late(moves: Movements, on: date, due: Callable[[date], date]) -> Late | None:
    """Return the most that was not passed on in time, whether or not it has been since.

    :param due: until when what came on a day is to be passed on.
    """
    days = sorted({one.on for one in moves if one.amount_fen > 0 and due(one.on) < on})
    found = [Late(still_lying(moves, day, due(day)), day) for day in days]
    return max(
        (late for late in found if late.amount_fen > 0),
        key=lambda late: (late.amount_fen, -late.since.toordinal()),
        default=None,
    )
