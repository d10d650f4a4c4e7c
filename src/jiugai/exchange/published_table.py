"""Reads a table in which an office publishes its progress (公布的进度表读取): .csv or .xlsx.

What is not understood is told, never guessed: a file without a region column or without figures
is refused whole; a cell that is not one number counts as missing, with its place.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.domain.registry.characters import quoted
from jiugai.domain.supervision.published import (
    PublishedCell,
    PublishedColumn,
    PublishedRow,
    PublishedTable,
    RowKind,
    TableBasis,
)
from jiugai.exchange.published_cells import (
    Absent,
    Figure,
    decimals_of,
    read_figure,
    unit_scale,
)
from jiugai.exchange.published_columns import Heading, is_region, plain, understand
from jiugai.exchange.published_heads import Block, Head, find_head
from jiugai.exchange.published_sheets import RawCell, Sheet, cell_name, sheets_of
from jiugai.exchange.refusals import Refused

READER = "jiugai.exchange.published_table:read_published"
_TOTAL = re.compile(
    r"(?:合计|总计|共计|总数|总和|汇总|累计|平均)"
    r"|全(?:国|省|市|区|县|州|盟|师|旗|镇|街道|自治区|自治州|兵团)(?:合计|总计|小计|共计|汇总|平均)?"
)
_SUBTOTAL = re.compile(r".{0,12}小计|.{2,12}(?:合计|汇总)")
_NOTE = re.compile(
    r"(?:备?注|附注|说明|填表|填报|制表|审核|数据来源|资料来源|来源|单位|联系|截至|截止|统计时间)(?:\d*[:：、.]|[^省市县区州]*$)"
)
_PERCENTS_BEGIN = Decimal(2)  # a column of bare numbers none of which passes this holds fractions
_PLAINLY_PERCENTS = Decimal(10)  # with one such number no reader takes the column for fractions
_FEWEST_FIGURES = 2  # in a row that is more than a stray mark
_WHOLE = {
    TableBasis.COMMUNITIES,
    TableBasis.PROJECTS,
    TableBasis.BUILDINGS,
    TableBasis.HOUSEHOLDS,
}


def read_published(content: bytes, document: str) -> PublishedTable:
    """Read the first usable table of a file; what else the file holds is told.

    Never raises for what is in the file: a refusal is a table without rows and with a blocking
    finding.
    """
    try:
        sheets = sheets_of(content, document)
    except Refused as refused:
        return PublishedTable(document, findings=(refused.finding(document),))
    findings: list[Finding] = []
    for place, sheet in enumerate(sheets):
        findings += sheet.findings
        head = find_head(sheet)
        if head is None:
            continue
        table = _Reader(sheet, head, document).read()
        if table.columns and table.regions:
            others = [other for other in sheets[place + 1 :] if find_head(other)]
            findings += [_left_out(document, other.name, 0) for other in others]
            return replace(table, findings=(*findings, *table.findings))
        findings += table.findings
    return PublishedTable(document, findings=(*findings, _nothing_found(document)))


def _nothing_found(document: str) -> Finding:
    return Finding(
        "rank_table.no_table",
        "没有找到可以排名的表：须有一列写地区（如“地区”“市州”“县（市、区）”），另有计划数与开工数、"
        "或开工率等列。请检查表头后重试，本次没有排名。",
        place=Place(document),
    )


def _left_out(document: str, sheet: str, row: int) -> Finding:
    where = f"第 {row + 1} 行起" if row else ""
    return Finding(
        "rank_table.second_table",
        f"{where}还有一张表，没有读取：一次只排一张。如要排它，请另存为单独的文件。",
        Weight.WARNS,
        Place(document, sheet, cell_name(row, 0) if row else ""),
    )


class _Reader:
    """Reads the body below one head."""

    def __init__(self, sheet: Sheet, head: Head, document: str) -> None:
        self.sheet = sheet
        self.head = head
        self.document = document
        self.findings: list[Finding] = []
        self.finest: dict[int, int] = {}  # of a rate in per cent, the decimals beyond all doubt

    def read(self) -> PublishedTable:
        """Return the table; the halves of one printed side by side follow each other."""
        columns: tuple[PublishedColumn, ...] = ()
        rows: list[PublishedRow] = []
        end = self._end()
        for block in self.head.blocks:
            headings, doubtful = understand(block.headings, self.head.units)
            self._tell_doubtful(doubtful)
            body = [row for row in range(self.head.last + 1, end) if self._has_row(row, block)]
            mine = [self._column(heading, body) for heading in headings]
            columns = _together(columns, mine)
            rows += self._rows(block, mine, columns, body)
        return PublishedTable(
            self.document, self.sheet.name, columns, tuple(rows), tuple(self.findings)
        )

    def _tell_doubtful(self, pairs: Iterable[tuple[Heading, Heading]]) -> None:
        for one, other in pairs:
            self._warn(
                "rank_table.two_columns",
                f"“{one.shown}”列与“{other.shown}”列说的像是同一个数，不能断定用哪一列，两列都没有采用。"
                "请把表头写清楚，或删去一列后重试。",
                other.cell,
            )

    def _end(self) -> int:
        """Return the row after the last: a head unlike the first begins another table."""
        start = self.head.last + 1
        while True:
            other = find_head(self.sheet, start)
            if other is None:
                return len(self.sheet.rows)
            if self._texts(other) != self._texts(self.head):
                self.findings.append(_left_out(self.document, self.sheet.name, other.first))
                return other.first
            start = other.last + 1

    def _texts(self, head: Head) -> list[str]:
        return [plain(heading.shown) for block in head.blocks for heading in block.headings]

    def _has_row(self, row: int, block: Block) -> bool:
        """Say whether a row bears a region or a total; repeated heads and notes do not.

        One with figures and without either is told.
        """
        region = plain(self._label(row, block))
        cells = [self.sheet.at(row, heading.index) for heading in block.headings]
        figures = sum(isinstance(read_figure(cell), Figure) for cell in cells)
        if not region and figures >= _FEWEST_FIGURES:
            self._tell_nameless(row, block)
        if not region or is_region(region) or (_NOTE.match(region) and not _TOTAL.match(region)):
            return False
        if figures:
            return True
        return len(region) <= (20 if any(not cell.is_blank for cell in cells) else 8)

    def _label(self, row: int, block: Block) -> str:
        """Return what a row is called; a total's label may stand left of the region column."""
        texts = [self.sheet.at(row, index).text.strip() for index in range(block.region + 1)]
        said = next((text for text in texts if text), "")
        return texts[-1] or (said if _kind(said) is not RowKind.REGION else "")

    def _tell_nameless(self, row: int, block: Block) -> None:
        self._warn(
            "rank_table.nameless",
            f"第 {row + 1} 行有数，却没有写是哪个地区，没有读取，也没有参加排名。请补上地区后重试。",
            cell_name(row, block.region),
        )

    def _column(self, heading: Heading, body: Iterable[int]) -> PublishedColumn:
        meaning = heading.meaning
        assert meaning.quantity is not None
        assert meaning.basis is not None
        cells = [self.sheet.at(row, heading.index) for row in body]
        figures = [figure for cell in cells if isinstance(figure := read_figure(cell), Figure)]
        column = PublishedColumn(
            heading.index,
            heading.shown,
            meaning.quantity,
            meaning.basis,
            meaning.is_rate,
            meaning.unit,
            meaning.scale,
            cell=heading.cell,
        )
        factor = self._factor(column, figures)
        values = [figure.value * self._scale(column, figure, factor) for figure in figures]
        shown = [decimals_of(value) for value in values]
        return replace(column, decimals=max(shown, default=0), scale=column.scale * factor)

    def _factor(self, column: PublishedColumn, figures: list[Figure]) -> Decimal:
        """Return what bare numbers of a rate are multiplied by: 0.948 is 94.8 %.

        With a per cent sign in the head or in the cells there is nothing to decide.
        """
        bare = [f.value for f in figures if not f.percent and not f.full]
        signed = any(figure.percent for figure in figures)
        if not column.is_rate or "%" in plain(column.header) or not bare:
            return Decimal(1)
        if signed or max(bare) > _PERCENTS_BEGIN:
            shown = [decimals_of(value) for value in bare if value > 1]
            self.finest[column.index] = -1 if signed else max(shown)
            if not signed and max(bare) < _PLAINLY_PERCENTS:
                message = f"“{column.header}”列没有百分号，数都小于 10，按百分数读取（2.5 即 2.5%），请核对。"
                self._warn("rank_table.percents", message, column.cell)
            return Decimal(1)
        if max(bare) > 0:
            message = f"“{column.header}”列没有百分号，数都不大于 2，按小数读取（0.948 即 94.8%）。"
            self._warn("rank_table.fractions", message, column.cell)
        return Decimal(100)

    def _reads_two_ways(self, figure: Figure, column: PublishedColumn) -> bool:
        """Say whether a bare 0.81 stands among per cents: 0.81 % or 81 %, the cell does not say."""
        finest = self.finest.get(column.index)
        if finest is None or figure.percent:
            return False
        return 0 < figure.value <= 1 and decimals_of(figure.value) > finest

    def _scale(self, column: PublishedColumn, figure: Figure, factor: Decimal) -> Decimal:
        """Return what a figure is multiplied by to stand in its column's unit."""
        if column.is_rate:
            return Decimal(1) if figure.percent else factor
        stated = unit_scale(figure.unit) if figure.unit else None
        return Decimal(stated) / column.scale if stated else Decimal(1)

    def _rows(
        self,
        block: Block,
        mine: list[PublishedColumn],
        columns: tuple[PublishedColumn, ...],
        body: Iterable[int],
    ) -> list[PublishedRow]:
        rows = []
        for row in body:
            label = "".join(self._label(row, block).split())
            figures = {
                shared.index: cell
                for column, shared in zip(mine, columns, strict=False)
                if (cell := self._cell(row, column)) is not None
            }
            place = cell_name(row, block.region)
            rows.append(PublishedRow(label.rstrip(":："), _kind(label), place, figures))
        return rows

    def _cell(self, row: int, column: PublishedColumn) -> PublishedCell | None:
        raw = self.sheet.at(row, column.index)
        figure = read_figure(raw)
        where = cell_name(row, column.index)
        if figure is Absent.MISSING:
            return None
        if isinstance(figure, Absent) or (figure.percent and not column.is_rate):
            self._refuse_cell(raw, column, where)
            return None
        if figure.full:
            return PublishedCell(None, raw.text.strip(), where) if column.is_rate else None
        if self._reads_two_ways(figure, column):
            self._refuse_two_ways(raw, column, where)
            return None
        factor = column.scale if column.is_rate else Decimal(1)
        value = figure.value * self._scale(column, figure, factor)
        if not column.is_rate and column.basis in _WHOLE and value * column.scale % 1:
            message = f"“{column.header}”列读到“{raw.text.strip()}”，应为整数，没有小数，请核对。已照此计算。"
            self._warn("rank_table.not_whole", message, where)
        return PublishedCell(value, raw.text.strip(), where)

    def _refuse_cell(self, raw: RawCell, column: PublishedColumn, where: str) -> None:
        example = "94.8%" if column.is_rate else "105"
        self._warn(
            "rank_table.not_a_number",
            f"“{column.header}”列读到“{quoted(raw.text)}”，应为一个数，例如 {example}。"
            "没有采用，按空白处理；请改正后重试。",
            where,
        )

    def _refuse_two_ways(self, raw: RawCell, column: PublishedColumn, where: str) -> None:
        read = raw.text.strip()
        self._warn(
            "rank_table.two_readings",
            f"“{column.header}”列读到“{read}”，而同列其余各格是百分数：可以是 {read}%，也可以是小数写法，"
            "不能断定。没有采用，按空白处理；请写上百分号后重试。",
            where,
        )

    def _warn(self, code: str, message: str, cell: str) -> None:
        place = Place(self.document, self.sheet.name, cell)
        self.findings.append(Finding(code, message, Weight.WARNS, place))


def _together(
    columns: tuple[PublishedColumn, ...], mine: list[PublishedColumn]
) -> tuple[PublishedColumn, ...]:
    """Return the columns of all halves: those of the first, with the most decimals of any."""
    if not columns:
        return tuple(mine)
    more = dict(enumerate(column.decimals for column in mine))
    return tuple(
        replace(column, decimals=max(column.decimals, more.get(n, 0)))
        for n, column in enumerate(columns)
    )


def _kind(label: str) -> RowKind:
    text = plain(label).rstrip(":")
    if _TOTAL.fullmatch(text):
        return RowKind.TOTAL
    return RowKind.SUBTOTAL if _SUBTOTAL.fullmatch(text) else RowKind.REGION
