"""Reading a quantity (数量): ``１２栋``, ``3,726``, ``1.2亿元``, ``约500``; never guessing.

A cell that can be read in two ways, or that says something between numbers, is refused.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from jiugai.domain.registry import numerals
from jiugai.domain.registry.characters import (
    fold,
    has_foreign_digits,
    is_error,
    says_nothing,
)
from jiugai.domain.registry.measures import BASE_UNITS, SCALES, Dimension, Units, unit_text
from jiugai.domain.registry.readings import MISSING, Cell, Reading, doubted, refused

TWO_READINGS = "ledger.two_readings"
APPROXIMATE = "ledger.approximate"
NOT_A_NUMBER = "ledger.not_a_number"
NOT_WHOLE = "ledger.not_whole"
NEGATIVE = "ledger.negative"
UNIT_MISMATCH = "ledger.unit_mismatch"
UNIT_DOUBT = "ledger.unit_in_doubt"
REMARK = "ledger.remark_in_cell"
ERROR_VALUE = "ledger.error_value"

_ABOUT = "约|大约|大概|约为|约有|近|将近|接近|超|超过|逾|不足|不到|估计|预计|预估|暂估|估算|至少|至多|不少于|不超过|不低于|>|<|≥|≤|≈|~"
_LEAD = "共|计|共计|合计|总计|总共|总|为|有|是|¥|rmb|人民币|:|="
_YUAN = re.compile("¥|rmb|人民币")
_NUMBER = re.compile(
    rf"(?P<about>(?:{_ABOUT})+)?(?P<lead>(?:{_LEAD})+)?(?P<about2>(?:{_ABOUT})+)?"
    r"(?P<number>[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+\.?|\.\d+)"
    r"(?P<more>余|多|来|几)?(?P<scale>百万|千万|万|亿|千)?(?P<more2>余|多|来|几)?(?P<rest>.*)"
)
_AFTER = re.compile(r"(余|多|左右|上下|以上|以下|以内|内外|\+|↑|~|不等)$")
_REMARK = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]$")
_DIGIT = re.compile(r"\d")
_SPLIT = re.compile(r"\d\s+\d")
_SIGNED = re.compile(r"(?:-|负)\s*\d[\d,.]*\D*|\(\d[\d,.]*\)")
_WIDE_DIGIT = re.compile("[０-９]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_MOST = Decimal(10) ** 15
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Measured:
    """What a column of quantities is counted in.

    Attributes:
      dimension: what is counted.
      factor: how many base units one is, as the header or the note above the table says.
      unit: the unit's word, for messages.
    """

    dimension: Dimension
    factor: Decimal = Decimal(1)
    unit: str = ""

    @property
    def shown(self) -> str:
        return self.unit or BASE_UNITS[self.dimension]


def read_quantity(cell: Cell, measured: Measured, units: Units) -> Reading:
    """Read one cell of a column of quantities.

    :returns: an int for what is counted in whole numbers, else a Decimal of 元, ㎡ or 米.
    """
    if isinstance(cell, (bool, date, datetime, time, timedelta)):
        return refused(NOT_A_NUMBER, _expected(measured, f"是{_kind(cell)}，不是数"))
    if isinstance(cell, (int, float)):
        number = exact(cell)
        if number is None:
            return refused(NOT_A_NUMBER, _expected(measured, "不是数"))
        return _settled(number * measured.factor, measured, "", "", "")
    if says_nothing(cell):
        return MISSING
    return _read_text(cell, measured, units)


def exact(number: int | float) -> Decimal | None:
    """Return a stored number as the spreadsheet shows it: 15 digits, without binary noise.

    >>> exact(418.00000000000006)
    Decimal('418')
    """
    if isinstance(number, int):
        return Decimal(number)
    if number.is_integer():
        return Decimal(int(number))
    if number != number or number in (float("inf"), float("-inf")):
        return None
    value = Decimal(f"{number:.15g}")
    near = round(number)
    return Decimal(near) if abs(number - near) < 1e-6 * max(1.0, abs(number) * 1e-6) else value


def _kind(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "“是/否”"
    return (
        "时刻"
        if isinstance(cell, (time, timedelta))
        else "日期（可能是“3-5”一类内容被自动改成了日期）"
    )


def _expected(measured: Measured, fault: str) -> str:
    example = "105" if measured.dimension.whole else "1250.5"
    return f"{fault}。应为以“{measured.shown}”计的一个数，例如 {example}"


def _read_text(cell: str, measured: Measured, units: Units) -> Reading:
    text = fold(cell)
    if is_error(text):
        return refused(ERROR_VALUE, _expected(measured, "是公式出错的结果"))
    if has_foreign_digits(text):
        return refused(NOT_A_NUMBER, _expected(measured, "不是通用的数字"))
    if _SPLIT.search(text):
        return refused(TWO_READINGS, _expected(measured, "两个数之间有空格，不止一种读法"))
    spelt = unit_text(text)
    compact = spelt.removeprefix("'").rstrip("。")
    why = written_oddly(cell) or ("" if compact == spelt else "去掉多余的标点")
    if _SIGNED.fullmatch(compact):
        return refused(NEGATIVE, _expected(measured, "是负数"))
    found = _NUMBER.fullmatch(compact)
    if not found:
        return _read_numeral(compact, measured, units)
    return _read_match(found, why, measured, units)


def _read_match(found: re.Match[str], why: str, measured: Measured, units: Units) -> Reading:
    rest, about = (
        found["rest"],
        bool(found["about"] or found["about2"] or found["more"] or found["more2"]),
    )
    if re.fullmatch(r"e[+-]?\d+", rest) or rest.startswith("%"):
        return refused(NOT_A_NUMBER, _expected(measured, "写法不是普通的数"))
    if measured.dimension is not Dimension.MONEY and _YUAN.search(found["lead"] or ""):
        return refused(UNIT_MISMATCH, _expected(measured, "是金额，量的不是这一列的内容"))
    rest, remark, vague = _peeled(rest, measured, units)
    if _DIGIT.search(rest) or _says_a_number(remark):
        return refused(TWO_READINGS, _expected(measured, "格内不止一个数，不能断定是哪一个"))
    word = (found["scale"] or "") + rest
    factor, fault, question = _factor(word, measured, units)
    if fault:
        return refused(UNIT_MISMATCH, _expected(measured, fault))
    number = Decimal(found["number"].replace(",", "").rstrip("."))
    reasons = [why] if why else []
    if "," in found["number"]:
        reasons.append("千分位号")
    if word:
        reasons.append(f"格内带单位“{word}”")
    if found["lead"]:
        reasons.append(f"去掉“{found['lead']}”字")
    if not reasons and found["number"] != str(number):
        reasons.append("文本型数字")
    said = "概数" if about or vague else ""
    read = _settled(number * factor, measured, "、".join(reasons), said, remark)
    if question and not read.code:
        return doubted(read.value, read.why, UNIT_DOUBT, f"{question}，请核对")
    return read


def _peeled(rest: str, measured: Measured, units: Units) -> tuple[str, str, bool]:
    """Return what follows a number without a bracket at its end, the bracket, and whether it is vague."""
    vague, remark = False, ""
    found = _REMARK.search(rest)
    if found:
        rest, remark = rest[: found.start()], found[1]
        if not rest and units.find(remark, measured.dimension):
            rest, remark = remark, ""
    after = _AFTER.search(rest)
    while after:
        rest, vague = rest[: after.start()], True
        after = _AFTER.search(rest)
    return rest, remark, vague


def written_oddly(cell: str) -> str:
    """Return what is odd about the characters of a cell, or nothing: full width, invisible marks."""
    if _WIDE_DIGIT.search(cell):
        return "全角数字"
    return "去掉不可见字符" if _UNSEEN.search(cell.strip()) else ""


def _says_a_number(text: str) -> bool:
    run = numerals.RUN.search(text)
    return bool(_DIGIT.search(text) or (run and len(run[0]) > 1))


def _factor(word: str, measured: Measured, units: Units) -> tuple[Decimal, str, str]:
    """Return the factor of the unit that a cell states, what is wrong with it, what to ask."""
    if not word:
        return measured.factor, "", ""
    unit = units.find(word, measured.dimension)
    if unit is None:
        if word in units.foreign.get(measured.dimension, ()):
            return Decimal(0), f"单位“{word}”量的不是这一列的内容", ""
        return Decimal(0), f"“{word}”不是这一列的单位", ""
    if word in SCALES and measured.factor not in (1, unit.factor):
        base = BASE_UNITS[measured.dimension]
        return (
            unit.factor,
            "",
            f"表头单位为“{measured.shown}”，格内又写“{word}”，已按“{word}{base}”记",
        )
    return unit.factor, "", ""


def _read_numeral(text: str, measured: Measured, units: Units) -> Reading:
    """Read a cell whose number is written in Chinese: ``十二栋``."""
    run = numerals.RUN.match(text)
    if len(re.findall(r"\d+(?:\.\d+)?", text)) > 1:
        return refused(TWO_READINGS, _expected(measured, "格内不止一个数，不能断定是哪一个"))
    if run is None:
        return refused(NOT_A_NUMBER, _expected(measured, "读不出一个确定的数"))
    if text == "一":
        return refused(TWO_READINGS, _expected(measured, "可读作数字 1，也可能是表示空缺的横线"))
    number, rest = numerals.whole(run[0]), text[run.end() :]
    unit = units.find(rest, measured.dimension) if rest else None
    if number is None or (rest and unit is None):
        return refused(TWO_READINGS, _expected(measured, "读不出一个确定的数"))
    factor = unit.factor if unit else measured.factor
    return _settled(number * factor, measured, "汉字数字", "", "")


def _settled(value: Decimal, measured: Measured, why: str, about: str, remark: str) -> Reading:
    """Return a number as the column keeps it, with what was done to it."""
    if value < 0:
        return refused(NEGATIVE, _expected(measured, "是负数"))
    if value > _MOST:
        return refused(NOT_A_NUMBER, _expected(measured, "大得不合情理"))
    kept: int | Decimal
    if measured.dimension.whole:
        kept = int(value)
        if kept != value:
            return refused(
                NOT_WHOLE,
                _expected(measured, f"不是整数，{BASE_UNITS[measured.dimension]}数没有小数"),
            )
    else:
        kept = plain(value)
        if kept != value and abs(kept - value) > Decimal("0.000001"):
            why = "、".join(filter(None, (why, "四舍五入到两位小数")))
    if about:
        why = "、".join(filter(None, (why, "概数")))
        return doubted(
            kept,
            why,
            APPROXIMATE,
            f"是概数，已按 {kept} {BASE_UNITS[measured.dimension]}记，统计需要确数，请核实后填写",
        )
    if remark:
        return doubted(kept, f"{why}、略去括号内的说明" if why else "略去括号内的说明", REMARK,
                       f"括号内的“{remark}”没有读，只记 {kept} {BASE_UNITS[measured.dimension]}，请核对")  # fmt: skip
    return Reading(kept, why)


def plain(value: Decimal) -> Decimal:
    """Return an amount to two decimals, half up, without trailing zeros."""
    cents = value.quantize(_CENT, rounding="ROUND_HALF_UP")
    whole = int(cents)
    return Decimal(whole) if cents == whole else cents.normalize()
