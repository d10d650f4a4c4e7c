"""The city's book of 24 months (资金账): honest projects, and faults planted among them.

Each honest project is paid at most seven tenths of the work done, by the centre and its county, in
time. A fault has an earmark or a project of its own, so that nothing else follows from it but what
the truth names too. Lines are as ``jiugai post`` reads them, but that a project is named, not numbered.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from demo.make_city.city import City
from demo.make_city.cohorts import Site
from demo.make_city.places import CITY_CODE, PLACE

HONEST = {2019: tuple(range(10)), 2020: (0, 1, 4, 5, 18, 33, 39)}
"""Projects of each cohort, by their place in the story, whose money the book tells in order."""
CENTRAL = {2019: "陕财建〔2019〕45号", 2020: "陕财建〔2020〕52号"}
ROUND = 10_000  # 元
CATALOGUE_SINCE, SPEECH_SINCE = date(2020, 7, 10), date(2020, 11, 3)
AS_OF = date(2021, 3, 31)
D = date.fromisoformat


@dataclass(frozen=True, slots=True)
class Earmark:
    """Money by one paper for one year (专款)."""

    source: str
    paper: str
    year: int


@dataclass(frozen=True, slots=True)
class Planted:
    """What the alerts must find (埋下的问题): the place by an earmark's paper or a project's name.

    ``why`` says what was done; of what only follows from another fault, from which.
    """

    code: str
    county: str
    thing: str
    why: str


@dataclass
class Book:
    """Lines and planted faults, as the story goes (账和真相)."""

    city: City
    lines: list[dict[str, object]] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)

    def site(self, cohort: int, which: int) -> Site:
        """Return a site by its place in the story."""
        return self.city.programme.sites[cohort][which]

    def step(
        self, earmark: Earmark, step: str, county: str, yuan: int, on: date, **more: str
    ) -> None:
        """Write a line."""
        basis = more.pop("basis", f"{earmark.paper}第{len(self.lines) + 1}号")
        self.lines.append(
            {
                "key": f"demo-{len(self.lines) + 1:04d}",
                "step": step,
                "source": earmark.source,
                "paper": earmark.paper,
                "year": earmark.year,
                "county": county,
                "amount": str(yuan),
                "unit": "元",
                "on": on.isoformat(),
                "basis": basis,
                **more,
            }
        )

    def contract(self, site: Site, yuan: int, on: date, number: str = "1") -> str:
        """Enter a contract of a site's project; return its number."""
        named = f"{site.cohort}-{PLACE[site.place].code[-4:]}-{site.which}-{number}"
        self.lines.append(
            {
                "key": f"demo-{len(self.lines) + 1:04d}",
                "step": "登记合同",
                "county": PLACE[site.place].code,
                "project": site.project,
                "contract": named,
                "payee": f"{PLACE[site.place].name}示例建筑公司",
                "amount": str(yuan),
                "unit": "元",
                "on": on.isoformat(),
            }
        )
        return named

    def allot(self, earmark: Earmark, site: Site, yuan: int, on: date, contract: str = "") -> None:
        """Allot to a project, and set it aside for a contract if one is named."""
        county = PLACE[site.place].code
        self.step(earmark, "下达到项目", county, yuan, on, project=site.project)
        if contract:
            of = {"project": site.project, "contract": contract}
            self.step(earmark, "合同占用", county, yuan, on + timedelta(days=1), **of)

    def pay(
        self,
        earmark: Earmark,
        site: Site,
        contract: str,
        yuan: int,
        on: date,
        memo: str = "B01 供水进度款",
        *,
        fund: bool = True,
    ) -> None:
        """Pay a firm, of money that came three days before unless it lies there already."""
        county = PLACE[site.place].code
        if fund:
            self.step(earmark, "拨付到专户", county, yuan, on - timedelta(days=3))
        if _unruled(earmark, memo, on):
            why = "承上：当时没有规定说配套可以付供水，按不可以办"
            self.find("FD-07", site, site.project, why)
        of = {"project": site.project, "contract": contract, "memo": memo}
        self.step(earmark, "支付", county, yuan, on, **of)

    def find(self, code: str, where: Site | str, thing: str, why: str) -> None:
        """Note what the alerts must find."""
        county = where if isinstance(where, str) else PLACE[where.place].code
        if (code, county, thing) not in {(p.code, p.county, p.thing) for p in self.planted}:
            self.planted.append(Planted(code, county, thing, why))


def _unruled(earmark: Earmark, memo: str, on: date) -> bool:
    """Say whether no paper spoke yet of a county's money: the catalogue did, the city's speech not."""
    named = earmark.source == "县区配套" and memo.startswith("B01")
    return named and CATALOGUE_SINCE <= on < SPEECH_SINCE


def keep_honestly(found: Book, cohort: int) -> None:
    """Let the centre pay seven tenths and the county three, twice for each project."""
    central = Earmark("中央财政补助", CENTRAL[cohort], cohort)
    granted, assigned, allotted = (
        (D("2019-05-10"), D("2019-05-28"), D("2019-06-15"))
        if cohort == 2019
        else (D("2020-06-20"), D("2020-07-05"), D("2020-07-25"))
    )
    bills = {which: _bills(found, found.site(cohort, which)) for which in HONEST[cohort]}
    share = {which: sum(part for _, _, part in told) for which, told in bills.items()}
    shares: dict[str, int] = {}
    for which, yuan in share.items():
        code = PLACE[found.site(cohort, which).place].code
        shares[code] = shares.get(code, 0) + yuan
    found.step(central, "收到指标", CITY_CODE, sum(shares.values()), granted)
    for code, yuan in sorted(shares.items()):
        found.step(central, "分配到县区", code, yuan, assigned, giver=CITY_CODE)
    for which, told in bills.items():
        _paid(found, found.site(cohort, which), central, told, allotted)


def _bills(found: Book, site: Site) -> list[tuple[date, int, int]]:
    """Return when a project is paid, how much in all, and how much of that by the centre."""
    assert site.life.start is not None
    first = min(site.life.start + timedelta(days=120), D("2021-03-20"))
    last = site.life.completion + timedelta(days=15) if site.life.completion else D("2021-03-25")
    bills, paid = [], 0
    for on in sorted({first, min(last, D("2021-03-25"))}):
        due = found.city.progress.on(site, on - timedelta(days=31)).invested * 7 // 10
        yuan = (due - paid) // ROUND * ROUND
        if yuan > 0:
            bills.append((on, yuan, yuan * 7 // 10))
            paid += yuan
    return bills


def _paid(
    found: Book, site: Site, central: Earmark, told: list[tuple[date, int, int]], allotted: date
) -> None:
    assert site.life.start is not None
    if not told:
        return
    place = PLACE[site.place]
    local = Earmark(
        "县区配套", f"{place.name}财建〔{site.cohort}〕{100 + site.which}号", site.cohort
    )
    own = sum(yuan - part for _, yuan, part in told)
    number = found.contract(site, site.investment * 85 // 100, site.life.start - timedelta(days=20))
    found.step(local, "收到指标", place.code, own, allotted)
    on = max(allotted, site.life.start - timedelta(days=19))
    found.step(central, "下达到项目", place.code, _central(told), allotted, project=site.project)
    of = {"project": site.project, "contract": number}
    found.step(central, "合同占用", place.code, _central(told), on, **of)
    found.allot(local, site, own, on, number)
    for day, yuan, part in told:
        found.pay(central, site, number, part, day)
        found.pay(local, site, number, yuan - part, day)


def _central(told: list[tuple[date, int, int]]) -> int:
    return sum(part for _, _, part in told)


def as_lines(found: Book) -> str:
    """Return the book as ``jiugai post`` reads it, by day, contracts first."""
    order: Mapping[str, int] = {"登记合同": 0, "收到指标": 1, "分配到县区": 2, "下达到项目": 3}
    told = sorted(
        found.lines,
        key=lambda line: (str(line["on"]), order.get(str(line["step"]), 4), line["key"]),
    )
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in told)


def as_truth(found: Book) -> str:
    """Return the truth as TOML; the platform never reads it."""
    return "\n".join(_truth(found)) + "\n"


def _truth(found: Book) -> Iterator[str]:
    yield "# 资金账里埋下的问题：哪条规则、哪个县区、哪笔专款或哪个项目、做了什么. 平台从不读这个文件，只给测试核对用."
    yield f"as_of = {AS_OF.isoformat()}"
    for one in sorted(found.planted, key=lambda each: (each.code, each.county, each.thing)):
        yield from ("", "[[fault]]", f'code = "{one.code}"', f'county = "{one.county}"')
        yield from (f'thing = "{one.thing}"', f'why = "{one.why}"')
