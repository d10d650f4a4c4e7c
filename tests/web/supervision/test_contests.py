"""The pages of a round of judging: opened, judged on a phone, closed, a model named."""

import uuid

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jiugai.services.supervision.contests import judging
from jiugai.storage.supervision import contests as stored
from jiugai.web import desk
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.supervision.little_contest import (
    DAY,
    DRAFT,
    ENGINEER,
    FILER,
    HANBIN,
    NAMED,
    SHIQUAN,
    closed,
    judged,
    opened,
)
from tests.web.reading import lines, page_of


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "default_as_of", lambda: NAMED)


def send(browser: Client, address: str, **said: object) -> HttpResponse:
    return browser.post(f"/contests/{address}", {"key": str(uuid.uuid4()), **said})


def draft(**changed: object) -> dict[str, object]:
    return {
        "title": DRAFT.title,
        "on": DAY,
        "sheet": DRAFT.sheet,
        "entrants": DRAFT.entrants,
        "jurors": DRAFT.jurors,
        **changed,
    }


class TestOpeningPage:
    def test_begins_with_the_default_sheet_and_its_doubt(self, little: LittleCity) -> None:
        response = browser_of(little.clerk).get("/contests/new/")
        assert "改造内容和工程质量，30" in page_of(response).select_one("#id_sheet").get_text()  # type: ignore[union-attr]
        assert "默认评分表待本市核定" in response.content.decode()

    def test_opens_a_round_and_leads_to_it(self, little: LittleCity) -> None:
        browser = browser_of(little.clerk)
        response = send(browser, "new/", **draft())
        assert response.status_code == 302
        text = browser.get(response["Location"]).content.decode()
        assert "评分中" in text
        assert "名次在结束以后才看得到" in text

    def test_shows_what_was_typed_with_all_that_is_wrong(self, little: LittleCity) -> None:
        response = send(browser_of(little.clerk), "new/", **draft(sheet="工程质量，十"))
        assert response.status_code == 422
        assert "评分表第 1 行没有读懂" in response.content.decode()
        assert "工程质量，十" in response.content.decode()


class TestSheetPage:
    def test_takes_a_jurors_sheet_and_its_correction(self, little: LittleCity) -> None:
        number, browser = opened(little), browser_of(little.filer)
        where = f"{number}/sheets/{FILER}/{HANBIN}/"
        assert send(browser, where, seen=0, mark_1="50.5", mark_2="30").status_code == 302
        again = browser.get(f"/contests/{where}")
        assert page_of(again).select_one("#id_mark_1")["value"] == "50.5"  # type: ignore[index]
        bare = send(browser, where, seen=1, mark_1="50", mark_2="30")
        assert bare.status_code == 422
        assert "请写为什么更正" in bare.content.decode()
        done = send(browser, where, seen=1, mark_1="50", mark_2="30", reason="看错行")
        assert done.status_code == 302
        assert stored.contest(number).standing[FILER, HANBIN].sheet.marks == (500, 300)

    @pytest.mark.parametrize("mark", ["60.1", "-1", "30.25", "", "很好"])
    def test_refuses_a_mark_beyond_its_line(self, little: LittleCity, mark: str) -> None:
        number = opened(little)
        where = f"{number}/sheets/{FILER}/{HANBIN}/"
        response = send(browser_of(little.filer), where, seen=0, mark_1=mark, mark_2="1")
        assert response.status_code == 422
        assert stored.contest(number).versions == ()

    def test_is_not_there_for_the_own_county_or_another_juror(self, little: LittleCity) -> None:
        number = opened(little)
        own = f"/contests/{number}/sheets/{FILER}/{SHIQUAN}/"
        assert browser_of(little.filer).get(own).status_code == 404
        anothers = f"/contests/{number}/sheets/{FILER}/{HANBIN}/"
        assert browser_of(little.sibling).get(anothers).status_code == 404

    def test_is_the_offices_for_a_juror_without_account(self, little: LittleCity) -> None:
        number = opened(little)
        response = browser_of(little.clerk).get(f"/contests/{number}/sheets/{ENGINEER}/1/")
        assert "市改造办代录" in response.content.decode()


class TestRoundPage:
    def test_shows_places_and_how_far_the_jurors_were_apart(self, little: LittleCity) -> None:
        response = browser_of(little.filer).get(f"/contests/{closed(little)}/")
        rows = lines(response, "评比结果")
        assert rows == [
            "1 | 石泉县 | 金州家属院 | 87.50 | 87.50 | 80.50—92.00 | 5.02 | 3 | 名次不变",
            "2 | 汉滨区 | 江北小区 | 80.33 | 80.33 | 76.00—85.00 | 3.68 | 3 | 名次不变",
            "— | 旬阳县 | 河街小区 | — | 72.50 | 70.00—75.00 | 2.50 | 2 |"
            " 只有 2 份评分表，不够 3 份，不排",
        ]

    def test_opens_every_figure_to_the_sheets(self, little: LittleCity) -> None:
        number, browser = closed(little), browser_of(little.filer)
        table = page_of(browser.get(f"/contests/{number}/"))
        assert table.select(f"a[href='/contests/{number}/{SHIQUAN}/']")
        rows = lines(browser.get(f"/contests/{number}/{SHIQUAN}/"), "评分表")
        assert [row.split(" | ")[1:4] for row in rows] == [
            ["55", "35", "90"],
            ["50", "30.5", "80.5"],
            ["56", "36", "92"],
        ]

    def test_shows_no_rank_while_it_is_open(self, little: LittleCity) -> None:
        number, browser = judged(little), browser_of(little.head)
        assert "评比结果" not in browser.get(f"/contests/{number}/").content.decode()
        response = browser.get(f"/contests/{number}/export/")
        assert response.status_code == 302

    def test_is_closed_by_the_head_and_not_by_the_opener(self, little: LittleCity) -> None:
        number = judged(little)
        clerk = browser_of(little.clerk)
        page = page_of(clerk.get(f"/contests/{number}/"))
        assert not page.select("form[action$='close/']")
        assert "这一轮是您开的" in send(clerk, f"{number}/close/").content.decode()
        assert send(browser_of(little.head), f"{number}/close/").status_code == 302
        assert stored.contest(number).is_closed

    def test_names_a_model_with_its_paper(self, little: LittleCity) -> None:
        number, head = closed(little), browser_of(little.head)
        said = {"entrant": SHIQUAN, "paper": "安旧改办〔2020〕20号", "on": NAMED}
        assert send(head, f"{number}/model/", **said | {"paper": ""}).status_code == 422
        assert send(head, f"{number}/model/", **said).status_code == 302
        seen = browser_of(little.sibling).get("/contests/")
        assert lines(seen, "各轮观摩评比")[0].endswith("| 已结束 | 金州家属院")
        assert "安旧改办〔2020〕20号" in head.get(f"/contests/{number}/").content.decode()

    def test_exports_the_sheets(self, little: LittleCity) -> None:
        response = browser_of(little.filer).get(f"/contests/{closed(little)}/export/")
        assert response.content[:2] == b"PK"

    def test_asks_the_database_little(
        self, little: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        number, browser = closed(little), browser_of(little.head)
        done = judging.name_model(
            number, SHIQUAN, paper="文件", on=NAMED, actor=little.head, today=NAMED
        )
        assert done.entered
        for address in ("", f"{number}/", f"{number}/{SHIQUAN}/", f"{number}/export/"):
            with django_assert_max_num_queries(30):
                assert browser.get(f"/contests/{address}").status_code == 200
