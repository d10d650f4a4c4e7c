"""From floats to whole 分: never above a pot, nothing left out that could be paid."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.programme.choice.checking import check_plan
from jiugai.domain.programme.choice.settling import ProposedCommunity, settle
from jiugai.domain.programme.choice.worth import ranks, score
from tests.domain.programme.choice.little_pool import (
    AIMS,
    CAP,
    MATCH,
    WAN,
    community,
    problem,
)

RANKS = ranks(AIMS)


def test_makes_up_the_fen_that_rounding_down_lost():
    stated = problem(community("A"), central=8, local=2)
    fen = {("pipes", "central"): 8 * WAN - 1, ("pipes", "local"): 2 * WAN - 1}

    found = settle(stated, [ProposedCommunity("A", frozenset(), fen)], RANKS)

    assert not check_plan(stated, found)
    assert sum(found.chosen[0].paid.values()) == 10 * WAN


def test_gives_up_what_cannot_be_paid_optional_items_first():
    stated = problem(community("A", care=5), community("B"), central=10, local=3)

    found = settle(stated, [ProposedCommunity("A", frozenset("C"), {})], RANKS)

    assert [(one.key, one.items) for one in found.chosen] == [("A", frozenset("P"))]


def test_offers_what_is_left_to_those_left_out_and_to_items_left_out():
    promised = {"people": 5 * WAN}
    stated = problem(
        community("A", care=5, promised_fen=promised), community("B"), central=20, local=0
    )

    found = settle(stated, [ProposedCommunity("A", frozenset(), {})], RANKS)

    assert found.keys == {"A", "B"}
    assert found.chosen[0].items == frozenset("PC")


def test_offers_nothing_beyond_the_cap_nor_to_those_who_may_not_enter():
    pool = (
        replace(community("A"), is_extension=True),
        replace(community("B"), is_extension=True),
        replace(community("C"), ripe_from=2022),
    )
    found = settle(problem(*pool, extension_cap=CAP), [], RANKS)
    assert found.keys == {"A"}


sizes = st.lists(st.tuples(st.integers(1, 20), st.integers(0, 9)), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(sizes, st.integers(0, 60), st.integers(0, 20), st.integers(0, 3), st.data())
def test_whatever_is_proposed_the_plan_passes_the_checker(pool, central, local, noise, data):
    stated = problem(
        *(community(f"C{n}", pipes=pipes, care=care) for n, (pipes, care) in enumerate(pool)),
        central=central,
        local=local,
        matches=(MATCH,),
    )
    proposed = [
        ProposedCommunity(
            one.key,
            frozenset(work.item for work in one.optional if data.draw(st.booleans())),
            {("pipes", "central"): data.draw(st.integers(0, 20)) * WAN + noise},
        )
        for one in stated.pool
        if data.draw(st.booleans())
    ]

    found = settle(stated, proposed, RANKS)

    assert not check_plan(stated, found)
    assert score(stated, found, RANKS[1]) >= 100 * len(found.chosen)
