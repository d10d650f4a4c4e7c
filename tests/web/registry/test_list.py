"""The ledger's list: what it counts, for whom, and what it says when it finds nothing."""

from io import BytesIO

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client

from tests.web.reading import lines, page_of

CLERK, FILER = "demo-zonghe", "demo-tianbao-610922"
NOTHING = "没有符合条件的小区。去掉一两个条件再看。"


def words(response: HttpResponse) -> str:
    return " ".join(page_of(response).get_text(" ", strip=True).split())


def counties_offered(response: HttpResponse) -> dict[str, str]:
    options = page_of(response).select("select[name=county] option")
    return {option.get_text(strip=True): str(option["value"]) for option in options}


def counties_shown(response: HttpResponse) -> set[str]:
    return {line.split(" | ")[1] for line in lines(response, "小区台账")}


class TestList:
    def test_counts_the_whole_city_for_its_clerk(self, demo):
        response = demo(CLERK).get("/communities/")

        assert "1,085 个小区 · 105,110 户" in words(response)
        assert "第 1–50 个，共 1,085 个" in words(response)
        assert "合计 1,085 个" in page_of(response).select_one("tfoot").get_text(" ")
        assert len(lines(response, "小区台账")) == 50

    def test_offers_each_cohort_with_its_count(self, demo):
        response = demo(CLERK).get("/communities/")

        assert "2020 年批次 69" in words(response)
        assert "69 个小区（69 个项目） · 13,303 户" in words(
            demo(CLERK).get("/communities/?cohort=2020")
        )

    def test_shows_a_county_filer_the_own_county_alone(self, demo):
        response = demo(FILER).get("/communities/")

        assert "81 个小区 · 7,970 户" in words(response)
        assert counties_shown(response) == {"石泉县"}
        assert set(counties_offered(response)) == {"全部县区", "石泉县"}

    def test_narrowed_to_a_foreign_county_is_empty_for_a_filer(self, demo):
        hanbin = counties_offered(demo(CLERK).get("/communities/"))["汉滨区"]
        path = f"/communities/?county={hanbin}"

        assert "382 个小区 · 37,474 户" in words(demo(CLERK).get(path))
        assert "0 个小区 · 0 户" in words(demo(FILER).get(path))

    def test_sorts_by_households_either_way(self, demo):
        def top(query: str) -> int:
            (first, *_) = lines(
                demo(CLERK).get(f"/communities/?sort=households{query}"), "小区台账"
            )
            return int(first.split(" | ")[5].replace(",", ""))

        assert 1 <= top("") <= 30
        assert top("&down=1") > 200

    def test_ends_at_its_last_page(self, demo):
        response = demo(CLERK).get("/communities/?page=999999999999999999999999")

        assert "第 1,051–1,085 个，共 1,085 个" in words(response)
        assert len(lines(response, "小区台账")) == 35

    @pytest.mark.parametrize(
        "query", ["q=没有这个名字", "q=" + "长" * 500, "stage=ACCEPTED&cohort=none", "cohort=1999"]
    )
    def test_says_so_when_nothing_is_found(self, demo, query):
        response = demo(CLERK).get(f"/communities/?{query}")

        assert response.status_code == 200
        assert NOTHING in words(response)
        assert "第 0–0 个，共 0 个" in words(response)

    @pytest.mark.parametrize(
        "query", ["county=汉滨", "county=²", "page=-1", "page=二", "sort=evil", "cohort=²"]
    )
    def test_takes_no_harm_from_conditions_that_make_no_sense(self, demo, query):
        assert demo(CLERK).get(f"/communities/?{query}").status_code == 200

    def test_shows_what_was_typed_as_text(self, demo):
        response = demo(CLERK).get("/communities/", {"q": '"><script>alert(1)</script>'})

        assert page_of(response).select_one("input[name=q]")["value"].startswith('"><script>')
        assert b"<script>alert" not in response.content

    def test_gives_htmx_the_table_alone(self, demo):
        response = demo(CLERK).get("/communities/?page=2", headers={"HX-Request": "true"})

        assert b"<html" not in response.content
        assert len(lines(response, "小区台账")) == 50

    @pytest.mark.parametrize(
        ("username", "query", "rows"),
        [
            (CLERK, "as_of=2020-10-11", 50),
            (FILER, "as_of=2020-10-12", 50),
            (CLERK, "as_of=2020-10-13&cohort=2019", 21),
            (CLERK, "as_of=2020-10-14&q=没有这个名字", 1),
        ],
    )
    def test_asks_the_database_as_often_for_many_as_for_few(
        self, demo, django_assert_max_num_queries, username, query, rows
    ):
        """Each day is a new one, so that no answer is remembered."""
        browser = demo(username)

        with django_assert_max_num_queries(24):
            response = browser.get(f"/communities/?{query}")

        assert len(lines(response, "小区台账")) == rows


class TestExport:
    def test_gives_every_row_of_the_narrowed_list(self, demo):
        response = demo(FILER).get("/communities/export/")

        assert "UTF-8''%E5%B0%8F%E5%8C%BA%E5%8F%B0%E8%B4%A6.xlsx" in response["Content-Disposition"]
        sheet = openpyxl.load_workbook(BytesIO(response.content)).worksheets[0]
        cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
        assert cells.count("石泉县") == 81
        assert "汉滨区" not in cells

    def test_of_nothing_is_a_workbook_all_the_same(self, demo):
        response = demo(FILER).get("/communities/export/?q=没有这个名字")

        assert openpyxl.load_workbook(BytesIO(response.content)).worksheets


class TestStrangers:
    @pytest.mark.parametrize(
        "path", ["/communities/", "/communities/export/", "/communities/AK000001/", "/import/"]
    )
    def test_are_sent_to_sign_in_and_back(self, db, client: Client, path):
        response = client.get(path)

        assert response.status_code == 302
        assert response["Location"] == f"/sign-in/?next={path.replace('/', '%2F')}"

    def test_who_hold_no_post_of_the_register_are_refused(self, demo):
        assert demo("demo-guanli").get("/communities/").status_code == 403
        assert demo("demo-shenji").get("/import/").status_code == 403

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
    def test_and_officers_alike_cannot_write_to_the_list(self, demo, method):
        assert demo(CLERK).generic(method, "/communities/").status_code == 405
