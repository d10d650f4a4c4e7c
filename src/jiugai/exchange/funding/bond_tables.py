"""The tables of special bonds (专项债项目信息表、付息日表): as published, a doubtful cell told and left out.

Only what would make every check wrong refuses the file: no number of a project, money without its
unit, a project twice.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jiugai.domain.findings import Finding, Place, Weight, blocking
from jiugai.domain.funding.bond_form import BondField, BondForm, Printed
from jiugai.domain.registry.characters import fold, quoted, says_nothing
from jiugai.exchange import strict_cells as cells
from jiugai.exchange.plain_csv import PlainRow, PlainTable, read_plain
from jiugai.exchange.strict_table import MOST_FINDINGS, NOTHING_DONE

F = BondField
UNITS = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
_CODES = ("编号", "id", "code", "项目编号")
_NAMES: Mapping[BondField, tuple[str, ...]] = {
    F.TOTAL: ("总投资", "项目总投资"),
    F.CAPITAL: ("不含专项债的资本金", "资本金", "不含专项债资本金"),
    F.BOND: ("申请专项债总额", "专项债", "专项债总额", "申请专项债"),
    F.OTHER_DEBT: ("其他债务融资",),
    F.INCOME: ("预期收入", "预期收益", "收入"),
    F.COST: ("成本",),
    F.COST_INCOME: ("成本/收入",),
    F.COVERAGE: ("覆盖倍数", "本息覆盖倍数"),
    F.TERM_YEARS: ("发行期限", "期限"),
    F.RATE: ("测算年利率", "测算利率", "年利率"),
    F.CONSTRUCTION: ("建设期",),
    F.OPERATION: ("运营期",),
    F.AREA: ("面积",),
    F.ADDRESS: ("source_url", "网址"),
    F.VALUE_ON: ("起息日",),
    F.PAYMENT_DAYS: ("付息日",),
    F.NEXT_PAYMENT: ("最近付息日",),
    F.REMINDER_DAYS: ("提醒还款天数",),
    F.MATURES_ON: ("到期日",),
}
_MONEY = frozenset({F.TOTAL, F.CAPITAL, F.BOND, F.OTHER_DEBT, F.INCOME, F.COST})
_NUMBERS = frozenset({F.COST_INCOME, F.COVERAGE, F.TERM_YEARS, F.RATE, F.REMINDER_DAYS})
_DAYS = frozenset({F.VALUE_ON, F.NEXT_PAYMENT, F.MATURES_ON})
_NEEDED = (F.TOTAL, F.CAPITAL, F.BOND)
_BRACKET = re.compile(r"\(([^()]*)\)?$")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?", re.ASCII)
_YEARS = range(1990, 2101)
_LONGEST_TERM = 100
_SUFFIXES = {F.COST_INCOME: "%", F.RATE: "%", F.COVERAGE: "倍", F.TERM_YEARS: "年"}
_EXAMPLES = {
    F.COST_INCOME: "25.82%",
    F.COVERAGE: "1.25",
    F.TERM_YEARS: "30",
    F.RATE: "2.67%",
    F.REMINDER_DAYS: "181",
}


@dataclass(frozen=True, slots=True)
class BondForms:
    """What a table of forms says (专项债信息表); none where a finding blocks."""

    document: str
    forms: tuple[BondForm, ...]
    findings: tuple[Finding, ...]


def read_projects(content: bytes, document: str) -> BondForms:
    """Read the table of projects; never raises for what is in the file."""
    return _read(content, document, _NEEDED, once=True)


def read_payments(content: bytes, document: str) -> BondForms:
    """Read the table of payments, in which a project may stand once for each issue."""
    return _read(content, document, (F.VALUE_ON,), once=False)


def projects_of(table: PlainTable) -> BondForms:
    """Return what a table of projects that was read says."""
    return _Reader(table, _NEEDED, once=True).read()


def payments_of(table: PlainTable) -> BondForms:
    """Return what a table of payments that was read says."""
    return _Reader(table, (F.VALUE_ON,), once=False).read()


def _read(content: bytes, document: str, needed: tuple[BondField, ...], *, once: bool) -> BondForms:
    table = read_plain(content, document)
    if isinstance(table, Finding):
        return BondForms(document, (), (table,))
    return _Reader(table, needed, once=once).read()


class _Reader:
    """Reads one table; gathers what is wrong with it."""

    def __init__(self, table: PlainTable, needed: tuple[BondField, ...], *, once: bool) -> None:
        self._table = table
        self._once = once
        self._findings: list[Finding] = [*table.twice()]
        self._scales: dict[BondField, int] = {}
        self._percent: set[BondField] = set()
        self._code = table.column(_CODES)
        self._columns = self._found()
        self._check_heads(needed)

    def read(self) -> BondForms:
        forms: list[BondForm] = []
        seen: dict[str, int] = {}
        for row in self._table.rows if self._code is not None else ():
            code = fold(row.at(self._code or 0))
            if not code or len(code) > 100 or not code.isprintable():
                message = f"编号{f'读到“{quoted(code)}”' if code else '是空的'}，应为不空的编号，例如 S01。"
                self._refuse("funding.bad_value", message, row, self._code or 0)
                continue
            if code in seen and self._once:
                message = (
                    f"“{quoted(code)}”在第 {seen[code]} 行已经有了，分不清以哪行为准，请删去一行。"
                )
                self._refuse("funding.same_twice", message, row, self._code or 0)
            seen.setdefault(code, row.line)
            forms.append(self._form(code, row))
        told = sorted(self._findings, key=lambda one: one.weight is not Weight.BLOCKS)
        kept = tuple(told[:MOST_FINDINGS])
        return BondForms(self._table.document, () if blocking(told) else tuple(forms), kept)

    def _found(self) -> dict[int, BondField]:
        found: dict[int, BondField] = {}
        for n, head in enumerate(self._table.heads):
            bare, unit = _parted(head)
            field = next((f for f, names in _NAMES.items() if head in names or bare in names), None)
            if field is None:
                continue
            if field in found.values():
                message = f"“{quoted(head)}”列与前面一列说的都是{field.word}，请只留一列。"
                self._refuse("funding.column_twice", message, PlainRow(1, ()), n)
            if field in _MONEY and unit not in UNITS:
                said = f"写的是“{quoted(unit)}”" if unit else "没有写"
                message = (
                    f"“{quoted(head)}”列的单位{said}，应写明元、万元或亿元，"
                    f"例如“{field.word}(万元)”；没有替您猜。"
                )
                self._refuse("funding.head_unit", message, PlainRow(1, ()), n)
            if field is F.TERM_YEARS and unit not in ("年", ""):
                message = (
                    f"“{quoted(head)}”列的单位写的是“{quoted(unit)}”，应以年计，例如“期限(年)”。"
                )
                self._refuse("funding.head_unit", message, PlainRow(1, ()), n)
            self._scales[field] = UNITS.get(unit, 1)
            self._percent |= {field} if unit == "%" else set()
            found[n] = field
        return found

    def _check_heads(self, needed: tuple[BondField, ...]) -> None:
        shown = "、".join(quoted(head, 12) for head in self._table.heads[:12] if head)
        lacking = [
            f"{field.word}{'(万元)' if field in _MONEY else ''}"
            for field in needed
            if field not in self._columns.values()
        ]
        if self._code is None:
            lacking.insert(0, "编号")
        for word in lacking:
            message = f"没有找到“{word}”列，读到的表头是：{shown or '空'}。"
            self._findings.append(
                Finding(
                    "funding.no_column",
                    f"{message}{NOTHING_DONE}",
                    place=Place(self._table.document),
                )
            )

    def _form(self, code: str, row: PlainRow) -> BondForm:
        cells_of = {
            field: self._cell(field, row, n) for n, field in self._columns.items() if row.at(n)
        }
        width = len(self._table.heads)
        if any(text.strip() for text in row.cells[width:]):
            message = (
                f"这一行比表头多出一格“{quoted(row.at(width))}”，多半是数里的逗号没有加引号；"
                "请去掉千分位逗号后重试。"
            )
            self._refuse("funding.row_too_long", message, row, width)
        return BondForm(code, cells_of)

    def _cell(self, field: BondField, row: PlainRow, n: int) -> Printed:
        text = row.at(n)
        if says_nothing(text):
            return Printed(text)
        if field in _MONEY:
            value = cells.plain_number(text, 6)
            if value is not None:
                scale = self._scales[field]
                return Printed(fold(text), value * scale, cells.printed_decimals(text), scale)
            self._odd(field, row, n, "不小于 0 的数，例如 35528.0；不写单位，不用科学计数法")
        elif field in _NUMBERS:
            return self._number(field, row, n)
        elif field in _DAYS:
            day = _day(text)
            if day is None:
                self._odd(field, row, n, "日期，例如 2024-05-06")
            return Printed(fold(text), day=day)
        return Printed(fold(text))

    def _number(self, field: BondField, row: PlainRow, n: int) -> Printed:
        text = fold(row.at(n))
        digits = text.removesuffix(_SUFFIXES.get(field, "")).strip()
        value = cells.plain_number(digits, 6)
        if value is None or (field is F.TERM_YEARS and not 0 < value <= _LONGEST_TERM):
            self._odd(field, row, n, f"数，例如 {_EXAMPLES[field]}")
            return Printed(text)
        if field is F.REMINDER_DAYS and value > 4_000:
            self._odd(field, row, n, "天数，例如 181")
            return Printed(text)
        if field in self._percent and not text.endswith("%"):
            text = f"{text}%"
        if field is F.RATE and not text.endswith("%"):
            self._odd(field, row, n, "带百分号的年利率，例如 2.67%")
            return Printed(text)
        return Printed(text, value, cells.printed_decimals(digits))

    def _odd(self, field: BondField, row: PlainRow, n: int, expected: str) -> None:
        message = f"{field.word}读到“{quoted(row.at(n))}”，应为{expected}。没有采用，要用它的核对项给不出结论。"
        place = self._table.place(row, n)
        self._findings.append(Finding("funding.not_read", message, Weight.WARNS, place))

    def _refuse(self, code: str, message: str, row: PlainRow, n: int) -> None:
        place = self._table.place(row, n)
        self._findings.append(Finding(code, f"{message}{NOTHING_DONE}", place=place))


def _parted(head: str) -> tuple[str, str]:
    """Return a heading without what stands in brackets behind it, and that.

    >>> _parted("总投资(万元)"), _parted("成本/收入(公布)")
    (('总投资', '万元'), ('成本/收入', '公布'))
    """
    found = _BRACKET.search(head)
    return (head[: found.start()], found[1]) if found else (head, "")


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(fold(text))
    if not found or int(found[1]) not in _YEARS:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
