"""A plan case in the little city: six more communities in two counties, and one run of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from jiugai.domain.funding.sources import Source
from jiugai.domain.programme.choice.case import CaseBudget, CaseInputs
from jiugai.services.facts import horizon
from jiugai.services.funding.plan_studio import cases, running
from tests.services.little_city import LittleCity, ledger, send

DAY = date(2020, 11, 3)
AT = datetime(2020, 11, 3, 2, 0, tzinfo=UTC)
WAN = 1_000_000
MORE_SHIQUAN = (
    "粮站家属院,城关镇,1984,2,60,6000,100",
    "电厂家属院,城关镇,1986,2,90,9000,150",
    "供销社宿舍,城关镇,1982,1,20,2400,",
)
MORE_HANBIN = (
    "育才小区,新城街道,1988,3,120,12000,200",
    "静宁小区,新城街道,1990,2,30,4000,110",
    "鼓楼小区,新城街道,1991,2,40,5000,120",
)


def enlarge(little: LittleCity) -> None:
    """Enter communities that stand in no list."""
    send(ledger(MORE_SHIQUAN, name="补充.csv"), actor=little.filer)
    send(ledger(MORE_HANBIN, county="610902", name="补充二.csv"), actor=little.sibling)


def inputs(*budgets: CaseBudget, **changed: object) -> CaseInputs:
    """Return what a case assumes: 350 万元 of the city's own unless told otherwise."""
    money = budgets or (CaseBudget(int(Source.CITY), None, 350 * WAN),)
    first = replace(cases.first_inputs(2021), budgets=money, seconds=20)
    return replace(first, **changed)  # type: ignore[arg-type]


def opened(little: LittleCity, *, years: int = 1, title: str = "2021 年第一稿") -> str:
    """Open a case; return its number."""
    done = cases.open_case(
        title, year=2021, years=years, city_id=little.divisions.ankang, actor=little.clerk
    )
    assert done.entered, done.findings
    return done.number


def run(little: LittleCity, number: str, assumed: CaseInputs) -> int:
    """Set a case and compute it at once, as its worker would; return the run."""
    done = cases.compute(number, assumed, horizon(DAY), actor=little.clerk, at=AT, defer=False)
    assert done.entered, done.findings
    running.solve_run(int(done.number), actor_of=lambda *_: little.clerk)
    return int(done.number)


def weigh(little: LittleCity, budgets: Sequence[CaseBudget] = ()) -> str:
    """Enlarge the city, open a case and compute it; return the case's number."""
    enlarge(little)
    number = opened(little)
    run(little, number, inputs(*budgets))
    return number
