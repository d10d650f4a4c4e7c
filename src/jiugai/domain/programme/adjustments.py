"""What was decided for a county's next plan and money (奖惩结转), as the plan and the money read it.

Rewards and cuts come from supervision; whoever draws up the year's plan or shares out its money is
given these and nothing else. Shares add up: two cuts of a tenth are a fifth, not 19 per cent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from jiugai.domain.quantities import round_half_up


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One decided change of a county's plan and money of a year (奖惩结转).

    Attributes:
      year: the year whose plan and money change.
      plan, money: by what share, below nought for a cut; 0 where it does not change.
      paper: where the decision is written.
    """

    county_id: int
    year: int
    plan: Fraction
    money: Fraction
    paper: str


@dataclass(frozen=True, slots=True)
class Adjusted:
    """All that was decided for one county and year together (县区奖惩合计)."""

    plan: Fraction = Fraction(0)
    money: Fraction = Fraction(0)


def together(adjustments: Iterable[Adjustment]) -> dict[int, Adjusted]:
    """Return the sum of what was decided for each county; nothing is cut by more than the whole.

    :param adjustments: of one year.
    """
    found: dict[int, Adjusted] = {}
    for one in adjustments:
        known = found.get(one.county_id, Adjusted())
        found[one.county_id] = Adjusted(known.plan + one.plan, known.money + one.money)
    return {
        county: Adjusted(max(sums.plan, Fraction(-1)), max(sums.money, Fraction(-1)))
        for county, sums in found.items()
    }


def change_of(basis_fen: int | None, share: Fraction) -> int | None:
    """Return what a share of a basis is in 分, rounded half up once; None where it is not known."""
    return None if basis_fen is None else int(round_half_up(share * basis_fen, 0))
