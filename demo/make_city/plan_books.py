"""The filed plans and lists of the city's office (计划和清单), and the targets of the speech."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from demo.make_city.cohorts import NUMBER, SWAP_NUMBER, Programme, Site
from demo.make_city.months import SHANGHAI
from demo.make_city.places import PLACE
from demo.make_city.sheets import Cell, Sheet, add_heads

_HEADS = (
    "序号",
    "县（市、区）",
    "街道（镇）",
    "小区名称",
    "项目名称",
    "申报日期",
    "批复日期",
    "批复文号",
    "计划户数（户）",
    "楼栋数（栋）",
    "建筑面积（平方米）",
    "计划投资（万元）",
)
_WIDTHS = {0: 6, 3: 26, 4: 34, 7: 20}
_CITY_BUREAU = "安康市住房和城乡建设局"
_RENAMED_ON = date(2021, 2, 3)


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan or a list as one workbook.

    Attributes:
      authority: whose task list the approved rows stand in.
      approved: whether it is the approved plan; the plan of who applied says no approvals.
    """

    file: str
    title: str
    cohort: int
    filed_on: date
    recorded_at: datetime
    sites: Sequence[Site]
    authority: str = "provincial"
    number: str = ""
    approved: bool = True
    fewer_households: Callable[[Site], int] = lambda site: site.households


def plans(programme: Programme) -> Iterator[Plan]:
    """Yield the city's plans in the order in which they were filed."""
    of_2019, of_2020, of_2021 = (list(programme.sites[year]) for year in (2019, 2020, 2021))
    first_45 = [site for site in of_2020 if site.which is not None]
    swapped = [site for site in of_2020 if site.number == SWAP_NUMBER]
    then_45 = [s for s in first_45 if not (s.life.exit and s.life.exit[0] == "调换")] + swapped
    yield Plan(
        "2019年老旧小区改造计划.xlsx", "安康市2019年城镇老旧小区改造计划（21个）", 2019,
        date(2019, 4, 22), _at("2019-04-24T09:30"), of_2019, number=NUMBER[2019],
    )  # fmt: skip
    yield Plan(
        "2020年申报项目表.xlsx", "安康市2020年城镇老旧小区改造申报项目表（69个）", 2020,
        date(2019, 11, 25), _at("2019-11-25T16:05"), of_2020, approved=False,
    )  # fmt: skip
    yield Plan(
        "2019年改造计划（户数核减）.xlsx", "安康市2019年城镇老旧小区改造计划（2020年3月核减）", 2019,
        date(2020, 3, 20), _at("2020-03-23T10:40"), of_2019, number=NUMBER[2019],
        fewer_households=cut_down,
    )  # fmt: skip
    yield Plan(
        "2020年批复计划.xlsx", "安康市2020年城镇老旧小区改造批复计划（45个）", 2020,
        date(2020, 5, 22), _at("2020-05-25T09:10"), first_45, number=NUMBER[2020],
    )  # fmt: skip
    yield Plan(
        "2020年国家清单（安康部分）.xlsx", "2020年城镇老旧小区改造国家任务清单（安康市部分）", 2020,
        date(2020, 6, 18), _at("2020-06-19T15:00"), first_45[4:5], authority="national",
    )  # fmt: skip
    yield Plan(
        "2021年申报项目表.xlsx", "安康市2021年城镇老旧小区改造申报项目表（72个项目）", 2021,
        date(2020, 10, 20), _at("2020-10-21T11:20"), of_2021, approved=False,
    )  # fmt: skip
    yield Plan(
        "2020年计划调整（调换1个）.xlsx", "安康市2020年城镇老旧小区改造计划（调整后45个）", 2020,
        date(2020, 12, 10), _at("2020-12-11T17:20"), then_45, number=SWAP_NUMBER,
    )  # fmt: skip
    yield Plan(
        "2021年批复计划.xlsx", "安康市2021年城镇老旧小区改造批复计划（64个项目）", 2021,
        date(2021, 2, 25), _at("2021-02-25T10:15"), [s for s in of_2021 if s.approved_on],
        number=NUMBER[2021],
    )  # fmt: skip


def cut_down(site: Site) -> int:
    """Return the households of 2019's plan as 石泉县 had them cut down: its start rate exceeds 100 %."""
    return round(site.households * 0.94) if site.place == "shiquan" else site.households


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def sheet(plan: Plan) -> Sheet:
    """Return a plan as its sheet."""
    page = Sheet("Sheet1", widths={n: _WIDTHS.get(n, 13) for n in range(len(_HEADS))})
    page.banner(plan.title, len(_HEADS), title=True)
    page.banner(f"填报单位：{_CITY_BUREAU}", len(_HEADS))
    add_heads(page, [("", head) for head in _HEADS])
    for n, site in enumerate(plan.sites, start=1):
        page.add(_row(plan, site, n))
    page.add(_total(plan))
    return page


def county_name(place: str, day: date) -> str:
    """Return what a county was called on a day: 旬阳县 became a city in February 2021."""
    return "旬阳市" if place == "xunyang" and day >= _RENAMED_ON else PLACE[place].name


def _row(plan: Plan, site: Site, serial: int) -> list[Cell]:
    community = site.community
    return [
        serial,
        county_name(site.place, plan.filed_on),
        community.street,
        community.name,
        site.project,
        site.applied_on,
        site.approved_on if plan.approved else None,
        site.number if plan.approved else None,
        plan.fewer_households(site),
        site.buildings,
        site.area,
        round(site.investment / 10_000, 2),
    ]


def _total(plan: Plan) -> list[Cell]:
    cells: list[Cell] = [None] * len(_HEADS)
    cells[3] = "合计"
    cells[8] = sum(plan.fewer_households(site) for site in plan.sites)
    cells[9] = sum(site.buildings for site in plan.sites)
    cells[10] = sum(site.area for site in plan.sites)
    cells[11] = round(sum(site.investment for site in plan.sites) / 10_000, 2)
    return cells


TARGETS = """\
# 目标任务：讲话原文所载，不作分母.
# What a public speech of 2020-11-03 asks for. A figure without a deadline is given without one.

source = "安政通报第五十六期（2020-11-11），2020年11月3日讲话（资料 000）"

[[target]]
division = "610900"
year = 2019
indicator = "completion"
value = 21
due_on = 2020-12-31
strength = "must"
effective_on = 2020-11-03
wording = "2019年21个项目年底前全部完工"

[[target]]
division = "610900"
year = 2020
indicator = "start"
value = 45
due_on = 2020-12-31
strength = "must"
effective_on = 2020-11-03
wording = "2020年45个项目年底前全部开工"

# 文件未写期限：期限未定.
[[target]]
division = "610900"
year = 2021
indicator = "application"
value = 72
strength = "strive"
effective_on = 2020-11-03
wording = "2021年我市共申报了72个改造项目……早谋划、早行动、早部署"
"""
