"""Settles in what unit each column is counted (单位): stated, by the county's profile, or by magnitude.

A unit that nothing states is taken from the figures only where one unit alone makes sense, and is
told unless it is the plain one; where two would do, the column is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.registry.ledger import Column
from jiugai.domain.registry.measures import BASE_UNITS, DIMENSIONS, Dimension, Unit
from jiugai.domain.registry.plausibility import Bounds, within
from jiugai.domain.registry.profile import ColumnProfile, header_key
from jiugai.domain.registry.readings import Cell
from jiugai.domain.registry.vocabulary import Vocabulary
from jiugai.exchange.ledger.columns import ColumnSet, FoundColumn
from jiugai.exchange.ledger.content import sample
from jiugai.exchange.ledger.pages import Page

_TEN_THOUSAND = Decimal(10_000)
_PLAINLY_YUAN, _PLAINLY_WAN = 100_000, 10_000
# The area is judged by the households, the investment by the area, the rest by the investment.
_ORDER = (
    Column.FLOOR_AREA,
    Column.DONE_AREA,
    Column.INVESTMENT,
    Column.INVESTED,
    Column.RECEIVED,
    Column.PAID,
)
_CUMULATIVE = (Column.INVESTED, Column.RECEIVED, Column.PAID)


@dataclass(slots=True)
class UnitSettler:
    """Settles the units of one table."""

    found: ColumnSet
    words: Vocabulary
    bounds: Bounds
    page: Page
    first_row: int
    last_row: int
    alone: bool

    def settle(self, profile: ColumnProfile | None, notes: Mapping[Dimension, Unit]) -> None:
        """Give each column of quantities its unit, or refuse it with a finding."""
        remembered = profile.units_by_key() if profile else {}
        waiting: list[FoundColumn] = []
        for column in self.found.mapped:
            dimension = DIMENSIONS.get(column.column) if column.column else None
            if column.column is None or dimension is None or column.refused:
                continue
            word = remembered.get(header_key(column.header), "") or column.unit_word
            column.unit = self.words.unit_for(word, column.column)
            if word and column.unit is None:
                self._refuse(
                    column,
                    f"表头的单位“{word}”量的不是这一列的内容，本列没有读。请改正表头，或在列对应中指定。",
                )
            elif column.unit is None and dimension in notes:
                column.unit = notes[dimension]
            elif column.unit is None and dimension in (Dimension.AREA, Dimension.MONEY):
                waiting.append(column)
        for column in sorted(waiting, key=lambda c: _ORDER.index(c.column) if c.column else 0):
            self._infer(column)

    def _refuse(self, column: FoundColumn, said: str) -> None:
        column.refused = True
        message = f"“{column.header}”列：{said}"
        place = self.page.cell(max(self.first_row - 1, 0), column.index)
        self.found.findings.append(Finding("ledger.unit_unclear", message, Weight.BLOCKS, place))

    def _infer(self, column: FoundColumn) -> None:
        numbers = self._numbers(column)
        if not numbers or column.column is None:
            return
        middle = median(numbers)
        if column.column in _CUMULATIVE or column.column is Column.DONE_AREA:
            self._infer_part(column, middle)
            return
        plain, ten_thousand = (self._makes_sense(column.column, middle * f) for f in (1, 10_000))
        if plain and ten_thousand:
            base = BASE_UNITS[DIMENSIONS[column.column]]
            self._refuse(
                column,
                f"没有写单位，读作“{base}”和“万{base}”都说得通，没有读。请在表头注明单位，或在列对应中指定。",
            )
        elif ten_thousand:
            self._take_ten_thousand(column, f"按{base_of(column)}计不合情理")

    def _take_ten_thousand(self, column: FoundColumn, reason: str) -> None:
        dimension = DIMENSIONS[column.column] if column.column else Dimension.MONEY
        column.unit = Unit(f"万{BASE_UNITS[dimension]}", dimension, _TEN_THOUSAND)
        self.found.findings.append(
            self.page.warns(
                "ledger.unit_inferred",
                f"“{column.header}”列没有写单位，{reason}，已按“{column.unit.word}”读。请核对，并在表头注明单位。",
                self.page.cell(max(self.first_row - 1, 0), column.index),
            )
        )

    def _infer_part(self, column: FoundColumn, middle: float) -> None:
        """Take the unit of the column of which this one is a part, or judge by magnitude."""
        whole = self.found.of(
            Column.FLOOR_AREA if column.column is Column.DONE_AREA else Column.INVESTMENT
        )
        if whole is not None and not whole.refused:
            if whole.unit is not None and whole.unit.factor == _TEN_THOUSAND:
                self._take_ten_thousand(column, f"“{whole.header}”列以“{whole.unit.word}”计")
            return
        if column.column is Column.DONE_AREA or middle >= _PLAINLY_YUAN:
            return
        if middle < _PLAINLY_WAN:
            self._take_ten_thousand(column, "按元计不合情理")
        else:
            self._refuse(
                column,
                "没有写单位，读作“元”和“万元”都说得通，没有读。请在表头注明单位，或在列对应中指定。",
            )

    def _makes_sense(self, column: Column, value: float) -> bool:
        """Say whether a median value stands well beside the medians of the other columns."""
        judged = False
        for ratio in self.bounds.ratios:
            if column not in (ratio.upper, ratio.lower):
                continue
            other = self._middle(ratio.lower if column is ratio.upper else ratio.upper)
            if other:
                judged = True
                quotient = value / other if column is ratio.upper else other / value
                if not within(quotient, ratio.typical):
                    return False
        if judged or not self.alone or column not in self.bounds.limits:
            return judged or not self.alone
        return within(value, self.bounds.limits[column].typical)

    def _middle(self, column: Column) -> float | None:
        found = self.found.of(column)
        if found is None or found.refused:
            return None
        if found.unit is None and column is Column.INVESTMENT:
            return None  # it waits for the area itself
        numbers = self._numbers(found)
        factor = float(found.unit.factor) if found.unit else 1.0
        return median(numbers) * factor if numbers else None

    def _numbers(self, column: FoundColumn) -> list[float]:
        """Return the plain figures of a column, without those that carry a unit of their own."""
        cells = sample(self.page, column.index, self.first_row, self.last_row)
        return [number for number in map(_plain, cells) if number]


def base_of(column: FoundColumn) -> str:
    """Return the plain unit of a column of quantities."""
    return BASE_UNITS[DIMENSIONS[column.column]] if column.column else ""


def _plain(cell: Cell) -> float | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, (int, float)):
        return float(cell) if cell > 0 else None
    if isinstance(cell, str):
        text = cell.strip().replace(",", "")
        if text.isascii() and text.replace(".", "", 1).isdigit():
            return float(text)
    return None
