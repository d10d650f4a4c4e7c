"""A community's firms on the screen, and a firm's desk on site."""

import uuid

from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jiugai.services.actor import Actor
from jiugai.storage.accounts.queries import organisation_of
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.supervision.site_photos import firm_of, give_site, shot, site_named
from tests.web.reading import page_of, said, wrong
from tests.web.supervision.test_site_photos import coded, sent

HOME, OTHER = "金州家属院", "北苑小区"


def address(little: LittleCity) -> str:
    return f"/evidence/{little.number_of(HOME)}/firms/"


def give(little: LittleCity, browser: Client, firm: Actor, **more: object) -> HttpResponse:
    fields = {
        "key": str(uuid.uuid4()),
        "site": site_named(HOME, little.filer),
        "firm": organisation_of(firm.post_id),
        "since": "2020-10-12",
        "until": "",
        "said": "施工合同 石住建合〔2020〕8号",
    } | more
    return browser.post(f"{address(little)}give/", fields, follow=True)


class TestACommunitysFirms:
    def test_are_given_and_taken_back(self, today: LittleCity) -> None:
        firm, browser = firm_of(today), browser_of(today.filer)

        answer = give(today, browser, firm)

        assert said(answer) == ["已派给，它的岗位从那天起能看到这个小区、领口令拍照。"]
        (line,) = page_of(answer).select(".traces > li")
        assert "示例建筑公司 2020-10-12 起" in " ".join(line.get_text().split())
        fields = {
            name: line.select_one(f"input[name={name}]")["value"]  # type: ignore[index]
            for name in ("key", "site", "firm")
        }
        back = browser.post(f"{address(today)}end/", fields | {"said": "合同终止"}, follow=True)
        assert said(back) == ["已收回，它的岗位从今天起看不到这个小区；已传的照片还在。"]
        assert not page_of(back).select(".traces > li")
        again = browser.post(
            f"{address(today)}end/",
            fields | {"said": "合同终止", "key": str(uuid.uuid4())},
            follow=True,
        )
        assert said(again) == ["现在没有派给这个单位，没有改动任何数据。"]

    def test_say_what_is_missing(self, today: LittleCity) -> None:
        firm, browser = firm_of(today), browser_of(today.filer)

        assert wrong(give(today, browser, firm, since="10月", said="")) == [
            "日期没有读懂，请写成2020-10-28这样的年-月-日。",
            "请写依据，例如“施工合同石住建合〔2020〕8号”。",
        ]
        answer = give(today, browser, firm, until="2020-10-12")
        assert answer.status_code == 422
        assert "一天也没有" in page_of(answer).select_one(".notice.bad").get_text()  # type: ignore[union-attr]
        nameless = browser.post(f"{address(today)}end/", {"said": ""})
        assert nameless.status_code == 422

    def test_are_not_a_streets_to_give(self, today: LittleCity) -> None:
        page = page_of(browser_of(today.street).get(address(today)))

        assert page.select_one("form[action$='give/']") is None
        assert "没有派给施工单位" in page.get_text()

    def test_ask_few_questions(
        self, today: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        browser = browser_of(today.filer)
        with django_assert_max_num_queries(30):
            browser.get(address(today))


class TestAFirmsDesk:
    def test_lists_its_site_photographs_it_and_sees_the_photo(self, today: LittleCity) -> None:
        firm = firm_of(today)
        give_site(HOME, today.filer, firm)
        browser = browser_of(firm)

        listed = page_of(browser.get("/site-photos/"))
        assert [one.get_text() for one in listed.select(".site b")] == [HOME]
        page = page_of(sent(browser, coded(browser), shot(1)))

        assert "照片已收下，没有发现用过。" in page.get_text()
        image = page.select_one(".came img")
        assert image is not None
        assert browser.get(str(image["src"])).content.startswith(b"\xff\xd8")

    def test_opens_nothing_else(self, today: LittleCity) -> None:
        firm = firm_of(today)
        give_site(HOME, today.filer, firm)
        browser = browser_of(firm)

        for closed in ("/", "/communities/", "/evidence/", address(today)):
            assert browser.get(closed).status_code == 403
        foreign = {"site": site_named(OTHER, today.filer), "key": str(uuid.uuid4())}
        assert browser.post("/site-photos/code/", foreign).status_code == 404

    def test_without_a_site_says_so(self, today: LittleCity) -> None:
        page = page_of(browser_of(firm_of(today)).get("/site-photos/"))

        assert not page.select(".site")
        assert "还没有派给贵单位的小区" in page.get_text()
