"""Faults planted in the city's book (埋下的问题), each with the alert that must find it."""

from collections.abc import Callable
from datetime import date, timedelta

from demo.make_city.book import AS_OF, HONEST, ROUND, Book, Earmark, keep_honestly
from demo.make_city.city import City
from demo.make_city.cohorts import Site
from demo.make_city.places import CITY_CODE, PLACE

D = date.fromisoformat


def book(city: City) -> Book:
    """Return the whole book of the city with what is wrong in it."""
    found = Book(city)
    for cohort in HONEST:
        keep_honestly(found, cohort)
    for plant in FAULTS:
        plant(found)
    _told_by_the_story(found)
    return found


def _idle(found: Book) -> None:
    """FD-01: of 100万 of the province, 35 lie since July 2019; they are of 2019, too."""
    site, earmark = found.site(2019, 0), Earmark("省级配套", "陕财建〔2019〕88号", 2019)
    county = PLACE[site.place].code
    number = found.contract(site, 1_000_000, D("2019-07-20"), "2")
    found.step(earmark, "收到指标", county, 1_000_000, D("2019-06-10"))
    found.allot(earmark, site, 1_000_000, D("2019-06-20"))
    found.step(earmark, "拨付到专户", county, 1_000_000, D("2019-07-01"))
    of = {"project": site.project, "contract": number}
    found.step(earmark, "合同占用", county, 650_000, D("2019-08-21"), **of)
    found.pay(earmark, site, number, 650_000, D("2020-06-10"), fund=False)
    found.find("FD-01", site, earmark.paper, "2019-07 到位的 35 万元一直没有用")
    found.find("FD-04", site, earmark.paper, "2019 年度的 35 万元到 2020 年底没有用完")


def _not_fixed(found: Book) -> None:
    """FD-02: 20万 of the centre's investment never allotted, so passed down late as well."""
    site = found.site(2019, 1)
    earmark = Earmark("中央预算内投资", "陕发改投资〔2020〕310号", 2020)
    county = PLACE[site.place].code
    number = found.contract(site, 500_000, D("2019-08-20"), "2")
    found.step(earmark, "收到指标", county, 700_000, D("2020-11-10"))
    found.allot(earmark, site, 500_000, D("2020-11-20"), number)
    found.pay(earmark, site, number, 500_000, D("2020-12-08"))
    found.find("FD-02", site, earmark.paper, "20 万元到 2020 年底没有下达到项目")
    found.find("FD-03", site, earmark.paper, "同一 20 万元收到后 30 天没有下达")


def _passed_late(found: Book) -> None:
    """FD-03: the city kept what was for 宁陕县 for 65 days."""
    site = found.site(2019, 6)
    earmark = Earmark("中央财政补助", "陕财建〔2020〕71号", 2020)
    county = PLACE[site.place].code
    number = found.contract(site, 400_000, D("2019-10-20"), "2")
    found.step(earmark, "收到指标", CITY_CODE, 400_000, D("2020-06-01"))
    found.step(earmark, "分配到县区", county, 400_000, D("2020-08-05"), giver=CITY_CODE)
    found.allot(earmark, site, 400_000, D("2020-08-15"), number)
    found.pay(earmark, site, number, 400_000, D("2020-10-12"))
    found.find("FD-03", CITY_CODE, earmark.paper, "市里收到 65 天才分配到县区")


def _financing(found: Book) -> None:
    """FD-05: a third of a bond taken up in December 2019 still lies."""
    site, earmark = found.site(2019, 7), Earmark("专项债券", "陕财债〔2019〕9号", 2019)
    county = PLACE[site.place].code
    number = found.contract(site, 900_000, D("2019-11-05"), "2")
    found.step(earmark, "收到指标", county, 900_000, D("2019-11-20"))
    found.allot(earmark, site, 900_000, D("2019-11-25"), number)
    found.step(earmark, "拨付到专户", county, 900_000, D("2019-12-01"))
    found.pay(earmark, site, number, 600_000, D("2020-10-30"), fund=False)
    found.find("FD-05", site, earmark.paper, "2019-12 融资的 30 万元一年多没有用")


def _diverted(found: Book) -> None:
    """FD-06: a loan was paid back with the county's share."""
    site = found.site(2019, 4)
    _once(found, site, Earmark("县区配套", "汉阴财建〔2020〕61号", 2020), "偿还贷款")
    found.find("FD-06", site, site.project, "用配套资金偿还贷款 10 万元")


def _widened(found: Book) -> None:
    """FD-07: property rooms from the centre's money; a road of the town from the county's."""
    rooms, road = found.site(2019, 5), found.site(2019, 8)
    _once(found, rooms, Earmark("中央财政补助", "陕财建〔2020〕83号", 2020), "W13 物业用房")
    found.find("FD-07", rooms, rooms.project, "用中央补助付物业用房")
    _once(found, road, Earmark("县区配套", "白河财建〔2020〕17号", 2020), "B05 市政道路接入段")
    found.find("FD-07", road, road.project, "用配套资金修市政道路")


def _once(found: Book, site: Site, earmark: Earmark, memo: str) -> None:
    """Grant, allot and pay 10万 at once, under a contract of its own."""
    county = PLACE[site.place].code
    assert site.life.start is not None
    number = found.contract(site, 100_000, site.life.start - timedelta(days=10), "2")
    found.step(earmark, "收到指标", county, 100_000, D("2020-11-02"))
    found.allot(earmark, site, 100_000, D("2020-11-06"), number)
    found.pay(earmark, site, number, 100_000, D("2020-12-18"), memo)


def _twice(found: Book) -> None:
    """FD-08: two funds set aside more for one contract than it costs."""
    site = found.site(2019, 3)
    number = found.contract(site, 300_000, D("2019-09-20"), "2")
    for n, source in enumerate(("省级配套", "市级配套")):
        earmark = Earmark(source, f"旬阳专〔2020〕{n + 1}号", 2020)
        county = PLACE[site.place].code
        found.step(earmark, "收到指标", county, 200_000, D("2020-09-01"))
        found.allot(earmark, site, 200_000, D("2020-09-10"), number)
        found.pay(earmark, site, number, 150_000, D("2020-11-12"))
        if source == "市级配套":
            found.find("FD-14", site, earmark.paper, "承上：应出 20 万元，只到账 15 万元")
    found.find("FD-08", site, site.project, "30 万元的合同由两笔专款占用 40 万元")


def _overpaid(found: Book) -> None:
    """FD-10: nearly all the work was paid, and no settlement made."""
    site, earmark = found.site(2019, 2), Earmark("县区配套", "汉滨财建〔2020〕5号", 2020)
    county = PLACE[site.place].code
    yuan = site.investment * 25 // 100 // ROUND * ROUND
    number = found.contract(site, yuan, D("2019-09-01"), "2")
    found.step(earmark, "收到指标", county, yuan, D("2020-06-01"))
    found.allot(earmark, site, yuan, D("2020-06-10"), number)
    found.pay(earmark, site, number, yuan, D("2020-09-08"))
    found.find("FD-10", site, site.project, "结算以前付到完成投资的九成以上")
    found.find("FD-17", site, site.project, "承上：两份合同合计超过计划投资")


def _not_shared(found: Book) -> None:
    """FD-14: of 30万 that residents pledged, 12 came."""
    site, earmark = found.site(2019, 6), Earmark("居民出资", "宁陕居民出资公示〔2020〕1号", 2020)
    county = PLACE[site.place].code
    number = found.contract(site, 300_000, D("2019-10-21"), "3")
    found.step(earmark, "收到指标", county, 300_000, D("2020-05-06"))
    found.allot(earmark, site, 300_000, D("2020-05-12"), number)
    found.pay(earmark, site, number, 120_000, D("2020-09-30"))
    found.find("FD-14", site, earmark.paper, "居民应出 30 万元，到账 12 万元")


def _slow(found: Book) -> None:
    """FD-15: of 100万 that came in September 2020, 30 were paid."""
    site, earmark = found.site(2019, 9), Earmark("省级配套", "陕财建〔2020〕96号", 2020)
    county = PLACE[site.place].code
    number = found.contract(site, 1_000_000, D("2019-11-20"), "2")
    found.step(earmark, "收到指标", county, 1_000_000, D("2020-08-20"))
    found.allot(earmark, site, 1_000_000, D("2020-08-28"), number)
    found.step(earmark, "拨付到专户", county, 1_000_000, D("2020-09-05"))
    found.pay(earmark, site, number, 300_000, D("2020-12-05"), fund=False)
    found.find("FD-15", site, earmark.paper, "到位 100 万元只支付 30 万元")


def _debt(found: Book) -> None:
    """FD-16: the county's platform company borrowed."""
    site, earmark = found.site(2019, 7), Earmark("政策性银行贷款", "平利借〔2020〕3号", 2020)
    county = PLACE[site.place].code
    found.step(
        earmark, "收到指标", county, 200_000, D("2020-10-09"), basis="平利县城投公司借款合同"
    )
    found.find("FD-16", site, earmark.paper, "由城投公司借款")


def _above_plan(found: Book) -> None:
    """FD-17: contracts beyond the plan's investment; signed after the start as well, HZ-04."""
    site = found.site(2020, 20)
    assert site.life.start is not None
    found.contract(site, site.investment * 12 // 10, site.life.start + timedelta(days=6))
    found.find("FD-17", site, site.project, "合同价是计划投资的 120%")
    found.find("HZ-04", site, site.project, "开工以后才签合同")


def _arrears(found: Book) -> None:
    """FD-18: a firm of a project that was settled in September 2020 is still owed 15万."""
    site, earmark = found.site(2019, 0), Earmark("县区配套", "汉滨财建〔2020〕33号", 2020)
    county = PLACE[site.place].code
    number = found.contract(site, 400_000, D("2019-07-21"), "3")
    found.step(earmark, "收到指标", county, 400_000, D("2020-05-08"))
    found.allot(earmark, site, 400_000, D("2020-05-15"), number)
    found.step(earmark, "拨付到专户", county, 400_000, D("2020-06-01"))
    found.pay(earmark, site, number, 250_000, D("2020-06-12"), fund=False)
    found.find("FD-18", site, site.project, "结算以后还欠 15 万元")
    late = found.site(2019, 2)
    found.find("FD-12", late, late.project, "验收满 3 个月连结算也没有")
    found.find("FD-13", late, late.project, "验收满 6 个月没有结算")


SETTLED = ((2019, 0, D("2020-09-10"), "汉滨审结〔2020〕4号"),)
"""Settlements: of which site, on which day, by which paper."""


def _one_channel(found: Book) -> None:
    """NH-01: 岚皋县 has money of the centre alone; CX-01: little of 紫阳县's quota has arrived."""
    site, earmark = found.site(2019, 18), Earmark("中央财政补助", "陕财建〔2020〕58号", 2020)
    county = PLACE[site.place].code
    number = found.contract(site, 800_000, D("2020-05-01"))
    found.step(earmark, "收到指标", county, 800_000, D("2020-06-05"))
    found.allot(earmark, site, 800_000, D("2020-06-12"), number)
    found.pay(earmark, site, number, 800_000, D("2020-12-11"))
    found.find("NH-01", site, "岚皋县", "到位的全是中央补助")
    site, earmark = found.site(2019, 20), Earmark("市级配套", "安财建〔2021〕2号", 2021)
    other = Earmark("县区配套", "紫阳财建〔2021〕1号", 2021)
    county = PLACE[site.place].code
    number = found.contract(site, 1_000_000, D("2020-06-01"))
    for each, yuan, paid in ((earmark, 700_000, 200_000), (other, 300_000, 200_000)):
        found.step(each, "收到指标", county, yuan, D("2021-02-20"))
        found.allot(each, site, yuan, D("2021-02-26"), number)
        found.pay(each, site, number, paid, D("2021-03-18"))
    found.find("CX-01", site, "紫阳县", "指标 100 万元，到位 40 万元")


FAULTS: tuple[Callable[[Book], None], ...] = (
    _idle,
    _not_fixed,
    _passed_late,
    _financing,
    _diverted,
    _widened,
    _twice,
    _overpaid,
    _not_shared,
    _slow,
    _debt,
    _above_plan,
    _arrears,
    _one_channel,
)


def _told_by_the_story(found: Book) -> None:
    """Note what the story itself brings about: late starts, late acceptances where any are told."""
    sites = found.city.programme.sites
    telling = {site.place for cohort in sites.values() for site in cohort if site.life.acceptance}
    for cohort in (2019, 2020):
        for site in sites[cohort]:
            start, done, accepted = site.life.start, site.life.completion, site.life.acceptance
            if site.life.exit or site.which is None:
                continue
            if start is None or start > date(cohort, 12, 31):
                found.find("RS-01", site, site.project, "列入计划的当年没有开工")
            if site.place in telling and done and (accepted or AS_OF) > _three_months_after(done):
                found.find("RS-07", site, site.project, "完工满 3 个月没有验收")


def _three_months_after(day: date) -> date:
    months = day.month + 2
    year, month = day.year + months // 12, months % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def as_settlements(found: Book) -> str:
    """Return the settlements as TOML."""
    lines = ["# 结算：哪个项目、哪天、哪份文件；由市改造办登记."]
    for cohort, which, on, paper in SETTLED:
        site = found.site(cohort, which)
        lines += ["", "[[settled]]", f'county = "{PLACE[site.place].code}"', f"cohort = {cohort}"]
        lines += [f'project = "{site.project}"', f"on = {on.isoformat()}", f'paper = "{paper}"']
    return "\n".join(lines) + "\n"
