"""A bound that holds for any prices, right or wrong."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jiugai.solvers.linear import LinearProblem, Rows


def little() -> LinearProblem:
    """Maximise 3a + 2b with a + b ≤ 1.5, a − b ≥ −0.5, both within 0 and 1: 4 at (1, 0.5)."""
    rows = Rows()
    a, b = rows.column(0, 1, gain=3), rows.column(0, 1, gain=2)
    rows.row([(a, 1.0), (b, 1.0)], -np.inf, 1.5)
    rows.row([(a, 1.0), (b, -1.0)], -0.5, np.inf)
    return rows.problem()


def test_the_right_prices_give_the_best_value():
    assert little().bound(np.array([2.0, 0.0])) == 4.0


@given(st.floats(-10, 10), st.floats(-10, 10))
def test_no_prices_give_less_than_the_best_value(one: float, other: float):
    assert little().bound(np.array([one, other])) >= 4.0 - 1e-9


def test_a_row_more_and_a_column_more_stand_where_they_should():
    rows = Rows.of(little())
    more = rows.column(0, 9)
    rows.extend(0, more, -1.0)
    found = rows.problem().with_row(np.array([0.0, 5.0, 0.0]), 2.0)

    assert found.starts.tolist() == [0, 3, 5, 6]
    assert found.columns.tolist() == [0, 1, 2, 0, 1, 1]
    assert found.values.tolist() == [1, 1, -1, 1, -1, 5]
    assert found.row_least[-1] == 2.0
