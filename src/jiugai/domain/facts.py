"""Facts and the as-of rule (事实与时点): what stood on a day, as far as was known by a stamp.

A fact says what was true from a day on (``effective_on``) and bears the place of its act in the
register (``seq``, gapless, in the order of commits). Facts are never changed: a correction is a
later fact that ``replaces`` an earlier one; a withdrawal is a correction that leaves nothing.

Three kinds of fact, one rule each, for the value on a day:

* state (状态), holds until the next: the latest standing fact of its subject;
* event (节点), happened once: there is a standing fact;
* flow (流水), so much on this day: the sum of the standing facts.

This module is the reference that PostgreSQL and the analytic engines are tested against.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact bears (事实), besides its own subject and value.

    Attributes:
      id: identity within its table.
      seq: stamp of the act that recorded it (登记序号).
      effective_on: the day from which it is true (发生日期).
      replaces: id of the fact that it corrects, in the same table (更正对象).
      withdrawn: a correction that leaves nothing (撤销).
    """

    id: int
    seq: int
    effective_on: date
    replaces: int | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Horizon:
    """What is asked (时点): the state on a day, from what the register held up to a stamp.

    ``on_day`` and ``last_seq`` are both included.
    """

    on_day: date
    last_seq: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """The place of an act in the register (登记): its number and the instant of its commit."""

    seq: int
    recorded_at: datetime


SomeFact = TypeVar("SomeFact", bound=Fact)
Subject = TypeVar("Subject", bound=Hashable)


def standing(facts: Iterable[SomeFact], horizon: Horizon) -> list[SomeFact]:
    """Return the facts that stand at a horizon, in the order in which they were given.

    The order of the three steps matters: first what was known, then what of it was replaced, and
    only then the day. A correction that moves a start from October to November must take the
    October fact away although it does not itself begin in October; and a replaced fact stays
    replaced when its correction is withdrawn.
    """
    known = [fact for fact in facts if fact.seq <= horizon.last_seq]
    gone = {fact.replaces for fact in known if fact.replaces is not None}
    return [
        fact
        for fact in known
        if fact.id not in gone and not fact.withdrawn and fact.effective_on <= horizon.on_day
    ]


def latest(
    facts: Iterable[SomeFact], subject: Callable[[SomeFact], Subject]
) -> dict[Subject, SomeFact]:
    """Return the last fact of each subject: by day, then by stamp, then by id.

    Give it standing facts; it asks neither for stamps nor for withdrawals.
    """
    best: dict[Subject, SomeFact] = {}
    for fact in facts:
        key = subject(fact)
        held = best.get(key)
        if held is None or _order(held) < _order(fact):
            best[key] = fact
    return best


def _order(fact: Fact) -> tuple[date, int, int]:
    return fact.effective_on, fact.seq, fact.id


def last_seq_by(stamps: Sequence[Stamp], at: datetime) -> int:
    """Return the greatest stamp recorded by an instant, included; 0 before the first.

    “As recorded by T” means “up to this stamp”: a clock orders nothing by itself.
    """
    return max((stamp.seq for stamp in stamps if stamp.recorded_at <= at), default=0)
