"""What a community is granted by a rule (小区补助核定), with every step of the sum.

Exact until the last step, which rounds half up to the 分. What a table does not say is not filled in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jiugai.domain.funding.grant_rule import AreaGrant, GrantRule, HouseholdGrant, OnceGrant, SetUp
from jiugai.domain.quantities import FEN_PER_YUAN, round_half_up
from jiugai.domain.scheme.catalogue import ScopeClass


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantClaim:
    """What a table says of a community that asks for money (补助申报).

    Attributes:
      invested: in 元, by class of content; what lifts cost the residents is not among it.
      residents_share: what part of the investment the residents pay, lifts aside.
      ratio: what part the city grants before it is moved.
      yuan_per_m2: what a ㎡ really costs.
      district: as written, with the word for what it is: 锦江区.
      set_up: what was set up, or was not.
      granted_before: whether it had the grant that is paid once.
    """

    community: str
    area_m2: Fraction = Fraction(0)
    households: int = 0
    invested: Mapping[ScopeClass, Fraction]
    residents_share: Fraction = Fraction(0)
    ratio: Fraction = Fraction(0)
    yuan_per_m2: Fraction = Fraction(0)
    district: str = ""
    set_up: Mapping[SetUp, bool]
    granted_before: bool = False


@dataclass(frozen=True, slots=True)
class GrantPart:
    """One part of a grant with the sum that made it (补助构成).

    Attributes:
      fen: rounded half up from the exact amount.
      formula: the sum in a sentence, without a full stop.
    """

    word: str
    fen: int
    formula: str


@dataclass(frozen=True, slots=True)
class Grant:
    """What a community is granted (核定补助)."""

    community: str
    parts: tuple[GrantPart, ...]

    @property
    def fen(self) -> int:
        """Return the whole grant in 分."""
        return sum(part.fen for part in self.parts)

    @property
    def because(self) -> str:
        """Return the whole sum in one sentence."""
        return "；".join(f"{part.word}：{part.formula}" for part in self.parts) + "。"


def grant(rule: GrantRule, claim: GrantClaim) -> Grant:
    """Return what a rule grants a community.

    :param claim: with all that the rule asks for; of ``invested`` the sum is above nought if the
      rule grants by area.
    """
    parts = [_by_area(area, claim) for area in rule.areas]
    parts += [_by_household(one, claim) for one in _own(rule, claim)]
    parts += [_once(one, claim) for one in rule.once]
    return Grant(claim.community, tuple(parts))


def floor_share(area: AreaGrant, invested: Mapping[ScopeClass, Fraction]) -> Fraction:
    """Return what part of the whole investment the residents owe, each class by its own floor."""
    owed = sum((area.floors[one] * yuan for one, yuan in invested.items()), Fraction(0))
    return owed / sum(invested.values())


def moved_by(area: AreaGrant, residents: Fraction, floor: Fraction) -> tuple[Fraction, int]:
    """Return what is added to the ratio, and the steps that it was counted in.

    Above the floor the steps are positive, below it negative.
    """
    distance = (residents - floor) / area.each
    if distance >= 0:
        steps = distance.__ceil__() if area.rounds_up_above else distance.__floor__()
        return min(steps * area.up, area.up_most), steps
    steps = (-distance).__ceil__() if area.rounds_up_below else (-distance).__floor__()
    return -steps * area.down, -steps


def _by_area(area: AreaGrant, claim: GrantClaim) -> GrantPart:
    floor = floor_share(area, claim.invested)
    moved, steps = moved_by(area, claim.residents_share, floor)
    ratio = max(claim.ratio + moved, Fraction(0))
    base = min(area.cap_yuan_per_m2, claim.yuan_per_m2)
    fen = _fen(base * ratio * claim.area_m2)
    distance = claim.residents_share - floor
    side = "高" if distance >= 0 else "低"
    counted = f"按 {abs(steps)} 步计，" if distance else ""
    sign = "减" if moved < 0 else "加"
    capped = "，到上限" if steps > 0 and moved == area.up_most else ""
    least = "，扣到 0 为止" if claim.ratio + moved < 0 else ""
    return GrantPart(
        area.word,
        fen,
        f"居民出资占 {_percent(claim.residents_share)}，应出 {_percent(floor)}，"
        f"{side} {_plain(abs(distance) * 100)} 个百分点，{counted}"
        f"补助比例 {_percent(claim.ratio)} {sign} {_percent(abs(moved))}{capped}{least}为 {_percent(ratio)}；"
        f"补助基数 {_plain(base)} 元/㎡（{_base_from(area, claim)}）× {_percent(ratio)} × "
        f"{_plain(claim.area_m2)} ㎡ ＝ {_yuan(fen)} 元",
    )


def _base_from(area: AreaGrant, claim: GrantClaim) -> str:
    if claim.yuan_per_m2 > area.cap_yuan_per_m2:
        return f"实际 {_plain(claim.yuan_per_m2)} 元，取上限"
    return "按实，不超上限" if claim.yuan_per_m2 < area.cap_yuan_per_m2 else "上限"


def _own(rule: GrantRule, claim: GrantClaim) -> Iterator[HouseholdGrant]:
    """Yield the entries that are for the district: those that name it, else those for the rest."""
    named = any(claim.district.endswith(place) for place in rule.places)
    for one in rule.households:
        listed = any(claim.district.endswith(place) for place in one.places)
        if listed or not (one.places or named):
            yield one


def _by_household(one: HouseholdGrant, claim: GrantClaim) -> GrantPart:
    fen = _fen(one.yuan * claim.households)
    return GrantPart(
        one.word, fen, f"{claim.households} 户 × {_plain(one.yuan)} 元 ＝ {_yuan(fen)} 元"
    )


def _once(one: OnceGrant, claim: GrantClaim) -> GrantPart:
    missing = [want.word for want in one.conditions if not claim.set_up[want]]
    if claim.granted_before:
        return GrantPart(one.word, 0, "以前已领过，一次性补助不再给，0 元")
    if missing:
        return GrantPart(one.word, 0, f"还没有{'、'.join(missing)}，0 元")
    fen = _fen(one.yuan)
    return GrantPart(
        one.word, fen, f"{'、'.join(want.word for want in one.conditions)}齐备，{_yuan(fen)} 元"
    )


def total_fen(grants: Sequence[Grant]) -> int:
    """Return the sum of grants in 分."""
    return sum(one.fen for one in grants)


def _fen(yuan: Fraction) -> int:
    return int(round_half_up(yuan * FEN_PER_YUAN, 0))


def _yuan(fen: int) -> str:
    return f"{round_half_up(Fraction(fen, FEN_PER_YUAN), 2):,}"


def _plain(value: Fraction) -> str:
    text = f"{round_half_up(value, 4):,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _percent(share: Fraction) -> str:
    return f"{_plain(share * 100)}%"
