"""The rules of eligibility (对象认定规定): cut-off years, extensions, exclusions, where it must lie."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction

from jiugai.domain.law import Rule


class Exclusion(Enum):
    """What bars a community however old it is (不纳入情形)."""

    SHANTYTOWN = "shantytown"  # 棚户区改造
    REBUILD = "rebuild"  # 拆除新建、改建、扩建、翻建
    SELF_BUILT = "self_built"  # 以自建房为主
    URBAN_VILLAGE = "urban_village"  # 城中村
    DANGEROUS = "dangerous"  # 结构安全隐患
    FUNDED = "funded"  # 已享受过改造资金


class Treatment(Enum):
    """What an extension makes of a community built after the cut-off (延伸年限的处理)."""

    ADMIT = "admit"  # 纳入
    RESERVE = "reserve"  # 列为储备
    IF_ADOPTED = "if_adopted"  # 须由地方采纳后才能纳入


@dataclass(frozen=True, slots=True, kw_only=True)
class CutoffRule(Rule):
    """Communities built by the end of this year are the object of the programme (建成年份界线)."""

    built_by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRule(Rule):
    """Communities built later, up to the end of this year, may follow (延伸年限).

    Attributes:
      built_by: the last year of the extension; it begins after the cut-off.
      treatment: whether they are admitted, kept in reserve, or wait for a local decision.
      conditions: what the paper asks for, one plain Chinese phrase each.
      cap: their greatest share of the year's task by households; None if the paper sets none.
    """

    built_by: int
    treatment: Treatment
    conditions: tuple[str, ...] = ()
    cap: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionRule(Rule):
    """A clause that bars a kind of community (不纳入条款); ``word`` completes 该小区……."""

    kind: Exclusion
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MixedAgeRule(Rule):
    """How a community whose buildings differ in age is judged: by floor area (新旧楼栋混合的口径).

    Attributes:
      share: the part of the floor area that must be built in time.
      strict: True if the share itself is not enough.
    """

    share: Fraction
    strict: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TownRule(Rule):
    """The clause that asks for a city or a county seat town (位于城市或县城)."""


@dataclass(frozen=True, slots=True)
class EligibilityRules:
    """All rules of eligibility on file, past and present (认定规则集)."""

    cutoffs: tuple[CutoffRule, ...]
    extensions: tuple[ExtensionRule, ...]
    exclusions: tuple[ExclusionRule, ...]
    mixed_age: tuple[MixedAgeRule, ...]
    towns: tuple[TownRule, ...]

    def with_cutoff(self, built_by: int) -> "EligibilityRules":
        """Return the same rules with every cut-off moved to the end of one year, for a what-if."""
        moved = tuple(replace(rule, built_by=built_by) for rule in self.cutoffs)
        return replace(self, cutoffs=moved)


_SAYS_NONE = {"否", "无", "没有", "不是", "不属于", "均否", "都不是", "不涉及"}
_NEGATIONS = ("不", "非", "未", "无", "否", "没")
_WORDS: tuple[tuple[Exclusion, tuple[str, ...]], ...] = (
    (Exclusion.SHANTYTOWN, ("棚改", "棚户区")),
    (Exclusion.REBUILD, ("拆建", "拆除新建", "拆除重建", "改建", "扩建", "翻建", "拟拆", "征收")),
    (Exclusion.SELF_BUILT, ("自建",)),
    (Exclusion.URBAN_VILLAGE, ("城中村",)),
    (Exclusion.DANGEROUS, ("危房", "危楼", "危旧", "结构安全", "D级")),
    (Exclusion.FUNDED, ("已改造", "已享受", "已获资金")),
)


def exclusions_named(text: str) -> frozenset[Exclusion] | None:
    """Read what a ledger's cell says of exclusions: those it names, none, or None if it is unclear.

    ``棚改、城中村`` names two and ``否`` none. A blank cell says nothing, and a cell that both
    names and denies, such as ``非棚改``, is not guessed at: both give None.
    """
    words = text.strip()
    if words in _SAYS_NONE:
        return frozenset()
    named = frozenset(kind for kind, names in _WORDS if _names_one_of(words, names))
    if not named or any(negation in words for negation in _NEGATIONS):
        return None
    return named


def _names_one_of(text: str, names: Iterable[str]) -> bool:
    return any(name in text for name in names)
