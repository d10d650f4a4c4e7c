"""Measures (指标): which figure is divided by which, and the plain-Python count of both.

What is counted are whole numbers, one row for each task list and county; rates, their rounding
and their changes are made of them here and nowhere else. PostgreSQL (``storage``) and the
analytic engine (``analytics``) count the same columns; a spec test holds them to this module.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from jiugai.domain.facts import Horizon, latest, standing
from jiugai.domain.funding.flows import FlowKind
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.plans import Sizes
from jiugai.domain.reporting.history import Entry, History
from jiugai.domain.works import Indicator


class Quantity(StrEnum):
    """What is counted (统计量)."""

    PLANNED = "planned"  # 计划: as filed
    STARTED = "started"  # 开工
    COMPLETED = "completed"  # 完工
    ACCEPTED = "accepted"  # 竣工验收
    INVESTED = "invested"  # 完成投资
    RECEIVED = "received"  # 到位资金
    PAID = "paid"  # 拨付资金

    @property
    def word(self) -> str:
        """Return what a column that counts it is headed."""
        return _QUANTITY_WORDS[self]


_QUANTITY_WORDS = {
    Quantity.PLANNED: "计划",
    Quantity.STARTED: "开工",
    Quantity.COMPLETED: "完工",
    Quantity.ACCEPTED: "竣工验收",
    Quantity.INVESTED: "完成投资",
    Quantity.RECEIVED: "到位资金",
    Quantity.PAID: "拨付资金",
}


class Basis(StrEnum):
    """In what it is counted (口径). A rank without its basis means nothing."""

    COMMUNITIES = "communities"  # 小区, 个
    BUILDINGS = "buildings"  # 楼栋, 栋
    HOUSEHOLDS = "households"  # 户
    AREA = "area"  # 建筑面积, dm²
    FEN = "fen"  # 金额, 分

    @property
    def word(self) -> str:
        return _BASIS_WORDS[self][0]

    @property
    def unit(self) -> str:
        """Return the unit in which people read it; 面积 and 金额 are stored in smaller ones."""
        return _BASIS_WORDS[self][1]


_BASIS_WORDS = {
    Basis.COMMUNITIES: ("小区", "个"),
    Basis.BUILDINGS: ("楼栋", "栋"),
    Basis.HOUSEHOLDS: ("户", "户"),
    Basis.AREA: ("面积", "㎡"),
    Basis.FEN: ("金额", "万元"),
}

SIZE_BASES = (Basis.COMMUNITIES, Basis.BUILDINGS, Basis.HOUSEHOLDS, Basis.AREA)
STEP_OF = {
    Quantity.STARTED: Step.START,
    Quantity.COMPLETED: Step.COMPLETION,
    Quantity.ACCEPTED: Step.ACCEPTANCE,
}


def column(quantity: Quantity, basis: Basis) -> str:
    """Return the name under which every engine gives a count: ``started_households``."""
    return f"{quantity}_{basis}"


COLUMNS: tuple[str, ...] = (
    *(column(Quantity.PLANNED, basis) for basis in (*SIZE_BASES, Basis.FEN)),
    *(column(quantity, basis) for quantity in STEP_OF for basis in SIZE_BASES),
    *(column(q, Basis.FEN) for q in (Quantity.INVESTED, Quantity.RECEIVED, Quantity.PAID)),
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One version of a measure as ``policy/measures`` declares it (指标口径).

    Attributes:
      code: name for programs, ``start_rate``.
      title: name on screens, 开工率.
      version: number of this definition; a definition in use is followed, never edited.
      since: first day on which it is used.
      definition: numerator and denominator in one sentence.
      why: why it matters, for the one who reads the figure.
      source: the papers whose practice it follows.
      verified: False if the practice is only recalled; the screen then says 待核实.
      checked_by: the questions a doubter may put to it.
    """

    code: str
    title: str
    version: int
    since: date
    numerator: Quantity
    denominator: Quantity
    bases: tuple[Basis, ...]
    definition: str
    why: str
    source: str
    verified: bool
    checked_by: tuple[str, ...]

    @property
    def is_counted(self) -> bool:
        """Say whether numerator and denominator are counted on every basis it names."""
        return bool(self.bases) and all(
            column(quantity, basis) in COLUMNS
            for quantity in (self.numerator, self.denominator)
            for basis in self.bases
        )


@dataclass(frozen=True, slots=True)
class Counts:
    """All counted whole numbers of one county in one task list (计数): ``COLUMNS`` to values."""

    list_id: int
    county_id: int
    amounts: Mapping[str, int]

    def amount(self, quantity: Quantity, basis: Basis) -> int:
        return self.amounts[column(quantity, basis)]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of one county in one list, before division (指标值): what a close keeps."""

    list_id: int
    county_id: int
    measure: str
    basis: Basis
    numerator: int
    denominator: int

    @property
    def rate(self) -> Fraction | None:
        return rate(self.numerator, self.denominator)


def rate(numerator: int, denominator: int) -> Fraction | None:
    """Return the share, or None where nothing was planned; above 1 is legal and kept."""
    return Fraction(numerator, denominator) if denominator > 0 else None


def in_force(measures: Iterable[Measure], on: date) -> dict[str, Measure]:
    """Return the version of each measure that is used on a day, by its code."""
    found: dict[str, Measure] = {}
    for measure in sorted(measures, key=lambda m: (m.since, m.version)):
        if measure.since <= on:
            found[measure.code] = measure
    return found


def figures(counts: Iterable[Counts], measures: Iterable[Measure]) -> list[Figure]:
    """Return each measure on each of its bases, for each row of counts."""
    declared = tuple(measures)
    return [
        Figure(
            row.list_id,
            row.county_id,
            measure.code,
            basis,
            row.amount(measure.numerator, basis),
            row.amount(measure.denominator, basis),
        )
        for row in counts
        for measure in declared
        for basis in measure.bases
    ]


def summed(figures: Iterable[Figure]) -> tuple[int, int]:
    """Return numerator and denominator of several counties together: sums, never means of rates."""
    numerator = denominator = 0
    for figure in figures:
        numerator += figure.numerator
        denominator += figure.denominator
    return numerator, denominator


def count(history: History, horizon: Horizon) -> list[Counts]:
    """Count one city at a horizon: the reference of every engine.

    A denominator comes from the latest filing of the list that stands; a numerator from the sites
    that stand in the list, with the sizes of their entry. A site may stand in several lists and
    counts in each. Money is the project's: it counts once for each list and county, however many
    communities of the list the project covers.

    Rows are sorted by list and county; a pair without a filed line or a standing entry has none.
    """
    sites = {site.id: site for site in history.sites}
    entries = _entries(history, horizon)
    sums: defaultdict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for list_id, site_id, sizes in _filed(history, horizon):
        sums[list_id, sites[site_id].county_id].update(_sized(Quantity.PLANNED, sizes, money=True))
    done = {(step.site_id, step.step) for step in standing(history.steps, horizon)}
    invested = _invested(history, horizon)
    for entry in entries:
        into = sums[entry.list_id, sites[entry.site_id].county_id]
        for quantity, step in STEP_OF.items():
            if (entry.site_id, step) in done:
                into.update(_sized(quantity, entry.sizes))
        into[column(Quantity.INVESTED, Basis.FEN)] += invested.get(entry.site_id, 0)
    projects = {
        (e.list_id, sites[e.site_id].county_id, sites[e.site_id].project_id) for e in entries
    }
    received, paid = _flows(history, horizon)
    for list_id, county_id, project_id in projects:
        into = sums[list_id, county_id]
        into[column(Quantity.RECEIVED, Basis.FEN)] += received[project_id]
        into[column(Quantity.PAID, Basis.FEN)] += paid[project_id]
    return [Counts(*key, {name: sums[key][name] for name in COLUMNS}) for key in sorted(sums)]


def _entries(history: History, horizon: Horizon) -> list[Entry]:
    last = latest(standing(history.entries, horizon), lambda entry: (entry.list_id, entry.site_id))
    return [entry for entry in last.values() if entry.is_in]


def _filed(history: History, horizon: Horizon) -> list[tuple[int, int, Sizes]]:
    last = latest(standing(history.filings, horizon), lambda filing: filing.list_id)
    list_of = {filing.id: list_id for list_id, filing in last.items()}
    return [
        (list_of[line.filing_id], line.site_id, line.sizes)
        for line in history.lines
        if line.filing_id in list_of
    ]


def _sized(quantity: Quantity, sizes: Sizes, *, money: bool = False) -> dict[str, int]:
    amounts = {
        column(quantity, Basis.COMMUNITIES): 1,
        column(quantity, Basis.BUILDINGS): sizes.buildings,
        column(quantity, Basis.HOUSEHOLDS): sizes.households,
        column(quantity, Basis.AREA): sizes.area_dm2,
    }
    if money:
        amounts[column(quantity, Basis.FEN)] = sizes.investment_fen
    return amounts


def _invested(history: History, horizon: Horizon) -> dict[int, int]:
    readings = [r for r in history.readings if r.indicator == Indicator.INVESTMENT]
    last = latest(standing(readings, horizon), lambda reading: reading.site_id)
    return {site_id: reading.value or 0 for site_id, reading in last.items()}


def _flows(history: History, horizon: Horizon) -> tuple[Counter[int], Counter[int]]:
    received: Counter[int] = Counter()
    paid: Counter[int] = Counter()
    for flow in standing(history.flows, horizon):
        if flow.kind == FlowKind.RECEIVED:
            received[flow.project_id] += flow.amount_fen or 0
        elif flow.kind == FlowKind.PAID:
            paid[flow.project_id] += flow.amount_fen or 0
    return received, paid
