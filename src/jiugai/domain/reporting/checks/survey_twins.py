"""D16: survey twins (问卷雷同): more identical answer sheets than chance brings, within one community."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from jiugai.domain.reporting.checks.check import Check, Limits
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Verdict,
    decimal,
    failed,
    not_applicable,
)

_MASK = (1 << 64) - 1


def examine(sheets: Sequence[Sequence[int]], limits: Limits) -> Verdict:
    """Hold the number of identical sheets against those of answers shuffled among the residents.

    Sheets that tick one answer throughout are left out: the contented all tick the same.

    :param sheets: one resident's answers each, in the order of the questions; all of one community.
    """
    mixed = [tuple(sheet) for sheet in sheets if len(set(sheet)) > 1]
    if len(mixed) < limits["sheets"] or len(mixed[0]) < limits["questions"]:
        return not_applicable("问卷或题目太少，或几乎都只勾同一档")
    if len({len(sheet) for sheet in mixed}) > 1:
        return not_applicable("各份问卷的题数不同，无从逐题比较")
    found = _identical_pairs(mixed)
    chance = _chance(mixed, found, limits) if found else 1.0
    if chance >= limits["chance"]:
        return PASSED
    largest = max(Counter(mixed).values())
    return failed(
        f"{len(mixed)} 份问卷中有 {found} 对答案完全相同，最多的一种有 {largest} 份，"
        f"把答案在居民之间打乱，出现这么多的机会不到 {decimal(chance * 100, 2)}%",
        sheets=len(mixed),
        identical_pairs=found,
        largest_group=largest,
        chance=decimal(chance, 6),
    )


def _identical_pairs(sheets: Sequence[tuple[int, ...]]) -> int:
    return sum(times * (times - 1) // 2 for times in Counter(sheets).values())


def _chance(sheets: Sequence[tuple[int, ...]], found: int, limits: Limits) -> float:
    """Return how often shuffled answers have as many identical pairs; it stops once that is plain.

    The shuffling is seeded by the answers themselves, so that anybody can redo it.
    """
    state = int.from_bytes(sha256(repr(sheets).encode()).digest()[:8], "big") | 1
    columns = [list(column) for column in zip(*sheets, strict=True)]
    as_many = 0
    rounds = int(limits["shuffles"])
    for done in range(1, rounds + 1):
        for column in columns:
            state = _shuffle(column, state)
        as_many += _identical_pairs(list(zip(*columns, strict=True))) >= found
        if as_many >= limits["enough"]:
            return as_many / done
    return (as_many + 1) / (rounds + 1)


def _shuffle(column: list[int], state: int) -> int:
    """Shuffle in place by a xorshift generator, and return its state."""
    for last in range(len(column) - 1, 0, -1):
        state ^= state << 13 & _MASK
        state ^= state >> 7
        state ^= state << 17 & _MASK
        other = state % (last + 1)
        column[last], column[other] = column[other], column[last]
    return state


CHECK = Check(
    code="survey_twins",
    number="D16",
    title="问卷雷同",
    answer=Answer.LOOK,
    formula="一个小区内答案完全相同的问卷对数，与把每题答案在居民之间打乱后相比，机会 < 界限；"
    "通篇只勾一档的不计",
    reads="一个小区的全部问卷",
    base_rate="打乱后按界限误列千分之一；一家人商量着填也会雷同。“八成五相同即算”的固定线不用，"
    "它会误伤 66%—100% 如实的人",
    limits={
        "sheets": "至少几份问卷",
        "questions": "至少几道题",
        "shuffles": "打乱多少次",
        "enough": "打乱中出现几次同样多，就不再打乱",
        "chance": "出现的机会小于多少",
    },
)
