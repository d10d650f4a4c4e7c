"""A project's months, counted from its facts (项目逐月数): what the checks are asked about.

Nobody fills them in: starts and completions come from steps, works and investment from cumulative
readings, payments from flows. The progress is reckoned from the money, for want of another fact.
Photos and complaints are what others than the county saw: whoever asks brings them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.checks.series import WHOLE, ProjectReturn, ProjectSeries

PROGRESS_RECKONED = "月报没有单列形象进度，这里按累计完成投资 ÷ 计划投资推算：开工前记 0，最高 100%，全部完工记 100%"
"""What a screen that shows progress must say of it."""


@dataclass(frozen=True, slots=True)
class SeenByMonth:
    """How often something was seen of each project in each month (逐月旁证).

    Attributes:
      many: by project and month; what is not in it was not seen.
    """

    many: Mapping[tuple[str, Month], int] = field(default_factory=dict)

    @property
    def since(self) -> Month | None:
        """Return the first month in which anything was seen anywhere; None if nothing ever was."""
        return min((month for _, month in self.many), default=None)

    def of(self, project: str, month: Month) -> int | None:
        """Return how often; None before anybody looked at all, when nought would say nothing."""
        since = self.since
        return None if since is None or month < since else self.many.get((project, month), 0)


@dataclass(frozen=True, slots=True)
class Witness:
    """What others than the reporting county saw of the works (旁证).

    Attributes:
      photos: accepted photos of the sites, by the month in which they came.
      complaints: of residents, by the month in which they were made; those withdrawn are not in it.
    """

    photos: SeenByMonth = field(default_factory=SeenByMonth)
    complaints: SeenByMonth = field(default_factory=SeenByMonth)


UNSEEN = Witness()
"""Nobody was asked: the checks that need photos or complaints say that they cannot be asked."""


@dataclass(frozen=True, slots=True)
class ToldValue:
    """What a site's reading said in all up to a day (累计读数)."""

    site_id: int
    on: date
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFacts:
    """The facts of one project that stand (项目事实).

    Attributes:
      county, project: as the checks' flags are to name them.
      since: the month from which the project is looked at.
      households, investment_fen: as last filed, of all its sites; a plan changes by a paper alone,
        so that earlier months are held against it too and no denominator can shrink by itself.
      starts, completions: one day for each site that has come so far.
      households_done, invested: readings in any order; paid: flows, in 分.
      stopped: months for which a stop of the works was declared.
    """

    county: str
    project: str
    since: Month
    households: int
    investment_fen: int
    starts: Sequence[date] = ()
    completions: Sequence[date] = ()
    households_done: Sequence[ToldValue] = ()
    invested: Sequence[ToldValue] = ()
    paid: Sequence[tuple[date, int]] = ()
    stopped: Collection[Month] = field(default_factory=frozenset)


def months_of(
    facts: ProjectFacts, last: Month, told: Collection[Month], witness: Witness = UNSEEN
) -> ProjectSeries:
    """Return a project's months up to one, each as its facts stand at the month's end.

    :param told: the months in which the county told anything; one in which it was silent repeats
      the last figures without anybody's having copied them, and is left out.
    """
    found = []
    month = facts.since
    while month <= last:
        if month in told:
            found.append(_month(facts, month, witness))
        month = month.next
    return ProjectSeries(facts.county, facts.project, tuple(found))


def _month(facts: ProjectFacts, month: Month, witness: Witness) -> ProjectReturn:
    day = month.last_day
    started = sum(on <= day for on in facts.starts)
    completed = sum(on <= day for on in facts.completions)
    invested = in_all(facts.invested, day)
    return ProjectReturn(
        month=month,
        planned_households=facts.households or None,
        started=started,
        completed=completed,
        households_done=in_all(facts.households_done, day),
        progress=progress(
            invested,
            facts.investment_fen,
            begun=bool(started),
            done=bool(completed) and completed >= started,
        ),
        invested_fen=invested,
        paid_fen=sum(fen for on, fen in facts.paid if on <= day),
        photos=witness.photos.of(facts.project, month),
        complaints=witness.complaints.of(facts.project, month),
        stopped=month in facts.stopped,
    )


def in_all(values: Iterable[ToldValue], day: date) -> int | None:
    """Return the sites' last values up to a day, added up; None if nothing was told by then."""
    last: dict[int, ToldValue] = {}
    for value in values:
        known = last.get(value.site_id)
        if value.on <= day and (known is None or known.on <= value.on):
            last[value.site_id] = value
    return sum(value.value for value in last.values()) if last else None


def progress(invested: int | None, planned: int, *, begun: bool, done: bool) -> int | None:
    """Return how far the works are, in hundredths of a percentage point, reckoned from the money."""
    if done:
        return WHOLE
    if not begun:
        return 0
    if invested is None or planned <= 0:
        return None
    return min(WHOLE, invested * WHOLE // planned)
