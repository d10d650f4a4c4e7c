from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.series import ProjectSeries
from jiugai.domain.reporting.checks.silent_county import CHECK
from jiugai.domain.reporting.checks.verdicts import Outcome
from tests.domain.reporting.checks.returns import ask_county, project

TOLD = [5, 12, 20, 28, 36, 44]


def county(name: str, each: int, projects: int = 6) -> list[ProjectSeries]:
    return [
        project(TOLD, county=name, name=f"{name}{n}号院", complaints=each if n % 2 else 0)
        for n in range(projects)
    ]


CITY = [
    *county("乙县", 2),
    *county("丙县", 3),
    *county("丁县", 2),
    *county("戊县", 1),
    *county("己县", 2),
]


class TestSilentCounty:
    def test_looks_where_nobody_is_heard_unlike_everywhere_else(self):
        verdict = ask_county(CHECK, county("甲县", 0), CITY)

        assert verdict.failed
        assert "近 6 个月在建 36 个项目月，投诉只有 0 件，按其他县区的频次约有 36.0 件" in (
            verdict.message
        )

    def test_passes_what_is_usual(self):
        assert ask_county(CHECK, county("甲县", 2), CITY).outcome is Outcome.PASSED

    def test_is_not_asked_of_few_projects_or_without_others(self):
        assert ask_county(CHECK, county("甲县", 0, 3), CITY).outcome is Outcome.NOT_APPLICABLE
        assert ask_county(CHECK, county("甲县", 0)).outcome is Outcome.NOT_APPLICABLE

    @settings(max_examples=20)
    @given(st.integers(0, 4), st.integers(1, 3))
    def test_never_minds_more_being_heard(self, each: int, more: int):
        few = ask_county(CHECK, county("甲县", each), CITY).failed
        many = ask_county(CHECK, county("甲县", each + more), CITY).failed

        assert many <= few
