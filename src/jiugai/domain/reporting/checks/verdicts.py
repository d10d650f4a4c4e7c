"""What a check answers (核验结果): passed, failed with its numbers, or not applicable because…"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from jiugai.domain.quantities import round_half_up

Number = int | Decimal | str
"""A number that a verdict shows; money in 元, progress in per cent, a text where it is a name."""


class Answer(StrEnum):
    """What follows from a failure (答复); never a penalty."""

    REFUSE = "refuse"  # impossible: to be put right, or corrected with a reason
    EXPLAIN = "explain"  # odd: needs a reason with evidence; filing is still on time
    LOOK = "look"  # a reviewer looks at it

    @property
    def word(self) -> str:
        return _WORDS[self]

    @property
    def remedy(self) -> str:
        """Return what the county can do, and what has not happened."""
        return _REMEDIES[self]


_WORDS = {Answer.REFUSE: "退回", Answer.EXPLAIN: "请说明", Answer.LOOK: "待复核"}
_REMEDIES = {
    Answer.REFUSE: "这一项不可能成立，请核对后改正；确有依据的，按更正办理并写明理由。",
    Answer.EXPLAIN: "请写明原因并附凭据；不影响按时报送。",
    Answer.LOOK: "已列入复核清单，由人看过再定；列入不等于认定有假。",
}


class Outcome(StrEnum):
    """Which of the three a verdict is (结论)."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One check's answer about one thing (核验结果).

    Attributes:
      message: of a failure what was found, with formula and numbers; of a check that is not
        applicable, because of what; one Chinese clause without its full stop.
      numbers: what the message speaks of, for programs.
    """

    outcome: Outcome
    message: str = ""
    numbers: Mapping[str, Number] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        return self.outcome is Outcome.FAILED


PASSED = Verdict(Outcome.PASSED)


def failed(message: str, **numbers: Number) -> Verdict:
    """Return a failure with what it was seen by."""
    return Verdict(Outcome.FAILED, message, numbers)


def not_applicable(because: str) -> Verdict:
    """Return why there is nothing to check."""
    return Verdict(Outcome.NOT_APPLICABLE, because)


def decimal(value: float | Fraction, decimals: int = 1) -> Decimal:
    """Return a statistic as it is shown: rounded half up, without trailing noise."""
    return round_half_up(Fraction(value), decimals)
