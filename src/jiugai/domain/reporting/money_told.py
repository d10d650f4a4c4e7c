"""Money that a return tells of (月报资金): a project's, told once, however many rows it has.

A return gives cumulative sums; what is kept is by how much they exceed what stands. So a project's
sum told twice would count twice, and an old return would add what a later one has told already.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.domain.quantities import fen_from_yuan, wan_yuan
from jiugai.domain.registry.ledger import Column, LedgerRow
from jiugai.domain.registry.plan import row_key

RECEIVED, PAID = 2, 3
FLOW_OF_COLUMN = {Column.RECEIVED: RECEIVED, Column.PAID: PAID}
FLOW_WORDS = {RECEIVED: "累计到位资金", PAID: "累计支付资金"}


@dataclass(frozen=True, slots=True)
class FlowChange:
    """Money to be added: by how much a cumulative figure exceeds what stands, in 分."""

    kind: int
    amount_fen: int
    cell: str


@dataclass(frozen=True, slots=True)
class KnownMoney:
    """A project's money that stands (项目资金): sums up to the return's day, by kind, in 分.

    Attributes:
      told_on: the last day, be it after the return's, of which a sum was told.
    """

    sums: Mapping[int, int]
    told_on: Mapping[int, date]


NOTHING_TOLD = KnownMoney({}, {})


def fen_told(row: LedgerRow, column: Column) -> int | None:
    """Return what a row says of a sum, in 分; None where it says nothing."""
    value = row.values.get(column)
    if value is None:
        return None
    return fen_from_yuan(Decimal(str(value)).quantize(Decimal("0.01")))


def told_twice(rows: Iterable[tuple[LedgerRow, int]], document: str) -> dict[str, Finding]:
    """Return a finding for each row that tells money of a project which another row tells as well.

    :param rows: rows with the project of each.
    :returns: findings by ``row_key``.
    """
    by_project: dict[tuple[int, Column], list[LedgerRow]] = defaultdict(list)
    for row, project in rows:
        for column in FLOW_OF_COLUMN:
            if fen_told(row, column):
                by_project[project, column].append(row)
    findings = {}
    for (_, column), tellers in by_project.items():
        if len(tellers) < 2:
            continue
        numbers = "、".join(str(row.row) for row in tellers)
        word = FLOW_WORDS[FLOW_OF_COLUMN[column]]
        message = (
            f"第 {numbers} 行同属一个项目，却都填了{word}；资金按项目只记一次，"
            "分不清各行是分摊数还是同一个总数。请把项目合计填在其中一行，其余行留空。本行没有写入。"
        )
        for row in tellers:
            place = Place(document, row.sheet, row.cells.get(column, ""))
            findings[row_key(row)] = Finding("return.money_twice", message, place=place)
    return findings


def flows_told(
    row: LedgerRow, money: KnownMoney, *, document: str, on_day: date, speaks: bool
) -> tuple[tuple[FlowChange, ...], list[Finding]]:
    """Return what a row's sums add to a project's money, with what is remarkable about them.

    :param speaks: False if another row tells this project's money: then a 0 here says nothing.
    """
    changes: list[FlowChange] = []
    findings: list[Finding] = []
    sums = dict(money.sums)
    for column, kind in FLOW_OF_COLUMN.items():
        total = fen_told(row, column)
        if total is None or (total == 0 and not speaks):
            continue
        more = total - sums.get(kind, 0)
        sums[kind] = total
        cell = row.cells.get(column, "")
        place = Place(document, row.sheet, cell)
        later = money.told_on.get(kind)
        if more and later is not None and later > on_day:
            findings.append(_later(kind, later, on_day, place))
        elif more:
            changes.append(FlowChange(kind, more, cell))
            if more < 0:
                findings.append(_fell(kind, more, place))
    if sums.get(PAID, 0) > sums.get(RECEIVED, 0):
        message = "累计支付大于累计到位，请核对两列是否填反，或补报到位资金。"
        place = Place(document, row.sheet, row.cells.get(Column.PAID, ""))
        findings.append(Finding("return.paid_above_received", message, Weight.WARNS, place))
    return tuple(changes), findings


def _fell(kind: int, more: int, place: Place) -> Finding:
    message = (
        f"{FLOW_WORDS[kind]}比上次少了 {wan_yuan(-more, 2):,} 万元；"
        "按退回记账。如果上次报错了，请在备注里说明。"
    )
    return Finding("return.money_fell", message, Weight.WARNS, place)


def _later(kind: int, later: date, on_day: date, place: Place) -> Finding:
    message = (
        f"{FLOW_WORDS[kind]}已报到 {later}，本表只到 {on_day}；"
        "补报较早的累计数会重复记账，这一项没有写入，后来报的数照旧。"
    )
    return Finding("return.money_told_later", message, Weight.WARNS, place)
