"""Gathers the tasks of a text with who and by when is said of them (归集): above, beside or below.

A record names each of its fields once: 责任单位：…, 整改措施：…, 整改时限：…, in whichever order. What
a label says holds for the tasks of its own record, and where a name comes again, the next has begun.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from jiugai.domain.supervision.decomposition.deadlines import Deadline
from jiugai.domain.supervision.decomposition.fields import Field, field_name
from jiugai.domain.supervision.decomposition.kept import Ahead, Record
from jiugai.domain.supervision.decomposition.labels import Label, label_names, labels
from jiugai.domain.supervision.decomposition.layout import Bearing, Block, rank_of
from jiugai.domain.supervision.decomposition.organisations import DutyPart, Owner, bodies, unique
from jiugai.domain.supervision.decomposition.prose import SentenceReader
from jiugai.domain.supervision.decomposition.sentences import Span, sentences
from jiugai.domain.supervision.decomposition.tasks import Task

_BRACKET = re.compile("（[^（）]*(?:（[^（）]*）[^（）]*)*）$")
_IN_HOURS = re.compile("小时|分钟")  # how soon each time, not by when
_IS_DONE = re.compile(
    "^已(?:经|全部|基本)?(?:完成|整改|办结|销号|落实)|（已[^（）]{0,4}(?:完成|整改|办结|销号|落实)"
)
_SERIAL = re.compile("[序编]号|项目编号|问题编号")
_LOWEST = 9


def without_bracket(title: str) -> str:
    """Return a title without the bracket that ends it."""
    return _BRACKET.sub("", title)


def _only_helps(label: Label) -> bool:
    return not label.deadline and all(one.part is DutyPart.ASSISTS for one in label.owners)


class Gathering:
    """The tasks found so far, and what labels say of them."""

    def __init__(self, reader: SentenceReader) -> None:
        self.tasks: list[Task] = []
        self.ahead: Ahead | None = None
        self._reader = reader
        self._words = reader.words
        self._record = Record()
        self._unlabelled = 0  # the first task that no label has spoken of
        self._item: Block | None = None
        self._heading: Block | None = None
        self._opener = ""  # the name that a record began with, since the last heading
        self._own: set[int] = set()  # tasks whose owners were said right beside them

    # --- Where a record begins -----------------------------------------------------

    def head(self, block: Block) -> None:
        """Begin what stands under a heading."""
        if self.ahead and rank_of(block.marker) <= self.ahead.rank:
            self.close()
        self._heading, self._opener = block, ""
        self._begin()

    def field(self, name: str, kind: Field | None) -> None:
        """Take the name of a field that is no label: one that comes again begins a record.

        Several measures of one record, 措施一：… 措施二：…, begin none.
        """
        record = self._record
        goes_on = kind is Field.TASK and (record.leads or not record.labelled)
        is_opener = kind is not Field.TASK and name == self._opener
        if is_opener or (name in record.names and not goes_on):
            self._begin()
            if self.ahead and self.ahead.heading is None:
                self.ahead = None
        self._record.names.add(name)
        self._opener = self._opener or name
        if kind is Field.TOLD:
            self._item = None
            self._record.tells = True

    def item(self, block: Block) -> None:
        """Take a paragraph that may be a task."""
        if self._record.is_over(len(self.tasks)) and not block.field:
            self._begin()
        name = field_name(block.paragraph.text)
        is_serial = not block.field and (name in self._record.names or _SERIAL.fullmatch(name))
        says_much = self._reader.clauses.rules.hard_act.search(block.body) is not None
        self._item = block if says_much or not is_serial else None

    def _begin(self) -> None:
        self._record = Record(len(self.tasks))
        self._unlabelled, self._item = len(self.tasks), None

    # --- What is said of whom --------------------------------------------------------

    def look_ahead(self, label: Label, block: Block) -> None:
        """Keep what a label says for the items that follow it."""
        if self.ahead is None or self.ahead.is_used:
            heading = self._heading
            self.ahead = Ahead(heading, rank_of(heading.marker) if heading else _LOWEST)
        at = block.start + label.deadline_at
        due = self._reader.deadline_in(label.deadline, at, block.plan_year)
        self.ahead.owners += label.owners
        self.ahead.due = due or self.ahead.due

    def due_ahead(self, block: Block) -> Deadline | None:
        """Return the deadline that was said ahead of a block."""
        return self.ahead.due if self.ahead and self.ahead.is_before(block) else None

    def close(self) -> None:
        """Read a heading as a task if who must do it was said and no item followed."""
        ahead, self.ahead = self.ahead, None
        if ahead is None or ahead.is_used or ahead.heading is None or self._record.tells:
            return
        title = without_bracket(ahead.heading.body).strip("：。】")
        rules = self._reader.clauses.rules
        acts = rules.hard_act.search(rules.slogan.sub("", title))
        if acts and ahead.heading.bearing is not Bearing.BACKGROUND:
            span = Span(ahead.heading.start, title)
            first = len(self.tasks)
            self.tasks.append(self._reader.whole(span, span, "写明了责任单位或时限"))
            self.complete(first, ahead.owners, ahead.due)

    def label(self, block: Block) -> None:
        """Read a line such as 责任单位：…, which speaks of the tasks of its record."""
        names = label_names(block.body, self._words)
        record = self._record
        if record.labelled and names & record.names:
            record = self._record = Record(self._unlabelled)
            if self.ahead and self.ahead.is_used:
                self.ahead = None
        record.names |= names
        self._opener = self._opener or min(names, default="")
        found = labels(block.body, self._words)
        if len(self.tasks) == record.first and self._item:
            # Its words alone order nothing, but a body is named for it.
            sentence = next(sentences(Span(self._item.start, self._item.body)))
            self.tasks.append(self._reader.whole(sentence, sentence, "写明了责任单位"))
        leads = len(self.tasks) == record.first
        if leads and self._heading is None and all(_only_helps(label) for label in found):
            return  # 参加单位：… at the head of minutes
        record.leads = record.leads or (leads and not record.labelled)
        record.labelled = True
        for label in found:
            if leads:
                record.owners += label.owners
                self.look_ahead(label, block)
            else:
                self._of_record(label, record, block)
        self._unlabelled, self._item = len(self.tasks), None

    def _of_record(self, label: Label, record: Record, block: Block) -> None:
        """Give a label to the tasks of its record: what it names joins what its record named.

        A record whose deadline is 已完成 orders nothing any more.
        """
        if _IS_DONE.search(label.deadline):
            del self.tasks[record.first :]
            return
        owners = (*record.owners, *label.owners) if label.owners else ()
        record.owners = owners or record.owners
        self.apply(replace(label, owners=owners), record.first, block.start, block.plan_year)

    def beside(self, label: Label, block: Block, start: int, since: int, end: int) -> None:
        """Give a label that stands within a paragraph to the tasks right before it."""
        self.apply(label, since, start, block.plan_year, end)
        if label.owners:
            self._own.update(range(since, end))

    def take_ahead(self, block: Block, first: int) -> None:
        """Give the tasks from ``first`` on what was said ahead of them."""
        ahead = self.ahead
        if ahead is None or not ahead.is_before(block):
            return
        ahead.is_used = ahead.is_used or len(self.tasks) > first
        for number in range(first, len(self.tasks)):
            owners = () if self.tasks[number].owners else ahead.owners
            self.complete(number, owners, ahead.due, number + 1, may_replace=True)
        if ahead.is_used and self._record.leads:
            self._unlabelled = len(self.tasks)

    def apply(
        self, label: Label, first: int, start: int, plan_year: int | None, end: int | None = None
    ) -> None:
        """Give the tasks from ``first`` on what a label says."""
        due = self._reader.deadline_in(label.deadline, start + label.deadline_at, plan_year)
        are_persons = label.owners and not any(bodies(o.name, self._words) for o in label.owners)
        if are_persons and any(task.owners for task in self.tasks[first:end]):
            for number, task in enumerate(self.tasks[first:end], first):  # （责任领导：李某）
                named = unique((*task.owners, *label.owners))
                self.tasks[number] = replace(task, owners=named)
            label = replace(label, owners=())
        self.complete(first, label.owners, due, end, may_replace=True)

    def complete(
        self,
        first: int,
        owners: Sequence[Owner],
        due: Deadline | None,
        end: int | None = None,
        *,
        but_bans: bool = False,
        may_replace: bool = False,
    ) -> None:
        """Give the tasks from ``first`` on these owners, and the deadline to those that have none."""
        for number, task in enumerate(self.tasks[first:end], first):
            is_own = number in self._own and end is None
            named = task.owners if is_own else unique(owners) or task.owners
            given = None if but_bans and task.forbids else due
            said = task.deadline
            if given and said and may_replace and (said.is_loose or _IN_HOURS.search(said.text)):
                said = None
            self.tasks[number] = replace(task, owners=named, deadline=said or given)
