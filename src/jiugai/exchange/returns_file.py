"""Reads a file of returns (月报逐月数读取): one row for each project and month, as .csv.

Lenient about how the head is written and in which encoding, strict about what the cells say: whatever
cannot be read for certain is told with its cell, all at once, and then nothing is checked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiugai.domain.calendar import Month
from jiugai.domain.findings import Finding, Place, Weight, blocking
from jiugai.domain.registry.characters import fold, quoted
from jiugai.domain.reporting.checks.series import POINT, ProjectReturn, ProjectSeries
from jiugai.exchange.plain_csv import PlainRow, PlainTable, read_plain
from jiugai.exchange.returns_columns import (
    COLUMNS,
    KEYS,
    ReturnsColumn,
    Unread,
    Value,
    by_heading,
    heading,
)

MOST_FINDINGS = 200
_TOTALS = frozenset({"合计", "总计", "小计", "共计", "全市合计", "全市"})
_NOT_CHECKED = "本次没有核验。"
_FEWEST_SHARES = 5


@dataclass(frozen=True, slots=True)
class ReturnsFile:
    """What a file of returns says (月报逐月数).

    Attributes:
      series: by county and project in the order of the file; empty if the file is refused.
      missing: columns that the file does not have.
    """

    document: str
    series: tuple[ProjectSeries, ...] = ()
    missing: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_returns(content: bytes, document: str) -> ReturnsFile:
    """Read a file of returns; never raises for what is in it.

    A file with a blocking finding gives no series.
    """
    table = read_plain(content, document)
    if isinstance(table, Finding):
        return ReturnsFile(document, findings=(table,))
    return _Reader(table).read()


@dataclass(frozen=True, slots=True)
class _Row:
    written: PlainRow
    values: dict[str, Value]

    @property
    def key(self) -> tuple[str, str, Month]:
        county, project, month = (self.values[name] for name in KEYS)
        assert isinstance(county, str)
        assert isinstance(project, str)
        assert isinstance(month, Month)
        return county, project, month


class _Reader:
    """Reads one table; gathers what is wrong with it."""

    def __init__(self, table: PlainTable) -> None:
        self._table = table
        self._findings: list[Finding] = []
        self._rounded: dict[str, tuple[int, Place]] = {}

    def read(self) -> ReturnsFile:
        columns = self._columns()
        told = {column.code for column in columns.values()}
        missing = tuple(column.code for column in COLUMNS if column.code not in told)
        if not self._has_enough(missing):
            return self._file((), missing)
        read = self._unique(list(self._read_rows(columns)))
        self._tell_missing(missing)
        self._tell_rounded()
        self._check_shares(read)
        return self._file(_series(read), missing)

    def _columns(self) -> dict[int, ReturnsColumn]:
        known, found = by_heading(), dict[int, ReturnsColumn]()
        for index, text in enumerate(self._table.heads):
            said = heading(text)
            column = known.get(said.whole) or known.get(said.bare)
            unit = "" if said.whole in known else said.unit
            if column is None and said.whole:
                message = f"“{quoted(text)}”列不认得，没有读取，核验不用它。"
                self._tell("check_returns.unknown_column", message, Weight.WARNS, self._head(index))
            elif column and unit and unit not in column.units:
                self._tell_unit(column, text, unit, index)
            elif column in found.values():
                message = f"“{quoted(text)}”与前面一列说的是同一项，请只留一列。{_NOT_CHECKED}"
                self._tell("check_returns.column_twice", message, Weight.BLOCKS, self._head(index))
            elif column:
                found[index] = column
        return found

    def _tell_unit(self, column: ReturnsColumn, text: str, unit: str, index: int) -> None:
        if column.units:
            expected = f"应为{column.units[0]}，例如“{column.word}（{column.units[0]}）”"
        else:
            expected = f"这一列没有单位，应写“{column.word}”"
        message = (
            f"“{quoted(text)}”列的单位写的是“{quoted(unit)}”，{expected}；"
            f"没有替您换算，请换算后重试。{_NOT_CHECKED}"
        )
        self._tell("check_returns.head_unit", message, Weight.BLOCKS, self._head(index))

    def _head(self, index: int) -> Place:
        return self._table.place(PlainRow(1, ()), index)

    def _has_enough(self, missing: Sequence[str]) -> bool:
        lacking = [name for name in KEYS if name in missing]
        if not lacking and len(missing) < len(COLUMNS) - len(KEYS):
            return True
        shown = "、".join(quoted(head, 12) for head in self._table.heads[:15] if head)
        expected = "、".join(column.code for column in COLUMNS)
        message = (
            f"表头里没有{'、'.join(lacking or ['progress_pct'])}列，读到的是：{shown or '空'}；"
            f"应有：{expected}（中文列名如“县区”“项目”“月份”“形象进度”也可以）。"
            f"请改好表头后重试。{_NOT_CHECKED}"
        )
        self._tell("check_returns.no_column", message, Weight.BLOCKS, self._head(0))
        return False

    def _read_rows(self, columns: dict[int, ReturnsColumn]) -> Iterator[_Row]:
        width = len(self._table.heads)
        names = [index for index, column in columns.items() if column.code in KEYS[:2]]
        for row in self._table.rows:
            place = self._table.place(row, 0)
            if any(fold(row.at(index)) in _TOTALS for index in names):
                self._tell(
                    "check_returns.total_row", "合计行不是项目，没有核验。", Weight.WARNS, place
                )
            elif any(text.strip() for text in row.cells[width:]):
                message = (
                    f"这一行比表头多出一格“{quoted(row.at(width))}”，多半是数里的逗号没有加引号；"
                    f"请去掉千分位逗号后重试。{_NOT_CHECKED}"
                )
                where = self._table.place(row, width)
                self._tell("check_returns.row_too_long", message, Weight.BLOCKS, where)
            elif (read := self._read_row(row, columns)) is not None:
                yield read

    def _read_row(self, row: PlainRow, columns: dict[int, ReturnsColumn]) -> _Row | None:
        values: dict[str, Value] = {}
        for index, column in columns.items():
            text, place = row.at(index), self._table.place(row, index)
            try:
                cell = column.read(text)
            except Unread as unread:
                said = f"读到“{quoted(text)}”" if text else "是空的"
                message = f"{column.word}{said}，{unread}。请改正后重试。{_NOT_CHECKED}"
                self._tell("check_returns.bad_value", message, Weight.BLOCKS, place)
                continue
            values[column.code] = cell.value
            if cell.rounded:
                times, first = self._rounded.get(column.code, (0, place))
                self._rounded[column.code] = times + 1, first
        return _Row(row, values) if all(name in values for name in KEYS) else None

    def _unique(self, rows: Sequence[_Row]) -> list[_Row]:
        """Return one row for each project and month."""
        first: dict[tuple[str, str, Month], _Row] = {}
        for row in rows:
            earlier = first.setdefault(row.key, row)
            if earlier is row:
                continue
            county, project, month = row.key
            place = self._table.place(row.written, 0)
            where = f"{county}“{project}”{month} 在第 {earlier.written.line} 行已经有了"
            if earlier.values == row.values:
                self._tell(
                    "check_returns.same_row", f"{where}，两行相同，只算一次。", Weight.WARNS, place
                )
            else:
                message = f"{where}，两行的数不同，请只留一行。{_NOT_CHECKED}"
                self._tell("check_returns.two_rows", message, Weight.BLOCKS, place)
        return list(first.values())

    def _check_shares(self, rows: Sequence[_Row]) -> None:
        """Refuse progress that was written as a share of one: 0.35 may be 35 % and may be 0.35 %."""
        told = [row.values.get("progress_pct") for row in rows]
        grown = [value for value in told if isinstance(value, int) and value > 0]
        if len(grown) < _FEWEST_SHARES or max(grown) > POINT or min(grown) == POINT:
            return
        message = (
            "形象进度全都在 0—1 之间，像是写成了小数；应为百分数，例如 35 表示 35%。"
            f"没有替您换算，请乘以 100 后重试。{_NOT_CHECKED}"
        )
        self._tell(
            "check_returns.progress_as_share", message, Weight.BLOCKS, Place(self._table.document)
        )

    def _tell_rounded(self) -> None:
        for column in COLUMNS:
            if column.code in self._rounded:
                times, place = self._rounded[column.code]
                kept = "分" if column.units == ("元",) else "0.01 个百分点"
                message = f"{column.word}有 {times} 格比{kept}还细，四舍五入到{kept}来核验。"
                self._tell("check_returns.rounded", message, Weight.WARNS, place)

    def _tell_missing(self, missing: Sequence[str]) -> None:
        if missing:
            words = "、".join(column.word for column in COLUMNS if column.code in missing)
            message = f"文件没有{words}列，要用它们的核验项不适用。"
            place = Place(self._table.document)
            self._tell("check_returns.missing_columns", message, Weight.WARNS, place)

    def _tell(self, code: str, message: str, weight: Weight, place: Place) -> None:
        self._findings.append(Finding(code, message, weight, place))

    def _file(self, series: tuple[ProjectSeries, ...], missing: tuple[str, ...]) -> ReturnsFile:
        refused = bool(blocking(self._findings))
        # Those that block come first, so that none of them is lost among remarks.
        told = sorted(self._findings, key=lambda found: found.weight is not Weight.BLOCKS)
        left = len(told) - MOST_FINDINGS
        if left > 0:
            del told[MOST_FINDINGS:]
            message = f"还有 {left} 处没有列出，改好以上各处后重试即可看到。"
            place = Place(self._table.document)
            told.append(Finding("check_returns.and_more", message, Weight.WARNS, place))
        document = self._table.document
        return ReturnsFile(document, () if refused else series, missing, tuple(told))


def _series(rows: Sequence[_Row]) -> tuple[ProjectSeries, ...]:
    grouped: dict[tuple[str, str], list[ProjectReturn]] = {}
    for row in rows:
        county, project, _ = row.key
        grouped.setdefault((county, project), []).append(_return(row))
    return tuple(
        ProjectSeries(county, project, tuple(sorted(returns, key=lambda found: found.month)))
        for (county, project), returns in grouped.items()
    )


def _return(row: _Row) -> ProjectReturn:
    def told(name: str) -> int | None:
        value = row.values.get(name)
        return value if isinstance(value, int) else None

    return ProjectReturn(
        month=row.key[2],
        planned_households=told("planned_households"),
        started=told("started"),
        completed=told("completed"),
        households_done=told("households_done"),
        progress=told("progress_pct"),
        invested_fen=told("investment_yuan"),
        paid_fen=told("paid_yuan"),
        photos=told("photos"),
        complaints=told("complaints"),
        stopped=bool(row.values.get("stopped")),
    )
