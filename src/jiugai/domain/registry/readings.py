"""How one cell was read (读法): literally, with a repair, with a doubt, or not at all."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from jiugai.domain.registry.ledger import Value

Cell = str | int | float | bool | date | datetime | time | timedelta
"""What a workbook holds in a cell; an empty one is the empty string."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was made of a cell.

    Attributes:
      value: the value; None if the cell says nothing or was refused.
      why: why the value is not literally what the cell says; empty if it is.
      code: the finding's code; empty if there is nothing to ask.
      said: what is doubtful or wrong and what was expected, without the cell's own text.
      blocks: whether the value was refused.
    """

    value: Value | None = None
    why: str = ""
    code: str = ""
    said: str = ""
    blocks: bool = False


MISSING = Reading()
"""The cell says nothing: null, never 0."""


def repaired(value: Value, why: str) -> Reading:
    """Return a value that is not literally what the cell says, with the reason."""
    return Reading(value, why)


def doubted(value: Value | None, why: str, code: str, said: str) -> Reading:
    """Return a value that is read, and asked about."""
    return Reading(value, why, code, said)


def refused(code: str, said: str) -> Reading:
    """Return a cell that was not read: no value, and the reason."""
    return Reading(None, "", code, said, blocks=True)
