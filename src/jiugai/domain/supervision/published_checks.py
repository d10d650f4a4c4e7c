"""Doubts about a published table (核对): totals that are not sums, rates that do not follow.

Nothing here stops a ranking; everything here is told. A difference that rounding explains is
told too, and called so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.domain.reporting.indicators import Quantity
from jiugai.domain.supervision.published import (
    PublishedColumn,
    PublishedRow,
    PublishedTable,
    RowKind,
)
from jiugai.domain.supervision.published_shares import Columns, Told, told

LEAST_SUMMED = 3  # an unnamed total is believed only over this many rows, in two columns


def warning(table: PublishedTable, code: str, message: str, cell: str = "") -> Finding:
    """Return a finding that lets the ranking go on."""
    place = Place(table.document, table.sheet, cell)
    return Finding(f"rank_table.{code}", message, Weight.WARNS, place)


def number(value: Decimal, decimals: int = 0) -> str:
    """Return a figure as people print it: ``752,393.76``."""
    places = max(decimals, -int(value.normalize().as_tuple().exponent))
    return f"{value:,.{places}f}"


# --- Totals -----------------------------------------------------------------------


def with_total_found(table: PublishedTable) -> PublishedTable:
    """Return the table with a first or last row that is plainly the sum marked as its total.

    “陕西省” above its ten cities bears no word for a total; ranked among them it would win.
    """
    if any(row.kind is not RowKind.REGION for row in table.rows):
        return table
    for place in (0, -1):
        rows = list(table.rows)
        if len(rows) < LEAST_SUMMED:
            return table
        row = rows.pop(place)
        if not _is_sum(row, rows, table.columns):
            continue
        if len(rows) < LEAST_SUMMED:
            message = (
                f"“{row.region}”一行的各列都等于其余各行之和，像是合计；行数太少，不能断定，"
                "仍按一个地区参加排名。如是合计，请在地区栏写上“合计”后重试。"
            )
            found = warning(table, "total_in_doubt", message, row.cell)
            return replace(table, findings=(*table.findings, found))
        message = f"“{row.region}”一行的各列都等于其余各行之和，按合计处理，没有参加排名。"
        marked = replace(row, kind=RowKind.TOTAL)
        rows.insert(0 if place == 0 else len(rows), marked)
        found = warning(table, "taken_as_total", message, row.cell)
        return replace(table, rows=tuple(rows), findings=(*table.findings, found))
    return table


def _is_sum(
    row: PublishedRow, others: Sequence[PublishedRow], columns: Iterable[PublishedColumn]
) -> bool:
    counts = [column for column in columns if not column.is_rate]
    agreeing = 0
    for column in counts:
        stated, (total, missing) = _figure(row, column), _sum(others, column)
        if stated is None or missing or abs(stated - total) > _tolerance(column, len(others)):
            return False
        agreeing += total > 0
    return agreeing >= 2


def check_totals(table: PublishedTable) -> list[Finding]:
    """Return a finding for each stated total that is not the sum of its rows."""
    found = []
    for place, row in enumerate(table.rows):
        if row.kind is RowKind.TOTAL:
            groups = [list(table.regions)]
        elif row.kind is RowKind.SUBTOTAL:
            groups = [_before(table.rows, place), _after(table.rows, place)]
        else:
            continue
        for column in table.columns:
            stated = _figure(row, column)
            if stated is not None and not column.is_rate:
                found += _check_total(table, row, column, stated, [g for g in groups if g])
    return found


def _before(rows: Sequence[PublishedRow], place: int) -> list[PublishedRow]:
    group: list[PublishedRow] = []
    for row in reversed(rows[:place]):
        if row.kind is not RowKind.REGION:
            break
        group.append(row)
    return group


def _after(rows: Sequence[PublishedRow], place: int) -> list[PublishedRow]:
    return _before(rows[:place:-1], len(rows) - place - 1)


def _check_total(
    table: PublishedTable,
    row: PublishedRow,
    column: PublishedColumn,
    stated: Decimal,
    groups: list[list[PublishedRow]],
) -> list[Finding]:
    sums = [(*_sum(group, column), len(group)) for group in groups]
    if not sums or any(total == stated and not missing for total, missing, _ in sums):
        return []
    total, missing, rows = min(sums, key=lambda found: abs(found[0] - stated))
    cell = row.figures[column.index].cell
    printed, added = number(stated, column.decimals), number(total, column.decimals)
    gap = f"{number(abs(stated - total), column.decimals)}{column.unit}"
    said = f"“{row.region}”行的“{column.header}”写 {printed}，各行相加为 {added}"
    if missing and total <= stated:
        message = f"{said}；其中 {missing} 行此列为空，合计无法核对。"
        return [warning(table, "total_unchecked", message, cell)]
    if abs(stated - total) <= _tolerance(column, rows):
        message = f"{said}，相差 {gap}，在各行四舍五入的误差之内。合计按各行相加计。"
        return [warning(table, "total_by_rounding", message, cell)]
    message = f"{said}，相差 {gap}，四舍五入不能解释。合计按各行相加计，请核对原表。"
    return [warning(table, "total_differs", message, cell)]


def _figure(row: PublishedRow, column: PublishedColumn) -> Decimal | None:
    cell = row.figures.get(column.index)
    return cell.value if cell else None


def _sum(rows: Iterable[PublishedRow], column: PublishedColumn) -> tuple[Decimal, int]:
    """Return the sum of a column and how many rows say nothing."""
    figures = [_figure(row, column) for row in rows]
    return sum((f for f in figures if f is not None), Decimal(0)), figures.count(None)


def _tolerance(column: PublishedColumn, rows: int) -> Decimal:
    return column.half_step * (rows + 1)


# --- Rows -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RateOf:
    """A rate that the table can be asked for (可核对的率)."""

    numerator: Quantity
    columns: Columns


def check_rates(table: PublishedTable, rates: Iterable[RateOf]) -> list[Finding]:
    """Return a finding for each printed rate that cannot come from the row's counts."""
    found = []
    for rate in rates:
        for row in table.rows:
            said = told(row, rate.columns)
            column = rate.columns.rate
            if column is None or column.index not in row.figures:
                continue
            if not said.follows:
                found.append(_does_not_follow(table, row, column, said))
            elif not _has_whole_plan(said, rate.columns):
                found.append(_no_whole_plan(table, row, column, said))
    return found


def _does_not_follow(
    table: PublishedTable, row: PublishedRow, column: PublishedColumn, said: Told
) -> Finding:
    cell = row.figures[column.index]
    assert said.share is not None
    counted = said.share.shown(max(column.decimals, 1))
    message = (
        f"“{row.region}”的“{column.header}”写“{cell.printed}”，按表中两数计算为 {counted}。"
        "排名按计算值，请核对原表。"
    )
    return warning(table, "rate_differs", message, cell.cell)


def _has_whole_plan(said: Told, columns: Columns) -> bool:
    """Say whether some whole plan makes the printed rate of a whole count."""
    top, share, column = said.numerator, said.share, columns.numerator
    if top is None or share is None or share.is_exact or column is None or column.is_rounded:
        return True
    if said.denominator is not None or share.high is None:
        return True
    if top == 0 or share.low == 0:
        return share.low == 0
    least = Fraction(top) / share.high
    return Fraction(top) / share.low >= least.__floor__() + 1


def _no_whole_plan(
    table: PublishedTable, row: PublishedRow, column: PublishedColumn, said: Told
) -> Finding:
    cell = row.figures[column.index]
    assert said.numerator is not None
    message = (
        f"“{row.region}”的“{column.header}”写“{cell.printed}”，而分子是 {said.numerator}："
        "没有哪个整数计划数能算出这个率，两数必有一误。排名按所写的率，请核对原表。"
    )
    return warning(table, "no_whole_plan", message, cell.cell)


def check_regions(table: PublishedTable) -> list[Finding]:
    """Return a finding for each region that stands twice."""
    seen: dict[str, str] = {}
    found = []
    for row in table.regions:
        if row.region in seen:
            message = (
                f"“{row.region}”在 {seen[row.region]} 格已有一行，两行都参加了排名和合计，请核对。"
            )
            found.append(warning(table, "region_twice", message, row.cell))
        seen.setdefault(row.region, row.cell)
    return found
