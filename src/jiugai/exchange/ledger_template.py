"""The template of a county's ledger (台账模板): goes out filled, comes back through the reader.

What the register knows stands in it; each row carries its community's number and the version of its
card in two hidden columns, by which it finds its way home. The head and those columns are locked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from jiugai.domain.registry.ledger import Column, Value
from jiugai.domain.registry.plan import KnownCard
from jiugai.exchange.ledger.columns import ROW_ID, ROW_VERSION
from jiugai.exchange.spreadsheet_cells import is_exact, may_execute, options, stamp

FORMAT_VERSION = 1
"""Of the template's build; written into its hidden sheet, to be told apart should it ever change."""

SHEET = "台账"
MARKS_SHEET = "_jiugai"
"""The hidden sheet: the build, the county, and the words to choose from. The reader passes it over."""

HEAD_ROW = 2  # counted from 0: below the title and the note
SPARE_ROWS = 300

_YUAN_PER_WAN = 10_000
_LAST_ROW_OF_LISTS = 5000
_NOTE = (
    "填写说明：一个小区一行；白色格可以填写，新小区接在最后一行下面；"
    "灰色的表头和隐藏的列请勿改动。没有的数留空。点进单元格可以看到该列的填法。"
)


@dataclass(frozen=True, slots=True)
class _Field:
    """One column of the template.

    Attributes:
      kind: ``text``, ``whole``, ``decimal`` or ``wan_yuan``.
      words: what may be chosen from; other words are asked about, not refused.
    """

    column: Column
    head: str
    width: int
    hint: str
    kind: str = "text"
    words: tuple[str, ...] = ()
    least: int = 0


_FIELDS = (
    _Field(Column.STREET, "街道（镇）", 16, "从下拉框中选所在街道或镇。"),
    _Field(Column.NEIGHBORHOOD, "社区", 16, "所在社区，例如 金川社区。"),
    _Field(Column.NAME, "小区名称", 26, "一格只写一个小区，例如 河滨小区。"),
    _Field(Column.ADDRESS, "地址", 30, "路名和门牌号，例如 兴安中路12号。"),
    _Field(Column.BUILT_YEAR, "建成年份", 11, "四位年份，例如 1998。", "whole", least=1900),
    _Field(Column.BUILDINGS, "楼栋数（栋）", 13, "住宅楼的栋数，例如 6。", "whole"),
    _Field(Column.ENTRANCES, "单元数", 9, "各栋单元之和，例如 18。", "whole"),
    _Field(Column.HOUSEHOLDS, "户数（户）", 12, "例如 214。", "whole"),
    _Field(Column.FLOOR_AREA, "建筑面积（㎡）", 16, "以平方米计，例如 15230.5。", "decimal"),
    _Field(Column.INVESTMENT, "计划投资（万元）", 17, "以万元计，例如 320.5。", "wan_yuan"),
    _Field(
        Column.STRUCTURE, "结构", 10, "房屋结构。", words=("砖混", "砖木", "框架", "剪力墙", "混合")
    ),
    _Field(Column.STOREYS, "层数", 9, "例如 6，或 5—7。"),
    _Field(
        Column.TENURE,
        "产权性质",
        14,
        "房屋产权的性质。",
        words=("房改房", "集资房", "商品房", "公有住房", "安置房", "混合产权"),
    ),
    _Field(
        Column.PROPERTY_MANAGEMENT,
        "物业管理",
        14,
        "现在由谁管理。",
        words=("专业物业", "社区托管", "单位自管", "业主自管", "无物业"),
    ),
    _Field(
        Column.EXCLUSION,
        "不纳入情形",
        14,
        "没有则留空。",
        words=("棚改", "城中村", "自建房", "危房"),
    ),
)

COLUMNS = tuple(field.column for field in _FIELDS)
"""The columns of the template, in their order; the hidden ones stand after them."""


def write(
    rows: Iterable[KnownCard],
    *,
    county_name: str,
    streets: Sequence[str],
    county_code: str = "",
    version: int = FORMAT_VERSION,
) -> bytes:
    """Return the template of a county as .xlsx, with what the register knows filled in.

    The same cards give the same bytes. Money is written in 万元, area in ㎡, to the last digit.

    :param rows: the cards, in the order in which they are to stand.
    :param streets: the streets to choose from.
    :param version: of the template's build.
    """
    target = BytesIO()
    sheet = _Template(target, county_name, tuple(streets))
    last = HEAD_ROW
    for last, card in enumerate(rows, HEAD_ROW + 1):
        sheet.write_card(last, card)
    sheet.finish(last, county_code, version)
    return target.getvalue()


class _Template:
    """A template while it is being written."""

    def __init__(self, target: BytesIO, county_name: str, streets: tuple[str, ...]) -> None:
        self._workbook = xlsxwriter.Workbook(target, options())
        stamp(self._workbook, f"{county_name}城镇老旧小区台账")
        self._sheet = self._workbook.add_worksheet(SHEET)
        self._marks = self._workbook.add_worksheet(MARKS_SHEET)
        self._streets = streets
        self._formats = {
            name: self._workbook.add_format({"locked": False, "border": 1, **more})
            for name, more in (
                ("text", {"num_format": "@"}),
                ("risky", {"num_format": "@", "quote_prefix": True}),
                ("whole", {"num_format": "0"}),
                ("decimal", {"num_format": "General"}),
                ("wan_yuan", {"num_format": "General"}),
            )
        }
        self._locked = self._workbook.add_format({"font_color": "#7f7f7f"})
        self._write_head(county_name)

    def _write_head(self, county_name: str) -> None:
        sheet, add = self._sheet, self._workbook.add_format
        title = add({"bold": True, "font_size": 16, "valign": "vcenter"})
        note = add({"font_color": "#595959", "valign": "vcenter"})
        head = add(
            {"bold": True, "bg_color": "#d9d9d9", "border": 1, "align": "center"}
            | {"valign": "vcenter", "text_wrap": True}
        )
        end = len(_FIELDS) - 1
        sheet.merge_range(0, 0, 0, end, f"{county_name}城镇老旧小区台账", title)
        sheet.merge_range(1, 0, 1, end, _NOTE, note)
        sheet.set_default_row(18)
        sheet.set_row(0, 30)
        sheet.set_row(1, 22)
        sheet.set_row(HEAD_ROW, 32)
        for index, field in enumerate(_FIELDS):
            sheet.write_string(HEAD_ROW, index, field.head, head)
            sheet.set_column(index, index, field.width, self._formats[field.kind])
        for index, name in enumerate((ROW_ID, ROW_VERSION), len(_FIELDS)):
            sheet.write_string(HEAD_ROW, index, name, head)
            sheet.set_column(index, index, 14, self._locked, {"hidden": True})

    def write_card(self, row: int, card: KnownCard) -> None:
        """Write one community."""
        for index, field in enumerate(_FIELDS):
            value = card.values.get(field.column)
            if value is not None and value != "":
                self._write(row, index, field, value)
        self._sheet.write_string(row, len(_FIELDS), card.public_id, self._locked)
        self._sheet.write_number(row, len(_FIELDS) + 1, card.version, self._locked)

    def _write(self, row: int, index: int, field: _Field, value: Value) -> None:
        plain = self._formats[field.kind]
        if field.kind == "text" or isinstance(value, (str, date)):
            text = str(value)
            form = self._formats["risky"] if may_execute(text) else self._formats["text"]
            self._sheet.write_string(row, index, text, form)
            return
        number = Decimal(value) / (_YUAN_PER_WAN if field.kind == "wan_yuan" else 1)
        if is_exact(number):
            self._sheet.write_number(row, index, float(number), plain)
        else:
            self._sheet.write_string(row, index, f"{number:f}", plain)

    def finish(self, last: int, county_code: str, version: int) -> None:
        """Add what helps in filling in, lock the rest, and close."""
        sheet = self._sheet
        self._write_marks(county_code, version)
        first, end = HEAD_ROW + 1, last + SPARE_ROWS
        for index, field in enumerate(_FIELDS):
            sheet.data_validation(first, index, end, index, self._validation(index, field))
        sheet.freeze_panes(HEAD_ROW + 1, 3)
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD_ROW)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.protect("", {"format_columns": True, "format_rows": True, "insert_rows": True})
        self._workbook.close()

    def _write_marks(self, county_code: str, version: int) -> None:
        """Write the hidden sheet: what the template is, and the words to choose from."""
        marks = self._marks
        for row, (name, value) in enumerate((("format", str(version)), ("county", county_code))):
            marks.write_string(row, 0, name)
            marks.write_string(row, 1, value)
        for index, field in enumerate(_FIELDS):
            for row, word in enumerate(self._words(field)):
                marks.write_string(row, 2 + index, word)
        marks.hide()
        marks.protect()

    def _words(self, field: _Field) -> tuple[str, ...]:
        found = self._streets if field.column is Column.STREET else field.words
        return found[:_LAST_ROW_OF_LISTS]

    def _validation(self, index: int, field: _Field) -> dict[str, Any]:
        rule: dict[str, Any] = {"input_title": field.head, "input_message": field.hint}
        words = self._words(field)
        if field.kind == "whole":
            rule |= {"validate": "integer", "criteria": ">=", "value": field.least}
            rule |= {"error_title": field.head, "error_message": f"应为整数。{field.hint}"}
        elif field.kind in ("decimal", "wan_yuan"):
            rule |= {"validate": "decimal", "criteria": ">=", "value": 0}
            rule |= {"error_title": field.head, "error_message": f"应为数。{field.hint}"}
        elif words:
            letter = xlsxwriter.utility.xl_col_to_name(2 + index)
            source = f"={MARKS_SHEET}!${letter}$1:${letter}${len(words)}"
            rule |= {"validate": "list", "source": source, "error_type": "warning"}
            rule |= {"error_title": field.head, "error_message": "不在下拉框里，确定这样写吗？"}
        else:
            rule |= {"validate": "any"}
        return rule
