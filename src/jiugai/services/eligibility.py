"""Deciding which communities may be renovated (对象认定), once, with the reason kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jiugai.domain.divisions import CITY_WIDE, Scope, level_of_code
from jiugai.domain.eligibility.candidate import Candidate
from jiugai.domain.eligibility.rules import Exclusion, exclusions_named
from jiugai.domain.eligibility.verdict import Decision, decide
from jiugai.domain.eligibility.what_if import WhatIf, what_if
from jiugai.domain.findings import Finding
from jiugai.domain.law import Rule, rule_in_force
from jiugai.exchange.policy_files import eligibility_rules
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon, horizon, remembered
from jiugai.services.registry.register import cards
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.eligibility import entries, queries
from jiugai.storage.eligibility.queries import DecisionRow
from jiugai.storage.registry.queries import Card
from jiugai.storage.unit_of_work import unit_of_work

__all__ = [
    "Decided",
    "DecisionRow",
    "VerdictLine",
    "decide_all",
    "decisions",
    "if_cutoff_moved",
    "rules_in_use",
    "undecided",
    "unverified_clauses",
    "verdicts",
]


@dataclass(frozen=True, slots=True)
class Decided:
    """How many communities were decided now, by outcome, and how many stood decided already."""

    outcomes: dict[str, int]
    unchanged: int


@remembered
def decisions(asked: Horizon) -> dict[int, DecisionRow]:
    """Return the last decision on each community at a horizon."""
    return queries.decisions(last_seq=asked.last_seq, on_day=asked.as_of)


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """A community with what was last decided of it (认定行).

    Attributes:
      decision: None while nothing was decided.
      is_stale: whether the card was revised since, so that it waits to be decided anew.
    """

    card: Card
    decision: DecisionRow | None
    is_stale: bool


def verdicts(asked: Horizon, *, actor: Actor) -> tuple[VerdictLine, ...]:
    """Return every community in the actor's scope with its verdict, by county and name.

    :raises NotAllowed: if the actor may not look at communities.
    """
    require(actor, Power.SEE)
    decided = decisions(asked)
    lines = []
    for card in _within(cards(asked), actor.scope):
        decision = decided.get(card.id)
        stale = decision is not None and decision.version_id != card.version_id
        lines.append(VerdictLine(card, decision, stale))
    return tuple(lines)


def undecided(*, actor: Actor, today: date) -> int:
    """Return how many communities ``decide_all`` would decide now."""
    return undecided_at(horizon(today), actor=actor)


def undecided_at(asked: Horizon, *, actor: Actor) -> int:
    """Return how many communities ``decide_all`` would decide at a horizon of now."""
    require(actor, Power.DECIDE_ELIGIBILITY)
    return len(_waiting(asked, actor))


def _waiting(asked: Horizon, actor: Actor) -> list[Card]:
    return [
        line.card for line in verdicts(asked, actor=actor) if line.decision is None or line.is_stale
    ]


def rules_in_use(code: str, day: date) -> tuple[Rule, ...]:
    """Return the rules that speak for a division on a day: cut-off, extension, place, exclusions."""
    rules = eligibility_rules()
    found: list[Rule | None] = [
        rule_in_force(rules.cutoffs, code, day),
        rule_in_force(rules.extensions, code, day),
        rule_in_force(rules.mixed_age, code, day),
        rule_in_force(rules.towns, code, day),
    ]
    for kind in Exclusion:
        of_kind = [rule for rule in rules.exclusions if rule.kind is kind]
        found.append(rule_in_force(of_kind, code, day))
    return tuple(rule for rule in found if rule is not None)


def unverified_clauses() -> frozenset[str]:
    """Return the clauses whose number or day is only recalled: the screen says 待核实."""
    rules = eligibility_rules()
    every: tuple[Rule, ...] = (
        *rules.cutoffs,
        *rules.extensions,
        *rules.exclusions,
        *rules.mixed_age,
        *rules.towns,
    )
    return frozenset(rule.clause for rule in every if not rule.verified)


def candidate(card: Card, code: str) -> Candidate:
    """Return a card in the terms in which the rules read it."""
    return Candidate(
        key=card.public_id,
        name=card.name,
        division_code=code,
        built_year=card.built_year,
        households=card.households,
        area_dm2=card.area_dm2,
        in_town=_in_town(code),
        exclusions=exclusions_named(card.exclusion) if card.exclusion else None,
    )


def _in_town(code: str) -> bool | None:
    """Say whether a division is a town's by its code; a county's own code does not tell.

    Digits 7 to 9 of the statistical code: 001 to 099 are 街道, which lie in a city or county seat.
    """
    if "-" in code or level_of_code(code) <= 3:
        return None
    return True if 1 <= int(code[6:9]) <= 99 else None


def _codes(found: Iterable[Card], day: date) -> dict[int, str]:
    return divisions.codes((card.division_id for card in found), day=day)


def decide_all(*, actor: Actor, today: date) -> Decided:
    """Decide every community in the actor's scope whose card has no decision yet, in one act.

    A card that was decided stays decided until it is revised: the rule of the day is recorded
    with the decision, and a change of law asks for a new card or a new order, not a silent turn.

    :raises NotAllowed: if the actor may not decide.
    """
    require(actor, Power.DECIDE_ELIGIBILITY)
    while True:
        asked = horizon(today)
        mine = _within(cards(asked), actor.scope)
        waiting = _waiting(asked, actor)
        if not waiting:
            return Decided({}, len(mine))
        try:
            return Decided(_decide(waiting, actor, today), len(mine) - len(waiting))
        except _DecidedMeanwhile:
            continue  # somebody got further; what is left is fewer


class _DecidedMeanwhile(Exception):
    """Somebody else decided some of these while we waited for the lock; our own act is dropped."""


def _decide(waiting: list[Card], actor: Actor, today: date) -> dict[str, int]:
    """Decide communities in one act; return how many came out how."""
    rules, codes = eligibility_rules(), _codes(waiting, today)
    decided = [
        (card, decide(candidate(card, codes.get(card.division_id, "")), rules, today))
        for card in waiting
    ]
    outcomes: dict[str, int] = {}
    for _, decision in decided:
        word = decision.outcome.value
        outcomes[word] = outcomes.get(word, 0) + 1
    with unit_of_work(
        verb="eligibility.decide",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{len(decided)} 个小区",
    ) as act:
        entries.lock_decisions()
        if _waiting(horizon(today), actor) != waiting:
            raise _DecidedMeanwhile
        entries.decisions(act, (_entry(*pair) for pair in decided), effective_on=today)
    return outcomes


def _entry(card: Card, decision: Decision) -> entries.NewDecision:
    return entries.NewDecision(
        community_id=card.id,
        version_id=card.version_id,
        outcome=decision.outcome.value,
        clause=f"{decision.clause} {decision.source}".strip()[:64],
        rule_on=decision.rule_on,
        reasons=[_reason(finding) for finding in decision.reasons],
    )


def _reason(finding: Finding) -> dict[str, str]:
    return {"code": finding.code, "message": finding.message, "weight": finding.weight.value}


def _within(found: tuple[Card, ...], scope: Scope) -> tuple[Card, ...]:
    if scope == CITY_WIDE:
        return found
    return tuple(card for card in found if scope.covers(card.county_id, card.division_id))


def if_cutoff_moved(asked: Horizon, *, built_by: int, actor: Actor) -> WhatIf:
    """Return how many more communities would come in if the cut-off moved to the end of a year.

    :raises NotAllowed: if the actor may not look at communities.
    """
    require(actor, Power.SEE)
    return _if_moved(asked, actor.scope, built_by)


@remembered
def _if_moved(asked: Horizon, scope: Scope, built_by: int) -> WhatIf:
    mine = _within(cards(asked), scope)
    codes = _codes(mine, asked.as_of)
    candidates = [candidate(card, codes.get(card.division_id, "")) for card in mine]
    return what_if(candidates, eligibility_rules(), built_by, asked.as_of)
