"""A made pool of communities, from one seed (造的储备库): sizes as in the field, figures invented.

1,085 communities in 10 counties, 20 items of 7 kinds, 8 sources. The year's money buys about three
tenths of what is wanted. Every rule is a placeholder of the benchmark, none is law.
"""

import random
from datetime import date
from fractions import Fraction
from typing import Any

from jiugai.domain.programme.choice.aims import Aim, AimKind
from jiugai.domain.programme.choice.rules import (
    CountyFloor,
    ExtensionCap,
    MatchRule,
    PaymentRule,
    PlanSource,
    WorkKind,
)
from jiugai.domain.programme.choice.statement import (
    CandidateWork,
    ChoiceProblem,
    PoolCommunity,
    Pot,
)

YEAR = 2021
WAN = 1_000_000
COUNTIES = tuple(f"{n}县" for n in "甲乙丙丁戊己庚辛壬癸")
_LAW: dict[str, Any] = {"clause": "造", "source": "造的规定", "in_force_from": date(2020, 1, 1)}
KINDS = (
    WorkKind("pipes", "给排水", "基础类", True),
    WorkKind("roads", "道路场地", "基础类", True),
    WorkKind("power", "电力弱电", "基础类", True),
    WorkKind("roofs", "屋面外墙", "基础类", True),
    WorkKind("comfort", "完善（无收益）", "完善类", False),
    WorkKind("earning", "完善（有收益）", "完善类", False),
    WorkKind("upgrade", "提升", "提升类", False),
)
# Item: kind, yuan a household, mark.
ITEMS = (
    ("pipes", 1800), ("pipes", 1500), ("pipes", 1400), ("roads", 2200), ("roads", 1300),
    ("roads", 500), ("power", 1600), ("power", 900), ("roofs", 2600), ("roofs", 2400),
    ("comfort", 900), ("comfort", 700), ("comfort", 1200), ("earning", 1500), ("earning", 2500),
    ("earning", 800), ("upgrade", 1500), ("upgrade", 2200), ("upgrade", 1200), ("upgrade", 900),
)  # fmt: skip
# Source: promised, local, yuan a household, share of the whole cost in the budgets.
_SOURCES = (
    ("central", "中央补助", False, False, 12_000, 20),
    ("ndrc", "中央预算内", False, False, 9_000, 12),
    ("province", "省级补助", False, False, 6_000, 10),
    ("local", "市县配套", False, True, None, 10),
    ("bond", "专项债", False, False, None, 6),
    ("residents", "居民出资", True, False, None, 0),
    ("operators", "专营单位", False, False, None, 10),
    ("capital", "社会资本", False, False, None, 8),
)
_PAYS = (
    ("pipes", ("central", "ndrc", "province", "local")),
    ("roads", ("central", "ndrc", "province", "local")),
    ("power", ("central", "province", "local")),
    ("roofs", ("central", "province", "local", "residents")),
    ("comfort", ("province", "local")),
    ("earning", ("province", "local", "bond")),
    ("upgrade", ("bond", "residents")),
)
# Source, kind, least and most share in hundredths.
_SHARED = (
    ("operators", "pipes", 35, 100),
    ("operators", "power", 50, 100),
    ("residents", "comfort", 10, 100),
    ("residents", "earning", 10, 100),
    ("capital", "earning", 0, 60),
    ("capital", "upgrade", 0, 90),
)


def made_pool(
    size: int = 1085, seed: int = 11, tight: Fraction = Fraction(28, 100)
) -> ChoiceProblem:
    """Return a statement of the choice; the same for the same size, seed and tightness."""
    dice = random.Random(seed)
    places = [(dice.random(), dice.random()) for _ in range(size)]
    near = _nearest(places)
    pool = tuple(_community(dice, n, near[n]) for n in range(size))
    return ChoiceProblem(
        year=YEAR,
        pool=pool,
        pots=_pots(pool, tight),
        kinds=KINDS,
        sources=_sources(),
        payments=_payments(),
        matches=(
            MatchRule(payers=("local",), of=("central", "ndrc", "province"), share=_of(20), **_LAW),
        ),
        floor=CountyFloor(least=_of(10), **_LAW),
        extension_cap=ExtensionCap(
            share=_of(15), task_households=sum(c.households for c in pool) // 3, **_LAW
        ),
        aims=_aims(),
    )


def _of(hundredths: int) -> Fraction:
    return Fraction(hundredths, 100)


def _key(n: int) -> str:
    return f"C{n:04d}"


def _community(dice: random.Random, n: int, near: tuple[int, ...]) -> PoolCommunity:
    households = int(min(600, max(12, dice.lognormvariate(4.382, 0.6))))
    willing = Fraction(round(dice.betavariate(4, 2), 3)).limit_denominator(1000)
    works = []
    for item, (kind, yuan) in enumerate(ITEMS):
        owed = item == 0 or (item < 10 and dice.random() < 0.6)
        if owed or dice.random() < (0.5 if item < 10 else 0.75):
            cost = max(1000, int(households * yuan * dice.uniform(0.6, 1.5))) * 100
            worth = 3 if item < 10 else 2 if item < 16 else 1.5
            mark = Fraction(round(worth * dice.uniform(0.5, 1.5) * 60), 1000)
            works.append(CandidateWork(f"I{item + 1:02d}", kind, cost, owed, mark))
    return PoolCommunity(
        key=_key(n),
        name=f"第{n + 1}小区",
        county=dice.choice(COUNTIES),
        households=households,
        works=tuple(works),
        hazard=Fraction(round(dice.betavariate(2, 2), 3)).limit_denominator(1000),
        willing=willing,
        is_carried_over=dice.random() < 0.04,
        is_extension=dice.random() < 0.1,
        neighbours=tuple(_key(other) for other in near),
        promised_fen={
            "residents": int(households * 3000 * willing) * 100,
        },
    )


def _nearest(places: list[tuple[float, float]]) -> list[tuple[int, ...]]:
    found = []
    for n, (x, y) in enumerate(places):
        far = sorted(
            (((x - a) ** 2 + (y - b) ** 2, m) for m, (a, b) in enumerate(places) if m != n)
        )
        found.append(tuple(m for _, m in far[:3]))
    return found


def _pots(pool: tuple[PoolCommunity, ...], tight: Fraction) -> tuple[Pot, ...]:
    whole = sum(work.cost_fen for community in pool for work in community.works)
    homes = sum(community.households for community in pool)
    pots = []
    for code, _, promised, local, _, hundredths in _SOURCES:
        fen = int(whole * tight * _of(hundredths)) // 100 * 100
        if local:
            for county in COUNTIES:
                own = sum(c.households for c in pool if c.county == county)
                pots.append(Pot(code, county, fen * own // homes))
        elif not promised:
            pots.append(Pot(code, "", fen))
    return tuple(pots)


def _sources() -> tuple[PlanSource, ...]:
    return tuple(
        PlanSource(
            code=code,
            word=word,
            is_promised=promised,
            is_local=local,
            fen_per_household=None if yuan is None else yuan * 100,
            **_LAW,
        )
        for code, word, promised, local, yuan, _ in _SOURCES
    )


def _payments() -> tuple[PaymentRule, ...]:
    plain = [
        PaymentRule(money=source, kinds=(kind,), **_LAW)
        for kind, sources in _PAYS
        for source in sources
    ]
    shared = [
        PaymentRule(money=source, kinds=(kind,), least=_of(least), most=_of(most), **_LAW)
        for source, kind, least, most in _SHARED
    ]
    return (*plain, *shared)


def _aims() -> tuple[Aim, ...]:
    told = (
        (1, AimKind.CARRIED_OVER, 1),
        (2, AimKind.HAZARD, Fraction(6, 10)),
        (2, AimKind.WILLING, Fraction(4, 10)),
        (2, AimKind.WORKS, 1),
        (2, AimKind.NEIGHBOURS, 6),
        (3, AimKind.LOCAL_MONEY, -1),
    )
    return tuple(
        Aim(rank=rank, counts=counts, mark=Fraction(mark), **_LAW) for rank, counts, mark in told
    )
