"""What a check of a standard is (衡量标准核对项), what it answers, and on what its answer rests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fractions import Fraction

from jiugai.domain.law import Rule
from jiugai.domain.supervision.standards.case import StandardCase


class StandardOutcome(Enum):
    """What a check answers (核对结果)."""

    KEPT = "kept"
    BROKEN = "broken"
    NOT_APPLICABLE = "not_applicable"
    UNDEFINED = "undefined"

    @property
    def word(self) -> str:
        """Return the word of the screen."""
        words = {
            "kept": "做到",
            "broken": "没做到",
            "not_applicable": "不适用",
            "undefined": "说不清",
        }
        return words[self.value]


class BasisKind(Enum):
    """Where a fact stands that an answer rests on (依据的事实)."""

    DECISION = "decision"
    STEP = "step"
    NEED = "need"
    SCHEME = "scheme"
    MONEY = "money"
    CARD = "card"
    AREA = "area"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Basis:
    """A fact that an answer rests on (核对依据).

    Attributes:
      words: the fact in a few words, such as ``2020-04-18 批复``.
      checklist: of a mark, the checklist in which it stands.
    """

    kind: BasisKind
    words: str
    on: date | None = None
    checklist: str = ""


@dataclass(frozen=True, slots=True)
class StandardAnswer:
    """A check's answer about one community (核对答复).

    Attributes:
      words: why, in one sentence without a full stop; of an undefined answer which fact is missing.
      recorder: of an undefined answer, who would record the fact.
    """

    outcome: StandardOutcome
    words: str
    bases: tuple[Basis, ...] = ()
    recorder: str = ""


def kept(words: str, *bases: Basis) -> StandardAnswer:
    """Return that the standard is kept, and by what."""
    return StandardAnswer(StandardOutcome.KEPT, words, bases)


def broken(words: str, *bases: Basis) -> StandardAnswer:
    """Return that the standard is not kept, with what was read and what was expected."""
    return StandardAnswer(StandardOutcome.BROKEN, words, bases)


def beside(because: str, *bases: Basis) -> StandardAnswer:
    """Return that the standard does not apply, because of what."""
    return StandardAnswer(StandardOutcome.NOT_APPLICABLE, because, bases)


def undefined(missing: str, recorder: str) -> StandardAnswer:
    """Return that nothing can be said, for want of which fact, and who would record it."""
    return StandardAnswer(StandardOutcome.UNDEFINED, missing, (), recorder)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardLimit(Rule):
    """A number of one check (核对界限); ``reason`` says why it is this number."""

    standard: str
    name: str
    value: Fraction
    unit: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardWords(Rule):
    """What one check looks for (核对用词): words of a bill, or codes of the scope catalogue."""

    standard: str
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StandardLimits:
    """The numbers and words of one check by name, as policy has them on a day (现行界限)."""

    values: Mapping[str, Fraction] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def whole(self, name: str) -> int:
        """Return a number that counts days, storeys or sources."""
        return int(self.values[name])


Examine = Callable[[StandardCase, StandardLimits], StandardAnswer]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardCheck:
    """A standard as it is checked (衡量标准核对项).

    Attributes:
      code: that of the standard, such as N50-07.
      formula: what keeps it, in one Chinese sentence.
      facts: what it is judged by.
      limits: its numbers and what each means; ``words`` likewise its words.
      version: rises whenever the formula changes; numbers are dated by themselves.
    """

    code: str
    title: str
    formula: str
    facts: str
    examine: Examine
    limits: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    version: int = 1
