"""Lays an edited text beside the issued one (比对): where has each bound figure gone?

Equal sentences are matched wherever they stand, so that moved ones are not doubted. What is left
of each paragraph is laid beside the paragraph most like it, then sentence beside sentence.
"""

import itertools
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from jiugai.domain.bulletins.document import Place
from jiugai.domain.bulletins.sentences import NUMBER, Sentence, Slot, Token, likeness

PARAGRAPH_LIKENESS = 0.3
SENTENCE_LIKENESS = 0.45
MOST_TOKENS = 3_000
"""Longer texts than any paragraph of a bulletin are not laid side by side, to stay quick."""


@dataclass(frozen=True, slots=True)
class Landing:
    """Where the figure of a slot now stands: a stretch of a read line, empty if it was deleted."""

    slot: Slot
    issued: Sentence
    line: int
    start: int
    end: int


@dataclass(slots=True)
class Alignment:
    """The outcome of laying two texts side by side.

    Attributes:
      unchanged: pairs of sentences that read alike.
      landings: figures of changed sentences, and where they now stand.
      lost: figures of which no trace was found, with their sentences.
      settled: tokens of the read text that need no further look.
    """

    unchanged: list[tuple[Sentence, Sentence]] = field(default_factory=list)
    landings: list[Landing] = field(default_factory=list)
    lost: list[tuple[Slot, Sentence]] = field(default_factory=list)
    settled: set[tuple[int, int]] = field(default_factory=set)


def align(issued: Sequence[Sentence], read: Sequence[Sentence]) -> Alignment:
    """Lay the sentences of an issued and of a read text side by side."""
    outcome = Alignment()
    mine, theirs = _equal(issued, read, outcome)
    _paragraphs(mine, theirs, outcome)
    _strays(mine, theirs, outcome)
    return outcome


def _equal(
    issued: Sequence[Sentence], read: Sequence[Sentence], outcome: Alignment
) -> tuple[list[Sentence], list[Sentence]]:
    waiting: dict[str, deque[Sentence]] = defaultdict(deque)
    for mine in issued:
        waiting[mine.text.strip()].append(mine)
    left = []
    for theirs in read:
        same = waiting[theirs.text.strip()]
        if not same:
            left.append(theirs)
            continue
        outcome.unchanged.append((same.popleft(), theirs))
        outcome.settled |= {(theirs.line, token.start) for token in theirs.tokens}
    rest = {id(mine) for queue in waiting.values() for mine in queue}
    return [mine for mine in issued if id(mine) in rest], left


def _paragraphs(issued: list[Sentence], read: list[Sentence], outcome: Alignment) -> None:
    """Lay what is left of each paragraph beside the one most like it."""
    mine, theirs = _by_line(issued), _by_line(read)
    # Sentences that stayed as they were tell which paragraph is which.
    anchors = {(same.line, twin.line) for same, twin in outcome.unchanged}
    for one, other in _closest(mine, theirs, PARAGRAPH_LIKENESS, anchors):
        _lay(mine.pop(one), theirs[other], outcome)
    for sentence in (sentence for group in mine.values() for sentence in group):
        outcome.lost += [(slot, sentence) for slot in sentence.slots]


def _strays(issued: list[Sentence], read: list[Sentence], outcome: Alignment) -> None:
    """Lay single sentences side by side: one that was moved and changed, or parted from its own."""
    lost = {id(sentence) for _, sentence in outcome.lost}
    landed = {id(landing.issued) for landing in outcome.landings}
    mine = [[s] for s in issued if id(s) in lost and id(s) not in landed]
    theirs = [[s] for s in read if not _touched(s, outcome)]
    pairs = _closest(dict(enumerate(mine)), dict(enumerate(theirs)), SENTENCE_LIKENESS, set())
    again = {id(mine[one][0]) for one, _ in pairs}
    outcome.lost = [each for each in outcome.lost if id(each[1]) not in again]
    for one, other in pairs:
        _lay(mine[one], theirs[other], outcome)


def _touched(sentence: Sentence, outcome: Alignment) -> bool:
    return any((sentence.line, token.start) in outcome.settled for token in sentence.tokens)


def _by_line(sentences: Sequence[Sentence]) -> dict[int, list[Sentence]]:
    groups: dict[int, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        groups[sentence.line].append(sentence)
    return groups


def _closest(
    mine: dict[int, list[Sentence]],
    theirs: dict[int, list[Sentence]],
    least: float,
    anchors: set[tuple[int, int]],
) -> list[tuple[int, int]]:
    """Return pairs of groups, one to one, the most alike first."""
    scored = []
    for one, group in mine.items():
        text, rows = "".join(s.text for s in group), group[0].place is Place.TABLE
        for other, read in theirs.items():
            if rows != (read[0].place is Place.TABLE):
                continue
            score = likeness(text, "".join(s.text for s in read)) + ((one, other) in anchors)
            if score >= least or (rows and score > 0):
                scored.append((-score, abs(one - other), one, other))
    pairs, used_mine, used_theirs = [], set(), set()
    for _, _, one, other in sorted(scored):
        if one not in used_mine and other not in used_theirs:
            used_mine.add(one)
            used_theirs.add(other)
            pairs.append((one, other))
    return pairs


def _lay(
    mine: Sequence[Sentence],
    theirs: Sequence[Sentence],
    outcome: Alignment,
) -> None:
    """Match tokens of two groups of sentences of one line each, and land every slot."""
    a = [token for sentence in mine for token in sentence.tokens]
    b = [token for sentence in theirs for token in sentence.tokens]
    held = {id(slot): sentence for sentence in mine for slot in sentence.slots}
    slots = [slot for sentence in mine for slot in sentence.slots]
    if len(a) > MOST_TOKENS or len(b) > MOST_TOKENS or not b:
        outcome.lost += [(slot, held[id(slot)]) for slot in slots]
        return
    partner = _partners(a, b, exact=mine[0].place is Place.TABLE)
    for token, other in partner.items():
        if a[token].key == NUMBER and a[token].mention and _same_words(a[token], b[other]):
            outcome.settled.add((theirs[0].line, b[other].start))
    for slot in slots:
        landing = _land(slot, held[id(slot)], a, b, partner, theirs[0].line)
        if landing is None:
            outcome.lost.append((slot, held[id(slot)]))
            continue
        outcome.landings.append(landing)
        outcome.settled |= {
            (landing.line, token.start) for token in b if landing.start <= token.start < landing.end
        }


def _same_words(one: Token, other: Token) -> bool:
    return bool(
        one.mention and other.mention
        and "".join(one.mention.text.split()) == "".join(other.mention.text.split())
    )  # fmt: skip


def _partners(a: Sequence[Token], b: Sequence[Token], *, exact: bool) -> dict[int, int]:
    """Return which token of one text is which of the other.

    A number that matches alone, without a word beside it, proves nothing and is left open.
    """
    matcher = SequenceMatcher(
        None, [token.key for token in a], [token.key for token in b], autojunk=False
    )
    partner: dict[int, int] = {}
    for block in matcher.get_matching_blocks():
        words = sum(1 for i in range(block.size) if a[block.a + i].key != NUMBER)
        if words >= 2 or (block.size and (exact or len(a) <= 8)):
            partner.update({block.a + i: block.b + i for i in range(block.size)})
    _pair_in_gaps(a, b, partner)
    return partner


def _pair_in_gaps(a: Sequence[Token], b: Sequence[Token], partner: dict[int, int]) -> None:
    """Pair the numbers between two matched stretches in order, if there are as many on each side."""
    anchors = [(-1, -1), *sorted(partner.items()), (len(a), len(b))]
    for (a0, b0), (a1, b1) in itertools.pairwise(anchors):
        mine = [i for i in range(a0 + 1, a1) if a[i].key == NUMBER]
        theirs = [i for i in range(b0 + 1, b1) if b[i].key == NUMBER]
        if mine and len(mine) == len(theirs):
            partner.update(zip(mine, theirs, strict=True))


def _land(
    slot: Slot,
    issued: Sentence,
    a: Sequence[Token],
    b: Sequence[Token],
    partner: dict[int, int],
    line: int,
) -> Landing | None:
    """Return the stretch in which a slot's figure now stands; None if nothing around it is left."""
    own = [i for i, token in enumerate(a) if token.start < slot.end and token.end > slot.start]
    if not own:
        return None
    before = next((partner[i] for i in range(own[0] - 1, -1, -1) if i in partner), -1)
    after = next((partner[i] for i in range(own[-1] + 1, len(a)) if i in partner), len(b))
    matched = [partner[i] for i in own if i in partner]
    if not matched and (before < 0) and (after == len(b)) and len(own) < len(a):
        return None
    numbers = [i for i in matched if b[i].key == NUMBER]
    in_row = issued.place is Place.TABLE
    if len(own) == len(matched) == len(numbers) == 1 and not in_row:
        return Landing(slot, issued, line, b[matched[0]].start, b[matched[0]].end)
    first, last = max(before + 1, 0), after - 1
    if matched and matched == list(range(matched[0], matched[0] + len(own))) and not in_row:
        first, last = matched[0], matched[-1]
    if first > last:
        at = b[before].end if before >= 0 else b[0].start
        return Landing(slot, issued, line, at, at)
    return Landing(slot, issued, line, b[first].start, b[last].end)
