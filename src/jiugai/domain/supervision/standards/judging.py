"""Asking every standard of a community (逐条核对): facts first, then what was recorded by hand."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from jiugai.domain.law import rules_in_force
from jiugai.domain.programme.standards import Standard
from jiugai.domain.scheme.checklists import MarkState
from jiugai.domain.supervision.standards.bases import of_mark
from jiugai.domain.supervision.standards.case import STANDARDS, StandardCase
from jiugai.domain.supervision.standards.catalogue import BY_CODE
from jiugai.domain.supervision.standards.check import (
    StandardAnswer,
    StandardCheck,
    StandardLimit,
    StandardLimits,
    StandardOutcome,
    StandardWords,
    beside,
    broken,
    kept,
)


@dataclass(frozen=True, slots=True)
class StandardThresholds:
    """All numbers and words of the checks, past and present (全部核对界限)."""

    limits: tuple[StandardLimit, ...] = ()
    words: tuple[StandardWords, ...] = ()

    def of(self, code: str, division: str, on: date) -> StandardLimits:
        """Return what holds for a check in a division on a day."""
        limits = rules_in_force([one for one in self.limits if one.standard == code], division, on)
        words = rules_in_force([one for one in self.words if one.standard == code], division, on)
        return StandardLimits(
            {one.name: one.value for one in reversed(limits)},
            {one.name: one.words for one in reversed(words)},
        )


@dataclass(frozen=True, slots=True)
class Judgement:
    """A standard with what is answered of it (逐条结果).

    Attributes:
      by_hand: the answer rests on what somebody recorded, for want of a fact.
      against: what somebody recorded although the facts tell otherwise; empty if nobody did.
    """

    standard: Standard
    check: StandardCheck
    answer: StandardAnswer
    by_hand: bool = False
    against: str = ""


def judge(
    case: StandardCase, standards: Iterable[Standard], limits: Mapping[str, StandardLimits]
) -> tuple[Judgement, ...]:
    """Ask every standard that has a check, in the order of their codes.

    :param limits: of each check, by its code.
    """
    return tuple(
        _judged(case, one, BY_CODE[one.clause], limits[one.clause])
        for one in sorted(standards, key=lambda one: one.clause)
        if one.clause in BY_CODE
    )


def _judged(
    case: StandardCase, standard: Standard, check: StandardCheck, limits: StandardLimits
) -> Judgement:
    answer = check.examine(case, limits)
    mark = case.marks.get((STANDARDS, check.code))
    if mark is None:
        return Judgement(standard, check, answer)
    basis = of_mark(STANDARDS, mark)
    if answer.outcome is StandardOutcome.UNDEFINED:
        told = {
            MarkState.MET: kept(f"登记为已办，凭据：{mark.paper}", basis),
            MarkState.UNMET: broken(f"登记为未办：{mark.words or '没有写说明'}", basis),
            MarkState.NOT_APPLICABLE: beside(f"登记为不适用：{mark.words}", basis),
        }
        return Judgement(standard, check, told[mark.state], by_hand=True)
    if answer.outcome is StandardOutcome.BROKEN and mark.state is not MarkState.UNMET:
        shown = answer if basis in answer.bases else replace(answer, bases=(*answer.bases, basis))
        return Judgement(standard, check, shown, against=f"手工登记为{mark.state.word}，与事实不符")
    return Judgement(standard, check, answer)


def tally(found: Sequence[Judgement]) -> Counter[StandardOutcome]:
    """Return how many standards got which answer."""
    return Counter(one.answer.outcome for one in found)
