"""A bill of quantities as a workbook (工程量清单工作簿): to be filled in and sent back.

The first sheet is what ``bill_table`` reads. Amounts are formulas, so that they follow while one
types; the list of items stands on a sheet of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from jiugai.domain.quantities import round_half_up, yuan
from jiugai.domain.scheme.bill import BillLine
from jiugai.domain.scheme.catalogue import Reach, ScopeItem
from jiugai.domain.scheme.local_catalogue import LocalHead
from jiugai.exchange.spreadsheet_cells import may_execute, options, stamp

HEADINGS = (
    "序号",
    "编号",
    "范围",
    "名称",
    "单位",
    "数量",
    "单价(元)",
    "合价(元)",
    "对应缺口",
    "本地分类",
)
_WIDTHS = (6, 8, 12, 28, 8, 12, 12, 16, 28, 18)
_BLANK_ROWS = 60


def bill_workbook(
    title: str,
    lines: Sequence[BillLine],
    catalogue: Mapping[str, ScopeItem],
    heads: Sequence[LocalHead] = (),
) -> bytes:
    """Return a bill as .xlsx; without lines, as a form to fill in. The same lines, the same bytes.

    :param title: said in the properties of the file, such as the community's name.
    :param heads: of the local catalogues that a line may name.
    """
    target = BytesIO()
    book = xlsxwriter.Workbook(target, options())
    stamp(book, title)
    head = book.add_format({"bold": True, "bg_color": "#d9d9d9", "border": 1})
    money = book.add_format({"num_format": "#,##0.00"})
    risky = book.add_format({"quote_prefix": True})
    page = book.add_worksheet("清单")
    for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        page.write_string(0, column, heading, head)
        page.set_column(column, column, width)
    for row, line in enumerate(lines, 1):
        _write_line(page, row, line, money, risky)
    last = max(len(lines), _BLANK_ROWS)
    _offer_choices(page, last, catalogue)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    _write_catalogue(book.add_worksheet("目录"), catalogue.values(), head)
    if heads:
        _write_heads(book.add_worksheet("本地目录"), heads, head)
    book.close()
    return target.getvalue()


def _offer_choices(page: Any, last: int, catalogue: Mapping[str, ScopeItem]) -> None:
    """Let a cell be chosen: items and places from their lists, units with leave to write another."""
    page.data_validation(
        1, 1, last, 1, {"validate": "list", "source": f"=目录!$A$2:$A${len(catalogue) + 1}"}
    )
    page.data_validation(1, 2, last, 2, {"validate": "list", "source": [one.word for one in Reach]})
    units = list(dict.fromkeys(unit for item in catalogue.values() for unit in item.units))
    page.data_validation(
        1, 4, last, 4,
        {
            "validate": "list", "source": units, "error_type": "warning",
            "error_title": "单位不在目录里",
            "error_message": "每项可用的单位见“目录”表；不会替您换算。",
        },
    )  # fmt: skip


def _write_line(page: Any, row: int, line: BillLine, money: Any, risky: Any) -> None:
    page.write_number(row, 0, line.number)
    for column, text in (
        (1, line.item),
        (2, line.reach.word),
        (3, line.name),
        (4, line.unit),
        (8, line.answers),
        (9, line.head),
    ):
        page.write_string(row, column, text, risky if may_execute(text) else None)
    page.write_number(row, 5, round_half_up(line.quantity, 3))
    page.write_number(row, 6, yuan(line.unit_price_fen), money)
    amount: Decimal = yuan(line.amount_fen)
    page.write_formula(row, 7, f"=ROUND(F{row + 1}*G{row + 1},2)", money, float(amount))


def _write_catalogue(page: Any, items: Iterable[ScopeItem], head: Any) -> None:
    for column, heading in enumerate(("编号", "改造内容", "类别", "可以在哪里", "可用单位")):
        page.write_string(0, column, heading, head)
    page.set_column(0, 0, 8)
    page.set_column(1, 4, 26)
    for row, item in enumerate(items, 1):
        where = "、".join(one.word for one in item.reach)
        units = "、".join(item.units)
        told = (item.clause, item.word, item.scope_class.word, where, units)
        for column, text in enumerate(told):
            page.write_string(row, column, text)


def _write_heads(page: Any, heads: Iterable[LocalHead], bold: Any) -> None:
    for column, heading in enumerate(("目录", "本地分类", "要求", "含哪些编号", "依据")):
        page.write_string(0, column, heading, bold)
    page.set_column(0, 1, 24)
    page.set_column(3, 4, 60)
    for row, one in enumerate(heads, 1):
        told = (one.title, one.word, one.duty, "、".join(one.items), one.citation)
        for column, text in enumerate(told):
            page.write_string(row, column, text)
