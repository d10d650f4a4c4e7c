"""A little pool to choose from: two kinds, three sources, figures that can be followed by hand."""

from datetime import date
from fractions import Fraction
from typing import Any

from jiugai.domain.programme.choice.aims import Aim, AimKind
from jiugai.domain.programme.choice.plan import ChoicePlan, ChosenCommunity
from jiugai.domain.programme.choice.rules import (
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

LAW: dict[str, Any] = {"clause": "例", "source": "例子的规定", "in_force_from": date(2020, 1, 1)}
WAN = 1_000_000
KINDS = (WorkKind("pipes", "管网", "基础类", True), WorkKind("care", "适老", "完善类", False))
CENTRAL = PlanSource(code="central", word="中央", is_promised=False, is_local=False, **LAW)
LOCAL = PlanSource(code="local", word="县区", is_promised=False, is_local=True, **LAW)
PEOPLE = PlanSource(code="people", word="居民", is_promised=True, is_local=False, **LAW)
PAYS = (
    PaymentRule(money="central", kinds=("pipes",), **LAW),
    PaymentRule(money="local", kinds=("pipes", "care"), **LAW),
    PaymentRule(money="people", kinds=("care",), **LAW),
)
MATCH = MatchRule(payers=("local",), of=("central",), share=Fraction(1, 5), **LAW)
CAP = ExtensionCap(share=Fraction(15, 100), task_households=1000, **LAW)
AIMS = (
    Aim(rank=1, counts=AimKind.CARRIED_OVER, mark=Fraction(1), **LAW),
    Aim(rank=2, counts=AimKind.HOUSEHOLDS, mark=Fraction(1), **LAW),
    Aim(rank=2, counts=AimKind.WORKS, mark=Fraction(1, 10), **LAW),
    Aim(rank=3, counts=AimKind.LOCAL_MONEY, mark=Fraction(-1), **LAW),
)


def community(key: str, *, pipes: int = 10, care: int = 0, **said: Any) -> PoolCommunity:
    """Return a community that wants so many 万元 of pipes, and may have so many of care."""
    works = [CandidateWork("P", "pipes", pipes * WAN, True)]
    works += [CandidateWork("C", "care", care * WAN, False)] if care else []
    told = {"name": key, "county": "甲县", "households": 100, "works": tuple(works), **said}
    return PoolCommunity(key=key, **told)


def problem(
    *pool: PoolCommunity, central: int = 100, local: int = 100, **said: Any
) -> ChoiceProblem:
    """Return a statement with so many 万元 in the central pot and in that of 甲县."""
    told = {
        "year": 2021,
        "pots": (Pot("central", "", central * WAN), Pot("local", "甲县", local * WAN)),
        "kinds": KINDS,
        "sources": (CENTRAL, LOCAL, PEOPLE),
        "payments": PAYS,
        "aims": AIMS,
        **said,
    }
    return ChoiceProblem(pool=pool, **told)


def plan(*chosen: ChosenCommunity) -> ChoicePlan:
    """Return a plan of these."""
    return ChoicePlan(chosen)


def paid(key: str, *items: str, **wan: int) -> ChosenCommunity:
    """Return a community with these items, paid so many 万元 each: ``pipes_central=10``."""
    cells = {tuple(name.split("_")): fen * WAN for name, fen in wan.items()}
    return ChosenCommunity(key, frozenset(items), {(k, s): fen for (k, s), fen in cells.items()})
