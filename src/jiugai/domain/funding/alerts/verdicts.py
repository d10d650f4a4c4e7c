"""What an alert answers (预警结果): in order, failed with its numbers, or undefined because…"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from jiugai.domain.quantities import yuan

Number = int | str
"""A number that a verdict shows: money in 分, days and months as such, a text where it is a name."""


class Outcome(StrEnum):
    """Which of the three a verdict is (结论)."""

    OK = "ok"
    FAILED = "failed"
    UNDEFINED = "undefined"

    @property
    def word(self) -> str:
        """Return the word of the screen."""
        return {"ok": "未见问题", "failed": "有问题", "undefined": "说不清"}[self.value]


@dataclass(frozen=True, slots=True)
class AlertVerdict:
    """One alert's answer about one thing (预警结果).

    Attributes:
      read: of a failure what was read; of an undefined answer which fact is missing.
      expected: of a failure what was expected instead; both without a full stop.
      numbers: what the words speak of, for programs; of sums in 分 the one at stake comes first.
    """

    outcome: Outcome
    read: str = ""
    expected: str = ""
    numbers: Mapping[str, Number] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Say whether something is wrong."""
        return self.outcome is Outcome.FAILED


OK = AlertVerdict(Outcome.OK)


def at_stake(numbers: Mapping[str, Number]) -> int:
    """Return the sum at stake, in 分: the first number; 0 if that is no sum."""
    key, value = next(iter(numbers.items()), ("", 0))
    return int(value) if key.endswith("_fen") else 0


def failed(read: str, expected: str, **numbers: Number) -> AlertVerdict:
    """Return a failure with what was read and what was expected."""
    return AlertVerdict(Outcome.FAILED, read, expected, numbers)


def undefined(missing: str) -> AlertVerdict:
    """Return that nothing can be said, because of which missing fact."""
    return AlertVerdict(Outcome.UNDEFINED, missing)


def said(fen: int) -> str:
    """Return 分 as a sentence says it, in 元 and exact."""
    return f"{yuan(fen):,} 元"
