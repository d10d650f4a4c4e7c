"""Classifying communities into the four renewal types, and proposing areas (四类改造、连片)."""

from dataclasses import dataclass
from datetime import date

from jiugai.domain.law import rule_in_force
from jiugai.domain.scheme.areas import AreaProposal, AreaRule, Plot, propose_areas
from jiugai.domain.scheme.classification import (
    Classification,
    CommunityCondition,
    RenewalThresholds,
    classify,
)
from jiugai.exchange.policy_files import area_rules, renewal_thresholds
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon, horizon, remembered
from jiugai.services.registry.register import cards
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.registry.queries import Card
from jiugai.storage.scheme import entries, queries
from jiugai.storage.scheme.queries import ClassificationRow
from jiugai.storage.unit_of_work import unit_of_work

__all__ = [
    "ClassificationRow",
    "NoRuleInForce",
    "TypeLine",
    "areas",
    "areas_seen",
    "classifications",
    "classify_all",
    "thresholds_on",
    "types",
    "unclassified",
]


class NoRuleInForce(LookupError):
    """Policy has no rule for this place on that day."""


@remembered
def classifications(asked: Horizon) -> dict[int, ClassificationRow]:
    """Return the last classification of each community at a horizon."""
    return queries.classifications(last_seq=asked.last_seq, on_day=asked.as_of)


@dataclass(frozen=True, slots=True)
class TypeLine:
    """A community with the type that it was last classified as (分类行); stale as a verdict is."""

    card: Card
    classification: ClassificationRow | None
    is_stale: bool


def types(asked: Horizon, *, actor: Actor) -> tuple[TypeLine, ...]:
    """Return every community in the actor's scope with its type, by county and name.

    :raises NotAllowed: if the actor may not look at communities.
    """
    require(actor, Power.SEE)
    classified = classifications(asked)
    lines = []
    for card in cards(asked):
        if actor.scope.covers(card.county_id, card.division_id):
            found = classified.get(card.id)
            stale = found is not None and found.version_id != card.version_id
            lines.append(TypeLine(card, found, stale))
    return tuple(lines)


def unclassified(*, actor: Actor, today: date) -> int:
    """Return how many communities ``classify_all`` would classify now."""
    require(actor, Power.DECIDE_ELIGIBILITY)
    return len(_waiting(horizon(today), actor))


def _waiting(asked: Horizon, actor: Actor) -> list[Card]:
    return [
        line.card
        for line in types(asked, actor=actor)
        if line.classification is None or line.is_stale
    ]


def thresholds_on(city_code: str, day: date) -> tuple[RenewalThresholds, AreaRule]:
    """Return the numbers by which types and areas are told on a day.

    :raises NoRuleInForce: if policy has none for that place and day.
    """
    return _rules(city_code, day)


def areas_seen(asked: Horizon, city_code: str, *, actor: Actor) -> tuple[AreaProposal, ...]:
    """Return the proposals of which the actor may see every member.

    :raises NotAllowed: if the actor may not look at communities.
    :raises NoRuleInForce: if policy has no rule for that day.
    """
    require(actor, Power.SEE)
    seen = {
        card.public_id
        for card in cards(asked)
        if actor.scope.covers(card.county_id, card.division_id)
    }
    return tuple(
        proposal
        for proposal in areas(asked, city_code)
        if all(member.key in seen for member in proposal.members)
    )


def _rules(city_code: str, day: date) -> tuple[RenewalThresholds, AreaRule]:
    thresholds = rule_in_force(renewal_thresholds(), city_code, day)
    rule = rule_in_force(area_rules(), city_code, day)
    if thresholds is None or rule is None:
        raise NoRuleInForce(f"{day} 没有适用于 {city_code} 的分类规定，没有分类。")
    return thresholds, rule


@remembered
def areas(asked: Horizon, city_code: str) -> tuple[AreaProposal, ...]:
    """Return which small adjoining communities could be renovated as one area.

    :raises NoRuleInForce: if policy has no rule for that day.
    """
    thresholds, rule = _rules(city_code, asked.as_of)
    found = cards(asked)
    codes = divisions.codes((card.division_id for card in found), day=asked.as_of)
    return propose_areas([_plot(card, codes) for card in found], thresholds, rule)


def _plot(card: Card, codes: dict[int, str]) -> Plot:
    return Plot(
        key=card.public_id,
        name=card.name,
        division_code=codes.get(card.division_id, ""),
        buildings=card.buildings,
        households=card.households,
        address=card.address,
    )


def classify_all(*, actor: Actor, city_code: str, today: date) -> dict[str, int]:
    """Classify every community in scope whose card has no classification yet, in one act.

    Returns how many were classified as what; an empty type counts those of which the card does
    not say enough.

    :raises NotAllowed: if the actor may not decide.
    :raises NoRuleInForce: if policy has no rule for today.
    """
    require(actor, Power.DECIDE_ELIGIBILITY)
    while True:
        try:
            return _classify(horizon(today), actor, city_code)
        except _ClassifiedMeanwhile:
            continue  # somebody got further; what is left is fewer


class _ClassifiedMeanwhile(Exception):
    """Somebody else classified some of these while we waited; our own act is dropped."""


def _classify(asked: Horizon, actor: Actor, city_code: str) -> dict[str, int]:
    """Classify what waits at a horizon in one act; return how many are of which type."""
    today = asked.as_of
    thresholds, _ = _rules(city_code, today)
    adjoining = {member.key for proposal in areas(asked, city_code) for member in proposal.members}
    waiting = _waiting(asked, actor)
    classified = [(card, classify(_condition(card, adjoining), thresholds)) for card in waiting]
    counts: dict[str, int] = {}
    for _, result in classified:
        kind = result.type.value if result.type else ""
        counts[kind] = counts.get(kind, 0) + 1
    if classified:
        with unit_of_work(
            verb="scheme.classify",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{len(classified)} 个小区",
        ) as act:
            entries.lock_classifications()
            if _waiting(horizon(today), actor) != waiting:
                raise _ClassifiedMeanwhile
            entries.classifications(act, (_entry(*pair) for pair in classified), effective_on=today)
    return counts


def _condition(card: Card, adjoining: set[str]) -> CommunityCondition:
    return CommunityCondition(
        built_year=card.built_year,
        buildings=card.buildings,
        households=card.households,
        adjoins=True if card.public_id in adjoining else None,
    )


def _entry(card: Card, result: Classification) -> entries.NewClassification:
    return entries.NewClassification(
        community_id=card.id,
        version_id=card.version_id,
        renewal_type=result.type.value if result.type else "",
        reasons=[
            {"code": f.code, "message": f.message, "weight": f.weight.value} for f in result.reasons
        ],
    )
