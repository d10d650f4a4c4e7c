"""The moment that is asked about (时点), and answers remembered until the next stamp.

Whatever is counted is a pure function of (day, stamp). So an answer is kept as long as the
register stands where it stood, and a page that twenty people open is counted once.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import wraps
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from jiugai.storage.audit import queries
from jiugai.storage.reach import reached


@dataclass(frozen=True, slots=True)
class Horizon:
    """As of which day, and counting only what was recorded by when (时点).

    Attributes:
      as_of: facts count up to and including this day.
      recorded_by: only facts recorded by then count; None for all of them.
      last_seq: the last stamp that counts.
      key: that stamp's act; it tells the same number in two databases apart.
    """

    as_of: date
    recorded_by: datetime | None
    last_seq: int
    key: UUID | None

    @property
    def is_now(self) -> bool:
        """Say whether everything recorded so far counts."""
        return self.recorded_by is None


def horizon(as_of: date, recorded_by: datetime | None = None) -> Horizon:
    """Return the horizon of a day, and of what was recorded by a moment."""
    mark = queries.last_mark(recorded_by)
    return Horizon(as_of, recorded_by, mark.seq, mark.key)


def horizon_at(as_of: date, last_seq: int) -> Horizon:
    """Return the horizon of a day and a stamp, such as those of a closed month."""
    mark = queries.mark(last_seq)
    return Horizon(as_of, mark.recorded_at, mark.seq, mark.key)


def on_day(asked: Horizon, day: date) -> Horizon:
    """Return another day of the same stamp: what it was like then, by what is known now."""
    return replace(asked, as_of=day)


_P = ParamSpec("_P")
_T = TypeVar("_T")
_KEPT = 24
_REACHES_KEPT = 24  # a city, its counties and its units


def remembered(
    count: Callable[Concatenate[Horizon, _P], _T],
) -> Callable[Concatenate[Horizon, _P], _T]:
    """Keep the answers of a pure function of a horizon, the last few dozen of them.

    Each reach has its own: what a county was shown of itself must not stand for the city, and
    the other way round even less.
    """
    kept: OrderedDict[object, OrderedDict[object, _T]] = OrderedDict()
    lock = Lock()

    @wraps(count)
    def answer(asked: Horizon, /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        question = (asked.as_of, asked.last_seq, asked.key, args, tuple(sorted(kwargs.items())))
        with lock:
            answers = kept.setdefault(reached(), OrderedDict())
            kept.move_to_end(reached())
            while len(kept) > _REACHES_KEPT:
                kept.popitem(last=False)
            if question in answers:
                answers.move_to_end(question)
                return answers[question]
        counted = count(asked, *args, **kwargs)
        with lock:
            answers[question] = counted
            while len(answers) > _KEPT:
                answers.popitem(last=False)
        return counted

    return answer
