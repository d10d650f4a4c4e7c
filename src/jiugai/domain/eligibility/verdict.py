"""The verdict on one community (认定): eligible, in reserve, excluded or unknown, and why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction
from math import floor

from jiugai.domain.eligibility.candidate import BuiltShare, Candidate, built_share
from jiugai.domain.eligibility.rules import (
    CutoffRule,
    EligibilityRules,
    ExclusionRule,
    ExtensionRule,
    MixedAgeRule,
    Treatment,
)
from jiugai.domain.findings import Finding, Weight
from jiugai.domain.law import Rule, rule_in_force, rules_in_force
from jiugai.domain.quantities import percent


class Outcome(Enum):
    """What the rules say of a community (认定结论)."""

    ELIGIBLE = "eligible"
    RESERVE = "reserve"
    EXCLUDED = "excluded"
    UNKNOWN = "unknown"

    @property
    def word(self) -> str:
        return _OUTCOME_WORDS[self]


_OUTCOME_WORDS = {
    Outcome.ELIGIBLE: "纳入",
    Outcome.RESERVE: "储备",
    Outcome.EXCLUDED: "不纳入",
    Outcome.UNKNOWN: "待定",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of a community, and everything that led to it (认定结果).

    Attributes:
      clause: the clause that decided; empty if no rule was in force.
      source: the paper of that clause.
      rule_on: the day whose law was applied.
      reasons: one plain sentence each; the one that decided comes first.
      verified: False if a rule that decided is only recalled and waits to be checked.
      under_extension: True if it is in only by an extension, whose cap may still put it off.
      share: the part of the floor area built in time, where buildings differ in age.
    """

    outcome: Outcome
    clause: str
    source: str
    rule_on: date
    reasons: tuple[Finding, ...]
    verified: bool
    under_extension: bool
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class _Ground:
    """One thing that speaks for an outcome."""

    outcome: Outcome
    rules: tuple[Rule, ...]  # the deciding one first
    reasons: tuple[Finding, ...]
    under_extension: bool = False
    share: Fraction | None = None


_STRONGEST_FIRST = (Outcome.EXCLUDED, Outcome.UNKNOWN, Outcome.RESERVE, Outcome.ELIGIBLE)


def decide(candidate: Candidate, rules: EligibilityRules, on: date) -> Decision:
    """Decide whether a community may be renovated under the law of a day.

    Everything that speaks against it is named at once. A bar outweighs a missing year, which
    outweighs age: a community in a demolition plan is out even if nobody knows when it was built,
    and one without a year is never guessed in.
    """
    grounds = [
        *_barred(candidate, rules, on),
        *_outside_town(candidate, rules, on),
        _by_age(candidate, rules, on),
    ]
    grounds.sort(key=lambda ground: _STRONGEST_FIRST.index(ground.outcome))
    deciding = grounds[0]
    rule = deciding.rules[0] if deciding.rules else None
    return Decision(
        outcome=deciding.outcome,
        clause=rule.clause if rule else "",
        source=rule.source if rule else "",
        rule_on=on,
        reasons=(*_all_reasons(grounds), *_cautions(candidate)),
        verified=all(each.verified for each in deciding.rules),
        under_extension=deciding.under_extension,
        share=deciding.share,
    )


def _all_reasons(grounds: Iterable[_Ground]) -> tuple[Finding, ...]:
    return tuple(reason for ground in grounds for reason in ground.reasons)


def _barred(candidate: Candidate, rules: EligibilityRules, on: date) -> list[_Ground]:
    """Return a ground for each exclusion named on the card, by the nearest clause that bars it."""
    clauses = rules_in_force(rules.exclusions, candidate.division_code, on)
    grounds = []
    for kind in sorted(candidate.exclusions or (), key=lambda kind: kind.value):
        clause = next((clause for clause in clauses if clause.kind is kind), None)
        if clause:
            grounds.append(_Ground(Outcome.EXCLUDED, (clause,), (_bar(clause),)))
    return grounds


def _bar(clause: ExclusionRule) -> Finding:
    return Finding(
        f"eligibility.excluded.{clause.kind.value}",
        f"该小区{clause.word}，不属于改造对象，依据{clause.citation}。",
        Weight.BLOCKS,
    )


def _outside_town(candidate: Candidate, rules: EligibilityRules, on: date) -> list[_Ground]:
    clause = rule_in_force(rules.towns, candidate.division_code, on)
    if clause is None or candidate.in_town is not False:
        return []
    message = f"该小区不在城市或县城（城关镇）范围内，不属于改造对象，依据{clause.citation}。"
    outside = Finding("eligibility.outside_town", message, Weight.BLOCKS)
    return [_Ground(Outcome.EXCLUDED, (clause,), (outside,))]


def _cautions(candidate: Candidate) -> list[Finding]:
    """Return what the card does not say and a person should look at before it is filed."""
    cautions = []
    if candidate.exclusions is None:
        message = (
            "台账没有写清是否属于棚改、城中村、自建房、危房等情形，本次按没有处理，申报前请核实。"
        )
        cautions.append(Finding("eligibility.exclusions_unsaid", message, Weight.WARNS))
    if candidate.in_town is None:
        message = "台账没有写明是否位于城市或县城（城关镇），本次按位于处理，申报前请核实。"
        cautions.append(Finding("eligibility.town_unsaid", message, Weight.WARNS))
    return cautions


def _by_age(candidate: Candidate, rules: EligibilityRules, on: date) -> _Ground:
    code = candidate.division_code
    cutoff = rule_in_force(rules.cutoffs, code, on)
    if cutoff is None:
        message = f"没有找到 {on} 适用于该地的建成年份规定，无法认定，请在政策参数中补充。"
        return _unknown((), Finding("eligibility.no_rule", message, Weight.BLOCKS))
    age = _Age(candidate, cutoff, rule_in_force(rules.mixed_age, code, on))
    in_time = age.in_time
    if in_time is None:
        return _unknown(age.rules, _what_is_missing(age))
    if in_time:
        reason = Finding("eligibility.built_in_time", age.sentence("年限符合"), Weight.NOTES)
        return _Ground(Outcome.ELIGIBLE, age.rules, (reason,), share=age.told)
    extension = rule_in_force(rules.extensions, code, on)
    if extension is None or extension.built_by <= cutoff.built_by:
        return _too_late(age)
    return _by_extension(age, _Age(candidate, extension, age.mixed), extension)


def _by_extension(at_cutoff: "_Age", age: "_Age", extension: ExtensionRule) -> _Ground:
    in_time = age.in_time
    if in_time is None:
        return _unknown(age.rules, _what_is_missing(age))
    if not in_time:
        return _too_late(age)
    if extension.treatment is Treatment.IF_ADOPTED:
        message = (
            f"国家允许有条件地纳入{extension.built_by}年底前建成的小区，依据{extension.citation}；"
            "但没有找到本地采纳的规定，本地采纳后可重新认定。"
        )
        hint = Finding("eligibility.extension_not_adopted", message, Weight.NOTES)
        late = _too_late(at_cutoff)
        return replace(late, reasons=(*late.reasons, hint))
    admitted = extension.treatment is Treatment.ADMIT
    sentence = age.sentence("按延伸年限纳入" if admitted else "按延伸年限列为储备")
    first = Finding("eligibility.by_extension", sentence, Weight.NOTES)
    return _Ground(
        outcome=Outcome.ELIGIBLE if admitted else Outcome.RESERVE,
        rules=age.rules,
        reasons=(first, *_conditions(extension)),
        under_extension=admitted,
        share=age.told,
    )


def _conditions(extension: ExtensionRule) -> list[Finding]:
    reasons = []
    if extension.conditions:
        message = f"延伸纳入须同时满足：{'；'.join(extension.conditions)}。请逐条核对。"
        reasons.append(Finding("eligibility.extension_conditions", message, Weight.WARNS))
    if extension.cap is not None:
        message = (
            f"延伸纳入的小区合计不得超过当年任务户数的{floor_percent(extension.cap)}"
            f"，能否列入当年计划还要按上限核定，依据{extension.citation}。"
        )
        reasons.append(Finding("eligibility.extension_capped", message, Weight.WARNS))
    return reasons


def _too_late(age: "_Age") -> _Ground:
    reason = Finding("eligibility.built_too_late", age.sentence("年限不符合"), Weight.BLOCKS)
    return _Ground(Outcome.EXCLUDED, age.rules, (reason,), share=age.told)


def _unknown(rules: tuple[Rule, ...], reason: Finding) -> _Ground:
    return _Ground(Outcome.UNKNOWN, rules, (reason,))


def _what_is_missing(age: "_Age") -> Finding:
    if all(built is None for built in age.candidate.years):
        message = "台账没有建成年份，无法认定；请补填四位年份，例如 1998。"
        return Finding("eligibility.no_built_year", message, Weight.BLOCKS)
    start = f"各楼栋建成年份不一，{age.rule.built_by}年底前建成的占建筑面积{age.portion}，"
    if age.mixed is None:
        message = f"{start}没有找到新旧楼栋混合时的认定口径，无法认定；请在政策参数中补充。"
        return Finding("eligibility.no_mixed_age_rule", message, Weight.BLOCKS)
    message = f"{start}跨过界线，无法认定；请补填缺少的楼栋年份或建筑面积。"
    return Finding("eligibility.building_data_missing", message, Weight.BLOCKS)


@dataclass(frozen=True, slots=True)
class _Age:
    """A community's age held against the year of one rule."""

    candidate: Candidate
    rule: CutoffRule | ExtensionRule
    mixed: MixedAgeRule | None

    @property
    def share(self) -> BuiltShare:
        return built_share(self.candidate, self.rule.built_by)

    @property
    def in_time(self) -> bool | None:
        """Say whether it was built in time; without a rule for mixed ages only the whole counts."""
        if self.mixed:
            return self.share.reaches(self.mixed.share, strict=self.mixed.strict)
        if self.share.known and self.share.least in (0, 1):
            return self.share.least == 1
        return None

    @property
    def is_mixed(self) -> bool:
        """Say whether buildings fall on both sides of the year, or might."""
        return not (self.share.known and self.share.least in (0, 1))

    @property
    def told(self) -> Fraction | None:
        """Return the share built in time, where it is known and neither nothing nor the whole."""
        return self.share.least if self.is_mixed and self.share.known else None

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return the rules that speak here, the deciding one first."""
        return (self.rule, self.mixed) if self.mixed and self.is_mixed else (self.rule,)

    @property
    def portion(self) -> str:
        least, most = floor_percent(self.share.least), floor_percent(self.share.most)
        return least if self.share.known else f"{least}至{most}"

    def sentence(self, verdict: str) -> str:
        """Say in one sentence how old it is, which line it is held against, and what follows."""
        years = sorted({year for year in self.candidate.years if year is not None})
        built = f"{years[0]}年" if len(years) == 1 else f"{years[0]}至{years[-1]}年"
        end = f"{self.rule.built_by}年底"
        if self.mixed is None or not self.is_mixed:
            side = f"不晚于{end}" if self.in_time else f"晚于{end}"
            return f"{built}建成，{side}，{verdict}，依据{self.rule.citation}。"
        line = f"{'超过' if self.mixed.strict else '不低于'}{floor_percent(self.mixed.share)}"
        return (
            f"各楼栋{built}建成，{end}前建成的占建筑面积{self.portion}，"
            f"{'达到' if self.in_time else '没有达到'}{line}的口径，{verdict}，"
            f"依据{self.rule.citation}；混合楼栋的口径依据{self.mixed.citation}。"
        )


def floor_percent(share: Fraction) -> str:
    """Return a share rounded down to two decimals, so that 49.999 % never reads as half.

    Whole per cents are printed without decimals.
    """
    decimals = 0 if (share * 100).denominator == 1 else 2
    return percent(Fraction(floor(share * 10_000), 10_000), decimals)
