"""Asking every alert of every case (核查): what failed, what is in order, what cannot be said."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from jiugai.domain.funding.alerts.alert import Alert, AlertLimit, AlertLimits, AlertWord
from jiugai.domain.funding.alerts.cases import Case, CasePlace
from jiugai.domain.funding.alerts.catalogue import ALERTS
from jiugai.domain.funding.alerts.verdicts import AlertVerdict, Outcome, undefined
from jiugai.domain.law import rules_in_force


@dataclass(frozen=True, slots=True)
class AlertThresholds:
    """All thresholds and words, past and present (全部界限)."""

    limits: tuple[AlertLimit, ...]
    words: tuple[AlertWord, ...] = ()

    def of(self, alert: Alert, code: str, on: date) -> AlertLimits:
        """Return what holds for an alert in a division on a day."""
        spoken = [one for one in self.limits if one.alert == alert.code]
        values = {one.name: one.value for one in reversed(rules_in_force(spoken, code, on))}
        heard = [one for one in self.words if one.alert == alert.code]
        words = tuple(one.word for one in rules_in_force(heard, code, on))
        return AlertLimits(values, words)


@dataclass(frozen=True, slots=True)
class AlertAnswer:
    """One alert's answer about one thing (逐项结果)."""

    alert: Alert
    place: CasePlace
    verdict: AlertVerdict

    @property
    def sentence(self) -> str:
        """Return it as one sentence: where, what was read, what was expected, what to do."""
        verdict = self.verdict
        if verdict.failed:
            return f"{self.place}：{verdict.read}；{verdict.expected}。{self.alert.remedy}。"
        if verdict.outcome is Outcome.UNDEFINED:
            return f"{self.place}：{verdict.read}，{self.alert.title}说不清。"
        return f"{self.place}：{self.alert.title}未见问题。"


@dataclass(frozen=True, slots=True)
class AlertExamination:
    """What came of asking (核查结果): answers in the order of the catalogue, then of the cases."""

    failed: tuple[AlertAnswer, ...] = ()
    undefined: tuple[AlertAnswer, ...] = ()
    passed: Mapping[str, int] = field(default_factory=dict)

    def missing(self) -> dict[str, Counter[str]]:
        """Return of each alert which facts were missing, and how often."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for answer in self.undefined:
            found[answer.alert.code][answer.verdict.read] += 1
        return dict(found)


def examine_cases(
    cases: Iterable[Case], thresholds: AlertThresholds, alerts: Sequence[Alert] = ALERTS
) -> AlertExamination:
    """Ask each alert of each case that it concerns; no answer is dropped."""
    of_kind: dict[object, list[Case]] = defaultdict(list)
    for case in cases:
        of_kind[case.place.kind].append(case)
    failures: list[AlertAnswer] = []
    unknown: list[AlertAnswer] = []
    passed: Counter[str] = Counter()
    for alert in alerts:
        known: dict[tuple[str, date], AlertLimits] = {}
        for case in of_kind[alert.of]:
            asked = case.place.county, case.day
            if asked not in known:
                known[asked] = thresholds.of(alert, *asked)
            verdict = _asked(alert, case, known[asked])
            if verdict is None:
                continue
            answer = AlertAnswer(alert, case.place, verdict)
            if verdict.outcome is Outcome.OK:
                passed[alert.code] += 1
            else:
                (failures if verdict.failed else unknown).append(answer)
    return AlertExamination(tuple(failures), tuple(unknown), dict(passed))


def _asked(alert: Alert, case: Case, limits: AlertLimits) -> AlertVerdict | None:
    """Ask an alert; where no threshold was in force on the day, it has nothing to hold against."""
    if set(alert.limits) <= set(limits.values):
        return alert.ask(case, limits)
    anything = replace(
        limits, values=dict.fromkeys(alert.limits, Fraction(1)) | dict(limits.values)
    )
    return None if alert.ask(case, anything) is None else undefined("那一天还没有现行的界限")
