"""Examines a city's returns (逐项核验): every check on every return, each answer kept."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import chain

from jiugai.domain.calendar import Month
from jiugai.domain.law import NATION, rules_in_force
from jiugai.domain.reporting.checks.catalogue import COUNTY_CHECKS, RETURN_CHECKS
from jiugai.domain.reporting.checks.check import (
    Case,
    Check,
    CheckLimit,
    CountyCase,
    CountyCheck,
    Limits,
    ReturnCheck,
)
from jiugai.domain.reporting.checks.peers import Peers
from jiugai.domain.reporting.checks.series import ProjectSeries
from jiugai.domain.reporting.checks.verdicts import Answer, Outcome, Verdict


class NoLimitInForce(Exception):
    """Policy has no threshold for a check on a day."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A check that failed, and where (核验提示).

    Attributes:
      project: empty where the whole county is meant.
    """

    check: Check
    county: str
    project: str
    month: Month
    verdict: Verdict

    @property
    def answer(self) -> Answer:
        assert self.check.answer is not None
        return self.check.answer

    @property
    def message(self) -> str:
        """Return what was found and what follows, as the county reads it."""
        return f"{self.verdict.message}。{self.answer.remedy}"


@dataclass(frozen=True, slots=True)
class Examination:
    """What the checks said of a city's returns (核验结果汇总).

    Attributes:
      flags: by month, county and project.
      passed: how often each check passed.
      not_applicable: of each check how often it could not be asked, because of what.
    """

    flags: tuple[Flag, ...] = ()
    passed: Mapping[str, int] = field(default_factory=dict)
    not_applicable: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class Thresholds:
    """The thresholds of every check as they stand on a day (现行核验界限)."""

    def __init__(self, limits: Iterable[CheckLimit], code: str = NATION) -> None:
        self._limits = tuple(limits)
        self._code = code
        self._found: dict[tuple[str, date], Limits] = {}

    def of(self, check: Check, on: date) -> Limits:
        """Return a check's thresholds by name.

        :raises NoLimitInForce: if one of them is not in policy.
        """
        key = (check.code, on)
        if key not in self._found:
            self._found[key] = self._in_force(check, on)
        return self._found[key]

    def _in_force(self, check: Check, on: date) -> Limits:
        mine = [
            limit
            for limit in self._limits
            if (limit.check, limit.version) == (check.code, check.version)
        ]
        found: dict[str, Fraction] = {}
        for limit in rules_in_force(mine, self._code, on):
            found.setdefault(limit.name, limit.value)
        missing = set(check.limits) - set(found)
        if missing:
            raise NoLimitInForce(f"{check.code}: {'、'.join(sorted(missing))} {on}")
        return found


def examine_returns(
    series: Sequence[ProjectSeries],
    thresholds: Thresholds,
    *,
    return_checks: Sequence[ReturnCheck] = RETURN_CHECKS,
    county_checks: Sequence[CountyCheck] = COUNTY_CHECKS,
    months: Collection[Month] | None = None,
) -> Examination:
    """Ask every check of every return; none looks at a later month than the one it is asked about.

    :param months: the months asked about; all, if None. Earlier ones are looked back to all the same.
    :raises NoLimitInForce: if policy lacks a threshold.
    """
    peers = Peers(series)
    flags: list[Flag] = []
    passed: Counter[str] = Counter()
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    asked = chain(
        _returns(series, peers, thresholds, return_checks, months),
        _counties(peers, thresholds, county_checks, months),
    )
    for flag in asked:
        outcome = flag.verdict.outcome
        if outcome is Outcome.FAILED:
            flags.append(flag)
        elif outcome is Outcome.PASSED:
            passed[flag.check.code] += 1
        else:
            reasons[flag.check.code][flag.verdict.message] += 1
    flags.sort(key=lambda flag: (flag.month, flag.county, flag.project))
    return Examination(tuple(flags), passed, reasons)


def _returns(
    series: Sequence[ProjectSeries],
    peers: Peers,
    thresholds: Thresholds,
    checks: Sequence[ReturnCheck],
    months: Collection[Month] | None,
) -> Iterator[Flag]:
    for one in series:
        for at, found in enumerate(one.returns):
            if months is not None and found.month not in months:
                continue
            for check in checks:
                limits = thresholds.of(check, found.month.last_day)
                verdict = check.examine(Case(one, at, peers, limits))
                yield Flag(check, one.county, one.project, found.month, verdict)


def _counties(
    peers: Peers,
    thresholds: Thresholds,
    checks: Sequence[CountyCheck],
    months: Collection[Month] | None,
) -> Iterator[Flag]:
    for county in peers.counties:
        for month in peers.months_of(county):
            if months is not None and month not in months:
                continue
            for check in checks:
                limits = thresholds.of(check, month.last_day)
                verdict = check.examine(CountyCase(county, month, peers, limits))
                yield Flag(check, county, "", month, verdict)
