"""Reads one clause (读句): who, by when, how much, and what it does."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from jiugai.domain.supervision.decomposition.dates import Calendar, DayWords, day_words
from jiugai.domain.supervision.decomposition.deadlines import Deadline, Frame, resolved
from jiugai.domain.supervision.decomposition.due_words import (
    DaySetting,
    is_of_a_thing,
    sets_deadline,
)
from jiugai.domain.supervision.decomposition.duties import BODY, Sense, sense
from jiugai.domain.supervision.decomposition.grammar import grammar
from jiugai.domain.supervision.decomposition.numbers import Quantity, quantities
from jiugai.domain.supervision.decomposition.occasions import told_otherwise
from jiugai.domain.supervision.decomposition.organisations import DutyPart, Owner, bodies
from jiugai.domain.supervision.decomposition.past_days import has_passed, is_just_past
from jiugai.domain.supervision.decomposition.sentences import VEIL, Span, hidden
from jiugai.domain.supervision.decomposition.subjects import (
    is_given,
    is_open,
    owners_of,
    prefix_of,
    thing_of,
)
from jiugai.domain.supervision.decomposition.words import Words, alternatives


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause and what was read in it (小句).

    Attributes:
      owners: those who stand before the act, or who lead or assist.
      owner_end: where the words of those at its head end; 0 if it does not begin with a body.
      prefix: what stands before its order, bodies, days and adverbs apart.
      is_given: whether it hands its act to a body: 由市住建局….
      thing: what it begins with, if it is a thing: 藤岭小区.
      otherwise: its time in other words than a day: 进场次日; None if it has a deadline.
      cohort: the year of the projects that it is about.
    """

    span: Span
    sense: Sense
    owners: tuple[Owner, ...] = ()
    owner_end: int = 0
    deadline: Deadline | None = None
    amounts: tuple[Quantity, ...] = ()
    cohort: int | None = None
    prefix: str = ""
    thing: str = ""
    is_given: bool = False
    otherwise: Deadline | None = None

    @property
    def text(self) -> str:
        return self.span.text

    @property
    def names_leader(self) -> bool:
        """Say whether it names a body that leads; 主要领导亲自抓 is within the body named before."""
        return any(
            owner.part is DutyPart.LEADS and not _PERSON.search(owner.name) for owner in self.owners
        )

    @property
    def names_helper(self) -> bool:
        return any(owner.part is DutyPart.ASSISTS for owner in self.owners)

    @property
    def is_bare(self) -> bool:
        """Say whether it has no act of its own: a topic, a body, a deadline."""
        if self._only_until:
            return True
        does = self.sense.begins_at is not None or self.sense.recurs
        does = does or _DOES.search(self.text) is not None
        return not does and not (self.deadline and (self.amounts or self._says_more))

    @property
    def _only_until(self) -> bool:
        """Say whether it only says before what: 竣工验收前."""
        due = self.deadline
        if due is None or due.day or due.recurs or self.sense.order_at is not None:
            return False
        before = self.text[: due.start - self.span.start]
        return due.end == self.span.end and _UNTIL.fullmatch(before) is not None

    @property
    def _says_more(self) -> bool:
        """Say whether more than a body and adverbs stands around its day: 外立面8月底收尾."""
        said = self.prefix
        return (
            len(said) >= _SHORTEST_ACT and not said.startswith(_OF_WHAT) and said[-1] not in _SINCE
        )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a clause may lean on (句外).

    Attributes:
      sentence: the text before the clause within its sentence.
      year: of a full date before it in the sentence; ``plan_year``: that its heading plans for.
      month: of the last date before it in the sentence.
      in_goals: whether the heading above is one of goals.
    """

    sentence: str = ""
    year: int | None = None
    plan_year: int | None = None
    month: int | None = None
    in_goals: bool = False


def _blanked(text: str, taken: Sequence[tuple[int, int]], filler: str = VEIL) -> str:
    for start, end in taken:
        text = text[:start] + filler * (end - start) + text[end:]
    return text


def _otherwise(
    veiled: str, dated: Sequence[tuple[int, int]], placed: Sequence[tuple[int, int]], start: int
) -> Deadline | None:
    return told_otherwise(_blanked(_blanked(veiled, dated), placed, BODY), start)


def _from_when(text: str, day: DayWords) -> int:
    """Return where words of a day begin, with what they count from: 自本通知印发之日起5日内."""
    since = _SINCE_WHEN.search(text[: day.start]) if day.kind is Calendar.WITHIN else None
    return since.start() if since else day.start


def _are_listed(days: Sequence[DayWords], text: str) -> bool:
    """Say whether days stand in a list: 6月20日、7月20日前."""
    return any(text[a.end : b.start] in _AND for a, b in pairwise(days))


def _is_theirs(read: Sense, text: str) -> bool:
    """Say whether it tells what those above plan for themselves: 省厅评估组拟于10月来荆."""
    return read.order_at is None and _THEIR_PLAN.match(text) is not None


def _is_from_above(owners: Sequence[Owner]) -> bool:
    """Say whether it tells what the province or the nation does: 省住建厅下达…"""
    return any(
        owner.name.startswith(_ABOVE) and not owner.name.startswith("财政部门") for owner in owners
    )


_THEIR_PLAN = re.compile(
    "(?:届时|近期|据悉)?(?:省|国家|住建部|中央|国务院)[\u4e00-\u9fff]{1,10}?(?:拟|将|计划|定于)"
)
_SUM = re.compile("累计")
_ABOVE = ("省", "国家", "国务院", "中央", "住房和城乡建设部", "财政部")
_AT_HEAD, _SHORTEST_ACT = 2, 2
_AND = ("、", "和", "及", "与")
_EACH_ITS_OWN = re.compile("分别|各")
_UNTIL = re.compile("(?![^，]*(?:时间|时限|期限|日期))[^，]{0,14}")
_SINCE_WHEN = re.compile("(?:自|从)[^，；]{1,20}起(?:的)?$")
_SINCE = "后起时至自"
_OF_WHAT = ("在", "对", "按", "以", "为", "关于", "根据", "围绕", "从")
_ASKING = re.compile("要|须|应|务必|请")
_ONCE_ASKED = re.compile("[，]?[^，；]{0,8}?(?:要求|责成|承诺|约定)(?!的)")
_ACTED_UPON = re.compile("[对将把]$")
_ACTED_ON = re.compile("(?:针?对|将|把)(?=[^，]{3})")
_VAGUE = (Calendar.OCCASION, Calendar.WITHIN)
_DATED = (Calendar.DAY, Calendar.MONTH, Calendar.YEAR, Calendar.PART_OF_YEAR)
_QUOTE = re.compile("“[^”]*”|《[^》]*》")
_COHORT = re.compile(
    r"(?:(?P<y>20[12]\d)年度?(?![底末前以])|(?P<w>今|明|去|本)年度?)"
    "(?=[^，；。]{0,14}?(?:项目|小区|计划|任务|批次|改造|申报|批复|批准|清单))"
)
_SHIFT = {"今": 0, "本": 0, "明": 1, "去": -1}
_PERSON = re.compile(r"^(?:主要|分管|各级)?(?:领导|负责同志|负责人)$|一把手")
_DOES = re.compile(
    "(?<!已)[\u4e00-\u9fff](?:掉|完|齐|起来|下去|到位)$|(?<!即)将|把|延[长期]?[至到]|截止(?:时间|日期)"
)


class ClauseReader:
    """Reads clauses by one vocabulary, for a text of one day."""

    def __init__(self, words: Words, today: date | None) -> None:
        self.words = words
        self.today = today
        self.rules = grammar(words)
        self._units = alternatives(words.units)
        self._counted = alternatives(words.counted)

    def read(self, span: Span, around: Surroundings) -> Clause:
        """Return what one clause says."""
        text, veiled = span.text, hidden(span.text)
        days = self.days(text)
        dated = [(_from_when(text, day), day.end) for day in days]
        # 街道办今冬供暖前…: a day ends a name as a comma does.
        found = bodies(_blanked(text, dated), self.words)
        named = [body for body in found if is_open(body, text, veiled)]
        placed = [(body.start, body.end) for body in named]
        # 于进场次日将…备案: what says when is no act.
        otherwise = _otherwise(veiled, dated, placed, span.start)
        if otherwise and not dated:
            dated = [(otherwise.start - span.start, otherwise.end - span.start)]
        read = sense(veiled, dated, placed, self.rules)
        if read.is_told and _SUM.search(text) and self._is_ahead(days, around):
            read = sense(_SUM.sub(VEIL * 2, veiled), dated, placed, self.rules)
        deadline = None if read.is_report else self._deadline(text, days, around, span.start)
        begins = len(text) if read.begins_at is None else read.begins_at
        undated = _blanked(text, dated)
        owners, owner_end = owners_of(undated, veiled, named, begins, self.rules)
        may_tell = read.order_at is None and (deadline is None or deadline.day is None)
        may_tell = may_tell and not is_given(text, named)
        is_past = may_tell and self._tells_of_past(text, days, around, owner_end)
        is_past = is_past or self._was_asked(text, days, around) or _is_theirs(read, text)
        if is_past or (may_tell and deadline is None and _is_from_above(owners)):
            read, deadline = replace(read, is_told=True), None
        slogans = [found.span() for found in self.rules.slogan.finditer(text)]
        head, taken = veiled[:begins], [*dated, *placed]
        return Clause(
            span,
            read,
            owners,
            owner_end,
            deadline,
            tuple(quantities(text, self._units, self._counted, [*dated, *slogans])),
            self._cohort(text),
            "" if is_given(text, named) else prefix_of(head, taken, self.rules),
            thing_of(head, taken, self.rules),
            is_given(text, named),
            None if deadline else otherwise,
        )

    def days(self, text: str) -> list[DayWords]:
        """Return what a text says of days; what a slogan in quotes says of them is none."""
        found = day_words(text, self.words.festivals.names, self.words.undated)
        quotes = [quote.span() for quote in _QUOTE.finditer(text)]  # of slogans, names and papers
        return [day for day in found if not any(a < day.start and day.end < b for a, b in quotes)]

    def resolve(self, words: DayWords, around: Surroundings, before: str, start: int) -> Deadline:
        """Return the deadline that words set.

        :param before: what stands before them in their clause; ``start``: where that begins.
        """
        said = around.sentence + before
        frame = Frame(self.today, around.year, around.plan_year, said, around.month)
        found = resolved(words, frame, self.words.festivals)
        return replace(found, start=start + words.start, end=start + words.end)

    def _deadline(
        self, text: str, days: Sequence[DayWords], around: Surroundings, start: int
    ) -> Deadline | None:
        found = list(self._deadlines(text, days, around, start))
        if not found:
            return None
        if len(found) > 1 and _EACH_ITS_OWN.search(text) and _are_listed(days, text):
            rule = "原文分别写了几个日期，未换算成一个。"
            begin, end = found[0][1].start, found[-1][1].end
            said = text[begin - start : end - start]
            return replace(found[0][1], text=said, day=None, rule=rule, end=end)
        first, due = found[0]
        if first.kind in _VAGUE or not first.before:
            # 一季度报告于4月8日前报送, 供暖前、11月5日前: what says the day plainly counts.
            plain = (each for words, each in found if words.before and each.day)
            return next(plain, due)
        return due

    def _deadlines(
        self, text: str, days: Sequence[DayWords], around: Surroundings, start: int
    ) -> Iterator[tuple[DayWords, Deadline]]:
        for words in days:
            if _ACTED_UPON.search(text[: words.start]) and self._is_told(words, around):
                continue  # 对4月8日排查出的破损路面
            leans = words.month is None and words.kind is Calendar.DAY and not words.month_word
            if leans and not words.before and around.month is None:
                continue  # 15日, but of which month the sentence does not say
            found = self.resolve(words, around, text[: words.start], start)
            is_ahead = self._is_later(words, found)
            if not sets_deadline(words, text, self.rules, DaySetting(is_ahead, around.in_goals)):
                continue
            if (
                words.start <= _AT_HEAD
                and not words.before
                and is_just_past(words, around.plan_year, self.today)
            ):
                continue
            if (
                found.day is None
                and not words.before
                and has_passed(words, around.plan_year, self.today)
            ):
                continue  # 项目经理4月份到岗仅9天
            if found.day and self.today and found.day < self.today:
                continue  # what lies before the text's own day is told, not ordered
            yield words, found

    def _is_later(self, words: DayWords, due: Deadline) -> bool:
        """Say whether a day, or the whole of a month, lies after the text's own day."""
        if due.day is None or self.today is None:
            return False
        is_month = words.kind is Calendar.MONTH and not words.part
        return (due.day.replace(day=1) if is_month else due.day) > self.today

    def _is_ahead(self, days: Sequence[DayWords], around: Surroundings) -> bool:
        """Say whether a clause begins with a deadline still to come: 9月底前累计完工15个."""
        if not days or days[0].start > _AT_HEAD or not days[0].before or not self.today:
            return False
        day = self.resolve(days[0], around, "", 0).day
        return day is not None and day > self.today

    def _tells_of_past(
        self, text: str, days: Sequence[DayWords], around: Surroundings, owner_end: int
    ) -> bool:
        """Say whether a clause begins with a day that has passed: 2019年省政府下达…, 市政府2019年…"""
        if self.today is None or not days:
            return False
        if days[0].start > max(_AT_HEAD, owner_end):
            # 安置房于4月底封顶, read in June
            is_on = text[: days[0].start].endswith("于") and not days[0].before
            return is_on and has_passed(days[0], around.plan_year, self.today)
        words = days[0]
        if (
            _ACTED_ON.match(text)
            or self.rules.hard_act.match(text, 0, words.start)
            or words.before
            or words.kind not in _DATED
            or is_of_a_thing(words, text, self.rules)
        ):
            return False
        if words.year is not None and words.kind is Calendar.YEAR:
            return words.year < self.today.year
        if words.kind is Calendar.PART_OF_YEAR and words.start:
            return False  # 确保一季度…
        if words.kind is Calendar.PART_OF_YEAR:  # 一季度完成投资2.1亿元, read in May
            words = replace(words, year=words.year or self.today.year)
        day = self.resolve(words, Surroundings(), "", 0).day
        is_past = is_just_past(replace(words, is_range=False), around.plan_year, self.today)
        return is_past or (day is not None and day < self.today)

    def _is_told(self, words: DayWords, around: Surroundings) -> bool:
        """Say whether a whole day without 前 lies behind the text's own."""
        if words.before or words.kind is not Calendar.DAY or words.month is None:
            return False
        return is_just_past(words, around.plan_year, self.today)

    def _was_asked(self, text: str, days: Sequence[DayWords], around: Surroundings) -> bool:
        """Say whether a clause tells what was asked for on a day that has passed: 4月初要求…"""
        if not days or days[0].before or days[0].kind not in _DATED:
            return False
        if not _ONCE_ASKED.match(text, days[0].end) or _ASKING.search(text, 0, days[0].start):
            return False
        words = replace(days[0], part="")
        day = self.resolve(words, Surroundings(), "", 0).day
        is_past = bool(day and self.today and day < self.today)
        return (
            words.year_word == "去" or is_past or is_just_past(words, around.plan_year, self.today)
        )

    def _cohort(self, text: str) -> int | None:
        found = _COHORT.search(text)
        if not found:
            return None
        if found["y"]:
            return int(found["y"])
        return self.today.year + _SHIFT[found["w"]] if self.today else None
