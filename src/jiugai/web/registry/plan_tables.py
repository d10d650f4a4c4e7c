"""The tables of an import's plan in the words of the screen (导入方案各表的写法)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from jiugai.domain.registry.ledger import Column, LedgerReading
from jiugai.domain.registry.plan import LABELS, ImportPlan, RowKind
from jiugai.domain.reporting.returns import ReturnPlan

REPAIRS_SHOWN = 60

COLUMN_WORDS = {
    **{column: word.partition("（")[0] for column, word in LABELS.items()},
    Column.SERIAL: "序号",
    Column.COUNTY: "县区",
    Column.PROJECT: "项目",
    Column.COHORT: "批次",
    Column.CONTENT: "改造内容",
    Column.APPLIED_ON: "申报日期",
    Column.APPROVED_ON: "批复日期",
    Column.APPROVAL_NUMBER: "批复文号",
    Column.PREPARED_ON: "前期完成日期",
    Column.TENDERED_ON: "招标日期",
    Column.STARTED_ON: "开工日期",
    Column.COMPLETED_ON: "完工日期",
    Column.ACCEPTED_ON: "竣工验收日期",
    Column.SETTLED_ON: "结算日期",
    Column.HANDED_OVER_ON: "移交日期",
    Column.EXIT: "退出情形",
    Column.EXITED_ON: "退出日期",
    Column.INVESTED: "累计完成投资",
    Column.RECEIVED: "累计到位资金",
    Column.PAID: "累计支付资金",
    Column.DONE_HOUSEHOLDS: "已完成户数",
    Column.DONE_BUILDINGS: "已完成楼栋",
    Column.DONE_AREA: "已完成面积",
    Column.PIPES: "改造管线",
    Column.LIFTS: "加装电梯",
    Column.PARKING: "停车位",
    Column.CHARGERS: "充电桩",
    Column.REMARK: "备注",
}


def said(value: object) -> str:
    """Return a value of a cell as people write it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:,f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return str(value)


def repairs(reading: LedgerReading) -> dict[str, Any]:
    """Return what was read as something else than it literally says."""
    return {
        "count": len(reading.repairs),
        "rows": [
            {
                "cell": f"{repair.place.sheet} {repair.place.cell}".strip(),
                "read": repair.read,
                "now": said(repair.value),
                "why": repair.why,
                "column": COLUMN_WORDS.get(repair.column, ""),
            }
            for repair in reading.repairs[:REPAIRS_SHOWN]
        ],
        "more": max(0, len(reading.repairs) - REPAIRS_SHOWN),
    }


def changes(plan: ImportPlan | ReturnPlan) -> list[dict[str, Any]]:
    """Return what would change on cards that are on file, cell by cell."""
    if not isinstance(plan, ImportPlan):
        return []
    return [
        {
            "name": row.card.name if row.card else row.row.name,
            "column": COLUMN_WORDS[change.column],
            "old": said(change.old) or "未填",
            "new": said(change.new),
        }
        for row in plan.rows
        if row.kind is RowKind.CHANGE
        for change in row.changes
    ][:REPAIRS_SHOWN]


def totals(reading: LedgerReading) -> list[dict[str, Any]]:
    """Return the totals that the sheet states, beside the sums of its rows."""
    return [
        {
            "cell": f"{total.place.sheet} {total.place.cell}".strip(),
            "column": COLUMN_WORDS.get(total.column, ""),
            "stated": said(total.stated),
            "sum": said(total.total),
            "agrees": total.agrees,
        }
        for total in reading.totals
    ]


def read_columns(reading: LedgerReading, columns: Iterable[Column]) -> list[dict[str, Any]]:
    """Return how each column was understood, for the clerk to correct."""
    options = [(column.value, COLUMN_WORDS[column]) for column in columns]
    ways = {
        "profile": "按您上次的指定",
        "synonym": "按表头",
        "content": "按内容推断",
        "unknown": "没有认出，未读",
    }
    return [
        {
            "sheet": table.sheet,
            "letter": column.letter,
            "header": column.header,
            "unit": column.unit,
            "how": ways.get(column.how, column.how),
            "options": [
                {
                    "value": value,
                    "label": label,
                    "selected": column.column is not None and column.column.value == value,
                }
                for value, label in options
            ],
        }
        for table in reading.tables
        for column in table.columns
    ]
