"""How well a claimed start or finish is proved (证据等级): by traces that do not know of each other.

A grade counts kinds of trace, not papers: ten photos are one trace. Traces from outside are those
that come without the hand of whoever made the claim; an A needs one at least. A complaint that
stands lowers the grade.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from jiugai.domain.law import Rule
from jiugai.domain.programme.pipeline import Step


class TraceKind(Enum):
    """A kind of trace that works leave (痕迹)."""

    PERMIT = "permit"
    CONTRACT = "contract"
    PAYMENT = "payment"
    SITE_LOG = "site_log"
    PHOTOS = "photos"
    UTILITY = "utility"
    RESIDENT = "resident"
    SELF_CHECK = "self_check"

    @property
    def word(self) -> str:
        """Return the office's words."""
        return {
            "permit": "施工许可或开工令",
            "contract": "施工合同",
            "payment": "首笔付款",
            "site_log": "施工或监理日志",
            "photos": "现场照片",
            "utility": "专营单位通知",
            "resident": "居民确认",
            "self_check": "完工自检表",
        }[self.value]


class Grade(Enum):
    """How well a claim is proved, A best (证据等级)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


LETTERS = tuple(Grade)


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceRule(Rule):
    """Which trace speaks for which claim (痕迹规定).

    Attributes:
      earliest_days, latest_days: how far from the claimed day it may lie; below nought is before.
      at_least: how many there must be, such as photos.
      outside: it comes without the hand of whoever made the claim.
    """

    claim: Step
    kind: TraceKind
    earliest_days: int
    latest_days: int
    at_least: int
    outside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRule(Rule):
    """How many kinds of trace earn a grade (证据等级规定)."""

    claim: Step
    grade: Grade
    kinds_at_least: int
    outside_at_least: int


@dataclass(frozen=True, slots=True)
class Trace:
    """A trace of works (痕迹), or several of a day such as photos.

    Attributes:
      by_post: the post that entered it; None where the system counted it itself.
      id: of the fact by which it can be withdrawn; None where there is none.
    """

    kind: TraceKind
    on: date
    said: str
    by_post: int | None = None
    by: str = ""
    many: int = 1
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint that stands against a claim (未了投诉)."""

    on: date
    said: str
    by: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A start or finish as it was claimed (所报开工、完工)."""

    step: Step
    on: date
    by_post: int | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """All traces of one kind, and whether they count (同类痕迹); ``why_not`` is empty if they do."""

    rule: TraceRule
    traces: tuple[Trace, ...]
    why_not: str
    is_outside: bool

    @property
    def counts(self) -> bool:
        return not self.why_not


@dataclass(frozen=True, slots=True)
class Graded:
    """A claim with its grade and what it was made of (证据评级).

    Attributes:
      unlowered: the grade that the traces alone would earn.
      advice: one sentence: what would raise it; empty at the top.
    """

    claim: Claim
    grade: Grade
    unlowered: Grade
    weighed: tuple[Weighed, ...]
    complaints: tuple[Complaint, ...]
    advice: str

    @property
    def counted(self) -> tuple[Weighed, ...]:
        return tuple(one for one in self.weighed if one.counts)


def graded(
    claim: Claim,
    traces: Sequence[Trace],
    complaints: Iterable[Complaint],
    *,
    trace_rules: Iterable[TraceRule],
    grade_rules: Iterable[GradeRule],
) -> Graded:
    """Grade a claim by its traces.

    :param trace_rules, grade_rules: those in force on the claimed day.
    """
    rules = [rule for rule in trace_rules if rule.claim is claim.step]
    weighed = tuple(_weighed(claim, rule, traces) for rule in rules)
    standing = tuple(complaints)
    grades = {rule.grade: rule for rule in grade_rules if rule.claim is claim.step}
    earned = _earned(weighed, grades)
    place = min(LETTERS.index(earned) + len(standing), len(LETTERS) - 1)
    advice = _advice(LETTERS[place], earned, weighed, len(standing), grades)
    return Graded(claim, LETTERS[place], earned, weighed, standing, advice)


def _weighed(claim: Claim, rule: TraceRule, traces: Sequence[Trace]) -> Weighed:
    mine = tuple(trace for trace in traces if trace.kind is rule.kind)
    near = [t for t in mine if rule.earliest_days <= (t.on - claim.on).days <= rule.latest_days]
    own = [t for t in near if t.by_post is not None and t.by_post == claim.by_post]
    why_not = ""
    if not mine:
        why_not = "没有"
    elif not near:
        why_not = f"离所报日期太远，应在{_span(rule)}"
    elif (many := sum(trace.many for trace in near)) < rule.at_least:
        why_not = f"只有{many}张，至少{rule.at_least}张"
    return Weighed(rule, mine, why_not, rule.outside and len(own) < len(near))


def _span(rule: TraceRule) -> str:
    before = f"此前{-rule.earliest_days}天" if rule.earliest_days < 0 else "当日"
    after = f"此后{rule.latest_days}天" if rule.latest_days > 0 else "当日"
    return f"{before}到{after}之间"


def _earned(weighed: Sequence[Weighed], grades: dict[Grade, GradeRule]) -> Grade:
    kinds = sum(one.counts for one in weighed)
    outside = sum(one.counts and one.is_outside for one in weighed)
    for grade in LETTERS:
        rule = grades.get(grade)
        if rule and kinds >= rule.kinds_at_least and outside >= rule.outside_at_least:
            return grade
    return Grade.D


def _advice(
    grade: Grade,
    earned: Grade,
    weighed: Sequence[Weighed],
    complaints: int,
    grades: dict[Grade, GradeRule],
) -> str:
    if complaints:
        return (
            f"有{complaints}件投诉没有了结，降到{grade.value}；查清销掉投诉，可回到{earned.value}。"
        )
    if earned is LETTERS[0]:
        return ""
    target = LETTERS[LETTERS.index(earned) - 1]
    rule = grades[target]
    lacking = rule.kinds_at_least - sum(one.counts for one in weighed)
    strange = rule.outside_at_least - sum(one.counts and one.is_outside for one in weighed)
    open_kinds = list(_named(weighed, outside=lacking <= 0))
    wanted = f"再有{max(lacking, strange)}种痕迹"
    if lacking <= 0:
        wanted = f"再有{strange}种不经填报人之手的痕迹"
    return f"{wanted}就到{target.value}，例如{'、'.join(open_kinds[:3])}。"


def _named(weighed: Sequence[Weighed], *, outside: bool) -> Iterator[str]:
    for one in weighed:
        if outside and not one.rule.outside:
            continue
        if not one.counts:
            yield one.rule.kind.word + (f"（{one.why_not}）" if one.traces else "")
        elif outside and not one.is_outside:
            yield f"{one.rule.kind.word}（由另一岗位登记）"
