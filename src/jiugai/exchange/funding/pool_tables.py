"""The two tables of pooling (统筹的两张表): what is to be paid, and what there is to pay it with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.funding.pooling.statement import PoolItem, PoolSource
from jiugai.domain.funding.sources import FUNDS, Source
from jiugai.domain.registry.characters import fold
from jiugai.domain.scheme.catalogue import ScopeItem
from jiugai.exchange import strict_cells as cells
from jiugai.exchange.plain_csv import PlainTable, read_plain
from jiugai.exchange.scheme.scope_cells import item_code, reach
from jiugai.exchange.strict_table import Sought, StrictRow, StrictTable

_MONEY = cells.number("560000.00", decimals=2, above_zero=True)


def _fund(text: str) -> Source:
    folded = fold(text)
    for one in FUNDS:
        if folded.lower() == one.name.lower() or folded == one.word:
            return one
    raise cells.Unread(f"应为{'、'.join(one.word for one in FUNDS)}之一")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(fold(text))
    except ValueError:
        raise cells.Unread("应为年-月-日，例如 2020-12-31") from None


PROJECT = Sought("project", "项目", ("project", "项目", "项目名称"), cells.name)
_ITEM_COLUMNS = (
    Sought("item", "改造内容编号", ("item", "code", "编号", "改造内容编号"), item_code),
    Sought("cost", "费用", ("cost_yuan", "费用(元)"), _MONEY),
    Sought("county", "县区", ("county", "县区"), cells.name, needed=False),
    Sought("package", "片区", ("package", "片区", "片区组合"), cells.name, needed=False),
    Sought("reach", "范围", ("reach", "范围", "改造范围"), reach, needed=False),
)
SOURCE = Sought("code", "资金", ("code", "资金", "资金名称", "文号"), cells.name)
_SOURCE_COLUMNS = (
    Sought("fund", "资金来源", ("fund", "source", "资金来源", "来源"), _fund),
    Sought("amount", "金额", ("amount_yuan", "金额(元)"), _MONEY),
    Sought("project", "限用项目", ("project", "限用项目", "项目"), cells.name, needed=False),
    Sought("county", "限用县区", ("county", "限用县区", "县区"), cells.name, needed=False),
    Sought("until", "使用截止日", ("until", "使用截止日", "截止日"), _day, needed=False),
)


@dataclass(frozen=True, slots=True)
class PoolItems:
    """What is to be paid (待付内容表); none where a finding blocks."""

    items: tuple[PoolItem, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class PoolSources:
    """What there is to pay it with (可用资金表); none where a finding blocks."""

    sources: tuple[PoolSource, ...]
    findings: tuple[Finding, ...]


def read_items(content: bytes, document: str, catalogue: Mapping[str, ScopeItem]) -> PoolItems:
    """Read what is to be paid; never raises for what is in the file."""
    table = read_plain(content, document)
    if isinstance(table, Finding):
        return PoolItems((), (table,))
    return items_of(table, catalogue)


def items_of(table: PlainTable, catalogue: Mapping[str, ScopeItem]) -> PoolItems:
    """Return what a table that was read says is to be paid; a project has many rows."""
    reading = StrictTable(table, PROJECT, _ITEM_COLUMNS, once=False)
    rows = reading.rows()
    for row in rows:
        _check_item(reading, row, catalogue)
    _check_packages(reading, rows)
    told = reading.told()
    if blocking(told):
        return PoolItems((), told)
    return PoolItems(tuple(_pool_item(n, row, catalogue) for n, row in enumerate(rows, 1)), told)


def _check_item(reading: StrictTable, row: StrictRow, catalogue: Mapping[str, ScopeItem]) -> None:
    code, where = row.values.get("item"), row.values.get("reach")
    if code is None:
        return
    item = catalogue.get(code)
    if item is None:
        reading.refuse(
            "funding.pool_unknown_item",
            f"“{code}”不在改造内容目录里，请写目录的编号，例如 B14。",
            row.place,
        )
    elif where is not None and where not in item.reach:
        may = "、".join(one.word for one in item.reach)
        reading.refuse(
            "funding.pool_reach",
            f"{item.word}（{code}）写在“{where.word}”，目录里它只能在：{may}。",
            row.place,
        )


def _check_packages(reading: StrictTable, rows: list[StrictRow]) -> None:
    """Refuse a project that stands in two packages or two counties."""
    for column, word in (("package", "片区"), ("county", "县区")):
        seen: dict[str, str] = {}
        for row in rows:
            said = row.values.get(column) or ""
            before = seen.setdefault(row.name, said)
            if said != before:
                reading.refuse(
                    "funding.pool_two_places",
                    f"项目“{row.name}”的{word}前面写“{before or '空'}”，这里写“{said or '空'}”，"
                    "请写成一样的。",
                    row.place,
                )


def _pool_item(number: int, row: StrictRow, catalogue: Mapping[str, ScopeItem]) -> PoolItem:
    said = row.values
    item = catalogue[said["item"]]
    where = said.get("reach") or (item.reach[0] if len(item.reach) == 1 else None)
    return PoolItem(
        number=number,
        project=row.name,
        county=said.get("county") or "",
        package=said.get("package") or "",
        item=item,
        reach=where,
        cost_fen=_fen(said["cost"]),
    )


def read_sources(content: bytes, document: str, projects: frozenset[str] | None) -> PoolSources:
    """Read what there is to pay with; never raises for what is in the file."""
    table = read_plain(content, document)
    if isinstance(table, Finding):
        return PoolSources((), (table,))
    return sources_of(table, projects)


def sources_of(table: PlainTable, projects: frozenset[str] | None) -> PoolSources:
    """Return what a table that was read says there is.

    :param projects: those of the other table, money may be kept for none but them; None where that
      table could not be read, so that no source is blamed for what it names.
    """
    reading = StrictTable(table, SOURCE, _SOURCE_COLUMNS)
    rows = reading.rows()
    for row in rows:
        project = row.values.get("project")
        if project and projects is not None and project not in projects:
            reading.refuse(
                "funding.pool_unknown_project",
                f"限用项目“{project}”在项目表里没有；请核对名称，或删去限用。",
                row.place,
            )
    told = reading.told()
    if blocking(told):
        return PoolSources((), told)
    return PoolSources(tuple(_pool_source(row) for row in rows), told)


def _pool_source(row: StrictRow) -> PoolSource:
    said = row.values
    return PoolSource(
        code=row.name,
        fund=said["fund"],
        amount_fen=_fen(said["amount"]),
        project=said.get("project") or "",
        county=said.get("county") or "",
        until=said.get("until"),
    )


def _fen(yuan: Fraction) -> int:
    return int(yuan * 100)
