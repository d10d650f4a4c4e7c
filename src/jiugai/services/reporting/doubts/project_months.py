"""The months of every project of the city, counted from its facts (全市项目逐月数)."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import date

from jiugai.domain.calendar import Month
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.plans import Authority
from jiugai.domain.reporting.checks.series import ProjectSeries
from jiugai.domain.reporting.doubts.months import (
    UNSEEN,
    ProjectFacts,
    ToldValue,
    Witness,
    months_of,
)
from jiugai.domain.works import Indicator
from jiugai.services.facts import Horizon
from jiugai.services.reach import reading_city_wide
from jiugai.storage.programme import queries as programme
from jiugai.storage.programme.queries import EntryRow, SiteRow, StepRow
from jiugai.storage.reporting import doubts, project_months

__all__ = ["AskWitness", "city_months", "nobody"]

AskWitness = Callable[[Horizon], Witness]
"""Asks what was seen of all projects by a horizon. Photos and complaints are of a later room, which
hands this in; asked within the reach of the whole city, in the transaction that examines."""


def nobody(_: Horizon) -> Witness:
    """Ask nobody: for whoever has no later room at hand."""
    return UNSEEN


def city_months(
    asked: Horizon, *, telling: Collection[int] = (), ask: AskWitness = nobody
) -> tuple[ProjectSeries, ...]:
    """Return the months of all projects with a filed plan, up to that of the day asked about.

    Nothing of another county is shown to whoever asks: its months only make the norm. Counties and
    projects are named by their ids, as text.

    :param telling: counties that are about to tell of the month asked about.
    :param ask: asks what others than the counties saw.
    """
    with reading_city_wide("a county is held against all others; only norms come out of it"):
        facts = _facts(asked)
        told = project_months.months_told(last_seq=asked.last_seq)
        witness = ask(asked)
    last = Month.of(asked.as_of)
    now = {str(county_id) for county_id in telling}
    return tuple(
        months_of(
            one,
            last,
            told.get(int(one.county), frozenset()) | ({last} if one.county in now else set()),
            witness,
        )
        for one in facts
    )


def _facts(asked: Horizon) -> list[ProjectFacts]:
    last_seq, on_day = asked.last_seq, asked.as_of
    provincial = {
        row.id
        for row in programme.lists(last_seq=last_seq)
        if row.authority == Authority.PROVINCIAL.value
    }
    plans: dict[int, EntryRow] = {
        row.site_id: row
        for row in programme.filed(last_seq=last_seq, on_day=on_day)
        if row.list_id in provincial
    }
    projects: dict[int, list[SiteRow]] = defaultdict(list)
    for site in programme.sites(last_seq=last_seq):
        if site.id in plans:
            projects[site.project_id].append(site)
    steps: dict[int, dict[int, StepRow]] = defaultdict(dict)
    for step in programme.steps(last_seq=last_seq, on_day=on_day, site_ids=list(plans)):
        steps[step.site_id].setdefault(step.step, step)
    readings = _readings(last_seq, on_day)
    paid = project_months.paid_by_month(last_seq=last_seq, on_day=on_day)
    stopped = doubts.stops(last_seq=last_seq)
    return [
        _project(
            sites,
            plans,
            steps,
            readings,
            paid=paid.get(project_id, []),
            stopped=stopped.get(project_id, frozenset()),
        )
        for project_id, sites in sorted(projects.items())
        if not all(_has_left(steps[site.id]) for site in sites)
    ]


def _readings(last_seq: int, on_day: date) -> dict[tuple[int, int], list[ToldValue]]:
    found: dict[tuple[int, int], list[ToldValue]] = defaultdict(list)
    wanted = [int(Indicator.INVESTMENT), int(Indicator.HOUSEHOLDS)]
    for site_id, indicator, on, value in project_months.readings(
        wanted, last_seq=last_seq, on_day=on_day
    ):
        found[site_id, indicator].append(ToldValue(site_id, on, value))
    return found


def _has_left(steps: Mapping[int, StepRow]) -> bool:
    return any(Step(step).is_exit for step in steps)


def _project(
    sites: list[SiteRow],
    plans: Mapping[int, EntryRow],
    steps: Mapping[int, Mapping[int, StepRow]],
    readings: Mapping[tuple[int, int], list[ToldValue]],
    *,
    paid: list[tuple[date, int]],
    stopped: Collection[Month],
) -> ProjectFacts:
    staying = [site for site in sites if not _has_left(steps[site.id])]
    days = [row.effective_on for site in staying for row in steps[site.id].values()]
    approved = [on for site in staying if (on := _on(steps[site.id], Step.APPROVAL))]

    def told(indicator: Indicator) -> list[ToldValue]:
        return [value for site in staying for value in readings.get((site.id, indicator), ())]

    return ProjectFacts(
        county=str(staying[0].county_id),
        project=str(staying[0].project_id),
        since=Month.of(min(approved or days)),
        households=sum(plans[site.id].households for site in staying),
        investment_fen=sum(plans[site.id].investment_fen for site in staying),
        starts=[on for site in staying if (on := _on(steps[site.id], Step.START))],
        completions=[on for site in staying if (on := _on(steps[site.id], Step.COMPLETION))],
        households_done=told(Indicator.HOUSEHOLDS),
        invested=told(Indicator.INVESTMENT),
        paid=paid,
        stopped=stopped,
    )


def _on(steps: Mapping[int, StepRow], step: Step) -> date | None:
    found = steps.get(int(step))
    return found.effective_on if found else None
