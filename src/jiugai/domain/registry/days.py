"""Reading a day (日期): ``2020-10-28``, ``2021.6.30``, ``20201028``, serial numbers; never guessing."""

import re
from datetime import date, datetime, time, timedelta

from jiugai.domain.registry.characters import (
    fold,
    has_foreign_digits,
    is_error,
    says_nothing,
)
from jiugai.domain.registry.quantity_cells import ERROR_VALUE, TWO_READINGS, exact, written_oddly
from jiugai.domain.registry.readings import MISSING, Cell, Reading, doubted, refused

NOT_A_DAY = "ledger.not_a_date"
NO_DAY = "ledger.day_missing"
NO_SUCH_DAY = "ledger.no_such_day"
DAY_RANGE = "ledger.date_out_of_range"

EARLIEST = 2000
"""No step of the programme is older; a date before is a number shown as a date."""
_FARTHEST = 10  # years after the ledger's; what lies beyond is a slip of the pen
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_PLAIN = re.compile(
    rf"(\d{{4}})(?:-(\d{{1,2}})-|/(\d{{1,2}})/|年(\d{{1,2}})月)(\d{{1,2}})日?{_TIME}"
)
_DOTTED = re.compile(rf"(\d{{4}})[.．、](\d{{1,2}})[.．、](\d{{1,2}})[日.]?{_TIME}")
_TOGETHER = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_MONTH_ONLY = re.compile(r"\d{4}[-./年]\d{1,2}月?(?:底|末|初|上旬|中旬|下旬)?|\d{4}年?|\d{6}")
_NO_YEAR = re.compile(r"\d{1,2}(?:月|[-./])\d{1,2}[日号]?")
_SHORT = re.compile(r"\d{1,2}[-./年]\d{1,2}[-./月]\d{1,4}日?")
_TAIL = re.compile(r"(?:已)?(?:开工|完工|竣工|验收|竣工验收|批复|申报|定标|中标|结算|移交|建成)$")
_NOT_YET = re.compile(
    r"(?:尚未|还未|暂未|未|没有|没)(?:开工|开始|动工|完工|完成|竣工|验收|批复|申报|招标|定标|结算|移交|进行|启动)"
)
_PLANNED = re.compile(r"预计|计划|拟|预期|力争|争取|前$|底前|之前|以前")


def read_day(cell: Cell, latest: int, base_1904: bool = False) -> Reading:
    """Read the day of a step.

    :param latest: the year of the ledger; a later day is asked about.
    :returns: a date. ``未开工`` says that there is none yet: null.
    """
    if isinstance(cell, datetime):
        return _settled(cell.date(), latest, "", "")
    if isinstance(cell, date):
        return _settled(cell, latest, "", "")
    if isinstance(cell, (bool, time, timedelta)):
        return refused(NOT_A_DAY, _expected("不是日期"))
    if isinstance(cell, (int, float)):
        return _of_number(cell, latest, base_1904)
    if says_nothing(cell):
        return MISSING
    text = fold(cell).lstrip("'").rstrip("。")
    if is_error(text):
        return refused(ERROR_VALUE, _expected("是公式出错的结果"))
    if _NOT_YET.fullmatch(text):
        return MISSING
    return _of_text(text, latest, written_oddly(cell))


def _expected(fault: str) -> str:
    return f"{fault}。应为年月日齐全的日期，例如 2020-10-28"


def _of_number(cell: int | float, latest: int, base_1904: bool) -> Reading:
    number = exact(cell)
    if number is None or number < 0:
        return refused(NOT_A_DAY, _expected("不是日期"))
    digits = str(int(number))
    together = _TOGETHER.fullmatch(digits)
    if together and number == int(number):
        return _day(together[1], together[2], together[3], latest, "八位数字日期")
    if len(digits) == 5:
        day = (_EPOCH_1904 if base_1904 else _EPOCH) + timedelta(days=int(number))
        if EARLIEST <= day.year <= latest + 5:
            return _settled(day, latest, "Excel 日期序号", "")
    if _MONTH_ONLY.fullmatch(str(number)):
        return refused(NO_DAY, _expected("只有年或年月，没有日"))
    return refused(NOT_A_DAY, _expected("不是日期"))


def _of_text(text: str, latest: int, why: str) -> Reading:
    if has_foreign_digits(text):
        return refused(NOT_A_DAY, _expected("不是通用的数字"))
    spaceless = re.sub(r"\s+", "", text) if not re.search(r"\d\s+\d", text) else text
    if spaceless.isascii() and spaceless.isdigit() and len(spaceless) in (5, 8):
        return _of_number(int(spaceless), latest, base_1904=False)
    for core in (spaceless, _TAIL.sub("", spaceless)):
        tail = "" if core == spaceless else "去掉日期以外的字"
        found = _PLAIN.fullmatch(core)
        if found:
            month = found[2] or found[3] or found[4]
            return _day(found[1], month, found[5], latest, why or tail)
        found = _DOTTED.fullmatch(core)
        if found:
            return _day(found[1], found[2], found[3], latest, why or tail or "用点分隔的日期")
    return _unread(spaceless)


def _unread(text: str) -> Reading:
    if _PLANNED.search(text):
        return refused(NOT_A_DAY, _expected("像是计划或期限，不是已经发生的日子"))
    if _MONTH_ONLY.fullmatch(text):
        return refused(NO_DAY, _expected("只有年或年月，没有日"))
    if _NO_YEAR.fullmatch(text):
        return refused(NO_DAY, _expected("没有写年份"))
    if _SHORT.fullmatch(text):
        return refused(TWO_READINGS, _expected("年月日的先后不清，不止一种读法"))
    if len(re.findall(r"\d{4}", text)) > 1:
        return refused(TWO_READINGS, _expected("不止一个日期，不能断定是哪一个"))
    return refused(NOT_A_DAY, _expected("读不出日期"))


def _day(year: str, month: str, day: str, latest: int, why: str) -> Reading:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return refused(NO_SUCH_DAY, _expected("日历上没有这一天"))
    return _settled(found, latest, why, "")


def _settled(day: date, latest: int, why: str, said: str) -> Reading:
    if day.year < EARLIEST:
        return refused(DAY_RANGE, _expected(f"读作 {day.isoformat()}，早于旧改工作开始的年代"))
    if day.year > latest + _FARTHEST:
        return refused(DAY_RANGE, _expected(f"读作 {day.isoformat()}，远晚于台账年度 {latest} 年"))
    if day.year > latest:
        return doubted(
            day,
            why,
            DAY_RANGE,
            said or f"晚于台账年度 {latest} 年，已按 {day.isoformat()} 记，请核对",
        )
    return Reading(day, why)
