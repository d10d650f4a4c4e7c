"""What is to be counted once all is loaded (应有的数): taken from the story, not from any reader."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from demo.make_city.city import City
from demo.make_city.cohorts import Site
from demo.make_city.ledger_shapes import SHAPES
from demo.make_city.months import SHANGHAI
from demo.make_city.places import PLACE, PLACES
from demo.make_city.plan_books import cut_down

AS_OF = date(2020, 11, 3)
RECORDED_BY = datetime(2020, 11, 5, 18, 0, tzinfo=SHANGHAI)
LATEST = datetime(2022, 1, 1, tzinfo=SHANGHAI)
_MONTH_ENDS = (
    ("2020-07-31", "2020-08-05T18:00"),
    ("2020-08-31", "2020-09-05T18:00"),
    ("2020-10-31", "2020-11-05T18:00"),
    ("2020-11-30", "2020-12-05T18:00"),
    ("2020-12-31", "2021-01-06T18:00"),
    ("2021-03-31", "2021-04-06T18:00"),
)
_WORDS = {
    "applied": "申报",
    "approved": "批复",
    "started": "开工",
    "completed": "完工",
    "accepted": "竣工验收",
}


class Known:
    """What the city's office knew of each site's days at a moment: the last that was said."""

    def __init__(self, city: City, recorded_by: datetime) -> None:
        self._days: dict[tuple[object, ...], dict[str, date]] = {}
        for plan in city.plans:
            if plan.recorded_at <= recorded_by:
                for site in plan.sites:
                    self._say(site, "applied", site.applied_on)
                    if plan.approved and site.approved_on:
                        self._say(site, "approved", site.approved_on)
        for told in sorted(city.returns, key=lambda each: each.sending.recorded_at):
            if told.sending.recorded_at <= recorded_by:
                for line in told.lines:
                    for step, day in line.days.items():
                        self._say(line.site, step, day)

    def _say(self, site: Site, step: str, day: date) -> None:
        self._days.setdefault(site.key, {})[step] = day

    def reached(self, sites: Sequence[Site], step: str, as_of: date) -> list[Site]:
        """Return the sites that had reached a step on a day, as known then."""
        return [
            site
            for site in sites
            if (day := self._days.get(site.key, {}).get(step)) is not None and day <= as_of
        ]


def expected(city: City) -> str:
    """Return the figures as TOML."""
    lines = [
        "# 装载后应有的数：由剧情算出，与读取程序无关.",
        "# Tests hold the loaded city against these.",
        "",
        *_register(city),
        *_ledgers(city),
        *_cohorts(city),
        *_closes(city),
        *_money(city),
    ]
    return "\n".join(lines) + "\n"


def _register(city: City) -> Iterator[str]:
    found = city.communities
    yield from (
        "[register]",
        f"communities = {len(found)}",
        f"households = {sum(each.households for each in found)}",
        f"buildings = {sum(each.buildings for each in found)}",
        f"area_m2 = {sum(each.area for each in found)}",
        f"newest = {max(each.built_year for each in found)}",
    )
    for place in PLACES:
        mine = [each for each in found if each.place == place.key]
        yield from (
            "",
            "[[register.county]]",
            f'code = "{place.code}"',
            f'name = "{place.name}"',
            f"communities = {len(mine)}",
            f"households = {sum(each.households for each in mine)}",
        )


def _ledgers(city: City) -> Iterator[str]:
    """Yield how many rows of each ledger are taken, come back, or are asked about."""
    for shape in SHAPES:
        rows = city.rows[shape.place]
        back = sum(row.comes_back for row in rows)
        yield from _ledger(
            f"ledgers/{shape.file}",
            shape.place,
            rows=len(rows),
            accepted=len(rows) - back,
            refused=back,
            doubted=sum(row.doubted for row in rows),
            twice=sum(row.again for row in rows),
        )
        second = sum(row.in_second_file for row in rows)
        if second:
            path = f"ledgers/补正/{PLACE[shape.place].name}补正表.xlsx"
            yield from _ledger(path, shape.place, rows=second, accepted=second, refused=0)


def _ledger(path: str, place: str, **counts: int) -> Iterator[str]:
    yield from ("", "[[ledger]]", f'path = "{path}"', f'county = "{PLACE[place].code}"')
    yield from (f"{key} = {count}" for key, count in counts.items())


def _cohorts(city: City) -> Iterator[str]:
    """Yield the cohorts as of the day of the speech, as known two days later."""
    known = Known(city, RECORDED_BY)
    yield from (
        "",
        "[as_of]",
        f"day = {AS_OF.isoformat()}",
        f"recorded_by = {RECORDED_BY.isoformat()}",
    )
    for year, sites in city.programme.sites.items():
        yield from ("", f"[cohort.{year}]", f"sites = {len(sites)}")
        yield f"projects = {len({(site.place, site.project) for site in sites})}"
        for step, word in _WORDS.items():
            yield f"{step} = {len(known.reached(sites, step, AS_OF))}  # {word}"
        yield f"started_month_before = {len(known.reached(sites, 'started', date(2020, 10, 3)))}"
        yield f"completed_month_before = {len(known.reached(sites, 'completed', date(2020, 10, 3)))}"
        for place in PLACES:
            yield from _county(known, [site for site in sites if site.place == place.key], year)


def _county(known: Known, mine: list[Site], year: int) -> Iterator[str]:
    if not mine:
        return
    planned = known.reached(mine, "approved", AS_OF)
    yield from ("", f"[[cohort.{year}.county]]")
    yield f'code = "{PLACE[mine[0].place].code}"'
    yield f'name = "{PLACE[mine[0].place].name}"'
    yield f"applied = {len(known.reached(mine, 'applied', AS_OF))}"
    yield f"planned = {len(planned)}"
    # 2019's plan was filed anew in March 2020, with fewer households.
    size = cut_down if year == 2019 else (lambda site: site.households)
    yield f"planned_households = {sum(size(site) for site in planned)}"
    yield f"tendered = {len(known.reached(planned, 'tendered', AS_OF))}"
    yield f"started = {len(known.reached(planned, 'started', AS_OF))}"
    yield f"completed = {len(known.reached(planned, 'completed', AS_OF))}"


def _closes(city: City) -> Iterator[str]:
    """Yield month ends as printed then and as counted from all that was said later."""
    for day, close in _MONTH_ENDS:
        as_of = date.fromisoformat(day)
        then = datetime.fromisoformat(close).replace(tzinfo=SHANGHAI)
        yield from ("", "[[close]]", f"day = {day}", f"recorded_by = {then.isoformat()}")
        for name, known in (("printed", Known(city, then)), ("restated", Known(city, LATEST))):
            started = known.reached(city.programme.sites[2020], "started", as_of)
            completed = known.reached(city.programme.sites[2019], "completed", as_of)
            yield f"{name}_started_2020 = {len(started)}"
            yield f"{name}_completed_2019 = {len(completed)}"


def _money(city: City) -> Iterator[str]:
    """Yield the money that had arrived by the end of 2020, and by county in October for 2020's cohort."""
    everyone = list(city.programme.everyone())
    arrived = sum(city.progress.received(site, date(2020, 12, 31)) for site in everyone)
    yield from ("", "[money]", f"received_yuan_by_end_of_2020 = {arrived}")
    yield from ("", "[money.received_of_2020_in_november]  # 资金到位率，千分数")
    for place in PLACES:
        mine = [
            s for s in city.programme.sites[2020] if s.place == place.key and s.which is not None
        ]
        received = sum(city.progress.received(site, AS_OF) for site in mine)
        planned = sum(site.investment for site in mine)
        yield f'"{place.code}" = {round(1000 * received / planned)}'
