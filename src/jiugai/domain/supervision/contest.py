"""Communities judged side by side (观摩评比): entrants, jurors, score sheets, and a model named.

Whoever opens a round closes it not, and no juror judges the own county. A sheet that was handed in
is corrected by another version with its reason, while the round is open.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from jiugai.domain.findings import Finding
from jiugai.domain.law import Rule

_Value = TypeVar("_Value", bound=Hashable)
_NOTHING = "没有写入任何数据。"
TENTHS = 10
"""Marks are whole tenths of a point."""
MOST_FULL = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestRule(Rule):
    """How a round is reckoned (评比计分规定).

    Attributes:
      least_sheets: an entrant with fewer sheets has no rank.
      trim_from: from so many sheets of every ranked entrant, the best and the worst are left out.
    """

    least_sheets: int
    trim_from: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRule(Rule):
    """A line of the sheet that a round begins with (默认评分项)."""

    title: str
    full: int


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of a round's sheet (评分项): what is judged, and its full marks in points."""

    title: str
    full: int


@dataclass(frozen=True, slots=True)
class ContestEntrant:
    """A community that is judged (参评小区), with its county."""

    number: int
    name: str
    county_id: int


@dataclass(frozen=True, slots=True)
class Juror:
    """Who judges (评委).

    Attributes:
      county_id: the county he comes from; None for the city's own or from outside the city.
      user_id: his account; None for somebody without one, whose sheets the office enters.
    """

    number: int
    name: str
    office: str
    county_id: int | None
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A juror's marks for an entrant, in tenths of a point, line by line (评分表)."""

    juror: int
    entrant: int
    marks: tuple[int, ...]

    @property
    def total(self) -> int:
        """Return the sum, in tenths of a point."""
        return sum(self.marks)


@dataclass(frozen=True, slots=True)
class Contest:
    """A round of judging (一轮观摩评比), with the rule that it was opened under."""

    title: str
    opened_by: int
    on: date
    criteria: tuple[SheetLine, ...]
    entrants: tuple[ContestEntrant, ...]
    jurors: tuple[Juror, ...]
    least_sheets: int
    trim_from: int

    @property
    def full(self) -> int:
        """Return the full marks of a sheet, in points."""
        return sum(line.full for line in self.criteria)

    def judges_of(self, entrant: ContestEntrant) -> tuple[Juror, ...]:
        """Return who may judge an entrant."""
        return tuple(juror for juror in self.jurors if may_judge(juror, entrant))


def may_judge(juror: Juror, entrant: ContestEntrant) -> bool:
    """Say whether an entrant is of another county than the juror's."""
    return juror.county_id is None or juror.county_id != entrant.county_id


def check_opening(contest: Contest) -> tuple[Finding, ...]:
    """Return what forbids to open a round, all at once; empty if it may be opened."""
    return (*_sheet_findings(contest), *_people_findings(contest))


def _sheet_findings(contest: Contest) -> Iterator[Finding]:
    if not contest.title.strip():
        yield Finding("contest.no_title", f"没有写名称，例如“上半年现场观摩评比”。{_NOTHING}")
    if not contest.criteria:
        yield Finding(
            "contest.no_criteria",
            f"评分表一行也没有，一行一项，例如“改造内容和工程质量，30”。{_NOTHING}",
        )
    for title in _twice(line.title for line in contest.criteria):
        yield Finding("contest.criterion_twice", f"评分项“{title}”写了两次，只留一行。{_NOTHING}")
    for line in contest.criteria:
        if not 1 <= line.full <= MOST_FULL:
            yield Finding(
                "contest.full_out_of_range",
                f"评分项“{line.title}”的满分写的是 {line.full}，应为 1 到 {MOST_FULL} 的整数。{_NOTHING}",
            )


def _people_findings(contest: Contest) -> Iterator[Finding]:
    if len(contest.entrants) < 2:
        yield Finding("contest.too_few_entrants", f"参评小区不到 2 个，没有可比的。{_NOTHING}")
    for name in _twice(f"{one.county_id}|{one.name}" for one in contest.entrants):
        said = name.partition("|")[2]
        yield Finding("contest.entrant_twice", f"参评小区“{said}”写了两次，只留一行。{_NOTHING}")
    for name in _twice(f"{one.name}（{one.office}）" for one in contest.jurors):
        yield Finding("contest.juror_twice", f"评委{name}写了两次，只留一行。{_NOTHING}")
    for user in _twice(one.user_id for one in contest.jurors if one.user_id is not None):
        names = "、".join(one.name for one in contest.jurors if one.user_id == user)
        yield Finding(
            "contest.account_twice", f"评委{names}写了同一个账号，一个账号只评一份。{_NOTHING}"
        )
    for entrant in contest.entrants:
        judges = len(contest.judges_of(entrant))
        if judges < contest.least_sheets:
            yield Finding(
                "contest.too_few_judges",
                f"“{entrant.name}”除去本县区的评委，只有 {judges} 位可评，"
                f"不少于 {contest.least_sheets} 位才能排名；请增加别的县区或市级的评委。{_NOTHING}",
            )


def _twice(values: Iterable[_Value]) -> list[_Value]:
    return [value for value, many in Counter(values).items() if many > 1]


def check_sheet(
    contest: Contest,
    sheet: Sheet,
    *,
    is_closed: bool,
    before: Sheet | None = None,
    reason: str = "",
) -> tuple[Finding, ...]:
    """Return what forbids a sheet, all at once; empty if it may be entered.

    :param before: the sheet that it corrects, if there is one.
    """
    return (
        *_may_mark(contest, sheet, is_closed),
        *_marks(contest, sheet),
        *_correction(sheet, before, reason),
    )


def _may_mark(contest: Contest, sheet: Sheet, is_closed: bool) -> Iterator[Finding]:
    juror = contest.jurors[sheet.juror - 1]
    entrant = contest.entrants[sheet.entrant - 1]
    if is_closed:
        yield Finding("contest.closed", f"这一轮已经结束，评分表不再收，也不再改。{_NOTHING}")
    if not may_judge(juror, entrant):
        yield Finding(
            "contest.own_county",
            f"“{entrant.name}”是评委{juror.name}本县区的，评委不评本县区的小区。{_NOTHING}",
        )


def _marks(contest: Contest, sheet: Sheet) -> Iterator[Finding]:
    if len(sheet.marks) != len(contest.criteria):
        yield Finding(
            "contest.marks_missing",
            f"评分表有 {len(contest.criteria)} 项，读到 {len(sheet.marks)} 项，"
            f"每一项都要打分，没有的打 0 分。{_NOTHING}",
        )
        return
    for line, mark in zip(contest.criteria, sheet.marks, strict=True):
        if not 0 <= mark <= line.full * TENTHS:
            yield Finding(
                "contest.mark_out_of_range",
                f"“{line.title}”打了 {points(mark)} 分，应在 0 到 {line.full} 分之间。{_NOTHING}",
            )


def _correction(sheet: Sheet, before: Sheet | None, reason: str) -> Iterator[Finding]:
    if before is None:
        return
    if before.marks == sheet.marks:
        yield Finding("contest.unchanged", f"和已交的评分表一样，不必更正。{_NOTHING}")
    if not reason.strip():
        yield Finding(
            "contest.no_reason", f"没有写为什么更正，例如“第二项看错行，以纸质表为准”。{_NOTHING}"
        )


def points(tenths: int) -> str:
    """Return marks as they are written: ``28`` or ``28.5``."""
    whole, rest = divmod(abs(tenths), TENTHS)
    sign = "−" if tenths < 0 else ""
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


def check_closing(
    contest: Contest, sheets: Sequence[Sheet], user_id: int, *, is_closed: bool
) -> tuple[Finding, ...]:
    """Return what forbids to close a round, all at once; empty if it may be closed."""
    return tuple(_closing(contest, sheets, user_id, is_closed))


def _closing(
    contest: Contest, sheets: Sequence[Sheet], user_id: int, is_closed: bool
) -> Iterator[Finding]:
    if is_closed:
        yield Finding("contest.closed_already", f"这一轮已经结束过，不能再结束。{_NOTHING}")
    if user_id == contest.opened_by:
        yield Finding("contest.own_round", f"这一轮是您开的，须由另一人结束。{_NOTHING}")
    many = Counter(sheet.entrant for sheet in sheets)
    if not any(many[one.number] >= contest.least_sheets for one in contest.entrants):
        yield Finding(
            "contest.nobody_ranked",
            f"还没有一个小区收到 {contest.least_sheets} 份评分表，结束了也排不出名次。{_NOTHING}",
        )


@dataclass(frozen=True, slots=True)
class ModelDecision:
    """That a judged community is a model for others (示范小区), with the paper and its day."""

    user_id: int
    on: date
    paper: str


def check_model(
    contest: Contest,
    decision: ModelDecision,
    *,
    closed_on: date | None,
    is_model: bool,
    today: date,
) -> tuple[Finding, ...]:
    """Return what forbids to name an entrant a model, all at once; empty if it may be named."""
    found = list(_model(contest, decision, closed_on, is_model))
    if decision.on > today:
        said = f"文件日期写的是{decision.on:%Y-%m-%d}，在今天以后，还没有印发的不能登记。{_NOTHING}"
        found.append(Finding("contest.model_in_future", said))
    return tuple(found)


def _model(
    contest: Contest, decision: ModelDecision, closed_on: date | None, is_model: bool
) -> Iterator[Finding]:
    if closed_on is None:
        yield Finding("contest.not_closed", f"这一轮还没有结束，结束以后再命名。{_NOTHING}")
    elif decision.on < closed_on:
        yield Finding(
            "contest.model_too_early",
            f"文件日期写的是{decision.on:%Y-%m-%d}，早于结束评比的{closed_on:%Y-%m-%d}。{_NOTHING}",
        )
    if is_model:
        yield Finding("contest.model_already", f"这个小区已经命名过，不必再命名。{_NOTHING}")
    if decision.user_id == contest.opened_by:
        yield Finding("contest.own_round_named", f"这一轮是您开的，须由另一人命名。{_NOTHING}")
    if any(juror.user_id == decision.user_id for juror in contest.jurors):
        yield Finding("contest.juror_names", f"您是这一轮的评委，须由另一人命名。{_NOTHING}")
    if not decision.paper.strip():
        yield Finding(
            "contest.no_paper", f"没有写见于哪份文件，例如“安旧改办〔2020〕20号”。{_NOTHING}"
        )
