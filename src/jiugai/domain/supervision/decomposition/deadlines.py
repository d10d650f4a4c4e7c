"""From days as written to days of the calendar (期限), each with the rule that gave it.

A day is given only where the words and the text's own day allow one reading. A year is taken from
the words, else from a full date before them in the sentence, else from the text's own day; if the
month has passed by then, the year stays open. Blanked-out, recurring and conditional days stay
open too: what is written is kept, and nothing is filled in.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from jiugai.domain.calendar import Month, in_prose
from jiugai.domain.supervision.decomposition.dates import Calendar, DayWords


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when (期限).

    Attributes:
      text: as written; ``start`` and ``end`` are its place.
      day: the last day that still counts; None if the text does not say one.
      rule: in one sentence, why it is that day, or why it is none.
      recurs: whether it comes again and again: 每月5日前.
      is_loose: whether it only tells the time in other words, 进场次日, and asks for nothing itself.
    """

    text: str
    day: date | None
    rule: str
    start: int
    end: int
    recurs: bool = False
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class Festivals:
    """Their names with their first days, year by year (节日)."""

    first_days: Mapping[str, Mapping[int, date]] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.first_days)

    def around(self, day: date) -> bool:
        """Say whether offices may be closed on a weekday, or open on a week-end, for a festival."""
        days_off = _DAYS_OFF if day.weekday() < _SATURDAY else _SHIFTED
        return any(
            (day - first).days in days_off
            for days in self.first_days.values()
            for first in (days.get(day.year), days.get(day.year + 1))
            if first
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the words (上下文).

    Attributes:
      today: the text's own day, None if it is not known.
      year: of a full date earlier in the sentence; ``month``: of the last date earlier in it.
      plan_year: the one year that the heading or the title plans for.
      before: what is written before the words, in the same clause.
    """

    today: date | None
    year: int | None = None
    plan_year: int | None = None
    before: str = ""
    month: int | None = None


_SATURDAY, _A_MONTH = 5, 31
_DAYS_OFF, _SHIFTED = range(-2, 9), range(-8, 13)  # of its first day; week-ends worked in exchange
_NEXT_ONE = 330  # days: a festival that has just passed is not the one meant, nor surely the next
_ENDS = re.compile("[末底]|结束")
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_PLANS = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
_WEEKDAYS = {**{char: n for n, char in enumerate("一二三四五六日")}, "天": 6, "末": 6}
_SHIFTS = {"今": 0, "本": 0, "当": 0, "明": 1, "次": 1, "后": 2, "去": -1}
_ISSUED = re.compile(
    r"会后|会议结束后|散会后|即日起|(?:本|此)?(?:通知|方案|文件|意见|纪要|通报)(?:印发|下发|发布|公布)(?:之日)?(?:起|后)|(?:印发|发文|成文|发布)之日起|从现在起|从今天起"
)
# What happens some day, on which nobody knows the day yet: 遇险情的, 如有变动, 对群众投诉.
_AFTER = re.compile(
    r"后|起|完成|结束|合格|凡|到期|收到|接到|接报|签订|通过|受理|逾期|的(?:项目|小区|工程|问题|单位|县区|企业|住户|居民|群众|设施)?，|如(?!期|何|实)|若|遇|一旦|出现|发生|发现|变[动更]|每|突发|紧急"
    r"|对[^，；。]{0,12}(?:投诉|来信|来访|来电|信访|举报|诉求|反映|申请|报修|咨询|热线|工单|线索|建议|提案)"
)
_UNCERTAIN = "无法断定是哪一天，未换算"


def resolved(words: DayWords, frame: Frame, festivals: Festivals) -> Deadline:
    """Return the deadline that words set; never raises for what they say."""
    day, rule = _day(words, frame, festivals)
    recurs = words.kind is Calendar.PERIODIC
    return Deadline(words.text, day, rule, words.start, words.end, recurs)


def _day(words: DayWords, frame: Frame, festivals: Festivals) -> tuple[date | None, str]:
    if words.masked:
        return None, f"原文“{words.text}”有遮盖，不作推断。"
    if words.about:
        return None, f"“{words.text}”不是确定的一天，未换算。"
    try:
        found = _READERS[words.kind](words, frame, festivals)
    except (ValueError, OverflowError):
        return None, f"没有“{words.text}”这一天，请核对原文。"
    if isinstance(found, str):
        return None, found
    day, how = found
    return day, f"“{words.text}”{how}，即{in_prose(day)}。"


_Reading = tuple[date, str] | str


def _of_day(words: DayWords, frame: Frame, _: Festivals) -> _Reading:
    if words.day is None:
        return f"“{words.text}”{_UNCERTAIN}。"
    if words.month_word == "次":
        return f"“{words.text}”随前文的月份而定，未换算。"
    if words.month is None and not words.month_word and frame.month is not None:
        named, on = frame.month, words.day
        return _in_year(words, frame, lambda year: date(year, named, on))
    if words.month_word or words.month is None:
        today = frame.today
        if today is None:
            return f"“{words.text}”以成文日期为准，成文日期不明，未换算。"
        month = Month.of(today)
        if words.month_word in ("下", "次", "下个"):
            month = month.next
        day = date(month.year, month.month, words.day)
        if words.month is None and not words.month_word and day < today:
            return f"“{words.text}”没有写月份，且早于成文日期，未换算。"
        return day, f"按成文日期{in_prose(today)}计"
    return _in_year(words, frame, lambda year: date(year, words.month or 0, words.day or 0))


def _of_month(words: DayWords, frame: Frame, _: Festivals) -> _Reading:
    if words.part in ("初",):
        return f"“{words.text}”不是确定的一天，未换算。"
    if words.month is None:
        if frame.today is None:
            return f"“{words.text}”以成文日期为准，成文日期不明，未换算。"
        month = Month.of(frame.today)
        if words.month_word in ("下", "次", "下个"):
            month = month.next
        return _part(month, words), f"按成文日期{in_prose(frame.today)}计"
    return _in_year(words, frame, lambda year: _part(Month(year, words.month or 0), words))


def _part(month: Month, words: DayWords) -> date:
    """Return the last day of a part of a month; 中旬前 is its 15th, 6月前 the last day of May."""
    if words.part == "上旬":
        return month.first_day.replace(day=10)
    if words.part in ("中旬", "上中旬"):
        return month.first_day.replace(day=15 if words.before else 20)
    if words.part == "中":
        return month.first_day.replace(day=15)
    if words.before and not words.part and words.text.endswith("前"):
        return month.previous.last_day
    return month.last_day


def _of_year_end(words: DayWords, frame: Frame, _: Festivals) -> _Reading:
    return _in_year(words, frame, lambda year: date(year, 12, 31))


def _of_part_of_year(words: DayWords, frame: Frame, _: Festivals) -> _Reading:
    part = words.part.removeprefix("第")
    if words.before and words.text.endswith("前") and not _ENDS.search(words.text):
        return f"“{words.text}”含不含这一段，原文未写明，未换算。"
    months = {"上半年": 6, "下半年": 12, "前三季度": 9, "年中": 6}
    last = months.get(part) or _QUARTERS[part[0]]
    return _in_year(words, frame, lambda year: date(year, last, monthrange(year, last)[1]))


def _of_year(words: DayWords, frame: Frame, _: Festivals) -> _Reading:
    if words.before and words.text.endswith("前"):
        return f"“{words.text}”含不含当年，原文未写明，未换算。"
    return _in_year(words, frame, lambda year: date(year, 12, 31))


def _of_plan_end(words: DayWords, _: Frame, __: Festivals) -> _Reading:
    return date(_PLANS[words.part], 12, 31), "为五年规划最后一天"


def _of_festival(words: DayWords, frame: Frame, festivals: Festivals) -> _Reading:
    days = festivals.first_days.get(words.part, {})
    years = _years(words, frame)
    if not years and frame.today:
        today = frame.today
        near = [year for year in (today.year, today.year + 1) if days.get(year, today) > today]
        years = [year for year in near if (days[year] - today).days < _NEXT_ONE]
    if not years or years[0] not in days:
        return f"“{words.text}”不能断定是哪一年的，未换算。"
    return days[years[0]] - timedelta(days=1), f"取{years[0]}年{words.part}首日的前一天"


def _of_weekday(words: DayWords, frame: Frame, _: Festivals) -> _Reading:
    if frame.today is None:
        return f"“{words.text}”以成文日期为准，成文日期不明，未换算。"
    if words.day is not None:
        ahead_of = (frame.today + timedelta(days=days) for days in range(_A_MONTH))
        named = next((day for day in ahead_of if day.day == words.day), None)
        return (named, "写明了日期") if named else f"“{words.text}”早于成文日期，未换算。"
    monday = frame.today - timedelta(days=frame.today.weekday())
    weeks = {"下": 1, "下下": 2}.get(words.month_word, 0)
    ahead = _WEEKDAYS[words.part] if words.part else 6
    day = monday + timedelta(days=7 * weeks + ahead)
    if day < frame.today:
        return f"“{words.text}”早于成文日期，未换算。"
    return day, f"按成文日期{in_prose(frame.today)}所在的周计"


def _of_near(words: DayWords, frame: Frame, _: Festivals) -> _Reading:
    if frame.today is None:
        return f"“{words.text}”以成文日期为准，成文日期不明，未换算。"
    ahead = {"今": 0, "明": 1, "后": 2}[words.part[0]]
    return frame.today + timedelta(days=ahead), f"按成文日期{in_prose(frame.today)}计"


def _of_span(words: DayWords, frame: Frame, festivals: Festivals) -> _Reading:
    issued = list(_ISSUED.finditer(frame.before))[-1:]
    if _AFTER.search(frame.before, issued[0].end() if issued else 0):
        return f"“{words.text}”从别的事办成之日算起，那一天原文没有写，未换算。"
    if frame.today is None:
        return f"“{words.text}”以成文日期为准，成文日期不明，未换算。"
    if words.halves is None or words.part in ("小时", "分钟"):
        return f"“{words.text}”不能折算成一天，未换算。"
    how = f"自成文日期{in_prose(frame.today)}起算"
    if words.part == "工作日":
        day = _working_days(frame.today, words.halves // 2, festivals)
        return (day, how) if day else f"“{words.text}”临近节日，放假安排未知，未换算。"
    return _later(frame.today, words.halves, words.part), how


def _later(today: date, halves: int, unit: str) -> date:
    if unit in ("日", "天", "日历日"):
        return today + timedelta(days=halves // 2)
    if unit in ("周", "星期"):
        return today + timedelta(days=halves * 7 // 2)
    months, rest = (halves * 6, 0) if unit == "年" else divmod(halves, 2)
    index = today.year * 12 + today.month - 1 + months
    year, month = index // 12, index % 12 + 1
    day = date(year, month, min(today.day, monthrange(year, month)[1]))
    return day + timedelta(days=15 * rest)


def _working_days(today: date, number: int, festivals: Festivals) -> date | None:
    day = today
    while number:
        day += timedelta(days=1)
        if festivals.around(day):
            return None
        number -= day.weekday() < 5
    return day


def _recurring(words: DayWords, _: Frame, __: Festivals) -> _Reading:
    return f"“{words.text}”按期重复，没有单一的日期。"


def _undated(words: DayWords, _: Frame, __: Festivals) -> _Reading:
    return f"“{words.text}”由当地另行确定，原文没有写日期。"


_READERS: Mapping[Calendar, Callable[[DayWords, Frame, Festivals], _Reading]] = {
    Calendar.DAY: _of_day,
    Calendar.MONTH: _of_month,
    Calendar.YEAR_END: _of_year_end,
    Calendar.PART_OF_YEAR: _of_part_of_year,
    Calendar.YEAR: _of_year,
    Calendar.PLAN_END: _of_plan_end,
    Calendar.FESTIVAL: _of_festival,
    Calendar.WEEKDAY: _of_weekday,
    Calendar.NEAR: _of_near,
    Calendar.WITHIN: _of_span,
    Calendar.PERIODIC: _recurring,
    Calendar.OCCASION: _undated,
}


def _years(words: DayWords, frame: Frame) -> list[int]:
    """Return the years that the words and what stands around them allow, the likeliest first."""
    if words.year is not None:
        return [words.year]
    if words.year_word:
        return [frame.today.year + _SHIFTS[words.year_word]] if frame.today else []
    if frame.year is not None:
        return [frame.year]
    if words.kind is Calendar.FESTIVAL or frame.today is None:
        return []
    return [frame.today.year]


def _in_year(words: DayWords, frame: Frame, day_in: Callable[[int], date]) -> _Reading:
    if words.year is not None:
        return day_in(words.year), "写明了年份"
    if words.year_word:
        if frame.today is None:
            return f"“{words.text}”以成文日期为准，成文日期不明，未换算。"
        year = frame.today.year + _SHIFTS[words.year_word]
        return day_in(year), f"按成文日期{in_prose(frame.today)}计"
    if frame.year is not None:
        return day_in(frame.year), f"取同句所写的{frame.year}年"
    return _in_likely_year(words, frame, day_in)


def _in_likely_year(words: DayWords, frame: Frame, day_in: Callable[[int], date]) -> _Reading:
    """Take the text's own year, or the year that its heading plans for where that one has passed."""
    today, planned = frame.today, frame.plan_year
    if today is None:
        if planned is None:
            return f"“{words.text}”没有写年份，成文日期不明，未换算。"
        return day_in(planned), f"取标题所写的{planned}年"
    is_ahead = planned is not None and planned > today.year
    has_passed = day_in(today.year) < today
    if planned is not None and is_ahead and (has_passed or words.kind in _OF_A_YEAR):
        return day_in(planned), f"取标题所写的{planned}年"
    if has_passed:
        return f"“{words.text}”没有写年份，本年的已过，未换算。"
    return day_in(today.year), f"取成文当年{today.year}年"


_OF_A_YEAR = frozenset({Calendar.YEAR_END, Calendar.PART_OF_YEAR})
