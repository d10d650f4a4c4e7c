"""Pools of money to be tried (统筹例题)."""

from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from jiugai.domain.funding.pooling.statement import (
    Law,
    MatchRule,
    PoolItem,
    PoolProblem,
    PoolSource,
    state,
)
from jiugai.domain.funding.source_rules import Permission, SourceRule
from jiugai.domain.funding.sources import Source
from jiugai.domain.scheme.catalogue import Reach, items_in_force
from jiugai.exchange.policy_files import scope_items

ANKANG, DAY = "610900", date(2020, 11, 3)
CATALOGUE = items_in_force(scope_items(), ANKANG, DAY)
COMMON = {"source": "办法", "in_force_from": date(2020, 1, 1), "region": ANKANG}


def allow(fund: Source, *items: str, most: Fraction | None = None) -> SourceRule:
    return SourceRule(
        clause=fund.name, fund=fund, answer=Permission.ALLOW, items=items, most_share=most, **COMMON,  # type: ignore[arg-type]  # dates and words
    )  # fmt: skip


def item(number: int, project: str, code: str, yuan: int, package: str = "") -> PoolItem:
    return PoolItem(number, project, "石泉县", package, CATALOGUE[code], Reach.INSIDE, yuan * 100)


def source(code: str, fund: Source, yuan: int, **more: object) -> PoolSource:
    return PoolSource(code, fund, yuan * 100, **more)  # type: ignore[arg-type]  # as the test says


MATCH = MatchRule(
    clause="配套", fund=Source.CENTRAL_SUBSIDY, by=(Source.CITY, Source.COUNTY),
    least=Fraction(1, 4), **COMMON,  # type: ignore[arg-type]  # dates and words
)  # fmt: skip
RULES = (
    allow(Source.CENTRAL_SUBSIDY, "B02", "B14", most=Fraction(3, 5)),
    allow(Source.CENTRAL_BUDGET_INVESTMENT, "B02"),
    allow(Source.CITY, "B02", "B14", "W02"),
    allow(Source.RESIDENTS, "W02", "T05", "B14"),
    allow(Source.PRIVATE_CAPITAL, "T05", "B02", "B14"),
)


def law(*matches: MatchRule, rules: tuple[SourceRule, ...] = RULES) -> Law:
    return Law(rules, (), matches, ANKANG, DAY)


@st.composite
def problems(draw: st.DrawFn) -> PoolProblem:
    """Draw a pool of a few projects and sources, with and without packages and a match."""
    codes = st.sampled_from(["B02", "B14", "W02", "T05"])
    packages = {name: draw(st.sampled_from(["", "片区"])) for name in "甲乙丙"}
    items = [
        PoolItem(n, name, "石泉县", packages[name], CATALOGUE[draw(codes)], Reach.INSIDE, fen)
        for n, (name, fen) in enumerate(
            draw(
                st.lists(
                    st.tuples(st.sampled_from("甲乙丙"), st.integers(1, 100_000)),
                    min_size=1,
                    max_size=6,
                )
            ),
            1,
        )
    ]
    funds = st.sampled_from([rule.fund for rule in RULES])
    sources = [
        PoolSource(
            f"资{n}", draw(funds), draw(st.integers(1, 150_000)),
            draw(st.sampled_from(["", *{one.project for one in items}])), "",
            draw(st.sampled_from([None, date(2020, 12, 31), date(2020, 10, 1)])),
        )
        for n in range(draw(st.integers(1, 5)))
    ]  # fmt: skip
    return state(items, sources, law(*draw(st.sampled_from([(), (MATCH,)]))))
