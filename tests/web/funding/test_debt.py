"""The red line on the screen: what is refused says why; the list and the promises stand there."""

from typing import Any

import pytest
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries

from jiugai.services.actor import Actor, PostKind
from tests.officers import City, appoint, browser_of
from tests.services.funding.book.little_book import TODAY, LittleBook, open_book
from tests.web.reading import lines, page_of, said

PAGE = "/funding/debt/"
PLATFORM = "石泉县城市建设投资有限公司"


@pytest.fixture
def little(city: City, monkeypatch: pytest.MonkeyPatch) -> LittleBook:
    monkeypatch.setenv("JIUGAI_AS_OF", TODAY.isoformat())
    return open_book(city)


def send(who: Actor, action: str, page: str = PAGE, **told: Any) -> HttpResponse:
    """Send a form as the page fills it."""
    browser = browser_of(who)
    form = page_of(browser.get(page)).select_one(f"form[action$='/{action}/']")
    assert form is not None, f"the page offers no {action}"
    fields = {str(one["name"]): one.get("value", "") for one in form.select("input[name]")}
    return browser.post(form["action"], fields | told, follow=True)


def list_it(little: LittleBook) -> HttpResponse:
    told = {
        "county": little.city.shiquan,
        "deed": "in",
        "name": PLATFORM,
        "paper": "石财〔2020〕18号",
    }
    return send(little.county_maker, "list", **told)


class TestTheRedLine:
    def test_says_what_is_refused_and_by_which_paper(self, little: LittleBook) -> None:
        page = page_of(browser_of(little.maker).get(PAGE)).get_text()
        assert "政策性银行贷款：安政通报第五十六期" in page
        assert "融资平台" in page

    def test_lists_a_company_and_refuses_its_contract(self, little: LittleBook) -> None:
        (row,) = lines(list_it(little), "平台公司名录")
        assert row.startswith(f"{PLATFORM} | 石泉县 | 2020-11-03 | 石财〔2020〕18号")
        told = {
            "project": little.project,
            "number": "HT-9",
            "payee": PLATFORM,
            "amount": "1",
            "unit": "元",
        }
        refused = send(little.maker, "contract", "/funding/contracts/", **told)
        assert refused.status_code == 422
        assert any("平台公司名录里" in one for one in said(refused))
        again = list_it(little)
        assert again.status_code == 422
        assert "已经在名录里" in said(again)[0]

    def test_refuses_a_loan_where_it_is_entered(self, little: LittleBook) -> None:
        told = {"source": 11, "paper": "贷〔2020〕1号", "year": 2020}
        refused = send(little.maker, "earmark", "/funding/contracts/", **told)
        assert refused.status_code == 422
        assert any("是借来的钱" in one for one in said(refused))

    def test_has_each_county_promise_and_another_sign(self, little: LittleBook) -> None:
        city = little.city
        reviewer = appoint(city, "rv", PostKind.COUNTY_REVIEWER, "石泉县住建局", city.shiquan)
        first = browser_of(little.maker).get(PAGE)
        assert any("石泉县 | 没有承诺" in one for one in lines(first, "各县区承诺"))
        told = {"county": city.shiquan, "year": 2020, "paper": "石政函〔2020〕3号"}
        send(little.county_maker, "declare", **told)
        assert page_of(browser_of(little.county_maker).get(PAGE)).select_one("form[action$='/sign/']") is None  # fmt: skip
        signed = send(reviewer, "sign")
        (row,) = lines(signed, "各县区承诺")
        assert row.startswith("石泉县 | 已签署 | 石政函〔2020〕3号")
        assert "不新增地方政府隐性债务" in page_of(signed).get_text()
        assert "<time" not in page_of(signed).get_text()

    def test_asks_little(
        self, little: LittleBook, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        browser = browser_of(little.maker)
        browser.get(PAGE)
        with django_assert_max_num_queries(24):
            browser.get(PAGE)
