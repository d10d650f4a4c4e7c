"""The inbox on the screen, and how many are unread in the frame of every page."""

import pytest

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.submission.stages import MoveKind
from jiugai.services.reporting.submission.moving import grant_extension
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.test_delegating import move, named
from tests.web.reading import page_of, said


@pytest.fixture
def granted(little: LittleCity, monkeypatch: pytest.MonkeyPatch) -> LittleCity:
    """Two messages for every county."""
    monkeypatch.setenv("JIUGAI_AS_OF", "2020-11-03")
    for days in (1, 2):
        grant_extension(
            Month(2020, 10), county_id=None, days=days, reason="市里停网", actor=little.clerk
        )
    return little


def in_frame(browser, path: str = "/today/") -> str:
    return " ".join(page_of(browser.get(path)).select_one(".inbox-link").get_text().split())


class TestMessages:
    def test_are_counted_in_the_frame_until_they_are_read(self, granted: LittleCity) -> None:
        browser = browser_of(granted.filer)
        assert in_frame(browser) == in_frame(browser, "/communities/") == "消息2"
        page = page_of(browser.get("/messages/"))
        assert [line.a.get_text() for line in page.select(".messages li.new")] == [
            "各县区2020年10月月报准予延期 2 天：市里停网",
            "各县区2020年10月月报准予延期 1 天：市里停网",
        ]
        form = page.select_one("form[action='/messages/read/']")
        fields = {one["name"]: one["value"] for one in form.select("input")}
        answer = browser.post("/messages/read/", fields, follow=True)
        assert said(answer) == ["已全部标为已读。"]
        assert in_frame(browser) == "消息"
        assert not page_of(answer).select(".messages li.new")
        assert len(page_of(answer).select(".messages li")) == 2

    def test_lead_to_where_it_happened(self, granted: LittleCity) -> None:
        browser = browser_of(granted.filer)
        for link in page_of(browser.get("/messages/")).select(".messages li a"):
            assert browser.get(link["href"]).status_code == 200

    def test_are_each_posts_own(self, granted: LittleCity) -> None:
        browser_of(granted.filer).post("/messages/read/", {"newest": "999999"})
        assert in_frame(browser_of(granted.sibling)) == "消息2"
        assert in_frame(browser_of(granted.clerk)) == "消息"

    def test_are_drawn_when_there_are_none(self, granted: LittleCity) -> None:
        page = page_of(browser_of(granted.street).get("/messages/?older=1"))
        assert page.select_one(".empty h3").get_text() == "没有更早的消息"

    @pytest.mark.parametrize("newest", ["", "abc", "-1", "９", "9" * 30])
    def test_a_mark_that_is_no_number_marks_nothing(self, granted: LittleCity, newest: str) -> None:
        browser = browser_of(granted.filer)
        answer = browser.post("/messages/read/", {"newest": newest}, follow=True)
        assert "没有说明读到哪一条" in said(answer)[0]
        assert in_frame(browser) == "消息2"

    def test_are_not_for_whoever_sees_no_records(self, granted: LittleCity) -> None:
        browser = browser_of(granted.administrator)
        assert browser.get("/messages/").status_code == 403
        assert not page_of(browser.get("/accounts/")).select(".inbox-link")


class TestADeputy:
    @pytest.fixture
    def reported(self, little: LittleCity) -> LittleCity:
        """Something for the clerk's post to accept, and ``head`` as the clerk's deputy."""
        move(little, MoveKind.SUBMIT, little.filer, 0)
        move(little, MoveKind.VERIFY, little.reviewer, 1)
        named(little.clerk, little.head)
        return little

    def test_is_told_in_his_own_post_what_waits_in_the_other(self, reported: LittleCity) -> None:
        browser = browser_of(reported.head)
        assert in_frame(browser) == "消息2"  # that he is the deputy, and what waits there
        page = page_of(browser.get("/messages/"))
        (notice,) = page.select(".notice")
        assert "安康市改造办 综合岗（代办" in notice.get_text()
        assert "还有 1 条未读消息" in notice.get_text()

    def test_gets_there_in_one_step(self, reported: LittleCity) -> None:
        browser = browser_of(reported.head)
        form = page_of(browser.get("/messages/")).select_one("main .notice form")
        fields = {one["name"]: one["value"] for one in form.select("[name]") if one.get("value")}
        answer = browser.post(form["action"], fields, follow=True)
        assert answer.redirect_chain[-1][0] == "/messages/"
        assert "等您接收" in page_of(answer).select_one(".messages").get_text()
