"""A little 安康市 that works: six communities, a plan of five, and what two counties returned.

Built through the real services, as an office would: ledgers as CSV, the plan as a workbook, returns
as CSV. As of 2020-10-31: 石泉县 has started 1 of 2 approved sites, 汉滨区 0 of 1, 旬阳县 1 of 1.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

import openpyxl

from jiugai.domain.calendar import Month
from jiugai.domain.registry.ledger import LedgerReading
from jiugai.domain.reporting.checks.verdicts import Answer
from jiugai.exchange.reading_process import read_ledger
from jiugai.services.actor import Actor, PostKind
from jiugai.services.programme import planning
from jiugai.services.reporting import intake
from jiugai.services.reporting.intake import Intake, LedgerFile
from jiugai.storage.registry.models import CommunityVersion
from jiugai.storage.reporting import doubts
from jiugai.storage.unit_of_work import unit_of_work
from tests.officers import City, appoint, found_city

HEAD = "小区名称,街道,建成年份,楼栋数,户数,建筑面积（平方米）,计划投资（万元）"
SHIQUAN = (
    "金州家属院,城关镇,1985,3,100,12000,300",
    "北苑小区,城关镇,1990,2,80,9600.5,240",
    "南苑小区,城关镇,1995,1,60,7200,180",
)
HANBIN = ("江北小区,新城街道,1988,4,150,18000,450", "朝阳小区,新城街道,1992,2,70,8400,210")
XUNYANG = ("河街小区,城关镇,1987,2,90,10800,270",)
LEDGER_DAY, PLAN_DAY = date(2020, 3, 11), date(2020, 4, 20)
PLAN = (
    ("石泉县", "金州家属院", "2020-03-20", "2020-04-18"),
    ("石泉县", "北苑小区", "2020-03-20", "2020-04-18"),
    ("汉滨区", "江北小区", "2020-03-21", "2020-04-18"),
    ("汉滨区", "朝阳小区", "2020-03-21", None),
    ("旬阳县", "河街小区", "2020-03-22", "2020-04-18"),
)
RETURN_HEAD = (
    "小区名称,年度批次,申报日期,批复日期,前期完成日期,招标日期,开工日期,完工日期,"
    "累计完成投资（万元）,累计到位资金（万元）,累计支付资金（万元）,已完成户数"
)
OCTOBER = date(2020, 10, 31)
SHIQUAN_OCTOBER = (
    "金州家属院,2020,2020-03-20,2020-04-18,2020-06-01,2020-08-01,2020-10-12,,50,120,30,20",
    "北苑小区,2020,2020-03-20,2020-04-18,2020-06-01,2020-08-05,,,,80,,",
)
XUNYANG_OCTOBER = (
    "河街小区,2020,2020-03-22,2020-04-18,2020-06-01,2020-08-01,2020-09-15,,90,200,60,10",
)


def table(head: str, rows: Iterable[str]) -> bytes:
    return ("\n".join((head, *rows)) + "\n").encode()


def ledger(
    rows: Iterable[str], county: str = "610922", day: date = LEDGER_DAY, name: str = "台账.csv"
) -> LedgerFile:
    return LedgerFile(table(HEAD, rows), name, county, day.year, day)


def a_return(
    rows: Iterable[str], county: str = "610922", day: date = OCTOBER, name: str = "月报.csv"
) -> LedgerFile:
    return LedgerFile(table(RETURN_HEAD, rows), name, county, day.year, day)


@cache
def reading_of(file: LedgerFile) -> LedgerReading:
    """Read a file as the services do; the same file is read once for all tests."""
    return read_ledger(file.content, document=file.document, year=file.year)


def plan(file: LedgerFile, *, actor: Actor) -> intake.Plan:
    return intake.plan(reading_of(file), file, actor=actor)


def send(file: LedgerFile, *, actor: Actor) -> Intake:
    """Import a file in one go, as a machine does."""
    return intake.write(plan(file, actor=actor), file, actor=actor)


def plan_file(
    rows: Iterable[tuple[str, str, str | None, str | None]] = PLAN,
    *,
    day: date = PLAN_DAY,
    year: int = 2020,
    households: int | None = None,
    project: str = "",
) -> planning.PlanFile:
    """Return a plan as a workbook; projects are the communities' own unless one is named for all."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    heads = ["县（市、区）", "小区名称", "申报日期", "批复日期", "项目名称", "计划户数（户）"]
    sheet.append(heads)
    for county, name, applied, approved in rows:
        sheet.append([county, name, applied, approved, project or f"{name}改造项目", households])
    kept = io.BytesIO()
    book.save(kept)
    return planning.PlanFile(kept.getvalue(), f"{year}年计划.xlsx", "610900", year, day)


def file_plan(file: planning.PlanFile, *, actor: Actor) -> planning.CohortWritten:
    return planning.write_cohort(planning.plan_cohort(file, actor=actor), file, actor=actor)


def raise_doubt(filer: Actor) -> int:
    """Raise a doubt about a county's October, as if a check had; return its id."""
    (county_id,) = filer.scope.counties or ()
    raised = doubts.NewDoubt(
        county_id=county_id,
        month=Month.of(OCTOBER),
        project_id=None,
        check="silent_county",
        version=1,
        answer=Answer.LOOK,
        message="近 6 个月投诉只有 0 件",
        formula="投诉件数少于其他县区",
        numbers={"complaints": 0, "months": 6},
        on=OCTOBER,
        digest=bytes(32),
    )
    with unit_of_work(verb="tests.doubt", user_id=0, post_id=0) as act:
        (doubt_id,) = doubts.enter_doubts(act, [raised]).values()
    return doubt_id


@dataclass(frozen=True, slots=True)
class LittleCity:
    """The city with its officers; ``filer`` and ``street`` are of 石泉县, ``sibling`` of 汉滨区."""

    divisions: City
    clerk: Actor
    head: Actor
    filer: Actor
    sibling: Actor
    xunyang_filer: Actor
    reviewer: Actor
    street: Actor
    auditor: Actor
    administrator: Actor

    @staticmethod
    def number_of(name: str) -> str:
        """Return a community's public number."""
        return CommunityVersion.objects.filter(name=name)[0].community.public_id


@dataclass(frozen=True, slots=True)
class WorkingCity(City):
    """Divisions in which the little city has been built already."""

    little: LittleCity


def officers(city: City | None = None) -> LittleCity:
    """Appoint the officers, in divisions founded for them unless some are given; no data yet."""
    city = city or found_city()
    bureau, filer = "石泉县住建局", PostKind.COUNTY_FILER
    office = "安康市改造办"
    return LittleCity(
        divisions=city,
        clerk=appoint(city, "clerk", PostKind.CITY_CLERK, office, city.ankang),
        head=appoint(city, "head", PostKind.CITY_HEAD, office, city.ankang),
        filer=appoint(city, "filer", filer, bureau, city.shiquan),
        sibling=appoint(city, "sibling", filer, "汉滨区住建局", city.hanbin),
        xunyang_filer=appoint(city, "xunyang", filer, "旬阳县住建局", city.xunyang),
        reviewer=appoint(city, "reviewer", PostKind.COUNTY_REVIEWER, bureau, city.shiquan),
        street=appoint(city, "street", PostKind.STREET, "城关镇政府", city.chengguan),
        auditor=appoint(city, "auditor", PostKind.AUDITOR, "安康市审计局", city.ankang),
        administrator=appoint(
            city, "administrator", PostKind.ADMINISTRATOR, "安康市信息中心", city.ankang
        ),
    )


def build(city: City | None = None) -> LittleCity:
    """Build the whole little city in the database under way, unless it stands there."""
    if isinstance(city, WorkingCity):
        return city.little
    found = officers(city)
    send(ledger(SHIQUAN), actor=found.filer)
    send(ledger(HANBIN, "610902"), actor=found.sibling)
    send(ledger(XUNYANG, "610928"), actor=found.xunyang_filer)
    file_plan(plan_file(), actor=found.clerk)
    send(a_return(SHIQUAN_OCTOBER), actor=found.filer)
    send(a_return(XUNYANG_OCTOBER, "610928"), actor=found.xunyang_filer)
    return found
