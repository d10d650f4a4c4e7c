"""What a check is (核验项): its name, its version, its answer, and the function that answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from jiugai.domain.calendar import Month
from jiugai.domain.law import Rule
from jiugai.domain.reporting.checks.peers import Peers, Place
from jiugai.domain.reporting.checks.series import ProjectReturn, ProjectSeries
from jiugai.domain.reporting.checks.verdicts import Answer, Verdict

Limits = Mapping[str, Fraction]
"""The thresholds of one check by name, as policy has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLimit(Rule):
    """One threshold of one version of a check (核验界限).

    Attributes:
      reason: why it is this number and no other.
    """

    check: str
    version: int
    name: str
    value: Fraction
    unit: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One doubt, asked the same way of everybody (核验项).

    Attributes:
      code: for programs; never changes.
      number: its place in the list of detectors, such as D3.
      version: rises whenever the formula changes; thresholds are dated by themselves.
      answer: what follows from a failure; None if it only puts things in order.
      formula: what fails it, in one Chinese sentence.
      reads: what it is asked about.
      base_rate: how often it is wrong about the honest, and what it misses.
      limits: its thresholds and what each means.
    """

    code: str
    number: str
    title: str
    answer: Answer | None
    formula: str
    reads: str
    base_rate: str
    version: int = 1
    limits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """One return of one project, with what the other counties report (核验对象)."""

    series: ProjectSeries
    at: int
    peers: Peers
    limits: Limits

    @property
    def now(self) -> ProjectReturn:
        return self.series.returns[self.at]

    @property
    def month(self) -> Month:
        return self.now.month

    @property
    def before(self) -> ProjectReturn | None:
        """Return the project's last earlier return, of whatever month."""
        return self.series.returns[self.at - 1] if self.at else None

    def limit(self, name: str) -> float:
        """Return a threshold for a statistic; exact ones are read from ``limits``."""
        return float(self.limits[name])


@dataclass(frozen=True, slots=True)
class CountyCase:
    """All returns of one county for one month (县区核验对象)."""

    county: str
    month: Month
    peers: Peers
    limits: Limits

    @property
    def places(self) -> list[Place]:
        return self.peers.of_county(self.county, self.month, 1)

    def limit(self, name: str) -> float:
        return float(self.limits[name])


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCheck(Check):
    """A check of each return of each project (逐项目核验)."""

    examine: Callable[[Case], Verdict]
    reads: str = "项目逐月数"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyCheck(Check):
    """A check of each county's month (逐县区核验)."""

    examine: Callable[[CountyCase], Verdict]
    reads: str = "一个县区当月的全部项目"
