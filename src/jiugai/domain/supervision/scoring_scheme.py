"""A scoring scheme (评分办法) as data: what is scored, how, and what follows from the score.

A scheme is a paper of an office. What the paper leaves open, such as a score that falls between
two grades, is found here and told; it is never filled in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import pairwise

from jiugai.domain.law import Rule
from jiugai.domain.quantities import round_half_up


class Marking(Enum):
    """How an item is marked (计分方式)."""

    LINEAR = "linear"  # 按差扣分: full marks at the target, so much off for each per cent short
    BINARY = "binary"  # 完成得分: done, full marks; not done, none
    EACH = "each"  # 逐次扣分: so much off each time
    GIVEN = "given"  # 直接评分: the mark is read as somebody gave it


class Steps(Enum):
    """What of a shortfall counts (不足一步怎么算)."""

    PROPORTIONAL = "proportional"  # 按比例: half a step, half the marks
    WHOLE = "whole"  # 不足一步不扣
    BEGUN = "begun"  # 不足一步按一步扣


class Effect(Enum):
    """What follows from a score (奖惩措施)."""

    PRAISE = "praise"
    REWARD = "reward"
    CRITICISE = "criticise"
    SUMMONS = "summons"
    CUT = "cut"

    @property
    def word(self) -> str:
        """Return the office's own word."""
        return _EFFECT_WORDS[self]


_EFFECT_WORDS = {
    Effect.PRAISE: "通报表扬",
    Effect.REWARD: "资金奖补",
    Effect.CRITICISE: "通报批评",
    Effect.SUMMONS: "约谈",
    Effect.CUT: "调减计划和资金",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One item that is scored (评分项).

    Attributes:
      code: for programs; ``word`` for people.
      points: full marks; None where the paper's own figure was not seen.
      columns: further headings under which a table of results may give it.
      numerator: heading of a count whose share of ``denominator`` is the rate; both or neither.
      target: the per cent at which a linear item has full marks.
      per: how many percentage points one step is.
      deduct: marks off for each step short, or for each time.
      bonus: marks added for each whole step above the target, up to ``bonus_most``.
      steps: what counts of a step not completed downwards; above the target whole steps alone count.
      least: the lowest mark, such as nought; an item that only takes off has its own.
      source: where in the paper it stands.
    """

    code: str
    word: str
    marking: Marking
    points: Fraction | None = None
    columns: tuple[str, ...] = ()
    numerator: str = ""
    denominator: str = ""
    target: Fraction = Fraction(100)
    per: Fraction = Fraction(1)
    deduct: Fraction = Fraction(0)
    bonus: Fraction = Fraction(0)
    bonus_most: Fraction = Fraction(0)
    steps: Steps = Steps.PROPORTIONAL
    least: Fraction = Fraction(0)
    source: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the headings under which its figure may stand."""
        return (self.code, self.word, *self.columns)


@dataclass(frozen=True, slots=True)
class Assessment:
    """A part of the year that is assessed (考核期), with its weight.

    Attributes:
      sheets: how the table of results calls its parts, such as the four quarters; the score of
        the assessment is their mean, and every one of them is needed.
    """

    code: str
    word: str
    weight: Fraction
    sheets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """A grade and the scores that it takes in (评分等次), exactly as the paper bounds them.

    Attributes:
      above: the score must be higher; ``at_least``: this high or higher.
      below: the score must be lower; ``at_most``: this high or lower.
    """

    word: str
    above: Fraction | None = None
    at_least: Fraction | None = None
    below: Fraction | None = None
    at_most: Fraction | None = None

    def takes(self, score: Fraction) -> bool:
        """Say whether a score falls into the grade."""
        return (
            (self.above is None or score > self.above)
            and (self.at_least is None or score >= self.at_least)
            and (self.below is None or score < self.below)
            and (self.at_most is None or score <= self.at_most)
        )

    @property
    def bounds(self) -> tuple[Fraction, ...]:
        """Return the scores at which it begins and ends."""
        ends = (self.above, self.at_least, self.below, self.at_most)
        return tuple(end for end in ends if end is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What follows for whom (奖惩条款); all the conditions that it names must hold.

    Attributes:
      top: among so many at the head of the ranking; ``bottom``: at its end.
      at_least: a score so high or higher; ``above``, ``below``, ``at_most`` as in a grade.
      grade: the grade must be this one.
      plan: by what share next year's plan changes; ``money``: its money. The effect says whether
        up or down; None where the paper gives no figure.
    """

    effect: Effect
    top: int | None = None
    bottom: int | None = None
    above: Fraction | None = None
    at_least: Fraction | None = None
    below: Fraction | None = None
    at_most: Fraction | None = None
    grade: str = ""
    plan: Fraction | None = None
    money: Fraction | None = None
    source: str
    verified: bool = True

    @property
    def by_rank(self) -> bool:
        """Say whether it depends on where the others stand."""
        return self.top is not None or self.bottom is not None

    def takes(self, score: Fraction) -> bool:
        """Say whether a score fulfils the conditions on scores."""
        return Rating(
            word="",
            above=self.above,
            at_least=self.at_least,
            below=self.below,
            at_most=self.at_most,
        ).takes(score)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme(Rule):
    """A scoring scheme (评分办法): a dated, cited paper of one region.

    Attributes:
      total: full marks of all items together.
      decimals: of the score as shown; neither rank nor grade depends on them.
      takes_total: whether a table may give the score itself instead of its items.
      assessments: the parts of the year; none, if there is one table for the whole.
    """

    title: str
    total: Fraction
    decimals: int
    takes_total: bool
    criteria: tuple[Criterion, ...]
    assessments: tuple[Assessment, ...] = ()
    grades: tuple[Rating, ...] = ()
    consequences: tuple[Consequence, ...] = ()

    @property
    def sheets(self) -> tuple[str, ...]:
        """Return what a table of results must say of every unit; one nameless part if undivided."""
        named = tuple(sheet for part in self.assessments for sheet in part.sheets)
        return named or ("",)


@dataclass(frozen=True, slots=True)
class Hole:
    """Scores that no grade takes in (等次空白): one score, or all those between two."""

    low: Fraction
    high: Fraction

    @property
    def word(self) -> str:
        """Return the hole in words, such as ``95分`` or ``60—75分之间``."""
        if self.low == self.high:
            return f"{plain(self.low)}分"
        return f"{plain(self.low)}—{plain(self.high)}分之间"


def holes(grades: Sequence[Rating], total: Fraction) -> tuple[Hole, ...]:
    """Return which scores from nought to the total no grade takes in, highest first.

    A score is looked at on each bound and half-way between neighbours; between two bounds all
    scores fare alike.
    """
    if not grades:
        return ()
    return tuple(
        Hole(low, high)
        for low, high in _stretches(grades, total)
        if not any(grade.takes((low + high) / 2) for grade in grades)
    )


def disputed(grades: Sequence[Rating], total: Fraction) -> tuple[Hole, ...]:
    """Return which scores fall into two grades at once, highest first."""
    return tuple(
        Hole(low, high)
        for low, high in _stretches(grades, total)
        if sum(grade.takes((low + high) / 2) for grade in grades) > 1
    )


def _stretches(grades: Sequence[Rating], total: Fraction) -> list[tuple[Fraction, Fraction]]:
    """Return each bound by itself and each open stretch between neighbouring bounds."""
    bounds = {bound for grade in grades for bound in grade.bounds if 0 <= bound <= total}
    ends = sorted(bounds | {Fraction(0), total})
    found = [(end, end) for end in ends] + list(pairwise(ends))
    return sorted(found, key=lambda stretch: stretch[0] + stretch[1], reverse=True)


def plain(value: Fraction) -> str:
    """Return a number without needless noughts; one without an end is cut at four decimals.

    >>> plain(Fraction(5, 2)), plain(Fraction(30)), plain(Fraction(200, 3))
    ('2.5', '30', '66.6667')
    """
    text = str(round_half_up(value, 4))
    return text.rstrip("0").rstrip(".") if "." in text else text
