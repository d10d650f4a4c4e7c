"""The cap of the extension: Dayao's 15 % of the year's task by households."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.eligibility.candidate import BuildingAge, Candidate
from jiugai.domain.eligibility.cap import apply_extension_cap, cap_sentence
from tests.domain.eligibility.papers import candidate

CAP = Fraction(15, 100)


def waiting(*sizes: tuple[str, int, int | None]) -> list[Candidate]:
    return [candidate(year, key, households=households) for key, year, households in sizes]


class TestApplyExtensionCap:
    def test_counts_exactly_the_cap_as_within_it(self):
        outcome = apply_extension_cap(waiting(("a", 2003, 150)), CAP, 1_000)

        assert (outcome.limit, outcome.used) == (150, 150)
        assert [each.key for each in outcome.admitted] == ["a"]

    def test_puts_off_one_household_too_many(self):
        outcome = apply_extension_cap(waiting(("a", 2003, 151)), CAP, 1_000)

        assert (outcome.used, outcome.admitted) == (0, ())
        assert [each.key for each in outcome.deferred] == ["a"]
        assert outcome.communities[0].reason.message == (
            "延伸纳入上限 150 户，已用 0 户，放不下本小区 151 户，转入储备，列入以后年度。"
        )

    def test_keeps_the_fraction_of_a_household(self):
        outcome = apply_extension_cap(waiting(("a", 2003, 150)), CAP, 999)

        assert outcome.limit == Fraction(14_985, 100)
        assert outcome.admitted == ()
        assert "上限 149 户" in outcome.communities[0].reason.message

    def test_takes_the_oldest_then_the_larger_then_by_key(self):
        queue = waiting(("d", 2004, 9), ("c", 2001, 10), ("b", 2001, 20), ("a", 2001, 10))

        outcome = apply_extension_cap(queue, CAP, 1_000)

        assert [each.candidate.key for each in outcome.communities] == ["b", "a", "c", "d"]

    def test_takes_a_community_of_many_years_by_its_oldest_building(self):
        ages = (BuildingAge(1998, 1), BuildingAge(2005, 9))
        queue = [candidate(2002, "a"), candidate(None, "b", buildings=ages), candidate(None, "c")]

        outcome = apply_extension_cap(queue, CAP, 10_000)

        assert [each.candidate.key for each in outcome.communities] == ["b", "a", "c"]

    @pytest.mark.parametrize(("cap", "admitted"), [(Fraction(0), 0), (Fraction(1), 1)])
    def test_knows_the_cap_of_nothing_and_of_the_whole(self, cap: Fraction, admitted: int):
        outcome = apply_extension_cap(waiting(("a", 2003, 10)), cap, 10)

        assert len(outcome.admitted) == admitted
        assert apply_extension_cap([], cap, 0).used == 0

    def test_still_tries_the_next_where_one_does_not_fit(self):
        queue = waiting(("a", 2001, 100), ("b", 2002, 80), ("c", 2003, 50))

        outcome = apply_extension_cap(queue, CAP, 1_000)

        assert [each.key for each in outcome.admitted] == ["a", "c"]
        assert outcome.used == 150
        assert outcome.communities[2].reason.message == (
            "加上本小区 50 户，延伸纳入合计 150 户，在上限 150 户以内。"
        )

    def test_does_not_count_what_has_no_households(self):
        outcome = apply_extension_cap(waiting(("a", 2001, None), ("b", 2002, 150)), CAP, 1_000)

        assert [each.key for each in outcome.deferred] == ["a"]
        assert outcome.communities[0].reason.code == "eligibility.cap_without_households"

    @pytest.mark.parametrize(
        ("cap", "task"), [(Fraction(-1, 9), 1), (Fraction(10, 9), 1), (CAP, -1)]
    )
    def test_refuses_a_cap_that_is_none(self, cap: Fraction, task: int):
        with pytest.raises(ValueError, match="no such cap"):
            apply_extension_cap([], cap, task)

    @given(
        sizes=st.lists(st.tuples(st.integers(2001, 2005), st.integers(0, 400)), max_size=8),
        task=st.integers(0, 5_000),
        order=st.randoms(use_true_random=False),
    )
    def test_stays_within_the_cap_wastes_nothing_and_does_not_heed_the_order_of_the_list(
        self, sizes: list[tuple[int, int]], task: int, order: Random
    ):
        queue = waiting(*((str(n), year, size) for n, (year, size) in enumerate(sizes)))
        shuffled = list(queue)
        order.shuffle(shuffled)

        outcome = apply_extension_cap(queue, CAP, task)

        assert outcome == apply_extension_cap(shuffled, CAP, task)
        assert outcome.used == sum(each.households or 0 for each in outcome.admitted)
        assert outcome.used <= CAP * task
        room = CAP * task - outcome.used
        assert all((each.households or 0) > room for each in outcome.deferred)


def test_the_cap_is_said_in_whole_households_rounded_down():
    assert cap_sentence(CAP, 999) == "当年任务 999 户，延伸纳入上限为15%，即不超过 149 户。"
