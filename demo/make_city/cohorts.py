"""The sites of the three cohorts (改造点): which community, in which project, how large, with what days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from demo.make_city import story
from demo.make_city.communities import HUNDRED_YUAN, Community
from demo.make_city.story import Life

APPROVED_ON = {2019: date(2019, 4, 18), 2020: date(2020, 5, 20), 2021: date(2021, 2, 24)}
NUMBER = {2019: "陕旧改〔2019〕3号", 2020: "陕旧改〔2020〕5号", 2021: "陕旧改〔2021〕2号"}
SWAP_ON, SWAP_NUMBER = date(2020, 12, 10), "陕旧改〔2020〕21号"
_APPLIED = {2019: date(2019, 3, 11), 2020: date(2019, 11, 1), 2021: date(2020, 9, 8)}
_APPLYING_DAYS = {2019: 17, 2020: 21, 2021: 38}
NOVEMBER = date(2020, 11, 3)
MORE_THAN_PLANNED = (2019, 7)  # completes more households than its plan says


@dataclass(frozen=True, slots=True)
class Site:
    """A community within a project of a cohort, with what was planned and when what happened.

    Attributes:
      which: the place in the cohort's story, or None for a site that the story does not tell of.
      households, buildings, area, investment: as planned; ㎡ and 元.
      first: whether it is the first site of its project, to which the money is reported.
    """

    cohort: int
    which: int | None
    community: Community
    project: str
    households: int
    buildings: int
    area: int
    investment: int
    applied_on: date
    approved_on: date | None
    number: str
    life: Life
    prepared_on: date | None = None
    tendered_on: date | None = None
    first: bool = True

    @property
    def place(self) -> str:
        return self.community.place

    @property
    def key(self) -> tuple[int, str, str, str]:
        return (self.cohort, self.place, self.community.street, self.community.name)


@dataclass(frozen=True, slots=True)
class Programme:
    """All sites of the city (年度计划), by cohort in the order of the plans' rows."""

    sites: Mapping[int, Sequence[Site]]

    def everyone(self) -> Iterator[Site]:
        for cohort in self.sites.values():
            yield from cohort


def programme(seed: int, register: Mapping[str, Sequence[Community]]) -> Programme:
    """Choose the communities of each cohort and give them their projects."""
    rng = Random(f"{seed}/cohorts")
    pools = {key: _larger_first(list(found), rng) for key, found in register.items()}
    sites_2019 = [
        _site(2019, n, pools[life.place].pop(), life, rng)
        for n, life in enumerate(story.COHORT_2019)
    ]
    sites_2020 = [
        _site(2020, n, pools[life.place].pop(), life, rng)
        for n, life in enumerate(story.COHORT_2020)
    ]
    sites_2020 += _not_approved(pools, rng)
    return Programme({2019: sites_2019, 2020: sites_2020, 2021: _of_2021(pools, rng)})


def _larger_first(pool: list[Community], rng: Random) -> list[Community]:
    """Order a county's communities so that the larger ones come to the end, roughly."""
    return sorted(pool, key=lambda each: each.households * rng.uniform(0.3, 1.0))


def _site(cohort: int, which: int | None, community: Community, life: Life, rng: Random) -> Site:
    households = community.households
    if (cohort, which) == MORE_THAN_PLANNED:
        households = round(households / 1.06)
    prepared, tendered = _before_start(life, rng)
    return Site(
        cohort=cohort,
        which=which,
        community=community,
        project=f"{community.name}老旧小区改造项目",
        households=households,
        buildings=community.buildings,
        area=community.area,
        investment=round(community.area * rng.uniform(470, 620) / HUNDRED_YUAN) * HUNDRED_YUAN,
        applied_on=_APPLIED[cohort] + timedelta(rng.randint(0, _APPLYING_DAYS[cohort])),
        approved_on=APPROVED_ON[cohort],
        number=NUMBER[cohort],
        life=life,
        prepared_on=prepared,
        tendered_on=tendered,
    )


def _before_start(life: Life, rng: Random) -> tuple[date | None, date | None]:
    """Return when the scheme was ready and when the contract was awarded."""
    if life.start is None:
        return None, None
    if (life.place, life.start) in story.READY:
        return story.READY[life.place, life.start]
    tendered = story.TENDERED_BY_NOVEMBER.get((life.place, life.start))
    tendered = tendered or life.start - timedelta(rng.randint(8, 16))
    prepared = tendered - timedelta(rng.randint(24, 38))
    known = life.start <= NOVEMBER or (life.place, life.start) in story.TENDERED_BY_NOVEMBER
    if known:
        return prepared, tendered
    first, last = story.PREPARED_BY_NOVEMBER
    tendered = max(tendered, NOVEMBER + timedelta(3))
    if first <= life.start <= last:
        return min(prepared, NOVEMBER - timedelta(rng.randint(6, 20))), tendered
    return max(prepared, NOVEMBER + timedelta(rng.randint(8, 20))), max(
        tendered, NOVEMBER + timedelta(24)
    )


def _not_approved(pools: Mapping[str, list[Community]], rng: Random) -> Iterator[Site]:
    """Yield the projects of 2020 that the province left out; one of them is swapped in later."""
    for place, count in story.NOT_APPROVED_2020.items():
        for _ in range(count):
            swapped = place == story.SWAPPED_IN.place
            life = story.SWAPPED_IN if swapped else Life(place)
            site = _site(2020, None, pools[place].pop(), life, rng)
            yield replace(
                site,
                approved_on=SWAP_ON if swapped else None,
                number=SWAP_NUMBER if swapped else "",
            )


def _of_2021(pools: Mapping[str, list[Community]], rng: Random) -> list[Site]:
    joint, held = list(story.JOINT_2021), list(story.HELD_BACK_2021)
    sites: list[Site] = []
    for place, count in story.APPLIED_2021.items():
        for n in range(count):
            start = story.STARTED_2021.get(place) if n == count - 1 else None
            site = _site(2021, None, pools[place].pop(), Life(place, start), rng)
            site = _ready_2021(site)
            if n > 1 and place in held:  # the first two may be joint projects
                held.remove(place)
                site = replace(site, approved_on=None, number="")
            if n < count - 1 and place in joint:
                joint.remove(place)
                sites.extend(_with_neighbour(site, pools[place], rng))
            else:
                sites.append(site)
    return sites


def _ready_2021(site: Site) -> Site:
    if site.life.start is None:
        return site
    return replace(
        site, prepared_on=date(2021, 2, 26), tendered_on=site.life.start - timedelta(days=6)
    )


def _with_neighbour(site: Site, pool: list[Community], rng: Random) -> Iterator[Site]:
    """Join a site and another of its street in one project; its money is reported with the first."""
    street = site.community.street
    other = next(each for each in reversed(pool) if each.street == street)
    pool.remove(other)
    project = f"{site.community.address.rstrip('0123456789号')}片区老旧小区改造项目"
    second = _site(2021, None, other, site.life, rng)
    yield replace(site, project=project)
    yield replace(
        second,
        project=project,
        applied_on=site.applied_on,
        approved_on=site.approved_on,
        number=site.number,
        prepared_on=site.prepared_on,
        tendered_on=site.tendered_on,
        first=False,
    )
