"""The monthly return (统计月报): what each row adds to, or corrects in, the facts of its site.

A return tells the whole life of a site so far, every month again. So most of it is known;
what is new is added, what differs is a correction that names the return, and what is no longer
said is remarked on and never silently withdrawn.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiugai.domain.findings import Finding, Place, Weight, blocking
from jiugai.domain.programme.order import PipelineRules, check_life
from jiugai.domain.programme.pipeline import STEP_OF_COLUMN, Step, StepEvent, exit_named
from jiugai.domain.programme.plans import Sizes
from jiugai.domain.registry.ledger import Column, LedgerReading, LedgerRow
from jiugai.domain.registry.matching import Directory
from jiugai.domain.registry.plan import row_key
from jiugai.domain.reporting.money_told import (
    NOTHING_TOLD,
    FlowChange,
    KnownMoney,
    flows_told,
    told_twice,
)
from jiugai.domain.works import (
    INDICATOR_OF_COLUMN,
    CumulativeReading,
    Definitions,
    Indicator,
    check_reading,
    stored_value,
)

_NOT_WRITTEN = "本行没有写入。"


@dataclass(frozen=True, slots=True)
class KnownStep:
    """A step that stands: the fact's number and its day."""

    id: int
    on: date
    document: str = ""


@dataclass(frozen=True, slots=True)
class KnownReading:
    """A cumulative figure that stands: the fact's number, its day, its stored value."""

    id: int
    indicator: Indicator
    on: date
    value: int


@dataclass(frozen=True, slots=True)
class KnownSite:
    """A site of a cohort with the facts that stand (改造点现状).

    Attributes:
      filed: the size in the plan as filed; None if none was filed.
      money: what stands of the project's money.
    """

    site_id: int
    project_id: int
    community_id: int
    year: int
    steps: Mapping[Step, KnownStep] = field(default_factory=dict)
    readings: Sequence[KnownReading] = ()
    money: KnownMoney = NOTHING_TOLD
    filed: Sizes | None = None


@dataclass(frozen=True, slots=True)
class StepChange:
    """A step to be added, or, with ``replaces``, corrected."""

    step: Step
    on: date
    cell: str
    replaces: int | None = None
    before: date | None = None


@dataclass(frozen=True, slots=True)
class ReadingChange:
    """A cumulative figure to be added, or, with ``replaces``, corrected."""

    indicator: Indicator
    value: int
    cell: str
    replaces: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """What one row of a return would do (月报行方案)."""

    row: LedgerRow
    site: KnownSite | None
    steps: tuple[StepChange, ...] = ()
    readings: tuple[ReadingChange, ...] = ()
    flows: tuple[FlowChange, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        return bool(blocking(self.findings)) or not self.row.accepted

    @property
    def unchanged(self) -> bool:
        return not self.refused and not (self.steps or self.readings or self.flows)


@dataclass(frozen=True, slots=True)
class ReturnPlan:
    """What a return would do to the facts of its county's sites (月报方案)."""

    reading: LedgerReading
    rows: tuple[ReturnRow, ...]

    @property
    def accepted(self) -> int:
        return sum(not row.refused and not row.unchanged for row in self.rows)

    @property
    def refused(self) -> int:
        return sum(row.refused for row in self.rows)

    @property
    def unchanged(self) -> int:
        return sum(row.unchanged for row in self.rows)


def is_return(reading: LedgerReading) -> bool:
    """Say whether a file is a return of progress: it names cohorts, and dates or figures of works."""
    columns = {column.column for table in reading.tables for column in table.columns}
    told = {Column.STARTED_ON, Column.COMPLETED_ON, Column.INVESTED, Column.RECEIVED, Column.PAID}
    return Column.COHORT in columns and bool(columns & told)


@dataclass(frozen=True, slots=True)
class Returns:
    """Plans returns of one county (月报核对).

    Attributes:
      sites: by community and cohort.
      code: the county's, whose rules apply.
      on_day: the day up to which the return tells; no fact may lie after it.
    """

    directory: Directory
    sites: Mapping[tuple[int, int], KnownSite]
    rules: PipelineRules
    definitions: Definitions
    county_id: int
    code: str
    on_day: date

    def plan(self, reading: LedgerReading) -> ReturnPlan:
        """Plan what a return would do; nothing is written."""
        found = {row_key(row): self._site(reading, row) for row in reading.rows if row.accepted}
        sites = {k: site for k, site in found.items() if isinstance(site, KnownSite)}
        mine = [row for row in reading.rows if row_key(row) in sites]
        projects = [(row, sites[row_key(row)].project_id) for row in mine]
        stopped = told_twice(projects, reading.document)
        stopped |= self._rows_of_one_site(reading, mine, sites)
        alone = Counter(project for _, project in projects)
        rows = []
        for row in reading.rows:
            site = found.get(row_key(row))
            stop = site if isinstance(site, Finding) else stopped.get(row_key(row))
            if stop or not isinstance(site, KnownSite):
                known = sites.get(row_key(row))
                rows.append(ReturnRow(row, known, findings=(stop,) if stop else ()))
            else:
                speaks = alone[site.project_id] == 1
                rows.append(self._row(reading, row, site, speaks=speaks))
        return ReturnPlan(reading, tuple(rows))

    @staticmethod
    def _rows_of_one_site(
        reading: LedgerReading, rows: Sequence[LedgerRow], sites: Mapping[str, KnownSite]
    ) -> dict[str, Finding]:
        """Return a finding for each row of which an earlier row has told already."""
        first: dict[int, LedgerRow] = {}
        findings = {}
        for row in rows:
            earlier = first.setdefault(sites[row_key(row)].site_id, row)
            if earlier is not row:
                findings[row_key(row)] = Finding(
                    "return.twice_in_file",
                    f"“{row.name}”在本表里写了两次（另见{earlier.where}），"
                    f"请保留一行。{_NOT_WRITTEN}",
                    place=_place(reading, row, Column.NAME),
                )
        return findings

    def _row(
        self, reading: LedgerReading, row: LedgerRow, site: KnownSite, *, speaks: bool
    ) -> ReturnRow:
        steps, step_findings = self._steps(reading, row, site)
        readings, reading_findings = self._readings(reading, row, site)
        flows, flow_findings = flows_told(
            row, site.money, document=reading.document, on_day=self.on_day, speaks=speaks
        )
        findings = (*step_findings, *reading_findings, *flow_findings)
        if blocking(findings):
            return ReturnRow(row, site, findings=findings)
        return ReturnRow(row, site, steps, readings, flows, findings)

    def _site(self, reading: LedgerReading, row: LedgerRow) -> KnownSite | Finding:
        street = str(row.values.get(Column.STREET) or "")
        found = self.directory.find(self.county_id, row.name, street)
        place = _place(reading, row, Column.NAME)
        if found is None:
            return Finding(
                "return.unknown_community",
                f"台账里没有“{row.name}”{f'（{street}）' if street else ''}。"
                f"请核对名称，或先在台账中登记。{_NOT_WRITTEN}",
                place=place,
            )
        if isinstance(found, tuple):
            streets = "、".join(known.street or "未写街道" for known in found)
            return Finding(
                "return.several_of_one_name",
                f"台账里有 {len(found)} 个“{row.name}”（{streets}），请在本行写明街道。{_NOT_WRITTEN}",
                place=place,
            )
        cohorts = [year for community, year in self.sites if community == found.id]
        year = row.values.get(Column.COHORT)
        if year is None and len(cohorts) == 1:
            year = cohorts[0]
        site = self.sites.get((found.id, int(str(year)))) if year is not None else None
        if site is not None:
            return site
        return Finding(
            "return.not_in_cohort",
            f"“{row.name}”不在{f' {year} 年' if year else '任何'}批次的任务清单里"
            f"{f'，它在 {_years(cohorts)} 年批次' if cohorts else ''}。"
            f"请核对批次，或先报计划调整。{_NOT_WRITTEN}",
            place=_place(reading, row, Column.COHORT),
        )

    def _steps(
        self, reading: LedgerReading, row: LedgerRow, site: KnownSite
    ) -> tuple[tuple[StepChange, ...], tuple[Finding, ...]]:
        said, findings = self._said(reading, row)
        changes: dict[StepEvent, StepChange] = {}
        kept: list[StepEvent] = []
        for step, known in site.steps.items():
            if step not in said or said[step][0] == known.on:
                kept.append(StepEvent(step, known.on, known.document))
        for step, (on, cell) in said.items():
            before = site.steps.get(step)
            if before and before.on == on:
                continue
            event = StepEvent(step, on, reading.document)
            changes[event] = StepChange(
                step, on, cell, before.id if before else None, before.on if before else None
            )
        checked = check_life(changes, kept, self.rules, code=self.code, today=self.on_day)
        for event, told in checked:
            place = Place(reading.document, row.sheet, changes[event].cell)
            findings += [Finding(f.code, f.message, f.weight, place) for f in told]
        findings += self._no_longer_said(reading, row, site, said)
        return tuple(changes.values()), tuple(findings)

    @staticmethod
    def _said(
        reading: LedgerReading, row: LedgerRow
    ) -> tuple[dict[Step, tuple[date, str]], list[Finding]]:
        said: dict[Step, tuple[date, str]] = {}
        for column, step in STEP_OF_COLUMN.items():
            on = row.values.get(column)
            if isinstance(on, date):
                said[step] = (on, row.cells.get(column, ""))
        words = str(row.values.get(Column.EXIT) or "")
        if not words:
            return said, []
        exit_step, on = exit_named(words), row.values.get(Column.EXITED_ON)
        if exit_step and isinstance(on, date):
            said[exit_step] = (on, row.cells.get(Column.EXITED_ON, ""))
            return said, []
        message = (
            f"退出情形写的是“{words}”，退出日期写的是“{on or '空'}”；"
            f"应写明居民否决、调换或撤销之一，并填日期，例如 2020-09-30。{_NOT_WRITTEN}"
        )
        return said, [
            Finding("return.exit_unclear", message, place=_place(reading, row, Column.EXIT))
        ]

    def _no_longer_said(
        self,
        reading: LedgerReading,
        row: LedgerRow,
        site: KnownSite,
        said: Mapping[Step, tuple[date, str]],
    ) -> list[Finding]:
        return [
            Finding(
                "return.step_no_longer_said",
                f"{step.word}已有记录（{site.steps[step].on}），这次的表里却是空的；"
                "原记录保留。确要撤销的，请在小区页面更正并写明理由。",
                Weight.WARNS,
                _place(reading, row, column),
            )
            for column, step in STEP_OF_COLUMN.items()
            if column in row.values
            and step in site.steps
            and step not in said
            and site.steps[step].on <= self.on_day
        ]

    def _readings(
        self, reading: LedgerReading, row: LedgerRow, site: KnownSite
    ) -> tuple[tuple[ReadingChange, ...], list[Finding]]:
        changes, findings = [], []
        for column, indicator in INDICATOR_OF_COLUMN.items():
            value = row.values.get(column)
            if value is None:
                continue
            cell = row.cells.get(column, "")
            new = CumulativeReading(
                indicator, self.on_day, stored_value(indicator, Decimal(str(value)))
            )
            mine = [known for known in site.readings if known.indicator is indicator]
            today = next((known for known in mine if known.on == new.on), None)
            last = max((k for k in mine if k.on <= new.on), key=lambda k: k.on, default=None)
            standing = today or last
            if standing and standing.value == new.value:
                continue
            others = [CumulativeReading(k.indicator, k.on, k.value) for k in mine if k is not today]
            place = Place(reading.document, row.sheet, cell)
            findings += [
                Finding(f.code, f.message, f.weight, place)
                for f in check_reading(new, others, self.definitions, site.filed)
            ]
            changes.append(
                ReadingChange(
                    indicator,
                    new.value,
                    cell,
                    today.id if today else None,
                    today.value if today else None,
                )
            )
        return tuple(changes), findings


def _place(reading: LedgerReading, row: LedgerRow, column: Column) -> Place:
    return Place(reading.document, row.sheet, row.cells.get(column, ""))


def _years(cohorts: Iterable[int]) -> str:
    return "、".join(str(year) for year in sorted(set(cohorts)))
