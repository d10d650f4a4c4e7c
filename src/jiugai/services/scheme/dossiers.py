"""Dossiers (一区一档): what each method's checklist asks of a community, what it has, who lacks what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiugai.domain.eligibility.verdict import Outcome
from jiugai.domain.findings import Finding
from jiugai.domain.law import rules_in_force
from jiugai.domain.programme.standards import Standard
from jiugai.domain.scheme.checklists import (
    Checklist,
    ChecklistItem,
    Completeness,
    EvidenceKind,
    Mark,
    ToldBy,
    check_items,
    check_mark,
    completeness,
)
from jiugai.exchange.policy_files import standards
from jiugai.exchange.scheme.checklist_rules import checklist_rules
from jiugai.services.actor import Actor, Power, require
from jiugai.services.eligibility import decisions
from jiugai.services.facts import Horizon
from jiugai.services.registry.register import cards
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.registry import queries as registry
from jiugai.storage.registry.queries import Card, NoSuchCommunity
from jiugai.storage.scheme import checklist_entries, checklist_queries
from jiugai.storage.scheme.entries import EnteredMeanwhile
from jiugai.storage.unit_of_work import AlreadyDone, unit_of_work

__all__ = [
    "AlreadyDone",
    "Dossier",
    "DossierLine",
    "EnteredMeanwhile",
    "NoSuchChecklist",
    "NoSuchCommunity",
    "checklists_of",
    "define",
    "dossier_of",
    "dossiers",
    "mark",
]
STANDARDS = "N50"


class NoSuchChecklist(LookupError):
    """There is no checklist of that code."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A community's dossier at a horizon (小区档案)."""

    card: Card
    county: str
    parts: tuple[Completeness, ...]

    def part(self, code: str) -> Completeness:
        """Return how complete it is by one checklist.

        :raises NoSuchChecklist: if there is no such checklist.
        """
        for one in self.parts:
            if one.checklist.code == code:
                return one
        raise NoSuchChecklist(code)


@dataclass(frozen=True, slots=True)
class DossierLine:
    """A community with how complete it is by one checklist (档案行)."""

    card: Card
    found: Completeness


def checklists_of(asked: Horizon, code: str) -> tuple[Checklist, ...]:
    """Return the checklists in use at a horizon: an office's own before those of the policy files.

    :param code: the division whose papers count.
    """
    own = checklist_queries.checklists(last_seq=asked.last_seq, on_day=asked.as_of)
    laid_down = [rule.checklist for rule in rules_in_force(checklist_rules(), code, asked.as_of)]
    found: dict[str, Checklist] = {}
    for one in (_standards(code, asked.as_of), *own, *laid_down):  # the nearest rule comes first
        found.setdefault(one.code, one)
    return tuple(sorted(found.values(), key=lambda one: (not one.items, one.code)))


def _standards(code: str, on: date) -> Checklist:
    """Return the twenty standards as a checklist; before their paper, those that were to come."""
    since = min(one.in_force_from for one in standards())
    held: dict[str, Standard] = {}
    for one in rules_in_force(standards(), code, max(on, since)):
        held.setdefault(one.clause, one)
    items = tuple(
        ChecklistItem(clause, held[clause].text, EvidenceKind.RECORD) for clause in sorted(held)
    )
    verified = all(one.verified for one in held.values())
    source = next(iter(held.values())).source
    return Checklist(STANDARDS, "20条衡量标准", source, items, verified=verified)


def dossier_of(public_id: str, asked: Horizon, *, actor: Actor) -> Dossier:
    """Return a community's dossier at a horizon.

    :raises NotAllowed: if the actor may not look at communities.
    :raises NoSuchCommunity: if there is none in the actor's scope at that horizon.
    """
    require(actor, Power.SEE)
    community_id = registry.community_id(public_id, scope=actor.scope)
    card = next((one for one in cards(asked) if one.id == community_id), None)
    if card is None:
        raise NoSuchCommunity(public_id)
    last, day = asked.last_seq, asked.as_of
    county = divisions.by_id(card.county_id, day=day)
    said = checklist_queries.marks(last_seq=last, on_day=day, community_id=card.id)[card.id]
    told = _told(card.id, asked, checklist_queries.with_bills(last_seq=last, on_day=day))
    return Dossier(
        card,
        county.name,
        tuple(completeness(one, said[one.code], told) for one in checklists_of(asked, county.code)),
    )


def _told(community_id: int, asked: Horizon, with_bills: frozenset[int]) -> Mapping[ToldBy, bool]:
    decision = decisions(asked).get(community_id)
    return {
        ToldBy.SCHEME: community_id in with_bills,
        ToldBy.ELIGIBLE: decision is not None and decision.outcome == Outcome.ELIGIBLE.value,
    }


def dossiers(
    code: str, asked: Horizon, *, division: str, actor: Actor
) -> tuple[Checklist, tuple[DossierLine, ...]]:
    """Return a checklist and every community in the actor's scope by it, the least complete first.

    :param division: the city whose papers count.
    :raises NotAllowed: if the actor may not look at communities.
    :raises NoSuchChecklist: if there is no checklist of that code.
    """
    require(actor, Power.SEE)
    asked_for = next((one for one in checklists_of(asked, division) if one.code == code), None)
    if asked_for is None:
        raise NoSuchChecklist(code)
    last, day = asked.last_seq, asked.as_of
    said = checklist_queries.marks(last_seq=last, on_day=day)
    with_bills = checklist_queries.with_bills(last_seq=last, on_day=day)
    lines = [
        DossierLine(
            card, completeness(asked_for, said[card.id][code], _told(card.id, asked, with_bills))
        )
        for card in cards(asked)
        if actor.scope.covers(card.county_id, card.division_id)
    ]
    return asked_for, tuple(
        sorted(lines, key=lambda one: (one.found.share or 0, one.card.county_id, one.card.name))
    )


def mark(
    public_id: str,
    checklist_code: str,
    said: Mark,
    asked: Horizon,
    *,
    actor: Actor,
    today: date,
    key: UUID | None = None,
) -> tuple[Finding, ...]:
    """Enter what is said of an item; return what refuses it (登记办理情况).

    :raises NotAllowed: if the actor may not record facts.
    :raises NoSuchCommunity: if there is none in the actor's scope.
    :raises NoSuchChecklist: if there is no such checklist.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.RECORD_FACT)
    dossier = dossier_of(public_id, asked, actor=actor)
    findings = check_mark(dossier.part(checklist_code).checklist, said, today)
    if findings:
        return findings
    with unit_of_work(
        verb="scheme.mark",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{public_id} {checklist_code}.{said.item}",
        key=key,
    ) as act:
        checklist_entries.mark(
            act, community_id=dossier.card.id, checklist_code=checklist_code, mark=said
        )
    return ()


def define(
    told: Checklist, *, actor: Actor, today: date, key: UUID | None = None
) -> tuple[Finding, ...]:
    """Enter a checklist, or its next version; return what refuses it (定清单).

    :param told: its number is not looked at: it follows on the last.
    :raises NotAllowed: if the actor may not manage the programme.
    :raises EnteredMeanwhile: if somebody entered that version a moment ago.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.MANAGE_PROGRAMME)
    findings = check_items(told.items)
    if told.code == STANDARDS:
        message = "20条衡量标准由系统逐条核对，不能在这里改；请另定一份清单。没有写入任何数据。"
        findings = (Finding("scheme.checklist_fixed", message),)
    if findings:
        return findings
    number = checklist_queries.last_number(told.code) + 1
    with unit_of_work(
        verb="scheme.define_checklist",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{told.title} 第{number}版"[:128],
        key=key,
    ) as act:
        version = Checklist(told.code, told.title, told.source, told.items, number)
        checklist_entries.checklist(act, version, effective_on=today)
    return ()
