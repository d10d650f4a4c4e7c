"""The year's money as a table (资金预算表): source, county or the whole city, year, amount."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from jiugai.domain.findings import Finding, Weight, blocking
from jiugai.domain.programme.choice.statement import Pot
from jiugai.domain.registry.characters import quoted
from jiugai.exchange import strict_cells as cells
from jiugai.exchange.plain_csv import PlainTable, read_plain
from jiugai.exchange.plan_choice.money_cells import (
    money_columns,
    refuse_without_unit,
    whole_number,
)
from jiugai.exchange.plan_choice.rules_folder import PlanRules
from jiugai.exchange.strict_table import Sought, StrictRow, StrictTable

_LINE = Sought("line", "行号", ("__line__",), str)
_WHOLE_CITY = frozenset({"全市", "市级", "市本级"})
_SOUGHT = (
    Sought("year", "年度", ("year", "计划年度", "年度"), whole_number(2015, 2100, "2021")),
    Sought("source", "资金来源", ("source", "来源", "资金来源"), cells.name),
    Sought("county", "县区", ("county", "县(市、区)", "区县", "县区"), cells.name, needed=False),
    *money_columns("fen", ("amount", "金额", "预算"), "金额", above_zero=False, needed=True),
)


@dataclass(frozen=True, slots=True)
class BudgetsReading:
    """What a table says of the year's money (预算读取结果); no pots where a finding blocks."""

    document: str
    pots: tuple[Pot, ...]
    findings: tuple[Finding, ...]


def read_budgets(
    content: bytes, document: str, rules: PlanRules, *, year: int, counties: Collection[str] | None
) -> BudgetsReading:
    """Read the money of one year; never raises for what is in the file.

    :param counties: of the pool, if it could be read; a pot of another pays nobody, which is told.
    """
    table = read_plain(content, document)
    if isinstance(table, Finding):
        return BudgetsReading(document, (), (table,))
    reading = StrictTable(_numbered(table), _LINE, _SOUGHT)
    refuse_without_unit(table, reading, ("amount", "金额", "预算"))
    rows = [
        replace(row, place=replace(row.place, cell=f"A{row.name}"))
        for row in reading.rows()
        if row.is_whole
    ]
    if blocking(reading.findings):
        return BudgetsReading(table.document, (), reading.told())
    pots = list(_pots(rows, rules, year, reading))
    if not pots and not blocking(reading.findings):
        years = "、".join(str(each) for each in sorted({row.values["year"] for row in rows}))
        reading.refuse("choice.no_budget", f"没有 {year} 年的预算，读到的年度：{years or '无'}。")
    for pot in pots:
        if counties is not None and pot.county and pot.county not in counties:
            message = f"预算里的“{quoted(pot.county)}”在储备库没有小区，这笔钱用不上。"
            reading.findings.append(Finding("choice.idle_budget", message, Weight.WARNS))
    told = reading.told()
    return BudgetsReading(table.document, () if blocking(told) else tuple(pots), told)


def _numbered(table: PlainTable) -> PlainTable:
    """Give each row a name of its own: it has none, being known by year, source and county."""
    width = len(table.heads)
    rows = tuple(
        replace(row, cells=(*row.cells[:width], *("",) * (width - len(row.cells)), str(row.line)))
        if len(row.cells) <= width
        else row
        for row in table.rows
    )
    return replace(table, heads=(*table.heads, "__line__"), rows=rows)


def _pots(
    rows: list[StrictRow], rules: PlanRules, year: int, reading: StrictTable
) -> Iterator[Pot]:
    sources = {name: one for one in rules.sources for name in (one.code, one.word)}
    seen: set[tuple[str, str]] = set()
    for row in rows:
        said = row.values
        source = sources.get(said["source"])
        if source is None:
            known = "、".join(one.word for one in rules.sources)
            message = f"资金来源“{quoted(said['source'])}”没有规定，不能用；规则里有的：{known}。"
            reading.refuse("choice.unknown_source", message, row.place)
            continue
        if said["year"] != year:
            continue
        county = said.get("county") or ""
        pot = Pot(source.code, "" if county in _WHOLE_CITY else county, said["fen"])
        if (pot.source, pot.county) in seen:
            message = f"{source.word}（{county or '全市'}）{year} 年的预算有两行，请合并成一行。"
            reading.refuse("choice.budget_twice", message, row.place)
        seen.add((pot.source, pot.county))
        yield pot
