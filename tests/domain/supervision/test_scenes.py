"""Before and after: scenes of one name, of two stages."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.supervision.capture import Shows
from jiugai.domain.supervision.scenes import SceneShot, pairs

FIRST = datetime(2020, 3, 1, tzinfo=UTC)


def shot(number: str, scene: str, shows: Shows, day: int = 0) -> SceneShot:
    return SceneShot(number, scene, shows, FIRST + timedelta(days=day))


class TestPairs:
    def test_sets_the_first_stage_beside_the_last(self):
        found = pairs(
            [
                shot("c", "3号楼北墙", Shows.FINISH, 90),
                shot("b", "3号楼北墙", Shows.WORKS, 40),
                shot("a", "3号楼 北墙", Shows.BEFORE, 0),
            ]
        )

        assert [(p.before.number, p.after.number) for p in found] == [("a", "c")]

    def test_goes_by_what_is_shown_before_it_goes_by_the_day(self):
        late_before = shot("a", "门口", Shows.BEFORE, 9)

        (pair,) = pairs([shot("b", "门口", Shows.FINISH, 1), late_before])

        assert pair.before is late_before

    def test_makes_none_of_one_stage_nor_of_nameless_scenes(self):
        assert pairs([shot("a", "门口", Shows.WORKS), shot("b", "门口", Shows.WORKS, 5)]) == ()
        assert pairs([shot("a", " ", Shows.BEFORE), shot("b", "", Shows.FINISH)]) == ()

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["门口", "北墙", ""]), st.sampled_from(Shows), st.integers(0, 9)
            )
        )
    )
    def test_does_not_depend_on_the_order_of_arrival_here(
        self, given_: list[tuple[str, Shows, int]]
    ):
        shots = [shot(str(n), *one) for n, one in enumerate(given_)]
        stages = [(p.scene, p.before.shows, p.after.shows) for p in pairs(shots)]

        assert stages == [(p.scene, p.before.shows, p.after.shows) for p in pairs(shots[::-1])]
        assert all(before is not after for _, before, after in stages)
