"""The table of a bank statement (银行对账单): .xlsx or .csv, read before; every cell for certain or none.

The unit of money stands in the heading and is never guessed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from jiugai.domain.findings import Finding, Place
from jiugai.domain.funding.book.amounts import MoneyUnit, NotAnAmount, fen_of
from jiugai.domain.funding.book.reconciling import BankLine
from jiugai.domain.registry.characters import fold, quoted
from jiugai.exchange.plain_csv import PlainRow, PlainTable, heading

_T = TypeVar("_T")
MOST_LINES = 50_000
MOST_FINDINGS = 50
NOTHING = "没有导入任何一行。"
_IN = frozenset({"收", "收入", "贷", "贷方", "转入", "来账"})
_OUT = frozenset({"付", "支出", "借", "借方", "转出", "往账"})
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{2})[-/.月]?(\d{2})日?(?: 00:00:00)?", re.ASCII)
_UNIT = re.compile(r"(.+)\(([^()]*)\)")
_PLAIN = {
    "on": ("日期", "交易日期", "记账日期"),
    "direction": ("方向", "收付", "收付方向", "借贷", "借贷方向", "借贷标志"),
    "counterparty": ("对方户名", "对方名称", "对方单位", "对方"),
    "summary": ("摘要", "用途", "附言"),
    "serial": ("流水号", "交易流水号", "银行流水号", "流水"),
}
_MONEY = {"amount": ("金额", "交易金额", "发生额"), "balance": ("余额", "账户余额")}
_NEEDED = ("on", "amount", "direction", "balance", "serial")


@dataclass(frozen=True, slots=True)
class StatementRead:
    """What a statement says (对账单读数); no lines where a finding stands."""

    lines: tuple[BankLine, ...]
    findings: tuple[Finding, ...]


class _Unread(ValueError):
    """A cell says none of what its column may say; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class _Column:
    at: int
    unit: MoneyUnit | None = None


def statement_of(table: PlainTable) -> StatementRead:
    """Return the lines of a statement as it prints them, or all that is wrong with it."""
    findings = list(table.twice())
    columns = _columns(table, findings)
    if findings:
        return StatementRead((), tuple(findings))
    if len(table.rows) > MOST_LINES:
        words = f"有 {len(table.rows):,} 行，一次最多 {MOST_LINES:,} 行，请按月分开导入。{NOTHING}"
        return _refused(table, words)
    lines, seen = [], dict[str, int]()
    for row in table.rows:
        line = _line(table, row, columns, findings)
        if line is None:
            continue
        before = seen.setdefault(line.serial, row.line)
        if before != row.line:
            words = f"流水号“{quoted(line.serial)}”与第 {before} 行相同，银行的流水号不会重复，请核对。{NOTHING}"
            findings.append(Finding("bank_file.serial_twice", words, place=table.place(row, 0)))
        lines.append(line)
    told = tuple(findings[:MOST_FINDINGS])
    return StatementRead((), told) if told else StatementRead(tuple(lines), ())


def _columns(table: PlainTable, findings: list[Finding]) -> dict[str, _Column]:
    plain = {heading(name): code for code, names in _PLAIN.items() for name in names}
    money = {heading(name): code for code, names in _MONEY.items() for name in names}
    found: dict[str, _Column] = {}
    for at, head in enumerate(table.heads):
        if head in plain:
            found.setdefault(plain[head], _Column(at))
            continue
        told = _UNIT.fullmatch(head)
        bare = told[1] if told else head
        if bare not in money:
            continue
        unit = told[2] if told else ""
        if unit not in {one.value for one in MoneyUnit}:
            words = (
                f"“{quoted(head)}”列没有写明单位，请把表头改成“{bare}（元）”、“{bare}（万元）”"
                f"或“{bare}（亿元）”；单位不猜。{NOTHING}"
            )
            findings.append(Finding("bank_file.no_unit", words, place=Place(table.document)))
            found.setdefault(money[bare], _Column(at, MoneyUnit.YUAN))
            continue
        found.setdefault(money[bare], _Column(at, MoneyUnit(unit)))
    for code in _NEEDED:
        if code not in found:
            name = (_PLAIN | _MONEY)[code][0] + ("（元）" if code in _MONEY else "")
            shown = "、".join(quoted(head, 12) for head in table.heads[:12] if head)
            words = f"没有找到“{name}”列，读到的表头是：{shown or '空'}；请加上这一列。{NOTHING}"
            findings.append(Finding("bank_file.no_column", words, place=Place(table.document)))
    return found


def _line(
    table: PlainTable, row: PlainRow, columns: dict[str, _Column], findings: list[Finding]
) -> BankLine | None:
    before = len(findings)

    def cell(code: str, read: Callable[[str], _T], default: _T) -> _T:
        column = columns.get(code)
        if column is None:
            return default
        text = row.at(column.at)
        try:
            return read(text)
        except (_Unread, NotAnAmount) as wrong:
            words = f"读到“{quoted(text)}”，{wrong}。{NOTHING}"
            place = table.place(row, column.at)
            findings.append(Finding("bank_file.bad_value", words, place=place))
            return default

    def money(code: str) -> Callable[[str], int]:
        unit = columns[code].unit or MoneyUnit.YUAN
        return lambda text: fen_of(text, unit)

    sign = cell("direction", _direction, 1)
    amount = cell("amount", money("amount"), 0)
    line = BankLine(
        number=row.line,
        on=cell("on", _day, date.min),
        amount_fen=sign * amount,
        counterparty=cell("counterparty", _text(120), ""),
        summary=cell("summary", _text(200), ""),
        balance_fen=cell("balance", money("balance"), 0),
        serial=cell("serial", _serial, ""),
    )
    if len(findings) == before and amount <= 0:
        words = f"金额应大于 0，收还是付由“方向”列说，例如“付”。{NOTHING}"
        place = table.place(row, columns["amount"].at)
        findings.append(Finding("bank_file.bad_value", words, place=place))
    return line if len(findings) == before else None


def _direction(text: str) -> int:
    told = fold(text)
    if told in _IN | _OUT:
        return 1 if told in _IN else -1
    raise _Unread("方向应为“收”或“付”（也认贷、借、转入、转出）")


def _day(text: str) -> date:
    told = _DAY.fullmatch(fold(text))
    if told:
        try:
            found = date(int(told[1]), int(told[2]), int(told[3]))
        except ValueError:
            found = None
        if found is not None and 1990 <= found.year <= 2100:
            return found
    raise _Unread("应为日期，例如 2020-10-09")


def _serial(text: str) -> str:
    told = fold(text)
    if not told or len(told) > 64 or not told.isprintable():
        raise _Unread("流水号应为 1 到 64 个字，每行都要有")
    return told


def _text(most: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > most or "\x00" in text:
            raise _Unread(f"最多 {most} 个字")
        return text

    return read


def _refused(table: PlainTable, words: str) -> StatementRead:
    finding = Finding("bank_file.too_long", words, place=Place(table.document))
    return StatementRead((), (finding,))
