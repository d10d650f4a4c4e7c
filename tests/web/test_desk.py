"""The desk: the time asked about, the rail, where an officer begins."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from jiugai.domain.divisions import Scope
from jiugai.services.actor import Actor, PostKind
from jiugai.web import desk, menu
from jiugai.web.desk import Unreadable, read_day, read_instant
from tests.officers import browser_of


@pytest.fixture(autouse=True)
def small_site(settings) -> None:
    settings.ROOT_URLCONF = "tests.web.sample_urls"


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "now", lambda: datetime(2026, 11, 2, 4, 0, tzinfo=UTC))


def shown(client: Client, query: str = "") -> str:
    """Return the day that a page shows, and whether it is now."""
    return client.get(f"/sample/see/{query}").content.decode()


class TestToday:
    def test_is_the_citys_day_not_greenwichs(self, monkeypatch):
        monkeypatch.setattr(desk, "now", lambda: datetime(2026, 11, 2, 16, 0, tzinfo=UTC))

        assert desk.today() == date(2026, 11, 3)


class TestHorizon:
    def test_is_now_unless_asked(self, clerk_client: Client):
        assert shown(clerk_client) == "2026-11-02 True"

    def test_is_kept_until_one_returns(self, clerk_client: Client):
        assert shown(clerk_client, "?as_of=2020-11-03") == "2020-11-03 False"
        assert shown(clerk_client) == "2020-11-03 False"
        assert shown(clerk_client, "?as_of=now") == "2026-11-02 True"
        assert shown(clerk_client) == "2026-11-02 True"

    def test_of_another_recording_time_is_not_now(self, clerk_client: Client):
        assert shown(clerk_client, "?recorded_by=2020-11-05T18:00") == "2026-11-02 False"

    def test_with_the_recording_time_left_empty_counts_all_again(self, clerk_client: Client):
        shown(clerk_client, "?as_of=2020-11-03&recorded_by=2020-11-05T18:00")

        assert shown(clerk_client, "?as_of=2026-11-02&recorded_by=") == "2026-11-02 True"

    def test_stands_still_in_a_demo_city(self, clerk_client: Client, monkeypatch):
        monkeypatch.setenv("JIUGAI_AS_OF", "2020-11-03")

        assert shown(clerk_client) == "2020-11-03 True"
        assert shown(clerk_client, "?as_of=2020-10-03") == "2020-10-03 False"

    def test_is_each_browsers_own(self, clerk: Actor, head: Actor):
        shown(browser_of(clerk), "?as_of=2020-11-03")

        assert shown(browser_of(head)) == "2026-11-02 True"

    @pytest.mark.parametrize(
        "query",
        ["as_of=2020-13-01", "as_of=20201103", "as_of=昨天", "as_of=2020-11-03T10:00",
         "recorded_by=11-05", "recorded_by=0001-01-01T00:00", "as_of=9999-12-31", "recorded_by=2020-11-05T25:00", "as_of=%00"],
    )  # fmt: skip
    def test_that_cannot_be_read_is_told_and_not_kept(self, clerk_client: Client, query: str):
        response = clerk_client.get(f"/sample/see/?{query}")

        assert response.status_code == 400
        assert "没有读懂" in response.content.decode()
        assert shown(clerk_client) == "2026-11-02 True"

    def test_of_strangers_is_not_read(self, db, client: Client):
        assert client.get("/sample/public/?as_of=nonsense").status_code == 200

    def test_knows_the_last_stamp_recorded_by_then(self, clerk: Actor, rf):
        request = rf.get("/")
        request.session = {"recorded_by": "2020-11-05T18:00:00+08:00"}

        horizon = desk.horizon_of(request)

        assert horizon.last_seq == 0  # this test's city was entered later
        assert horizon.recorded_by == datetime(2020, 11, 5, 10, 0, tzinfo=UTC)
        request = rf.get("/")
        request.session = {}
        assert desk.horizon_of(request).last_seq > 0


class TestReading:
    def test_takes_an_instant_as_clocks_in_the_city_show_it(self):
        assert read_instant("2020-11-05T18:00") == datetime(2020, 11, 5, 10, 0, tzinfo=UTC)

    def test_takes_a_zone_that_is_given(self):
        assert read_instant("2020-11-05T18:00+00:00") == datetime(2020, 11, 5, 18, 0, tzinfo=UTC)

    @pytest.mark.parametrize("text", ["", "2020-11-3x", "2020/11/03", "0000-01-01", "９" * 4])
    def test_says_how_to_write_a_day(self, text: str):
        with pytest.raises(Unreadable, match="请写成 2020-11-03 这样的年-月-日"):
            read_day(text)


class TestNav:
    def test_shows_only_pages_that_exist_and_that_the_post_may_open(
        self, administrator: Actor, clerk: Actor
    ):
        assert [
            (group.label, [item.label for item in group.items])
            for group in menu.nav_of(administrator, "/accounts/3/")
        ] == [("管理", ["账号"])]
        assert menu.nav_of(clerk, "/") == ()  # the small site has no page for it
        assert menu.nav_of(None, "/") == ()

    def test_marks_where_one_is(self, administrator: Actor):
        def current(path: str) -> list[bool]:
            return [i.current for group in menu.nav_of(administrator, path) for i in group.items]

        assert current("/accounts/3/") == [True]
        assert current("/me/sessions/") == [False]

    def test_begins_at_the_first_page_of_the_rail(self, administrator: Actor):
        assert menu.landing(administrator) == "/accounts/"
        assert menu.landing(None) == "/me/sessions/"


class TestTheWholeMenu:
    @pytest.mark.parametrize("kind", list(PostKind))
    def test_is_short_and_grouped_for_every_post(self, kind: PostKind, settings):
        settings.ROOT_URLCONF = "jiugai.config.urls"
        groups = menu.nav_of(Actor(1, 1, "某局 某岗", kind, Scope()), "/")

        assert 1 <= len(groups) <= 5
        assert all(1 <= len(group.items) <= 7 for group in groups)
        labels = [item.label for group in groups for item in group.items]
        assert len(labels) == len(set(labels)) <= 18
        assert all(len(label) <= 3 for label in labels)


class TestActorOf:
    def test_is_the_officer_in_the_post_taken(self, filer: Actor, rf):
        request = rf.get("/")
        request.desk = desk.Desk(actor=filer)

        assert desk.actor_of(request) is filer

    def test_asks_an_officer_without_a_post_to_see_the_administrator(self, rf):
        with pytest.raises(Exception, match="您的账号现在没有岗位"):
            desk.actor_of(rf.get("/"))
