"""Returns for the tests of checks: one project spelt out by hand, and a small honest city beside it.

The city behaves as offices and sites do: S-shaped progress, winter stops that are declared, advance
payments, bills paid months later, figures rounded by habit, now and then a month entered late.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from random import Random

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.checks.check import Case, CountyCase, CountyCheck, ReturnCheck
from jiugai.domain.reporting.checks.examination import Thresholds
from jiugai.domain.reporting.checks.peers import Peers
from jiugai.domain.reporting.checks.series import ProjectReturn, ProjectSeries
from jiugai.domain.reporting.checks.verdicts import Verdict
from jiugai.exchange.check_limits import check_limits

LAST_DAY = date(2026, 12, 31)
THRESHOLDS = Thresholds(check_limits())
COUNTIES = ("乙县", "丙县", "丁县", "戊县")
MONTHS = 24


def month(number: int) -> Month:
    """Return a month, counted from January 2020."""
    return Month(2020 + number // 12, number % 12 + 1)


def project(
    progress: Sequence[float | None],
    *,
    invested: Sequence[float | None] | None = None,
    paid: Sequence[float | None] | None = None,
    photos: Sequence[int | None] | int | None = 3,
    stopped: Sequence[int] = (),
    county: str = "甲县",
    name: str = "河滨小区",
    whole: float = 1_000_000,
    **columns: Sequence[int | None] | int | None,
) -> ProjectSeries:
    """Return one project's returns from its columns; what is not given follows from progress.

    :param progress: per cent, a month each from January 2020.
    :param invested, paid: yuan; by default in proportion to progress, and half of that.
    :param stopped: places of the months with a declared stop.
    """
    count = len(progress)
    money = [None if p is None else whole * p / 100 for p in progress]

    def column(told: Sequence[int | None] | int | None) -> Sequence[int | None]:
        return told if isinstance(told, Sequence) else [told] * count

    found = []
    others = {key: column(told) for key, told in columns.items()}
    for n, points in enumerate(progress):
        yuan = (invested or money)[n]
        half = None if money[n] is None else (money[n] or 0) / 2
        settled = paid[n] if paid else half
        values = {
            "planned_households": 200,
            "started": None if points is None else int(points > 0),
            "completed": None if points is None else int(points >= 100),
            "households_done": None if points is None else int(points * 2),
            "complaints": 0,
            **{key: told[n] for key, told in others.items()},
        }
        found.append(
            ProjectReturn(
                month=month(n),
                progress=None if points is None else round(points * 100),
                invested_fen=None if yuan is None else round(yuan * 100),
                paid_fen=None if settled is None else round(settled * 100),
                photos=column(photos)[n],
                stopped=n in stopped,
                **values,
            )
        )
    return ProjectSeries(county, name, tuple(found))


def without(series: ProjectSeries, *places: int) -> ProjectSeries:
    """Return a series in which some months were never sent."""
    kept = tuple(found for place, found in enumerate(series.returns) if place not in places)
    return ProjectSeries(series.county, series.project, kept)


def changed(series: ProjectSeries, place: int, **values: int | bool | None) -> ProjectSeries:
    """Return a series of which one month is told otherwise."""
    returns = list(series.returns)
    returns[place] = replace(returns[place], **values)
    return ProjectSeries(series.county, series.project, tuple(returns))


def ask(
    check: ReturnCheck,
    series: ProjectSeries,
    others: Sequence[ProjectSeries] = (),
    *,
    at: int = -1,
    **limits: float | str,
) -> Verdict:
    """Ask a check of one return, by the thresholds in policy where the test names no other."""
    found = {**THRESHOLDS.of(check, LAST_DAY)}
    found |= {name: Fraction(str(value)) for name, value in limits.items()}
    place = at % len(series.returns)
    return check.examine(Case(series, place, Peers([series, *others]), found))


def ask_county(
    check: CountyCheck, mine: Sequence[ProjectSeries], others: Sequence[ProjectSeries] = ()
) -> Verdict:
    """Ask a check of a county's last month."""
    case = CountyCase(
        mine[0].county,
        mine[0].returns[-1].month,
        Peers([*mine, *others]),
        THRESHOLDS.of(check, LAST_DAY),
    )
    return check.examine(case)


@cache
def honest_city(*, seed: int = 1, projects: int = 10) -> tuple[ProjectSeries, ...]:
    """Return the other counties, all of them honest."""
    dice = Random(seed)
    return tuple(
        honest_project(county, f"{county}{n}号院", dice)
        for county in COUNTIES
        for n in range(projects)
    )


def honest_project(county: str, name: str, dice: Random) -> ProjectSeries:
    """Return one honest project of 24 months."""
    whole, households = dice.randint(2, 9) * 1_000_000, dice.randint(80, 600)
    start, length = dice.randint(0, 8), dice.randint(6, 13)
    rests = {11, 12, 13} if dice.random() < 0.4 else set()
    lag, share, advance = dice.randint(1, 3), dice.uniform(0.65, 0.9), dice.choice((0, 0.1))
    rounds = dice.random() < 0.4
    done, told, found = 0.0, 0.0, []
    money: list[float] = []
    for n in range(MONTHS):
        works = n >= start and n not in rests and done < 100
        step = 100 / length * dice.uniform(0.6, 1.4) if works else 0.0
        done = min(100.0, done + step)
        late = works and done < 100 and n > start and dice.random() < 0.03
        if not late and step:
            told = done if done in (0, 100) else round(done / 5) * 5 if rounds else round(done, 1)
            told = max(told, found[-1].progress / 100 if found else 0)
            money.append(max([whole * done / 100 * dice.uniform(0.95, 1.02), *money[-1:]]))
        else:
            money.append(money[-1] if money else 0.0)
        bills = money[n - lag] * share if n >= lag else 0.0
        paid = bills + (advance * whole if n >= start else 0)
        found.append(
            ProjectReturn(
                month=month(n),
                planned_households=households,
                started=int(told > 0),
                completed=int(told >= 100),
                households_done=int(households * max(0.0, told - 50) / 50),
                progress=round(told * 100),
                invested_fen=round(money[n] * 100),
                paid_fen=round(min(paid, money[n] + 0.1 * whole) * 100),
                photos=sum(dice.random() < 0.04 for _ in range(round(step * 10)))
                + (dice.random() < 0.8 if 0 < done < 100 else 0),
                complaints=sum(dice.random() < 0.1 for _ in range(10)) if told else 0,
                stopped=n in rests and 0 < told < 100,
            )
        )
    return ProjectSeries(county, name, tuple(found))
