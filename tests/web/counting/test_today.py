"""The page of what waits for the post at the desk."""

from datetime import date
from pathlib import Path

import pytest
from django.urls import resolve
from pytest_django import DjangoAssertNumQueries

from jiugai.domain.bulletins.agenda import MeetingKind
from jiugai.domain.supervision.orders.deeds import DeedKind
from jiugai.services.bulletins import meetings
from jiugai.services.supervision import hearings
from jiugai.services.supervision.orders import doing
from jiugai.services.supervision.orders.doing import OrderDraft, Said
from jiugai.services.supervision.ranking_runs import rank_close
from jiugai.storage.accounts.queries import organisation_of
from jiugai.web import menu
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.supervision.drawn_city import OCTOBER, close_october, issue_october
from tests.services.supervision.site_photos import enter_photo
from tests.web.reading import page_of, said


@pytest.fixture
def november(little: LittleCity, monkeypatch: pytest.MonkeyPatch) -> LittleCity:
    monkeypatch.setenv("JIUGAI_AS_OF", "2020-11-03")
    return little


@pytest.fixture
def busy(november: LittleCity, tmp_path: Path) -> LittleCity:
    """Leave something to do in every room that follows a closed month."""
    today, clerk, filer = date(2020, 11, 3), november.clerk, november.filer
    closed = close_october(november, tmp_path)
    rank_close(closed, actor=clerk)
    hearings.show(OCTOBER, date(2020, 11, 10), seen=0, actor=clerk, today=today)
    hearings.object_to(OCTOBER, "开工小区", "开工令", actor=filer, today=today)
    issue_october(closed)
    first = enter_photo("北苑小区", filer, seed=1)
    enter_photo("金州家属院", filer, seed=1001, like=first)
    for kind in (MeetingKind.WEEK, MeetingKind.MONTH):
        meeting = meetings.convene(kind, today, actor=clerk, today=today).public_id
    taken = meetings.MinutesTaken("议定事项。")
    meetings.keep_minutes(meeting, taken, seen=0, actor=clerk, today=today)
    draft = OrderDraft("进场施工。", owner_id=organisation_of(filer.post_id))
    order = doing.open_order(draft, actor=clerk, today=today).public_id
    doing.do(order, DeedKind.ASSIGN, Said(), seen=1, actor=clerk, today=today)
    return november


class TestToday:
    def test_lists_each_duty_with_its_day_and_where_it_is_done(self, november: LittleCity) -> None:
        browser = browser_of(november.filer)
        page = page_of(browser.get("/today/"))
        (duty,) = page.select(".duty.warn a")
        assert duty.b is not None
        assert duty.b.get_text() == "石泉县2020年10月月报还没有报送。"
        assert "今天到期" in duty.get_text()
        assert browser.get(duty["href"]).status_code == 200
        assert "有 1 件事等您办，其中 1 件今天要办" in page.get_text()

    @pytest.mark.parametrize("post", ["filer", "reviewer", "clerk", "head", "street", "auditor"])
    def test_leads_every_post_to_pages_that_it_may_open(
        self, november: LittleCity, post: str
    ) -> None:
        browser = browser_of(getattr(november, post))
        for link in page_of(browser.get("/today/")).select(".duty a"):
            assert browser.get(link["href"]).status_code == 200, link

    def test_holds_what_a_closed_month_leaves_to_do(
        self, busy: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        words = {
            "clerk": {"相像", "抽取核实名单", "纪要还没有录入"},
            "head": {"1 条异议等您答复", "抽取核实名单", "纪要已经录入", "签发督办单"},
            "filer": {"等您签收"},
        }
        for post, wanted in words.items():
            browser = browser_of(getattr(busy, post))
            links = page_of(browser.get("/today/")).select(".duty a")
            told = "".join(link.get_text() for link in links)
            assert [one for one in wanted if one not in told] == []
            for link in links:
                assert browser.get(link["href"]).status_code == 200, link
            browser.get("/today/")
            with django_assert_max_num_queries(30):
                browser.get("/today/")

    def test_asks_little_though_months_stand_open(
        self,
        busy: LittleCity,
        monkeypatch: pytest.MonkeyPatch,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        monkeypatch.setenv("JIUGAI_AS_OF", "2021-02-03")
        for who in (busy.clerk, busy.head, busy.filer, busy.reviewer):
            browser = browser_of(who)
            with django_assert_max_num_queries(50):  # the city was not counted before
                browser.get("/today/")
            with django_assert_max_num_queries(30):
                browser.get("/today/")

    def test_is_drawn_when_nothing_waits(self, november: LittleCity) -> None:
        page = page_of(browser_of(november.street).get("/today/"))
        assert page.select_one(".empty h3").get_text() == "今天没有等您办的事"  # type: ignore[union-attr]

    def test_is_of_now_whatever_time_is_asked_about(self, november: LittleCity) -> None:
        browser = browser_of(november.filer)
        answer = browser.get("/today/?as_of=2020-05-01")
        assert said(answer)[-1:] == ["这一页只按现在列，不随换时点而变。"]
        assert page_of(answer).select(".duty.warn")

    def test_asks_the_database_little(
        self, november: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for who in (november.clerk, november.filer):
            browser = browser_of(who)
            browser.get("/today/")
            with django_assert_max_num_queries(30):
                browser.get("/today/")

    def test_is_shut_to_whoever_sees_no_records(self, november: LittleCity) -> None:
        assert browser_of(november.administrator).get("/today/").status_code == 403


class TestWherePostsBegin:
    def test_is_today_but_for_whoever_answers_for_the_whole(self, november: LittleCity) -> None:
        for post in ("filer", "reviewer", "clerk", "street", "auditor"):
            assert menu.landing(getattr(november, post)) == "/today/"
        assert menu.landing(november.head) == "/"
        assert resolve("/today/").view_name == "home:today"
