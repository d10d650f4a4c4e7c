"""Cuts lines into sentences and sentences into tokens, for an issued and a read text alike (分句).

A number or a day is one token that matches any other, so that a changed figure still finds its
place; every other character stands for itself.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from jiugai.domain.bulletins.document import FigureRun, Line, Place, Text
from jiugai.domain.bulletins.figures import FigureSet
from jiugai.domain.bulletins.mentions import Mention, mentions, normalised

NUMBER = "\0"
"""The key of every number and day."""

_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]+|[^。；！？\n]+$")


@dataclass(frozen=True, slots=True)
class Token:
    """A character, or a whole number or day, with its place in the line."""

    key: str
    start: int
    end: int
    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """Where the issued text shows a bound figure (数位)."""

    run: FigureRun
    start: int
    end: int


@dataclass(eq=False, slots=True)
class Sentence:
    """A sentence of a line, or a whole row of a table (句).

    Attributes:
      line: the index of its line.
      start: where it begins in the line; tokens and slots count from the line's beginning.
      slots: bound figures of an issued sentence; a read one has none.
    """

    line: int
    place: Place
    start: int
    text: str
    tokens: list[Token] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)


def issued_sentences(lines: Sequence[Line], figures: FigureSet) -> list[Sentence]:
    """Return the sentences of a text as it was issued, with the places of its figures."""
    found = []
    for index, line in enumerate(lines):
        text, slots = "", []
        for run in line.runs:
            words = run.words if isinstance(run, Text) else figures[run.figure_id].text(run.bare)
            if isinstance(run, FigureRun):
                slots.append(Slot(run, len(text), len(text) + len(words)))
            text += words
        found += sentences_of(index, text, line.place, slots)
    return found


def sentences_of(line: int, text: str, place: Place, slots: Sequence[Slot] = ()) -> list[Sentence]:
    """Return the sentences of one line; a row of a table is not cut."""
    tokens = tokens_of(text)
    if place is Place.TABLE:
        return [Sentence(line, place, 0, text, tokens, list(slots))] if text.strip() else []
    found = []
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        if not match[0].strip():
            continue
        inside = [token for token in tokens if start <= token.start < end]
        held = [slot for slot in slots if start <= slot.start < end]
        found.append(Sentence(line, place, start, match[0], inside, held))
    return found


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a line; blanks other than tabs say nothing and are left out."""
    tokens, end = [], 0
    plain = normalised(text)
    for mention in [*mentions(text), None]:
        stop = mention.start if mention else len(text)
        for at in range(end, stop):
            if plain[at] == "\t" or not plain[at].isspace():
                tokens.append(Token(plain[at], at, at + 1))
        if mention:
            tokens.append(Token(NUMBER, mention.start, mention.end, mention))
            end = mention.end
    return tokens


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, 0 to 1, by the pairs of characters they share (Dice)."""
    pairs = [Counter(text[i : i + 2] for i in range(len(text) - 1)) for text in (one, other)]
    whole = sum(pairs[0].values()) + sum(pairs[1].values())
    if not whole:
        return float(one == other)
    return 2 * sum((pairs[0] & pairs[1]).values()) / whole
