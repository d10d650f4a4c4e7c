"""The screens of a ranking on its way out: shown, objected to, answered and released by clicking."""

import uuid
from pathlib import Path

import pytest
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries

from jiugai.services.actor import Actor
from jiugai.services.supervision.ranking_runs import rank_close
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.supervision.drawn_city import close_october
from tests.web.reading import lines, page_of, said, wrong

PAGE = "/ranking/release/2020-10/"


@pytest.fixture
def ranked(little: LittleCity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LittleCity:
    monkeypatch.setenv("JIUGAI_AS_OF", "2020-11-04")
    rank_close(close_october(little, tmp_path), actor=little.clerk)
    return little


def send(who: Actor, action: str, **typed: object) -> HttpResponse:
    """Send the form of the page that leads to an action; raise if it shows none."""
    browser = browser_of(who)
    form = page_of(browser.get(PAGE)).select_one(f"form[action='{PAGE}{action}/']")
    assert form is not None, f"the page offers no {action}"
    fields = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
    return browser.post(form["action"], fields | typed, follow=True)


class TestTheWayOut:
    def test_leads_from_showing_over_an_objection_to_release(
        self, ranked: LittleCity, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert said(send(ranked.clerk, "show", until="2020-11-10")) == [
            "排名已公示，各县区可以核对、提异议。"
        ]
        told = send(ranked.filer, "object", what="开工小区应为2个", why="开工令已录入")
        assert said(told) == ["异议已提出，答复以前排名不会发布。"]
        assert "&lt;" not in told.content.decode()
        told = send(ranked.head, "answer", upheld="no", words="封账以后的事实，下月计入")
        assert said(told) == ["已答复，提出的县区看得到。"]
        answered = browser_of(ranked.filer).get(PAGE).content.decode()
        assert "封账以后的事实，下月计入" in answered
        monkeypatch.setenv("JIUGAI_AS_OF", "2020-11-11")
        assert said(send(ranked.head, "out")) == ["排名已发布，从此不再改动。"]
        (line,) = lines(browser_of(ranked.sibling).get("/ranking/release/"), "各月排名")
        assert line.startswith("2020年10月 | 已发布 | 2020-11-10")

    def test_is_refused_in_words_while_an_objection_is_open(
        self, ranked: LittleCity, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        send(ranked.clerk, "show", until="2020-11-10")
        send(ranked.filer, "object", what="开工小区应为2个", why="开工令已录入")
        monkeypatch.setenv("JIUGAI_AS_OF", "2020-11-11")
        answer = send(ranked.head, "out")
        assert answer.status_code == 422
        assert said(answer) == ["还有1件异议没有答复，答复完才能发布。没有写入任何数据。"]

    @pytest.mark.parametrize(
        ("action", "typed", "sentence"),
        [
            ("show", {"until": ""}, "请填公示截止的日期，例如2020-11-10。"),
            ("show", {"until": "十日"}, "日期没有读懂，请写成2020-11-10这样的年-月-日。"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(
        self, ranked: LittleCity, action: str, typed: dict[str, object], sentence: str
    ) -> None:
        answer = send(ranked.clerk, action, **typed)
        assert answer.status_code == 422
        assert wrong(answer) == [sentence]

    def test_says_what_an_objection_lacks(self, ranked: LittleCity) -> None:
        send(ranked.clerk, "show", until="2020-11-10")
        answer = send(ranked.filer, "object", what="", why="")
        assert answer.status_code == 422
        assert len(wrong(answer)) == 2

    def test_offers_a_county_nothing_but_to_object(self, ranked: LittleCity) -> None:
        send(ranked.clerk, "show", until="2020-11-10")
        page = page_of(browser_of(ranked.filer).get(PAGE))
        offered = {form["action"] for form in page.select("main form[method=post]")}
        assert offered == {f"{PAGE}object/"}
        forged = {"key": str(uuid.uuid4()), "seen": 1}
        assert browser_of(ranked.filer).post(f"{PAGE}out/", forged).status_code == 403

    def test_before_it_is_shown_tells_a_county_nothing(self, ranked: LittleCity) -> None:
        page = page_of(browser_of(ranked.filer).get(PAGE))
        assert "还没有公示" in page.get_text()
        assert "汉滨区" not in page.select_one("main").get_text()  # type: ignore[union-attr]

    def test_asks_little_of_the_database(
        self, ranked: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        send(ranked.clerk, "show", until="2020-11-10")
        browser = browser_of(ranked.clerk)
        for address in ("/ranking/release/", PAGE):
            with django_assert_max_num_queries(30):
                assert browser.get(address).status_code == 200
