import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.peers import Observation, Peers, Statistic, norm_of
from jiugai.domain.reporting.checks.series import ProjectSeries
from tests.domain.reporting.checks.returns import changed, month, project

PROGRESS = Statistic(
    "progress", lambda series, at: Observation(float(series.returns[at].progress or 0))
)


def county(name: str, *told: float, projects: int = 12) -> list[ProjectSeries]:
    return [project(told, county=name, name=f"{name}{n}") for n in range(projects)]


class TestNorm:
    def test_is_made_of_the_other_counties_alone(self):
        city = Peers([*county("甲县", 90), *county("乙县", 10), *county("丙县", 20)])

        assert city.norm(PROGRESS, "甲县", month(0)).middle == 1500
        assert city.norm(PROGRESS, "乙县", month(0)).middle == 5500

    def test_is_none_of_one_other_county(self):
        city = Peers([*county("甲县", 90), *county("乙县", 10, projects=50)])

        assert city.norm(PROGRESS, "甲县", month(0)) is None
        assert not city.has_others("甲县")

    def test_never_sees_a_later_month(self):
        city = Peers([*county("甲县", 1, 1), *county("乙县", 10, 90), *county("丙县", 10, 90)])

        assert city.norm(PROGRESS, "甲县", month(0)).middle == 1000

    def test_forgets_what_is_older_than_a_year(self):
        told = [10.0] * 3 + [50.0] * 12
        city = Peers([*county("甲县", *told), *county("乙县", *told), *county("丙县", *told)])

        norm = city.norm(PROGRESS, "甲县", month(14))
        assert (norm.middle, norm.count) == (5000, 288)

    @settings(max_examples=25)
    @given(st.integers(0, 2), st.integers(0, 10_000))
    def test_no_county_moves_its_own_norm(self, place: int, progress: int):
        others = [*county("乙县", 10, 20, 30), *county("丙县", 15, 30, 40)]
        mine = county("甲县", 10, 20, 30)
        raised = [changed(one, place, progress=progress) for one in mine]

        before = Peers([*mine, *others]).norm(PROGRESS, "甲县", month(2))

        assert Peers([*raised, *others]).norm(PROGRESS, "甲县", month(2)) == before

    def test_measures_spread_on_the_side_of_the_value(self):
        norm = norm_of([0, 10, 10, 10, 40])

        assert norm.distance(10, floor=1) == 0
        assert norm.distance(20, floor=1) == pytest.approx(10)

    @given(st.lists(st.floats(-100, 100), min_size=8, max_size=30), st.floats(1e3, 1e9))
    def test_a_false_figure_in_eight_never_takes_the_middle_out_of_the_honest(
        self, honest: list[float], false: float
    ):
        assert min(honest) <= norm_of([*honest, false]).middle <= max(honest)
