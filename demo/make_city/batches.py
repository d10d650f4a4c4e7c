"""What was asked of 发改 and 财政·住建, and what they answered (申报批次、批复): of 2020 and of 2021.

The province approved 45 of the 69 of 2020; some of them won money at one of the two mouths alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from demo.make_city.city import City
from demo.make_city.cohorts import NUMBER, SWAP_NUMBER, SWAP_ON, Site
from demo.make_city.months import SHANGHAI
from demo.make_city.places import PLACE

_THOUSAND = 1_000
_SHARES = {"treasury": 45, "planners": 30}
_NOT_RIPE = (
    "方案深度不够，没有施工图",
    "居民表决没有达到规定比例",
    "建成年份、产权情况说不清",
    "前期手续不全，年内开不了工",
)
_SPENT = {
    "treasury": "当年补助资金已安排完，结转下年再报",
    "planners": "当年投资计划已下达完，列入储备",
}
_SWAP = "2020年计划调整，调换1个"


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a step: which community, how much in 元, and why not more."""

    site: Site
    yuan: int
    because: str = ""


@dataclass(frozen=True, slots=True)
class BatchStep:
    """What happened to a batch: drawn up, confirmed, answered (批次的一步)."""

    at: datetime
    batch: str
    kind: str
    year: int
    mouth: str
    paper: str = ""
    on: date | None = None
    reason: str = ""
    lines: tuple[Told, ...] = ()


def batch_steps(city: City) -> list[BatchStep]:
    """Return the steps of all batches in the order of their days."""
    found = [
        *_of_2020(city.programme.sites[2020], "treasury"),
        *_of_2020(city.programme.sites[2020], "planners"),
        *_of_2021(city.programme.sites[2021]),
    ]
    return sorted(found, key=lambda step: step.at)


def _of_2020(sites: Sequence[Site], mouth: str) -> Iterator[BatchStep]:
    name = f"2020-{mouth}"
    asked = tuple(_asked(site, mouth) for site in sites)
    number = {"treasury": 31, "planners": 32}[mouth]
    yield from _filed(
        name, 2020, mouth, f"安旧改办〔2019〕{number}号", date(2019, 11, 25), number - 20, asked
    )
    answered = tuple(_answer(n, line, mouth) for n, line in enumerate(asked))
    paper = NUMBER[2020] if mouth == "treasury" else "陕发改投资〔2020〕118号"
    day = date(2020, 5, 20) if mouth == "treasury" else date(2020, 6, 11)
    yield BatchStep(_at(day, 16, number), name, "answer", 2020, mouth, paper, day, "", answered)
    swap = _swapped(answered, asked)
    yield BatchStep(
        _at(SWAP_ON, 16, number), name, "answer", 2020, mouth, SWAP_NUMBER, SWAP_ON, _SWAP, swap
    )


def _of_2021(sites: Sequence[Site]) -> Iterator[BatchStep]:
    """Yield what was asked for 2021: one mouth answered, the other's batch waits for another's hand."""
    asked = tuple(_asked(site, "treasury") for site in sites)
    name, filed_on = "2021-treasury", date(2020, 10, 20)
    yield from _filed(name, 2021, "treasury", "安旧改办〔2020〕36号", filed_on, 5, asked)
    day = date(2021, 2, 24)
    answered = tuple(
        line if line.site.approved_on else Told(line.site, 0, _NOT_RIPE[n % len(_NOT_RIPE)])
        for n, line in enumerate(asked)
    )
    yield BatchStep(
        _at(day, 17, 5), name, "answer", 2021, "treasury", NUMBER[2021], day, "", answered
    )
    drawn_on = date(2020, 10, 28)
    yield BatchStep(
        _at(drawn_on, 11, 20), "2021-planners", "draw_up", 2021, "planners",
        "安旧改办〔2020〕37号", drawn_on, "", tuple(_asked(site, "planners") for site in sites),
    )  # fmt: skip


def _filed(
    name: str,
    year: int,
    mouth: str,
    paper: str,
    on: date,
    minute: int,
    lines: tuple[Told, ...],
) -> Iterator[BatchStep]:
    yield BatchStep(_at(on, 16, minute), name, "draw_up", year, mouth, paper, on, "", lines)
    yield BatchStep(_at(on, 17, minute), name, "confirm", year, mouth)


def _asked(site: Site, mouth: str) -> Told:
    yuan = site.investment * _SHARES[mouth] // 100 // _THOUSAND * _THOUSAND
    return Told(site, max(yuan, _THOUSAND))


def _answer(n: int, asked: Told, mouth: str) -> Told:
    """Return what a mouth answered: of five approved projects three won both, one each alone."""
    if asked.site.which is None:
        return Told(asked.site, 0, _NOT_RIPE[n % len(_NOT_RIPE)])
    if asked.site.which % 5 == {"treasury": 4, "planners": 3}[mouth]:
        return Told(asked.site, 0, _SPENT[mouth])
    if asked.site.which % 7 == 2:
        return Told(asked.site, asked.yuan * 4 // 5, "资金有限，按八成安排")
    return asked


def _swapped(answered: Sequence[Told], asked: Sequence[Told]) -> tuple[Told, ...]:
    """Return what the change of the plan took from one community and gave another."""
    out = next(t for t in answered if t.site.life.exit and t.site.life.exit[0] == "调换")
    into = next(t for t in asked if t.site.number == SWAP_NUMBER)
    given = Told(into.site, min(into.yuan, out.yuan), "按调出小区的额度安排")
    if given.yuan == into.yuan:
        given = into
    return (Told(out.site, 0, "居民意见不一，调换出计划"), given) if out.yuan else ()


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def as_toml(city: City) -> str:
    """Return the steps as TOML; a line is the county, the street, the community, 元 and why not more."""
    lines = ["# 申报批次：哪天谁拟的、谁复核报出的、上面怎么批的；一行一个小区，金额单位元."]
    for step in batch_steps(city):
        if step.kind == "answer" and not step.lines:
            continue
        lines += [
            "",
            "[[step]]",
            f"at = {step.at.isoformat()}",
            f'batch = "{step.batch}"',
            f'kind = "{step.kind}"',
            f"year = {step.year}",
            f'mouth = "{step.mouth}"',
        ]
        if step.on is not None:
            lines += [f'paper = "{step.paper}"', f"on = {step.on.isoformat()}"]
        if step.reason:
            lines.append(f'reason = "{step.reason}"')
        if step.lines:
            lines += ["lines = [", *(f"  {_row(told)}," for told in step.lines), "]"]
    return "\n".join(lines) + "\n"


def _row(told: Told) -> str:
    community = told.site.community
    words = (PLACE[told.site.place].code, community.street, community.name)
    said = ", ".join(f'"{word}"' for word in words)
    return f'[{said}, {told.yuan}, "{told.because}"]'
