"""Targets (目标任务), the pace that a deadline asks for, and the word for the risk.

A headline target comes from a paper and may lack a deadline; it is never a denominator. The
filed plan stands beside it, and where the two differ both are shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction

from jiugai.domain.calendar import days_left
from jiugai.domain.law import Rule
from jiugai.domain.quantities import round_half_up

DAYS_A_WEEK = 7


class Strength(Enum):
    """How strongly a paper asks (力度)."""

    MUST = "must"
    STRIVE = "strive"
    ENCOURAGE = "encourage"

    @property
    def word(self) -> str:
        return {"must": "必须", "strive": "力争", "encourage": "鼓励"}[self.value]


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that a paper sets for a cohort (目标任务).

    Attributes:
      indicator: what is to be reached, such as ``start`` or ``completion``.
      value: how many; whole units of the indicator.
      due_on: the deadline; None if the paper gives none, which is shown and never invented.
      source: the paper or the speech.
      wording: what it literally says.
    """

    division_code: str
    year: int
    indicator: str
    value: int
    strength: Strength
    due_on: date | None = None
    source: str = ""
    wording: str = ""

    @property
    def due_in_words(self) -> str:
        return str(self.due_on) if self.due_on else "未定，文件未写期限"


@dataclass(frozen=True, slots=True)
class Promise:
    """The headline and the filed plan side by side (目标与计划对照), by communities.

    Attributes:
      filed: communities in the plan as filed; None if none was filed yet.
    """

    headline: Target | None
    filed: int | None

    @property
    def gap(self) -> int | None:
        """Return by how many communities the filed plan exceeds the headline; None if one is missing."""
        if self.headline is None or self.filed is None:
            return None
        return self.filed - self.headline.value

    @property
    def sentence(self) -> str:
        if self.filed is None:
            return "还没有上报计划，各项率没有分母，暂不计算。"
        plan = f"上报计划 {self.filed:,} 个小区，为各项率的分母"
        if self.headline is None:
            return f"{plan}；没有录入目标任务。"
        gap = self.filed - self.headline.value
        if gap == 0:
            return f"{plan}，与目标任务一致。"
        more = f"多 {gap:,}" if gap > 0 else f"少 {-gap:,}"
        return f"{plan}，比目标任务 {self.headline.value:,} 个{more} 个。"


@dataclass(frozen=True, slots=True)
class Pace:
    """What a deadline still asks for (所需进度).

    Attributes:
      left: how many are still to be done; 0 once the target is reached.
      days: days from today to the deadline, negative once it has passed; None without a deadline.
      per_week: how many a week the deadline asks for, exact; None if there is no deadline, no day
        left, or nothing left to do.
    """

    left: int
    days: int | None
    per_week: Fraction | None

    def sentence(self, verb: str) -> str:
        """Say it as the cockpit does: ``按期须每周开工 5.2 个``."""
        if self.left == 0:
            return f"已全部{verb}。"
        if self.days is None:
            return f"还有 {self.left:,} 个没有{verb}；期限未定，文件未写。"
        if self.per_week is None:
            return (
                f"期限已过 {-self.days} 天，还有 {self.left:,} 个没有{verb}。"
                if self.days
                else (f"今天到期，还有 {self.left:,} 个没有{verb}。")
            )
        return f"剩 {self.days} 天，还有 {self.left:,} 个，按期须每周{verb} {round_half_up(self.per_week, 1)} 个。"


def pace(whole: int, done: int, due_on: date | None, today: date) -> Pace:
    """Return the pace that a deadline asks for; the deadline itself is the last working day.

    Exact: 43 sites in 58 days are 43 × 7 ÷ 58 a week.
    """
    left = max(whole - done, 0)
    if due_on is None:
        return Pace(left, None, None)
    days = days_left(due_on, today)
    needed = Fraction(left * DAYS_A_WEEK, days) if left and days > 0 else None
    return Pace(left, days, needed)


def recent_pace(days: Iterable[date], today: date, weeks: int = 8) -> Fraction:
    """Return how many a week were really done in the last weeks, today included.

    :raises ValueError: if ``weeks`` is not positive.
    """
    if weeks <= 0:
        raise ValueError(f"no such span: {weeks} weeks")
    since = today - timedelta(weeks=weeks)
    return Fraction(sum(since < day <= today for day in days), weeks)


class Risk(Enum):
    """How a target stands (风险); the words are those of the screens."""

    ON_TIME = "on_time"
    AT_RISK = "at_risk"
    BEHIND = "behind"
    LOST = "lost"
    UNDATED = "undated"

    @property
    def word(self) -> str:
        return _RISK_WORDS[self]


_RISK_WORDS = {
    Risk.ON_TIME: "正常",
    Risk.AT_RISK: "预警",
    Risk.BEHIND: "滞后",
    Risk.LOST: "已失期",
    Risk.UNDATED: "未定",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRule(Rule):
    """From where on a pace is called at risk or behind (进度风险界线).

    Attributes:
      weeks: over how many weeks the real pace is taken.
      behind_below: the part of the needed pace below which it is called behind; below the whole
        of it, it is at risk.
    """

    weeks: int
    behind_below: Fraction


@dataclass(frozen=True, slots=True)
class RiskVerdict:
    """The word for a target's risk, with the sentence that explains it (风险结论)."""

    risk: Risk
    why: str


def risk_of(needed: Pace, recent: Fraction, rule: RiskRule) -> RiskVerdict:
    """Name the risk of a target from the pace it needs and the pace that was kept."""
    if needed.left == 0:
        return RiskVerdict(Risk.ON_TIME, "任务已完成。")
    if needed.days is None:
        return RiskVerdict(Risk.UNDATED, "文件未写期限，无法判断是否按期。")
    if needed.per_week is None:
        late = f"期限已过 {-needed.days} 天" if needed.days else "今天到期"
        return RiskVerdict(Risk.LOST, f"{late}，还有 {needed.left:,} 个没有完成。")
    why = (
        f"按期须每周 {round_half_up(needed.per_week, 1)} 个，"
        f"近 {rule.weeks} 周为每周 {round_half_up(recent, 1)} 个。"
    )
    if recent >= needed.per_week:
        return RiskVerdict(Risk.ON_TIME, why)
    behind = recent < needed.per_week * rule.behind_below
    return RiskVerdict(Risk.BEHIND if behind else Risk.AT_RISK, why)
