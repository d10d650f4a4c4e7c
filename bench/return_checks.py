"""The checks of returns on worlds that they have never seen: what is caught, what is missed.

Frauds come from ``bench/frauds.py``, written apart from the checks; the thresholds stand in
policy and were frozen before. A falsified project counts as caught if any of its flags, of a kind
that asks something of the county or of the reviewer, falls on a falsified month or the two after
it; the baselines name as many projects as the checks' look flags do.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from math import sqrt
from pathlib import Path

from bench.fraud_world import World, fraud_world
from bench.frauds import FRAUDS
from bench.honest_world import ReturnLine
from bench.table import print_table, verdict
from jiugai.domain.calendar import Month, months_between
from jiugai.domain.reporting.checks.examination import Flag, Thresholds, examine_returns
from jiugai.domain.reporting.checks.series import POINT, ProjectReturn, ProjectSeries
from jiugai.domain.reporting.checks.verdicts import Answer
from jiugai.exchange.check_limits import check_limits

SEEDS = range(7000, 7040)
NOISES = (0.5, 1.0, 1.5)
DELAY = 2
GOALS = {
    "false_start": 1.0,
    "smaller_plan": 1.0,
    "copy_forward": 0.8,
    "equal_steps": 0.95,
    "year_end": 0.6,
    "over_report": 0.6,
}
ONE_RETURN = "false_start, one return"
LOOKS_A_COUNTY_MONTH = 2.0
PAGE = Path(__file__).resolve().parents[1] / "docs" / "measured" / "return_checks.md"
Key = tuple[str, str]


def series_of(lines: Sequence[ReturnLine]) -> list[ProjectSeries]:
    """Return a world's lines as the checks read them."""
    return [
        ProjectSeries(county, project, tuple(_return(line) for line in own))
        for (county, project), own in groupby(lines, key=lambda line: (line.county, line.project))
    ]


def _return(line: ReturnLine) -> ProjectReturn:
    return ProjectReturn(
        month=Month.parse(line.month),
        planned_households=line.planned_households,
        started=line.started,
        completed=line.completed,
        households_done=line.households_done,
        progress=line.progress_pct * POINT,
        invested_fen=line.investment_yuan * 100,
        paid_fen=line.paid_yuan * 100,
        photos=line.photos,
        complaints=line.complaints,
        stopped=bool(line.stopped),
    )


def wilson(hits: int, many: int) -> tuple[float, float]:
    """Return the 95 % interval of a share after Wilson."""
    if not many:
        return 0.0, 1.0
    z, share = 1.96, hits / many
    middle = share + z * z / (2 * many)
    half = z * sqrt(share * (1 - share) / many + z * z / (4 * many * many))
    return (middle - half) / (1 + z * z / many), (middle + half) / (1 + z * z / many)


def caught(flags: Iterable[Flag], world: World) -> set[Key]:
    """Return the falsified projects of which a flag speaks in time."""
    found = set()
    for flag in flags:
        key = (flag.county, flag.project)
        fraud = world.frauds.get(key)
        if fraud and _in_time(flag.month, {Month.parse(month) for month in fraud.months}):
            found.add(key)
    return found


def _in_time(month: Month, false: set[Month]) -> bool:
    near = set(months_between(month, month))
    back = month
    for _ in range(DELAY):
        back = back.previous
        near.add(back)
    return bool(near & false)


def kind_of(world: World, key: Key) -> str:
    """Return a fraud's kind. One return alone is no false start yet: D7s asks for two months."""
    fraud = world.frauds[key]
    if fraud.kind != "false_start":
        return fraud.kind
    told = (b for b in world.lines if (b.county, b.project) == key and b.month in fraud.months)
    bare = sum(not (line.photos or line.paid_yuan) for line in told)
    return fraud.kind if bare > 1 else ONE_RETURN


def zscore_projects(world: World, many: int) -> set[Key]:
    """Return the projects with the widest z-scores of their monthly steps: the usual rule."""
    steps: dict[Key, list[float]] = {}
    for key, own in groupby(world.lines, key=lambda line: (line.county, line.project)):
        told = [line.progress_pct for line in own]
        steps[key] = [float(b - a) for a, b in pairwise(told)]
    every = [step for own in steps.values() for step in own]
    mean = sum(every) / len(every)
    spread = sqrt(sum((step - mean) ** 2 for step in every) / len(every)) or 1.0
    widest = {key: max(abs(s - mean) / spread for s in own) for key, own in steps.items()}
    over = [key for key in sorted(widest, key=lambda k: -widest[k]) if widest[key] > 3]
    return set(over[:many])


class Tally:
    """What was caught and missed over many worlds."""

    def __init__(self) -> None:
        self.caught: Counter[tuple[str, int]] = Counter()
        self.planted: Counter[tuple[str, int]] = Counter()
        self.asked: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.honest_flags: dict[float, Counter[Answer]] = defaultdict(Counter)
        self.county_months: Counter[float] = Counter()
        self.rivals: Counter[str] = Counter()
        self.false = 0

    def add(self, world: World, flags: Sequence[Flag], noise: float, seed: int) -> None:
        """Count one world."""
        found = caught(flags, world)
        for key, fraud in world.frauds.items():
            kind = kind_of(world, key)
            self.planted[kind, fraud.strength] += 1
            self.caught[kind, fraud.strength] += key in found
        named = {(f.check.code, (f.county, f.project)) for f in flags if f.project}
        for code, key in named:
            self.asked[code] += 1
            self.right[code] += key in world.frauds
        honest = [f for f in flags if (f.county, f.project) not in world.frauds]
        self.honest_flags[noise].update(flag.answer for flag in honest)
        self.county_months[noise] += len({(line.county, line.month) for line in world.lines})
        looked = {(f.county, f.project) for f in flags if f.project and f.answer is Answer.LOOK}
        self._rivals(world, looked, seed)

    def _rivals(self, world: World, looked: set[Key], seed: int) -> None:
        every = sorted({(line.county, line.project) for line in world.lines})
        chance = set(random.Random(seed).sample(every, len(looked)))
        false = set(world.frauds)
        self.false += len(false)
        self.rivals["checks"] += len(looked & false)
        self.rivals["z-score > 3"] += len(zscore_projects(world, len(looked)) & false)
        self.rivals["random"] += len(chance & false)


def run() -> Tally:
    """Examine every world."""
    tally = Tally()
    thresholds = Thresholds(check_limits())
    for noise in NOISES:
        for seed in SEEDS:
            world = fraud_world(seed, noise=noise)
            flags = examine_returns(series_of(world.lines), thresholds).flags
            tally.add(world, flags, noise, seed)
    return tally


def rows_by_kind(tally: Tally) -> list[tuple[object, ...]]:
    """Return recall by kind, all strengths together and each alone."""
    rows: list[tuple[object, ...]] = []
    for kind in (*FRAUDS, ONE_RETURN):
        hits = sum(tally.caught[kind, n] for n in (1, 2, 3))
        many = sum(tally.planted[kind, n] for n in (1, 2, 3))
        low, high = wilson(hits, many)
        each = " / ".join(
            f"{tally.caught[kind, n] / max(1, tally.planted[kind, n]):.2f}" for n in (1, 2, 3)
        )
        goal = GOALS.get(kind)
        met = "—" if goal is None else f"{goal:.2f} {verdict(hits / max(1, many) >= goal)}"
        share = hits / max(1, many)
        rows.append((kind, many, f"{share:.2f} ({low:.2f}–{high:.2f})", each, many - hits, met))
    return rows


HEADS = ("fraud", "planted", "recall (95 %)", "by strength 1 / 2 / 3", "missed", "goal")


def main() -> int:
    """Print what was caught and what was missed; write the page of the docs."""
    tally = run()
    rows = rows_by_kind(tally)
    print_table(HEADS, rows)
    print()
    load = []
    for noise in NOISES:
        per = tally.county_months[noise]
        flags = tally.honest_flags[noise]
        load.append((noise, *(f"{flags[answer] / per:.3f}" for answer in Answer)))
    print_table(("noise", *(f"{a.value} flags a county-month, honest" for a in Answer)), load)
    print()
    precise = [
        (code, many, f"{Fraction(tally.right[code], many).limit_denominator(1000)}",
         f"{tally.right[code] / many:.2f}")
        for code, many in tally.asked.most_common()
    ]  # fmt: skip
    print_table(("check", "projects flagged", "false among them", "precision at 10 %"), precise)
    print()
    rivals = [(name, hits, f"{hits / tally.false:.2f}") for name, hits in tally.rivals.items()]
    print_table(("chosen by", "falsified projects found", "recall"), rivals)
    _write_page(rows, load, rivals)
    looks = [tally.honest_flags[n][Answer.LOOK] / tally.county_months[n] for n in NOISES]
    short = any("missed" in str(row[-1]) for row in rows)
    return int(short or max(looks) > LOOKS_A_COUNTY_MONTH)


def _write_page(
    rows: Iterable[Sequence[object]],
    load: Iterable[Sequence[object]],
    rivals: Iterable[Sequence[object]],
) -> None:
    """Write what was caught and missed into the docs, as measured."""
    parts = [
        "# 核验实测：抓到了什么，漏了什么",
        "",
        "由 `python -m bench return_checks` 写成，不手改。造假由 `bench/frauds.py` 生成，与核验分开写；"
        f"{len(SEEDS)} 个种子 × {len(NOISES)} 种噪声，每个世界 12 个县区 120 个项目 18 个月，一成造假。"
        "这是模拟，不是实测：真实的查准率只能来自实地复核。",
        "",
        _markdown(("造假", "埋设", "抓到（95% 区间）", "强度 1 / 2 / 3", "漏掉", "目标"), rows),
        "如实填报时每县区每月的提示数（拒收、请说明、请看）：",
        "",
        _markdown(("噪声", *(answer.value for answer in Answer)), load),
        "与两种笨办法比，各自点名同样多的项目：",
        "",
        _markdown(("怎么挑", "挑中造假项目", "占比"), rivals),
    ]
    PAGE.write_text("\n".join(parts).rstrip() + "\n", "utf-8")


def _markdown(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"
