"""The twenty standards of communities (20条衡量标准核对): judged from facts, each answer with its facts."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from jiugai.domain.eligibility.verdict import Outcome
from jiugai.domain.funding.sources import Source
from jiugai.domain.law import rules_in_force
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.standards import Standard
from jiugai.domain.scheme.catalogue import items_in_force
from jiugai.domain.scheme.checklists import Mark
from jiugai.domain.scheme.needs import answer_needs
from jiugai.domain.supervision.standards.case import NeedFact, SchemeFacts, StandardCase
from jiugai.domain.supervision.standards.check import StandardLimits
from jiugai.domain.supervision.standards.judging import Judgement, judge
from jiugai.exchange.policy_files import scope_items, standards
from jiugai.exchange.standard_checks import standard_thresholds
from jiugai.services.actor import Actor, Power, require
from jiugai.services.eligibility import decisions
from jiugai.services.facts import Horizon
from jiugai.services.reporting.board import Board, SiteStanding, board
from jiugai.services.scheme.classifying import NoRuleInForce, areas
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.funding import queries as funding
from jiugai.storage.registry import queries as registry
from jiugai.storage.registry.queries import Card, NoSuchCommunity
from jiugai.storage.scheme import checklist_queries
from jiugai.storage.scheme import queries as scheme
from jiugai.storage.scheme.queries import BillRow, NeedRow

__all__ = ["NoSuchCommunity", "StandardsLine", "StandardsPage", "standards_of", "standards_of_all"]

_STOREYS = re.compile(r"\d{1,2}")


@dataclass(frozen=True, slots=True)
class StandardsPage:
    """A community by the twenty standards (小区逐条核对).

    Attributes:
      since: the day from which the standards hold; asked before it, they are only looked ahead to.
    """

    card: Card
    judged: tuple[Judgement, ...]
    since: date
    is_ahead: bool


@dataclass(frozen=True, slots=True)
class StandardsLine:
    """A community with what each standard is answered (核对行)."""

    card: Card
    judged: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class _Law:
    """The standards that a county's communities are held to, with the checks' numbers and words."""

    held: tuple[Standard, ...]
    limits: Mapping[str, StandardLimits]
    names: Mapping[str, str]
    since: date


def standards_of(public_id: str, asked: Horizon, *, actor: Actor) -> StandardsPage:
    """Return a community by the twenty standards at a horizon.

    :raises NotAllowed: if the actor may not look at communities.
    :raises NoSuchCommunity: if there is none in the actor's scope at that horizon.
    """
    require(actor, Power.SEE)
    community_id = registry.community_id(public_id, scope=actor.scope)
    card = board(asked).cards.get(community_id)
    if card is None:
        raise NoSuchCommunity(public_id)
    code = divisions.codes([card.county_id], day=asked.as_of).get(card.county_id, "")
    law = _law(code, asked.as_of)
    case = _Facts(asked, community_id).case(card, code, law)
    return StandardsPage(
        card, judge(case, law.held, law.limits), law.since, is_ahead=asked.as_of < law.since
    )


def standards_of_all(asked: Horizon, *, actor: Actor) -> tuple[StandardsLine, ...]:
    """Return every community in the actor's scope by the standards, by county and name.

    :raises NotAllowed: if the actor may not look at communities.
    """
    require(actor, Power.SEE)
    seen = [
        card
        for card in board(asked).cards.values()
        if actor.scope.covers(card.county_id, card.division_id)
    ]
    codes = divisions.codes({card.county_id for card in seen}, day=asked.as_of)
    laws = {id_: _law(code, asked.as_of) for id_, code in codes.items()}
    facts, lines = _Facts(asked), []
    for card in seen:
        law = laws[card.county_id]
        case = facts.case(card, codes[card.county_id], law)
        lines.append(StandardsLine(card, judge(case, law.held, law.limits)))
    return tuple(lines)


def _law(code: str, on: date) -> _Law:
    since = min(one.in_force_from for one in standards())
    day, thresholds = max(on, since), standard_thresholds()
    held: dict[str, Standard] = {}
    for one in rules_in_force(standards(), code, day):  # the nearest paper's wording holds
        held.setdefault(one.clause, one)
    return _Law(
        tuple(held.values()),
        {one: thresholds.of(one, code, day) for one in held},
        {item: one.word for item, one in items_in_force(scope_items(), code, on).items()},
        since,
    )


class _Facts:
    """What the rooms know of one community, or of all, asked for once."""

    def __init__(self, asked: Horizon, community_id: int | None = None) -> None:
        last, day = asked.last_seq, asked.as_of
        self._asked = asked
        self._city: Board = board(asked)
        self._decisions = decisions(asked)
        self._needs: dict[int, list[NeedRow]] = {}
        for need in scheme.needs(last_seq=last, on_day=day, community_id=community_id):
            self._needs.setdefault(need.community_id, []).append(need)
        self._bills: dict[int, BillRow] = {}
        for bill in scheme.bills(last_seq=last, on_day=day, community_id=community_id):
            self._bills[bill.community_id] = bill  # the furthest stage's newest comes last
        self._marks = checklist_queries.marks(last_seq=last, on_day=day, community_id=community_id)
        self._sources = funding.sources(last_seq=last, on_day=day)

    def case(self, card: Card, code: str, law: _Law) -> StandardCase:
        """Return what the standards read of a community."""
        sites = self._staying(card.id)
        newest = max(sites, key=lambda site: site.years, default=None)
        decision, bill = self._decisions.get(card.id), self._bills.get(card.id)
        partners, together = self._partners(card, code)
        return StandardCase(
            day=self._asked.as_of,
            outcome=Outcome(decision.outcome) if decision else None,
            decided_on=decision.effective_on if decision else None,
            years=newest.years if newest else (),
            steps=_steps(newest),
            storeys=max(map(int, _STOREYS.findall(card.storeys)), default=None),
            needs=self._found(card.id, bill),
            scheme=_scheme(bill),
            sources=self._paid_from(sites),
            partners=partners,
            together=together,
            marks=self._said(card.id),
            names=law.names,
        )

    def _staying(self, community_id: int) -> list[SiteStanding]:
        sites = self._city.by_community.get(community_id, ())
        return [site for site in sites if site.standing.exit is None]

    def _found(self, community_id: int, bill: BillRow | None) -> tuple[NeedFact, ...]:
        found = sorted(self._needs.get(community_id, ()), key=lambda one: one.effective_on)
        chosen = {line.item for line in bill.lines} if bill else set()
        answered = answer_needs((one.need for one in found), chosen, bill.waived if bill else {})
        return tuple(
            NeedFact(row.effective_on, one) for row, one in zip(found, answered, strict=True)
        )

    def _paid_from(self, sites: Collection[SiteStanding]) -> frozenset[Source] | None:
        told: frozenset[int] = frozenset().union(
            *(self._sources.get(site.site.project_id, frozenset()) for site in sites)
        )
        return frozenset(map(Source, told)) or None

    def _said(self, community_id: int) -> dict[tuple[str, str], Mark]:
        return {
            (checklist, mark.item): mark
            for checklist, marks in self._marks[community_id].items()
            for mark in marks  # in the order of their days: the last word holds
        }

    def _partners(self, card: Card, code: str) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
        try:
            proposals = areas(self._asked, f"{code[:4]}00")
        except NoRuleInForce:
            return None, ()
        members = next(
            (one.members for one in proposals if card.public_id in {m.key for m in one.members}), ()
        )
        partners = [one for one in members if one.key != card.public_id]
        mine = self._years(card.id)
        ids = {one.public_id: one.id for one in self._city.cards.values()} if partners else {}
        return (
            tuple(one.name for one in partners),
            tuple(one.name for one in partners if mine & self._years(ids[one.key])),
        )

    def _years(self, community_id: int) -> set[int]:
        return {year for site in self._staying(community_id) for year in site.years}


def _steps(site: SiteStanding | None) -> dict[Step, date]:
    if site is None:
        return {}
    return {Step(step): row.effective_on for step, row in site.steps.items()}


def _scheme(bill: BillRow | None) -> SchemeFacts | None:
    if bill is None:
        return None
    title = f"{bill.stage.word}第{bill.number}版"
    return SchemeFacts(title, bill.effective_on, bill.lines, bill.waived)
