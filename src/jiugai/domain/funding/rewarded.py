"""Next year's reward and cut in the sharing out (奖惩结转的分配): from a base share to what is given.

A reward is a share of the region's own money: its base share is multiplied by one and the reward,
and the whole is shared out anew by these weights. So the total is kept to the 分: what is cut from
one goes to all others in their proportion, and what one gains comes from all others.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.funding.allocation import RegionShare, split_by_shares
from jiugai.domain.funding.allocation_rule import AllocationRule


@dataclass(frozen=True, slots=True)
class Settled:
    """What was settled for a region's money of a year (已定奖惩).

    Attributes:
      money: by what share it changes, below nought for a cut.
      because: the ranking's numbers and the rule, in words.
      paper: where it is decided.
      place: where the settlement stands, as an address.
    """

    region: str
    money: Fraction
    because: str
    paper: str
    place: str


@dataclass(frozen=True, slots=True)
class RewardedShare:
    """A region's money before and after (奖惩后的份额).

    Attributes:
      change: what was settled, together; never below minus one.
      weight: its base share times one and the change.
      share: of the whole, after; ``fen`` in 分.
    """

    region: str
    base_fen: int
    change: Fraction
    weight: Fraction
    share: Fraction
    fen: int
    settled: tuple[Settled, ...]

    @property
    def moved_fen(self) -> int:
        """Return what rewards and cuts, its own and the others', make of its money."""
        return self.fen - self.base_fen


@dataclass(frozen=True, slots=True)
class Rewarded:
    """A sum shared out with what was settled (奖惩结转的分配); no shares where a finding blocks."""

    year: int
    shares: tuple[RewardedShare, ...]
    findings: tuple[Finding, ...]


def rewarded(
    base: Sequence[RegionShare],
    total_fen: int,
    settled: Iterable[Settled],
    *,
    year: int,
    rule: AllocationRule,
) -> Rewarded:
    """Share a sum out anew with what was settled for a year.

    :param base: as the rule shares it out.
    """
    known = tuple(settled)
    of = {one.region: tuple(s for s in known if s.region == one.region) for one in base}
    changes = {
        region: max(sum((s.money for s in own), Fraction(0)), Fraction(-1))
        for region, own in of.items()
    }
    weights = [one.share * (1 + changes[one.region]) for one in base]
    whole = sum(weights, Fraction(0))
    findings = tuple(_told(known, of, rule))
    if not whole:
        message = f"{year}年的奖惩把表里各地区都减为 0，没有可分的。本次没有结转奖惩。"
        return Rewarded(year, (), (*findings, Finding("funding.nothing_left", message)))
    shares = [weight / whole for weight in weights]
    fens = split_by_shares(total_fen, [one.region for one in base], shares)
    found = tuple(
        RewardedShare(one.region, one.fen, changes[one.region], weight, share, fen, of[one.region])
        for one, weight, share, fen in zip(base, weights, shares, fens, strict=True)
    )
    return Rewarded(year, found, findings)


def because(one: RewardedShare, total_fen: int) -> str:
    """Say in a sentence why a region has what it has after rewards and cuts."""
    if one.settled:
        said = "；".join(f"{s.because}，见{s.paper}" for s in one.settled)
        return f"{_percent(one.change)}：{said}"
    if one.moved_fen == 0 or not total_fen:
        return "没有奖惩，金额不变"
    way = "多分" if one.moved_fen > 0 else "少分"
    return f"自己没有奖惩；别的地区有奖惩、总数不变，按比例{way}"


def _percent(change: Fraction) -> str:
    shown = float(abs(change) * 100)
    return f"{'增' if change >= 0 else '减'} {shown:g}%"


def _told(
    known: Iterable[Settled], of: Mapping[str, tuple[Settled, ...]], rule: AllocationRule
) -> list[Finding]:
    absent = sorted({one.region for one in known if one.region not in of})
    findings = []
    if absent:
        message = (
            f"{'、'.join(absent)}有已定的奖惩，但基数表里没有，没有结转；"
            "请核对基数表里的县区写的是不是全称。"
        )
        findings.append(Finding("funding.settled_absent", message, Weight.WARNS))
    if any(of.values()) and any(c.code == "performance" for c in rule.columns):
        message = (
            f"《{rule.title}》已经按“绩效评价结果”分了一部分，再结转排名的奖惩，同一成绩就算了两次；"
            "请核定要不要结转。"
        )
        findings.append(Finding("funding.rewarded_twice", message, Weight.WARNS))
    return findings
