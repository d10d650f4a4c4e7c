"""Gathers clauses into instructions (归并): one is what the same bodies must do by the same day.

A new body, or a further deadline, begins a further one; what merely leads up to a deadline
(加快施工图定案，力争5月招标) belongs to it, and what a deadline at the head says holds until the next.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from jiugai.domain.supervision.decomposition.clauses import Clause
from jiugai.domain.supervision.decomposition.deadlines import Deadline
from jiugai.domain.supervision.decomposition.numbers import Quantity
from jiugai.domain.supervision.decomposition.organisations import Owner


@dataclass(slots=True)
class Instruction:
    """Clauses that are one order (指令)."""

    clauses: list[Clause] = field(default_factory=list)
    topic: Clause | None = None
    owners: tuple[Owner, ...] = ()
    deadline: Deadline | None = None
    subject: str = ""
    subject_amounts: tuple[Quantity, ...] = ()

    @property
    def acts(self) -> list[Clause]:
        """Return its clauses that order something."""
        return [clause for clause in self.clauses if not clause.is_bare]

    @property
    def amounts(self) -> list[Quantity]:
        return [amount for clause in self.clauses for amount in clause.amounts]

    def add(self, clause: Clause) -> None:
        self.clauses.append(clause)
        if clause.names_leader or not self.owners or clause.names_helper:
            self.owners += clause.owners
        self.deadline = self.deadline or clause.deadline


def instructions(
    clauses: Iterable[Clause], owners: tuple[Owner, ...] = ()
) -> Iterator[Instruction]:
    """Yield the orders of one part of a sentence.

    :param owners: of what stands before the part; they hold where the part names none.
    """
    clauses = list(clauses)
    current, topic = Instruction(owners=owners), None
    telling = _tells(clauses)
    for clause in clauses:
        if clause.sense.is_formula:
            continue
        telling = telling and not clause.sense.turns
        if clause.sense.is_report or (
            telling and not clause.deadline and not clause.sense.is_marked
        ):
            telling = telling or clause.sense.is_told
            if current.acts:
                yield current
            topic = clause
            current = Instruction(owners=owners, topic=topic)
            continue
        telling = telling and not clause.deadline
        if current.acts and clause.is_bare and _CONDITION.search(clause.text):
            yield current
            current = Instruction(owners=current.owners)
        if _begins_another(current, clause):
            yield current
            subject, amounts = ("", ()) if clause.thing else _subject(current)
            current = Instruction(
                owners=() if clause.names_leader else current.owners,
                topic=topic,
                subject=subject,
                subject_amounts=amounts,
            )
        elif clause.names_leader and not current.acts:
            current.owners = ()
        if clause.is_bare and not clause.deadline and not clause.owners and not current.acts:
            topic = clause
            current.topic = clause
        current.add(clause)
    if current.acts:
        yield current


def _subject(order: Instruction) -> tuple[str, tuple[Quantity, ...]]:
    """Return what an order is about, if it says so before its act: 富华花园等23个小区."""
    if order.subject:
        return order.subject, order.subject_amounts
    first = order.clauses[0]
    if first.owners or first.sense.states or not first.thing:
        return "", ()
    inside = tuple(
        a for a in first.amounts if a.end <= first.text.find(first.thing) + len(first.thing)
    )
    return (first.thing, inside) if len(first.thing) <= _LONGEST_SUBJECT else ("", ())


_LONGEST_SUBJECT = 30
_CONDITION = re.compile("^[^，]{5,40}的$")


def _tells(clauses: Sequence[Clause]) -> bool:
    """Say whether clauses tell of what was done and order nothing at all."""
    is_order = any(
        clause.sense.is_marked or clause.deadline or clause.sense.turns for clause in clauses
    )
    return not is_order and any(clause.sense.is_told for clause in clauses)


def _begins_another(current: Instruction, clause: Clause) -> bool:
    if not current.acts:
        return False
    if clause.names_leader:
        return True
    if clause.deadline is None:
        return False
    return current.deadline is not None
