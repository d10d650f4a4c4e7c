"""Reads the records of one table (逐行读取): each cell by its column, each doubt with its place."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.domain.registry.characters import quoted
from jiugai.domain.registry.ledger import Column, LedgerRow, Repair, Value
from jiugai.domain.registry.measures import DATES, DIMENSIONS
from jiugai.domain.registry.readings import Cell, Reading
from jiugai.domain.registry.text_cells import NAMES_JOINED, read_name
from jiugai.domain.registry.values import RowCells, RowValues
from jiugai.exchange.ledger.cell_readers import CellReader, Slow
from jiugai.exchange.ledger.neighbours import NO_NAME_COLUMN
from jiugai.exchange.ledger.pages import Page
from jiugai.exchange.ledger.specials import Special, Specials

NOT_WRITTEN = "本行未写入，请改正后重新上传。"
_ZERO_ODD = frozenset({Column.HOUSEHOLDS, Column.BUILDINGS, Column.FLOOR_AREA})
_FIGURES = frozenset(DIMENSIONS)
_MOST_KEPT = 20_000
_TYPED = frozenset({*DIMENSIONS, *DATES, Column.BUILT_YEAR, Column.COHORT, Column.NAME})


@dataclass(slots=True)
class RecordReader:
    """Reads the rows of one table, in the order of the sheet.

    ``rounded`` counts the figures of each column that were rounded to two decimals.
    """

    page: Page
    readers: Sequence[CellReader]
    specials: Specials
    row_id: int | None
    row_version: int | None
    hidden: frozenset[int]
    rows: list[LedgerRow] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    rounded: Counter[Column] = field(default_factory=Counter)
    places: dict[Column, int] = field(init=False)
    letters: dict[Column, str] = field(init=False)
    _summed: list[tuple[int, Column]] = field(init=False)
    _kept: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.places = {reader.column: place for place, reader in enumerate(self.readers)}
        self.letters = {reader.column: reader.found.letter for reader in self.readers}
        self._summed = [
            (place, reader.column)
            for place, reader in enumerate(self.readers)
            if reader.column in _FIGURES and not reader.found.refused
        ]

    def read(self, row: Sequence[Cell], number: int) -> None:
        """Read one record; ``number`` counts from 0."""
        findings: list[Finding] = []
        special = self.specials.get(number, {}) if self.specials else {}
        values: list[Value | None] = []
        width = len(row)
        for reader in self.readers:
            index = reader.index
            cell = row[index] if index < width else ""
            if special and index in special:
                values.append(self._special(reader, cell, number, special[index], findings))
                continue
            value = reader.fast(cell)
            if isinstance(value, Slow):
                value = self._slow(reader, cell, number, row, findings)
            values.append(value)
        if number in self.hidden:
            findings.append(self._hidden(number))
        self.rows.append(self._row(values, row, number, findings))

    def _row(
        self, values: list[Value | None], row: Sequence[Cell], number: int, findings: list[Finding]
    ) -> LedgerRow:
        self._look_over(values, row, number, findings)
        hidden_id, version = "", None
        if self.row_id is not None:
            hidden_id, version = self._hidden_marks(row)
        return LedgerRow(
            self.page.grid.sheet,
            number + 1,
            RowValues(self.places, tuple(values)),
            tuple(findings),
            RowCells(self.letters, number + 1),
            hidden_id,
            version,
        )

    def _hidden_marks(self, row: Sequence[Cell]) -> tuple[str, int | None]:
        row_id = row[self.row_id] if self.row_id is not None and self.row_id < len(row) else ""
        version = (
            row[self.row_version]
            if self.row_version is not None and self.row_version < len(row)
            else ""
        )
        text = f"{row_id:.15g}" if isinstance(row_id, float) else str(row_id).strip()
        whole = str(version).removesuffix(".0").strip()
        return text, int(whole) if whole.isascii() and whole.isdigit() else None

    # --- Cells that are not plain -----------------------------------------------------

    def _slow(
        self,
        reader: CellReader,
        cell: Cell,
        number: int,
        row: Sequence[Cell],
        findings: list[Finding],
    ) -> Value | None:
        reading = reader.slow(cell)
        if reading.code == NAMES_JOINED and reading.blocks and not self._has_figures(row):
            reading = read_name(cell, has_figures=False)
        return self._settle(reader, cell, number, reading, findings)

    def _has_figures(self, row: Sequence[Cell]) -> bool:
        return any(
            reader.column in _FIGURES and reader.index < len(row) and row[reader.index] != ""
            for reader in self.readers
        )

    def value(
        self,
        reader: CellReader,
        cell: Cell,
        number: int,
        special: Special | None,
        findings: list[Finding],
    ) -> Value | None:
        """Return the value of one cell that stands by itself, such as a total."""
        if special is not None:
            return self._special(reader, cell, number, special, findings)
        value = reader.fast(cell)
        if isinstance(value, Slow):
            return self._settle(reader, cell, number, reader.slow(cell), findings)
        return value

    def _special(
        self, reader: CellReader, cell: Cell, number: int, special: Special, findings: list[Finding]
    ) -> Value | None:
        if special.refusal is not None:
            return self._settle(reader, cell, number, special.refusal, findings)
        if special.fill is not None:
            reading = reader.slow(special.fill)
            why = "、".join(filter(None, (f"合并单元格 {special.note} 的内容", reading.why)))
            filled = Reading(reading.value, why, reading.code, reading.said, reading.blocks)
            return self._settle(reader, cell, number, filled, findings)
        return self._shown_with(reader, cell, number, special.shown, findings)

    def _shown_with(
        self, reader: CellReader, cell: Cell, number: int, shown: str, findings: list[Finding]
    ) -> Value | None:
        """Read a number together with the words that its format shows behind it."""
        if not isinstance(cell, (int, float)) or reader.column not in DIMENSIONS:
            return self.value(reader, cell, number, None, findings)
        return self._settle(
            reader, cell, number, reader.slow(f"{cell:.15g}{shown}"), findings, shown
        )

    def _settle(
        self,
        reader: CellReader,
        cell: Cell,
        number: int,
        reading: Reading,
        findings: list[Finding],
        shown: str = "",
    ) -> Value | None:
        """Keep what is to be said of a cell and return its value."""
        if not (reading.why or reading.code):
            return reading.value
        place = self.page.cell(number, reader.index)
        text = quoted(raw_text(cell) + shown)
        if reading.why and reading.value is not None:
            why = self._once(reading.why)
            self.repairs.append(Repair(place, reader.column, text, reading.value, why))
            if "四舍五入" in reading.why:
                self.rounded[reader.column] += 1
        if reading.code:
            findings.append(self._finding(reader, text, reading, place))
        return reading.value

    def _finding(self, reader: CellReader, text: str, reading: Reading, place: Place) -> Finding:
        blocks = reading.blocks and reader.column in _TYPED
        read = f"读到“{text}”，" if text else "单元格"
        tail = f"。{NOT_WRITTEN}" if blocks else "。"
        message = f"“{reader.found.header}”列{read}{reading.said}{tail}"
        weight = Weight.BLOCKS if blocks else Weight.WARNS
        return Finding(reading.code, self._once(message), weight, place)

    def _once(self, words: str) -> str:
        """Return the same words as said before, if they were: a spoilt column says one thing often."""
        if len(self._kept) < _MOST_KEPT:
            return self._kept.setdefault(words, words)
        return self._kept.get(words, words)

    # --- The row as a whole -----------------------------------------------------------

    def _look_over(
        self,
        values: Sequence[Value | None],
        row: Sequence[Cell],
        number: int,
        findings: list[Finding],
    ) -> None:
        """Say what is wrong with the row as a whole: no name, a nought where none can be."""
        for place, column in self._summed:
            if values[place] == 0 and column in _ZERO_ODD and Column.NAME in self.places:
                reader = self.readers[place]
                findings.append(
                    self.page.warns(
                        "ledger.zero",
                        f"“{reader.found.header}”列写的是 0，已按 0 记。没有数据请留空，空与 0 不同。",
                        self.page.cell(number, reader.index),
                    )
                )
        name = self.places.get(Column.NAME)
        if name is not None and values[name] is not None and self._says_only_a_name(values, row):
            findings.append(self._only_name(number, self.readers[name].index))
        if name is None:
            self._no_name_column(values, number, findings)
        elif values[name] is None:
            self._nameless(number, self.readers[name].index, findings)

    def _says_only_a_name(self, values: Sequence[Value | None], row: Sequence[Cell]) -> bool:
        """Say whether a row of a table with figures is blank but for its name."""
        if not self._summed or any(values[place] is not None for place, _ in self._summed):
            return False
        return all(
            reader.column in (Column.NAME, Column.SERIAL)
            or reader.index >= len(row)
            or row[reader.index] == ""
            for reader in self.readers
        )

    def _only_name(self, number: int, index: int) -> Finding:
        message = (
            "本行只有名称，其余各列都是空的。如是分段标题或多余的行，请删去；如是小区，请补填。"
        )
        return self.page.warns("ledger.only_name", message, self.page.cell(number, index))

    def _no_name_column(
        self, values: Sequence[Value | None], number: int, findings: list[Finding]
    ) -> None:
        """A row of a table by place is a sum; only a project's own number makes it a record."""
        project = self.places.get(Column.PROJECT)
        if project is not None and values[project] is not None:
            return
        message = "本表没有小区名称列，是按地区汇总的数，只供核对，不作为小区写入。"
        place = self.page.cell(number, self.readers[0].index)
        findings.append(Finding(NO_NAME_COLUMN, message, Weight.BLOCKS, place))

    def _nameless(self, number: int, index: int, findings: list[Finding]) -> None:
        place = self.page.cell(number, index)
        if not any(finding.place == place for finding in findings):
            message = f"本行有内容，但没有小区名称，不能断定是哪个小区。请补填名称。{NOT_WRITTEN}"
            findings.append(Finding("ledger.name_missing", message, Weight.BLOCKS, place))

    def _hidden(self, number: int) -> Finding:
        first = self.readers[0].index if self.readers else 0
        name = self.places.get(Column.NAME)
        index = self.readers[name].index if name is not None else first
        return self.page.warns(
            "ledger.hidden_row",
            f"第 {number + 1} 行在表里被隐藏（或被筛选掉），已照读，请核对是否应当计入。",
            self.page.cell(number, index),
        )


def raw_text(cell: Cell) -> str:
    """Return what a cell holds as a message quotes it."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return str(cell)
