"""Reading a year of building (建成年份): ``1998年``, ``九八年``, ``上世纪80年代``; never guessing."""

import re
from datetime import date, datetime, time, timedelta

from jiugai.domain.registry import numerals
from jiugai.domain.registry.characters import (
    fold,
    has_foreign_digits,
    is_error,
    says_nothing,
)
from jiugai.domain.registry.quantity_cells import (
    ERROR_VALUE,
    REMARK,
    TWO_READINGS,
    exact,
    written_oddly,
)
from jiugai.domain.registry.readings import MISSING, Cell, Reading, doubted, refused

NOT_A_YEAR = "ledger.not_a_year"
YEAR_RANGE = "ledger.year_out_of_range"
DECADE = "ledger.decade"
YEAR_DOUBT = "ledger.year_in_doubt"

EARLIEST = 1900
_SERIAL_YEARS = (1950, 2100)
_EPOCH = date(1899, 12, 30)
_DECADE = re.compile(
    r"(?:上个?世纪|20世纪|19|本世纪|21世纪)?(?:[1-9]0|[二三四五六七八九]十)(?:年代|后|s).*|(?:上|本)个?世纪.*|\d{3}0(?:年代|s).*"
)
_MONTH = re.compile(
    r"(?P<year>\d{4})(?:[-./年](?P<month>1[0-2]|0?[1-9])(?:[-./月](?P<day>3[01]|[12]\d|0?[1-9])日?)?月?)"
    r"(?: \d{1,2}:\d{2}(?::\d{2})?)?"
)
_RUN_TOGETHER = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?P<month>1[0-2]|0[1-9])(?P<day>3[01]|[12]\d|0[1-9])?"
)
_WORDS = re.compile(
    r"(?P<lead>建于|建成于|始建于|竣工于|公元)?(?P<year>\d{4}|\d{2}(?=年))年?度?"
    r"(?P<part>初|底|末|上半年|下半年)?(?P<tail>建成|竣工|建造|修建|建设|建|完工|交付|交付使用|投入使用)?"
)
_BATCH = re.compile(
    r"\d{4}年?度?(?:的|新增|增补|追加|计划|项目)*(?:第?[一二三四五六七八九十\d]+批次?(?:次)?)?(?:计划|项目|任务|批次)?"
)
_BRACKET = re.compile(r"[(\[【]([^()\[\]【】\d]*)[)\]】]$")
_ABOUT = re.compile(r"^(?:约|大约|大概|大致)|(?:左右|上下|前后|许)$|\?$")


def read_year(cell: Cell, latest: int, base_1904: bool = False) -> Reading:
    """Read the year in which a community was built.

    :param latest: the year of the ledger; nothing can have been built after it.
    :returns: the year as an int between 1900 and ``latest``.
    """
    if isinstance(cell, (date, datetime)):
        return _of_day(cell, latest)
    if isinstance(cell, (bool, time, timedelta)):
        return refused(NOT_A_YEAR, _expected("不是年份", latest))
    if isinstance(cell, (int, float)):
        return _of_number(cell, latest, base_1904)
    if says_nothing(cell):
        return MISSING
    text = re.sub(r"\s+", "", fold(cell)) if not re.search(r"\d\s+\d", cell) else fold(cell)
    if is_error(text):
        return refused(ERROR_VALUE, _expected("是公式出错的结果", latest))
    return _of_text(text.lstrip("'").rstrip("。"), latest, written_oddly(cell), base_1904)


def _expected(fault: str, latest: int) -> str:
    return f"{fault}。应为 {EARLIEST}—{latest} 之间的四位年份，例如 1998"


def _in_range(year: int, latest: int, why: str) -> Reading:
    if EARLIEST <= year <= latest:
        return Reading(year, why)
    fault = f"晚于台账年度 {latest} 年" if year > latest else "早得不合情理"
    return refused(YEAR_RANGE, _expected(fault, latest))


def _of_day(day: date, latest: int) -> Reading:
    serial = (date(day.year, day.month, day.day) - _EPOCH).days
    if EARLIEST <= serial <= 2100:
        return refused(
            TWO_READINGS,
            _expected(
                f"单元格设成了日期格式，显示为 {day.year} 年，存的数却是 {serial}，两种读法", latest
            ),
        )
    return _in_range(day.year, latest, "日期只取年份")


def _of_number(cell: int | float, latest: int, base_1904: bool) -> Reading:
    number = exact(cell)
    if number is None:
        return refused(NOT_A_YEAR, _expected("不是年份", latest))
    if number != int(number):
        whole, month = int(number), str(number).partition(".")[2]
        if EARLIEST <= whole <= 2100 and len(month) <= 2 and 1 <= int(month) <= 12:
            return _in_range(whole, latest, "年月只取年份")
        return refused(NOT_A_YEAR, _expected("不是整数年份", latest))
    return _of_digits(str(int(number)), latest, "", base_1904)


def _of_digits(digits: str, latest: int, why: str, base_1904: bool) -> Reading:
    """Read a whole number: a year, a year and month run together, or a day's serial number."""
    if len(digits) == 4:
        return _in_range(int(digits), latest, why)
    together = _RUN_TOGETHER.fullmatch(digits)
    if together:
        return _in_range(int(together["year"]), latest, "年月只取年份")
    if len(digits) == 5 and not _mistyped_year(digits, latest):
        day = _EPOCH + timedelta(days=int(digits) + (1462 if base_1904 else 0))
        if _SERIAL_YEARS[0] <= day.year <= latest:
            return doubted(
                day.year, "Excel 日期序号", YEAR_DOUBT,
                f"像是日期的序号（{day.isoformat()}），已按 {day.year} 记，请核对",
            )  # fmt: skip
    return refused(NOT_A_YEAR, _expected("不是年份", latest))


def _mistyped_year(digits: str, latest: int) -> bool:
    """Say whether dropping one digit gives a year: 19998 is a slip of the finger, not a serial."""
    return any(EARLIEST <= int(digits[:i] + digits[i + 1 :]) <= latest for i in range(len(digits)))


def _of_text(text: str, latest: int, why: str, base_1904: bool) -> Reading:
    if text.isascii() and text.isdigit():
        return _of_digits(text, latest, why, base_1904)
    if has_foreign_digits(text):
        return refused(NOT_A_YEAR, _expected("不是通用的数字", latest))
    if re.fullmatch(r"\d{4}\.0+", text):
        return _in_range(int(text[:4]), latest, "去掉小数点后的零")
    remark = _BRACKET.search(text)
    about = bool(_ABOUT.search(text[: remark.start()] if remark else text))
    core = _ABOUT.sub("", _ABOUT.sub("", _BRACKET.sub("", text)))
    if _DECADE.fullmatch(core):
        return refused(DECADE, _expected("只说到年代，没有具体年份", latest))
    spelt = numerals.RUN.match(core)
    digits = numerals.year_digits(spelt[0]) if spelt else None
    if spelt and digits and (core[spelt.end() :].startswith("年") or len(core) == 4):
        core, why = digits + core[spelt.end() :], "汉字数字"
    month, found = _MONTH.fullmatch(core), _WORDS.fullmatch(core)
    if month and not about:
        read = _in_range(int(month["year"]), latest, "年月只取年份")
    elif found:
        read = _of_words(found, latest, why or _reason(core), about)
    else:
        return _unread(text, latest)
    if remark and read.value is not None and not read.code:
        reason = "、".join(filter(None, (read.why, "略去括号内的说明")))
        said = f"括号内的“{remark[1]}”没有读，只记 {read.value}，请核对"
        return doubted(read.value, reason, REMARK, said)
    return read


def _reason(core: str) -> str:
    """Return what was left off from around a year, or nothing."""
    if core.isdigit():
        return ""
    return "年份后的“年”" if re.fullmatch(r"\d+年", core) else "去掉年份以外的字"


def _of_words(found: re.Match[str], latest: int, why: str, about: bool) -> Reading:
    digits = found["year"]
    year = _century(digits, latest) if len(digits) == 2 else int(digits)
    if year is None:
        return refused(TWO_READINGS, _expected("可读作年份，也可能是房龄或别的数", latest))
    read = _in_range(year, latest, why)
    if read.blocks:
        return read
    if about:
        return doubted(
            year,
            "、".join(filter(None, (why, "概数"))),
            "ledger.approximate",
            f"是大约的年份，已按 {year} 记，请核对",
        )
    if len(digits) == 2:
        return doubted(
            year, f"{why}、补全世纪", YEAR_DOUBT, f"没有写全四位，已按 {year} 记，请核对"
        )
    return read


def _century(digits: str, latest: int) -> int | None:
    """Return the four digits of a year written with two, or None if it may be an age in years."""
    if digits[0] == "0":
        return 2000 + int(digits) if 2000 + int(digits) <= latest else None
    return 1900 + int(digits) if int(digits) >= 50 else None


def _unread(text: str, latest: int) -> Reading:
    if "年代" in text or "世纪" in text:
        return refused(DECADE, _expected("只说到年代，没有具体年份", latest))
    if len(re.findall(r"\d{4}", text)) > 1 or re.search(r"\d{2,4}[-/~—～至到、,，和或]+\d", text):
        return refused(TWO_READINGS, _expected("不止一个年份，不能断定是哪一个", latest))
    return refused(NOT_A_YEAR, _expected("读不出一个确定的年份", latest))


def read_cohort(cell: Cell, latest: int) -> Reading:
    """Read the annual cohort (年度批次) as its year: ``2020年第一批`` is the cohort of 2020."""
    if isinstance(cell, str):
        years = set(re.findall(r"(?<!\d)20\d\d(?!\d)", fold(cell)))
        if len(years) == 1 and fold(cell) not in years:
            year = int(years.pop())
            why = "年份后的“年”" if re.fullmatch(r"\d{4}年度?", fold(cell)) else "批次只取年份"
            if year > latest + 5 or _BATCH.fullmatch(fold(cell).replace(" ", "")):
                return _in_range(year, latest + 5, why)
            said = f"不全是年度批次，已按 {year} 记，请核对"
            return doubted(year, why, YEAR_DOUBT, said)
        if len(years) > 1:
            return refused(TWO_READINGS, _expected("不止一个年度", latest))
    return read_year(cell, latest + 5)
