"""Paying for one community: exact, within every limit, or what is short."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.programme.choice.checking import check_plan
from jiugai.domain.programme.choice.paying import HeldBy, pay
from jiugai.domain.programme.choice.plan import ChosenCommunity, by_item
from jiugai.domain.programme.choice.rules import PaymentRule
from jiugai.domain.programme.choice.statement import CandidateWork, ChoiceProblem
from tests.domain.programme.choice.little_pool import (
    CENTRAL,
    LAW,
    LOCAL,
    MATCH,
    PAYS,
    PEOPLE,
    WAN,
    community,
    plan,
    problem,
)


def paid_in(stated: ChoiceProblem, start: dict[tuple[str, str], int] | None = None):
    one = stated.pool[0]
    return pay(stated, one, one.works, [pot.fen for pot in stated.pots], start)


class TestPay:
    def test_pays_each_kind_in_whole_out_of_what_may_pay_it(self):
        found = paid_in(problem(community("A", care=5, promised_fen={"people": 5 * WAN})))

        assert found.is_whole
        assert sum(fen for (kind, _), fen in found.paid.items() if kind == "pipes") == 10 * WAN
        assert sum(fen for (kind, _), fen in found.paid.items() if kind == "care") == 5 * WAN

    def test_pushes_a_source_round_when_another_kind_has_nobody_else(self):
        stated = problem(community("A", care=5), central=10, local=5)

        found = paid_in(stated, {("pipes", "local"): 5 * WAN})

        assert found.paid == {("care", "local"): 5 * WAN, ("pipes", "central"): 10 * WAN}

    @pytest.mark.parametrize(
        ("sources", "short", "limit"),
        [
            ({}, 2 * WAN, HeldBy.POT),
            (
                {"central": replace(CENTRAL, fen_per_household=3 * WAN // 100)},
                5 * WAN,
                HeldBy.HOUSEHOLD,
            ),
        ],
    )
    def test_says_what_is_short_to_the_fen_and_what_holds_it(self, sources, short, limit):
        known = {"central": CENTRAL, "local": LOCAL, "people": PEOPLE, **sources}
        stated = problem(community("A"), central=6, local=2, sources=tuple(known.values()))

        (found,) = paid_in(stated).shortages

        assert found.fen == short
        assert found.kinds == ("pipes",)
        assert limit in {held.limit for held in found.held}

    def test_gives_nothing_from_a_source_without_a_budget_or_a_promise(self):
        stated = problem(community("A", care=1), central=10, local=0)
        no_pot = replace(stated, pots=stated.pots[:1])

        (found,) = paid_in(no_pot).shortages

        assert {held.limit for held in found.held} == {HeldBy.NO_POT, HeldBy.PROMISE}

    def test_has_nobody_to_ask_where_no_rule_permits_anything(self):
        (found,) = paid_in(problem(community("A"), payments=PAYS[2:])).shortages

        assert (found.fen, found.held) == (10 * WAN, ())

    def test_matches_as_soon_as_the_payers_can(self):
        stated = problem(community("A", pipes=12), central=10, local=2, matches=(MATCH,))
        assert paid_in(stated).is_whole

    def test_names_what_a_match_lacks(self):
        stated = problem(community("A", pipes=12), central=11, local=1, matches=(MATCH,))

        (found,) = paid_in(stated).shortages

        assert found.match is MATCH
        assert found.fen == WAN  # one 万元 more here is one less to be matched there

    def test_begins_anew_where_what_it_began_with_stands_in_the_way_of_a_match(self):
        stated = problem(community("A", pipes=12), central=12, local=5, matches=(MATCH,))

        found = paid_in(stated, {("pipes", "central"): 12 * WAN})

        assert found.is_whole

    def test_holds_the_least_and_the_most_of_a_source(self):
        pays = (
            PaymentRule(money="central", kinds=("pipes",), most=Fraction(1, 2), **LAW),
            PaymentRule(money="local", kinds=("pipes",), least=Fraction(3, 10), **LAW),
        )
        found = paid_in(problem(community("A"), payments=pays))
        assert found.is_whole
        assert found.paid["pipes", "local"] >= 5 * WAN

        short = paid_in(problem(community("A"), local=2, payments=pays)).shortages
        assert max(one.fen for one in short) == 3 * WAN


amounts = st.integers(1, 40)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 30), st.integers(1, 30), amounts, amounts, amounts,
    st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1, 7)]),
    st.dictionaries(st.sampled_from([("pipes", "central"), ("pipes", "local"), ("care", "people")]),
                    st.integers(0, 40)),
)  # fmt: skip
def test_what_is_paid_passes_the_checker_and_what_is_not_cannot_be(
    pipes, care, central, local, people, least, start
):
    works = (CandidateWork("P", "pipes", pipes, True), CandidateWork("C", "care", care, True))
    one = replace(community("A"), works=works, promised_fen={"people": people})
    pays = (*PAYS[:2], replace(PAYS[2], least=least))
    stated = replace(problem(one, payments=pays), pots=(
        replace(problem(one).pots[0], fen=central), replace(problem(one).pots[1], fen=local),
    ))  # fmt: skip

    found = paid_in(stated, start)

    could = central + local >= pipes and local + people >= care
    could = could and central + local + people >= pipes + care and people >= least * care
    assert found.is_whole == could
    if could:
        chosen = ChosenCommunity("A", frozenset("PC"), found.paid)
        assert not check_plan(stated, plan(chosen))
        split = by_item(works, found.paid)
        assert sum(split.values()) == pipes + care
        assert sum(fen for (item, _), fen in split.items() if item == "P") == pipes
