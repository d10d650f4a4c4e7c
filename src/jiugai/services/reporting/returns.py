"""Import of a county's monthly return (导入月报): the plan first, then the writing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiugai.domain.findings import Place
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.plans import Sizes
from jiugai.domain.registry.ledger import LedgerReading
from jiugai.domain.registry.matching import Known, directory
from jiugai.domain.reporting.money_told import KnownMoney
from jiugai.domain.reporting.returns import (
    KnownReading,
    KnownSite,
    KnownStep,
    ReturnPlan,
    ReturnRow,
    Returns,
)
from jiugai.domain.works import Indicator
from jiugai.exchange.digests import sm3
from jiugai.exchange.policy_files import indicator_definitions, pipeline_rules
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon, horizon
from jiugai.services.registry.importing import (
    LedgerFile,
    OutsideScope,
    PlanOutdated,
    county_of,
    origin_of,
)
from jiugai.services.reporting.board import PAID, RECEIVED, SiteStanding, board
from jiugai.storage.audit import entries as audit
from jiugai.storage.funding import entries as funding
from jiugai.storage.funding import queries as money_on_file
from jiugai.storage.programme import entries as programme
from jiugai.storage.programme import queries as steps_on_file
from jiugai.storage.registry import entries as registry
from jiugai.storage.registry import queries as files
from jiugai.storage.unit_of_work import unit_of_work
from jiugai.storage.works import entries as works
from jiugai.storage.works import queries as readings_on_file

__all__ = ["OutsideScope", "PlanOutdated", "ReturnWritten", "plan_return", "write_return"]

SOURCE_UNSTATED = 99
"""Money of which the return does not say the source (未分来源)."""


@dataclass(frozen=True, slots=True)
class ReturnWritten:
    """What a return wrote: facts by kind, and rows that wrote nothing."""

    steps: int
    readings: int
    flows: int
    unchanged: int
    refused: int


def plan_return(reading: LedgerReading, file: LedgerFile, *, actor: Actor) -> ReturnPlan:
    """Plan what a return would do to the facts as they stand; nothing is written.

    :raises NotAllowed: if the actor may not import ledgers.
    :raises OutsideScope: if the county is not the actor's.
    """
    require(actor, Power.IMPORT_LEDGER)
    found = county_of(file, actor)
    return _returns(horizon(file.effective_on), found.id, file.county_code).plan(reading)


def _returns(asked: Horizon, county_id: int, code: str) -> Returns:
    city = board(asked)
    known = [
        Known(card.id, card.county_id, card.name, card.street, city.stood_for.get(card.id))
        for card in city.records.values()
        if card.county_id == county_id
    ]
    mine = [site for site in city.sites.values() if site.site.county_id == county_id]
    site_ids = [site.site.id for site in mine]
    every_reading = _readings(site_ids, asked)
    every_step = _steps_told(site_ids, asked)
    told_on = _money_told_on(asked)
    sites = {
        (site.site.community_id, year): _known_site(
            site,
            year,
            every_step[site.site.id],
            every_reading[site.site.id],
            told_on[site.site.project_id],
        )
        for site in mine
        for year in site.years
    }
    return Returns(
        directory=directory(known),
        sites=_by_every_name(sites, known),
        rules=pipeline_rules(),
        definitions=indicator_definitions(),
        county_id=county_id,
        code=code,
        on_day=asked.as_of,
    )


def _by_every_name(
    sites: dict[tuple[int, int], KnownSite], known: Sequence[Known]
) -> dict[tuple[int, int], KnownSite]:
    """Let a site be found by every record of its community; a record's own site comes first."""
    communities = {one.id: one.community for one in known}
    by_community = {
        (communities.get(record, record), year): site for (record, year), site in sites.items()
    }
    found = {
        (one.id, year): site
        for one in known
        for (community, year), site in by_community.items()
        if community == one.community and one.counted_as is not None
    }
    return by_community | found | sites


def _readings(site_ids: list[int], asked: Horizon) -> dict[int, list[KnownReading]]:
    found: dict[int, list[KnownReading]] = defaultdict(list)
    for fact in readings_on_file.of_sites(site_ids, last_seq=asked.last_seq, on_day=date.max):
        found[fact.site_id].append(
            KnownReading(fact.id, Indicator(fact.indicator), fact.effective_on, fact.value)
        )
    return found


def _steps_told(site_ids: list[int], asked: Horizon) -> dict[int, dict[Step, KnownStep]]:
    """Return every standing step, of days after the return's as well: none happens twice."""
    found: dict[int, dict[Step, KnownStep]] = defaultdict(dict)
    for fact in steps_on_file.steps(last_seq=asked.last_seq, on_day=date.max, site_ids=site_ids):
        known = KnownStep(fact.id, fact.effective_on, fact.origin)
        found[fact.site_id].setdefault(Step(fact.step), known)
    return found


def _money_told_on(asked: Horizon) -> dict[int, dict[int, date]]:
    """Return the last day of which money was told, by project and kind."""
    found: dict[int, dict[int, date]] = defaultdict(dict)
    for row in money_on_file.sums(last_seq=asked.last_seq, on_day=date.max):
        found[row.project_id][row.kind] = row.last_on
    return found


def _known_site(
    site: SiteStanding,
    year: int,
    steps: dict[Step, KnownStep],
    readings: list[KnownReading],
    told_on: dict[int, date],
) -> KnownSite:
    filed: Sizes | None = next(iter(site.filed.values()), None)
    return KnownSite(
        site_id=site.site.id,
        project_id=site.site.project_id,
        community_id=site.site.community_id,
        year=year,
        steps=steps,
        readings=readings,
        money=KnownMoney({RECEIVED: site.received_fen, PAID: site.paid_fen}, told_on),
        filed=filed,
    )


def write_return(
    plan: ReturnPlan, file: LedgerFile, *, actor: Actor, key: UUID | None = None
) -> ReturnWritten:
    """Write the facts that a plan says it would, in one act; the same file twice writes nothing.

    :raises NotAllowed: if the actor may not import ledgers.
    :raises OutsideScope: if the county is not the actor's.
    :raises PlanOutdated: if the facts of these sites have moved since the plan was looked at.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.IMPORT_LEDGER)
    found = county_of(file, actor)
    going = [row for row in plan.rows if not row.refused and not row.unchanged]
    steps = list(_steps(going, file))
    readings = list(_new_readings(going, file))
    flows = list(_flows(going, file))
    digest = sm3(file.content)
    # A return without anything new is filed all the same: else nobody could tell it from a late one.
    if going or files.imported(digest, county_id=found.id) is None:
        with unit_of_work(
            verb="reporting.import_return",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{found.name}《{file.document}》"[:128],
            key=key,
            body_digest=digest,
        ) as act:
            programme.lock_sites(row.site.site_id for row in going if row.site)
            funding.lock_projects(row.site.project_id for row in going if row.site)
            if plan_return(plan.reading, file, actor=actor) != plan:
                raise PlanOutdated
            evidence_id, document_id = audit.evidence(
                act, sm3=digest, size=len(file.content), kind="return", name=file.document
            )
            programme.steps(act, steps, evidence_id=evidence_id)
            works.readings(act, readings, evidence_id=evidence_id)
            funding.flows(act, flows, evidence_id=evidence_id)
            registry.imported_file(
                act,
                document_id=document_id,
                county_id=found.id,
                effective_on=file.effective_on,
                accepted=len(going),
                refused=plan.refused,
                unchanged=plan.unchanged,
            )
    return ReturnWritten(len(steps), len(readings), len(flows), plan.unchanged, plan.refused)


def _steps(rows: list[ReturnRow], file: LedgerFile) -> Iterator[programme.NewStep]:
    for row, site in _with_site(rows):
        for change in row.steps:
            yield programme.NewStep(
                site_id=site.site_id,
                step=int(change.step),
                effective_on=change.on,
                origin=_origin(row, change.cell),
                replaces=change.replaces,
                reason=f"《{file.document}》改报：原 {change.before}" if change.replaces else None,
            )


def _new_readings(rows: list[ReturnRow], file: LedgerFile) -> Iterator[works.NewReading]:
    for row, site in _with_site(rows):
        for change in row.readings:
            yield works.NewReading(
                site_id=site.site_id,
                indicator=int(change.indicator),
                value=change.value,
                effective_on=file.effective_on,
                origin=_origin(row, change.cell),
                replaces=change.replaces,
                reason=f"《{file.document}》改报" if change.replaces else None,
            )


def _flows(rows: list[ReturnRow], file: LedgerFile) -> Iterator[funding.NewFlow]:
    for row, site in _with_site(rows):
        for change in row.flows:
            yield funding.NewFlow(
                project_id=site.project_id,
                source=SOURCE_UNSTATED,
                kind=change.kind,
                amount_fen=change.amount_fen,
                effective_on=file.effective_on,
                origin=_origin(row, change.cell),
            )


def _with_site(rows: list[ReturnRow]) -> Iterator[tuple[ReturnRow, KnownSite]]:
    return ((row, row.site) for row in rows if row.site)


def _origin(row: ReturnRow, cell: str) -> str:
    return str(Place(sheet=row.row.sheet, cell=cell))[:160] if cell else origin_of(row.row)
