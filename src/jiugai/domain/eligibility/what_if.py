"""What if the cut-off moved (试算): how many communities, households and ㎡ more or fewer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from jiugai.domain.eligibility.candidate import Candidate
from jiugai.domain.eligibility.rules import EligibilityRules
from jiugai.domain.eligibility.verdict import Outcome, decide


@dataclass(frozen=True, slots=True)
class Extent:
    """Communities counted and their sizes summed (试算规模); a missing size is counted, not taken for 0.

    Attributes:
      households: sum over those whose households are known, 户.
      area_dm2: sum over those whose floor area is known, 0.01 ㎡.
      without_households: how many lack the number, so that the sum is a lower bound.
      without_area: likewise for floor area.
    """

    communities: int
    households: int
    area_dm2: int
    without_households: int
    without_area: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a moved cut-off would change (试算结果).

    Attributes:
      built_by: the year to whose end the cut-off was moved.
      gained: those that would come in, in the order given.
      lost: those that would fall out.
      undecided: those that stay unknown whatever the year, for want of data.
    """

    built_by: int
    now: Extent
    then: Extent
    gained: tuple[Candidate, ...]
    lost: tuple[Candidate, ...]
    undecided: tuple[Candidate, ...]

    @property
    def more(self) -> Extent:
        return extent(self.gained)

    @property
    def fewer(self) -> Extent:
        return extent(self.lost)


def what_if(
    candidates: Sequence[Candidate], rules: EligibilityRules, built_by: int, on: date
) -> WhatIf:
    """Decide all communities twice, by the law of the day and with its cut-off moved to a year.

    Only the cut-off moves: exclusions, extensions and the rule for mixed ages stay. Those in
    reserve do not count as in.
    """
    moved = rules.with_cutoff(built_by)
    now = [decide(candidate, rules, on).outcome for candidate in candidates]
    then = [decide(candidate, moved, on).outcome for candidate in candidates]
    pairs = list(zip(candidates, now, then, strict=True))
    eligible = Outcome.ELIGIBLE
    return WhatIf(
        built_by=built_by,
        now=extent(each for each, was, _ in pairs if was is eligible),
        then=extent(each for each, _, will in pairs if will is eligible),
        gained=tuple(each for each, was, will in pairs if was is not eligible and will is eligible),
        lost=tuple(each for each, was, will in pairs if was is eligible and will is not eligible),
        undecided=tuple(each for each, was, will in pairs if was is will is Outcome.UNKNOWN),
    )


def extent(candidates: Iterable[Candidate]) -> Extent:
    """Count communities and sum what is known of their sizes."""
    listed = tuple(candidates)
    return Extent(
        communities=len(listed),
        households=sum(each.households or 0 for each in listed),
        area_dm2=sum(each.area_dm2 or 0 for each in listed),
        without_households=sum(each.households is None for each in listed),
        without_area=sum(each.area_dm2 is None for each in listed),
    )
