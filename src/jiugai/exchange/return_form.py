"""A county's monthly return as a workbook (月报表样): goes out filled, comes back with what was changed.

What the facts count stands in the cells. A cell that comes back with another number is a typed one;
why, is written on the second sheet or asked for on the screen. A hidden sheet tells where each cell
stands and what it held, so that nothing has to be guessed from heads or colours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from jiugai.domain.quantities import DM2_PER_M2
from jiugai.domain.reporting.indicators import Basis
from jiugai.domain.reporting.submission.cells import NEVER_TYPED, ROWS, Cell, TypedReason
from jiugai.exchange.published_sheets import cell_name
from jiugai.exchange.spreadsheet_cells import is_exact, options, stamp

FORMAT_VERSION = 1
"""Of the form's build; written into its hidden sheet."""

FORM_SHEET, WHY_SHEET, MARKS_SHEET = "月报", "手填理由", "_jiugai"
FORM_NUMBER = "旧改统01表（本平台格式）"
MOST_REASONS = 200
FEN_PER_WAN = 1_000_000
_BASES = (Basis.COMMUNITIES, Basis.BUILDINGS, Basis.HOUSEHOLDS, Basis.AREA, Basis.FEN)
_NOTE = (
    "数由事实计算。事实来不及录入的格才改，改了的在“手填理由”表里写明凭什么；"
    "计划数不能改。填好后在月报页传回，传回只读取、不报送。"
)
_SIGNATURES = (
    "单位负责人（签章）：　　　　审核人：　　　　填报人：　　　　报出日期：　　年　　月　　日"
)


@dataclass(frozen=True, slots=True)
class FormHead:
    """Whose return a form is (表头): the county's code and name, and the month as ``2020-10``."""

    code: str
    county: str
    month: str
    in_prose: str


@dataclass(frozen=True, slots=True)
class FormMark:
    """Where a cell stands on the form and what it held (格位); ``row`` and ``column`` from 0."""

    row: int
    column: int
    list_id: int
    name: str
    counted: int
    per_shown: int


@dataclass(frozen=True, slots=True)
class FormRead:
    """What a form said when it came back (表样读取结果).

    Attributes:
      changed: stored values of the cells that differ from what the form held, by list and name.
      reasons: grade and words of those cells for which they were written.
    """

    code: str = ""
    month: str = ""
    changed: Mapping[tuple[int, str], int] = field(default_factory=dict)
    reasons: Mapping[tuple[int, str], tuple[TypedReason, str]] = field(default_factory=dict)


def per_shown(basis: Basis) -> int:
    """Return how many stored units make one shown unit: dm² in ㎡, 分 in 万元, or 1."""
    return {Basis.AREA: DM2_PER_M2, Basis.FEN: FEN_PER_WAN}.get(basis, 1)


def cell_label(title: str, cell: Cell) -> str:
    """Return how a cell is called where one is chosen: ``2020年批次·开工·户``."""
    return f"{title}·{cell.quantity.word}·{cell.basis.word}"


def write_form(head: FormHead, cells: Sequence[Cell], lists: Mapping[int, str]) -> bytes:
    """Return a return as .xlsx, with what was typed where it was typed; equal input, equal bytes.

    :param cells: list by list, with what was typed over them.
    :param lists: what each list is called.
    """
    target = BytesIO()
    form = _Form(target, head)
    for list_id in dict.fromkeys(cell.list_id for cell in cells):
        form.add_list(
            lists.get(list_id, f"清单{list_id}"), [c for c in cells if c.list_id == list_id]
        )
    form.finish(cells, lists)
    return target.getvalue()


class _Form:
    """A form while it is being written."""

    def __init__(self, target: BytesIO, head: FormHead) -> None:
        self._workbook = xlsxwriter.Workbook(target, options())
        stamp(self._workbook, f"{head.county}{head.in_prose}月报")
        self._sheet = self._workbook.add_worksheet(FORM_SHEET)
        self._why = self._workbook.add_worksheet(WHY_SHEET)
        self._hidden = self._workbook.add_worksheet(MARKS_SHEET)
        self._head = head
        self._marks: list[FormMark] = []
        self._row = 4
        add = self._workbook.add_format
        self._bold = add({"bold": True, "border": 1, "align": "center", "bg_color": "#d9d9d9"})
        self._locked = add({"border": 1, "bg_color": "#f2f2f2"})
        self._open = add({"border": 1, "locked": False})
        self._typed = add({"border": 1, "locked": False, "bg_color": "#fff2cc"})
        self._text = add({"border": 1, "locked": False, "num_format": "@", "text_wrap": True})
        self._write_head()

    def _write_head(self) -> None:
        add, end = self._workbook.add_format, len(_BASES)
        title = add({"bold": True, "font_size": 16, "align": "center"})
        self._sheet.merge_range(0, 0, 0, end, f"城镇老旧小区改造{self._head.in_prose}月报", title)
        self._sheet.write_string(1, 0, f"填报单位：{self._head.county}")
        self._sheet.write_string(1, end - 1, f"表号：{FORM_NUMBER}")
        self._sheet.merge_range(2, 0, 2, end, _NOTE, add({"text_wrap": True, "font_size": 9}))
        self._sheet.set_row(2, 28)
        self._sheet.set_column(0, 0, 18)
        self._sheet.set_column(1, end, 15)

    def add_list(self, title: str, cells: Sequence[Cell]) -> None:
        """Add one list's table."""
        self._sheet.write_string(self._row, 0, title, self._bold)
        for place, basis in enumerate(_BASES, 1):
            self._sheet.write_string(self._row, place, f"{basis.word}（{basis.unit}）", self._bold)
        self._row += 1
        known = {(cell.quantity, cell.basis): cell for cell in cells}
        for quantity, _ in ROWS:
            self._sheet.write_string(self._row, 0, quantity.word, self._locked)
            for place, basis in enumerate(_BASES, 1):
                cell = known.get((quantity, basis))
                if cell is None:
                    self._sheet.write_blank(self._row, place, None, self._locked)
                else:
                    self._write(place, cell)
            self._row += 1
        self._row += 1

    def _write(self, place: int, cell: Cell) -> None:
        factor = per_shown(cell.basis)
        self._marks.append(
            FormMark(self._row, place, cell.list_id, cell.name, cell.counted, factor)
        )
        form = self._locked if cell.quantity is NEVER_TYPED else self._open
        if cell.typed is not None:
            form = self._typed
        number = Decimal(cell.value) / factor
        if is_exact(number):
            self._sheet.write_number(self._row, place, float(number), form)
        else:
            self._sheet.write_string(self._row, place, f"{number:f}", form)

    def finish(self, cells: Sequence[Cell], lists: Mapping[int, str]) -> None:
        """Add the signatures, the reasons and the marks, lock the rest, and close."""
        self._sheet.merge_range(self._row, 0, self._row, len(_BASES), _SIGNATURES)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 0)
        self._sheet.protect("", {"select_locked_cells": True, "format_columns": True})
        self._write_reasons(cells, lists)
        self._write_marks(cells, lists)
        self._workbook.close()

    def _write_reasons(self, cells: Sequence[Cell], lists: Mapping[int, str]) -> None:
        for place, head in enumerate(("哪一格", "凭什么（甲、乙、丙）", "依据")):
            self._why.write_string(0, place, head, self._bold)
        typed = [cell for cell in cells if cell.typed is not None]
        for row, cell in enumerate(typed, 1):
            assert cell.typed is not None
            label = cell_label(lists.get(cell.list_id, ""), cell)
            for place, text in enumerate((label, cell.typed.reason.grade, cell.typed.words)):
                self._why.write_string(row, place, text, self._text)
        grades = [reason.grade for reason in TypedReason]
        self._why.data_validation(
            1, 1, MOST_REASONS, 1, {"validate": "list", "source": grades, "ignore_blank": True}
        )
        last = sum(cell.quantity is not NEVER_TYPED for cell in cells)
        if last:
            source = f"={MARKS_SHEET}!$H$1:$H${last}"
            self._why.data_validation(1, 0, MOST_REASONS, 0, {"validate": "list", "source": source})
        self._why.set_column(0, 0, 30)
        self._why.set_column(1, 1, 20)
        self._why.set_column(2, 2, 60)

    def _write_marks(self, cells: Sequence[Cell], lists: Mapping[int, str]) -> None:
        told: list[Any] = [FORMAT_VERSION, self._head.code, self._head.month]
        self._hidden.write_row(0, 0, told)
        for row, mark in enumerate(self._marks, 1):
            values = [
                mark.row,
                mark.column,
                str(mark.list_id),
                mark.name,
                str(mark.counted),
                mark.per_shown,
                cell_name(mark.row, mark.column),
            ]
            self._hidden.write_row(row, 0, values)
        offered = [cell for cell in cells if cell.quantity is not NEVER_TYPED]
        for row, cell in enumerate(offered):
            self._hidden.write_string(row, 7, cell_label(lists.get(cell.list_id, ""), cell))
        self._hidden.hide()
