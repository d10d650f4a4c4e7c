"""What the alerts found (审计发现): every earmark, project and county within reach, worst first."""

from collections.abc import Mapping
from dataclasses import dataclass

from jiugai.domain.funding.alerts.alert import Alert
from jiugai.domain.funding.alerts.cases import FactKind
from jiugai.domain.funding.alerts.catalogue import ALERTS
from jiugai.domain.funding.alerts.examination import (
    AlertAnswer,
    AlertExamination,
    AlertThresholds,
    examine_cases,
)
from jiugai.domain.funding.alerts.published import PUBLISHED, PublishedFinding, also_found_as
from jiugai.domain.funding.alerts.verdicts import at_stake
from jiugai.exchange.funding.alert_limits import alert_thresholds
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon, remembered
from jiugai.services.supervision.audit.case_facts import CaseWithFacts, city_book
from jiugai.services.supervision.audit.earmark_cases import county_cases, earmark_cases
from jiugai.services.supervision.audit.project_cases import project_cases

__all__ = [
    "ALERTS",
    "AuditFinding",
    "AuditFindings",
    "NoSuchFinding",
    "alert_thresholds",
    "audit_findings",
    "audit_list",
    "finding_called",
]


class NoSuchFinding(LookupError):
    """There is no such finding within reach on that day."""


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """Something that failed, with the facts it rests on (审计发现).

    Attributes:
      facts: the identities of the facts by kind, of the kinds that the alert reads.
      also: the published findings of the same kind.
    """

    answer: AlertAnswer
    subject: CaseWithFacts
    also: tuple[PublishedFinding, ...]

    @property
    def key(self) -> str:
        """Return its name within a day: ``FD-01.earmark.610922.3``."""
        place = self.answer.place
        return f"{self.answer.alert.code}.{place.kind}.{place.county}.{place.key}"

    @property
    def facts(self) -> Mapping[FactKind, tuple[str, ...]]:
        """Return the identities of the facts by kind, of the kinds that the alert reads."""
        return {
            kind: self.subject.facts[kind]
            for kind in self.answer.alert.rests_on
            if self.subject.facts.get(kind)
        }

    @property
    def fen(self) -> int:
        """Return the sum at stake, by which findings are put in order."""
        return at_stake(self.answer.verdict.numbers)


@dataclass(frozen=True, slots=True)
class AuditFindings:
    """All answers on a day, failures the worst first (核查一览)."""

    asked: Horizon
    findings: tuple[AuditFinding, ...]
    examination: AlertExamination
    thresholds: AlertThresholds
    cases: Mapping[str, int]

    @property
    def never_told(self) -> tuple[PublishedFinding, ...]:
        """Return the published findings for which nothing in the register can tell."""
        return tuple(one for one in PUBLISHED if not one.is_looked_for)

    def of(self, alert: Alert) -> tuple[AuditFinding, ...]:
        """Return the findings of one alert."""
        return tuple(one for one in self.findings if one.answer.alert.code == alert.code)


def audit_findings(asked: Horizon, *, actor: Actor) -> AuditFindings:
    """Return what the alerts find within the actor's reach.

    :raises NotAllowed: if the actor may not read findings.
    """
    require(actor, Power.READ_FINDINGS)
    return audit_list(asked)


def audit_list(asked: Horizon) -> AuditFindings:
    """Return what the alerts find within the reach of whoever asks."""
    return _counted(asked)


def finding_called(key: str, asked: Horizon, *, actor: Actor) -> AuditFinding:
    """Return one finding by its key.

    :raises NotAllowed: if the actor may not read findings.
    :raises NoSuchFinding: if there is none within reach.
    """
    found = audit_findings(asked, actor=actor).findings
    for one in found:
        if one.key == key:
            return one
    raise NoSuchFinding(key)


@remembered
def _counted(asked: Horizon) -> AuditFindings:
    book = city_book(asked)
    subjects = [*earmark_cases(book), *project_cases(book), *county_cases(book)]
    by_place = {one.case.place: one for one in subjects}
    thresholds = alert_thresholds()
    examination = examine_cases((one.case for one in subjects), thresholds)
    findings = [
        AuditFinding(answer, by_place[answer.place], also_found_as(answer.alert.code))
        for answer in examination.failed
    ]
    findings.sort(key=lambda one: (-one.fen, one.answer.alert.code, str(one.answer.place)))
    return AuditFindings(asked, tuple(findings), examination, thresholds, _many(subjects))


def _many(subjects: list[CaseWithFacts]) -> dict[str, int]:
    counted = {"earmark": 0, "project": 0, "county": 0}
    for one in subjects:
        counted[one.case.place.kind.value] += 1
    return counted
