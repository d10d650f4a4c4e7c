"""The red and the black list, the cheapest remedy, and what a rank of few sites is worth."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.law import NATION, rule_in_force
from jiugai.domain.supervision.honours import Entrant, Placed, honours, light_of, more_to
from jiugai.domain.supervision.lights import Light
from jiugai.exchange.supervision_policy import honours_rules

RULE = rule_in_force(honours_rules(), NATION, date(2020, 10, 31))
assert RULE is not None
CITY = (
    Entrant("甲县", 30, 30),
    Entrant("乙县", 18, 20),
    Entrant("丙县", 24, 30),
    Entrant("丁县", 3, 4),
    Entrant("戊县", 20, 40),
    Entrant("己县", 1, 2),
    Entrant("庚县", 0, 0),
)


def board(*entrants: Entrant) -> dict[str, Placed]:
    assert RULE is not None
    return {row.entrant.county: row for row in honours(entrants or CITY, RULE).rows}


class TestTheBoard:
    def test_names_who_leads_and_who_trails(self) -> None:
        found = board()
        assert [c for c, row in found.items() if row.is_red] == ["甲县", "乙县", "丙县"]
        assert [c for c, row in found.items() if row.is_black] == ["丁县", "戊县", "己县"]

    def test_where_all_are_level_names_nobody(self) -> None:
        found = board(Entrant("甲县", 1, 2), Entrant("乙县", 2, 4))
        assert not any(row.is_red or row.is_black for row in found.values())

    def test_without_a_plan_has_neither_rank_nor_light(self) -> None:
        row = board()["庚县"]
        assert (row.rank, row.light, row.is_black, row.to_average) == (None, None, False, 0)

    def test_counts_the_cheapest_remedy(self) -> None:
        # The city has 96 of 126, 76.2 %: 戊县 with 50 % is red from 56.2 %, amber to 66.2 %.
        row = board()["戊县"]
        assert (row.light, row.to_better_light, row.to_average) == (Light.RED, 3, 11)
        assert row.better_light is Light.AMBER
        leads = board()["甲县"]
        assert (leads.to_better_light, leads.better_light, leads.to_average) == (0, None, 0)

    def test_lets_one_site_lead_a_small_county_over_two_lights_at_once(self) -> None:
        row = board()["己县"]
        assert (row.light, row.to_better_light, row.better_light) == (Light.RED, 1, Light.GREEN)

    def test_gives_a_small_county_the_ranks_of_one_site_more_or_less(self) -> None:
        row = board()["己县"]
        assert (row.rank, row.best, row.worst) == (5, 1, 6)
        assert (board()["戊县"].best, board()["戊县"].worst) == (None, None)

    def test_lets_no_county_do_more_than_its_plan_for_a_better_rank(self) -> None:
        row = board(Entrant("甲县", 12, 10), Entrant("乙县", 2, 2), Entrant("丙县", 1, 9))["乙县"]
        assert (row.rank, row.best, row.worst) == (2, 2, 2)


@pytest.mark.parametrize(
    ("gap", "light"),
    [
        (Fraction(-1, 10), Light.GREEN),
        (Fraction(10, 100), Light.GREEN),
        (Fraction(1001, 10_000), Light.AMBER),
        (Fraction(20, 100), Light.AMBER),
        (Fraction(2001, 10_000), Light.RED),
    ],
)
def test_a_bound_itself_earns_the_better_light(gap: Fraction, light: Light) -> None:
    assert RULE is not None
    assert light_of(gap, RULE) is light


ENTRANTS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda p: (min(p), max(p))),
    min_size=1,
    max_size=12,
)


@given(ENTRANTS)
def test_the_remedy_is_enough_and_one_less_is_not(pairs: list[tuple[int, int]]) -> None:
    assert RULE is not None
    found = honours([Entrant(f"{n}县", *pair) for n, pair in enumerate(pairs)], RULE)
    for row in found.rows:
        if row.gap is None or found.rate is None:
            continue
        county = row.entrant
        assert Fraction(county.done + row.to_average, county.planned) >= found.rate
        if row.to_average:
            assert Fraction(county.done + row.to_average - 1, county.planned) < found.rate
        if row.to_better_light:
            better = found.rate - Fraction(county.done + row.to_better_light, county.planned)
            assert light_of(better, RULE) is row.better_light is not row.light
        assert not (row.is_red and row.is_black)
        if row.best is not None and row.worst is not None and row.rank is not None:
            assert row.best <= row.rank <= row.worst


@given(st.integers(0, 50), st.integers(1, 50), st.fractions(0, 2))
def test_more_is_never_fewer_than_none(done: int, planned: int, rate: Fraction) -> None:
    assert more_to(Entrant("甲县", done, planned), rate) >= 0
