"""Results to be scored (考核结果表): one row for a unit and a part of the year, read by a scheme.

What is not one plain figure of the kind that the scheme asks for counts as missing and is told. A
rate without a per cent sign is per cent, unless the whole column looks like fractions: then the
table is refused, for 0.95 may be either.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from jiugai.domain.findings import Finding, Place, Weight, blocking
from jiugai.domain.quantities import percent
from jiugai.domain.registry.characters import fold, quoted, says_nothing
from jiugai.domain.supervision.scoring import ItemResult, ResultSheet
from jiugai.domain.supervision.scoring_scheme import Criterion, Marking, Scheme
from jiugai.exchange.plain_csv import PlainRow, PlainTable, read_plain
from jiugai.exchange.published_cells import Figure, read_figure, unit_scale
from jiugai.exchange.published_sheets import RawCell

UNITS = (
    "unit", "county", "region", "单位", "被考核单位", "考核单位", "考核对象", "县区", "县(区)", "县(市、区)",
    "县(市,区)", "地区", "市", "设区市", "市(州)", "市州", "名称",
)  # fmt: skip
PARTS = ("period", "part", "sheet", "考核期", "期", "期次", "季度", "时段")
TOTALS = ("total", "score", "总分", "得分", "总得分", "合计得分", "综合得分", "考核得分")
_DONE = frozenset({"是", "已完成", "完成", "有", "√", "✓", "✔", "1", "yes", "y", "true", "达标"})
_NOT_DONE = frozenset(
    {"否", "未完成", "没有", "×", "✗", "0", "no", "n", "false", "不达标", "未达标"}
)


@dataclass(frozen=True, slots=True)
class Results:
    """What a table of results says (考核结果). With a blocking finding there are no sheets."""

    document: str
    sheets: tuple[ResultSheet, ...]
    findings: tuple[Finding, ...]


def read_results(content: bytes, document: str, scheme: Scheme) -> Results:
    """Read a table of results by a scheme; never raises for what is in the file."""
    table = read_plain(content, document)
    if isinstance(table, Finding):
        return Results(document, (), (table,))
    return results_of(table, scheme)


def results_of(table: PlainTable, scheme: Scheme) -> Results:
    """Return what a table that was read says of each unit; never raises for what is in it."""
    return _Reader(table, scheme).read()


class _Reader:
    """Reads one table."""

    def __init__(self, table: PlainTable, scheme: Scheme) -> None:
        self.table = table
        self.scheme = scheme
        self.findings: list[Finding] = [*table.twice()]
        self.unit = table.column(UNITS)
        self.part = table.column((*PARTS,)) if scheme.assessments else None
        self.total = table.column(TOTALS)
        self.columns = {c.code: self._columns(c) for c in scheme.criteria}

    def read(self) -> Results:
        """Return the sheets, or none with what is wrong."""
        self._check_heads()
        self._check_fractions()
        sheets: list[ResultSheet] = []
        seen: dict[tuple[str, str], int] = {}
        for row in self.table.rows if not blocking(self.findings) else ():
            sheet = self._sheet(row)
            if sheet is None:
                continue
            key = (sheet.unit, sheet.part)
            if key in seen:
                self._block("scoring.same_twice", self._said_twice(row, sheet, seen[key]), row, 0)
            seen.setdefault(key, row.line)
            sheets.append(sheet)
        used = [self.unit, self.part, self.total, *(n for c in self.columns.values() for n in c)]
        self.findings += self.table.unused(n for n in used if n is not None)
        if blocking(self.findings):
            sheets = []
        return Results(self.table.document, tuple(sheets), tuple(self.findings))

    def _columns(self, criterion: Criterion) -> tuple[int, ...]:
        own = self.table.column(criterion.headings)
        if own is not None:
            return (own,)
        if not criterion.numerator:
            return ()
        both = (
            self.table.column((criterion.numerator,)),
            self.table.column((criterion.denominator,)),
        )
        return tuple(n for n in both if n is not None) if None not in both else ()

    def _check_heads(self) -> None:
        if self.unit is None:
            self._refuse("scoring.no_unit", "没有找到写单位的列，请加一列“县区”。")
        if self.scheme.assessments and self.part is None:
            said = "、".join(self.scheme.sheets)
            self._refuse(
                "scoring.no_part", f"办法分期考核，表里却没有“考核期”列；该列应写：{said}。"
            )
        missing = [c for c in self.scheme.criteria if not self.columns[c.code]]
        if self._only_total(missing):
            return
        for criterion in missing:
            shares = f"，或“{criterion.numerator}”“{criterion.denominator}”两列"
            self._refuse(
                "scoring.no_column",
                f"没有找到“{criterion.word}”列{shares if criterion.numerator else ''}，办法要按它评分。"
                f"表头可写 {criterion.code} 或 {criterion.word}。",
            )

    def _only_total(self, missing: list[Criterion]) -> bool:
        """Say whether the table gives the scores themselves and none of their items."""
        return (
            self.scheme.takes_total
            and self.total is not None
            and len(missing) == len(self.scheme.criteria)
        )

    def _check_fractions(self) -> None:
        for criterion in self.scheme.criteria:
            columns = self.columns[criterion.code]
            if criterion.marking is not Marking.LINEAR or len(columns) != 1:
                continue
            head = self.table.heads[columns[0]]
            read = [read_figure(RawCell(row.at(columns[0]))) for row in self.table.rows]
            figures = [figure for figure in read if isinstance(figure, Figure)]
            if "%" in head or any(figure.percent or figure.full for figure in figures):
                continue
            if 0 < max((figure.value for figure in figures), default=0) <= 1:
                self._refuse(
                    "scoring.fractions",
                    f"“{criterion.word}”列没有百分号，数都不大于 1，分不清 0.95 是 95% 还是 0.95%。"
                    "请把百分号写上，例如 95%。",
                )

    def _sheet(self, row: PlainRow) -> ResultSheet | None:
        assert self.unit is not None
        unit = fold(row.at(self.unit))
        if not unit:
            self._warn("scoring.no_name", "这一行没有写单位，没有评分。", row, self.unit)
            return None
        part = "" if self.part is None else fold(row.at(self.part))
        if part not in self.scheme.sheets and self.part is not None:
            said = "、".join(self.scheme.sheets)
            self._warn(
                "scoring.unknown_part",
                f"{unit}的考核期读到“{quoted(part)}”，应为：{said}。这一行没有评分。",
                row,
                self.part,
            )
            return None
        results = {
            criterion.code: found
            for criterion in self.scheme.criteria
            if (found := self._result(row, criterion)) is not None
        }
        return ResultSheet(unit, part, results, self._stated_total(row))

    def _result(self, row: PlainRow, criterion: Criterion) -> ItemResult | None:
        columns = self.columns[criterion.code]
        if len(columns) == 2:
            return self._share(row, criterion, columns)
        if not columns or says_nothing(row.at(columns[0])):
            return None
        typed = fold(row.at(columns[0]))
        if criterion.marking is Marking.BINARY:
            return self._done(row, criterion, columns[0])
        figure = read_figure(RawCell(typed.removesuffix(_MEASURE_WORDS[criterion.marking])))
        if not isinstance(figure, Figure) or not _fits(figure, criterion.marking):
            self._odd(row, criterion, columns[0])
            return None
        value = Fraction(100) if figure.full else Fraction(figure.value)
        return ItemResult(value, typed)

    def _share(
        self, row: PlainRow, criterion: Criterion, columns: tuple[int, ...]
    ) -> ItemResult | None:
        counts = [read_figure(RawCell(row.at(n))) for n in columns]
        for figure, column in zip(counts, columns, strict=True):
            if not isinstance(figure, Figure) or figure.percent or figure.full:
                if not says_nothing(row.at(column)):
                    self._odd(row, criterion, column)
                return None
        above, below = (
            Fraction(figure.value) * (unit_scale(figure.unit) or 1)
            for figure in counts
            if isinstance(figure, Figure)
        )
        if not below:
            self._warn(
                "scoring.nothing_planned",
                f"{fold(row.at(self.unit or 0))}“{criterion.denominator}”为 0，算不出“{criterion.word}”，没有计分。",
                row,
                columns[1],
            )
            return None
        shown = (
            f"{fold(row.at(columns[0]))}/{fold(row.at(columns[1]))}（{percent(above / below, 2)}）"
        )
        counted_of = below.numerator if below.denominator == 1 else None
        return ItemResult(above / below * 100, shown, counted_of)

    def _done(self, row: PlainRow, criterion: Criterion, column: int) -> ItemResult | None:
        typed = fold(row.at(column)).lower()
        if typed in _DONE or typed in _NOT_DONE:
            return ItemResult(Fraction(int(typed in _DONE)), fold(row.at(column)))
        self._odd(row, criterion, column)
        return None

    def _stated_total(self, row: PlainRow) -> Fraction | None:
        if self.total is None or says_nothing(row.at(self.total)):
            return None
        figure = read_figure(RawCell(fold(row.at(self.total)).removesuffix("分")))
        if isinstance(figure, Figure) and not figure.percent and not figure.full:
            return Fraction(figure.value)
        message = f"总分读到“{quoted(row.at(self.total))}”，应为一个数，例如 92.5。没有采用。"
        self._warn("scoring.not_a_figure", message, row, self.total)
        return None

    def _odd(self, row: PlainRow, criterion: Criterion, column: int) -> None:
        example = _EXAMPLES[criterion.marking]
        unit = fold(row.at(self.unit or 0))
        message = f"{unit}“{criterion.word}”读到“{quoted(row.at(column))}”，应为{example}。没有计分，请改正。"
        self._warn("scoring.not_a_figure", message, row, column)

    def _said_twice(self, row: PlainRow, sheet: ResultSheet, line: int) -> str:
        where = f"“{sheet.part}”" if sheet.part else ""
        return f"{sheet.unit}{where}在第 {line} 行已有一行，第 {row.line} 行又有一行，分不清以哪行为准。请删去一行，本次没有评分。"

    def _refuse(self, code: str, message: str) -> None:
        place = Place(self.table.document)
        self.findings.append(Finding(code, f"{message}本次没有评分。", place=place))

    def _block(self, code: str, message: str, row: PlainRow, column: int) -> None:
        place = self.table.place(row, column)
        self.findings.append(Finding(code, message, place=place))

    def _warn(self, code: str, message: str, row: PlainRow, column: int) -> None:
        place = self.table.place(row, column)
        self.findings.append(Finding(code, message, Weight.WARNS, place))


_EXAMPLES: Mapping[Marking, str] = {
    Marking.LINEAR: "百分率，例如 95.5%",
    Marking.BINARY: "“是”或“否”",
    Marking.EACH: "次数，例如 2",
    Marking.GIVEN: "分数，例如 8.5",
}

_MEASURE_WORDS: Mapping[Marking, str] = {
    Marking.LINEAR: "",
    Marking.BINARY: "",
    Marking.EACH: "次",
    Marking.GIVEN: "分",
}


def _fits(figure: Figure, marking: Marking) -> bool:
    """Say whether a figure is of the kind that the item asks for: a rate, a count, marks."""
    if figure.unit or (marking is not Marking.LINEAR and (figure.percent or figure.full)):
        return False
    return marking is not Marking.EACH or figure.value == figure.value.to_integral_value()
