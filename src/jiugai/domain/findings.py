"""Findings (意见): what is wrong, where, and what to do about it.

A finding is a value, never an exception: a clerk who sends a ledger with nine mistakes
hears of nine mistakes at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Weight(Enum):
    """How much a finding weighs (分量)."""

    BLOCKS = "blocks"  # 拒收: the row is not written until it is put right
    WARNS = "warns"  # 提示: goes through, with the warning kept beside it
    NOTES = "notes"  # 说明: nothing is wrong; it says why a verdict is what it is


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding was made (位置): close enough to put a finger on the cell.

    Attributes:
      document: the file's name as the sender wrote it.
      sheet: the worksheet's name; empty for a file without sheets.
      cell: the cell in spreadsheet notation, such as ``C7``; empty for a whole sheet.
    """

    document: str = ""
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        parts = [f"《{self.document}》"] if self.document else []
        if self.sheet:
            parts.append(f"“{self.sheet}”表")
        if self.cell:
            parts.append(f" {self.cell} ")
        return "".join(parts).strip()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, said to the person who can put it right.

    ``code`` is for programs and never changes; ``message`` is for people: what was read,
    what was expected with an example, what to do, and what has or has not happened.
    """

    code: str
    message: str
    weight: Weight = Weight.BLOCKS
    place: Place = Place()

    def __str__(self) -> str:
        where = str(self.place)
        return f"{where}：{self.message}" if where else self.message


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that stop their row from being written."""
    return tuple(finding for finding in findings if finding.weight is Weight.BLOCKS)
