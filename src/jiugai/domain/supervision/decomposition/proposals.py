"""Sentences that a language model takes for tasks (模型建议): marked, and confirmed by a person.

A model may only point at the text. Whose duty it is, by when and how much is read from the sentence
it points at, by the same rules as everything else; what does not stand in the text is not listed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from jiugai.domain.supervision.decomposition.clauses import Surroundings
from jiugai.domain.supervision.decomposition.prose import SentenceReader
from jiugai.domain.supervision.decomposition.sentences import Span, clauses
from jiugai.domain.supervision.decomposition.tasks import Decomposition, Task
from jiugai.domain.supervision.decomposition.words import Words

WHY = "模型建议，待人确认"
_SPACE = re.compile(r"\s+")
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a model proposed of a text (模型建议稿).

    Attributes:
      tasks: sentences of the text that the rules made no task of, in its order.
      known: how many of those proposed the rules had found already.
      absent: how many do not stand in the text; they are dropped.
    """

    tasks: tuple[Task, ...] = ()
    known: int = 0
    absent: int = 0


def held_to_text(
    quoted: Iterable[str], found: Decomposition, words: Words, today: date | None
) -> Proposals:
    """Return what a model proposed as far as the text bears it out.

    :param quoted: sentences as the model says that they stand in the text.
    :param found: the text as the rules took it apart.
    """
    reader = SentenceReader(words, today)
    taken = [(task.start, task.end) for task in found.tasks]
    new: list[Task] = []
    known = absent = 0
    for span in (_place(sentence, found.text) for sentence in quoted):
        if span is None:
            absent += 1
        elif any(span.start < end and start < span.start + len(span.text) for start, end in taken):
            known += 1
        else:
            taken.append((span.start, span.start + len(span.text)))
            new.append(_task(span, reader))
    return Proposals(tuple(sorted(new, key=lambda task: task.start)), known, absent)


def _task(span: Span, reader: SentenceReader) -> Task:
    """Return a sentence as a task, with what the rules read in it; the first deadline counts."""
    read = [reader.clauses.read(clause, Surroundings()) for clause in clauses(span)]
    due = next((clause.deadline for clause in read if clause.deadline), None)
    task = reader.whole(span, span, WHY)
    return replace(task, deadline=task.deadline or due)


def _place(sentence: str, text: str) -> Span | None:
    """Return where a sentence stands, however its spaces and line ends are set; None if nowhere."""
    pieces = [re.escape(piece) for piece in _SPACE.sub("", sentence)]
    if len(pieces) < _SHORTEST:
        return None
    at = re.search(r"\s*".join(pieces), text)
    return Span(at.start(), at[0]) if at else None
