"""Reading a file of vouchers (凭证文件): one JSON object a line, every fault with its line, at once."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from jiugai.domain.findings import Finding, Place
from jiugai.domain.funding.book.amounts import MoneyUnit, NotAnAmount, fen_of
from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.domain.funding.sources import Source

MOST_LINES = 200_000
CONTRACT = "登记合同"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_STEPS = {step.value: step for step in MoneyStep} | {step.word: step for step in MoneyStep}
_SOURCES = {source.word: source for source in Source}
_EXAMPLE = (
    '{"key":"2020-001","step":"支付","source":"中央财政补助","paper":"财综〔2020〕1号","year":2020,'
    '"county":"610922","project":"P-1","contract":"HT-1","amount":"120000.00","unit":"元",'
    '"on":"2020-10-09","basis":"回单 1"}'
)


@dataclass(frozen=True, slots=True)
class BookLine:
    """One voucher as a file tells it (凭证行); divisions, projects and contracts by their codes.

    Attributes:
      number: the line in the file, from 1.
      paper, year: name the earmark together with ``source``.
      basis: the paper that this step rests on.
    """

    number: int
    key: str
    step: MoneyStep
    source: Source
    paper: str
    year: int
    county: str
    project: str
    contract: str
    giver: str
    amount_fen: int
    on: date
    basis: str
    memo: str


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A contract as a file tells it (合同行), its step “登记合同”; ``on`` is when it was signed."""

    number: int
    key: str
    project: str
    contract: str
    payee: str
    amount_fen: int
    on: date


@dataclass(frozen=True, slots=True)
class BookFile:
    """What a file of vouchers says (凭证文件); a line with a fault is not among the lines."""

    lines: tuple[BookLine | ContractLine, ...]
    findings: tuple[Finding, ...]


class _Wrong(ValueError):
    """A field is not what it should be; the message says what was read and expected."""


def read_book_lines(content: bytes, *, document: str) -> BookFile:
    """Read a file of vouchers; nothing in it can crash or hang."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return _unread(document, f"第 {fault.start} 个字节不是 UTF-8 文字，请另存为 UTF-8")
    told = text.splitlines()
    if len(told) > MOST_LINES:
        return _unread(document, f"有 {len(told):,} 行，一次最多 {MOST_LINES:,} 行，请分几个文件")
    lines: list[BookLine | ContractLine] = []
    findings: list[Finding] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(told, 1):
        if not line.strip():
            continue
        try:
            read = _line(number, line)
        except _Wrong as wrong:
            findings.append(_fault(document, number, str(wrong)))
            continue
        before = seen.setdefault(read.key, number)
        if before == number:
            lines.append(read)
        else:
            words = f"编号“{read.key}”与第 {before} 行相同，每张凭证的编号只能用一次"
            findings.append(_fault(document, number, words))
    if not lines and not findings:
        return _unread(document, "文件里没有一行凭证")
    return BookFile(tuple(lines), tuple(findings))


def _line(number: int, line: str) -> BookLine | ContractLine:
    told = _object(line)
    if told.get("step") == CONTRACT:
        return ContractLine(
            number=number,
            key=_text(told, "key", 64),
            project=_text(told, "project", 12),
            contract=_text(told, "contract", 80),
            payee=_text(told, "payee", 120),
            amount_fen=_amount(told),
            on=_day(told),
        )
    return BookLine(
        number=number,
        key=_text(told, "key", 64),
        step=_step(told),
        source=_source(told),
        paper=_text(told, "paper", 80),
        year=_year(told),
        county=_text(told, "county", 12),
        project=_text(told, "project", 12, least=0),
        contract=_text(told, "contract", 80, least=0),
        giver=_text(told, "giver", 12, least=0),
        amount_fen=_amount(told),
        on=_day(told),
        basis=_text(told, "basis", 120),
        memo=_text(told, "memo", 200, least=0),
    )


def _object(line: str) -> Mapping[str, object]:
    try:
        told = json.loads(line, parse_constant=_no_constant, object_pairs_hook=_once)
    except (ValueError, RecursionError) as fault:
        words = str(fault) if isinstance(fault, _Wrong) else "这一行不是一个完整的 JSON 对象"
        raise _Wrong(words) from None
    if not isinstance(told, dict):
        raise _Wrong("这一行不是一个 JSON 对象")
    return told


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    names = [name for name, _ in pairs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise _Wrong(f"“{twice}”写了两次")
    return dict(pairs)


def _no_constant(text: str) -> object:
    raise _Wrong(f"读到“{text}”，不是数字")


def _text(told: Mapping[str, object], name: str, most: int, *, least: int = 1) -> str:
    value = told.get(name, "")
    if not isinstance(value, str):
        raise _Wrong(f"“{name}”读到 {str(value)[:40]}，应写成带引号的文字")
    value = value.strip()
    if not least <= len(value) <= most or "\x00" in value:
        raise _Wrong(f"“{name}”应为 {max(least, 1)}—{most} 个字，读到 {len(value)} 个")
    return value


def _step(told: Mapping[str, object]) -> MoneyStep:
    step = _STEPS.get(_text(told, "step", 20))
    if step is None or step is MoneyStep.REVERSE:
        words = [one.word for one in MoneyStep if one is not MoneyStep.REVERSE]
        known = "、".join([*words, CONTRACT])
        raise _Wrong(f"环节读到“{told.get('step')}”，应为：{known}")
    return step


def _source(told: Mapping[str, object]) -> Source:
    source = _SOURCES.get(_text(told, "source", 20))
    if source is None or source is Source.UNSPLIT:
        known = "、".join(word for word, one in _SOURCES.items() if one is not Source.UNSPLIT)
        raise _Wrong(f"资金来源读到“{told.get('source')}”，应为：{known}")
    return source


def _year(told: Mapping[str, object]) -> int:
    year = told.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not 1980 <= year <= 2100:
        raise _Wrong(f"预算年度读到“{str(year)[:20]}”，应为四位年份，例如 2020")
    return year


def _amount(told: Mapping[str, object]) -> int:
    unit = _text(told, "unit", 2)
    if unit not in {one.value for one in MoneyUnit}:
        raise _Wrong(f"单位读到“{unit}”，应为元、万元或亿元；单位不猜")
    try:
        return fen_of(_text(told, "amount", 40), MoneyUnit(unit))
    except NotAnAmount as wrong:
        raise _Wrong(str(wrong)) from None


def _day(told: Mapping[str, object]) -> date:
    text = _text(told, "on", 10)
    if _DAY.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    raise _Wrong(f"业务日期读到“{text}”，应为 2020-10-09 这样的日期")


def _fault(document: str, number: int, words: str) -> Finding:
    return Finding(
        "book_file.line",
        f"{words}。应如：{_EXAMPLE}。这一行没有记账。",
        place=Place(document, "", f"第{number}行"),
    )


def _unread(document: str, words: str) -> BookFile:
    return BookFile(
        (), (Finding("book_file.unread", f"{words}。没有记任何账。", place=Place(document)),)
    )
