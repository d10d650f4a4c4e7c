"""Plans as filed: the denominator."""

from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.findings import Weight
from jiugai.domain.programme.plans import (
    Authority,
    PlannedSite,
    Sizes,
    TaskList,
    check_filing,
    total,
)

SIZES = Sizes(households=100, buildings=4, area_dm2=1_000_000, investment_fen=30_000_000)


class TestCheckFiling:
    def test_has_nothing_to_say_of_a_whole_plan(self):
        plan = [PlannedSite("甲", SIZES), PlannedSite("乙", SIZES)]

        assert check_filing(plan, ["甲", "乙"]) == ()

    def test_refuses_a_site_twice(self):
        (finding,) = check_filing([PlannedSite("甲", SIZES)] * 3)

        assert (finding.code, finding.weight) == ("filing.site_twice", Weight.BLOCKS)
        assert "“甲”在上报计划中出现 3 次" in finding.message

    def test_refuses_what_is_less_than_nothing_and_asks_about_nothing(self):
        sizes = Sizes(households=-1, buildings=0, area_dm2=1, investment_fen=1)

        findings = check_filing([PlannedSite("甲", sizes)])

        assert [(each.code, each.weight) for each in findings] == [
            ("filing.negative_size", Weight.BLOCKS),
            ("filing.empty_size", Weight.WARNS),
        ]
        assert "户数是负数" in findings[0].message
        assert "楼栋数是 0" in findings[1].message

    def test_tells_what_stands_in_only_one_of_list_and_plan(self):
        findings = check_filing([PlannedSite("甲", SIZES), PlannedSite("乙", SIZES)], ["乙", "丙"])

        assert [each.code for each in findings] == ["filing.not_listed", "filing.listed_not_filed"]
        assert all(each.weight is Weight.WARNS for each in findings)

    def test_has_no_list_to_hold_a_first_plan_against(self):
        assert check_filing([PlannedSite("甲", SIZES)]) == ()


sizes = st.builds(Sizes, *[st.integers(0, 10**9)] * 4)


@given(st.lists(sizes, max_size=6), st.lists(sizes, max_size=6))
def test_a_plan_sums_to_the_sums_of_its_parts(one: list[Sizes], other: list[Sizes]):
    def plan(parts: list[Sizes]) -> list[PlannedSite]:
        return [PlannedSite(str(n), part) for n, part in enumerate(parts)]

    assert total(plan(one + other)) == total(plan(one)) + total(plan(other))


def test_a_list_is_titled_by_year_and_authority():
    assert TaskList(2020, Authority.NATIONAL, "610900").title == "2020年国家任务清单"
    assert [each.word for each in Authority] == ["国家", "省级", "市级"]
