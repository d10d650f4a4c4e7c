"""A bill of quantities as a table (工程量清单表): one line each, every cell read for certain."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.scheme.bill import BillLine
from jiugai.exchange import strict_cells as cells
from jiugai.exchange.plain_csv import PlainTable
from jiugai.exchange.scheme.scope_cells import item_code, reach
from jiugai.exchange.strict_table import Sought, StrictRow, StrictTable

_LONGEST = 80


@dataclass(frozen=True, slots=True)
class BillTable:
    """What a table says (清单表); no line where a finding blocks."""

    document: str
    lines: tuple[BillLine, ...]
    findings: tuple[Finding, ...]


def _words(text: str) -> str:
    kept = text.strip()  # as the office writes it: folding would turn ㎡ into 平方米
    if not kept or len(kept) > _LONGEST or not kept.isprintable():
        raise cells.Unread(f"应为 1 到 {_LONGEST} 个字，例如“防水卷材屋面翻新”")
    return kept


def _number(text: str) -> str:
    found = cells.plain_number(text, 0)
    if not found or found > 9_999:
        raise cells.Unread("应为 1 到 9999 的序号，例如 1")
    return str(int(found))


_MONEY = cells.number("86.50", decimals=2)
NUMBER = Sought("number", "序号", ("number", "序号"), _number)
COLUMNS = (
    Sought("item", "改造内容编号", ("item", "code", "编号", "改造内容编号"), item_code),
    Sought("reach", "范围", ("reach", "范围", "改造范围"), reach),
    Sought("name", "名称", ("name", "名称", "做法"), _words),
    Sought("unit", "单位", ("unit", "单位", "计量单位"), _words),
    Sought(
        "quantity",
        "数量",
        ("quantity", "数量", "工程量"),
        cells.number("1200.5", decimals=3, above_zero=True),
    ),
    Sought("price", "单价", ("unit_price_yuan", "单价(元)"), _MONEY),
    Sought("told", "合价", ("amount_yuan", "合价(元)"), _MONEY, needed=False),
    Sought("head", "本地分类", ("head", "本地分类", "本地目录分类"), _words, needed=False),
    Sought("answers", "对应的缺口", ("answers", "对应缺口", "对应的缺口"), _words, needed=False),
)


def bill_of(table: PlainTable) -> BillTable:
    """Return the lines of a table that was read, in their order."""
    reading = StrictTable(table, NUMBER, COLUMNS)
    rows = reading.rows()
    told = reading.told()
    if blocking(told):
        return BillTable(table.document, (), told)
    return BillTable(table.document, tuple(_line(row) for row in rows if row.is_whole), told)


def _line(row: StrictRow) -> BillLine:
    said = row.values
    told = said.get("told")
    return BillLine(
        number=int(row.name),
        item=said["item"],
        reach=said["reach"],
        name=said["name"],
        unit=said["unit"],
        quantity=said["quantity"],
        unit_price_fen=_fen(said["price"]),
        answers=said.get("answers") or "",
        told_fen=None if told is None else _fen(told),
        head=said.get("head") or "",
    )


def _fen(yuan: Any) -> int:
    return int(Fraction(yuan) * 100)
