"""The rules that a choice keeps (比选规则): what money may pay what, how much, matched by whom."""

from dataclasses import dataclass
from fractions import Fraction

from jiugai.domain.law import Rule


@dataclass(frozen=True, slots=True)
class WorkKind:
    """Items that the same money may pay (内容大类).

    Attributes:
      scope: 基础类、完善类 or 提升类, as the screen says it.
      is_owed: items of the kind are done wherever they are wanting (应改尽改).
    """

    code: str
    word: str
    scope: str
    is_owed: bool


@dataclass(frozen=True, slots=True)
class KindItem:
    """An item of the catalogue with its kind and worth (内容目录项).

    Attributes:
      mark: worth for each household, in marks of the aim “works”.
    """

    code: str
    word: str
    kind: str
    mark: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSource(Rule):
    """A source of money of the plan (计划资金来源).

    Attributes:
      is_promised: given by the community's own people and firms, so that its limit stands in the
        pool; any other is limited by the budgets and gives nothing without one.
      is_local: a burden on the city's or county's own budget.
      fen_per_household: the most that it gives for each household, in 分; None if there is no such
        limit.
    """

    code: str
    word: str
    is_promised: bool
    is_local: bool
    fen_per_household: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRule(Rule):
    """What a source may pay (资金来源许可); what no such rule permits is denied.

    Attributes:
      money: code of the source.
      kinds: codes of the kinds that it may pay.
      least: the least share of each such kind's cost in a community that it must bear.
      most: the largest share of it that it may bear.
    """

    money: str
    kinds: tuple[str, ...]
    least: Fraction = Fraction(0)
    most: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRule(Rule):
    """Money that must stand beside other money in each community (配套比例).

    Attributes:
      payers: codes of the sources that match.
      of: codes of the sources that are matched.
      share: of the latter, the least that the former must give together.
    """

    payers: tuple[str, ...]
    of: tuple[str, ...]
    share: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyFloor(Rule):
    """The least share of each county's communities that must be chosen (县区保底), rounded down."""

    least: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionCap(Rule):
    """The most households that may be chosen from those of an extension (延伸纳入上限).

    Attributes:
      share: of the year's task.
      task_households: the year's task, 户.
    """

    share: Fraction
    task_households: int

    @property
    def households(self) -> int:
        return int(self.share * self.task_households)
