"""Pooling by HiGHS, held against every way of giving out small sums, and re-checked by the domain."""

from datetime import date
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.funding.pooling.checking import check_payments
from jiugai.domain.funding.pooling.outcome import outcome
from jiugai.domain.funding.pooling.statement import PoolProblem, PoolSource, state
from jiugai.domain.funding.sources import Source
from jiugai.domain.scheme.catalogue import ScopeClass
from jiugai.solvers.pooling import pool
from tests.domain.funding.pooling.made_pools import MATCH, item, law, problems, source


class TestPool:
    def test_pays_what_is_basic_first(self) -> None:
        problem = state(
            [item(1, "甲", "W02", 50), item(2, "甲", "B02", 60)],
            [source("市", Source.CITY, 70)],
            law(),
        )

        done = outcome(problem, pool(problem).payments)
        assert done.by_class == {
            ScopeClass.BASIC: 0, ScopeClass.IMPROVEMENT: 4_000, ScopeClass.UPGRADE: 0,
        }  # fmt: skip

    def test_leaves_narrow_money_to_what_only_it_may_pay(self) -> None:
        problem = state(
            [item(1, "甲", "B02", 60), item(2, "甲", "B14", 60)],
            [source("市", Source.CITY, 60), source("发改", Source.CENTRAL_BUDGET_INVESTMENT, 60)],
            law(),
        )

        assert outcome(problem, pool(problem).payments).unpaid_fen == 0

    def test_uses_first_what_lapses_first(self) -> None:
        problem = state(
            [item(1, "甲", "B02", 60)],
            [
                source("不过期", Source.CITY, 60),
                source("年底", Source.CITY, 60, until=date(2020, 12, 31)),
            ],
            law(),
        )

        assert outcome(problem, pool(problem).payments).idle == (6_000, 0)

    def test_lets_projects_help_no_more_than_they_must(self) -> None:
        problem = state(
            [item(1, "甲", "B02", 60, "片区"), item(2, "乙", "B02", 60, "片区")],
            [
                source("甲的", Source.CITY, 60, project="甲"),
                source("乙的", Source.CITY, 60, project="乙"),
            ],
            law(),
        )

        assert all(one.given_fen == 0 for one in outcome(problem, pool(problem).payments).balances)

    def test_of_no_way_is_nothing(self) -> None:
        problem = state([item(1, "甲", "T05", 60)], [source("市", Source.CITY, 60)], law())

        assert pool(problem).payments == {}

    def test_gives_the_same_twice(self) -> None:
        problem = state(
            [item(n, "甲乙丙"[n % 3], "B02", 10 + n, "片区") for n in range(9)],
            [source(f"市{n}", Source.CITY, 15 + n) for n in range(5)],
            law(MATCH),
        )

        assert pool(problem).payments == pool(problem).payments


@settings(max_examples=12, deadline=None)
@given(problems())
def test_keeps_every_rule_and_comes_within_a_fen_a_way_of_the_best(problem: PoolProblem) -> None:
    found = pool(problem)

    assert check_payments(problem, found.payments) == ()
    assert found.most_paid_fen - sum(found.payments.values()) <= 2 * len(problem.ways) + 2


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(1, 3), min_size=2, max_size=3), st.integers(1, 4), st.integers(1, 4))
def test_leaves_no_more_unpaid_than_the_best_of_all_ways(
    costs: list[int], city: int, budget: int
) -> None:
    codes = ["B02", "B14", "W02"]
    items = [item(n, "甲", codes[n], yuan) for n, yuan in enumerate(costs)]
    sources: list[PoolSource] = [
        source("市", Source.CITY, city),
        source("发改", Source.CENTRAL_BUDGET_INVESTMENT, budget),
    ]
    problem = state(items, sources, law())
    best = min(
        tuple(done.by_class.values())
        for parts in product(*(range(0, way.most_fen + 1, 100) for way in problem.ways))
        if not check_payments(problem, payments := dict(enumerate(parts)))
        for done in [outcome(problem, payments)]
    )

    assert tuple(outcome(problem, pool(problem).payments).by_class.values()) == best
