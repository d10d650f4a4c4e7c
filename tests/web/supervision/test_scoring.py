"""The scoring screen: choose a scheme, drop a table, read every mark, take the workbook along."""

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries

from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.supervision.drawn_city import close_october
from tests.services.supervision.test_scoring_desk import JIANGXI, workbook
from tests.web.reading import lines, page_of, wrong

PAGE = "/ranking/scoring/"


def send(little: LittleCity, where: str = PAGE, **more: object) -> HttpResponse:
    return browser_of(little.clerk).post(where, {"scheme": "linear", **more})


def a_file(content: bytes | None = None, name: str = "考核.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, workbook() if content is None else content)


class TestScoringPage:
    def test_offers_the_schemes_on_file(self, little: LittleCity) -> None:
        options = page_of(browser_of(little.clerk).get(PAGE)).select("select option")
        assert {str(option["value"]) for option in options} == {
            "jiangxi_2022",
            "linear",
            "quarterly_70_30",
            "zhumadian_2020",
        }

    def test_shows_ranks_with_intervals_and_every_mark(self, little: LittleCity) -> None:
        response = send(little, file=a_file())
        assert response.status_code == 200
        first, *_ = lines(response, "得分和名次")
        assert first.startswith("1 | 甲县 |")
        assert "名（只有 2 个）" in response.content.decode()
        (start, *_) = lines(response, "乙县逐项得分")
        assert start.startswith("开工率 | — | 1/2（50.00%） | 30 | 0 | 30 | ")

    def test_reports_the_scores_that_the_paper_leaves_open(self, little: LittleCity) -> None:
        response = send(little, scheme="jiangxi_2022", file=a_file(JIANGXI.encode(), "考核.csv"))
        page = response.content.decode()
        assert "办法没有写明等次的得分：95分、85分、75分" in page
        assert "甲县得 95 分，属于哪一等" in page

    def test_takes_a_closed_month(self, little: LittleCity, tmp_path: Path) -> None:
        close_october(little, tmp_path)
        response = send(little, month="2020-10")
        assert response.status_code == 200
        assert "1/2（50.00%）" in response.content.decode()

    def test_says_what_is_wrong_beside_the_field(self, little: LittleCity) -> None:
        assert wrong(send(little)) == ["请选一份考核结果表，或者填一个封账的月份。"]
        assert wrong(send(little, month="2020-13"))[0].startswith("没有读懂月份“2020-13”")
        assert wrong(send(little, month="2020-09"))[0].startswith("这个月还没有封账")
        assert send(little, scheme="../x", file=a_file()).status_code == 422

    def test_says_all_that_is_wrong_with_a_table(self, little: LittleCity) -> None:
        response = send(little, file=a_file("单位,别的\n甲县,1\n".encode(), "x.csv"))
        assert response.status_code == 422
        assert response.content.decode().count("没有找到“") >= 5

    def test_gives_the_workbook(self, little: LittleCity) -> None:
        response = send(little, f"{PAGE}export/", file=a_file())
        assert response.content.startswith(b"PK")
        assert send(little, f"{PAGE}export/").status_code == 422

    def test_is_the_city_offices_alone(self, little: LittleCity) -> None:
        for actor in (little.filer, little.auditor):
            assert browser_of(actor).get(PAGE).status_code == 403
        link = f"a[href='{PAGE}']"
        assert page_of(browser_of(little.head).get("/ranking/")).select(link)
        assert not page_of(browser_of(little.filer).get("/ranking/")).select(link)

    def test_asks_little_of_the_database(
        self,
        little: LittleCity,
        tmp_path: Path,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        close_october(little, tmp_path)
        browser = browser_of(little.clerk)
        with django_assert_max_num_queries(30):
            browser.post(PAGE, {"scheme": "linear", "month": "2020-10"})
