"""Reads one sentence (读句成任务): its orders as tasks, those too general as appeals."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from jiugai.domain.supervision.decomposition import wording
from jiugai.domain.supervision.decomposition.clauses import Clause, ClauseReader, Surroundings
from jiugai.domain.supervision.decomposition.dates import Calendar
from jiugai.domain.supervision.decomposition.deadlines import Deadline
from jiugai.domain.supervision.decomposition.definite import commands, reason
from jiugai.domain.supervision.decomposition.instructions import Instruction, instructions, joined
from jiugai.domain.supervision.decomposition.layout import Block
from jiugai.domain.supervision.decomposition.numbers import Quantity
from jiugai.domain.supervision.decomposition.openings import (
    day_head,
    only_frames,
    ten_days_head,
    weekday_head,
)
from jiugai.domain.supervision.decomposition.organisations import Owner, unique
from jiugai.domain.supervision.decomposition.sentences import Span, clauses, parts, sentences
from jiugai.domain.supervision.decomposition.tasks import Appeal, Task
from jiugai.domain.supervision.decomposition.words import Words

_LONGEST_LEAD, _A_MONTH, _SHORTEST_MEASURE = 16, 31, 6
_AS_BELOW = re.compile(
    "(?:以下|下列|下述|如下)[^，；]{0,10}$|(?:完成|做好|抓好|落实|办好|办结)(?:好|到位)?(?:[一二三四五六七八九十两几]|[0-9]{1,2})?[项件个]?(?:重点)?(?:工作|任务|事项|事)?$"
)
_TOPIC = re.compile("对|针对|凡|根据|按照|依据|结合|对照|为|就|将|把")
# 施工负责人介绍，计划7月底完工: what somebody tells of his own plans orders nothing.
_REPORTED = re.compile(
    "^(?:[^，。；]{0,24}，)?[^，。；]{0,24}(?:(?<!听取)(?<!听了)(?<!情况)介绍|透露|坦言|告诉记者|了解到)(?:说|道)?[，：]|(?:^|，)据[^，]{0,12}(?:介绍|了解|统计|悉|透露|反映|预测|预报|测算|监测|分析)[，：]"
)
_RESOLVES = re.compile("(?:经[^，]{0,12}研究，?)?(?:现)?决定")  # 为…，经研究，决定开展…行动
_DUTIES_BELOW = re.compile(
    "(?:完成|做好|抓好|落实|办好|办结|报送|提交|开展)[^，；]{0,6}(?:以下|下列|下述|如下)?[^，；]{0,6}(?:工作|任务|事项|事|材料|资料)$|(?:做好|完成)$"
)
# 按计划年底前应完成75%，目前滞后9个百分点: how far behind, not what to do.
_BEHIND = re.compile(
    "应[^。；]{2,40}，(?:但|而)?(?:目前|实际|现|至今|截至)[^。；，]{0,16}(?:滞后|仅|只|未|尚|欠|差|不足)"
)
# 说10月底前全换完，结果呢: what was said once and was not done.
_ONCE_SAID = re.compile(
    "(?:^|[，。])[^，。]{0,6}(?:说|讲|承诺|答应|保证|表态)(?:过|好|是|了)?[^。]*，(?:结果|到头来|到现在|可现在|至今|但至今|可到)"
)
# 按照《基本建设财务规则》，项目竣工后应在3个月内…: what the law says of all.
_RECITAL = re.compile("^(?:按照|根据|依据|依照|按)[^，]{0,12}《[^》]*》[^，]{0,20}，")
# 其中需要立即整改的3个: how many there are of each kind.
_COUNT = re.compile("其中[^，、]{2,16}的(?:有|为)?\\d+[个项条户处件]")
# 采暖期将于11月1日开始: when something is, which nobody is asked for.
_SEASON = re.compile(
    "^[^，]{0,14}(?:采暖|供热|供暖|取暖)[期季][^，要应]{0,4}(?:将|定)?[于从自]\\d[^，]*(?:开始|起|启动)，?"
)
_DAY_ALONE = re.compile(r"(?<![\d月])\d{1,2}[日号]")
# 要对照2023年11月移交的意见，5月10日前整改: the day of what is referred to.
_REFERS = re.compile("(?:对照|按照|根据|针对|围绕|依据|结合|对|自|截至)[^，]{0,6}$")
# 省里要求6月底前开工，我们5月底前就要开工: what those above ask for is not what is ordered here.
_FROM_ABOVE = re.compile(
    "(?:省里|省上|市里|市上|上级|国家|上面|省委省政府)[^，]{0,4}(?:要求|规定|给|定)"
)
_OUR_OWN = re.compile("，(?:但|而)?(?:我们|咱们?|我[市县区])")
_DONE = re.compile("（已(?:经|全部|基本)?(?:完成|办结|整改|销号|落实|到位|解决)[^（）]*）[。；]?$")
_NAMES_PROBLEM = re.compile("(?:问题|情况|现象|诉求)。?$")  # 督办事项：…办理缓慢问题
_BY_BATCH = re.compile("第[一二三]批|首批|分别|分期|分批")  # 第一批3月10日前，第二批4月10日前
_REMARK = re.compile("(?:填报|填表|有关|几点)?(?:说明|备注|注)")
_ASKS = re.compile("请|必须|务必|责令|责成")
_YEAR_ALONE = re.compile(r"20\d{2}年")
_BY_WHAT = re.compile(
    "研究|部署|安排|听取|讨论|总结|动员|传达|严格|按照?|根据|明确|落实|符合|满足|达到|对照|围绕|结合"
)  # 按照省上要求


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a sentence stands (所处位置).

    Attributes:
      owners: the body before the colon at the paragraph's head, or of the table's row.
      addressees: to whom the paper is addressed; they are meant where it says 请 and names nobody.
      plan_year: the one year that the heading or the title plans for.
      is_news: whether the paragraph tells of something past.
      ordered: whether 会议要求 or a heading such as 工作目标 stands before it.
      listed: whether it is an item of a numbered list.
      staged: whether the stage that it belongs to has an end.
      in_goals: whether the heading above is one of goals.
      is_measure: whether it is listed as a measure of a record: 整改措施：….
    """

    owners: tuple[Owner, ...] = ()
    addressees: tuple[Owner, ...] = ()
    plan_year: int | None = None
    is_news: bool = False
    ordered: bool = False
    listed: bool = False
    staged: bool = False
    in_goals: bool = False
    is_measure: bool = False


def may_take(order: Instruction) -> bool:
    """Say whether what is said above a list by when holds for an order in it; for no ban."""
    return not any(clause.sense.bans or clause.sense.recurs for clause in order.acts)


def _is_due(clause: Clause) -> bool:
    """Say whether a clause has a deadline still to come; 在12月5日调研时强调 has none."""
    return clause.deadline is not None and (
        clause.deadline.day is not None or not clause.text.endswith(("强调", "指出", "要求"))
    )


def _orders_nothing(text: str) -> bool:
    told = (_REPORTED, _BEHIND, _ONCE_SAID, _COUNT, _SEASON, _DONE)
    return any(said.search(text) for said in told)


def _is_recital(order: Instruction, sentence: Span) -> bool:
    """Say whether an order is only what a law or a contract says: it names neither body nor day."""
    has_day = order.deadline is not None and order.deadline.day is not None
    return not order.owners and not has_day and _RECITAL.match(sentence.text) is not None


class SentenceReader:
    """Reads sentences by one vocabulary, for a text of one day."""

    def __init__(self, words: Words, today: date | None) -> None:
        self.words = words
        self.clauses = ClauseReader(words, today)

    def read(
        self, sentence: Span, setting: Setting, amounts: list[Quantity]
    ) -> Iterator[Task | Appeal]:
        """Yield what a sentence asks for.

        :param amounts: of the paragraph so far, which 全部 may speak of; the sentence's are added.
        """
        if sentence.text.endswith(("？", "?", "？”")) or _orders_nothing(sentence.text):
            return
        year: int | None = None
        telling, ordered, has_task = False, setting.ordered, False
        held = inherited = setting.owners
        due: Deadline | None = None
        for ordinal, part in parts(sentence):
            inherited = held if ordinal else inherited
            read, year = self._clauses(part, sentence, setting, year)
            if part.text.endswith("："):  # 各镇办要做好以下工作：①…；②…
                held = next((c.owners for c in read if c.owners), held)
                due = next((c.deadline for c in read if c.deadline), due)
                read = [c for c in read if not _AS_BELOW.search(c.text)]
            elif not ordinal and all(c.is_bare for c in read):  # 6月底前，一是…；二是…
                due = next((c.deadline for c in read if c.deadline), due)
            if any(self._leads(clause) for clause in read):
                ordered = True
                held = next((c.owners for c in read if c.owners), held)
                read = [c for c in read if _is_due(c) or c.amounts or not self._leads(c)]
            telling = telling and not any(c.sense.is_marked or c.deadline for c in read)
            opens = bool(read) and read[-1].sense.is_formula
            opens = opens or any(_RESOLVES.match(clause.text) for clause in read)
            if opens and sentence.text.startswith("为"):
                read = [clause for clause in read if clause.deadline]
            orders = [] if telling else list(instructions(read, inherited))
            for order in joined(orders) if setting.is_measure else orders:
                inherited = order.owners or inherited
                ordered = ordered or any(c.sense.order_at is not None for c in order.acts)
                if ordinal and due and may_take(order) and not order.otherwise:
                    order.deadline = order.deadline or due
                # 10月邀请代表视察，并在通热后反馈: as much an order as the one before it.
                goes_on = ordered or (has_task and order.otherwise is not None)
                kept = list(self._kept(order, sentence, setting, amounts, ordered=goes_on))
                has_task = has_task or any(isinstance(each, Task) for each in kept)
                yield from kept
            telling = telling or any(clause.sense.is_told for clause in read)
            amounts += [amount for clause in read for amount in clause.amounts]

    def _clauses(
        self, part: Span, sentence: Span, setting: Setting, year: int | None
    ) -> tuple[list[Clause], int | None]:
        """Return the clauses of a part, and the year of the last full date, which later months share."""
        read: list[Clause] = []
        for span in clauses(part):
            if _REMARK.fullmatch(span.text):
                continue
            if _FROM_ABOVE.match(span.text) and _OUR_OWN.match(
                sentence.text, span.end - sentence.start
            ):
                continue
            before = sentence.text[: span.start - sentence.start]
            said = self.clauses.days(before) if _DAY_ALONE.search(span.text) else []
            months = [day.month for day in said if day.month and day.kind is Calendar.DAY]
            month = months[-1] if months else None
            # 2022年11月已竣工，…，请9月12日前更正: what is asked for lies ahead.
            held = None if self._is_behind(year) and _ASKS.search(span.text) else year
            around = Surroundings(before, held, setting.plan_year, month, setting.in_goals)
            read.append(self.clauses.read(span, around))
            # 对2022年底前完工的项目，6月底前验收: the year of a topic is not that of the order.
            if _YEAR_ALONE.fullmatch(span.text) and self.clauses.today:
                named = int(span.text[:4])
                year = named if named < self.clauses.today.year else year  # 2023年，…，12月20日通过
            full = [
                day.year
                for day in ([] if _TOPIC.match(span.text) else self.clauses.days(span.text))
                if day.year
                and day.kind in (Calendar.DAY, Calendar.MONTH)
                and not _REFERS.search(span.text[: day.start])
            ]
            year = full[-1] if full else year
        return read, year

    def _is_behind(self, year: int | None) -> bool:
        return (
            year is not None and self.clauses.today is not None and year < self.clauses.today.year
        )

    def _is_to_come(self, order: Instruction) -> bool:
        day, today = order.deadline.day if order.deadline else None, self.clauses.today
        return day is not None and today is not None and day > today

    def _leads(self, clause: Clause) -> bool:
        """Say whether a clause only says that orders follow: 会议要求."""
        if clause.owners or len(clause.text) > _LONGEST_LEAD or _BY_WHAT.match(clause.text):
            return False
        return self.clauses.rules.orders_follow.search(clause.text) is not None

    def _kept(
        self,
        order: Instruction,
        sentence: Span,
        setting: Setting,
        amounts: Sequence[Quantity],
        *,
        ordered: bool,
    ) -> Iterator[Task | Appeal]:
        if _is_recital(order, sentence):
            return
        listed = setting.listed
        is_news = setting.is_news and not self._is_to_come(order)
        names_problem = _NAMES_PROBLEM.search(order.clauses[-1].text) is not None
        is_measure = setting.is_measure and self._is_act(order) and not names_problem
        if not is_measure and not commands(
            order, is_news=is_news, after_order=ordered, listed=listed
        ):
            return
        why = reason(order, self.words, listed=listed) or ("列为措施" if is_measure else "")
        if not why and setting.staged and not all(c.sense.is_slogan for c in order.acts):
            why = "所在阶段有期限"
        if not why:
            yield Appeal(sentence.text, sentence.start, sentence.end)
            return
        if not order.owners and order.acts[0].text.startswith("请"):
            order.owners = setting.addressees
        yield self.task(order, sentence, amounts, why)

    def _is_act(self, order: Instruction) -> bool:
        """Say whether an order says what is to be done, and not only in the words of an appeal."""
        hard_act = self.clauses.rules.hard_act
        return any(not c.sense.is_slogan and hard_act.search(c.text) for c in order.acts)

    def task(
        self, order: Instruction, sentence: Span, amounts: Sequence[Quantity], why: str
    ) -> Task:
        """Return an order as a task; ``why`` says what makes it one."""
        return Task(
            wording.text_of(order),
            sentence.text,
            sentence.start,
            sentence.end,
            unique(order.owners),
            order.deadline or order.otherwise,
            wording.indicator_of(order, self.words),
            wording.amount_of(order, amounts),
            wording.cohort_of(order),
            wording.strength_of(order, self.words),
            wording.urgency_of(order, self.words),
            why,
            any(clause.sense.bans for clause in order.acts),
        )

    def whole(self, text: Span, sentence: Span, why: str) -> Task:
        """Return a text as one task whose words alone order nothing, such as a row of a table."""
        read = [self.clauses.read(clause, Surroundings()) for clause in clauses(text)]
        order = Instruction()
        for clause in read:
            order.add(clause)
        return self.task(order, sentence, (), why)

    def says_by_when(self, sentence: Span) -> bool:
        """Say whether a sentence says by which day to come, whatever else it says: …，9月底."""
        today = self.clauses.today
        read = [self.clauses.read(clause, Surroundings()) for clause in clauses(sentence)]
        days = [clause.deadline.day for clause in read if clause.deadline]
        return any(day is not None and today is not None and day > today for day in days)

    def measure(self, sentence: Span) -> Iterator[Task]:
        """Yield an item of a list of measures as a task though its words alone order nothing."""
        if _DONE.search(sentence.text):
            return
        for _, part in parts(sentence):
            read = [self.clauses.read(clause, Surroundings()) for clause in clauses(part)]
            first = [clause for clause in read if not clause.is_bare][:1] or read
            is_told = any(c.sense.is_told or c.sense.describes or c.sense.is_slogan for c in first)
            is_told = is_told or _NAMES_PROBLEM.search(part.text) is not None
            if len(part.text) >= _SHORTEST_MEASURE and not is_told and not part.text.endswith("："):
                yield self.whole(part, sentence, "列为措施")

    def deadline_in(self, words: str, start: int, plan_year: int | None) -> Deadline | None:
        """Return the deadline that a label or a cell says; None if it says nothing.

        :param start: where the words begin in the text.
        """
        if not words:
            return None
        days = self.clauses.days(words)
        if days and not (len(days) > 1 and _BY_BATCH.search(words)):
            around = Surroundings(plan_year=plan_year)
            return self.clauses.resolve(days[-1], around, words[: days[-1].start], start)
        rule = f"“{words}”不是确定的一天，未换算。"
        return Deadline(words, None, rule, start, start + len(words))

    def day_before_colon(self, block: Block) -> tuple[Deadline | None, int]:
        """Return the day that a paragraph begins with, 周三前：…, and where the rest begins."""
        head = day_head(block.body)
        due = self.day_of_head(head, block) if head else None
        return due, block.body_at + (len(head) + 1 if due else 0)

    def day_of_head(self, head: str, block: Block) -> Deadline | None:
        """Return the day that is all that a head before a colon says: 周二（15日）, 6月底前必须办结."""
        start, plan_year, month = block.start, block.plan_year, block.plan_month
        weekday, ten_days = weekday_head(head), ten_days_head(head)
        if ten_days:
            due = self.deadline_in(f"{month}月{ten_days}", start, plan_year) if month else None
        elif weekday:
            due = self.deadline_in(weekday[0], start, plan_year)
            on = self._day_of_month(weekday[1])
            due = replace(due, day=on, rule=f"“{head}”写明了日期。") if due and on else due
        elif self._is_only_day(head):
            due = self.deadline_in(head, start, plan_year)
        else:
            return None
        today = self.clauses.today
        has_passed = due and due.day and today and due.day < today
        return None if has_passed or not due else replace(due, text=head, end=start + len(head))

    def _is_only_day(self, head: str) -> bool:
        """Say whether a head says by when and no more; 2024年工作任务 says of which year."""
        days = self.clauses.days(head)
        if not days or not only_frames(head, [(day.start, day.end) for day in days]):
            return False
        last = days[-1]
        is_sure = last.before or last.is_range or last.kind is Calendar.DAY or last.text == head
        return is_sure and last.kind is not Calendar.YEAR

    def _day_of_month(self, number: int | None) -> date | None:
        """Return the next day of that number, near the text's own day; None if there is none."""
        today = self.clauses.today
        if number is None or today is None:
            return None
        ahead = (today + timedelta(days=days) for days in range(_A_MONTH))
        return next((day for day in ahead if day.day == number), None)

    def stage_end(self, title: str, start: int, plan_year: int | None) -> Deadline | None:
        """Return by when a stage ends, as its title says: 前期准备阶段（2022年2月至4月）."""
        today = self.clauses.today
        for day in self.clauses.days(title):
            if day.kind is Calendar.YEAR and not day.before:
                continue  # 2021年—2025年工作目标 plans for years and ends with none of its tasks
            alone = (
                title[day.start - 1 : day.start] == "（" and title[day.end : day.end + 1] == "）"
            )
            if day.is_range or day.before or alone or "阶段" in title:
                due = self.clauses.resolve(day, Surroundings(plan_year=plan_year), "", start)
                has_passed = due.day is not None and today is not None and due.day < today
                return None if has_passed else due
        return None

    def lead(self, text: Span, setting: Setting) -> tuple[tuple[Owner, ...], Deadline | None]:
        """Return who must do what is listed below a line that ends with a colon, and by when."""
        last = list(sentences(text))[-1]
        read = self._clauses(last, last, setting, None)[0]
        due = next((clause.deadline for clause in read if clause.deadline), None)
        is_due = bool(read and due and due.end == read[-1].span.end and len(read) == 1)
        if not (is_due or (read and _DUTIES_BELOW.search(read[-1].text))):
            return setting.owners, None  # 据预测，5月中旬有强降雨，现通知如下： hands down nothing
        return next((clause.owners for clause in read if clause.owners), setting.owners), due
