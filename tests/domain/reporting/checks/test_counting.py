from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.counting import Counting, counted_alike
from jiugai.domain.reporting.checks.series import ProjectSeries
from tests.domain.reporting.checks.returns import honest_city, project

CITY = honest_city()


def photos_of(series: ProjectSeries) -> list[int | None]:
    return [found.photos for found in series.returns]


def running(values: list[int | None]) -> list[int | None]:
    total, sums = 0, []
    for value in values:
        total += value or 0
        sums.append(total)
    return sums


def to_date(series: ProjectSeries) -> ProjectSeries:
    told = [float(found.progress or 0) / 100 for found in series.returns]
    photos = running(photos_of(series))
    return project(told, photos=photos, county=series.county, name=series.project)


class TestCountedAlike:
    def test_leaves_an_ordinary_city_as_it_is(self):
        counted = counted_alike(CITY)

        assert counted.series == CITY
        assert counted.columns["photos"] is Counting.MONTHLY
        assert counted.columns["investment_yuan"] is Counting.TO_DATE

    def test_takes_photos_that_never_fall_for_running_totals(self):
        counted = counted_alike([to_date(series) for series in CITY])

        assert counted.columns["photos"] is Counting.TO_DATE
        assert photos_of(counted.series[0]) == photos_of(CITY[0])

    def test_takes_money_that_falls_nearly_everywhere_for_the_months_own(self):
        monthly = [
            project(
                [10, 20, 30, 40, 50, 60, 60],
                invested=[10, 30, 5, 20, 10, 10, 0],
                name=f"{n}号院",
            )
            for n in range(12)
        ]

        counted = counted_alike(monthly)

        assert counted.columns["investment_yuan"] is Counting.MONTHLY
        fen = [found.invested_fen for found in counted.series[0].returns]
        assert fen == [1000, 4000, 4500, 6500, 7500, 8500, 8500]

    def test_never_takes_one_projects_fall_for_the_habit_of_all(self):
        falling = project([10, 40, 30, 50, 60, 70, 80], name="落差小区")

        assert counted_alike([*CITY, falling]).columns["progress_pct"] is Counting.TO_DATE

    def test_keeps_to_the_usual_where_projects_are_few(self):
        few = [to_date(series) for series in CITY[:3]]

        assert counted_alike(few).columns["photos"] is Counting.MONTHLY

    @settings(max_examples=20)
    @given(st.lists(st.lists(st.integers(0, 9), min_size=8, max_size=8), min_size=12, max_size=12))
    def test_gives_the_same_returns_from_either_way_of_counting(self, photos: list[list[int]]):
        # A month without any after one with many, so that the months' own counts do fall.
        told = [[9, 0, *each] for each in photos]
        monthly = [
            project([n * 9.0 for n in range(10)], photos=each, name=str(n))
            for n, each in enumerate(told)
        ]
        summed = [
            project([n * 9.0 for n in range(10)], photos=running(each), name=str(n))
            for n, each in enumerate(told)
        ]
        counted = counted_alike(summed)
        if counted.columns["photos"] is Counting.TO_DATE:
            assert counted.series == counted_alike(monthly).series
