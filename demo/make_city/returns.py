"""What each return says (月报内容): the life of every site of a county up to its day, told anew each month."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from demo.make_city import frauds, story
from demo.make_city.cohorts import Programme, Site
from demo.make_city.months import EMPTY, Sending
from demo.make_city.progress import Figures, Progress

KNOWN_SINCE = {2019: date(2019, 4, 24), 2020: date(2019, 11, 25), 2021: date(2020, 10, 21)}
"""When a cohort's list of applications reached the city; counties report on it from then on."""
_DROPPED_AFTER = "2020-06"  # sites that were not approved in 2020 are reported no longer
_COPIED = {("langao", "2020-09"): "2020-08"}  # a return that repeats an earlier one
# Figures too high by so much, of one site in one return; the second return puts them right.
_WRONG_HOUSEHOLDS = {(2019, 12, "2020-09"): 36}
_WRONG_MONEY = {(2019, 10, "2020-10"): 1_260_000}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a return: the days that it says, by column, and the figures."""

    site: Site
    days: Mapping[str, date]
    number: str
    figures: Figures
    exit: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """One return with its rows (月报)."""

    sending: Sending
    lines: tuple[Line, ...]


def returns(sendings: Iterator[Sending], programme: Programme, progress: Progress) -> list[Return]:
    """Return all returns that have something to say, and those that say that they have nothing."""
    told: dict[tuple[str, str, bool], Return] = {}
    said: dict[tuple[object, ...], list[Figures]] = {}
    for sending in sendings:
        copied = _COPIED.get((sending.place, sending.month))
        if copied:
            lines = told[sending.place, copied, False].lines
        else:
            lines = tuple(
                _line(site, sending, progress, said.setdefault(site.key, []))
                for site in programme.everyone()
                if site.place == sending.place and _is_reported(site, sending)
            )
        if lines or (sending.place, sending.month) in EMPTY:
            told[sending.place, sending.month, sending.corrects] = Return(sending, lines)
    return list(told.values())


def _is_reported(site: Site, sending: Sending) -> bool:
    if sending.recorded_at.date() < KNOWN_SINCE[site.cohort]:
        return False
    if site.cohort == 2020 and sending.month > _DROPPED_AFTER and site.which is None:
        return site.approved_on is not None and site.approved_on <= sending.effective_on
    return True


def _line(site: Site, sending: Sending, progress: Progress, said: list[Figures]) -> Line:
    day = sending.effective_on
    days = {
        column: on
        for column, on in _days(site, sending.month).items()
        if on is not None and on <= day
    }
    exit_, exited = site.life.exit or ("", None)
    left = exited is not None and exited <= day
    if left and exited is not None:
        days["exited"] = exited
    return Line(
        site=site,
        days=days,
        number=site.number if "approved" in days else "",
        figures=_figures(site, sending, progress, said),
        exit=exit_ if left else "",
        remark=_remark(site, sending),
    )


def _days(site: Site, month: str) -> dict[str, date | None]:
    days = {
        "applied": site.applied_on,
        "approved": site.approved_on,
        "prepared": site.prepared_on,
        "tendered": site.tendered_on,
        "started": site.life.start,
        "completed": site.life.completion,
        "accepted": site.life.acceptance,
    }
    for slip in _slips(site, month):
        days[{"start": "started", "completion": "completed"}[slip.step]] = slip.said
    return days


def _slips(site: Site, month: str) -> list[story.Slip]:
    return [
        slip
        for slip in story.SLIPS
        if (slip.cohort, slip.which) == (site.cohort, site.which) and month in slip.months
    ]


def _figures(site: Site, sending: Sending, progress: Progress, said: list[Figures]) -> Figures:
    """Return what is said of a site, and keep it for the months to come; a slip is not kept."""
    figures = frauds.told(site, sending.month, progress.on(site, sending.effective_on), said)
    said.append(figures)
    if sending.corrects or site.which is None:
        return figures
    slip = (site.cohort, site.which, sending.month)
    return replace(
        figures,
        invested=figures.invested + _WRONG_MONEY.get(slip, 0),
        households=figures.households + _WRONG_HOUSEHOLDS.get(slip, 0),
    )


def _remark(site: Site, sending: Sending) -> str:
    told = story.REMARKS.get((site.cohort, site.which or 0, sending.month))
    if told and site.which is not None:
        return told
    if site.life.trouble:
        words, since, until = site.life.trouble
        if since <= sending.effective_on <= until + timedelta(days=10):
            return words
    if not site.first:
        return "资金随项目，计入上一行"
    return ""
