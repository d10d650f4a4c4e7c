"""A batch as a table (申报表、批复表): one row for each community and item, every cell read for certain.

The unit of money stands in the heading, 元 or 万元, and is never guessed. What was approved is read
from the same table once the office that answers has filled its columns in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from jiugai.domain.findings import Finding, Place, blocking
from jiugai.domain.funding.batches import UNSPLIT
from jiugai.domain.registry.characters import fold
from jiugai.exchange import strict_cells as cells
from jiugai.exchange.plain_csv import PlainTable
from jiugai.exchange.scheme.scope_cells import item_code
from jiugai.exchange.strict_table import Sought, StrictRow, StrictTable

_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A row that names a community and an item with an amount (申报表的行), in 分.

    Attributes:
      number: the community's public number; empty if the row gives its name alone.
      won_fen: None in a table of what is asked.
    """

    name: str
    county: str
    street: str
    number: str
    item: str
    place: Place
    asked_fen: int | None
    won_fen: int | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class BatchTable:
    """What a table says (申报表、批复表); no line where a finding blocks."""

    document: str
    lines: tuple[ToldLine, ...]
    findings: tuple[Finding, ...]


def _money(factor: int, example: str, *, above_zero: bool) -> Callable[[str], int]:
    """Return a reader of an amount in 分 from one that is written in a unit of ``factor`` 元."""
    read = cells.number(example, decimals=2 if factor == 1 else 6, above_zero=above_zero)

    def fen(text: str) -> int:
        found = Fraction(read(text)) * factor * 100
        if found.denominator != 1:
            raise cells.Unread(f"换算成元多于两位小数，应写到分为止，例如 {example}")
        return int(found)

    return fen


def _reason(text: str) -> str:
    kept = text.strip()
    if len(kept) > _LONGEST_REASON or not kept.isprintable():
        raise cells.Unread(f"应为不超过 {_LONGEST_REASON} 个字的理由，例如“方案不成熟”")
    return kept


def _item(text: str) -> str:
    return UNSPLIT if fold(text) == "未分项" else item_code(text)


def amounts(
    code: str, word: str, headings: tuple[str, ...], *, above_zero: bool, needed: bool = True
) -> tuple[Sought, ...]:
    """Return the two columns of an amount, one in 元 and one in 万元; both are read into 分."""
    yuan = _money(1, "1200000.00", above_zero=above_zero)
    wan = _money(10_000, "120.00", above_zero=above_zero)
    return (
        Sought(code, word, (*(f"{one}(元)" for one in headings), f"{code}_yuan"), yuan, needed),
        Sought(
            code, word, (*(f"{one}(万元)" for one in headings), f"{code}_wan_yuan"), wan, needed
        ),
    )


COMMUNITY = Sought("community", "小区", ("community", "小区名称", "小区"), cells.name)
WHERE = (
    Sought("county", "县区", ("county", "县区", "县(市、区)", "区县"), cells.name, needed=False),
    Sought("street", "街道", ("street", "街道", "街道(镇)"), cells.name, needed=False),
    Sought("number", "小区编号", ("number", "小区编号"), cells.name, needed=False),
)
_WHO = (
    *WHERE,
    Sought("item", "改造内容编号", ("item", "编号", "改造内容编号"), _item, needed=False),
)
_ASKED = amounts("asked", "申请金额", ("申请金额", "申报金额"), above_zero=True)
_WON = (
    *amounts("won", "批准金额", ("批准金额", "批复金额"), above_zero=False),
    Sought("because", "理由", ("because", "理由", "未批理由", "备注"), _reason, needed=False),
)


def asked_of(table: PlainTable) -> BatchTable:
    """Return what a table asks for; columns of an answer are passed over."""
    return _read(table, (*_WHO, *_ASKED))


def answered_of(table: PlainTable) -> BatchTable:
    """Return what a table answers; what was asked stands in the batch already."""
    return _read(table, (*_WHO, *_WON))


def _read(table: PlainTable, sought: tuple[Sought, ...]) -> BatchTable:
    reading = StrictTable(table, COMMUNITY, sought, once=False)
    rows = reading.rows()
    told = reading.told()
    if blocking(told):
        return BatchTable(table.document, (), told)
    return BatchTable(table.document, tuple(_line(row) for row in rows), told)


def _line(row: StrictRow) -> ToldLine:
    said = row.values
    return ToldLine(
        name=row.name,
        county=said.get("county") or "",
        street=said.get("street") or "",
        number=said.get("number") or "",
        item=said.get("item") or UNSPLIT,
        place=row.place,
        asked_fen=said.get("asked"),
        won_fen=said.get("won"),
        because=said.get("because") or "",
    )
