"""Choosing for a whole country: no pot overdrawn, a bound that holds, the same choice twice."""

from itertools import product

import numpy as np
import pytest
from bench.made_nation import made_nation
from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.solvers.national import NationalChoice, NationalProblem, choose_nationally


def drawn(problem: NationalProblem, choice: NationalChoice) -> np.ndarray:
    """Count what a choice draws on each pot, from the ways alone."""
    load = np.zeros(len(problem.budget), dtype=np.int64)
    for who, way in enumerate(choice.way):
        if way >= 0:
            for pots, use in zip(problem.pot, problem.use, strict=True):
                load[pots[who]] += use[way, who]
    return load


def best(problem: NationalProblem) -> float:
    """Try every choice of a very small problem."""
    number = problem.gain.shape[1]
    found = 0.0
    for ways in product(range(-1, problem.gain.shape[0]), repeat=number):
        choice = NationalChoice(np.array(ways), 0.0, 0.0, problem.budget, problem.budget * 0.0)
        if (drawn(problem, choice) <= problem.budget).all():
            found = max(found, sum(problem.gain[way, n] for n, way in enumerate(ways) if way >= 0))
    return found


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(5, 60))
def test_a_very_small_choice_lies_between_nothing_and_the_best_and_the_best_below_the_bound(
    seed: int, number: int, money: int
):
    dice = np.random.default_rng(seed)
    problem = NationalProblem(
        dice.uniform(1, 9, (2, number)),
        dice.integers(0, 20, (2, 2, number)),
        np.stack([np.zeros(number, dtype=np.int64), dice.integers(1, 3, number)]),
        np.array([money, money // 2, money // 3]),
    )

    found = choose_nationally(problem, 60)

    assert (drawn(problem, found) <= problem.budget).all()
    assert (found.left == problem.budget - drawn(problem, found)).all()
    assert found.value <= best(problem) + 1e-9 <= found.bound + 1e-6


@pytest.fixture(scope="module")
def country() -> NationalProblem:
    return made_nation(20_000)


@pytest.fixture(scope="module")
def chosen(country: NationalProblem) -> NationalChoice:
    return choose_nationally(country, 60)


class TestAMadeCountry:
    def test_overdraws_no_pot_by_a_single_unit(self, country, chosen):
        assert (drawn(country, chosen) <= country.budget).all()
        assert (chosen.left >= 0).all()

    def test_lies_close_below_its_bound(self, chosen):
        assert 0 <= chosen.gap < 0.02

    def test_is_chosen_the_same_way_twice(self, country, chosen):
        again = choose_nationally(country, 60)
        assert (again.way == chosen.way).all()
        assert again.bound == chosen.bound
