"""What the solver chooses, held against brute force, the checker, and itself."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations, product

import pytest
from bench.made_pool import made_pool
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiugai.domain.programme.choice.checking import check_plan
from jiugai.domain.programme.choice.outcome import ChoiceStatus, RequirementKind
from jiugai.domain.programme.choice.rules import CountyFloor
from jiugai.domain.programme.choice.statement import CandidateWork, ChoiceProblem, demand
from jiugai.domain.programme.choice.worth import ranks
from jiugai.solvers.plan_choice import search
from jiugai.solvers.plan_choice.choosing import ChoiceLimits, choose
from tests.domain.programme.choice.little_pool import (
    CAP,
    LAW,
    MATCH,
    WAN,
    community,
    problem,
)

Chosen = tuple[tuple[str, tuple[CandidateWork, ...]], ...]


def every_choice(stated: ChoiceProblem) -> Iterator[Chosen]:
    """Yield every choice of communities and optional items, paid or not."""
    ways = []
    for one in stated.pool:
        some = chain.from_iterable(
            combinations(one.optional, n) for n in range(len(one.optional) + 1)
        )
        done: list[tuple[CandidateWork, ...] | None] = [(*one.owed, *more) for more in some]
        outs = [] if stated.must_enter(one) else [None]
        ways.append([*outs, *(done if stated.may_enter(one) else [])])
    for way in product(*ways):
        yield tuple(
            (one.key, works)
            for one, works in zip(stated.pool, way, strict=True)
            if works is not None
        )


def can_be_paid(stated: ChoiceProblem, chosen: Chosen) -> bool:
    """Say so by Hall's condition: no set of kinds wants more than the pots that may pay it hold."""
    needs = demand(work for _, works in chosen for work in works)
    for n in range(1, len(needs) + 1):
        for kinds in combinations(needs, n):
            sources = {source for kind in kinds for source in stated.permits[kind]}
            there = sum(pot.fen for pot in stated.pots if pot.source in sources)
            if sum(needs[kind] for kind in kinds) > there:
                return False
    return True


def worth(stated: ChoiceProblem, chosen: Chosen) -> tuple[Fraction, ...]:
    told = []
    for rank in ranks(stated.aims):
        if rank.chooses:
            total = Fraction(0)
            for key, works in chosen:
                one = stated.by_key[key]
                total += rank.of_community(one)
                total += sum((rank.of_work(one, w) for w in works if not w.is_owed), Fraction(0))
            told.append(total)
    return tuple(told)


little = st.tuples(st.integers(1, 20), st.integers(0, 9), st.integers(10, 300), st.booleans())


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(little, min_size=2, max_size=5), st.integers(0, 50), st.integers(0, 15))
def test_a_small_choice_is_the_best_that_there_is(pool, central: int, local: int):
    stated = problem(
        *(
            community(f"C{n}", pipes=p, care=c, households=h, is_carried_over=carried)
            for n, (p, c, h, carried) in enumerate(pool)
        ),
        central=central,
        local=local,
    )

    found = choose(stated)

    best = max(worth(stated, one) for one in every_choice(stated) if can_be_paid(stated, one))
    assert found.status is ChoiceStatus.OPTIMAL
    assert found.plan is not None
    assert not check_plan(stated, found.plan)
    assert tuple(one.value for one in found.ranks if one.rank.chooses) == best


def test_the_first_rank_goes_before_any_number_of_points_of_the_second():
    small = community("S", households=1, is_carried_over=True)
    large = [community(f"L{n}", households=900) for n in range(3)]

    found = choose(problem(small, *large, central=10, local=0))

    assert found.plan is not None
    assert found.plan.keys == {"S"}


def test_a_first_rank_that_cannot_be_met_in_whole_is_met_as_far_as_can_be():
    old = [community(f"S{n}", households=10 * n, is_carried_over=True) for n in (1, 2, 3)]

    found = choose(problem(*old, community("L", households=900), central=20, local=0))

    assert found.plan is not None
    assert found.plan.keys == {"S2", "S3"}


def test_local_money_is_spared_once_the_choice_is_made():
    found = choose(problem(community("A"), central=7, local=100))
    assert found.plan is not None
    assert found.plan.chosen[0].paid == {("pipes", "central"): 7 * WAN, ("pipes", "local"): 3 * WAN}


def test_a_budget_that_is_spent_to_the_last_fen_is_enough():
    found = choose(problem(community("A", pipes=12), central=10, local=2, matches=(MATCH,)))
    assert found.plan is not None
    assert found.plan.keys == {"A"}


class TestALargeOne:
    @pytest.fixture(autouse=True)
    def as_if_large(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(search, "SMALL", 20)
        monkeypatch.setattr(search, "MEDIUM", 20)

    def test_has_a_plan_that_the_checker_passes_below_a_bound_that_holds(self):
        stated = made_pool(40)
        found = choose(stated, ChoiceLimits(seconds=30))

        assert found.plan is not None
        assert found.main is not None
        assert found.main.value <= found.main.bound
        assert found.main.gap < Fraction(5, 100)
        assert not check_plan(stated, found.plan)
        assert not found.ended_by_time
        assert found.prices

    def test_is_chosen_the_same_way_twice(self):
        assert choose(made_pool(40)) == choose(made_pool(40))

    def test_is_settled_without_a_search_where_time_is_short(self):
        stated, stages = made_pool(60), []
        short = ChoiceLimits(seconds=search.SHORT - 1)

        found = choose(stated, short, lambda at: stages.append(at.stage))

        assert not any("级目标" in stage and "求解" in stage for stage in stages)
        assert found.plan is not None
        assert found.main is not None
        assert found.main.value <= found.main.bound
        assert found.main.gap < Fraction(10, 100)
        assert not check_plan(stated, found.plan)
        assert choose(stated, short) == found

    def test_is_settled_where_a_search_finds_nothing(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(search.Search, "best", lambda *_: None)
        stated = made_pool(60)

        found = choose(stated, ChoiceLimits(seconds=30))

        assert found.plan is not None
        assert found.main is not None
        assert found.main.gap < Fraction(10, 100)
        assert not check_plan(stated, found.plan)

    def test_tells_how_it_gets_on(self):
        told = []
        choose(made_pool(30), ChoiceLimits(seconds=30), told.append)
        stages = list(dict.fromkeys(one.stage for one in told))
        assert stages[0] == "求解松弛问题，得到上界"
        assert stages[-1] == "落到分，逐项核对"
        assert any(one.value is not None and one.bound is not None for one in told)


class TestInfeasible:
    def test_names_the_least_that_cannot_stand_together_and_both_ways_out(self):
        pool = [community(key) for key in "ABCD"]
        stated = problem(*pool, central=15, local=0, pins_in=frozenset("AB"))

        found = choose(stated)

        assert (found.status, found.plan) == (ChoiceStatus.INFEASIBLE, None)
        relief = found.relief
        assert relief is not None
        assert {one.of for one in relief.conflict} == {"A", "B"}
        assert relief.is_least
        assert sum(number for _, number in relief.dropped) == 1
        assert relief.is_fewest
        assert relief.money is not None
        assert sum(fen for _, fen in relief.money) == 5 * WAN

    def test_leaves_out_of_the_conflict_what_has_no_part_in_it(self):
        pool = [community("A", pipes=30), community("B"), community("C", county="乙县")]
        stated = problem(
            *pool, central=20, local=0, pins_in=frozenset("AB"),
            floor=CountyFloor(least=Fraction(1, 2), **LAW),
        )  # fmt: skip

        relief = choose(stated).relief

        assert relief is not None
        assert [(one.kind, one.of) for one in relief.conflict] == [(RequirementKind.PIN, "A")]

    def test_says_that_no_money_helps_where_a_cap_stands_in_the_way(self):
        one = replace(community("A"), is_extension=True, households=151)
        relief = choose(problem(one, extension_cap=CAP, pins_in=frozenset("A"))).relief
        assert relief is not None
        assert relief.money is None

    def test_counts_by_how_many_a_floor_is_missed(self):
        pool = [community(key) for key in "ABCD"]
        floor = CountyFloor(least=Fraction(1), **LAW)
        relief = choose(problem(*pool, central=20, local=0, floor=floor)).relief
        assert relief is not None
        assert [(one.of, number) for one, number in relief.dropped] == [("甲县", 2)]


class TestWithoutTime:
    def test_offers_what_can_be_paid_best_first_and_claims_nothing(self):
        stated = replace(made_pool(200), floor=None)
        found = choose(stated, ChoiceLimits(seconds=0.05))

        assert (found.status, found.ended_by_time) == (ChoiceStatus.FEASIBLE, True)
        assert found.plan is not None
        assert found.plan.chosen
        assert not check_plan(stated, found.plan)
        assert found.main is not None
        assert found.main.gap > 0

    def test_says_that_nothing_is_known_where_that_breaks_a_requirement(self):
        stated = made_pool(200)
        left_out = choose(replace(stated, floor=None), ChoiceLimits(seconds=0.05)).plan
        assert left_out is not None
        missing = next(one.key for one in stated.pool if one.key not in left_out.keys)
        asked = frozenset(one.key for one in stated.pool[:150]) | {missing}

        found = choose(replace(stated, pins_in=asked), ChoiceLimits(seconds=0.05))

        assert (found.status, found.plan, found.ended_by_time) == (ChoiceStatus.UNKNOWN, None, True)
