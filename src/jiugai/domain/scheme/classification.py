"""The four renewal types (四类改造) and why a community is of one of them.

The words come from a city's own speech (2022): 基础完善型 for the old with incomplete facilities
and no room to extend, 环境美化型 for those with some facilities that cannot be merged, 功能提升型
for the fairly complete with much room to upgrade, 整合提升型 for small adjoining communities and
single buildings. It gives no numbers; those in policy are ours, unverified and editable.
"""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.law import Rule


class RenewalType(Enum):
    """One of the four renewal types (改造类型)."""

    MAKE_GOOD = "make_good"
    BEAUTIFY = "beautify"
    UPGRADE = "upgrade"
    MERGE = "merge"

    @property
    def word(self) -> str:
        return _TYPE_WORDS[self]


_TYPE_WORDS = {
    RenewalType.MAKE_GOOD: "基础完善型",
    RenewalType.BEAUTIFY: "环境美化型",
    RenewalType.UPGRADE: "功能提升型",
    RenewalType.MERGE: "整合提升型",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalThresholds(Rule):
    """The numbers that the words of the four types are read by (四类改造界线).

    Attributes:
      built_early_by: finished by the end of this year counts as 建设年代早.
      small_households: up to so many 户 counts as 规模较小.
      incomplete_below: part of the listed facilities below which they count as 不完善.
      complete_from: part from which on they count as 较为齐全.
    """

    built_early_by: int
    small_households: int
    incomplete_below: Fraction
    complete_from: Fraction


@dataclass(frozen=True, slots=True)
class CommunityCondition:
    """What the classification reads of a community (小区现状). None always means: not known.

    Attributes:
      buildings: 栋.
      households: 户.
      facilities: listed facilities that are there, out of ``facilities_listed``.
      has_room: whether there is room to extend or to upgrade (扩容改造空间).
      adjoins: whether another community that could be merged with it adjoins.
    """

    built_year: int | None = None
    buildings: int | None = None
    households: int | None = None
    facilities: int | None = None
    facilities_listed: int = 0
    has_room: bool | None = None
    adjoins: bool | None = None

    @property
    def facility_share(self) -> Fraction | None:
        if self.facilities is None or self.facilities_listed <= 0:
            return None
        return Fraction(self.facilities, self.facilities_listed)


@dataclass(frozen=True, slots=True)
class Classification:
    """Which type a community is of, and why (分类结果).

    Attributes:
      type: the type; None while the card cannot tell, which is said and not guessed.
      possible: the types that remain open.
      reasons: one plain sentence each; the one that decided comes first.
      verified: always that of the thresholds.
    """

    type: RenewalType | None
    possible: frozenset[RenewalType]
    reasons: tuple[Finding, ...]
    clause: str
    source: str
    verified: bool


def classify(condition: CommunityCondition, thresholds: RenewalThresholds) -> Classification:
    """Classify a community, small and single ones first, since size decides before condition."""
    reasons = [*_merging(condition, thresholds)]
    kind: RenewalType | None = None
    if reasons and reasons[0].code == "scheme.merge":
        kind, possible = RenewalType.MERGE, frozenset({RenewalType.MERGE})
    else:
        kind, possible, why = _by_condition(condition, thresholds)
        reasons = [*why, *reasons]
        if any(reason.code == "scheme.adjoining_unknown" for reason in reasons):
            possible |= {RenewalType.MERGE}
    return Classification(
        type=kind,
        possible=possible,
        reasons=tuple(reasons),
        clause=thresholds.clause,
        source=thresholds.source,
        verified=thresholds.verified,
    )


def is_small(
    buildings: int | None, households: int | None, thresholds: RenewalThresholds
) -> bool | None:
    """Say whether a community is a single building or small by households; None if not known."""
    if buildings == 1:
        return True
    if households is None:
        return None
    return households <= thresholds.small_households


def _merging(condition: CommunityCondition, thresholds: RenewalThresholds) -> list[Finding]:
    """Return why a community is to be merged, or what would have to be known first."""
    small = is_small(condition.buildings, condition.households, thresholds)
    if not small:
        return []
    size = "独栋楼" if condition.buildings == 1 else f"{condition.households} 户，规模较小"
    if condition.adjoins:
        message = (
            f"{size}，有相邻小区可以合并，宜连片整合，列为整合提升型，依据{thresholds.citation}。"
        )
        return [Finding("scheme.merge", message, Weight.NOTES)]
    if condition.adjoins is None:
        message = f"{size}，但没有相邻情况；如有相邻小区可以合并，应列为整合提升型，请实地核对。"
        return [Finding("scheme.adjoining_unknown", message, Weight.WARNS)]
    message = f"{size}，但周边没有可以合并的小区，按自身条件分类。"
    return [Finding("scheme.nothing_adjoins", message, Weight.NOTES)]


_Verdict = tuple[RenewalType | None, frozenset[RenewalType], list[Finding]]


def _by_condition(condition: CommunityCondition, thresholds: RenewalThresholds) -> _Verdict:
    share = condition.facility_share
    if share is None:
        message = "没有设施调查结果，不能判断设施是否完善；请按设施清单逐项查清有几项、缺几项。"
        open_types = frozenset(RenewalType) - {RenewalType.MERGE}
        return None, open_types, [Finding("scheme.facilities_unknown", message, Weight.WARNS)]
    counted = f"设施清单 {condition.facilities_listed} 项中有 {condition.facilities} 项"
    if share < thresholds.incomplete_below:
        return _incomplete(condition, thresholds, counted)
    if share < thresholds.complete_from:
        message = f"{counted}，有部分配套设施，列为环境美化型，依据{thresholds.citation}。"
        return _one(RenewalType.BEAUTIFY, message)
    if condition.has_room is None:
        message = f"{counted}，较为齐全，但没有写明是否有改造提升空间；请实地核对后再定。"
        open_types = frozenset({RenewalType.UPGRADE, RenewalType.BEAUTIFY})
        return None, open_types, [Finding("scheme.room_unknown", message, Weight.WARNS)]
    if condition.has_room:
        message = (
            f"{counted}，较为齐全，改造提升空间较大，列为功能提升型，依据{thresholds.citation}。"
        )
        return _one(RenewalType.UPGRADE, message)
    message = (
        f"{counted}，较为齐全，但没有改造提升空间，列为环境美化型，依据{thresholds.citation}。"
    )
    return _one(RenewalType.BEAUTIFY, message)


def _incomplete(
    condition: CommunityCondition, thresholds: RenewalThresholds, counted: str
) -> _Verdict:
    """Make good what is incomplete, and say which of the type's other marks do not fit."""
    message = f"{counted}，设施不完善，先补齐短板，列为基础完善型，依据{thresholds.citation}。"
    kind, possible, reasons = _one(RenewalType.MAKE_GOOD, message)
    year = condition.built_year
    early = thresholds.built_early_by
    if year is None:
        reasons.append(
            Finding("scheme.age_unknown", "没有建成年份，未核对建设年代。", Weight.WARNS)
        )
    elif year > early:
        message = f"{year}年建成，晚于{early}年，不属于建设年代早，仍按设施情况分类，请核对。"
        reasons.append(Finding("scheme.not_early", message, Weight.WARNS))
    else:
        message = f"{year}年建成，不晚于{early}年，建设年代早。"
        reasons.append(Finding("scheme.early", message, Weight.NOTES))
    if condition.has_room:
        message = "有扩容改造空间，补齐基础后可再提升，请在方案中考虑。"
        reasons.append(Finding("scheme.has_room", message, Weight.WARNS))
    elif condition.has_room is None:
        message = "没有写明是否有扩容改造空间，请实地核对。"
        reasons.append(Finding("scheme.room_unsaid", message, Weight.WARNS))
    return kind, possible, reasons


def _one(kind: RenewalType, message: str) -> _Verdict:
    return kind, frozenset({kind}), [Finding(f"scheme.{kind.value}", message, Weight.NOTES)]
