"""The page of the red and the black list: for everyone, each own figure opening to its facts."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from jiugai.domain.supervision.honours import Entrant, Placed
from jiugai.domain.supervision.lights import Light
from jiugai.services.reach import as_officer
from jiugai.services.supervision import hearings
from jiugai.services.supervision.ranking_runs import rank_close
from jiugai.web.supervision.honours_words import remedy
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.supervision.drawn_city import OCTOBER, close_october
from tests.web.reading import lines, page_of

HEARING = "/ranking/release/2020-10/"
PAGE = f"{HEARING}honours/"
STARTS = "2020 年批次开工率，各县区"


@pytest.fixture
def shown(little: LittleCity, tmp_path: Path) -> LittleCity:
    rank_close(close_october(little, tmp_path), actor=little.clerk)
    until = date(2020, 11, 10)
    hearings.show(OCTOBER, until, seen=0, actor=little.clerk, today=date(2020, 11, 4))
    return little


@pytest.fixture
def released(shown: LittleCity) -> LittleCity:
    hearings.release(OCTOBER, seen=1, actor=shown.head, today=date(2020, 11, 11))
    return shown


def placed(
    done: int,
    planned: int,
    to_light: int,
    light: Light | None,
    to_average: int,
    rank: int | None = 1,
) -> Placed:
    gap, own = Fraction(0), Light.AMBER if light else Light.GREEN
    county = Entrant("610922", done, planned)
    return Placed(county, rank, own, gap, False, False, to_light, light, to_average, None, None)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (placed(0, 0, 0, None, 0, rank=None), "没有计划，不排"),
        (placed(9, 10, 0, None, 0), "已到全市平均"),
        (placed(5, 10, 0, None, 3), "再开工 3 个小区就到全市平均"),
        (placed(5, 10, 3, Light.GREEN, 3), "再开工 3 个小区就到全市平均"),
        (placed(5, 10, 2, Light.AMBER, 5), "再开工 2 个小区转黄灯，5 个到全市平均"),
        (placed(8, 10, 1, Light.GREEN, 3), "余下 2 个全部开工也到不了全市平均"),
    ],
)
def test_the_cheapest_remedy_is_one_sentence(row: Placed, sentence: str) -> None:
    assert remedy(row, "开工") == sentence


class TestThePage:
    def test_says_before_the_release_that_there_is_none(self, shown: LittleCity) -> None:
        page = page_of(browser_of(shown.filer).get(PAGE))
        assert "还没有发布" in page.get_text()
        assert "汉滨区" not in page.select_one("main").get_text()  # type: ignore[union-attr]
        assert not page_of(browser_of(shown.filer).get(HEARING)).select(f"a[href='{PAGE}']")

    def test_tells_light_list_remedy_and_what_a_small_rank_is_worth(
        self, released: LittleCity
    ) -> None:
        answer = browser_of(released.clerk).get(PAGE)
        ranked = [line for line in lines(answer, STARTS) if not line.startswith("—")]
        assert ranked == [
            "1 第 1—2 名 | 旬阳县 | 1 | 1 | 100.0 | +50.0 | 绿灯 | 红榜 | 已到全市平均",
            "2 第 1—2 名 | 石泉县 | 2 | 1 | 50.0 | 持平 | 绿灯 | 红榜 | 已到全市平均",
            "3 第 1—3 名 | 汉滨区 | 1 | 0 | 0.0 | −50.0 | 红灯 | 黑榜 | 再开工 1 个小区就到全市平均",
        ]
        text = "".join(page_of(answer).get_text().split())
        assert "旬阳县计划只有1个小区，多开工1个排第1，少开工1个排第2，名次仅供参考。" in text
        assert "公示期间没有提出异议。数都照发布的那一份：截至2020-10-31，" in text

    def test_counts_for_a_county_its_own_objections_and_for_the_city_all(
        self, shown: LittleCity
    ) -> None:
        day = date(2020, 11, 4)
        with as_officer(shown.filer):
            hearings.object_to(OCTOBER, "开工", "开工令", actor=shown.filer, today=day)
        (row,) = hearings.hearing_of(OCTOBER, actor=shown.clerk).row.objections
        hearings.answer(OCTOBER, row.id, upheld=False, words="核过", actor=shown.head, today=day)
        hearings.release(OCTOBER, seen=1, actor=shown.head, today=date(2020, 11, 11))
        told = {
            name: "".join(
                page_of(browser_of(who).get(PAGE)).select_one(".heard").get_text().split()
            )  # type: ignore[union-attr]
            for name, who in {
                "city": shown.clerk,
                "own": shown.filer,
                "other": shown.sibling,
            }.items()
        }
        assert told["city"].startswith("公示期间提出异议1件，成立0件，都已答复。")
        assert told["own"].startswith("公示期间本县区提出异议1件，成立0件，都已答复。")
        assert told["other"].startswith("公示期间本县区没有提出异议。")

    def test_is_linked_from_the_hearing(self, released: LittleCity) -> None:
        page = page_of(browser_of(released.filer).get(HEARING))
        assert page.select(f"a[href='{PAGE}']")

    def test_opens_each_figure_to_the_same_number(self, released: LittleCity) -> None:
        browser = browser_of(released.clerk)
        (row,) = [
            row
            for row in page_of(browser.get(PAGE)).select("tr")
            if row.th and row.th.get_text() == "石泉县" and "50.0" in row.get_text()
        ]
        links = {str(link["href"]) for link in row.select("a.figure")}
        (address,) = links
        assert "as_of=2020-10-31" in address
        opened = browser.get(address, headers={"HX-Request": "true"})
        assert opened.status_code == 200
        assert "北苑小区" in opened.content.decode()

    def test_opens_to_a_county_its_own_row_alone(self, released: LittleCity) -> None:
        browser = browser_of(released.filer)
        page = page_of(browser.get(PAGE))
        addresses = {str(link["href"]) for link in page.select("main a.figure")}
        assert addresses
        assert all(f"county={released.divisions.shiquan}" in one for one in addresses)
        for address in addresses:
            assert browser.get(address, headers={"HX-Request": "true"}).status_code == 200

    def test_asks_little_of_the_database(
        self, released: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        browser = browser_of(released.clerk)
        with django_assert_max_num_queries(30):
            assert browser.get(PAGE).status_code == 200
