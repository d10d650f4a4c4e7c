"""Puts an order into the fields of a task (成文): its words, strength, indicator, amount, cohort."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from jiugai.domain.programme.targets import Strength
from jiugai.domain.supervision.decomposition.clauses import Clause
from jiugai.domain.supervision.decomposition.definite import targets, without_owner
from jiugai.domain.supervision.decomposition.grammar import grammar
from jiugai.domain.supervision.decomposition.instructions import Instruction
from jiugai.domain.supervision.decomposition.numbers import Quantity
from jiugai.domain.supervision.decomposition.words import Words, alternatives

_SPOKEN = re.compile(
    r"^(?:同时|此外|另外|会后|其中|对此|为此|因此|而且|并且|并|且|要求|希望|请|责成|还要|也要|都要|又要|既要|更要|还|也|要|须|应当|应|必须|务必|一定要)+[，]?"
)
_ALL = re.compile(r"全部|全面|均|所有|上述|以上")
_PURPOSE = re.compile(
    r"^(?:确保|使|让|切实|真正|不断|以便|推动|促进|防止|避免|从而|进而|为|达到|实现|形成|保证|努力)"
)
_MOST_CHARACTERS = 160


def text_of(order: Instruction) -> str:
    """Return what must be done, in the text's own words, with what it is about."""
    acts = order.clauses
    while len(acts) > 1 and _says_nothing(acts[0]):
        acts = acts[1:]
    while (
        len(acts) > 1
        and not _matters(acts[-1])
        and _PURPOSE.match(acts[-1].text)
        and not re.search(r"\d", acts[-1].text)
    ):
        acts = acts[:-1]
    first = acts[0]
    words = [without_owner(first), *(clause.text for clause in acts[1:])]
    text = "，".join(word.strip("，；。 ") for word in words if word.strip("，；。 "))
    text = _SPOKEN.sub("", text)
    if order.subject and order.subject not in text:
        text = order.subject + ("，" if len(order.subject) > _SHORT_SUBJECT else "") + text
    return text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…"


def _says_nothing(clause: Clause) -> bool:
    """Say whether a clause at the head may be left out: an appeal, a body, 同时; not 对…的小区."""
    if _matters(clause):
        return False
    if clause.is_bare:
        named = sum(len(owner.name) for owner in clause.owners)
        is_topic = named * 2 < len(clause.text)  # 其他开工率低的县区, says which
        return (bool(clause.owners) and not is_topic) or len(clause.text) < _SHORTEST_TOPIC
    return clause.sense.is_slogan


_SHORTEST_TOPIC, _SHORT_SUBJECT = 4, 10


def _matters(clause: Clause) -> bool:
    return bool(
        clause.deadline or clause.sense.firm or targets(clause.amounts) or clause.sense.bans
    )


def strength_of(order: Instruction, words: Words) -> Strength:
    """Return how strongly the act itself is asked for."""
    chosen = next((c for c in order.clauses if c.deadline), None) or next(
        (c for c in order.acts if c.sense.firm), order.clauses[0]
    )
    strive, encourage = _strengths(words)
    before = chosen.text
    if strive.search(before):
        return Strength.STRIVE
    if encourage.match(_SPOKEN.sub("", without_owner(chosen))):
        return Strength.ENCOURAGE
    return Strength.ENCOURAGE if _MAY.search(chosen.text) else Strength.MUST


_MAY = re.compile(r"(?<![不许])可(?=一并|适当|根据|按|通过|采取|申请|结合|由|参照|纳入|优先|探索)")


@lru_cache(maxsize=4)
def _strengths(words: Words) -> tuple[re.Pattern[str], re.Pattern[str]]:
    strive = [word for word in words.strive if word != "争取"]
    return (
        re.compile(rf"{alternatives(strive)}|争取(?=在|于|尽快|早日|\d|[年月本下]|到\d)"),
        re.compile(rf"(?:积极|大力|允许|适当)?{alternatives(words.encourage)}"),
    )


def indicator_of(order: Instruction, words: Words) -> str:
    """Return the word of progress that an order is about, empty if none fits."""
    chosen = [clause for clause in order.clauses if clause.deadline]
    counted = [clause for clause in order.acts if targets(clause.amounts)]
    firm = [clause for clause in order.acts if clause.sense.firm]
    for group in (chosen, counted, firm, order.acts):
        for clause in group:
            for text in (clause.text[clause.sense.begins_at or 0 :], clause.text):
                for indicator, pattern in _indicators(words):
                    if pattern.search(text):
                        return indicator
    return ""


@lru_cache(maxsize=4)
def _indicators(words: Words) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(alternatives(said))) for name, said in words.indicators.items())


def amount_of(order: Instruction, before: Sequence[Quantity]) -> Quantity | None:
    """Return how much an order asks for.

    :param before: amounts earlier in the sentence, which 全部 may speak of.
    """
    dated = [amount for clause in order.clauses if clause.deadline for amount in clause.amounts]
    told = [a for c in order.clauses if not _IN_PASSING.match(c.text) for a in c.amounts]
    own = targets(dated) or targets(told) or targets(order.amounts)
    if own:
        return own[0]
    about = list(order.subject_amounts) + (list(order.topic.amounts) if order.topic else [])
    if targets(about):
        return targets(about)[0]
    if any(_ALL.search(clause.text) for clause in order.clauses) and targets(before):
        return targets(before)[-1]
    return None


_IN_PASSING = re.compile("作为|为(?!了)|在|按照|根据")


def cohort_of(order: Instruction) -> int | None:
    """Return the year of the projects that an order is about."""
    clauses = [*order.clauses, *([order.topic] if order.topic else [])]
    return next((clause.cohort for clause in clauses if clause.cohort), None)


def urgency_of(order: Instruction, words: Words) -> str:
    """Return the word that hurries an order on without a day."""
    pattern = grammar(words).urgent
    found: Iterator[re.Match[str] | None] = (pattern.search(c.text) for c in order.acts)
    return next((match[0] for match in found if match), "")
