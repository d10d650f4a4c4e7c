"""Takes a text apart (拆解): its tasks, its figures computed again, and its appeals.

Each paragraph is read in its place: under its headings, after its label, in its table. Nothing that
a text does not say is added, and what was too general for a task is kept as an appeal.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from jiugai.domain.supervision.decomposition.columns import TaskColumn
from jiugai.domain.supervision.decomposition.deadlines import Deadline
from jiugai.domain.supervision.decomposition.fields import (
    Field,
    field_name,
    fields_apart,
    is_field,
    repeated_names,
)
from jiugai.domain.supervision.decomposition.figures import checked_figures
from jiugai.domain.supervision.decomposition.gathering import Gathering, without_bracket
from jiugai.domain.supervision.decomposition.kept import Lead, Said
from jiugai.domain.supervision.decomposition.labels import Label, labels, labels_apart, listed
from jiugai.domain.supervision.decomposition.layout import (
    Bearing,
    Block,
    BlockKind,
    blocks,
    is_item,
    is_label_line,
    rank_of,
)
from jiugai.domain.supervision.decomposition.leads import lead_of
from jiugai.domain.supervision.decomposition.numbers import Quantity
from jiugai.domain.supervision.decomposition.openings import (
    begins_news,
    bodies_alone,
    is_title,
    owner_before_colon,
    says_that_orders_follow,
)
from jiugai.domain.supervision.decomposition.organisations import DutyPart, Owner, bodies
from jiugai.domain.supervision.decomposition.prose import SentenceReader, Setting
from jiugai.domain.supervision.decomposition.quotes import leaders_named, with_orders_opened
from jiugai.domain.supervision.decomposition.repeats import without_repeats
from jiugai.domain.supervision.decomposition.sentences import Span, sentences
from jiugai.domain.supervision.decomposition.tables import TaskRow, last_columns, table_rows
from jiugai.domain.supervision.decomposition.tasks import Appeal, Decomposition, Task
from jiugai.domain.supervision.decomposition.text import CELL, Paragraph, normalised, paragraphs
from jiugai.domain.supervision.decomposition.words import Words

_REPORT = re.compile(
    "本报讯|讯[（(]|网讯|（(?:全媒体)?(?:见习)?记者|（通讯员|记者[:：]|通讯员[:：]|本报记者"
)
_NOTED = re.compile("(?:批示|指示)(?:要求|指出|强调)?：“")  # a leader's note on a letter
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十](?:是|要)|[①-⑳]|（[一二三四五六七八九十\d]{1,2}）|\d{1,2}[.、])"
)
_LOWEST = 9
_BRACKET = re.compile("（[^（）]*(?:（[^（）]*）[^（）]*)*）$")
_ONLY_BRACKET = re.compile(r"（[^（）]*(?:（[^（）]*）[^（）]*)*）[。；]?")
_AS_FOLLOWS = re.compile(
    "(?:纪要|通知|要求|提示|安排|部署|议定(?:事项)?|决定|意见|明确|批示|建议)如下[：:。]?$"
)
_READ = (
    BlockKind.PROSE,
    BlockKind.HEADING,
)  # a heading is read as an item of a list that has a lead
_HEAD, _LONGEST_ITEM = 400, 160


def decompose(raw: str, words: Words, today: date | None) -> Decomposition:
    """Return the tasks, figures and appeals of a text.

    :param raw: as it was read from a file or pasted.
    :param today: the text's own day, from which 年底前 and 下周五前 count; None if it is not known.
    """
    text = normalised(raw)
    found = list(fields_apart(paragraphs(text), words))
    names, is_report = repeated_names(found, words), bool(_REPORT.search(text[:_HEAD]))
    walk = _Walk(words, today, leaders_named(text), names, is_report=is_report)
    for is_table, group in groupby(blocks(found, words), lambda block: block.kind is BlockKind.ROW):
        if is_table:
            walk.take_table(list(group))
        else:
            for block in group:
                walk.take(block)
    walk.gathered.close()
    prose = [Span(each.start, each.text) for each in found if CELL not in each.text]
    figures = tuple(checked_figures(prose, words))
    return Decomposition(text, without_repeats(walk.tasks), figures, tuple(walk.appeals))


class _Walk:
    """Walks a text block by block, and keeps what later blocks lean on."""

    def __init__(
        self,
        words: Words,
        today: date | None,
        leaders: frozenset[str],
        names: frozenset[str],
        *,
        is_report: bool,
    ) -> None:
        self.appeals: list[Appeal] = []
        self._words = words
        self._today = today
        self._leaders = leaders
        self._reader = SentenceReader(words, today)
        self.gathered = Gathering(self._reader)
        self.tasks = self.gathered.tasks
        self._names = names
        self._is_news = is_report
        self._follows = self._meets = False
        self._addressees: tuple[Owner, ...] = ()
        self._stages: dict[int, Deadline | None] = {}  # of headings, by where they begin
        self._lead: Lead | None = None
        self._columns: list[TaskColumn] = []  # of the table that a heading may part

    def take(self, block: Block) -> None:
        """Read a block that is no row."""
        name = field_name(block.paragraph.text)
        self._lead = self._lead if self._leads_to(block) else None
        self._columns = self._columns if block.kind is BlockKind.HEADING else []
        if block.kind is BlockKind.HEADING and not (self._lead and is_item(block.marker)):
            self._head(block)
        elif block.kind is BlockKind.ADDRESSEE:
            self._addressees = tuple(Owner(b.name) for b in bodies(block.body, self._words))
        elif block.kind is BlockKind.LABEL:
            self.gathered.label(block)
        elif block.field is Field.TOLD or (block.kind is BlockKind.ASIDE and name in self._names):
            self.gathered.field(name, block.field)
        elif self._lead and self._lead.tells:
            return
        elif block.bearing is not Bearing.BACKGROUND and block.kind in _READ:
            if block.field or name in self._names:
                self.gathered.field(name, block.field)
            self._prose(block)
            if block.body.endswith("：") and self._lead is None:
                self._lead = lead_of(block, self._reader)

    def _head(self, block: Block) -> None:
        """Take a heading: what it says of days holds below it, what it says of who as well."""
        self.gathered.head(block)
        self._is_news = False
        due = self._reader.stage_end(block.body, block.start, block.plan_year)
        head = block.body.rstrip("：】")
        due = due or self._reader.day_of_head(head, block)
        self._stages[block.paragraph.start] = due
        title = without_bracket(head)
        owners = bodies_alone(title, self._words)
        if owners:
            self.gathered.look_ahead(Label(0, len(title), owners), block)
        for label in labels(block.body, self._words):
            self.gathered.look_ahead(label, block)

    def _leads_to(self, block: Block) -> bool:
        """Say whether the last line with a colon leads to a block: one of its numbered items."""
        if self._lead is None or not block.marker:
            return self._lead is not None and block.kind is BlockKind.LABEL
        if self._lead.rank is None:
            self._lead.rank = rank_of(block.marker)
        return rank_of(block.marker) >= self._lead.rank

    def _stage_of(self, block: Block) -> Deadline | None:
        """Return by when the stage ends that a block stands in, as the nearest heading says."""
        found = [self._stages.get(heading.start) for heading in reversed(block.path)]
        nearest = next((due for due in found if due), None)
        return (self._lead.due if self._lead else None) or nearest

    def take_table(self, rows: Sequence[Block]) -> None:
        """Read the consecutive rows of a table."""
        plan_year = rows[0].plan_year
        before, self._columns = self._columns, last_columns(rows, self._columns)
        for row in table_rows(rows, before):
            helpers = (Owner(owner.name, DutyPart.ASSISTS) for owner in listed(row.assists))
            owners = (*listed(row.leads), *helpers)
            first = len(self.tasks)
            setting = Setting(owners, plan_year=plan_year, ordered=True)
            for sentence in sentences(Span(row.task_at, row.task)):
                self._read(sentence, setting, [])
            if len(self.tasks) == first:
                self.tasks.append(self._row(row))
            for label in labels(row.task, self._words):
                self.gathered.apply(label, first, row.task_at, plan_year)
            due = self._reader.deadline_in(row.deadline, row.deadline_at, plan_year)
            self.gathered.complete(first, owners, due)

    def _row(self, row: TaskRow) -> Task:
        """Return a row whose words alone order nothing: that it stands in such a table is the order."""
        text, whole = Span(row.task_at, row.task), Span(row.row_at, row.row)
        return self._reader.whole(text, whole, "列在任务表中")

    # --- Prose -------------------------------------------------------------------

    def _prose(self, block: Block) -> None:
        is_plain = not self._is_news and not begins_news(block.body, self._today)
        if is_plain and not _NOTED.search(block.body):
            self._passage(block)
            return
        # Only a report quotes: elsewhere quotes hold names and slogans.
        for piece, is_order in with_orders_opened(
            Span(block.paragraph.start, block.paragraph.text), self._leaders
        ):
            if not piece.text:
                continue
            at = block.body_at if piece.start == block.paragraph.start else 0
            part = replace(block, paragraph=Paragraph(piece.start, piece.text), body_at=at)
            self._passage(part, is_order=is_order)

    def _passage(self, block: Block, *, is_order: bool = False) -> None:
        due, body_at = self._reader.day_before_colon(block)
        owners, body_at = owner_before_colon(block, body_at, self._words)
        owners = owners or (self._lead.owners if self._lead else ())
        # What begins with 8月10日，…召开会议 goes on as a report until a heading.
        self._is_news = not due and (self._is_news or begins_news(block.body, self._today))
        setting = self._setting(block, owners, is_order=is_order or due is not None)
        setting = replace(setting, listed=setting.listed or due is not None)
        self.gathered.item(block)
        first, said_ahead = len(self.tasks), self.gathered.due_ahead(block)
        stage = due or said_ahead or self._stage_of(block)
        amounts: list[Quantity] = []
        text = block.paragraph.text[body_at:]
        whole = sentences(Span(block.paragraph.start + body_at, text))
        found = [each for one in whole for each in labels_apart(one, self._words)]
        titles: list[Span] = []
        said: list[Said] = []
        group = (first, first)  # the tasks that the last label speaks of
        for number, sentence in enumerate(found):
            may_be_title = not due and number + 1 < len(found)
            if may_be_title and self._is_title(sentence.text, number, setting):
                named = self._reader.stage_end(sentence.text, sentence.start, block.plan_year)
                stage = named or stage
                titles.append(sentence)
                continue
            setting = replace(self._led_to(sentence.text, setting), staged=stage is not None)
            self._sentence(sentence, setting, amounts)
            here = labels(sentence.text, self._words)
            if here and len(self.tasks) > group[1]:
                group = (group[1], len(self.tasks))
            said += [Said(label, sentence.start, *group) for label in here]
        if said and len(self.tasks) == first:
            self._labelled_title(titles, setting, any(each.label.deadline for each in said))
        self._apply_each(said, first, block)
        # What holds till the end of a stage is no act that ends with it.
        self.gathered.complete(first, (), stage, but_bans=True)

    def _led_to(self, text: str, setting: Setting) -> Setting:
        """Return the setting of a sentence that may itself say that orders follow."""
        if _AS_FOLLOWS.search(text):
            self._follows, self._is_news = True, False
        if not says_that_orders_follow(text, self._words):
            return setting
        self._meets = self._is_news
        return replace(setting, ordered=True)

    def _sentence(self, sentence: Span, setting: Setting, amounts: list[Quantity]) -> None:
        """Read a sentence, unless it is only a label or a bracket."""
        is_beside = _ONLY_BRACKET.fullmatch(sentence.text) is not None
        if not is_beside and not is_label_line(sentence.text, self._words):
            self._read(sentence, setting, amounts)

    def _is_title(self, text: str, number: int, setting: Setting) -> bool:
        """Say whether a sentence only names what follows; no measure and nothing labelled does."""
        may_be = number == 0 or _NUMBERED.match(text) is not None
        is_open = may_be and not setting.is_measure and "。（" not in text
        return is_open and is_title(text, self._words)

    def _apply_each(self, said: Sequence[Said], first: int, block: Block) -> None:
        """Give the labels of a paragraph to its tasks: where each item has one, to its own."""
        is_one = len({each.end for each in said}) <= 1
        for each in said:
            since, end = (first, len(self.tasks)) if is_one else (each.first, each.end)
            self.gathered.beside(each.label, block, each.start, since, end)
        self.gathered.take_ahead(block, first)

    def _labelled_title(self, titles: Sequence[Span], setting: Setting, has_due: bool) -> None:
        """Read a title as the task that its labels speak of: 1.编制改造方案。（责任单位：…）."""
        first = len(self.tasks)
        for title in titles:
            self._read(title, replace(setting, ordered=True, is_news=False), [])
        if has_due and len(self.tasks) == first and titles:
            self.tasks.append(self._reader.whole(titles[-1], titles[-1], "写明了完成时限"))

    def _setting(self, block: Block, owners: tuple[Owner, ...], *, is_order: bool) -> Setting:
        """Return where the sentences of a paragraph stand."""
        return Setting(
            owners,
            self._addressees,
            block.plan_year,
            is_news=self._is_news and not is_order,
            ordered=is_order
            or self._meets
            or (self._lead is not None and bool(self._lead.due or self._lead.owners))
            or block.bearing is Bearing.GOALS
            or (self._follows and block.marker != ""),
            listed=block.marker[:1].isdigit() and len(block.body) <= _LONGEST_ITEM,
            in_goals=block.bearing is Bearing.GOALS,
            is_measure=self._is_measure(block),
        )

    def _is_measure(self, block: Block) -> bool:
        """Say whether a paragraph is a measure of a record: 整改措施：…, or an item below it."""
        if block.field is Field.TASK or (self._lead is not None and self._lead.measures):
            return True
        above = block.path[-1].text if block.path and block.marker else ""
        return is_field(f"{above.rstrip('：')}：", Field.TASK, self._words)

    def _read(self, sentence: Span, setting: Setting, amounts: list[Quantity]) -> None:
        before = len(self.tasks)
        for found in self._reader.read(sentence, setting, amounts):
            if isinstance(found, Task):
                self.tasks.append(found)
            else:
                self.appeals.append(found)
        is_dated = setting.listed and self._reader.says_by_when(sentence)
        may_be = setting.is_measure or is_dated or (setting.staged and setting.listed)
        if may_be and len(self.tasks) == before:
            self.tasks += self._reader.measure(sentence)
