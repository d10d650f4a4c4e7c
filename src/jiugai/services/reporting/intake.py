"""One door for what counties send (收件): a register ledger or a monthly return, told apart."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from jiugai.domain.divisions import CITY_WIDE
from jiugai.domain.registry.ledger import LedgerReading, LedgerRow
from jiugai.domain.registry.plan import Choices, ImportPlan, RowKind
from jiugai.domain.reporting.returns import ReturnPlan, is_return
from jiugai.exchange.digests import sm3
from jiugai.services.actor import Actor, PostKind, Power, require
from jiugai.services.registry.importing import (
    LedgerFile,
    OutsideScope,
    PlanOutdated,
    has_moved_since,
    plan_ledger,
    read,
    write_plan,
)
from jiugai.services.reporting.returns import plan_return, write_return

__all__ = [
    "Intake",
    "LedgerFile",
    "OutsideScope",
    "PlanOutdated",
    "console_actor",
    "import_file",
    "is_as_seen",
    "mark_of",
    "plan",
    "read",
    "write",
]

Plan = ImportPlan | ReturnPlan
_STAMP = re.compile("[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of a file (收件结果)."""

    reading: LedgerReading
    accepted: int
    unchanged: int
    refused_rows: tuple[LedgerRow, ...]
    asked: int
    facts: int


def console_actor() -> Actor:
    """Return who acts when the machine's own operator types a command: the city's office."""
    return Actor(0, 0, "命令行", PostKind.CITY_CLERK, CITY_WIDE)


def plan(
    reading: LedgerReading, file: LedgerFile, *, actor: Actor, choices: Choices | None = None
) -> Plan:
    """Plan what a reading would do; nothing is written."""
    if is_return(reading):
        return plan_return(reading, file, actor=actor)
    return plan_ledger(reading, file, actor=actor, choices=choices)


def mark_of(planned: Plan) -> str:
    """Return what tells a plan that was looked at from a later one (方案标记)."""
    if isinstance(planned, ReturnPlan):
        return sm3(repr(planned.rows).encode()).hex()
    return str(planned.register_seq)


def is_as_seen(planned: Plan, mark: str, file: LedgerFile, *, actor: Actor) -> bool:
    """Say whether a plan made now does what the one with that mark said it would.

    :raises NotAllowed: if the actor may not import ledgers.
    """
    require(actor, Power.IMPORT_LEDGER)
    if isinstance(planned, ReturnPlan):
        return mark == mark_of(planned)
    stamp = _STAMP.fullmatch(mark)
    return stamp is not None and not has_moved_since(planned, int(mark), file, actor=actor)


def write(
    planned: Plan,
    file: LedgerFile,
    *,
    actor: Actor,
    key: UUID | None = None,
    progress: Callable[[int], None] | None = None,
    mark: str | None = None,
) -> Intake:
    """Write what a plan says it would write.

    :param mark: of the plan that somebody looked at before this one was made; None for a machine.
    :raises PlanOutdated: if the register has moved since the plan was made or looked at.
    """
    if mark is not None and not is_as_seen(planned, mark, file, actor=actor):
        raise PlanOutdated
    if isinstance(planned, ReturnPlan):
        facts = write_return(planned, file, actor=actor, key=key)
        return Intake(
            reading=planned.reading,
            accepted=planned.accepted,
            unchanged=planned.unchanged,
            refused_rows=tuple(row.row for row in planned.rows if row.refused),
            asked=0,
            facts=facts.steps + facts.readings + facts.flows,
        )
    done = write_plan(planned, file, actor=actor, key=key, progress=progress)
    return Intake(
        reading=planned.reading,
        accepted=done.added + done.changed,
        unchanged=done.unchanged,
        refused_rows=tuple(row.row for row in planned.rows if row.kind is RowKind.REFUSE),
        asked=done.asked,
        facts=done.added + done.changed,
    )


def import_file(file: LedgerFile, *, actor: Actor) -> Intake:
    """Read, plan and write a file in one go, as a machine that asks no questions does.

    Rows that need a person's word are left unwritten.

    :raises OutsideScope: if the county is not the actor's.
    """
    reading = read(file, actor=actor)
    return write(plan(reading, file, actor=actor), file, actor=actor)
