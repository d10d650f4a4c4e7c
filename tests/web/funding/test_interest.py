"""Published lists on the screen: published, offered for from a dropped table, opened figure by figure."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries

from jiugai.services.actor import Actor
from jiugai.storage.funding.interest_models import InterestList
from tests.officers import browser_of
from tests.services.funding.interest.little_interest import (
    CARE,
    HEAD,
    HOME,
    LIFT,
    NORTH,
    RIVER,
    TODAY,
    offered,
    published,
)
from tests.services.little_city import LittleCity, table
from tests.web.reading import lines, page_of, said

LISTS = "/interest/"
ROWS = "逐个小区"


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIUGAI_AS_OF", TODAY.isoformat())


def publish(little: LittleCity, **more: Any) -> HttpResponse:
    """Send the form of a new list, as the page fills it."""
    browser = browser_of(little.clerk)
    key = page_of(browser.get(LISTS)).select_one(
        "form[action='/interest/publish/'] input[name=key]"
    )
    assert key is not None
    told = {
        "key": key["value"],
        "year": 2020,
        "title": "2020年企业征集名单",
        "paper": "安旧改办函〔2020〕9号",
        "on": "2020-06-08",
        "batch": "",
        "numbers": "\n".join(little.number_of(name) for name in (HOME, NORTH, RIVER)),
        "kinds": ["ZJ-02", "ZJ-05"],
    }
    return browser.post("/interest/publish/", told | more, follow=True)


def send(who: Actor, deed: str, **told: Any) -> HttpResponse:
    """Send a deed's form from the list's page, as the page fills it."""
    browser = browser_of(who)
    own = f"{LISTS}{InterestList.objects.get().pk}/"
    form = page_of(browser.get(own)).select_one(f"form[action$='/{deed}/']")
    assert form is not None, f"the page offers no {deed}"
    fields = {str(one["name"]): one.get("value", "") for one in form.select("input[name]")}
    return browser.post(str(form["action"]), fields | told, follow=True)


def dropped(rows: tuple[str, ...]) -> SimpleUploadedFile:
    return SimpleUploadedFile("意向登记表.csv", table(HEAD, rows))


class TestAList:
    def test_goes_from_the_office_to_what_firms_offer(self, little: LittleCity) -> None:
        assert "2020年企业征集名单" in page_of(publish(little)).get_text()
        taken = send(
            little.filer, "take", paper="意向书1", on="2020-06-18", file=dropped((LIFT, CARE))
        )
        told = lines(taken, ROWS)
        assert any("甲电梯公司" in one and "1,200,000.50" in one for one in told)
        text = page_of(taken).get_text()
        assert "13900000001" not in text
        assert "<time" not in text

    def test_loses_a_row_with_its_reason(self, little: LittleCity) -> None:
        list_id = published(little)
        browser = browser_of(little.clerk)
        form = page_of(browser.get(f"{LISTS}{list_id}/")).select_one("form[action$='/withdraw/']")
        assert form is not None
        row = form.select("option")[1]["value"]
        gone = send(little.clerk, "withdraw", row=row, reason="小区自行改造")
        (one,) = lines(browser.get(f"{LISTS}{list_id}/?show=withdrawn"), ROWS)
        assert "小区自行改造" in one
        assert gone.status_code == 200

    def test_says_every_fault_with_its_cell(self, little: LittleCity) -> None:
        published(little)
        rows = (LIFT.replace("加装电梯", "修飞船"), f"没有的,加装电梯,{LIFT.split(',', 2)[2]}")
        answered = send(little.filer, "take", paper="意向书1", on="2020-06-18", file=dropped(rows))
        assert answered.status_code == 422
        told = said(answered)
        assert len(told) == 2
        assert told[0].startswith("A2：类别写的是“修飞船”，应为：")

    def test_is_refused_without_communities(self, little: LittleCity) -> None:
        answered = publish(little, numbers="")
        assert answered.status_code == 422
        assert "名单里没有小区" in said(answered)[0]


class TestFigures:
    def test_open_to_their_lines(self, little: LittleCity) -> None:
        list_id = published(little)
        assert offered(little.filer, list_id).list_id
        browser = browser_of(little.clerk)
        own = f"{LISTS}{list_id}/"
        strip = {
            dt.get_text(): dt.find_next("dd")
            for dt in page_of(browser.get(own)).select("dl.strip dt")
        }
        for term, count in (("小区", 6), ("没人报的小区", 4), ("企业", 2), ("意向", 2)):
            link = strip[term].select_one("a")
            assert link is not None
            address = f"{own}{str(link['href']).partition('#')[0]}"
            assert len(lines(browser.get(address), ROWS)) == count
        kinds = lines(browser.get(own), "各类企业意向")
        assert kinds[0].startswith("加装电梯 | 3 | 2 | 1 | 1 | 120.00")
        (one,) = lines(browser.get(f"{own}?firm=91110000600037341L"), ROWS)
        assert "甲电梯公司" in one

    def test_are_the_countys_own(self, little: LittleCity) -> None:
        list_id = published(little)
        assert offered(little.filer, list_id).list_id
        text = page_of(browser_of(little.sibling).get(f"{LISTS}{list_id}/")).get_text()
        assert RIVER in text
        assert "甲电梯公司" not in text

    def test_cost_few_questions(
        self, little: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        list_id = published(little)
        assert offered(little.filer, list_id).list_id
        browser = browser_of(little.clerk)
        for address in (LISTS, f"{LISTS}{list_id}/"):
            with django_assert_max_num_queries(30):
                assert browser.get(address).status_code == 200


class TestFiles:
    @pytest.mark.parametrize("what", ["blank/", "{}/file/"])
    def test_come_out_as_workbooks(self, little: LittleCity, what: str) -> None:
        list_id = published(little)
        answer = browser_of(little.filer).get(f"{LISTS}{what.format(list_id)}")
        assert answer.status_code == 200
        assert "spreadsheetml" in answer["Content-Type"]
