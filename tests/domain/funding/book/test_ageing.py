from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.funding.book.ageing import Movement, Stay, stay

BEGIN = date(2020, 1, 1)


def after(days: int) -> date:
    return BEGIN + timedelta(days=days)


def moves(*told: tuple[int, int]) -> list[Movement]:
    return [Movement(after(day), fen) for day, fen in told]


class TestStay:
    @pytest.mark.parametrize(
        ("told", "found"),
        [
            ([], None),
            ([(0, 100), (5, -100)], None),
            ([(11, 100)], None),
            ([(0, 100)], Stay(100, after(0), 10, Fraction(10))),
            ([(10, 100)], Stay(100, after(10), 0, Fraction(0))),
            ([(0, 100), (4, 100)], Stay(200, after(0), 10, Fraction(8))),
            # what came first leaves first
            ([(0, 100), (4, 100), (6, -100)], Stay(100, after(4), 6, Fraction(6))),
            ([(0, 100), (4, 300), (6, -200)], Stay(200, after(4), 6, Fraction(6))),
            # what passes on one day never lay
            ([(0, 100), (3, -50), (3, 50)], Stay(100, after(0), 10, Fraction(17, 2))),
            # what left, by its date, before it came
            ([(2, -30), (3, 100)], Stay(70, after(3), 7, Fraction(7))),
        ],
    )
    def test_says_how_much_lies_since_when(self, told, found: Stay | None):
        assert stay(moves(*told), after(10)) == found

    @given(st.lists(st.tuples(st.integers(0, 30), st.integers(-9, 9).filter(bool)), max_size=12))
    def test_agrees_with_following_every_fen(self, told):
        queue: list[int] = []
        owed = 0
        for day, fen in sorted(told, key=lambda one: (one[0], -one[1])):
            for _ in range(abs(fen)):
                if fen < 0 and queue:
                    queue.pop(0)
                elif fen < 0:
                    owed += 1
                elif owed:
                    owed -= 1
                else:
                    queue.append(day)
        found = stay(moves(*told), after(30))

        if not queue:
            assert found is None
        else:
            assert found == Stay(
                len(queue),
                after(queue[0]),
                30 - queue[0],
                Fraction(sum(30 - day for day in queue), len(queue)),
            )
