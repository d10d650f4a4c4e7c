"""What firms offer as a table (意向登记表): one row for each firm, community and kind, read for certain."""

from dataclasses import dataclass

from jiugai.domain.findings import Finding, Place, blocking
from jiugai.domain.funding.batches import UNSPLIT
from jiugai.domain.funding.interest import Offer, OfferMoney, is_credit_code
from jiugai.domain.registry.characters import fold
from jiugai.exchange import strict_cells as cells
from jiugai.exchange.funding.batch_table import COMMUNITY, WHERE, ToldLine, amounts
from jiugai.exchange.plain_csv import PlainTable
from jiugai.exchange.strict_table import Sought, StrictRow, StrictTable

_EXAMPLE = "91110000600037341L"


@dataclass(frozen=True, slots=True)
class ToldOffer:
    """A row: which community, which kind as it is written, who offers what (意向登记表的行).

    Attributes:
      contact: as written; only a commitment to it is kept.
    """

    where: ToldLine
    kind: str
    offer: Offer
    contact: str

    @property
    def place(self) -> Place:
        """Return where it stands."""
        return self.where.place


@dataclass(frozen=True, slots=True)
class InterestTable:
    """What a table says (意向登记表); no row where a finding blocks."""

    document: str
    rows: tuple[ToldOffer, ...]
    findings: tuple[Finding, ...]


def _code(text: str) -> str:
    found = fold(text).upper()
    if not is_credit_code(found):
        raise cells.Unread(
            f"应为 18 位统一社会信用代码，末位是按前 17 位算出来的校验码，例如 {_EXAMPLE}"
        )
    return found


def _money(text: str) -> OfferMoney:
    found = fold(text)
    for one in OfferMoney:
        if found in (one.word, one.value):
            return one
    raise cells.Unread("应为“自有资金”或“借款”")


_SOUGHT = (
    *WHERE,
    Sought("kind", "类别", ("类别", "征集类别", "kind"), cells.name),
    Sought("firm", "企业", ("企业", "企业名称", "firm"), cells.name),
    Sought("code", "统一社会信用代码", ("统一社会信用代码", "信用代码", "code"), _code),
    Sought("trade", "行业", ("行业", "所属行业", "trade"), cells.name),
    Sought("contact", "联系方式", ("联系方式", "联系电话", "contact"), cells.name),
    *amounts("amount", "意向金额", ("意向金额",), above_zero=True, needed=False),
    Sought("money", "出资来源", ("出资来源", "money"), _money, needed=False),
)


def offers_of(table: PlainTable) -> InterestTable:
    """Return what firms offer by a table."""
    reading = StrictTable(table, COMMUNITY, _SOUGHT, once=False)
    rows = reading.rows()
    told = reading.told()
    if blocking(told):
        return InterestTable(table.document, (), told)
    return InterestTable(table.document, tuple(_row(row) for row in rows), told)


def _row(row: StrictRow) -> ToldOffer:
    said = row.values
    return ToldOffer(
        ToldLine(
            name=row.name,
            county=said.get("county") or "",
            street=said.get("street") or "",
            number=said.get("number") or "",
            item=UNSPLIT,
            place=row.place,
            asked_fen=None,
        ),
        said["kind"],
        Offer(said["firm"], said["code"], said["trade"], said.get("amount"), said.get("money")),
        said["contact"],
    )
