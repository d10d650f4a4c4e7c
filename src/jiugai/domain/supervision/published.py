"""A table as people publish it (公布的进度表), once read: regions, columns, printed figures.

How a file is read is the matter of ``exchange.published_table``; what is made of it, of
``published_ranking``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum

from jiugai.domain.findings import Finding
from jiugai.domain.reporting.indicators import Quantity


class TableBasis(StrEnum):
    """In what a column counts (口径)."""

    COMMUNITIES = "communities"  # 小区
    PROJECTS = "projects"  # 项目
    BUILDINGS = "buildings"  # 楼栋
    HOUSEHOLDS = "households"  # 户
    AREA = "area"  # 面积
    FEN = "fen"  # 金额
    UNNAMED = "unnamed"  # the table does not say


BASIS_WORDS = {
    TableBasis.COMMUNITIES: "小区",
    TableBasis.PROJECTS: "项目",
    TableBasis.BUILDINGS: "楼栋",
    TableBasis.HOUSEHOLDS: "户数",
    TableBasis.AREA: "面积",
    TableBasis.FEN: "金额",
    TableBasis.UNNAMED: "未注明口径",
}


class RowKind(Enum):
    """What a row of the table is (行的性质)."""

    REGION = "region"
    TOTAL = "total"  # 合计、全省
    SUBTOTAL = "subtotal"  # 小计: of the rows above it, back to the last one


@dataclass(frozen=True, slots=True)
class PublishedColumn:
    """One column that was understood (列).

    Attributes:
      index: place of the column among those of the table.
      header: its heading as printed, over several rows joined by “/”.
      quantity: what it counts; for a rate, what its numerator counts.
      unit: as printed, such as 万户.
      scale: how many base units (户, ㎡, 元) one is; for a rate, what makes a bare number per cent.
      decimals: the most decimals that any of its cells shows; for a rate, of the per cent.
      cell: where its heading stands.
    """

    index: int
    header: str
    quantity: Quantity
    basis: TableBasis
    is_rate: bool
    unit: str = ""
    scale: Decimal = Decimal(1)
    decimals: int = 0
    cell: str = ""

    @property
    def is_rounded(self) -> bool:
        """Whether the printed figure may have been rounded: 16.37万户 was, 143 个 was not."""
        exact = 2 if self.basis is TableBasis.FEN else 0
        return not self.is_rate and self.decimals < exact + self.scale.adjusted()

    @property
    def half_step(self) -> Decimal:
        """Return by how much rounding may have moved a printed figure, in the column's unit."""
        return Decimal(5).scaleb(-self.decimals - 1) if self.is_rounded else Decimal(0)


@dataclass(frozen=True, slots=True)
class PublishedCell:
    """One figure (格): in the column's unit; a rate in per cent.

    Attributes:
      value: None where the words 全部开工 stand.
      printed: as the sheet shows it.
    """

    value: Decimal | None
    printed: str
    cell: str


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One row: a region or a total, and its figures by the index of their column."""

    region: str
    kind: RowKind
    cell: str
    figures: Mapping[int, PublishedCell]


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """What a file says (读表结果). A file that was refused has no rows and a blocking finding."""

    document: str
    sheet: str = ""
    columns: tuple[PublishedColumn, ...] = ()
    rows: tuple[PublishedRow, ...] = ()
    findings: tuple[Finding, ...] = ()

    def column(
        self, quantity: Quantity, basis: TableBasis, *, is_rate: bool = False
    ) -> PublishedColumn | None:
        """Return the column that counts this, or that gives its rate; None if there is none."""
        wanted = (quantity, basis, is_rate)
        return next((c for c in self.columns if (c.quantity, c.basis, c.is_rate) == wanted), None)

    @property
    def regions(self) -> tuple[PublishedRow, ...]:
        return tuple(row for row in self.rows if row.kind is RowKind.REGION)
