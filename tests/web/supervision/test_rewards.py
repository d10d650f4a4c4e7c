"""The page of rewards and cuts: drawn up by the clerk, decided by the head, seen by the county."""

import uuid
from datetime import date
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jiugai.services.supervision import hearings, rewards
from jiugai.services.supervision.ranking_runs import rank_close
from jiugai.web import desk
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.supervision.drawn_city import OCTOBER, close_october
from tests.web.reading import lines, page_of, said

PAGE = "/ranking/release/2020-10/rewards/"
SHOWN, UNTIL, AFTER = date(2020, 11, 4), date(2020, 11, 10), date(2020, 11, 11)


@pytest.fixture
def released(little: LittleCity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LittleCity:
    monkeypatch.setattr(desk, "default_as_of", lambda: AFTER)
    rank_close(close_october(little, tmp_path), actor=little.clerk)
    hearings.show(OCTOBER, UNTIL, seen=0, actor=little.clerk, today=SHOWN)
    hearings.release(OCTOBER, seen=1, actor=little.head, today=AFTER)
    return little


def draw_up(little: LittleCity, *, seen: int = 3) -> HttpResponse:
    sent = {"key": str(uuid.uuid4()), "seen": seen}
    return browser_of(little.clerk).post(f"{PAGE}propose/", sent)


def decide(browser: Client, proposal: int, **more: str) -> HttpResponse:
    sent = {"key": str(uuid.uuid4()), "proposal": proposal, "ruling": "adopted", "paper": "纪要"}
    return browser.post(f"{PAGE}decide/", sent | more)


def proposal_of(little: LittleCity, county: str) -> int:
    found = rewards.rewards_of(OCTOBER, actor=little.clerk, today=AFTER)
    (row,) = [row for row in found.rows if found.names[row.proposal.county] == county]
    return row.id


def headings(response: HttpResponse) -> list[str]:
    found = page_of(response).select(".objections h3")
    return ["".join(one.get_text().split()) for one in found]


class TestRewardsPage:
    def test_shows_the_clerk_what_the_rules_propose_and_why(self, released: LittleCity) -> None:
        response = browser_of(released.clerk).get(PAGE)
        rows = lines(response, "按规定可拟的奖惩建议")
        assert rows[-1] == (
            "汉滨区 | 调减计划和资金 | 计划减10%，资金减10% | 汉滨区 2020 年批次开工率 0/1 = 0.0%，"
            "排第 3 名，全市 50.0%，比全市 −50.0 个百分点，红灯，列入黑榜。 | "
            "2021 年计划投资还没有登记，金额未定；2021 年下达资金还没有登记，金额未定 | JC-减开工"
        )
        assert "待本市核定" in response.content.decode()
        assert page_of(response).select("form[action$='propose/']")

    def test_offers_the_head_no_drawing_up_and_the_clerk_no_deciding(
        self, released: LittleCity
    ) -> None:
        head = browser_of(released.head)
        assert not page_of(head.get(PAGE)).select("form[action$='propose/']")
        assert draw_up(released).status_code == 302
        assert len(page_of(head.get(PAGE)).select("form[action$='decide/']")) == 3
        assert not page_of(browser_of(released.clerk).get(PAGE)).select("form[action$='decide/']")

    def test_takes_a_decision_and_shows_it_to_the_county(self, released: LittleCity) -> None:
        draw_up(released)
        response = decide(
            browser_of(released.head),
            proposal_of(released, "石泉县"),
            ruling="changed",
            money="2.5",
            words="财力所限",
        )
        assert response.status_code == 302
        own = browser_of(released.filer).get(PAGE)
        assert headings(own) == ["石泉县：资金奖补，资金增5%调整后采纳"]
        assert "资金增2.5%" in own.content.decode()
        assert "财力所限" in own.content.decode()
        assert "汉滨区" not in own.content.decode()
        assert headings(browser_of(released.sibling).get(PAGE)) == [
            "汉滨区：调减计划和资金，计划减10%，资金减10%待决定"
        ]

    def test_says_what_is_wrong_and_keeps_what_was_typed(self, released: LittleCity) -> None:
        draw_up(released)
        head, proposal = browser_of(released.head), proposal_of(released, "石泉县")
        response = decide(head, proposal, ruling="changed", money="150", words="写错的理由")
        assert response.status_code == 422
        assert said(response)[0].startswith("资金增减读到150%，应大于0%、不超过100%")
        assert "写错的理由" in response.content.decode()

    @pytest.mark.parametrize("typed", ["abc", "NaN", "1e400", "-5", "12345678", "Infinity"])
    def test_takes_no_nonsense_for_a_share(self, released: LittleCity, typed: str) -> None:
        draw_up(released)
        head, proposal = browser_of(released.head), proposal_of(released, "石泉县")
        response = decide(head, proposal, ruling="changed", money=typed, words="x")
        assert response.status_code == 422

    def test_from_an_old_page_says_so(self, released: LittleCity) -> None:
        browser = browser_of(released.clerk)
        sent = {"key": str(uuid.uuid4()), "seen": 2}
        response = browser.post(f"{PAGE}propose/", sent, follow=True)
        assert "刚刚被别人办理过" in said(response)[0]

    def test_downloads_the_workbook(self, released: LittleCity) -> None:
        draw_up(released)
        response = browser_of(released.filer).get(f"{PAGE}export/")
        assert response.status_code == 200
        assert response.content.startswith(b"PK")

    def test_is_linked_from_the_hearing_and_the_honours(self, released: LittleCity) -> None:
        browser = browser_of(released.filer)
        for address in ("/ranking/release/2020-10/", "/ranking/release/2020-10/honours/"):
            assert page_of(browser.get(address)).select(f"a[href='{PAGE}']")

    def test_asks_little_of_the_database(
        self, released: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        draw_up(released)
        browser = browser_of(released.head)
        with django_assert_max_num_queries(30):
            assert browser.get(PAGE).status_code == 200
