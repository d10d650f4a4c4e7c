"""What a ledger says once it has been read (台账读取结果): values, repairs, findings.

These are the terms in which the reader, the plan of an import and the screens speak of a
ledger. How a workbook is read is the matter of ``exchange.ledger``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from jiugai.domain.findings import Finding, Place, blocking

Value = str | int | Decimal | date
"""A value of a ledger cell once read; None stands for missing or refused, never 0."""


class Column(Enum):
    """What a column of a ledger may say (列). The value is the name used in JSON."""

    # Identity and place
    SERIAL = "serial"  # 序号
    COUNTY = "county"  # 县(市、区)
    STREET = "street"  # 街道(镇)
    NEIGHBORHOOD = "neighborhood"  # 社区
    NAME = "name"  # 小区名称
    ADDRESS = "address"  # 地址
    PROJECT = "project"  # 项目名称, or its number
    # The card
    BUILT_YEAR = "built_year"  # 建成年份
    BUILDINGS = "buildings"  # 楼栋数, 栋
    ENTRANCES = "entrances"  # 单元数
    HOUSEHOLDS = "households"  # 户数, 户
    FLOOR_AREA = "floor_area_m2"  # 建筑面积, ㎡
    INVESTMENT = "investment_yuan"  # 计划投资, 元
    STRUCTURE = "structure"  # 结构
    STOREYS = "storeys"  # 层数
    TENURE = "tenure"  # 产权性质
    PROPERTY_MANAGEMENT = "property_management"  # 物业管理方式
    EXCLUSION = "exclusion"  # 是否棚改、城中村、自建房、危房
    # The programme
    COHORT = "cohort"  # 批次、年度
    CONTENT = "content"  # 改造内容
    APPLIED_ON = "applied_on"  # 申报日期
    APPROVED_ON = "approved_on"  # 批复日期
    APPROVAL_NUMBER = "approval_number"  # 批复文号
    PREPARED_ON = "prepared_on"  # 前期(方案)完成日期
    TENDERED_ON = "tendered_on"  # 招标(定标)日期
    STARTED_ON = "started_on"  # 开工日期
    COMPLETED_ON = "completed_on"  # 完工日期
    ACCEPTED_ON = "accepted_on"  # 竣工验收日期
    SETTLED_ON = "settled_on"  # 结算日期
    HANDED_OVER_ON = "handed_over_on"  # 移交日期
    EXIT = "exit"  # 退出: 居民否决、调换、撤销
    EXITED_ON = "exited_on"  # 退出日期
    # Cumulative figures of a return
    INVESTED = "invested_yuan"  # 累计完成投资, 元
    RECEIVED = "received_yuan"  # 累计到位资金, 元
    PAID = "paid_yuan"  # 累计支付资金, 元
    DONE_HOUSEHOLDS = "done_households"  # 已完成户数
    DONE_BUILDINGS = "done_buildings"  # 已完成楼栋
    DONE_AREA = "done_area_m2"  # 已完成面积, ㎡
    PIPES = "pipes_m"  # 改造管线, 米
    LIFTS = "lifts"  # 加装电梯, 部
    PARKING = "parking"  # 增设停车位, 个
    CHARGERS = "chargers"  # 充电桩, 个
    REMARK = "remark"  # 备注

    # Members are one of a kind; by name, as Enum does it, takes a tenth of a large ledger's reading.
    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class Repair:
    """A cell that was read as something else than it literally says (修正), with the reason in words."""

    place: Place
    column: Column
    read: str
    value: Value
    why: str


@dataclass(frozen=True, slots=True)
class StatedTotal:
    """A total that the sheet states, beside the sum of its rows (合计核对)."""

    column: Column
    stated: Decimal
    total: Decimal
    place: Place

    @property
    def agrees(self) -> bool:
        return self.stated == self.total


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row of a ledger: what each column says, where it says so, and what is doubtful.

    ``values`` lacks a column that the sheet does not have; a column whose cell is missing or
    refused is present with None.
    """

    sheet: str
    row: int
    values: Mapping[Column, Value | None]
    findings: tuple[Finding, ...] = ()
    cells: Mapping[Column, str] = field(default_factory=dict)
    hidden_id: str = ""
    hidden_version: int | None = None

    @property
    def name(self) -> str:
        return str(self.values.get(Column.NAME) or "")

    @property
    def where(self) -> str:
        """Return where the row stands, in words; a file without sheets has none to name."""
        return f"“{self.sheet}”表第 {self.row} 行" if self.sheet else f"第 {self.row} 行"

    @property
    def accepted(self) -> bool:
        return not blocking(self.findings)


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """How one column of a table was understood (列识别), for the clerk to see and to correct."""

    index: int
    letter: str
    header: str
    column: Column | None
    unit: str
    how: str  # "profile", "synonym", "content" or "unknown"


@dataclass(frozen=True, slots=True)
class ReadTable:
    """One table found on a sheet: where its head is and how its columns were understood."""

    sheet: str
    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    columns: tuple[ReadColumn, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class LedgerReading:
    """Everything that a file says, and everything that was made of it; nothing is written yet.

    ``findings`` holds those of the file and its sheets; those of a row stand with the row.
    A file that was refused whole has no tables and one blocking finding.
    """

    document: str
    tables: tuple[ReadTable, ...] = ()
    rows: tuple[LedgerRow, ...] = ()
    repairs: tuple[Repair, ...] = ()
    totals: tuple[StatedTotal, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        return not self.tables and bool(blocking(self.findings))

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Return the file's findings and then those of each row, in reading order."""
        return self.findings + tuple(f for row in self.rows for f in row.findings)
