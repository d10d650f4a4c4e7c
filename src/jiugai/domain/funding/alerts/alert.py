"""What an alert is (预警项): its code, its version, what it needs, and the function that answers."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from jiugai.domain.funding.alerts.cases import (
    Case,
    CaseKind,
    CountyCase,
    EarmarkCase,
    FactKind,
    ProjectCase,
)
from jiugai.domain.funding.alerts.verdicts import AlertVerdict
from jiugai.domain.law import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertLimit(Rule):
    """One threshold of one alert (预警界限).

    Attributes:
      reason: why it is this number and no other.
    """

    alert: str
    name: str
    value: Fraction
    unit: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertWord(Rule):
    """A word of a paper that an alert looks for (预警用词)."""

    alert: str
    word: str


@dataclass(frozen=True, slots=True)
class AlertLimits:
    """The thresholds of one alert by name, and its words, as policy has them on a day."""

    values: Mapping[str, Fraction] = field(default_factory=dict)
    words: tuple[str, ...] = ()

    def whole(self, name: str) -> int:
        """Return a threshold that counts days, months or years."""
        return int(self.values[name])

    def word_in(self, text: str) -> str | None:
        """Return the first of the words that a text holds."""
        return next((word for word in self.words if word in text), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert(ABC):
    """One thing that auditors look for, asked the same way of everybody (预警项).

    Attributes:
      code: for programs and people; never changes.
      version: rises whenever the formula changes; thresholds are dated by themselves.
      formula: what fails it, in one Chinese sentence.
      needs: the facts without which it is undefined.
      remedy: what to do, without a full stop.
      limits: its thresholds and what each means; ``words`` if it also looks for words.
      rests_on: which facts a finding opens to.
    """

    code: str
    title: str
    formula: str
    needs: str
    remedy: str
    rests_on: tuple[FactKind, ...]
    version: int = 1
    limits: Mapping[str, str] = field(default_factory=dict)
    words: bool = False

    @property
    @abstractmethod
    def of(self) -> CaseKind:
        """Return what it is asked of."""

    @abstractmethod
    def ask(self, case: Case, limits: AlertLimits) -> AlertVerdict | None:
        """Return its answer; None if it has nothing to ask of the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarmarkAlert(Alert):
    """An alert on an earmark in a county (逐专款预警); ``concerns`` says whether it is asked at all."""

    examine: Callable[[EarmarkCase, AlertLimits], AlertVerdict]
    concerns: Callable[[EarmarkCase], bool] = lambda _: True

    @property
    def of(self) -> CaseKind:
        """Return what it is asked of."""
        return CaseKind.EARMARK

    def ask(self, case: Case, limits: AlertLimits) -> AlertVerdict | None:
        """Return its answer about an earmark."""
        if not isinstance(case, EarmarkCase) or not self.concerns(case):
            return None
        return self.examine(case, limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectAlert(Alert):
    """An alert on a project (逐项目预警)."""

    examine: Callable[[ProjectCase, AlertLimits], AlertVerdict]
    concerns: Callable[[ProjectCase], bool] = lambda case: bool(case.staying)

    @property
    def of(self) -> CaseKind:
        """Return what it is asked of."""
        return CaseKind.PROJECT

    def ask(self, case: Case, limits: AlertLimits) -> AlertVerdict | None:
        """Return its answer about a project."""
        if not isinstance(case, ProjectCase) or not self.concerns(case):
            return None
        return self.examine(case, limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyAlert(Alert):
    """An alert on a county's year (逐县区预警)."""

    examine: Callable[[CountyCase, AlertLimits], AlertVerdict]
    concerns: Callable[[CountyCase], bool]

    @property
    def of(self) -> CaseKind:
        """Return what it is asked of."""
        return CaseKind.COUNTY

    def ask(self, case: Case, limits: AlertLimits) -> AlertVerdict | None:
        """Return its answer about a county."""
        if not isinstance(case, CountyCase) or not self.concerns(case):
            return None
        return self.examine(case, limits)
