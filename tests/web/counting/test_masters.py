"""The three masters' returns on screen: side by side, apart by steps, every figure open."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.web.reading import lines, page_of

MONTH = "/masters/2020-10/"


@pytest.fixture
def november(little: LittleCity, monkeypatch: pytest.MonkeyPatch) -> LittleCity:
    monkeypatch.setenv("JIUGAI_AS_OF", "2020-11-03")
    return little


def own(little: LittleCity) -> str:
    return f"{MONTH}{little.divisions.shiquan}/"


class TestMonth:
    def test_is_where_the_door_leads(self, november: LittleCity) -> None:
        assert browser_of(november.clerk).get("/masters/").headers["Location"] == MONTH

    def test_lists_the_counties_within_reach(self, november: LittleCity) -> None:
        caption = "2020年10月三口报表"
        city = lines(browser_of(november.clerk).get(MONTH), caption)
        assert [line.split(" | ")[0] for line in city] == ["汉滨区", "石泉县", "旬阳县"]
        (one,) = lines(browser_of(november.filer).get(MONTH), caption)
        assert one.startswith("石泉县 | 差异都说得清 | 200.00 | 0.00")

    def test_has_no_month_to_come(self, november: LittleCity) -> None:
        assert browser_of(november.clerk).get("/masters/2020-12/").status_code == 404

    def test_stands_beside_the_returns(self, november: LittleCity) -> None:
        page = page_of(browser_of(november.filer).get("/returns/2020-10/"))
        assert page.select_one(f'a[href="{MONTH}"]') is not None


class TestCounty:
    def test_shows_the_three_returns(self, november: LittleCity) -> None:
        rows = lines(browser_of(november.filer).get(own(november)), "同一含义，三口各是多少")
        assert rows[0].startswith("计划 | 2 计划改造小区，个小区，到 2020-10-31 | 0 调度项目")

    def test_opens_every_figure(self, november: LittleCity) -> None:
        browser = browser_of(november.filer)
        page = page_of(browser.get(own(november)))
        links = {one["href"] for one in page.select(".masters td a, .masters th a")}
        assert len(links) > 20
        for link in sorted(links):
            assert browser.get(link).status_code == 200, link

    def test_explains_a_difference_that_adds_up(self, november: LittleCity) -> None:
        there = f"{own(november)}differences/ZJ-07/CZ-05/"
        rows = lines(browser_of(november.filer).get(there), "一步一步换过去")
        assert [row.split(" | ")[3] for row in rows] == ["2,000,000.00", "0.00", "0.00"]

    def test_gives_each_return_as_a_workbook(self, november: LittleCity) -> None:
        browser = browser_of(november.filer)
        for master in ("housing", "planning", "finance"):
            answer = browser.get(f"{own(november)}{master}.xlsx")
            assert (answer.status_code, answer.content[:2]) == (200, b"PK")
        assert browser.get(f"{own(november)}other.xlsx").status_code == 404

    @pytest.mark.parametrize("path", ["cells/XX-01/", "differences/ZJ-07/CZ-06/"])
    def test_has_no_other_cells(self, november: LittleCity, path: str) -> None:
        assert browser_of(november.filer).get(f"{own(november)}{path}").status_code == 404

    def test_asks_the_database_little(
        self, november: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        browser = browser_of(november.clerk)
        for path in (MONTH, own(november), f"{own(november)}cells/CZ-05/"):
            with django_assert_max_num_queries(30):
                assert browser.get(path).status_code == 200
