"""Reads the tables of one sheet, one below the other or side by side (逐表读取)."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from jiugai.domain.registry.characters import quoted
from jiugai.domain.registry.ledger import Column, LedgerRow, ReadTable, Repair, StatedTotal
from jiugai.domain.registry.measures import DIMENSIONS
from jiugai.domain.registry.plausibility import Bounds
from jiugai.domain.registry.profile import ColumnProfile
from jiugai.domain.registry.readings import Cell
from jiugai.domain.registry.row_labels import is_footer
from jiugai.domain.registry.vocabulary import Vocabulary
from jiugai.exchange.ledger import place_sums, unlabelled
from jiugai.exchange.ledger.body_rows import RowSorter, Sort, row_sorter
from jiugai.exchange.ledger.cell_readers import cell_reader
from jiugai.exchange.ledger.columns import ColumnSet, FoundColumn, name_columns, settle_claims
from jiugai.exchange.ledger.content import name_by_content
from jiugai.exchange.ledger.heads import HeadBlock, HeadFinder, same_head
from jiugai.exchange.ledger.pages import Page
from jiugai.exchange.ledger.record_rows import RecordReader, raw_text
from jiugai.exchange.ledger.row_checks import RowChecks
from jiugai.exchange.ledger.specials import specials
from jiugai.exchange.ledger.total_rows import total_row
from jiugai.exchange.ledger.totals import TotalRow, check_totals
from jiugai.exchange.ledger.units import UnitSettler

_PLACES = (Column.NAME, Column.PROJECT, Column.COUNTY, Column.STREET, Column.NEIGHBORHOOD)
_FEET = 20  # rows at the end of a table among which notes are sought
_WIDEST = 256
_BLANKS = ("", " ", "\u3000")
_TOLD = {
    Sort.FOOTER: ("ledger.footer", "是表尾说明，不是小区"),
    Sort.SECTION: ("ledger.section", "只有一格文字（分段标题或说明），不是小区"),
    Sort.REPEATED_HEAD: ("ledger.repeated_head", "是重复的表头，已略过"),
    Sort.DERIVED: ("ledger.derived_row", "是由别的行算出的数或其中的一部分，不是小区"),
    Sort.EXAMPLE: ("ledger.example_row", "是填写示例，不是小区"),
    Sort.LOOSE_TEXT: ("ledger.loose_text", "只有文字，没有小区名称和数字，不是小区"),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What the reading is held to."""

    words: Vocabulary
    bounds: Bounds
    year: int
    profile: ColumnProfile | None = None


@dataclass(slots=True)
class SheetResult:
    """What was read from one sheet; the page holds what is said of it."""

    tables: list[ReadTable] = field(default_factory=list)
    rows: list[LedgerRow] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    totals: list[StatedTotal] = field(default_factory=list)


def read_sheet(page: Page, rules: Rules) -> SheetResult:
    """Read every table of a sheet."""
    result = SheetResult()
    finder = HeadFinder(page.grid, rules.words, rules.profile)
    block = finder.find(0) or _headless(page, rules)
    start = 0
    while block is not None:
        last, following = _extent(finder, block)
        _add_headless_columns(page, block, last)
        is_second = bool(result.tables)
        parts = _side_by_side(block, finder, rules, page)
        for place, columns in enumerate(parts, start=1):
            reader = _TableReader(
                page, rules, finder, block, columns, start, last, is_second, place == len(parts)
            )
            reader.read(result)
        start, block = last + 1, following
    return result


def _extent(finder: HeadFinder, block: HeadBlock) -> tuple[int, HeadBlock | None]:
    """Return the last row of a table and the head of the next one on the sheet."""
    rows = finder.grid.rows
    for number in range(block.last + 1, len(rows)):
        row = rows[number]
        if finder.is_head(row) and not same_head(block, row, number, finder.grid):
            return number - 1, finder.find(number, number + 1)
    return len(rows) - 1, None


def _add_headless_columns(page: Page, block: HeadBlock, last: int) -> None:
    """Take in the columns that hold something below but bear no head."""
    rows = page.grid.rows[block.last + 1 : last + 1]
    width = min(max(map(len, rows), default=0), _WIDEST)
    for column in range(width):
        if column not in block.paths and any(
            column < len(row) and row[column] not in _BLANKS for row in rows
        ):
            block.paths[column] = ()


def _headless(page: Page, rules: Rules) -> HeadBlock | None:
    """Return an empty head above the first row that could be a record, if content can tell columns."""
    rows = page.grid.rows
    for number, row in enumerate(rows[:20]):
        filled = [column for column, cell in enumerate(row) if cell != ""]
        if len(filled) < 2:
            continue
        block = HeadBlock([number - 1], dict.fromkeys(filled, ()))
        trial = ColumnSet([FoundColumn(column, ()) for column in filled])
        name_by_content(trial, rules.words, page, number, len(rows) - 1)
        if any(found.column is Column.NAME for found in trial.columns) and len(trial.mapped) > 1:
            page.tell(
                "ledger.no_head",
                f"第 {number + 1} 行起像是台账，但没有表头。各列只按内容识别，认不出的列没有读，请补上表头。",
            )
            return block
        return None
    return None


def _side_by_side(
    block: HeadBlock, finder: HeadFinder, rules: Rules, page: Page
) -> list[ColumnSet]:
    """Return the columns of a table, or of each of several tables that stand side by side."""
    whole = name_columns(block, finder, rules.profile, page)
    names = [
        found.index for found in whole.columns if found.column is Column.NAME and found.literal
    ]
    if len(names) < 2:
        return [whole]
    kinds = [found.column for found in whole.columns if found.column is not None]
    period = len(kinds) // len(names)
    if kinds[:period] * len(names) != kinds or period < 2:
        return [whole]
    mapped = whole.mapped
    starts = [mapped[place * period].index for place in range(len(names))] + [1 << 20]
    page.tell(
        "ledger.side_by_side",
        f"{len(names)} 张表并排在一起，已分别读取，请核对。",
        page.cell(block.last, starts[1]),
    )
    parts = []
    for begin, end in itertools.pairwise(starts):
        first = 0 if begin == starts[0] else begin
        columns = [found for found in whole.columns if first <= found.index < end]
        findings = whole.findings if begin == starts[0] else []
        parts.append(ColumnSet(columns, findings))
    return parts


@dataclass(slots=True)
class _TableReader:
    """Reads one table into a sheet's result.

    ``is_last`` says that no other table stands beside it whose rows are still to be read.
    """

    page: Page
    rules: Rules
    finder: HeadFinder
    block: HeadBlock
    found: ColumnSet
    start: int
    last: int
    is_second: bool
    is_last: bool
    totals: list[TotalRow] = field(default_factory=list)

    @property
    def first(self) -> int:
        return self.block.last + 1

    def read(self, result: SheetResult) -> None:
        """Read the table; a head without any column of a ledger is told and left."""
        titles = self._titles()
        self._understand_columns(titles)
        if not self._is_ledger():
            self._tell_no_ledger()
            return
        if self.is_second:
            message = f"第 {self.block.first + 1} 行起是本表的又一张台账，已另行读取，请核对。"
            place = self.page.cell(self.block.first, self.found.mapped[0].index)
            self.page.tell("ledger.second_table", message, place)
        sorter = row_sorter(
            self.finder,
            self.block,
            self.found,
            frozenset("".join(t.split()) for t in titles),
            self.last,
        )
        records = self._records()
        self._tell_hidden_columns()
        self._walk(sorter, records)
        summed = [
            reader.column
            for reader in records.readers
            if reader.column in DIMENSIONS and not reader.found.refused
        ]
        place_sums.take_out(records, self.totals, summed, self.page)
        unlabelled.take_out(records, self.totals, summed, self.page)
        checks = RowChecks(self.page, self.found, self.rules.bounds, self._alone, records.rows)
        checks.run(max(self.block.last, 0))
        self.page.findings += self.found.findings
        result.totals += check_totals(self.totals, records.rows, summed, records.rounded, self.page)
        result.rows += records.rows
        result.repairs += [r for r in records.repairs if r.place.cell not in checks.refused]
        result.tables.append(self._as_read(titles))
        if not records.rows:
            place = self.page.cell(max(self.block.last, 0), self.found.mapped[0].index)
            self.page.tell("ledger.no_rows", "本表只有表头，没有一行小区。", place)

    @property
    def _alone(self) -> bool:
        """Whether each row is one community; without names the rows are sums by place."""
        return self.found.of(Column.NAME) is not None

    def _titles(self) -> list[str]:
        """Return the texts above the head, from the end of the table before."""
        texts: list[str] = []
        for number in range(self.start, max(self.block.first, 0)):
            row = self.page.grid.rows[number]
            texts += [str(cell).strip() for cell in row if isinstance(cell, str) and cell.strip()]
            figures = sum(
                1 for cell in row if isinstance(cell, (int, float)) and not isinstance(cell, bool)
            )
            if figures >= 2:
                self.page.tell(
                    "ledger.above_head",
                    f"第 {number + 1} 行在表头之上却有数字，没有读。如是小区，请移到表头以下。",
                    self.page.cell(number, 0),
                )
        return texts

    def _feet(self) -> list[str]:
        """Return the notes below the table, which may say in what unit it counts."""
        texts = []
        for row in self.page.grid.rows[max(self.first, self.last - _FEET) : self.last + 1]:
            first = next((cell for cell in row if cell != ""), "")
            if isinstance(first, str) and is_footer(first):
                texts += [str(cell) for cell in row if isinstance(cell, str) and cell]
        return texts

    def _understand_columns(self, titles: Sequence[str]) -> None:
        words, page = self.rules.words, self.page
        settle_claims(self.found, words, page, self.first, self.last)
        name_by_content(self.found, words, page, self.first, self.last)
        self._project_for_name()
        settler = UnitSettler(
            self.found, words, self.rules.bounds, page, self.first, self.last, self._alone
        )
        settler.settle(self.rules.profile, words.units_said("\n".join([*titles, *self._feet()])))

    def _project_for_name(self) -> None:
        """Take the project's name for the community's where the table has no other name."""
        project = self.found.of(Column.PROJECT)
        if self.found.of(Column.NAME) is None and project is not None and "名称" in project.header:
            project.column = Column.NAME
            self.found.findings.append(
                self.page.warns(
                    "ledger.project_for_name",
                    f"本表没有“小区名称”列，已把“{project.header}”当作小区名称，请核对。",
                    self.page.cell(self.block.last, project.index),
                )
            )

    def _is_ledger(self) -> bool:
        columns = {found.column for found in self.found.mapped}
        return Column.NAME in columns or bool(
            columns.intersection(_PLACES) and columns.intersection(DIMENSIONS)
        )

    def _tell_no_ledger(self) -> None:
        heads = "、".join(f"“{found.header}”" for found in self.found.columns[:5] if found.header)
        self.page.tell(
            "ledger.no_table",
            f"第 {self.block.first + 1} 行的表头（{heads}）里没有小区名称，也没有县区和规模，不是台账，"
            f"其下 {max(self.last - self.block.last, 0)} 行没有读。",
        )

    def _records(self) -> RecordReader:
        page, name = self.page, self.found.of(Column.NAME)
        readers = [
            cell_reader(
                found, found.column, self.rules.words.units, self.rules.year, page.grid.base_1904
            )
            for found in self.found.mapped
            if found.column is not None
        ]
        index = name.index if name else None
        special = specials(page.grid, self.found, index, self.first, self.last)
        hidden = page.grid.markup.hidden_rows
        return RecordReader(
            page, readers, special, self.found.row_id, self.found.row_version, hidden
        )

    def _tell_hidden_columns(self) -> None:
        marks = (self.found.row_id, self.found.row_version)
        for found in self.found.columns:
            if found.index in self.page.grid.markup.hidden_columns and found.index not in marks:
                done = "已照读" if found.column else "没有读"
                self.page.tell(
                    "ledger.hidden_column",
                    f"{found.letter} 列“{found.header}”在表里被隐藏，{done}，请核对。",
                    self.page.cell(max(self.block.last, 0), found.index),
                )
        unread = [found for found in self.found.columns if found.column is None and not found.known]
        unread = [found for found in unread if self._has_cells(found.index)]
        if unread and self.block.first >= 0:
            heads = "、".join(
                f"{found.letter} 列“{quoted(found.header, 20)}”"
                if found.header
                else f"{found.letter} 列（没有表头）"
                for found in unread[:12]
            )
            self.page.tell(
                "ledger.column_unknown",
                f"没有识别的列没有读：{heads}。如需要，请在列对应中指定。",
                self.page.cell(max(self.block.last, 0), unread[0].index),
            )

    def _has_cells(self, index: int) -> bool:
        rows = self.page.grid.rows[self.first : self.last + 1]
        return any(index < len(row) and row[index] != "" for row in rows)

    # --- Rows -------------------------------------------------------------------------

    def _walk(self, sorter: RowSorter, records: RecordReader) -> None:
        """Go through the rows once; each is read, or told, or blank, and then let go."""
        rows = self.page.grid.rows
        done: list[Cell] = []
        serial_only: list[int] = []
        for number in range(self.first, self.last + 1):
            row = self._own_cells(rows[number])
            if self.is_last:
                rows[number] = done
            sort = sorter.sort(row, number)
            if sort is Sort.RECORD:
                records.read(row, number)
            elif sort in (Sort.TOTAL, Sort.GROUP):
                self.totals.append(total_row(row, number, sort, records, len(self.totals)))
            elif sort is Sort.SERIAL_ONLY:
                serial_only.append(number)
            elif sort is not Sort.BLANK:
                self._tell(row, number, sort)
        if serial_only:
            first, last = serial_only[0] + 1, serial_only[-1] + 1
            self.page.tell(
                "ledger.serial_only",
                f"第 {first}—{last} 行中有 {len(serial_only)} 行只有序号或横线，没有内容，没有读。",
                self.page.cell(serial_only[0], self.found.mapped[0].index),
            )

    def _own_cells(self, row: list[Cell]) -> list[Cell]:
        """Return a row without the cells of tables that stand beside this one."""
        columns = self.found.columns
        marks = (self.found.row_id is not None) + (self.found.row_version is not None)
        if len(columns) + marks == len(self.block.paths):
            return row
        first, last = columns[0].index, columns[-1].index
        return [cell if first <= place <= last else "" for place, cell in enumerate(row)]

    def _tell(self, row: Sequence[Cell], number: int, sort: Sort) -> None:
        code, what = _TOLD[sort]
        texts = [(column, raw_text(cell)) for column, cell in enumerate(row) if cell != ""]
        shown = quoted(" ".join(text for _, text in texts))
        self.page.tell(
            code,
            f"第 {number + 1} 行“{shown}”{what}，没有读。",
            self.page.cell(number, texts[0][0]),
        )

    def _as_read(self, titles: Sequence[str]) -> ReadTable:
        return ReadTable(
            sheet=self.page.grid.sheet,
            header_rows=tuple(number + 1 for number in self.block.rows if number >= 0),
            first_row=self.first + 1,
            last_row=self.last + 1,
            columns=tuple(found.as_read() for found in self.found.columns),
            title=titles[0] if titles else "",
        )
