"""Finds what a text says of days (日期用语): 6月底前, 年内, 下周五前, 两个月内, *月*日, 春节前.

Only what is written is found here; ``deadlines`` says which day it is, if it can be said at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from jiugai.domain.registry.numerals import whole, year_digits


class Calendar(Enum):
    """In which terms a text speaks of a day (说法)."""

    DAY = "day"  # 11月15日
    MONTH = "month"  # 6月, 6月底, 11月中旬
    YEAR_END = "year_end"  # 年底, 年内
    PART_OF_YEAR = "part_of_year"  # 上半年, 一季度
    YEAR = "year"  # 到2025年
    PLAN_END = "plan_end"  # “十四五”末
    FESTIVAL = "festival"  # 春节
    WEEKDAY = "weekday"  # 下周五
    NEAR = "near"  # 今日, 明天
    WITHIN = "within"  # 两个月内
    PERIODIC = "periodic"  # 每月5日前
    OCCASION = "occasion"  # 供暖季前


@dataclass(frozen=True, slots=True)
class DayWords:
    """Words that speak of a day (日期用语).

    Attributes:
      start, end: where they stand in the text.
      year: as written in figures; ``year_word`` is 今, 明 … where it is said in words.
      month, day: as written; ``month_word`` is 本, 下 … where it is said in words.
      part: 底, 上旬 … of a month, the half or quarter of a year, the weekday, the unit of a span.
      number: how many units of a span, in halves: 半年 is 1 of 年.
      before: whether 前 or 内 is written, which makes it a deadline.
      masked: whether a part of it is blanked out.
      is_range: whether it is the end of a span such as 3月1日至3月31日.
      about: whether it is only near that day: 6月20日左右, 6月20日前后.
    """

    start: int
    end: int
    text: str
    kind: Calendar
    year: int | None = None
    year_word: str = ""
    month: int | None = None
    month_word: str = ""
    day: int | None = None
    part: str = ""
    halves: int | None = None
    before: bool = False
    masked: bool = False
    is_range: bool = False
    about: bool = False


_MASK = r"[*×✕xX_□■△▲●#]"
_CN = "〇零一二三四五六七八九十廿两"
_YEAR = (
    rf"(?:(?:(?P<y>\d{{4}}|\d{{2}}{_MASK}{{1,2}}|{_MASK}{{2,4}}|[〇零一二三四五六七八九]{{4}})"
    r"|(?P<yw>今|明|去|后|本|当|次))年度?)"
)
# 6月底前提出, 6月底前进场 set a day; 前提是, 前进方向 are other words.
_NO_FRONT = (
    r"[头期后述往景沿端瞻款年半]|列(?![入出支])|提(?=下|是|条件|[，。；、]|$)|来(?!函|信)|进(?=方向|[，。；、]|$)"
    r"|置(?!换)|三(?=季度|个月|名|位)|线(?![上下])"
)
_NO_INSIDE = r"容|部(?!署)|外(?!立面|墙)|涵|控|设"
_BEFORE = (
    r"(?:（含）|（含当日）)?"
    r"(?P<before>之前|以前|前夕|之内|以内|为止|截止(?![到至目])|止"
    rf"|前(?!{_NO_FRONT})|内(?!{_NO_INSIDE}))?(?P<about>前后|左右|上下)?"
)
_MONTH = rf"(?P<m>\d{{1,2}}|{_MASK}{{1,3}}|[一二三四五六七八九十]{{1,2}}|某)月份?"
_DATE = rf"(?P<d>\d{{1,2}}|{_MASK}{{1,3}}|[{_CN}]{{1,3}}|某)[日号]"
_ANY_DAY = (
    rf"(?=[*×\d{_CN}])(?:(?:\d{{1,2}}|{_MASK}{{1,3}}|[一二三四五六七八九十]{{1,2}})月份?(?:底|末|[上中下]旬)?)?"
    rf"(?:(?:\d{{1,2}}|{_MASK}{{1,3}}|[{_CN}]{{1,3}})[日号])?(?<=[日号月底末旬份])"
)
_PART = r"(?P<part>底|末|上中旬|中下旬|上旬|中旬|下旬|初|中(?![心国央标期]))?"
_CLOCK = r"(?:（[^（）]{2,6}）)?(?:(?:上午|下午|晚上?)\d{0,2}(?:[时点]|[:：]\d{2})?(?=之前|以前|前)|[上下]班|一早|早上|中午|晚?\d{1,2}[时点]|\d{1,2}:\d{2}|\d{1,2}：\d{2}|24时)?"
_HOUR = r"(?:（[^（）]{2,6}）)?(?:上午|下午|中午|晚上?)?(?:[上下]班)?"
_PATTERNS: tuple[tuple[Calendar, str], ...] = (
    (
        Calendar.PERIODIC,
        rf"(?:每个?|各)(?:年度?|半年|季度?|半?月|旬|周|星期|学期)的?(?:结束|终了|期满)?后?"
        rf"(?:(?:首|末|第[一二三]|最后一?)个?月)?的?(?:{_ANY_DAY}(?:[、和及与]{_ANY_DAY})*"
        rf"|前?(?:\d{{1,2}}|[{_CN}]{{1,2}})个?(?:工作日|日|天)内|[上中下]旬|底|末|初|[上下]半年|第?[一二三四]季度"
        rf"|[一二三四五六日天末](?![个次项级季])){_CLOCK}{_BEFORE}",
    ),
    (
        Calendar.PERIODIC,
        rf"每隔?(?:\d{{1,2}}|[{_CN}]{{1,2}}|半)个?(?:天|日|周|月)(?=[^，；]{{0,16}}(?:[一两]次|一期|报|通报|调度|更新))",
    ),
    (
        Calendar.PERIODIC,
        r"每[日天](?:早上?|上午|中午|下午|晚上?)?\d{1,2}(?:[时点]半?|[:：]\d{2})(?:之前|以前|前|之?内)?",
    ),
    (
        Calendar.PLAN_END,
        r"[“\"]?(?P<part>十[二三四五六]五)[”\"]?(?:规划)?(?:时期|期间|期)?(?:末|结束)" + _BEFORE,
    ),
    (Calendar.DAY, rf"(?:{_YEAR}的?)?{_MONTH}{_DATE}{_CLOCK}{_BEFORE}"),
    (
        Calendar.DAY,
        rf"(?:{_YEAR}的?)?{_MONTH}(?P<from>\d{{1,2}})[日号]?[至到—\-–~]{{1,2}}(?P<d>\d{{1,2}})[日号]{_BEFORE}",
    ),
    (
        Calendar.DAY,
        r"(?<![\d.])(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)[日号]?"
        + _BEFORE,
    ),
    (
        Calendar.DAY,  # 10.20前
        r"(?<![\d.])(?P<m>1[0-2]|[1-9])[./](?P<d>[12]\d|3[01]|[1-9])(?!\d)日?(?P<before>之前|以前|前(?![期后三]))",
    ),
    (Calendar.DAY, rf"(?P<mw>本|当|这个|下个|下|次|同)月份?{_DATE}{_CLOCK}{_BEFORE}"),
    (
        Calendar.DAY,
        r"(?<![\d月*×个至到—~-])(?P<d>\d{1,2})[日号](?P<before>之前|以前|前(?![期后]))",
    ),
    (
        # 11月10日前点火，确保15日供热: a day of the month that was named before.
        Calendar.DAY,
        r"(?:(?<=确保)|(?<=保证)|(?<=力争)|(?<=争取)|(?<=务必)|(?<=[于在将，、；：]))(?P<d>\d{1,2})[日号]"
        r"(?![内前以之后起至到左或]|[—~-])",
    ),
    (
        Calendar.YEAR_END,
        rf"(?:{_YEAR}(?:年?(?:[底末]|终)(?!考|总|评|奖|检|决|述)|内(?![容部外涵]))|(?<![\d一二三四五六七八九十两几近多半])(?:年度?内(?![容部外涵])|年(?:[底末]|终)(?!考|总|评|奖|检|决|述))){_BEFORE}",
    ),
    (Calendar.MONTH, rf"(?:{_YEAR}的?)?{_MONTH}{_PART}{_BEFORE}"),
    (
        Calendar.MONTH,
        r"(?P<mw>本|当|这个|下个|下|次|同)月份?(?P<part>底|末|上中旬|中下旬|上旬|中旬|下旬|初)?"
        + _BEFORE,
    ),
    (Calendar.MONTH, rf"(?<![\d{_CN}年个当本下次每某*×X月])月(?P<part>底|末){_BEFORE}"),
    (
        Calendar.PART_OF_YEAR,
        rf"{_YEAR}?的?(?P<part>上半年|下半年|第?[一二三四1-4]季度|前三季度|年中(?!之)){_PART.replace('part', 'end')}{_BEFORE}",
    ),
    (
        Calendar.WEEKDAY,
        r"(?P<mw>本|这|下下|下)个?(?:周|星期|礼拜)(?P<part>[一二三四五六日天末])?"
        + _HOUR
        + _BEFORE,
    ),
    (
        Calendar.WEEKDAY,  # 周三前: of the text's own week
        rf"(?<![每各隔双单逐上下本这个两\d{_CN}])(?:周|星期|礼拜)(?P<part>[一二三四五六日天])"
        rf"{_HOUR}(?P<before>之前|以前|前(?!{_NO_FRONT}))",
    ),
    (
        Calendar.NEAR,
        r"(?P<part>今天|今日|今晚|明天|明日|明早|后天)(?:上午|下午|中午|晚上|一早|早上|清早|傍晚)?(?:\d{1,2}(?:[时点]半?|[:：]\d{2})|[上下]班)?"
        + _BEFORE,
    ),
    (
        Calendar.WITHIN,
        rf"(?P<n>\d{{1,3}}|{_MASK}{{1,3}}|[{_CN}]{{1,3}}|半|数|几)个?(?P<half>半)?"
        r"(?P<part>工作日|日历日|日|天|周|星期|月|年|小时|分钟)(?P<before>之内|以内|内(?![容部外涵]))",
    ),
    (
        Calendar.WITHIN,  # 用三个月时间: how long it may take, but not from when
        rf"(?<!利)用(?P<n>\d{{1,3}}|[{_CN}]{{1,3}}|半)个?(?P<half>半)?(?P<part>日|天|周|星期|月|年)(?:左右)?的?(?P<about>时间)",
    ),
    (Calendar.YEAR, _YEAR + _BEFORE),
)
_COMPILED = [(kind, re.compile(pattern)) for kind, pattern in _PATTERNS]
_ANY = re.compile(r"[年月日号周天底末季内]|星期|礼拜|\d{4}[-/.]\d|前")
_MASKED = re.compile(_MASK)
_TO = re.compile(r"起?[至到]|[—\-–~～]{1,2}")


def day_words(
    text: str, festivals: tuple[str, ...] = (), occasions: tuple[str, ...] = ()
) -> list[DayWords]:
    """Return what a text says of days, in order, none within another.

    :param festivals: their names; ``occasions``: what no calendar dates, such as 供暖季.
    """
    if not _ANY.search(text):
        return []
    found = [
        _read(kind, match)
        for kind, pattern in (*_COMPILED, *_named(festivals, occasions))
        for match in pattern.finditer(text)
    ]
    found.sort(key=lambda words: (words.start, -words.end))
    kept: list[DayWords] = []
    for words in found:
        if not kept or words.start >= kept[-1].end:
            kept.append(words)
    return list(_spans(kept, text))


# 在方案定稿前, 上会审议前必须: what must come first, on a day that nobody knows yet.
_BOUND = rf"(?<![提目当眼此之以超靠空面跟生])(?P<before>之前|以前|前(?!{_NO_FRONT}))"
_UNTIL_EVENT = re.compile(
    r"(?:(?<=[在于])(?P<part>[^，；。、“”（）《》\d*×年月日号周底季]{2,16}?)"
    rf"{_BOUND}|(?:(?<=^)|(?<=[，；。：]))[^，；。、“”（）《》\d*×年月日号周底季在于]{{2,12}}?"
    rf"{_BOUND.replace('before', 'must')}(?=必须|务必|须|应(?!.尽)|要(?!求|点)|不得|一律|$))"
)
_SEASON = "今冬明春|今[春夏秋冬]|明[春夏秋冬]|[春夏秋冬]季|下一?个?|本|新"


@lru_cache(maxsize=4)
def _named(
    festivals: tuple[str, ...], occasions: tuple[str, ...]
) -> tuple[tuple[Calendar, re.Pattern[str]], ...]:
    patterns = []
    for kind, names in ((Calendar.FESTIVAL, festivals), (Calendar.OCCASION, occasions)):
        if names:
            longest = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
            year = rf"{_YEAR}?的?" if kind is Calendar.FESTIVAL else rf"(?:{_YEAR}的?|{_SEASON})?"
            till = rf"(?:来临|到来|开始|启动|结束)?(?P<before>之前|以前|前夕|前(?!{_NO_FRONT}))"
            patterns.append((kind, re.compile(rf"{year}(?P<part>{longest}){till}")))
    return (*patterns, (Calendar.OCCASION, _UNTIL_EVENT))


def _read(kind: Calendar, match: re.Match[str]) -> DayWords:
    said = match.groupdict()
    year, month, day = (said.get(name) for name in ("y", "m", "d"))
    number = said.get("n")
    halves = _halves(number, bool(said.get("half"))) if number else None
    named = re.search(r"（(?:\d{1,2}月)?(\d{1,2})[日号]", match[0])
    if kind is Calendar.WEEKDAY and named:
        day = named[1]  # 下周一（21日）
    return DayWords(
        match.start(), match.end(), match[0], kind,
        year=_year(year) if year else None,
        year_word=said.get("yw") or "",
        month=_number(month) if month else None,
        month_word=said.get("mw") or "",
        day=_number(day) if day else None,
        part=said.get("part") or "",
        halves=halves,
        before=bool(said.get("before") or said.get("must")),
        masked=any(part and (_MASKED.search(part) or part == "某") for part in (year, month, day, number)),
        is_range=bool(said.get("from")),
        about=bool(said.get("about")),
    )  # fmt: skip


def _year(written: str) -> int | None:
    digits = written if written.isascii() and written.isdigit() else year_digits(written)
    return int(digits) if digits and digits.isdigit() and len(digits) == 4 else None


def _number(written: str) -> int | None:
    if written.isascii() and written.isdigit():
        return int(written)
    return whole(written.replace("廿", "二十"))


def _halves(written: str, half: bool) -> int | None:
    if written == "半":
        return 1
    number = _number(written)
    return None if number is None else 2 * number + (1 if half else 0)


def _spans(found: list[DayWords], text: str) -> Iterator[DayWords]:
    """Join 3月1日至3月31日 into one: its end, with the year of its beginning where it has none."""
    at = 0
    while at < len(found):
        words = found[at]
        if at + 1 < len(found):
            after = found[at + 1]
            between = text[words.end : after.start]
            dated = {Calendar.DAY, Calendar.MONTH, Calendar.YEAR}
            if {words.kind, after.kind} <= dated and _TO.fullmatch(between):
                yield replace(
                    after,
                    start=words.start,
                    text=text[words.start : after.end],
                    year=after.year or (words.year if not after.year_word else None),
                    year_word=after.year_word or (words.year_word if not after.year else ""),
                    masked=after.masked or words.masked,
                    is_range=True,
                )
                at += 2
                continue
        yield words
        at += 1
