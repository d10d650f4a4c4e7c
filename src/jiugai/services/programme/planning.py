"""Import of a cohort's plan (导入计划): what was applied for, what was approved, what was filed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from uuid import UUID

from jiugai.domain.findings import Finding, Place, blocking
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.plans import Authority
from jiugai.domain.quantities import DM2_PER_M2, fen_from_yuan, whole_half_up
from jiugai.domain.registry.ledger import Column, LedgerReading, LedgerRow
from jiugai.domain.registry.matching import Known
from jiugai.exchange.digests import sm3
from jiugai.exchange.reading_process import read_ledger
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import horizon
from jiugai.services.programme.plan_register import PlanRegister, plan_register
from jiugai.storage.audit import entries as audit
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.programme import entries, queries
from jiugai.storage.programme.queries import EntryRow
from jiugai.storage.registry.queries import Card
from jiugai.storage.unit_of_work import OpenAct, unit_of_work

_NOT_WRITTEN = "本次计划没有写入。"


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan as it came (计划来文): its bytes, its name, its cohort, and the day it was filed."""

    content: bytes
    document: str
    city_code: str
    year: int
    effective_on: date
    authority: Authority = Authority.PROVINCIAL
    number: str = ""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One line of a plan, matched to a community and complete (计划行)."""

    row: LedgerRow
    community_id: int
    county_id: int
    project: str
    households: int
    buildings: int
    area_dm2: int
    investment_fen: int
    applied_on: date | None
    approved_on: date | None


@dataclass(frozen=True, slots=True)
class CohortPlan:
    """What a plan's file says, matched to the register (计划方案)."""

    reading: LedgerReading
    rows: tuple[PlanRow, ...]
    findings: tuple[Finding, ...]


def plan_cohort(file: PlanFile, *, actor: Actor) -> CohortPlan:
    """Read a plan and match its lines to communities; nothing is written.

    :raises NotAllowed: if the actor may not manage the programme.
    """
    require(actor, Power.MANAGE_PROGRAMME)
    reading = read_ledger(file.content, document=file.document, year=file.year)
    city = divisions.by_code(file.city_code, day=file.effective_on)
    counties = {row.name: row.id for row in divisions.children(city.id, day=file.effective_on)}
    register = plan_register(horizon(file.effective_on))
    rows: dict[int, PlanRow] = {}
    findings = list(reading.findings)
    for row in reading.rows:
        found = _line(reading, row, counties, register)
        if isinstance(found, Finding):
            findings.append(found)
            continue
        community = register.community(found.community_id)
        if rows.setdefault(community, found) is not found:
            findings.append(_twice(reading, row, rows[community].row))
    return CohortPlan(reading, tuple(rows.values()), tuple(findings))


def _twice(reading: LedgerReading, row: LedgerRow, earlier: LedgerRow) -> Finding:
    message = (
        f"“{row.name}”在计划里写了两次（另见{earlier.where}），"
        f"同一小区只能列一次，本行没有写入；请删去一行，或核对是不是另一个小区。"
    )
    return Finding("plan.twice_in_file", message, place=_place(reading, row, Column.NAME))


def _line(
    reading: LedgerReading,
    row: LedgerRow,
    counties: dict[str, int],
    register: PlanRegister,
) -> PlanRow | Finding:
    if not row.accepted:
        return blocking(row.findings)[0]
    county_name = str(row.values.get(Column.COUNTY) or "")
    county_id = counties.get(county_name)
    if county_id is None:
        message = f"县（市、区）写的是“{county_name or '空'}”，本市没有这个名称，例如“石泉县”。{_NOT_WRITTEN}"
        return Finding("plan.unknown_county", message, place=_place(reading, row, Column.COUNTY))
    found = register.directory.find(county_id, row.name, str(row.values.get(Column.STREET) or ""))
    if not isinstance(found, Known):
        reason = "没有" if found is None else f"有 {len(found)} 个同名的"
        message = f"{county_name}台账里{reason}“{row.name}”，请核对名称并写明街道。{_NOT_WRITTEN}"
        return Finding("plan.unknown_community", message, place=_place(reading, row, Column.NAME))
    return _complete(row, county_id, register.meant(found))


def _complete(row: LedgerRow, county_id: int, card: Card) -> PlanRow:
    """Return a line with its sizes; what the plan leaves blank is what the card says."""
    area = row.values.get(Column.FLOOR_AREA)
    money = row.values.get(Column.INVESTMENT)
    return PlanRow(
        row=row,
        community_id=card.id,
        county_id=county_id,
        project=str(row.values.get(Column.PROJECT) or ""),
        households=_whole(row, Column.HOUSEHOLDS, card.households),
        buildings=_whole(row, Column.BUILDINGS, card.buildings),
        area_dm2=card.area_dm2 or 0
        if area is None
        else whole_half_up(Decimal(str(area)) * DM2_PER_M2),
        investment_fen=card.investment_fen or 0
        if money is None
        else fen_from_yuan(Decimal(str(money)).quantize(Decimal("0.01"))),
        applied_on=_day(row, Column.APPLIED_ON),
        approved_on=_day(row, Column.APPROVED_ON),
    )


def _whole(row: LedgerRow, column: Column, on_card: int | None) -> int:
    value = row.values.get(column)
    return on_card or 0 if value is None else int(str(value))


def _day(row: LedgerRow, column: Column) -> date | None:
    value = row.values.get(column)
    return value if isinstance(value, date) else None


def _place(reading: LedgerReading, row: LedgerRow, column: Column) -> Place:
    return Place(reading.document, row.sheet, row.cells.get(column, ""))


@dataclass(frozen=True, slots=True)
class CohortWritten:
    """What a plan wrote: projects made, sites applied for, sites approved and filed."""

    projects: int
    applied: int
    approved: int


def write_cohort(
    plan: CohortPlan, file: PlanFile, *, actor: Actor, key: UUID | None = None
) -> CohortWritten:
    """Write a cohort's plan in one act: projects, sites, list entries, the filed plan, the steps.

    Whoever applied stands in the city's own list; whoever was approved stands in the authority's
    list as well, and in its filed plan, which is the denominator of every rate. Steps and sites
    that stand already are left alone, and a plan that says nothing new leaves no act.

    :raises NotAllowed: if the actor may not manage the programme.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.MANAGE_PROGRAMME)
    city = divisions.by_code(file.city_code, day=file.effective_on)
    approved = sum(bool(row.approved_on) for row in plan.rows)
    nothing_new = CohortWritten(0, len(plan.rows), approved)
    if _is_on_file(plan.rows, file, city.id):
        return nothing_new
    try:
        projects = _write(plan, file, city.id, actor=actor, key=key)
    except _FiledMeanwhile:
        return nothing_new
    return CohortWritten(projects, len(plan.rows), approved)


class _FiledMeanwhile(Exception):
    """Somebody else filed the same plan while we waited for the lock; our own act is dropped."""


def _write(
    plan: CohortPlan, file: PlanFile, city_id: int, *, actor: Actor, key: UUID | None
) -> int:
    """Write a plan's sites, entries, lines and steps; return how many projects were made."""
    digest = sm3(file.content)
    with unit_of_work(
        verb="programme.import_plan",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{file.year} 年批次《{file.document}》"[:128],
        key=key,
        body_digest=digest,
    ) as act:
        entries.lock_programme(city_id)
        if _is_on_file(plan.rows, file, city_id):
            raise _FiledMeanwhile
        evidence_id, _ = audit.evidence(
            act,
            sm3=digest,
            size=len(file.content),
            kind="plan",
            name=file.document,
            number=file.number,
        )
        lists = {
            authority: entries.task_list(
                act, year=file.year, authority=authority.value, division_id=city_id
            )
            for authority in {Authority.MUNICIPAL, file.authority}
        }
        sites = _sites_of(set(lists.values()), file)
        projects = _enter_projects(act, plan.rows, sites)
        _enter_lists(act, plan.rows, sites, lists, file, evidence_id)
        _enter_steps(act, plan.rows, sites, file, evidence_id)
    return projects


def _enter_projects(act: OpenAct, rows: Sequence[PlanRow], sites: dict[int, int]) -> int:
    """Make the projects whose sites do not stand yet; their sites join ``sites``.

    :returns: how many projects were made.
    """
    made = 0
    for name, members in _projects(rows).items():
        fresh = [row.community_id for row in members if row.community_id not in sites]
        if fresh:
            ids = entries.project(
                act, county_id=members[0].county_id, name=name, community_ids=fresh
            )
            sites.update(zip(fresh, ids, strict=True))
            made += 1
    return made


def _is_on_file(rows: Sequence[PlanRow], file: PlanFile, city_id: int) -> bool:
    """Say whether every site, entry, line and step of a plan stands already as it says."""
    last = horizon(file.effective_on).last_seq
    lists = {
        row.authority: row.id
        for row in queries.lists(last_seq=last)
        if row.year == file.year and row.division_id == city_id
    }
    own, theirs = (lists.get(one.value) for one in (Authority.MUNICIPAL, file.authority))
    if own is None or theirs is None:
        return False
    sites = _sites_of({own, theirs}, file)
    if any(row.community_id not in sites for row in rows):
        return False
    standing = _standing_entries(last, file)
    steps = {(row.site_id, row.step) for row in queries.steps(last_seq=last, on_day=date.max)}
    approved = [row for row in rows if row.approved_on]
    wanted = {(own, sites[row.community_id]) for row in rows}
    wanted |= {(theirs, sites[row.community_id]) for row in approved}
    said = {(sites[row.community_id], int(Step.APPLICATION)) for row in rows if row.applied_on}
    said |= {(sites[row.community_id], int(Step.APPROVAL)) for row in approved}
    if not (wanted <= standing.keys() and said <= steps):
        return False
    if not approved:
        return True
    filed = queries.filed(last_seq=last, on_day=file.effective_on)
    on_file = {_as_scope(row) for row in filed if row.list_id == theirs}
    staying = {site_id for of_list, site_id in standing if of_list == theirs}
    members = _members(rows, file)[file.authority]
    return on_file == {_scope(row, sites) for row in approved} and staying == {
        sites[row.community_id] for row in members
    }


def _standing_entries(last_seq: int, file: PlanFile) -> dict[tuple[int, int], EntryRow]:
    found = queries.entries(last_seq=last_seq, on_day=file.effective_on)
    return {(row.list_id, row.site_id): row for row in found}


def _sites_of(list_ids: set[int], file: PlanFile) -> dict[int, int]:
    """Return the sites that stand in these lists already, by community."""
    last = horizon(file.effective_on).last_seq
    listed = {
        row.site_id
        for row in queries.entries(last_seq=last, on_day=date.max)
        if row.list_id in list_ids
    }
    return {row.community_id: row.id for row in queries.sites(last_seq=last) if row.id in listed}


def _projects(rows: Sequence[PlanRow]) -> dict[str, list[PlanRow]]:
    """Return lines by project; a line that names none is a project of its own."""
    found: dict[str, list[PlanRow]] = defaultdict(list)
    for row in rows:
        found[row.project or f"{row.row.name}改造项目"].append(row)
    return _apart(found)


def _apart(found: dict[str, list[PlanRow]]) -> dict[str, list[PlanRow]]:
    """Keep projects of one name in two counties, or of unnamed namesakes, apart."""
    apart: dict[str, list[PlanRow]] = {}
    for name, members in found.items():
        by_owner: dict[tuple[int, int], list[PlanRow]] = defaultdict(list)
        for row in members:
            by_owner[(row.county_id, 0 if row.project else row.community_id)].append(row)
        for n, mine in enumerate(by_owner.values(), start=1):
            apart[name if len(by_owner) == 1 else f"{name}（{n}）"] = mine
    return apart


def _scope(row: PlanRow, sites: dict[int, int]) -> entries.SiteScope:
    return entries.SiteScope(
        sites[row.community_id], row.households, row.buildings, row.area_dm2, row.investment_fen
    )


def _members(rows: Sequence[PlanRow], file: PlanFile) -> dict[Authority, list[PlanRow]]:
    """Return who stands in which list: whoever was approved in the authority's, and whoever applied
    in the city's own, also where the city is the authority that approves."""
    approved = [row for row in rows if row.approved_on]
    return {file.authority: approved} | {Authority.MUNICIPAL: list(rows)}


def _enter_lists(
    act: OpenAct,
    rows: Sequence[PlanRow],
    sites: dict[int, int],
    lists: dict[Authority, int],
    file: PlanFile,
    evidence_id: int,
) -> None:
    standing = _standing_entries(horizon(file.effective_on).last_seq, file)
    enter = partial(entries.entries, act, effective_on=file.effective_on, evidence_id=evidence_id)
    members = _members(rows, file)
    for authority, theirs in members.items():
        list_id = lists[authority]
        fresh = [row for row in theirs if (list_id, sites[row.community_id]) not in standing]
        enter(list_id=list_id, scopes=[_scope(row, sites) for row in fresh], is_in=True)
    approved = [row for row in rows if row.approved_on]
    if approved:
        # A plan is filed whole, version after version: who is no longer in it has left the list.
        list_id = lists[file.authority]
        staying = {sites[row.community_id] for row in members[file.authority]}
        gone = [
            _as_scope(row)
            for (of_list, site_id), row in standing.items()
            if of_list == list_id and site_id not in staying
        ]
        enter(list_id=list_id, scopes=gone, is_in=False)
        entries.filing(
            act,
            list_id=list_id,
            scopes=[_scope(row, sites) for row in approved],
            effective_on=file.effective_on,
            evidence_id=evidence_id,
        )


def _as_scope(row: EntryRow) -> entries.SiteScope:
    return entries.SiteScope(
        row.site_id, row.households, row.buildings, row.area_dm2, row.investment_fen
    )


def _enter_steps(
    act: OpenAct,
    rows: Sequence[PlanRow],
    sites: dict[int, int],
    file: PlanFile,
    evidence_id: int,
) -> None:
    last = horizon(file.effective_on).last_seq
    standing = {(row.site_id, row.step) for row in queries.steps(last_seq=last, on_day=date.max)}
    fresh = []
    for row in rows:
        for step, on, column in (
            (Step.APPLICATION, row.applied_on, Column.APPLIED_ON),
            (Step.APPROVAL, row.approved_on, Column.APPROVED_ON),
        ):
            site_id = sites[row.community_id]
            if on and (site_id, int(step)) not in standing:
                cell = row.row.cells.get(column, "")
                origin = str(Place(sheet=row.row.sheet, cell=cell))[:160] if cell else ""
                fresh.append(entries.NewStep(site_id, int(step), on, origin=origin))
    entries.steps(act, fresh, evidence_id=evidence_id)
