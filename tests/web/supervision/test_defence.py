"""The page of a county's defence file: its own county and the city, each line opening to its act."""

import re
from datetime import UTC, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.submission.stages import MoveKind
from jiugai.services.reporting.submission.moving import move_return
from jiugai.web import desk
from tests.officers import browser_of
from tests.services.little_city import LittleCity, raise_doubt
from tests.services.supervision.site_photos import enter_photo
from tests.web.reading import lines, page_of

OCTOBER = Month(2020, 10)


@pytest.fixture
def lived(little: LittleCity) -> LittleCity:
    now = datetime.now(UTC)
    move_return(
        OCTOBER, little.divisions.shiquan, MoveKind.SUBMIT, seen=0, actor=little.filer, now=now
    )
    raise_doubt(little.filer)
    enter_photo("金州家属院", little.filer)
    return little


def address(little: LittleCity, county: int | None = None) -> str:
    """Return the file's page for this month: the register's clock is today's."""
    month = Month.of(desk.today())
    return f"/defence/{county or little.divisions.shiquan}/?from={month.previous}&to={month}"


class TestDefencePage:
    def test_opens_each_line_to_its_act(self, lived: LittleCity) -> None:
        browser = browser_of(lived.filer)
        response = browser.get(address(lived))
        assert response.status_code == 200
        assert "月报报送" in lines(response, "月报报送")[-1]
        links = {str(link["href"]) for link in page_of(response).select("main td a, main th a")}
        assert any(link.startswith("/returns/doubts/") for link in links)
        for link in links:
            assert browser.get(link).status_code == 200, link

    def test_shows_the_formula_and_the_grades(self, lived: LittleCity) -> None:
        page = browser_of(lived.filer).get(address(lived)).content.decode()
        assert "公式：投诉件数少于其他县区" in page
        assert "投诉（件）" in page
        assert not re.search(r"\b[a-z]+_[a-z]+ ?=|>None<", page)
        assert "级 1 个" in page

    def test_lets_who_reads_the_trace_open_each_number(self, lived: LittleCity) -> None:
        page = page_of(browser_of(lived.auditor).get(address(lived)))
        assert page.select("a[href^='/trace/acts/?before=']")
        assert not page_of(browser_of(lived.filer).get(address(lived))).select(
            "a[href^='/trace/acts/']"
        )

    def test_leads_to_ones_own_county(self, lived: LittleCity) -> None:
        response = browser_of(lived.filer).get("/defence/")
        assert response["Location"] == f"/defence/{lived.divisions.shiquan}/"
        assert browser_of(lived.street).get("/defence/").status_code == 200

    def test_of_another_county_is_not_there(self, lived: LittleCity) -> None:
        assert browser_of(lived.sibling).get(address(lived)).status_code == 404

    @pytest.mark.parametrize(
        "asked", ["from=x", "from=2020-13", "from=2022-01&to=2020-01", "to=1", "to=1900-03"]
    )
    def test_of_months_that_are_none_is_not_there(self, lived: LittleCity, asked: str) -> None:
        own = f"/defence/{lived.divisions.shiquan}/?{asked}"
        assert browser_of(lived.filer).get(own).status_code == 404

    def test_downloads_the_paper(self, lived: LittleCity) -> None:
        own = address(lived).replace("/?", "/file.docx?")
        response = browser_of(lived.filer).get(own)
        assert response.status_code == 200
        assert response.content.startswith(b"PK")

    def test_asks_little_of_the_database(
        self, lived: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        browser = browser_of(lived.head)
        with django_assert_max_num_queries(30):
            assert browser.get(address(lived)).status_code == 200
