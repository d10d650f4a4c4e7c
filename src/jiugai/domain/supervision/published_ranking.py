"""Ranks a table as an office publishes it (公布表排名): no database, no facts, only what it shows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from jiugai.domain.findings import Finding, Place, blocking
from jiugai.domain.quantities import round_half_up
from jiugai.domain.registry.characters import fold, modern
from jiugai.domain.reporting.indicators import Measure, Quantity
from jiugai.domain.supervision.published import (
    BASIS_WORDS,
    PublishedRow,
    PublishedTable,
    RowKind,
    TableBasis,
)
from jiugai.domain.supervision.published_checks import (
    RateOf,
    check_rates,
    check_regions,
    check_totals,
    warning,
    with_total_found,
)
from jiugai.domain.supervision.published_shares import Columns, Told, amount, decimal_text, told
from jiugai.domain.supervision.ranking import Contender, Method, Ranked, rank
from jiugai.domain.supervision.shares import Share

FULL_WORDS = {
    Quantity.STARTED: "全部开工",
    Quantity.COMPLETED: "全部完工",
    Quantity.ACCEPTED: "全部竣工",
    Quantity.INVESTED: "全部完成",
    Quantity.RECEIVED: "全部到位",
    Quantity.PAID: "全部拨付",
}
QUANTITY_WORDS = {
    Quantity.PLANNED: "计划",
    Quantity.STARTED: "开工",
    Quantity.COMPLETED: "完工",
    Quantity.ACCEPTED: "竣工",
    Quantity.INVESTED: "完成投资",
    Quantity.RECEIVED: "到位资金",
    Quantity.PAID: "拨付资金",
}


@dataclass(frozen=True, slots=True)
class RankedRegion:
    """One region in its place (名次). Counts in base units; ``rate`` as a decimal share."""

    rank: int | None
    region: str
    denominator: Fraction | None
    numerator: Fraction | None
    rate: str | None
    shown: str


@dataclass(frozen=True, slots=True)
class RankedTotal:
    """All regions together (合计): sums where every region tells, else what the table states."""

    denominator: Fraction | None = None
    numerator: Fraction | None = None
    rate: str | None = None


@dataclass(frozen=True, slots=True)
class RankedTable:
    """What a published table was made into (排名表); without rows if it was refused."""

    measure: Measure
    basis: TableBasis
    method: Method
    rows: tuple[RankedRegion, ...] = ()
    total: RankedTotal = field(default_factory=RankedTotal)
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        return bool(blocking(self.findings))

    @property
    def measure_words(self) -> str:
        """Return the measure as it is named beside every rank: 开工率（按小区）."""
        return f"{self.measure.title}（{BASIS_WORDS[self.basis]}）"


def rank_published(
    table: PublishedTable,
    measures: Mapping[str, Measure],
    method: Method,
    *,
    basis: TableBasis | None = None,
    full_words: bool = False,
) -> RankedTable:
    """Rank a table by a measure, check what it states, and tell every doubt.

    :param measures: the measures in force by code; ``method.measure`` is one of them.
    :param basis: on which basis, or None for the first that the table has.
    :param full_words: print 全部开工 instead of a rate of 100 % or more.
    """
    measure = measures[method.measure]
    found = _basis(table, measure, basis)
    method = replace(method, basis=(found or basis or TableBasis.UNNAMED).value)
    refused = RankedTable(measure, TableBasis(method.basis), method, findings=table.findings)
    if blocking(table.findings):
        return refused
    if found is None:
        return replace(refused, findings=(*table.findings, _no_columns(table, measure, basis)))
    keys = _Keys(table, measures, measure, found)
    second = keys.named(method.second_key) if method.second_key else None
    if method.second_key and second is None:
        return replace(refused, findings=(*table.findings, _no_key(table, method.second_key)))
    return _ranked(with_total_found(table), measures, keys, second, method, full_words=full_words)


def _ranked(
    table: PublishedTable,
    measures: Mapping[str, Measure],
    keys: "_Keys",
    second: "Key | None",
    method: Method,
    *,
    full_words: bool,
) -> RankedTable:
    columns = keys.columns
    saying = {row.cell: told(row, columns) for row in table.regions}
    rows = {row.cell: row for row in table.regions}
    contenders = [
        Contender(row.cell, saying[row.cell].share, second(row) if second else None)
        for row in table.regions
    ]
    ranking = rank(contenders, method)
    regions = tuple(
        _region(row, rows[row.contender.region], saying, keys.measure, full_words)
        for row in ranking.rows
    )
    rates = (RateOf(q, Columns.of(table, q, d, b)) for q, d, b in keys.all_rates(measures.values()))
    findings = (
        *table.findings,
        *check_regions(table),
        *check_totals(table),
        *check_rates(table, rates),
        *_doubts(table, ranking.rows, rows, method),
    )
    total = _total(table, columns)
    return RankedTable(keys.measure, keys.basis, method, regions, total, findings)


def _region(
    ranked: Ranked,
    row: PublishedRow,
    saying: Mapping[str, Told],
    measure: Measure,
    full_words: bool,
) -> RankedRegion:
    said = saying[row.cell]
    shown = ranked.shown
    if said.share and said.share.value is None:
        shown = said.words
    elif full_words and said.share and said.share.low >= 1:
        shown = FULL_WORDS[measure.numerator]
    return RankedRegion(ranked.rank, row.region, said.denominator, said.numerator, said.text, shown)


# --- Columns and keys -------------------------------------------------------------

Key = Callable[[PublishedRow], Share | None]


def _basis(table: PublishedTable, measure: Measure, wanted: TableBasis | None) -> TableBasis | None:
    """Return the basis to rank on: the one asked for, or the first that the table can serve."""
    for basis in (wanted,) if wanted else TableBasis:
        if Columns.of(table, measure.numerator, measure.denominator, basis).suffice:
            return basis
    return None


class _Keys:
    """What a table can be sorted by (排序依据)."""

    def __init__(
        self,
        table: PublishedTable,
        measures: Mapping[str, Measure],
        measure: Measure,
        basis: TableBasis,
    ) -> None:
        self.table = table
        self.measures = measures
        self.measure = measure
        self.basis = basis
        self.columns = Columns.of(table, measure.numerator, measure.denominator, basis)

    def all_rates(self, measures: Iterable[Measure]) -> list[tuple[Quantity, Quantity, TableBasis]]:
        return [(m.numerator, m.denominator, basis) for m in measures for basis in TableBasis]

    def named(self, name: str) -> Key | None:
        """Return the key of a name: a heading of the table, or a word such as ``investment_rate``."""
        return self._by_code(name.strip()) or self._by_heading(name)

    def _by_code(self, name: str) -> Key | None:
        if name in self.measures:
            measure = self.measures[name]
            basis = _basis(self.table, measure, None)
            return self._rate(measure.numerator, measure.denominator, basis) if basis else None
        for basis in TableBasis:
            if name == f"{basis}_rate":
                return self._rate(self.measure.numerator, self.measure.denominator, basis)
            for quantity in Quantity:
                if name in (f"{quantity}_{basis}", f"{basis}_{quantity}"):
                    return self._count(quantity, (basis,))
        for quantity in Quantity:
            if name == quantity:
                return self._count(quantity, (self.basis, *TableBasis))
        return None

    def _by_heading(self, name: str) -> Key | None:
        """Return the key of the one column whose heading is, or else holds, the name."""
        wanted = _compact(name)
        headings = [(column, _compact(column.header)) for column in self.table.columns]
        exact = [column for column, text in headings if text == wanted]
        found = exact or [column for column, text in headings if wanted and wanted in text]
        if len(found) != 1:
            return None
        column = found[0]
        if not column.is_rate:
            return self._count(column.quantity, (column.basis,))
        base = next(
            (m.denominator for m in self.measures.values() if m.numerator is column.quantity),
            Quantity.PLANNED,
        )
        return self._rate(column.quantity, base, column.basis)

    def _rate(self, top: Quantity, base: Quantity, basis: TableBasis) -> Key | None:
        columns = Columns.of(self.table, top, base, basis)
        return (lambda row: told(row, columns).share) if columns.suffice else None

    def _count(self, quantity: Quantity, bases: Sequence[TableBasis]) -> Key | None:
        columns = (self.table.column(quantity, basis) for basis in bases)
        column = next((found for found in columns if found), None)
        if column is None:
            return None

        def count(row: PublishedRow) -> Share | None:
            value = amount(row, column)
            return None if value is None else Share.exact(value)

        return count


def _compact(text: str) -> str:
    """Return a heading as it is compared, whatever brackets and spaces it is written with."""
    return "".join(modern(fold(text)).split()).lower()


# --- What is told ------------------------------------------------------------------


def _no_columns(table: PublishedTable, measure: Measure, wanted: TableBasis | None) -> Finding:
    on = f"按“{BASIS_WORDS[wanted]}”的" if wanted else ""
    top, base = QUANTITY_WORDS[measure.numerator], QUANTITY_WORDS[measure.denominator]
    return Finding(
        "rank_table.no_columns",
        f"表中没有{on}{measure.title}，也没有能算出它的两列（{base}和{top}）。认得的列有：{_headings(table)}。"
        "请补上这些列，或换一个指标；本次没有排名。",
        place=Place(table.document, table.sheet),
    )


def _no_key(table: PublishedTable, name: str) -> Finding:
    return Finding(
        "rank_table.no_second_key",
        f"表中没有第二排序列“{name}”，或有不止一列像它。认得的列有：{_headings(table)}。"
        "请照表头原样写，例如“投资完成率”；本次没有排名。",
        place=Place(table.document, table.sheet),
    )


def _headings(table: PublishedTable) -> str:
    return "、".join(f"“{column.header}”" for column in table.columns) or "无"


def _doubts(
    table: PublishedTable,
    ranked: Sequence[Ranked],
    rows: Mapping[str, PublishedRow],
    method: Method,
) -> list[Finding]:
    """Return what the ranking could not tell or show: no rate, digits that are not there."""
    found = []
    for row in ranked:
        if row.rank is None:
            region = rows[row.contender.region]
            message = f"“{region.region}”没有率，也没有能算出率的两数，列在最后，没有名次。"
            found.append(warning(table, "no_rate", message, region.cell))
    having = [(row, row.contender.share) for row in ranked if row.contender.share]
    fewer = [row for row, share in having if _lacks_digits(share, method.decimals)]
    if fewer:
        message = (
            f"要求保留 {method.decimals} 位小数，而“{rows[fewer[0].contender.region].region}”等"
            f" {len(fewer)} 行只公布了较少的位数，又没有计划数可算，按公布的位数显示。"
        )
        found.append(warning(table, "fewer_digits", message))
    twice = [row for row, share in having if _rounds_twice(share, method.decimals)]
    if twice:
        names = "、".join(rows[row.contender.region].region for row in twice[:6])
        message = (
            f"{names} 的率由公布值再次四舍五入到 {method.decimals} 位，"
            "末位可能与按原数计算的差 1；名次不受影响。"
        )
        found.append(warning(table, "rounded_twice", message))
    return found


def _lacks_digits(share: Share, decimals: int) -> bool:
    return share.decimals is not None and share.decimals < decimals


def _rounds_twice(share: Share, decimals: int) -> bool:
    """Say whether the printed rate lies where its own rounding decides the next."""
    if share.value is None or share.decimals is None or share.decimals <= decimals:
        return False
    return round_half_up(share.low * 100, decimals) != round_half_up(share.value * 100, decimals)


def _total(table: PublishedTable, columns: Columns) -> RankedTotal:
    """Return the total: sums of what every region tells, else what the total row states."""
    stated = next((row for row in table.rows if row.kind is RowKind.TOTAL), None)
    said = told(stated, columns) if stated else Told(None, None, None)
    numerator = _sum([amount(row, columns.numerator) for row in table.regions], said.numerator)
    denominator = _sum(
        [amount(row, columns.denominator) for row in table.regions], said.denominator
    )
    rate = said.text
    if numerator is not None and denominator:
        same = (numerator, denominator) == (said.numerator, said.denominator)
        rate = rate if same and rate else decimal_text(numerator / denominator)
    return RankedTotal(denominator, numerator, rate)


def _sum(amounts: Sequence[Fraction | None], stated: Fraction | None) -> Fraction | None:
    known = [value for value in amounts if value is not None]
    return sum(known, Fraction(0)) if known and len(known) == len(amounts) else stated
