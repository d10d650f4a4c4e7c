"""How many more, if the cut-off moved."""

from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.eligibility.rules import Exclusion
from jiugai.domain.eligibility.what_if import Extent, what_if
from tests.domain.eligibility.papers import ON, candidate, law, mixed

TOWN = [
    candidate(1990, "a", households=10, area_dm2=100),
    candidate(2002, "b", households=20, area_dm2=200),
    candidate(2005, "c", households=None, area_dm2=400),
    candidate(2006, "d"),
    candidate(None, "e"),
    candidate(2002, "f", exclusions=frozenset({Exclusion.REBUILD})),
]


class TestWhatIf:
    def test_lists_who_would_come_in_and_sums_their_sizes(self):
        trial = what_if(TOWN, law(), 2005, ON)

        assert [each.key for each in trial.gained] == ["b", "c"]
        assert trial.more == Extent(2, 20, 600, without_households=1, without_area=0)
        assert trial.now == Extent(1, 10, 100, 0, 0)
        assert trial.then == Extent(3, 30, 700, 1, 0)
        assert trial.lost == ()

    def test_lists_who_would_fall_out_of_an_earlier_cut_off(self):
        trial = what_if(TOWN, law(), 1989, ON)

        assert [each.key for each in trial.lost] == ["a"]
        assert trial.fewer.households == 10
        assert trial.gained == ()

    def test_leaves_undecided_what_no_cut_off_can_decide(self):
        assert [each.key for each in what_if(TOWN, law(), 2005, ON).undecided] == ["e"]

    def test_changes_nothing_where_the_cut_off_stays(self):
        trial = what_if(TOWN, law(), 2000, ON)

        assert (trial.gained, trial.lost, trial.now) == ((), (), trial.then)

    def test_counts_a_missing_area_instead_of_taking_it_for_nothing(self):
        trial = what_if([mixed((2002, 5)), candidate(2002, "z", area_dm2=None)], law(), 2005, ON)

        assert trial.more.without_area == 1

    @given(
        years=st.lists(st.none() | st.integers(1985, 2015), max_size=8), cut=st.integers(1985, 2015)
    )
    def test_what_is_gained_and_lost_is_the_difference_of_the_two_counts(
        self, years: list[int | None], cut: int
    ):
        communities = [candidate(year, str(n)) for n, year in enumerate(years)]

        trial = what_if(communities, law(), cut, ON)

        assert trial.then.communities - trial.now.communities == len(trial.gained) - len(trial.lost)
        assert not (trial.gained and trial.lost)
