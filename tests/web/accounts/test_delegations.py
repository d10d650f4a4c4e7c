"""The screen of deputies: naming one, sitting in the post, losing it, ending it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from jiugai.services.actor import Actor, PostKind
from jiugai.storage.accounts.models import User
from jiugai.storage.audit.queries import last_mark
from jiugai.web import desk
from tests.officers import City, appoint, browser_of
from tests.web.reading import lines, page_of, said, wrong

PAGE = "/me/deputies/"
WEEK = timedelta(days=7)


def form(principal: Actor, deputy: Actor, **more: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "post": principal.post_id,
        "deputy": deputy.user_id,
        "first_day": desk.today().isoformat(),
        "last_day": (desk.today() + WEEK).isoformat(),
        "absence": "trip",
        "words": "赴西安培训",
        **more,
    }


@pytest.fixture
def at_clerk(clerk: Actor, head: Actor) -> Client:
    return browser_of(clerk)


@pytest.fixture
def named(at_clerk: Client, clerk: Actor, head: Actor) -> Client:
    """Return the principal's browser, after he named a deputy."""
    response = at_clerk.post(f"{PAGE}name/", form(clerk, head))
    assert response.status_code == 302
    return at_clerk


def take(browser: Client, post: Actor) -> Any:
    return browser.post("/me/post/", {"post": post.post_id}, follow=True)


class TestNaming:
    def test_lists_it_for_both_and_says_what_comes_next(
        self, at_clerk: Client, clerk: Actor, head: Actor
    ) -> None:
        response = at_clerk.post(f"{PAGE}name/", form(clerk, head), follow=True)

        assert said(response) == ["已委托。到了那天，对方在右上角就能换到这个岗位。"]
        (mine,) = lines(response, "我委托的和我代办的")
        (theirs,) = lines(browser_of(head).get(PAGE), "我委托的和我代办的")
        assert mine.startswith("安康市改造办 综合岗 | 本人 | 安康市改造办 负责人（head） | ")
        assert theirs.startswith("安康市改造办 综合岗 | 安康市改造办 综合岗（clerk） | 本人 | ")
        assert mine.endswith(" | 出差：赴西安培训 | 代办中 | 今天结束")

    @pytest.mark.parametrize(
        ("more", "sentence"),
        [
            ({"post": ""}, "请选岗位。"),
            ({"deputy": "99999999"}, "代办人请从列表里选。"),
            ({"absence": "fishing"}, "事由请从列表里选。"),
            ({"first_day": "明天"}, "没有读懂这个日期，请写成2020-11-03这样。"),
            ({"last_day": "2020-11-03"}, "截止日2020-11-03早于起始日"),
            ({"words": "字" * 121}, "说明最多120个字，请缩短。"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(
        self, at_clerk: Client, clerk: Actor, head: Actor, more: dict[str, str], sentence: str
    ) -> None:
        acts = last_mark().seq

        response = at_clerk.post(f"{PAGE}name/", form(clerk, head) | more)

        assert response.status_code == 422
        assert (said(response) + wrong(response))[0].startswith(sentence)
        kept = page_of(response).select_one("#name [name=last_day]")
        assert kept is not None
        assert kept["value"] == more.get("last_day", (desk.today() + WEEK).isoformat())
        assert last_mark().seq == acts

    def test_twice_names_one(self, at_clerk: Client, clerk: Actor, head: Actor) -> None:
        sent = form(clerk, head)
        at_clerk.post(f"{PAGE}name/", sent)

        assert at_clerk.post(f"{PAGE}name/", sent).status_code == 409
        assert len(lines(at_clerk.get(PAGE), "我委托的和我代办的")) == 1

    def test_asks_for_a_colleague_where_there_is_none(self, filer: Actor) -> None:
        page = page_of(browser_of(filer).get(PAGE))

        assert "本单位没有别的在任账号" in page.get_text()
        assert page.select_one("#name form") is None

    def test_leaves_administration_to_nobody(
        self, city: City, administrator_client: Client
    ) -> None:
        appoint(city, "other", PostKind.ADMINISTRATOR, "安康市信息中心", city.ankang)
        response = administrator_client.get(PAGE)

        assert any("不能委托代办" in sentence for sentence in said(response))
        assert page_of(response).select_one("#name") is None


class TestTheDeputy:
    def test_takes_the_post_and_the_frame_says_for_whom(
        self, named: Client, clerk: Actor, head: Actor
    ) -> None:
        User.objects.filter(pk=clerk.user_id).update(label="张三")
        browser = browser_of(head)

        response = take(browser, clerk)

        until = desk.today() + WEEK
        label = f"安康市改造办 综合岗（代 张三 至{until.month}月{until.day}日）"
        assert f"已换到“{label}”。".replace(" ", "") in said(response)
        assert label in page_of(browser.get(PAGE)).get_text()

    def test_acts_with_the_posts_powers_and_the_trace_says_for_whom(
        self, named: Client, clerk: Actor, head: Actor, auditor: Actor
    ) -> None:
        browser = browser_of(head)
        take(browser, clerk)
        browser.post(f"{PAGE}end/", {"key": str(uuid4()), "delegation": _number(browser)})

        first, second, *_ = lines(browser_of(auditor).get("/trace/acts/?room=accounts"), "留痕")
        assert first.split(" | ")[2:] == [
            "结束代办",
            "安康市改造办 综合岗 账号 head 的代办",
            "安康市改造办 综合岗",
            "head 代 clerk",
        ]
        assert second.split(" | ")[2] == "委托代办"

    def test_loses_the_post_with_the_next_request(
        self, named: Client, clerk: Actor, head: Actor
    ) -> None:
        browser = browser_of(head)
        take(browser, clerk)
        assert browser.get("/import/").status_code == 200  # the clerk's, not the head's

        named.post(f"{PAGE}end/", {"key": str(uuid4()), "delegation": _number(named)})

        assert browser.get("/import/").status_code == 403
        assert take(browser, clerk).status_code == 404

    def test_loses_it_when_the_last_day_is_over(
        self, named: Client, clerk: Actor, head: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        browser = browser_of(head)
        take(browser, clerk)
        last = desk.today() + WEEK

        monkeypatch.setattr(desk, "today", lambda: last)
        assert browser.get("/import/").status_code == 200
        monkeypatch.setattr(desk, "today", lambda: last + timedelta(days=1))
        assert browser.get("/import/").status_code == 403

    def test_cannot_pass_it_on(self, city: City, named: Client, clerk: Actor, head: Actor) -> None:
        appoint(city, "other", PostKind.CITY_HEAD, "安康市改造办", city.ankang)
        browser = browser_of(head)
        take(browser, clerk)

        offered = page_of(browser.get(PAGE)).select("#name [name=post] option")
        assert [one["value"] for one in offered] == ["", str(head.post_id)]


class TestEnding:
    def test_says_so_and_keeps_it_in_the_list(self, named: Client) -> None:
        response = named.post(
            f"{PAGE}end/", {"key": str(uuid4()), "delegation": _number(named)}, follow=True
        )

        assert said(response) == [
            "“安康市改造办综合岗”的代办已结束，代办人的下一次点击就不再有这个岗位。"
        ]
        (line,) = lines(response, "我委托的和我代办的")
        assert "已结束由 clerk 提前结束" in line

    @pytest.mark.parametrize("sent", [{}, {"delegation": "x"}, {"delegation": "999"}])
    def test_of_another_is_not_found(
        self, named: Client, filer: Actor, sent: dict[str, str]
    ) -> None:
        browser = browser_of(filer)

        response = browser.post(f"{PAGE}end/", {"key": str(uuid4()), **sent})

        assert response.status_code == 422
        assert "请从列表里选" in said(response)[0]


class TestTheAdministrator:
    def test_sees_all_and_ends_any(self, named: Client, administrator_client: Client) -> None:
        (line,) = lines(administrator_client.get(PAGE), "全部代办")
        assert "安康市改造办 综合岗（clerk） | 安康市改造办 负责人（head）" in line

        number = _number(administrator_client)
        administrator_client.post(f"{PAGE}end/", {"key": str(uuid4()), "delegation": number})
        assert "已结束" in lines(named.get(PAGE), "我委托的和我代办的")[0]

    def test_alone_does(self, named: Client, filer: Actor) -> None:
        assert "全部代办" not in browser_of(filer).get(PAGE).content.decode()


class TestTheCost:
    def test_does_not_grow_with_the_list(
        self, named: Client, clerk: Actor, django_assert_max_num_queries: Any
    ) -> None:
        with django_assert_max_num_queries(30):
            named.get(PAGE)


def _number(browser: Client) -> str:
    button = page_of(browser.get(PAGE)).select_one("button[name=delegation]")
    assert button is not None
    return str(button["value"])
