"""Sets the figures of each row beside each other and beside the other rows (行间核对)."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from statistics import median

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.domain.registry import names
from jiugai.domain.registry.ledger import Column, LedgerRow, Value
from jiugai.domain.registry.plausibility import (
    LABELS,
    SLIP,
    SWAPPED,
    UNIT_SLIP,
    Bounds,
    Cause,
    Doubt,
    Figures,
    describe,
    doubts,
    explanations,
    mistakes,
    number,
    untypical,
)
from jiugai.domain.registry.values import RowValues, in_column
from jiugai.exchange.ledger.columns import ColumnSet
from jiugai.exchange.ledger.pages import Page

_CHECKED = (
    Column.HOUSEHOLDS,
    Column.BUILDINGS,
    Column.ENTRANCES,
    Column.FLOOR_AREA,
    Column.INVESTMENT,
)
_PARTS = (Column.INVESTED, Column.RECEIVED, Column.PAID)
_STEPS = (
    (Column.STARTED_ON, "开工日期"),
    (Column.COMPLETED_ON, "完工日期"),
    (Column.ACCEPTED_ON, "竣工验收日期"),
)
_NOT_WRITTEN = "。本行未写入，请改正后重新上传。"
_STREET_ENDINGS = ("街道", "街道办", "街道办事处", "办事处", "镇", "乡")
_TIMES_TOO_MUCH = 30


@dataclass(slots=True)
class RowChecks:
    """Checks the rows of one table; a figure that is refused here becomes None.

    ``refused`` holds the names of the cells whose figures are.
    """

    page: Page
    found: ColumnSet
    bounds: Bounds
    alone: bool
    rows: list[LedgerRow]
    refused: set[str] = field(default_factory=set)
    _factors: dict[Column, float] = field(init=False)
    _likely: set[tuple[Column, ...]] = field(init=False)
    _columns: tuple[Column, ...] = field(init=False)
    _middles: dict[Column, float] = field(init=False)
    _ratio_middles: list[float | None] = field(init=False)

    def __post_init__(self) -> None:
        self._factors = factors_of(self.found)
        mapped = {column.column for column in self.found.mapped if not column.refused}
        self._columns = tuple(column for column in _CHECKED if column in mapped)

    def run(self, head: int) -> None:
        """Check all rows, in place; what is wrong with whole columns is told at the head's row."""
        suspects = self._measure()
        self._check_columns(head)
        parts = [c for c in _PARTS if self.found.of(c)]
        steps = [(column, label) for column, label in _STEPS if self.found.of(column)]
        suspects |= self._misplaced_names()
        if parts or len(steps) > 1:
            suspects = set(range(len(self.rows)))
        for place in sorted(suspects):
            row = self.rows[place]
            said = [*self._doubts(row), *self._places(row)]
            if parts:
                said += self._parts(row, parts)
            if len(steps) > 1:
                said += self._order(row, steps)
            if said:
                self.rows[place] = self._with(row, said)

    def _figures(self, row: LedgerRow) -> Figures:
        values = row.values
        return {
            column: float(value)
            for column in self._columns
            if (value := values[column]) and isinstance(value, (int, Decimal))
        }

    def _measure(self) -> set[int]:
        """Take the medians over the table and return the rows that deserve a second look.

        Works column by column: nearly all rows of a ledger are plain and are not looked at again.
        """
        outlier, suspects = self.bounds.outlier, set[int]()
        columns = {column: amounts(self.rows, column) for column in self._columns}
        self._middles, self._ratio_middles = {}, []
        for column, values in columns.items():
            middle = self._median(values)
            limit = self.bounds.limits.get(column)
            if middle:
                self._middles[column] = middle
                apart = outlier.alone_apart
                suspects |= _outside(values, middle / apart, middle * apart)
            if limit and self.alone:
                suspects |= _outside(values, *limit.doubt)
        for ratio in self.bounds.ratios:
            upper, lower = columns.get(ratio.upper), columns.get(ratio.lower)
            middle = None
            if upper and lower:
                quotients = [a / b if a and b else 0.0 for a, b in zip(upper, lower, strict=True)]
                middle = self._median(quotients)
                low, high = ratio.doubt
                if middle:
                    low, high = max(low, middle / outlier.apart), min(high, middle * outlier.apart)
                suspects |= _outside(quotients, low, high)
            self._ratio_middles.append(middle)
        return suspects

    def _median(self, values: Sequence[float]) -> float | None:
        said = [value for value in values if value]
        return median(said) if len(said) >= self.bounds.outlier.fewest_rows else None

    def _check_columns(self, head: int) -> None:
        """Tell two columns of which the medians make sense only in each other's place."""
        whole = (Column.HOUSEHOLDS, Column.BUILDINGS, Column.ENTRANCES)
        middles = {c: float(round(v)) if c in whole else v for c, v in self._middles.items()}
        causes = explanations(middles, self.bounds, self._factors, alone=self.alone)
        self._likely = {cause.columns for cause in causes}
        if not causes or any(len(cause.columns) == 1 for cause in causes):
            return
        for cause in causes:
            a, b = (self.found.of(column) for column in cause.columns)
            if a and b:
                message = f"整列看，“{a.header}”与“{b.header}”折合起来不合情理，两列可能填反，请核对表头。"
                self.page.tell(SWAPPED, message, self.page.cell(head, a.index))

    def _doubts(self, row: LedgerRow) -> list[Doubt]:
        figures = self._figures(row)
        if not figures:
            return []
        return doubts(
            figures, self.bounds, self._factors, alone=self.alone, likely=self._likely
        ) or self._apart(figures)

    def _apart(self, figures: Figures) -> list[Doubt]:
        """Return what lies apart from the other rows and comes back to them by one mistake."""
        outlier = self.bounds.outlier
        quotients = list(self._quotients(figures))
        if quotients:
            if all(1 / outlier.apart <= q <= outlier.apart for q in quotients):
                return []
            if not any(untypical(figures, self.bounds)):
                return []
            causes = [
                cause
                for cause in mistakes(figures, self._factors)
                if self._restores(cause, outlier.restored)
            ]
            return [self._apart_doubt(causes, figures)] if causes else []
        if len(self._middles) == 1 or not self.alone:
            return self._alone_apart(figures)
        return []

    def _quotients(self, figures: Figures) -> Iterator[float]:
        """Yield each ratio of a row over the table's median of it."""
        for ratio, middle in zip(self.bounds.ratios, self._ratio_middles, strict=True):
            quotient = ratio.of(figures)
            if middle and quotient:
                yield quotient / middle

    def _restores(self, cause: Cause, limit: float) -> bool:
        fits = all(1 / limit <= q <= limit for q in self._quotients(cause.figures))
        slips = len(cause.columns) == 1
        middle = self._middles.get(cause.columns[0]) if slips else None
        return fits and (
            middle is None or 1 / 200 <= cause.figures[cause.columns[0]] / middle <= 200
        )

    def _alone_apart(self, figures: Figures) -> list[Doubt]:
        outlier = self.bounds.outlier
        for column, value in figures.items():
            middle = self._middles.get(column)
            if not middle:
                continue
            apart, limit = value / middle, outlier.alone_restored
            for factor in (1 / SLIP, SLIP):
                out = apart > outlier.alone_apart or apart < 1 / outlier.alone_apart
                if out and 1 / limit <= apart * factor <= limit:
                    cause = Cause((column,), {**figures, column: value * factor})
                    return [self._apart_doubt([cause], figures)]
        return []

    def _apart_doubt(self, causes: list[Cause], figures: Figures) -> Doubt:
        columns = tuple(dict.fromkeys(column for cause in causes for column in cause.columns))
        slips = any(len(cause.columns) == 1 for cause in causes)
        ways = "，或".join(describe(cause) for cause in causes)
        shown = "、".join(f"{LABELS[c]} {number(figures[c])}" for c in columns)
        said = f"{shown}，与同表其余各行相差悬殊，可能是{ways}。没有替您改，请核对后填写"
        return Doubt(UNIT_SLIP if slips else SWAPPED, columns, said, slips)

    def _parts(self, row: LedgerRow, parts: Sequence[Column]) -> list[Doubt]:
        """Set cumulative money beside the planned investment."""
        planned = row.values.get(Column.INVESTMENT)
        said = []
        for column in parts:
            value = row.values[column]
            if not isinstance(value, (int, Decimal)) or not value:
                continue
            if isinstance(planned, Decimal) and planned and value > planned * _TIMES_TOO_MUCH:
                slip = value / Decimal(int(SLIP)) <= planned * 3
                times = number(float(value / planned))
                words = f"是计划投资的 {times} 倍，{'可能是单位差了一万倍（多写或漏写“万”）。没有替您改，' if slip else ''}请核对后填写"
                said.append(Doubt(UNIT_SLIP, (column,), words, slip))
            elif value < 1000:
                words = (
                    f"折合只有 {number(float(value))} 元，可能是单位差了一万倍（漏写“万”），请核对"
                )
                said.append(Doubt(UNIT_SLIP, (column,), words, False))
        return said

    def _misplaced_names(self) -> set[int]:
        """Return the rows in which the name is a street's."""
        if not self.alone or self.found.of(Column.STREET) is None:
            return set()
        called = in_column(self.rows, Column.NAME)
        streets = in_column(self.rows, Column.STREET)
        return {
            place
            for place, (name, street) in enumerate(zip(called, streets, strict=True))
            if name == street or (isinstance(name, str) and name.endswith(_STREET_ENDINGS))
        }

    def _places(self, row: LedgerRow) -> list[Doubt]:
        """Tell a name and a street that stand in each other's column."""
        name, street = row.values.get(Column.NAME), row.values.get(Column.STREET)
        if not (isinstance(name, str) and isinstance(street, str)):
            return []
        if name == street and not name.endswith(_STREET_ENDINGS):
            said = f"小区名称与街道同为“{name}”，请核对"
            return [Doubt("ledger.name_in_doubt", (Column.NAME,), said, False)]
        if name.endswith(_STREET_ENDINGS) and names.reads_as_community(street):
            said = "小区名称与街道可能填反。没有替您改，请核对后填写"
            return [Doubt(SWAPPED, (Column.NAME, Column.STREET), said, True)]
        return []

    def _order(self, row: LedgerRow, steps: Sequence[tuple[Column, str]]) -> list[Doubt]:
        dated = [(c, label, day) for c, label in steps if isinstance(day := row.values[c], date)]
        return [
            Doubt(
                "ledger.dates_out_of_order",
                (later[0], earlier[0]),
                f"{later[2].isoformat()} 早于{earlier[1]} {earlier[2].isoformat()}，先后颠倒，请核对",
                False,
            )
            for earlier, later in itertools.pairwise(dated)
            if later[2] < earlier[2]
        ]

    def _with(self, row: LedgerRow, said: Sequence[Doubt]) -> LedgerRow:
        """Return a row with what is said of it, without the figures that are refused."""
        values: dict[Column, Value | None] = dict(row.values)
        findings = list(row.findings)
        for doubt in said:
            findings += self._finding(row, doubt)
            if doubt.refuses and doubt.code in (UNIT_SLIP, SWAPPED):
                values |= dict.fromkeys(doubt.columns, None)
                self.refused.update(row.cells[column] for column in doubt.columns)
        places = {column: place for place, column in enumerate(values)}
        return replace(
            row, values=RowValues(places, tuple(values.values())), findings=tuple(findings)
        )

    def _finding(self, row: LedgerRow, doubt: Doubt) -> Iterator[Finding]:
        for column in doubt.columns if doubt.refuses else doubt.columns[:1]:
            header = self.found.of(column)
            label = header.header if header else ""
            place = Place(self.page.document, row.sheet, row.cells[column])
            tail = _NOT_WRITTEN if doubt.refuses else "。"
            weight = Weight.BLOCKS if doubt.refuses else Weight.WARNS
            yield Finding(doubt.code, f"“{label}”列：{doubt.said}{tail}", weight, place)


def amounts(rows: Sequence[LedgerRow], column: Column) -> list[float]:
    """Return a column's figures, 0 where there is none."""
    return [float(v) if isinstance(v, (int, Decimal)) else 0.0 for v in in_column(rows, column)]


def _outside(values: Sequence[float], low: float, high: float) -> set[int]:
    """Return the places of the figures above 0 that lie outside of two bounds."""
    return {place for place, value in enumerate(values) if value and not low <= value <= high}


def factors_of(found: ColumnSet) -> dict[Column, float]:
    """Return how many base units one of each column's unit is."""
    return {c.column: float(c.unit.factor) for c in found.mapped if c.column and c.unit}
