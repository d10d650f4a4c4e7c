"""Found ÷ declared: weighed by how improbable each recount was, and never offset."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.calendar import Month
from jiugai.domain.supervision.draw import Candidate, draw, seed_of
from jiugai.domain.supervision.lights import Light, light_of
from jiugai.domain.supervision.verification import Recount, most_wrong, verify
from tests.domain.supervision.test_draw import rules

LIGHTS = rules()


def recounts(*pairs: tuple[int, int], chance: Fraction = Fraction(1, 2)) -> list[Recount]:
    return [
        Recount(str(n), Fraction(declared), Fraction(found), chance)
        for n, (declared, found) in enumerate(pairs)
    ]


class TestLightOf:
    @pytest.mark.parametrize(
        ("deviation", "light"),
        [
            ("0", Light.GREEN),
            ("5/100", Light.GREEN),
            ("501/10000", Light.AMBER),
            ("10/100", Light.AMBER),
            ("1001/10000", Light.RED),
            ("3", Light.RED),
        ],
    )
    def test_lets_a_bound_itself_have_the_better_light(self, deviation: str, light: Light):
        assert light_of(Fraction(deviation), LIGHTS) is light


class TestVerify:
    @pytest.mark.parametrize(
        ("pairs", "ratio", "deviation", "light"),
        [
            (((100, 100), (50, 50)), "1", "0", Light.GREEN),
            (((100, 95), (100, 95)), "95/100", "5/100", Light.GREEN),
            (((100, 90), (100, 100)), "95/100", "5/100", Light.GREEN),
            (((100, 80), (100, 100)), "9/10", "1/10", Light.AMBER),
            (((100, 80), (100, 120)), "1", "1/5", Light.RED),  # too high never offsets too low
            (((100, 0), (0, 0)), "0", "1", Light.RED),
        ],
    )
    def test_gives_ratio_deviation_and_light(
        self, pairs: tuple[tuple[int, int], ...], ratio: str, deviation: str, light: Light
    ):
        found = verify(recounts(*pairs), LIGHTS)

        assert (found.ratio, found.deviation) == (Fraction(ratio), Fraction(deviation))
        assert found.light is light

    def test_lets_the_improbable_speak_for_more(self):
        rare = Recount("rare", Fraction(10), Fraction(5), Fraction(1, 9))
        sure = Recount("sure", Fraction(10), Fraction(10), Fraction(1))

        assert verify([rare, sure], LIGHTS).ratio == Fraction(45 + 10, 90 + 10)

    @pytest.mark.parametrize(
        ("pairs", "light"), [(((0, 0),), None), (((0, 3),), Light.RED), ((), None)]
    )
    def test_has_no_ratio_where_nothing_was_declared(
        self, pairs: tuple[tuple[int, int], ...], light: Light | None
    ):
        found = verify(recounts(*pairs), LIGHTS)

        assert (found.ratio, found.low, found.deviation) == (None, None, None)
        assert found.light is light

    def test_has_no_interval_from_a_single_project_and_none_to_doubt_from_all(self):
        alone = verify(recounts((10, 9)), LIGHTS)
        every = verify(recounts((10, 9), (10, 5), chance=Fraction(1)), LIGHTS)

        assert alone.low is None
        assert every.low == every.high == every.ratio == Fraction(7, 10)

    def test_covers_the_truth_about_as_often_as_it_says(self):
        """Two hundred real draws from 40 projects, a quarter of which report 100 for 60."""
        truth = {f"P{n:02d}": Fraction(100 if n % 4 else 60) for n in range(40)}
        projects = [Candidate(name, risk=Fraction(1 + n % 3)) for n, name in enumerate(truth)]
        whole = sum(truth.values()) / 4000
        covered = 0
        for n in range(200):
            seed = seed_of(n.to_bytes(32, "big"), Month(2020, 10))
            drawn = draw(projects, LIGHTS, Light.GREEN, seed)
            names = [(pick.candidate.project, pick.chance.overall) for pick in drawn.picks]
            found = verify([Recount(p, Fraction(100), truth[p], c) for p, c in names], LIGHTS)
            assert found.low is not None
            assert found.high is not None
            covered += found.low <= whole <= found.high

        assert covered >= 170

    @given(
        st.lists(
            st.tuples(st.integers(0, 500), st.integers(0, 500), st.fractions(Fraction(1, 50), 1)),
            min_size=2,
            max_size=15,
        )
    )
    def test_keeps_the_ratio_in_its_interval_and_the_deviation_above_its_distance(
        self, told: list[tuple[int, int, Fraction]]
    ):
        found = verify(
            [Recount(str(n), Fraction(d), Fraction(f), c) for n, (d, f, c) in enumerate(told)],
            LIGHTS,
        )

        if found.ratio is not None:
            assert found.low is not None
            assert found.high is not None
            assert found.deviation is not None
            assert 0 <= found.low <= found.ratio <= found.high
            assert found.deviation >= abs(1 - found.ratio)

    def test_refuses_a_chance_that_is_none(self):
        with pytest.raises(ValueError, match="chance"):
            verify(recounts((1, 1), chance=Fraction(0)), LIGHTS)


class TestMostWrong:
    @pytest.mark.parametrize(
        ("projects", "recounted", "wrong", "bound"),
        [
            (120, 0, 0, 120),  # nothing seen, nothing known
            (120, 5, 0, 53),
            (120, 59, 0, 4),
            (120, 120, 0, 0),
            (120, 120, 7, 7),
            (10, 5, 5, 10),
        ],
    )
    def test_is_the_exact_bound(self, projects: int, recounted: int, wrong: int, bound: int):
        assert most_wrong(projects, recounted, wrong) == bound

    @given(st.integers(1, 60), st.data())
    def test_never_grows_with_more_recounts(self, projects: int, data: st.DataObject):
        recounted = data.draw(st.integers(0, projects - 1))

        assert most_wrong(projects, recounted + 1, 0) <= most_wrong(projects, recounted, 0)
