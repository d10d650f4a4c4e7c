"""The cap on communities admitted by an extension (延伸纳入上限), such as 15 % of a year's task."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from jiugai.domain.eligibility.candidate import Candidate
from jiugai.domain.eligibility.verdict import floor_percent
from jiugai.domain.findings import Finding, Weight

_YEAR_UNKNOWN = 9999


@dataclass(frozen=True, slots=True)
class CappedCandidate:
    """What the cap made of one community (上限核定结果)."""

    candidate: Candidate
    admitted: bool
    reason: Finding


@dataclass(frozen=True, slots=True)
class CapOutcome:
    """How the cap was used up (上限使用情况).

    Attributes:
      limit: the households that the cap allows, exact; seldom a whole number.
      used: the households admitted under it, 户.
      communities: each with its reason, in the order in which they were considered.
    """

    limit: Fraction
    used: int
    communities: tuple[CappedCandidate, ...]

    @property
    def admitted(self) -> tuple[Candidate, ...]:
        return tuple(each.candidate for each in self.communities if each.admitted)

    @property
    def deferred(self) -> tuple[Candidate, ...]:
        return tuple(each.candidate for each in self.communities if not each.admitted)


def apply_extension_cap(
    candidates: Sequence[Candidate], cap: Fraction, annual_task_households: int
) -> CapOutcome:
    """Admit communities of the extension until the cap is used up; the rest go to the reserve.

    The oldest come first, then the larger, then by key. One that does not fit is put off and the
    next is still tried, so no household of the cap is left unused that a smaller one could take.
    The figure itself is enough: exactly 15 % is within 15 %.

    :raises ValueError: if the cap is not between 0 and 1, or the task is negative.
    """
    if not 0 <= cap <= 1 or annual_task_households < 0:
        raise ValueError(f"no such cap: {cap} of {annual_task_households} households")
    limit = cap * annual_task_households
    used = 0
    outcomes = []
    for candidate in sorted(candidates, key=_order):
        fits = candidate.households is not None and used + candidate.households <= limit
        reason = _reason(candidate, limit, used, fits=fits)
        outcomes.append(CappedCandidate(candidate, fits, reason))
        used += (candidate.households or 0) if fits else 0
    return CapOutcome(limit, used, tuple(outcomes))


def cap_sentence(cap: Fraction, annual_task_households: int) -> str:
    """Say in one sentence how many households a cap allows."""
    limit = cap * annual_task_households
    return (
        f"当年任务 {annual_task_households:,} 户，延伸纳入上限为{floor_percent(cap)}，"
        f"即不超过 {limit.numerator // limit.denominator:,} 户。"
    )


def _order(candidate: Candidate) -> tuple[int, int, str]:
    years = [year for year in candidate.years if year is not None]
    oldest = min(years, default=_YEAR_UNKNOWN)
    return oldest, -(candidate.households or 0), candidate.key


def _reason(candidate: Candidate, limit: Fraction, used: int, *, fits: bool) -> Finding:
    whole = limit.numerator // limit.denominator
    if candidate.households is None:
        message = "台账没有户数，无法计入延伸纳入上限，转入储备；请补填户数后重新核定。"
        return Finding("eligibility.cap_without_households", message, Weight.BLOCKS)
    if fits:
        total = used + candidate.households
        message = f"加上本小区 {candidate.households:,} 户，延伸纳入合计 {total:,} 户，在上限 {whole:,} 户以内。"
        return Finding("eligibility.within_cap", message, Weight.NOTES)
    message = (
        f"延伸纳入上限 {whole:,} 户，已用 {used:,} 户，放不下本小区 {candidate.households:,} 户，"
        "转入储备，列入以后年度。"
    )
    return Finding("eligibility.over_cap", message, Weight.BLOCKS)
