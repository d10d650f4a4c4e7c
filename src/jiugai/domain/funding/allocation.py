"""Sharing out by factors (因素法分配): exact shares, whole 分, and why each region has what it has.

Shares are fractions until the very end. 分 that are left over after rounding down go to the largest
remainders; where remainders are equal, to the region whose name comes first by its characters'
codes, so that the order of the table decides nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, prod

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.funding.allocation_rule import (
    AllocationRule,
    AllocationTerm,
    FactorColumn,
    WhenNobody,
)
from jiugai.domain.quantities import percent, split_by_largest_remainder

SHARE_DECIMALS = 12
TIE_RULE = "余数相同的，按地区名称的字符编码从小到大"


@dataclass(frozen=True, slots=True)
class RegionFigures:
    """What a region reported (分配基数), by the code of the column; exact."""

    region: str
    figures: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one factor brings to a region (因素贡献).

    Attributes:
      part_of: the region's figure as a part of everybody's, after adjustment.
      share: of the whole money; ``part_of`` by the weight.
      fen: of the region's money, split so that the factors sum to it.
    """

    term: AllocationTerm
    part_of: Fraction
    share: Fraction
    fen: int


@dataclass(frozen=True, slots=True)
class OneMore:
    """What one more of a figure would bring to a region, all else as it is (敏感度).

    Attributes:
      fen: before rounding, in 分; None where the figure belongs to a factor that nobody has.
    """

    column: FactorColumn
    fen: Fraction | None


@dataclass(frozen=True, slots=True)
class RegionShare:
    """A region's share and money with where they come from (分配结果).

    Attributes:
      shown: the share in 10⁻¹² of the whole; those of all regions sum to the whole.
      got_remainder: whether it has one of the 分 left over from rounding down.
    """

    region: str
    share: Fraction
    shown: int
    fen: int
    got_remainder: bool
    contributions: tuple[Contribution, ...]
    one_more: tuple[OneMore, ...]


@dataclass(frozen=True, slots=True)
class Allocation:
    """A sum shared out (资金分配); no shares where a finding blocks.

    Attributes:
      undefined: factors that nobody has anything of.
    """

    rule: AllocationRule
    total_fen: int
    shares: tuple[RegionShare, ...]
    undefined: tuple[AllocationTerm, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Counted:
    """A term with everybody's adjusted figures and the weight that is used."""

    term: AllocationTerm
    weight: Fraction
    own: tuple[Fraction, ...]
    whole: Fraction

    def share(self, place: int) -> Fraction:
        return self.weight * self.own[place] / self.whole

    def share_if(self, place: int, changed: Mapping[str, Fraction]) -> Fraction:
        """Return the share if one region's figures were others and all else stayed."""
        figure = _adjusted(self.term, changed)
        return self.weight * figure / (self.whole - self.own[place] + figure)


def allocate(rule: AllocationRule, regions: Sequence[RegionFigures], total_fen: int) -> Allocation:
    """Share out a sum among regions; the order of the regions decides nothing.

    :param regions: each with a figure, not below nought, for every column of the rule; names differ.
    :param total_fen: in 分.
    """
    counted = [_count(term, regions) for term in rule.terms]
    undefined = tuple(one.term for one in counted if not one.whole)
    defined = [one for one in counted if one.whole]
    findings = [_nobody_has(rule, term, bool(defined)) for term in undefined]
    if not defined or (undefined and rule.when_nobody is WhenNobody.REFUSE):
        return Allocation(rule, total_fen, (), undefined, tuple(findings))
    weights = sum(one.weight for one in defined)
    used = [_Counted(one.term, one.weight / weights, one.own, one.whole) for one in defined]
    shares = [sum((one.share(n) for one in used), Fraction(0)) for n in range(len(regions))]
    names = [one.region for one in regions]
    fen, shown = (
        split_by_shares(total_fen, names, shares),
        split_by_shares(10**SHARE_DECIMALS, names, shares),
    )
    findings += _ties(names, shares, fen, total_fen)
    found = tuple(
        RegionShare(
            region.region,
            shares[n],
            shown[n],
            fen[n],
            fen[n] > shares[n] * total_fen // 1,
            _contributions(used, n, fen[n]),
            _one_more(rule, used, n, region, shares[n], total_fen),
        )
        for n, region in enumerate(regions)
    )
    return Allocation(rule, total_fen, found, undefined, tuple(findings))


def _count(term: AllocationTerm, regions: Iterable[RegionFigures]) -> _Counted:
    own = tuple(_adjusted(term, region.figures) for region in regions)
    return _Counted(term, term.weight, own, sum(own, Fraction(0)))


def _adjusted(term: AllocationTerm, figures: Mapping[str, Fraction]) -> Fraction:
    return prod((figures[column.code] for column in term.columns), start=Fraction(1))


def split_by_shares(total: int, names: Sequence[str], shares: Sequence[Fraction]) -> list[int]:
    """Split a whole by shares that sum to one, equal remainders in the order of the names."""
    order = sorted(range(len(names)), key=lambda n: names[n])
    parts = split_by_largest_remainder(total, _whole([shares[n] for n in order]))
    found = [0] * len(names)
    for n, part in zip(order, parts, strict=True):
        found[n] = part
    return found


def _whole(shares: Sequence[Fraction]) -> list[int]:
    """Return whole numbers in the ratio of the shares."""
    scale = lcm(*(share.denominator for share in shares))
    return [share.numerator * (scale // share.denominator) for share in shares]


def _contributions(used: Sequence[_Counted], place: int, fen: int) -> tuple[Contribution, ...]:
    shares = [one.share(place) for one in used]
    split = split_by_largest_remainder(fen, _whole(shares)) if any(shares) else [0] * len(shares)
    return tuple(
        Contribution(one.term, one.own[place] / one.whole, share, part)
        for one, share, part in zip(used, shares, split, strict=True)
    )


def _one_more(
    rule: AllocationRule,
    used: Sequence[_Counted],
    place: int,
    region: RegionFigures,
    share: Fraction,
    total_fen: int,
) -> tuple[OneMore, ...]:
    read = {column.code for one in used for column in one.term.columns}
    found = []
    for column in rule.columns:
        if column.code not in read:
            found.append(OneMore(column, None))
            continue
        changed = {**region.figures, column.code: region.figures[column.code] + column.step}
        then = sum((one.share_if(place, changed) for one in used), Fraction(0))
        found.append(OneMore(column, (then - share) * total_fen))
    return tuple(found)


def _ties(
    names: Sequence[str], shares: Sequence[Fraction], fen: Sequence[int], total_fen: int
) -> list[Finding]:
    """Say where the last 分 was decided by the order of the names alone."""
    rest = [share * total_fen % 1 for share in shares]
    up = {n for n in range(len(names)) if fen[n] > shares[n] * total_fen // 1}
    last = min((rest[n] for n in up), default=None)
    level = [n for n in range(len(names)) if rest[n] == last]
    if last is None or all(n in up for n in level):
        return []
    got = "、".join(sorted(names[n] for n in level if n in up))
    left = "、".join(sorted(names[n] for n in level if n not in up))
    return [
        Finding(
            "funding.tied_remainder",
            f"尾差有相同的：{got}各多得 0.01 元，余数一样的{left}没有；{TIE_RULE}定。",
            Weight.NOTES,
        )
    ]


def _nobody_has(rule: AllocationRule, term: AllocationTerm, others: bool) -> Finding:
    here = f"各地区的“{term.word}”合计为 0，按它分的 {percent(term.weight, 1)} 分母为零，没有定义；"
    if others and rule.when_nobody is WhenNobody.OTHERS:
        return Finding(
            "funding.nobody_has",
            f"{here}已照办法所写，由其余因素按权重分。",
            Weight.WARNS,
        )
    return Finding(
        "funding.nobody_has",
        f"{here}《{rule.title}》没有写这时怎么分，没有代为决定。请补上数；"
        '确要由其余因素分的，请在自己的办法文件里写 when_nobody = "others"。本次没有分配。',
    )
