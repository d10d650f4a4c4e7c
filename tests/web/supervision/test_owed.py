"""Documents owed on screen: listed, issued by clicking, in the library, chased by an order."""

import io
from typing import Any

import openpyxl
import pytest
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries

from jiugai.services.actor import Actor
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.web.reading import lines, page_of, said, wrong

LIST, FUNDS, OWN = "/policy/owed/", "/policy/owed/ZC-06/", "/policy/owed/ZC-08.610922/"
PAPER = {
    "number": "安财发〔2020〕9号",
    "title": "安康市老旧小区改造资金筹措办法",
    "on": "2021-01-12",
    "changes": ["national-idle_funds"],
}


@pytest.fixture
def today(little: LittleCity, monkeypatch: pytest.MonkeyPatch) -> LittleCity:
    """The little city of January 2021: the papers that ask for documents are out."""
    monkeypatch.setenv("JIUGAI_AS_OF", "2021-01-20")
    return little


def do(who: Actor, page: str, kind: str, **typed: Any) -> HttpResponse:
    """Do a deed by the form that the document's page offers; raise if it offers none."""
    browser = browser_of(who)
    for form in page_of(browser.get(page)).select(".deed form"):
        fields = {one["name"]: one.get("value", "") for one in form.select("input[type=hidden]")}
        if fields["kind"] == kind:
            return browser.post(form["action"], fields | typed, follow=True)
    raise AssertionError(f"the page offers no {kind}")


class TestTheList:
    def test_says_who_owes_what_and_that_no_day_was_given(self, today: LittleCity) -> None:
        rows = lines(browser_of(today.clerk).get(LIST), "配套文件台账")
        (funds,) = [row for row in rows if row.startswith("老旧小区改造资金筹措办法")]

        assert "市财政局 | 未定 原文：没有写期限 | 待出台" in funds
        assert any("抓紧" in row for row in rows)

    def test_is_downloaded(self, today: LittleCity) -> None:
        answer = browser_of(today.filer).get(f"{LIST}export/")
        page = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        assert page is not None
        bodies = {row[1] for row in page.iter_rows(min_row=3, values_only=True)}

        assert "石泉县人民政府" in bodies
        assert "汉滨区人民政府" not in bodies

    @pytest.mark.parametrize("path", [LIST, FUNDS, "/policy/", "/duties/ZZ-04/"])
    def test_asks_the_database_little(
        self, today: LittleCity, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        browser = browser_of(today.clerk)
        browser.get(path)
        with django_assert_max_num_queries(30):
            browser.get(path)


class TestADocument:
    def test_is_issued_and_enters_the_library_with_its_rules(self, today: LittleCity) -> None:
        done = do(today.clerk, FUNDS, "issue", **PAPER)
        assert said(done)[0] == "已登记印发，登记在册。"
        browser = browser_of(today.auditor)

        (row,) = lines(browser.get("/policy/"), "本市配套文件")
        assert row.startswith("安康市老旧小区改造资金筹措办法 | 安财发〔2020〕9号 | 市财政局")
        changed = browser.get("/policy/national-idle_funds/").content.decode()
        assert "因哪份文件要改" in changed
        assert "因哪份文件要改" not in browser.get("/policy/national-pipeline/").content.decode()
        assert "撤销登记" not in browser.get(FUNDS).content.decode()

    def test_says_what_is_missing(self, today: LittleCity) -> None:
        refused = do(today.clerk, FUNDS, "issue", number="", title="办法", on="2021-01-12")
        assert refused.status_code == 422
        assert any("请写文号" in one for one in wrong(refused))
        late = do(today.clerk, FUNDS, "issue", **(PAPER | {"on": "2021-03-30"}))
        assert late.status_code == 422
        assert "还没有印发的不能登记" in said(late)[0]

    def test_of_a_county_is_its_own_to_enter(self, today: LittleCity) -> None:
        assert browser_of(today.sibling).get(OWN).status_code == 404
        assert do(today.filer, OWN, "issue", **PAPER).status_code == 200
        with pytest.raises(AssertionError, match="offers no"):
            do(today.filer, FUNDS, "issue", **PAPER)

    def test_is_given_a_day_and_taken_back(self, today: LittleCity) -> None:
        done = do(today.clerk, FUNDS, "due", due_on="2021-03-31", ground="11月10日专题会议纪要")
        (entered,) = page_of(done).select("[aria-labelledby=entered-title] li")
        assert "2021-03-31" in entered.get_text()
        assert "11月10日专题会议纪要" in entered.get_text()
        do(today.clerk, FUNDS, "issue", **PAPER)
        back = do(today.clerk, FUNDS, "withdraw", words="文号录错，应为31号")
        assert "待出台" in page_of(back).get_text(" ")


class TestChasing:
    def test_is_one_click_from_owed_to_an_order(self, today: LittleCity) -> None:
        browser = browser_of(today.clerk)
        link = page_of(browser.get(FUNDS)).select_one("a[href^='/orders/new/']")
        assert link is not None
        form = page_of(browser.get(str(link["href"]))).select_one("form:has(#id_demand)")
        assert form is not None
        typed = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
        typed |= {one["name"]: one.get_text().strip() for one in form.select("textarea")}
        assert typed["demand"].startswith("出台《老旧小区改造资金筹措办法》")
        assert typed["owner_name"] == "市财政局"
        opened = browser.post("/orders/new/", typed | {"strength": "must"}, follow=True)
        assert said(opened)[0].startswith("已立项")

        assert "看督办 督〔2021〕1号" in page_of(browser.get(FUNDS)).get_text(" ")

    def test_is_not_offered_to_who_lays_no_orders(self, today: LittleCity) -> None:
        assert "立项督办" not in browser_of(today.filer).get(LIST).content.decode()


class TestABodysOwnPage:
    def test_shows_what_it_owes(self, today: LittleCity) -> None:
        rows = lines(browser_of(today.clerk).get("/duties/ZZ-04/"), "应出台的配套文件")

        assert [row.split(" | ")[0].split()[0] for row in rows][:2] == [
            "督查考核奖惩办法",
            "老旧小区改造工作标准",
        ]
