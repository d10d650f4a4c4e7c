"""A community's whole life on one page (小区): card, steps, facts, money, verdicts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from jiugai.domain.programme.pipeline import PIPELINE, Step
from jiugai.domain.quantities import square_metres, wan_yuan
from jiugai.domain.works import Indicator
from jiugai.exchange.policy_files import indicator_definitions
from jiugai.services.actor import Actor, Power, require
from jiugai.services.eligibility import DecisionRow, decisions
from jiugai.services.facts import Horizon
from jiugai.services.reporting.board import SiteStanding, board
from jiugai.services.scheme.classifying import ClassificationRow, classifications
from jiugai.storage.audit import queries as acts
from jiugai.storage.audit.life import LifeFact
from jiugai.storage.audit.queries import Paper
from jiugai.storage.funding import queries as funding
from jiugai.storage.programme import queries as programme
from jiugai.storage.registry import queries as registry
from jiugai.storage.registry.queries import BuildingRow, Card, NoSuchCommunity
from jiugai.storage.works import queries as works

__all__ = ["CommunityPage", "FactLine", "NoSuchCommunity", "Revision", "Station", "page"]

FLOW_WORDS = {1: "下达资金", 2: "到位资金", 3: "拨付资金"}


@dataclass(frozen=True, slots=True)
class Station:
    """A station of the life line (生命线站点): done on a day, or not yet."""

    word: str
    on: date | None
    is_current: bool = False
    is_exit: bool = False


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact as every page lists it (事实行): 发生 · 事实 · 凭据 · 录入.

    Attributes:
      old: what it said before, if it corrects another; shown struck through.
      state: ``stands``, ``corrected`` (a later fact replaced it), or ``withdrawn``.
    """

    id: int
    on: date
    kind: str
    word: str
    value: str
    old: str
    reason: str
    papers: tuple[Paper, ...]
    origin: str
    post: str
    recorded_at: datetime
    seq: int
    state: str
    site_id: int | None = None
    can_correct: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision of the card (卡片修订), with what it changed; the first with all that it states."""

    on: date
    recorded_at: datetime
    origin: str
    changes: tuple[tuple[str, str, str], ...]
    stated: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CommunityPage:
    """Everything of one community at a horizon (小区页)."""

    card: Card
    county: str
    sites: tuple[SiteStanding, ...]
    stations: tuple[Station, ...]
    facts: tuple[FactLine, ...]
    revisions: tuple[Revision, ...]
    buildings: tuple[BuildingRow, ...]
    decision: DecisionRow | None
    classification: ClassificationRow | None


def page(public_id: str, asked: Horizon, *, actor: Actor) -> CommunityPage:
    """Return a community's page at a horizon.

    :raises NotAllowed: if the actor may not look at communities.
    :raises NoSuchCommunity: if there is none in the actor's scope at that horizon.
    """
    require(actor, Power.SEE)
    community_id = registry.community_id(public_id, scope=actor.scope)
    city = board(asked)
    card = city.records.get(community_id)
    if card is None:
        raise NoSuchCommunity(public_id)
    sites = city.by_community.get(community_id, ())
    if community_id in city.stood_for:
        sites = tuple(s for s in city.sites.values() if s.site.community_id == community_id)
    return CommunityPage(
        card=card,
        county=city.county_name(card.county_id),
        sites=sites,
        stations=_stations(card, sites),
        facts=_facts(sites, asked),
        revisions=_revisions(community_id, asked),
        buildings=registry.buildings(community_id, last_seq=asked.last_seq, on_day=asked.as_of),
        decision=decisions(asked).get(community_id),
        classification=classifications(asked).get(community_id),
    )


def _stations(card: Card, sites: tuple[SiteStanding, ...]) -> tuple[Station, ...]:
    """Return the life line of the newest cohort that the community stands in."""
    stations = [Station("摸底", card.effective_on)]
    if not sites:
        return (*stations, *(Station(step.word, None) for step in PIPELINE[1:]))
    newest = max(sites, key=lambda site: site.years)
    furthest = newest.standing.step
    for step in PIPELINE:
        row = newest.steps.get(int(step))
        if step is not Step.RESERVE or row:
            on = row.effective_on if row else None
            stations.append(Station(step.word, on, is_current=step is furthest))
    if newest.standing.exit:
        stations.append(Station(newest.standing.exit.word, newest.standing.exited_on, is_exit=True))
    return tuple(stations)


def _facts(sites: tuple[SiteStanding, ...], asked: Horizon) -> tuple[FactLine, ...]:
    site_ids = [site.site.id for site in sites]
    projects = sorted({site.site.project_id for site in sites})
    steps = programme.history(site_ids, last_seq=asked.last_seq)
    readings = works.history(site_ids, last_seq=asked.last_seq)
    flows = funding.history(projects, last_seq=asked.last_seq)
    papers = acts.papers(
        [f.evidence_id for f in (*steps, *readings, *flows) if f.evidence_id is not None]
    )
    lines = [
        *_lines(steps, "step", papers),
        *_lines(readings, "reading", papers),
        *_lines(flows, "flow", papers),
    ]
    lines = [line for line in lines if line.on <= asked.as_of]
    return tuple(sorted(lines, key=lambda line: (line.on, line.seq, line.id), reverse=True))


def _lines(
    found: Iterable[LifeFact], kind: str, papers: dict[int, tuple[Paper, ...]]
) -> list[FactLine]:
    facts = tuple(found)
    by_id = {fact.id: fact for fact in facts}
    lines = []
    for fact in facts:
        before = by_id.get(fact.replaces or 0)
        stands = fact.replaced_by is None and not fact.withdrawn
        state = "withdrawn" if fact.withdrawn else "stands" if stands else "corrected"
        lines.append(
            FactLine(
                id=fact.id,
                on=fact.effective_on,
                kind=kind,
                word=_word(kind, fact.what),
                value=_value(kind, fact),
                old=_said(kind, before) if before else "",
                reason=fact.reason or "",
                papers=papers.get(fact.evidence_id or 0, ()),
                origin=fact.origin,
                post=fact.post,
                recorded_at=fact.recorded_at,
                seq=fact.seq,
                state=state,
                site_id=fact.subject_id if kind == "step" else None,
                can_correct=kind == "step" and stands,
            )
        )
    return lines


def _word(kind: str, what: int) -> str:
    if kind == "step":
        return Step(what).word
    if kind == "flow":
        return FLOW_WORDS[what]
    return f"累计{indicator_definitions()[Indicator(what)].word}"


def _value(kind: str, fact: LifeFact) -> str:
    if fact.value is None:
        return ""
    if kind == "flow":
        return f"{wan_yuan(fact.value, 2):,} 万元"
    return indicator_definitions()[Indicator(fact.what)].said(fact.value)


def _said(kind: str, fact: LifeFact) -> str:
    return fact.effective_on.isoformat() if kind == "step" else _value(kind, fact)


_SHOWN = {
    "name": "小区名称",
    "street": "街道",
    "neighborhood": "社区",
    "address": "地址",
    "built_year": "建成年份",
    "buildings": "楼栋数",
    "entrances": "单元数",
    "households": "户数",
    "area_dm2": "建筑面积",
    "investment_fen": "计划投资",
    "structure": "结构",
    "storeys": "层数",
    "tenure": "产权",
    "property_management": "物业管理",
    "exclusion": "不纳入情形",
}


def _revisions(community_id: int, asked: Horizon) -> tuple[Revision, ...]:
    """Return the card's revisions, newest first, each with what it changed."""
    found = registry.revisions(community_id, last_seq=asked.last_seq)
    revisions, before = [], None
    for row in found:
        changes = tuple(
            (word, _shown(name, before[name]) if before else "", _shown(name, row[name]))
            for name, word in _SHOWN.items()
            if before is not None and row[name] != before[name]
        )
        stated = tuple(
            (word, _shown(name, row[name]))
            for name, word in _SHOWN.items()
            if before is None and row[name] not in (None, "")
        )
        revisions.append(
            Revision(row["effective_on"], row["recorded_at"], row["origin"], changes, stated)
        )
        before = row
    return tuple(reversed(revisions))


def _shown(name: str, value: object) -> str:
    if value is None or value == "":
        return "未填"
    if name == "area_dm2" and isinstance(value, int):
        return f"{square_metres(value):,} ㎡"
    if name == "investment_fen" and isinstance(value, int):
        return f"{wan_yuan(value, 2):,} 万元"
    return str(value)
