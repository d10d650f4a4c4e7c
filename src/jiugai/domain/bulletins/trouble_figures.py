"""The figures of problems and deadlines (问题与期限用数)."""

from collections.abc import Iterator

from jiugai.domain.bulletins import binding, wording
from jiugai.domain.bulletins.binding import About
from jiugai.domain.bulletins.figures import Basis, BoundFigure, SnapshotFigures
from jiugai.domain.calendar import days_left


def trouble_figures(figures: SnapshotFigures) -> Iterator[BoundFigure]:
    """Bind what is overdue, what money lies idle, who was late, and every deadline."""
    yield from _overdue(figures)
    yield from _idle(figures)
    yield from _idle_in_all(figures)
    if figures.late_reporters:
        about = About("迟报县区数", "late_counties")
        yield binding.tallied("t.count", len(figures.late_reporters), "个", about)
    yield from _deadlines(figures)


def _overdue(figures: SnapshotFigures) -> Iterator[BoundFigure]:
    for number, site in enumerate(figures.overdue, start=1):
        stem, what = f"o{number}", f"{site.name}应{wording.STEP[site.step]}"
        yield binding.name(f"{stem}.name", site.name, "项目", site.county)
        yield binding.year(f"{stem}.year", site.cohort)
        due = About(f"{what}日期", "due", site.cohort, site.county)
        yield binding.day(f"{stem}.due", site.due_on, due)
        late = About(f"{what}逾期天数", "days_over", site.cohort, site.county)
        days = -days_left(site.due_on, figures.as_of)
        yield binding.tallied(f"{stem}.days", days, "天", late)
    if figures.overdue:
        about = About("逾期项目数", "overdue", basis=Basis.PROJECTS)
        yield binding.count("o.count", len(figures.overdue), about)


def _idle(figures: SnapshotFigures) -> Iterator[BoundFigure]:
    for number, money in enumerate(figures.idle, start=1):
        stem, what = f"i{number}", f"{money.county}{money.purpose}到位未拨付"
        sum_ = About(f"{what}金额", "idle", county=money.county)
        yield binding.amount(f"{stem}.money", money.fen, sum_)
        since = About(f"{what}起始日", "since", county=money.county)
        yield binding.day(f"{stem}.since", money.since, since)
        idle = About(f"{what}天数", "days_idle", county=money.county)
        days = -days_left(money.since, figures.as_of)
        yield binding.tallied(f"{stem}.days", days, "天", idle)


def _idle_in_all(figures: SnapshotFigures) -> Iterator[BoundFigure]:
    """Bind what the idle money comes to, and since when the oldest of it lies."""
    if not figures.idle:
        return
    label = "到位未拨付资金"
    count = About(f"{label}笔数", "idle_count")
    yield binding.tallied("i.count", len(figures.idle), "笔", count)
    total = sum(money.fen for money in figures.idle)
    yield binding.amount("i.total", total, About(f"{label}合计", "idle"))
    since = min(money.since for money in figures.idle)
    yield binding.day("i.since", since, About(f"{label}最早到位日", "since"))
    days = -days_left(since, figures.as_of)
    yield binding.tallied("i.days", days, "天", About(f"{label}最长天数", "days_idle"))
    limit = figures.idle_limit
    if limit:
        about = About(f"{label}列入通报的界线（{limit.source}）", "idle_limit")
        yield binding.tallied("i.limit", limit.days, "天", about)


def _deadlines(figures: SnapshotFigures) -> Iterator[BoundFigure]:
    for number, deadline in enumerate(figures.deadlines, start=1):
        if deadline.cohort is not None:
            yield binding.year(f"d{number}.year", deadline.cohort)
        if deadline.due_on is None:
            continue
        cohort = f"{deadline.cohort}年批次" if deadline.cohort else ""
        what = f"{cohort}{deadline.demand}期限"
        about = About(what, "deadline", deadline.cohort)
        yield binding.day(f"d{number}.due", deadline.due_on, about)
        left = days_left(deadline.due_on, figures.as_of)
        label, measure = ("剩余天数", "days_left") if left >= 0 else ("已过天数", "days_late")
        about = About(f"{what}{label}", measure, deadline.cohort)
        yield binding.tallied(f"d{number}.days", abs(left), "天", about)
