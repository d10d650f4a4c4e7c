"""What was built on the screen: entered by another hand, held against the scheme, everybody's gaps."""

from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jiugai.storage.scheme import models
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.scheme.sent_bills import send_bill, sent
from tests.services.scheme.test_accepting import complete
from tests.web.reading import lines, page_of, said, wrong

HOME = "金州家属院"
BUILT = "方案和验收逐项对照"


@pytest.fixture(autouse=True)
def on_the_third(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIUGAI_AS_OF", "2020-11-03")


@pytest.fixture
def where(little: LittleCity) -> str:
    send_bill(little, HOME, sent())
    return f"/communities/{little.number_of(HOME)}/scheme/"


@pytest.fixture
def street(little: LittleCity) -> Client:
    return browser_of(little.street)


def accept(browser: Client, where: str, **more: object) -> HttpResponse:
    typed = {
        "key": uuid4(), "item": "B14", "quantity": "1200.5", "unit": "平方米", "on": "2020-11-02",
        "paper": "石旧改验〔2020〕3号",
    }  # fmt: skip
    return browser.post(f"{where}accepted/", {**typed, **more})


class TestScheme:
    def test_shows_what_was_accepted_beside_what_was_planned(
        self, little: LittleCity, street: Client, where: str
    ) -> None:
        page = street.get(accept(street, where)["Location"])

        assert "已登记验收：B14，1,200.5平方米。" in said(page)
        assert lines(page, BUILT)[0] == "屋面（B14） | ㎡ | 1,200.5 | 1,200.5 | 做足"
        assert "石旧改验〔2020〕3号" in lines(page, "验收记录")[0]

    def test_names_what_differs_once_works_are_complete(
        self, little: LittleCity, street: Client, where: str
    ) -> None:
        accept(street, where, quantity="1000")
        complete(little)

        text = page_of(street.get(where)).get_text()
        assert "2 处不符" in text
        assert "屋面（B14）方案 1,200.5 ㎡，验收 1,000 ㎡，少做" in text
        assert "绿化（W02）方案里有 3 株，没有登记验收" in text

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ({"quantity": "很多"}, "验收数量没有读懂"),
            ({"quantity": "-1"}, "应不小于0"),
            ({"quantity": "1.2345"}, "最多三位小数"),
            ({"paper": ""}, "请写验收凭据"),
            ({"on": "2020-10-01"}, "早于开工"),
            ({"on": "2020-11-04"}, "在今天以后"),
        ],
    )
    def test_says_what_is_wrong_and_writes_nothing(
        self, street: Client, where: str, typed: dict[str, object], told: str
    ) -> None:
        response = accept(street, where, **typed)

        assert response.status_code == 422
        assert told in "".join(wrong(response))
        assert models.Acceptance.objects.count() == 0

    def test_is_refused_to_the_hand_that_drew_up_the_bill(
        self, little: LittleCity, where: str
    ) -> None:
        response = accept(browser_of(little.filer), where)

        assert response.status_code == 422
        assert "要由另一人登记" in response.content.decode()

    def test_is_withdrawn_with_a_reason(self, street: Client, where: str) -> None:
        accept(street, where)
        row = models.Acceptance.objects.get()
        silent = street.post(f"{where}accepted/{row.pk}/withdraw/", {"key": uuid4(), "reason": ""})
        assert silent.status_code == 422
        assert "撤销验收数量要写理由" in silent.content.decode()

        street.post(f"{where}accepted/{row.pk}/withdraw/", {"key": uuid4(), "reason": "写错"})
        assert page_of(street.get(where)).select("#accepted") == []

    def test_is_not_for_strangers_nor_by_get(
        self, little: LittleCity, street: Client, where: str
    ) -> None:
        assert accept(browser_of(little.sibling), where).status_code == 404
        assert accept(browser_of(little.auditor), where).status_code == 403
        assert street.get(f"{where}accepted/").status_code == 405


class TestGaps:
    def test_are_listed_with_those_that_differ_most_first(
        self, little: LittleCity, where: str
    ) -> None:
        complete(little)
        complete(little, "江北小区")
        page = browser_of(little.clerk).get("/schemes/acceptance/")

        first, second = lines(page, "已完工小区的验收缺项")
        assert first.startswith(f"{HOME} | 石泉县 | 2020-11-02 | 估算第1版 | 2 处不符")
        assert "没有方案" in second
        assert "2 个小区已完工，1 个有不符；1 个没有登记方案" in page.content.decode()

    def test_ask_little(
        self, little: LittleCity, where: str, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        clerk = browser_of(little.clerk)
        clerk.get("/schemes/acceptance/")

        with django_assert_max_num_queries(20):
            clerk.get("/schemes/acceptance/")
