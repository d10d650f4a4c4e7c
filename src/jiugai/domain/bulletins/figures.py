"""Figures of a bulletin (通报所用的数): what a snapshot offers, and a figure once bound.

``SnapshotFigures`` is what the closing of a month supplies: counts, never shares typed by hand.
``BoundFigure`` is one of them as it stands in the text, with the sum that makes it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fractions import Fraction

from jiugai.domain.calendar import Month
from jiugai.domain.programme.targets import Strength
from jiugai.domain.quantities import FEN_PER_WAN_YUAN, round_half_up

DM2_PER_WAN_M2 = 1_000_000


class Kind(Enum):
    """What sort of thing a bound figure is (数的类别)."""

    COUNT = "count"  # 个数: projects, households, days
    AREA = "area"  # 面积, shown in 万平方米
    MONEY = "money"  # 金额, shown in 万元
    RATE = "rate"  # 比率, shown in per cent
    POINTS = "points"  # 较上月变化, shown in 个百分点
    RANK = "rank"  # 名次
    DATE = "date"  # 日期, 月份, 年度
    NAME = "name"  # 县区, 项目, 小区
    TEXT = "text"  # 文号, 期号, 摘要


class Basis(Enum):
    """On what a measure is counted (口径)."""

    PROJECTS = "projects"  # 项目
    COMMUNITIES = "communities"  # 小区
    BUILDINGS = "buildings"  # 楼栋
    HOUSEHOLDS = "households"  # 户
    AREA = "area"  # 建筑面积, dm²


class Step(Enum):
    """The steps of a cohort that a bulletin counts (环节)."""

    APPLIED = "applied"  # 申报
    PLANNED = "planned"  # 获批, 列入计划
    STARTED = "started"  # 开工
    COMPLETED = "completed"  # 完工
    ACCEPTED = "accepted"  # 竣工验收


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a cohort has come on one basis, cumulative (累计数); None is not known, never 0.

    Attributes:
      planned: the filed plan (批复), the denominator of every rate.
    """

    applied: int | None = None
    planned: int | None = None
    started: int | None = None
    completed: int | None = None
    accepted: int | None = None

    def at(self, step: Step) -> int | None:
        """Return the count at a step."""
        counts: dict[Step, int | None] = {
            Step.APPLIED: self.applied,
            Step.PLANNED: self.planned,
            Step.STARTED: self.started,
            Step.COMPLETED: self.completed,
            Step.ACCEPTED: self.accepted,
        }
        return counts[step]

    def rate(self, step: Step) -> Fraction | None:
        """Return the share of the plan that has reached a step, unrounded; None without a plan."""
        reached = self.at(step)
        return Fraction(reached, self.planned) if reached is not None and self.planned else None


@dataclass(frozen=True, slots=True)
class Share:
    """A measured share with its sum: numerator, denominator, and the share a month before."""

    numerator: int
    denominator: int
    before: Fraction | None = None

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.numerator, self.denominator) if self.denominator else None


@dataclass(frozen=True, slots=True)
class CohortFigures:
    """One annual cohort (年度批次) as of the snapshot's day.

    Attributes:
      tallies: the counts on each basis that was counted; area in dm².
      before: the same a month before; empty where there was no month before.
      planned_investment: 计划投资, 分.
      investment: 累计完成投资 over what its measure names, 分.
      funding: 到位资金 over what its measure names, 分.
      payment: 拨付资金 over what its measure names, 分.
      pending: why the plan is not known yet, said after 未定; empty if nothing is to be said.
    """

    year: int
    tallies: Mapping[Basis, Tally]
    before: Mapping[Basis, Tally] = field(default_factory=dict)
    planned_investment: int | None = None
    investment: Share | None = None
    funding: Share | None = None
    payment: Share | None = None
    pending: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A county's line of the league table (县区名次).

    Attributes:
      code: GB/T 2260, or a local code such as ``610900-L01``.
      reached: how many have reached the step that the league compares.
      rate: unrounded; None for a county without a plan, which is not ranked.
      tied: the rank is shared with another county.
      change: change of the rate on last month, unrounded.
    """

    code: str
    name: str
    planned: int | None
    reached: int | None
    rate: Fraction | None
    rank: int | None
    tied: bool = False
    change: Fraction | None = None
    households: Share | None = None
    investment: Share | None = None
    funding: Share | None = None

    def __post_init__(self) -> None:
        known = self.reached is not None and self.planned
        counted = Fraction(self.reached or 0, self.planned or 1) if known else None
        if self.rate != counted:
            raise ValueError(f"{self.name}: rate {self.rate} is not {self.reached}/{self.planned}")


@dataclass(frozen=True, slots=True)
class League:
    """The counties ranked by one measure of one cohort (排名表).

    Attributes:
      step: the step whose rate is compared: 开工, 完工 or 竣工验收.
      tie_rule: how equal rates were placed, as the note under the table says it.
    """

    cohort: int
    step: Step
    basis: Basis
    rows: tuple[Standing, ...]
    tie_rule: str = "比率相同的名次并列"


@dataclass(frozen=True, slots=True)
class OverdueSite:
    """A site that has passed the day by which it was to reach a step (逾期项目)."""

    county: str
    name: str
    cohort: int
    step: Step
    due_on: date


@dataclass(frozen=True, slots=True)
class IdleMoney:
    """Money received and not paid on (到位未拨付): 分, and since when."""

    county: str
    purpose: str
    fen: int
    since: date


@dataclass(frozen=True, slots=True)
class IdleLimit:
    """After how many days money is told of as idle, and what paper says so (资金沉淀界线)."""

    days: int
    source: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """A demand with its day (期限). ``due_on`` None: the document gives none, and none is made up.

    Attributes:
      demand: what is asked, such as ``全部开工``.
      step: the step that meets the demand, if one does.
      source: the document that sets it, as it is cited.
    """

    demand: str
    due_on: date | None
    strength: Strength = Strength.MUST
    cohort: int | None = None
    step: Step | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class OutsideFigure:
    """A figure that others counted (外部数): it stands only with the document it comes from."""

    label: str
    shown: str
    source: str
    cohort: int | None = None


@dataclass(frozen=True, slots=True)
class RegisterFigures:
    """The register's own size (底数)."""

    communities: int
    households: int | None = None


@dataclass(frozen=True, slots=True)
class RankingHeard:
    """How a month's ranking was heard before it was released (排名公示结果).

    Attributes:
      until: the last day of the showing that was released.
      raised, upheld: how many objections there were.
      anew: it was ranked anew, and shown again, after what was upheld.
    """

    until: date
    released_on: date
    raised: int
    upheld: int
    anew: bool


@dataclass(frozen=True, slots=True)
class SnapshotFigures:
    """All that a bulletin of a month may say (本期可用的数).

    Attributes:
      city: the city's name, such as ``安康市``.
      as_of: the day for which the figures are true.
      seq: the stamp up to which facts are counted.
      digest: SM3 of the snapshot's manifest, hexadecimal.
      basis: the basis of the counts in the running text.
      leagues: the first is told in the text; each becomes an appendix.
      report_on: the day by which the next returns are due, if set.
      decimals: places of the rates, 0 to 2.
      full_in_words: say 全部开工 where a rate is exactly 100 %.
      idle_limit: from how long on money was taken as idle; None where no rule says it.
      names: names of communities and projects known to the snapshot, for the lint.
      trace_size: how many events were sealed; ``trace_root``: the root over them, hexadecimal; empty
        for a snapshot of the time before there were seals.
      heard: how the ranking was heard; None while it is not released, and for a bulletin that went
        out without.
    """

    city: str
    month: Month
    as_of: date
    seq: int
    digest: str
    cohorts: tuple[CohortFigures, ...]
    basis: Basis = Basis.PROJECTS
    leagues: tuple[League, ...] = ()
    overdue: tuple[OverdueSite, ...] = ()
    idle: tuple[IdleMoney, ...] = ()
    late_reporters: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    outside: tuple[OutsideFigure, ...] = ()
    register: RegisterFigures | None = None
    report_on: date | None = None
    decimals: int = 1
    full_in_words: bool = True
    names: tuple[str, ...] = ()
    idle_limit: IdleLimit | None = None
    trace_size: int = 0
    trace_root: str = ""
    heard: RankingHeard | None = None


_READ_IN = {"分": (FEN_PER_WAN_YUAN, 1, "万元"), "dm²": (DM2_PER_WAN_M2, 2, "万平方米")}

Exact = int | Fraction | date | Month | str | None


@dataclass(frozen=True, slots=True)
class BoundFigure:
    """A figure as a bulletin shows it, bound to the snapshot (绑定数).

    Attributes:
      id: stable within a snapshot; small letters, digits and dots, at most 32 characters.
      value: exact: counts, dm² or 分 as whole numbers, shares and changes as fractions.
      shown: as running text shows it, unit and direction included: ``45个``, ``提高2.2个百分点``.
      bare: as a table shows it, whose head names the unit; equal to ``shown`` if empty.
      label: what it is, in one Chinese phrase.
      numerator, denominator: the sum of a share, in ``unit`` (分 and dm² for money and area).
      county: the county's name; empty for the city.
      measure: the name of the measure, such as ``start_rate``; empty for names and dates.
      extent: of a rank, the last rank of its table.
      source: of a figure counted by others, the document it comes from.
    """

    id: str
    kind: Kind
    value: Exact
    shown: str
    label: str
    bare: str = ""
    numerator: int | None = None
    denominator: int | None = None
    unit: str = ""
    cohort: int | None = None
    county: str = ""
    measure: str = ""
    basis: Basis | None = None
    extent: int | None = None
    source: str = ""

    def text(self, bare: bool = False) -> str:
        """Return the figure as text shows it, or as a table does."""
        return self.bare or self.shown if bare else self.shown

    @property
    def sum(self) -> str:
        """Return the sum that makes it, such as ``2 ÷ 45``; empty if it is not a share."""
        if self.numerator is None or self.denominator is None:
            return ""
        per, decimals, unit = _READ_IN.get(self.unit, (1, 0, ""))
        above, below = (
            round_half_up(Fraction(part, per), decimals)
            for part in (self.numerator, self.denominator)
        )
        return f"{above} ÷ {below}{unit and ' '}{unit}"


@dataclass(frozen=True, slots=True)
class FigureSet:
    """The figures that one bulletin may use, by id, and the names that its snapshot knows."""

    by_id: Mapping[str, BoundFigure]
    names: tuple[str, ...] = ()

    def __contains__(self, figure_id: str) -> bool:
        return figure_id in self.by_id

    def __getitem__(self, figure_id: str) -> BoundFigure:
        return self.by_id[figure_id]

    def __iter__(self) -> Iterator[BoundFigure]:
        return iter(self.by_id.values())

    def get(self, figure_id: str) -> BoundFigure | None:
        """Return a figure, or None if there is none of that id."""
        return self.by_id.get(figure_id)
